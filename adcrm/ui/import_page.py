"""The page of one import: what it brought, the rows set aside, what it changed, its original lines, undo."""

from typing import Any

import pandas as pd
import streamlit as st

from adcrm.errors import AdcrmError
from adcrm.imports.answers import said
from adcrm.imports.history import ImportDetail, import_detail, original_file, original_lines
from adcrm.imports.quarantine import AsideRow, set_aside
from adcrm.imports.undo import undo
from adcrm.rates.model import SOURCES
from adcrm.ui import formats
from adcrm.ui.filters import client_names
from adcrm.ui.frame import error_card, errors_shown, escape, page_path
from adcrm.ui.import_changed import changed_by_import
from adcrm.ui.import_correct import answers_words
from adcrm.ui.import_counted import counted_beside
from adcrm.ui.import_fix import decided_rows, open_rows
from adcrm.ui.import_state import take_in
from adcrm.ui.import_words import amount, days, logged_report, name_of, platform_words, shown_measures, whose
from adcrm.ui.language import t, tn, tr
from adcrm.ui.remember import remembered
from adcrm.ui.stores import actor, crm_version, facts_version, stores

LINES_SHOWN = 20


@remembered(8)
def _rows_aside(version: int, import_id: int) -> tuple[AsideRow, ...]:
    return set_aside(stores(), import_id)


def import_page(import_id: int) -> None:
    """Draw everything about an import, the rows that need a hand first."""
    st.page_link(page_path("import_history.py"), label=t("All imports"), icon=":material/arrow_back:", width="content")
    undone_line()
    with errors_shown():
        detail = import_detail(stores(), import_id)
        aside = _rows_aside(facts_version(), import_id)
        waiting = [row for row in aside if row.state == "open"]
        _head(detail, len(waiting))
        if aside:
            with st.container(border=True, key="rows_aside"):
                if waiting and not detail.is_undone:
                    open_rows(import_id, waiting)
                elif waiting:
                    st.caption(t("The import is undone, so its rows cannot be taken any more. Load the file again to deal with them."))
                decided_rows(import_id, [row for row in aside if row.state != "open"], detail.is_undone)
        changed_by_import(detail)
        counted_beside(detail)
        _sums(detail)
        for note in detail.warnings:
            st.markdown(":orange[:material/warning:] " + escape(tr(note)))
        _undo(detail)
        _lines(detail, aside[0].line if aside else 1, aside[0].part if aside else "")


def undo_words(detail: ImportDetail) -> str:
    """What an undo of this import would do now."""
    gone = tn("{n} current row goes", "{n} current rows go", detail.rows_current)
    words = t("{gone}; where an earlier import has the same rows, its figures come back. The file and this entry are kept.", gone=gone)
    if detail.entry["corrects"] is not None:
        return words + " " + t("The corrected rows are open again.")
    if detail.entry["rows_quarantined"]:
        return words + " " + t("Corrections of its rows are undone with it.")
    return words


def _head(detail: ImportDetail, waiting: int) -> None:
    entry = detail.entry
    client = whose(entry["client_id"], client_names(crm_version()), entry["platform"])
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        title = t("Import {id}", id=str(entry["import_id"]))
        st.subheader(f"{title} · {escape(entry['file_name'])}", anchor=False, width="content")
        if detail.is_undone:
            st.badge(t("Undone"), color="gray", icon=":material/undo:")
        elif waiting:
            st.badge(tn("{n} row waits", "{n} rows wait", waiting), color="orange", icon=":material/rule:")
        else:
            st.badge(t("Loaded"), color="green", icon=":material/check_circle:")
        if entry["corrects"] is not None:
            st.page_link(
                page_path("import_history.py"),
                label=t("Correction of import {id}", id=str(entry["corrects"])),
                icon=":material/edit_note:",
                query_params={"import": str(entry["corrects"])},
                width="content",
            )
    report = logged_report(entry["level"], entry["breakdown"], entry["report"])
    told = [client, platform_words(entry["platform"]), entry["account"], report, days(entry["date_start"], entry["date_end"]), entry["currency"]]
    at = t("Loaded {at} by {name}", at=formats.moment(entry["created_at"]), name=entry["actor"])
    if detail.is_undone:
        at = t("{loaded}; undone {at} by {name}", loaded=at, at=formats.moment(entry["undone_at"]), name=entry["undone_by"])
    how = answers_words(said(detail.answers))
    lines = [" · ".join(escape(part) for part in told if part), escape(at)]
    if how:
        lines.append(escape(t("Read as a person said: {answers}", answers=", ".join(how))))
    st.caption("  \n".join(lines))
    # Of a zip the log counts as read what its sums are of; all its parts were loaded.
    read = max(entry["rows_read"], entry["rows_loaded"] + entry["rows_quarantined"])
    counts = (
        (t("Rows read"), read, t("Rows of figures in the file; totals and footers are not counted.")),
        (t("Loaded"), entry["rows_loaded"], None),
        (t("Set aside"), entry["rows_quarantined"], t("Rows that could not be read. They are in no total.")),
        (t("Current now"), detail.rows_current, t("Rows of this import that no later import has replaced.")),
        (t("In totals now"), detail.rows_in_total, t("Of these, the rows that count in totals: each unit of spend counts once.")),
    )
    with st.grid(5, min_column_width=120, gap="small"):
        for label, number, explained in counts:
            st.metric(label, formats.number(number), border=True, help=explained)


def _sums(detail: ImportDetail) -> None:
    measures = shown_measures(detail.sums)
    if not measures:
        return
    currency, stated = detail.entry["currency"], detail.stated_total or {}
    columns = {t("Figure"): [name_of(measure) for measure in measures]}
    columns[t("Sum of the rows")] = [amount(measure, detail.sums[measure], currency) for measure in measures]
    if stated:
        columns[t("The file’s own total")] = [amount(measure, stated.get(measure), currency) for measure in measures]
        columns[t("Difference")] = [amount(m, stated[m] - detail.sums[m], currency) if m in stated else formats.DASH for m in measures]
    table = pd.DataFrame(columns)
    with st.container(border=True, key="sums"):
        st.subheader(t("Its rows add up to"), anchor=False)
        numbers = {head: st.column_config.TextColumn(head, alignment="right") for head in table.columns[1:]}
        st.dataframe(table, hide_index=True, width="stretch" if stated else 420, column_config=numbers)
        if not stated:
            st.caption(t("The file states no total of its own."))


def _lines(detail: ImportDetail, first: int, part: str) -> None:
    entry, import_id = detail.entry, detail.entry["import_id"]
    with st.expander(t("The file as it stands"), icon=":material/description:"):
        start = st.number_input(t("From line"), min_value=1, value=first, step=LINES_SHOWN, key=f"lines_{import_id}", width=160)
        with errors_shown():
            lines = original_lines(stores(), import_id, part, range(int(start), int(start) + LINES_SHOWN))
            st.code("\n".join(f"{number:>6}  {text}" for number, text in lines) or t("The file ends before this line."), language=None, height=260)

    def content() -> bytes:
        return original_file(stores(), import_id)

    with st.container(horizontal=True, vertical_alignment="center"):
        st.download_button(
            t("Download the original file"),
            content,
            file_name=entry["file_name"],
            key=f"original_{import_id}",
            icon=":material/download:",
            on_click="ignore",
        )
        st.caption(f"SHA-256 {entry['sha256']} · {formats.number(entry['size_bytes'])} B")


def _undo(detail: ImportDetail) -> None:
    number = detail.entry["import_id"]
    if detail.is_undone:
        _again(detail)
        return
    with st.expander(t("Undo this import"), icon=":material/undo:"):
        st.markdown(undo_words(detail))
        sure = st.checkbox(t("Yes, undo this import"), key=f"sure_{number}")
        if st.button(t("Undo"), key=f"undo_{number}", icon=":material/undo:", disabled=not sure):
            try:
                kept = undo(stores(), number, actor())
            except AdcrmError as error:
                error_card(error)
                return
            st.session_state["import_undone"] = (number, detail.entry["file_name"], kept)
            st.rerun()


def _again(detail: ImportDetail) -> None:
    """The way back from an undo: the kept file comes to the upload page, read anew. Corrections and rates are entered where they came from."""
    entry = detail.entry
    if entry["corrects"] is not None or entry["platform"] in SOURCES:
        return
    if st.button(t("Put the file on the upload page again"), key=f"again_{entry['import_id']}", icon=":material/redo:"):
        with errors_shown():
            take_in(entry["file_name"], original_file(stores(), entry["import_id"]))
            if client := client_names(crm_version()).get(entry["client_id"]):
                st.session_state["import_client"] = client
            st.switch_page(page_path("channel_data.py"))


def undone_line() -> None:
    """After an undo: what happened."""
    undone: Any = st.session_state.pop("import_undone", None)
    if undone:
        st.success(
            t("Import {id} ({file}) is undone; the books say what the other imports say.", id=str(undone[0]), file=escape(undone[1])),
            icon=":material/undo:",
        )
        for note in undone[2]:
            st.warning(escape(tr(note)), icon=":material/edit_note:")
