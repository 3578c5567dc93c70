"""Rows that were set aside, to be corrected in a table and taken, or left out with a reason."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from adcrm.errors import AdcrmError
from adcrm.imports.again import RowReader, Verdict, corrected, row_reader
from adcrm.imports.corrections import Retried, leave_out, reopen, retry
from adcrm.imports.quarantine import AsideRow, RowKey
from adcrm.ui import formats
from adcrm.ui.frame import error_card, escape, page_path
from adcrm.ui.language import t, tn, tr
from adcrm.ui.remember import remembered
from adcrm.ui.stores import actor, facts_version, stores

PAGE = 50
CHOSEN, LINE, WHY = "\x00chosen", "\x00line", "\x00why"


@remembered(8)
def _reader(version: int, import_id: int, part: str) -> RowReader:
    return row_reader(stores(), import_id, part)


def open_rows(import_id: int, rows: list[AsideRow]) -> None:
    """Draw the rows that wait: their cells can be corrected, and at once it is said whether they would be taken."""
    st.subheader(tn("{n} row needs a hand", "{n} rows need a hand", len(rows)), anchor=False)
    st.caption(t("Correct the marked cells. What can be taken now is said below; nothing is loaded before you press the button."))
    _last_outcome()
    shown = rows
    if len(rows) > PAGE:
        page = st.pagination(-(-len(rows) // PAGE), key=f"fix_page_{import_id}")
        shown = rows[(page - 1) * PAGE : page * PAGE]
    edited = _editor(import_id, shown)
    changes = {row.key: changed for row, changed in zip(shown, (_changes(row, one) for row, one in zip(shown, edited, strict=True)), strict=True)}
    chosen = [row.key for row, one in zip(shown, edited, strict=True) if one[CHOSEN]]
    try:
        verdicts = _judge(import_id, {row.key: (row, changes[row.key]) for row in shown if changes[row.key] or row.key in chosen})
    except AdcrmError as error:
        error_card(error)
        return
    _say(verdicts)
    _actions(import_id, chosen, changes, verdicts)


def _editor(import_id: int, rows: list[AsideRow]) -> list[dict[str, Any]]:
    """The table; the columns that were refused come first and are marked."""
    names = list(dict.fromkeys(name for row in rows for name in row.raw))
    bad = [name for name in names if any(row.column == name for row in rows)]
    several = len({row.part for row in rows}) > 1
    pending: dict[RowKey, dict[str, str]] = st.session_state.get(f"fix_pending_{import_id}", {})
    typed = {row.key: corrected(row, pending.get(row.key, {})) for row in rows}
    made = [
        {
            CHOSEN: False,
            LINE: f"{row.part} · {row.line}" if several else str(row.line),
            WHY: (f"{row.column}: " if row.column else "") + tr(row.reason),
            **{name: typed.get(row.key, row.raw).get(name, "") for name in (*bad, *(name for name in names if name not in bad))},
        }
        for row in rows
    ]
    columns: dict[str, Any] = {
        CHOSEN: st.column_config.CheckboxColumn(t("Choose"), width=95, help=t("Choose rows to take only these, or to leave them out.")),
        LINE: st.column_config.TextColumn(t("Line"), width=70, pinned=True),
        WHY: st.column_config.TextColumn(t("Why"), width=250, pinned=True),
        **{name: st.column_config.TextColumn(f"⚠ {name}", help=t("A cell of this column was refused."), width=130) for name in bad},
    }
    number = st.session_state.get("fix_round", 0)
    table = pd.DataFrame(made)
    edited = st.data_editor(
        table,
        key=f"fix_{import_id}_{number}_{rows[0].line}",
        hide_index=True,
        width="stretch",
        height=min(420, 36 * (len(rows) + 1) + 3),
        disabled=[LINE, WHY],
        column_config=columns,
    )
    return [{str(name): value for name, value in record.items()} for record in edited.to_dict("records")]


def _changes(row: AsideRow, edited: Mapping[str, Any]) -> dict[str, str]:
    """The cells that read otherwise than in the file."""
    now = {name: "" if pd.isna(value) else str(value) for name, value in edited.items() if name not in (CHOSEN, LINE, WHY)}
    return {name: value for name, value in now.items() if value != row.raw.get(name, "")}


def _judge(import_id: int, edits: dict[RowKey, tuple[AsideRow, dict[str, str]]]) -> list[Verdict]:
    made: list[Verdict] = []
    for part in sorted({part for part, _ in edits}):
        mine = {line: corrected(row, changes) for (one, line), (row, changes) in edits.items() if one == part}
        made += _reader(facts_version(), import_id, part).judge(mine)
    return sorted(made, key=lambda verdict: (verdict.part, verdict.line))


def _say(verdicts: list[Verdict]) -> None:
    """One line for each corrected row."""
    if not verdicts:
        return
    told, taken = [], t("can be taken now")
    for one in verdicts:
        where = t("Line {line}", line=str(one.line))
        if one.is_taken:
            told.append(f":green[:material/check_circle:] {where}: {taken}")
        else:
            why = (f"{escape(one.column)}: " if one.column else "") + escape(tr(one.reason) if one.reason else "")
            told.append(f":red[:material/cancel:] {where}: {why}")
    st.markdown("  \n".join(told))


def _actions(import_id: int, chosen: list[RowKey], changes: dict[RowKey, dict[str, str]], verdicts: list[Verdict]) -> None:
    good = [(one.part, one.line) for one in verdicts if one.is_taken and (not chosen or (one.part, one.line) in chosen)]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.button(
            tn("Take {n} row", "Take {n} rows", len(good)) if good else t("Take the corrected rows"),
            key=f"take_{import_id}",
            type="primary",
            icon=":material/download_done:",
            disabled=not good,
            help=t("None of the chosen rows can be taken yet. Take the ticks out to take all rows that are right.") if chosen and not good else None,
            on_click=_take,
            args=(import_id, {key: changes[key] for key in good}, changes),
        )
        reason = st.text_input(
            t("Why the chosen rows are left out"),
            key=f"reason_{import_id}",
            placeholder=t("As: a test row of the platform"),
            disabled=not chosen,
            width=320,
        )
        st.button(
            tn("Leave {n} row out", "Leave {n} rows out", len(chosen)) if chosen else t("Leave rows out"),
            key=f"leave_{import_id}",
            icon=":material/block:",
            disabled=not chosen or not reason,
            help=t("Choose rows in the first column.") if not chosen else None if reason else t("First say why."),
            on_click=_leave,
            args=(import_id, chosen, f"reason_{import_id}"),
        )


def decided_rows(import_id: int, rows: list[AsideRow], is_undone: bool) -> None:
    """The rows that are dealt with: what was changed, by whom, or why they were left out."""
    if not rows:
        return
    taken, out = sum(row.state == "taken" for row in rows), [row for row in rows if row.state == "left_out"]
    counts = [tn("{n} row taken after a correction", "{n} rows taken after a correction", taken)] if taken else []
    counts += [tn("{n} row left out", "{n} rows left out", len(out))] if out else []
    again = sum(row.state == "superseded" for row in rows)
    counts += [tn("{n} row superseded by a newer file", "{n} rows superseded by a newer file", again)] if again else []
    with st.expander(" · ".join(counts), icon=":material/task_alt:", expanded=len(rows) <= 5):
        table = pd.DataFrame(
            {
                t("Line"): [str(row.line) for row in rows],
                t("Was refused because"): [(f"{row.column}: " if row.column else "") + tr(row.reason) for row in rows],
                t("What became of it"): [_outcome(row) for row in rows],
                t("Who"): [row.decided_by for row in rows],
                t("When"): [formats.moment(row.decided_at) for row in rows],
            }
        )
        st.dataframe(table, hide_index=True, width="stretch", height=min(320, 36 * (len(rows) + 1) + 3))
        with st.container(horizontal=True):
            for number, state in sorted({(row.taken_by, row.state) for row in rows if row.taken_by is not None}):
                st.page_link(
                    page_path("import_history.py"),
                    label=t("Open import {id}", id=str(number)) if state == "superseded" else t("Open the correction {id}", id=str(number)),
                    icon=":material/edit_note:",
                    query_params={"import": str(number)},
                    width="content",
                )
            if out and not is_undone:
                st.button(
                    tn("Put {n} row back on the list", "Put {n} rows back on the list", len(out)),
                    key=f"reopen_{import_id}",
                    icon=":material/undo:",
                    on_click=_reopen,
                    args=(import_id, [row.key for row in out]),
                )


def _outcome(row: AsideRow) -> str:
    if row.state == "left_out":
        return t("left out: {reason}", reason=row.note)
    if row.state == "superseded":
        return t("superseded by import {id}, where the same row waits", id=str(row.taken_by))
    changed = "; ".join(f"{name}: {row.raw.get(name, '')} → {value}" for name, value in (row.changed or {}).items())
    if row.taken_by is None:
        return t("in the books from another file ({changes})", changes=changed)
    return t("taken with {changes}", changes=changed) if changed else t("taken as it stands")


def _take(import_id: int, edits: dict[RowKey, dict[str, str]], typed: dict[RowKey, dict[str, str]]) -> None:
    """Retry some rows; what was typed into the others stays."""
    st.session_state[f"fix_pending_{import_id}"] = {key: changes for key, changes in typed.items() if key not in edits and changes}
    try:
        st.session_state["fix_outcome"] = retry(stores(), import_id, edits, actor())
    except AdcrmError as error:
        st.session_state["fix_outcome"] = error
        return
    st.session_state["fix_round"] = st.session_state.get("fix_round", 0) + 1


def _leave(import_id: int, keys: list[RowKey], reason_key: str) -> None:
    try:
        leave_out(stores(), import_id, keys, st.session_state.get(reason_key, ""), actor())
    except AdcrmError as error:
        st.session_state["fix_outcome"] = error
        return
    st.session_state["fix_round"] = st.session_state.get("fix_round", 0) + 1


def _reopen(import_id: int, keys: list[RowKey]) -> None:
    try:
        reopen(stores(), import_id, keys, actor())
    except AdcrmError as error:
        st.session_state["fix_outcome"] = error


def _last_outcome() -> None:
    done: Retried | AdcrmError | None = st.session_state.pop("fix_outcome", None)
    if isinstance(done, AdcrmError):
        error_card(done)
    elif done is not None and done.taken and done.result is not None:
        words = tn("{n} row is in the books now.", "{n} rows are in the books now.", done.taken)
        if not (done.result.rows_new or done.result.rows_changed):
            words = tn("The books hold {n} row already, from another file.", "The books hold {n} rows already, from another file.", done.taken)
        elif done.result.rows_changed:
            words += " " + tn(
                "{n} of them replaces a figure of another file.", "{n} of them replace figures of other files.", done.result.rows_changed
            )
        st.success(words, icon=":material/check_circle:")
