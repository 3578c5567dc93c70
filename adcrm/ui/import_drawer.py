"""One import in a drawer: its sums against the file's own total, the rows set aside, its original lines, undo."""

from typing import Any

import pandas as pd
import streamlit as st

from adcrm.errors import AdcrmError
from adcrm.imports.history import ImportDetail, import_detail, original_file, original_lines, quarantined_rows
from adcrm.imports.model import MEASURES
from adcrm.imports.undo import undo
from adcrm.ui import formats
from adcrm.ui.filters import client_names
from adcrm.ui.frame import error_card, errors_shown, escape
from adcrm.ui.import_preview import aside_table
from adcrm.ui.import_words import amount, days, logged_report, name_of, platform_words
from adcrm.ui.language import t, tn, tr
from adcrm.ui.stores import actor, crm_version, stores

LINES_SHOWN = 20


def drawer(import_id: int) -> None:
    """Open the drawer of an import."""
    st.dialog(t("Import {id}", id=str(import_id)), width=820, position="right", icon=":material/history:")(_body)(import_id)


def undo_words(detail: ImportDetail) -> str:
    """What an undo of this import would do now."""
    gone = tn("{n} current row goes", "{n} current rows go", detail.rows_current)
    return t("{gone}; where an earlier import has the same rows, its figures come back. The file and this entry are kept.", gone=gone)


def _body(import_id: int) -> None:
    with errors_shown():
        detail = import_detail(stores(), import_id)
        entry = detail.entry
        _head(detail)
        _sums(detail)
        _undo(detail)
        for note in detail.warnings:
            st.markdown(":orange[:material/warning:] " + escape(tr(note)))
        aside = quarantined_rows(stores(), import_id)
        if aside:
            st.subheader(tn("{n} row set aside", "{n} rows set aside", len(aside)), anchor=False)
            aside_table(aside)
        _lines(import_id, aside[0].line if aside else 1, aside[0].part if aside else "")
        st.caption(f"SHA-256 {entry['sha256']} · {formats.number(entry['size_bytes'])} B")


def _head(detail: ImportDetail) -> None:
    entry = detail.entry
    client = client_names(crm_version()).get(entry["client_id"]) or t("no client")
    st.markdown(f"**{escape(entry['file_name'])}**")
    report = logged_report(entry["level"], entry["breakdown"], entry["report"])
    told = [client, platform_words(entry["platform"]), entry["account"], report, days(entry["date_start"], entry["date_end"]), entry["currency"]]
    st.caption(" · ".join(escape(part) for part in told if part))
    at = t("Loaded {at} by {name}", at=formats.moment(entry["created_at"]), name=escape(entry["actor"]))
    if detail.is_undone:
        at = t("{loaded}; undone {at} by {name}", loaded=at, at=formats.moment(entry["undone_at"]), name=escape(entry["undone_by"]))
    st.caption(at)
    counts = (
        (t("Rows read"), entry["rows_read"]),
        (t("Loaded"), entry["rows_loaded"]),
        (t("Set aside"), entry["rows_quarantined"]),
        (t("Current now"), detail.rows_current),
        (t("In totals now"), detail.rows_in_total),
    )
    with st.grid(5, min_column_width=110, gap="small"):
        for label, number in counts:
            st.metric(label, formats.number(number))


def _sums(detail: ImportDetail) -> None:
    measures = [measure for measure in MEASURES if measure in detail.sums]
    if not measures:
        return
    currency, stated = detail.entry["currency"], detail.stated_total or {}
    table = pd.DataFrame(
        {
            t("Figure"): [name_of(measure) for measure in measures],
            t("Sum of the rows"): [amount(measure, detail.sums[measure], currency) for measure in measures],
            t("The file’s own total"): [amount(measure, stated.get(measure), currency) for measure in measures],
            t("Difference"): [amount(m, stated[m] - detail.sums[m], currency) if m in stated else formats.DASH for m in measures],
        }
    )
    numbers = {head: st.column_config.TextColumn(head, alignment="right") for head in table.columns[1:]}
    st.dataframe(table, hide_index=True, width="stretch", column_config=numbers)


def _lines(import_id: int, first: int, part: str) -> None:
    entry = import_detail(stores(), import_id).entry
    with st.expander(t("The file as it stands"), icon=":material/description:"):
        start = st.number_input(t("From line"), min_value=1, value=first, step=LINES_SHOWN, key=f"lines_{import_id}", width=160)
        with errors_shown():
            lines = original_lines(stores(), import_id, part, range(int(start), int(start) + LINES_SHOWN))
            st.code("\n".join(f"{number:>6}  {text}" for number, text in lines) or t("The file ends before this line."), language=None, height=260)

    def content() -> bytes:
        return original_file(stores(), import_id)

    st.download_button(
        t("Download the original file"),
        content,
        file_name=entry["file_name"],
        key=f"original_{import_id}",
        icon=":material/download:",
        on_click="ignore",
    )


def _undo(detail: ImportDetail) -> None:
    if detail.is_undone:
        return
    number = detail.entry["import_id"]
    with st.expander(t("Undo this import"), icon=":material/undo:"):
        st.markdown(undo_words(detail))
        sure = st.checkbox(t("Yes, undo this import"), key=f"sure_{number}")
        if st.button(t("Undo"), key=f"undo_{number}", icon=":material/undo:", disabled=not sure):
            try:
                undo(stores(), number, actor())
            except AdcrmError as error:
                error_card(error)
                return
            st.session_state["import_undone"] = (number, detail.entry["file_name"])
            st.rerun()


def undone_line() -> None:
    """After an undo: what happened."""
    undone: Any = st.session_state.pop("import_undone", None)
    if undone:
        st.success(
            t("Import {id} ({file}) is undone; the books say what the other imports say.", id=str(undone[0]), file=escape(undone[1])),
            icon=":material/undo:",
        )
