"""The last imports with their outcome, each with the way to its page and its undo."""

from typing import Any

import pandas as pd
import streamlit as st

from adcrm.errors import AdcrmError
from adcrm.imports.history import list_imports
from adcrm.imports.undo import undo
from adcrm.ui import formats
from adcrm.ui.filters import client_names
from adcrm.ui.frame import error_card, escape, page_path
from adcrm.ui.import_table import report_of
from adcrm.ui.import_waiting import waiting_imports
from adcrm.ui.import_words import days, platform_words, whose
from adcrm.ui.language import t, tn
from adcrm.ui.remember import remembered
from adcrm.ui.stores import actor, crm_version, facts_version, stores

SHOWN = 6


@remembered(4)
def _last(version: int) -> list[dict[str, Any]]:
    return [{str(name): value for name, value in row.items()} for row in list_imports(stores(), limit=SHOWN).to_dict("records")]


def last_imports() -> None:
    """Draw one line an import, the newest first; nothing where the log is empty."""
    refused: AdcrmError | None = st.session_state.pop("last_refused", None)
    if refused is not None:
        error_card(refused)
    rows = _last(facts_version())
    if not rows:
        return
    names = client_names(crm_version())
    open_rows = {one.import_id: one.rows for one in waiting_imports(facts_version())}
    with st.container(border=True, key="last_imports"):
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            st.subheader(t("Last imports"), anchor=False, width="content")
            st.page_link(page_path("import_history.py"), label=t("All imports, and undo"), icon=":material/history:", width="content")
        for row in rows:
            _line(row, names, open_rows.get(int(row["import_id"]), 0))


def _line(row: dict[str, Any], names: dict[int, str], waiting: int) -> None:
    number, is_undone = int(row["import_id"]), not pd.isna(row["undone_at"])
    client = whose(row["client_id"], names, row["platform"])
    platform = platform_words(row["platform"]) if row["platform"] else ""
    period = "" if pd.isna(row["date_start"]) else days(row["date_start"], row["date_end"])
    told = [client, platform, report_of(row), period, formats.moment(row["created_at"])]
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"**{escape(row['file_name'])}**  \n:small[:gray[{' · '.join(escape(part) for part in told if part)}]]", width="stretch")
        if is_undone:
            st.badge(t("Undone"), color="gray", icon=":material/undo:")
        elif waiting:
            st.badge(tn("{n} row waits", "{n} rows wait", waiting), color="orange", icon=":material/rule:")
        else:
            st.badge(t("Loaded"), color="green", icon=":material/check_circle:")
        st.page_link(
            page_path("import_history.py"),
            label=t("Open the import"),
            icon=":material/open_in_full:",
            query_params={"import": str(number)},
            width="content",
        )
        with st.popover(t("Undo"), icon=":material/undo:", disabled=is_undone, key=f"last_{number}"):
            st.markdown(t("The books will say what the other imports say. The file and its entry in the history are kept."))
            st.button(t("Yes, undo this import"), key=f"undo_last_{number}", icon=":material/undo:", on_click=_undo, args=(number,))


def _undo(import_id: int) -> None:
    try:
        undo(stores(), import_id, actor())
    except AdcrmError as error:
        st.session_state["last_refused"] = error
