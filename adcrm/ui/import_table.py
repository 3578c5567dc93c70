"""The log of imports as a table; a row opens its drawer."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from adcrm.imports.history import list_imports
from adcrm.imports.quarantine import waiting
from adcrm.ui import formats
from adcrm.ui.filters import client_names
from adcrm.ui.import_words import days, logged_report, platform_words
from adcrm.ui.language import language, t
from adcrm.ui.remember import remembered
from adcrm.ui.stores import crm_version, facts_version, stores

PAGE = 25
LISTED = 5000  # of an agency whose twenty accounts are fetched every day, the last eight months


@remembered(4)
def was_anything_imported(version: int) -> bool:
    """Whether the log has an entry."""
    return not list_imports(stores(), limit=1).empty


@remembered(8)
def log_table(version: int, clients: int, lang: str, client_id: int | None, shown: str) -> pd.DataFrame:
    """The log, newest first, in words. ``shown``: all, live, undone, aside (with rows set aside) or waiting (some still open)."""
    log = list_imports(stores(), client_id=client_id, limit=LISTED)
    if shown == "live":
        log = log[log["undone_at"].isna()]
    elif shown == "undone":
        log = log[log["undone_at"].notna()]
    elif shown == "waiting":
        log = log[log["import_id"].isin([one.import_id for one in waiting(stores())])]
    elif shown == "aside":
        log = log[log["rows_quarantined"] > 0]
    names = client_names(clients)
    rows = log.to_dict("records")
    return pd.DataFrame(
        {
            "import_id": [row["import_id"] for row in rows],
            "at": [row["created_at"] for row in rows],
            "file": [row["file_name"] for row in rows],
            "outcome": [_outcome(row["undone_at"] is not None and not pd.isna(row["undone_at"]), row["rows_quarantined"]) for row in rows],
            "client": [names.get(int(row["client_id"]), "") if not pd.isna(row["client_id"]) else "" for row in rows],
            "platform": [platform_words(row["platform"]) if row["platform"] else "" for row in rows],
            "report": [report_of(row) for row in rows],
            "period": [days(row["date_start"], row["date_end"]) for row in rows],
            "rows": [row["rows_loaded"] for row in rows],
            "aside": [row["rows_quarantined"] for row in rows],
            "who": [row["actor"] for row in rows],
        }
    )


def import_table(client_id: int | None, shown: str) -> int | None:
    """Draw a page of the log and return the import whose row was chosen."""
    table = log_table(facts_version(), crm_version(), language(), client_id, shown)
    if table.empty:
        st.info(t("No import is like that."), icon=":material/filter_alt_off:")
        return None
    pages = -(-len(table) // PAGE)
    place = st.container()
    page = st.pagination(pages, key=f"log_page_{shown}_{client_id}") if pages > 1 else 1
    part = table.iloc[(page - 1) * PAGE : page * PAGE].reset_index(drop=True)
    part["at"] = [formats.local(at) for at in part["at"]]
    event = place.dataframe(
        part,
        key=f"log_{shown}_{client_id}_{page}",
        hide_index=True,
        width="stretch",
        height=35 * (len(part) + 1) + 3,
        on_select="rerun",
        selection_mode="single-row",
        column_config={
            "import_id": None,
            "at": st.column_config.DatetimeColumn(t("When"), format="YYYY-MM-DD HH:mm", width=125),
            "file": st.column_config.TextColumn(t("File"), width=180),
            "outcome": st.column_config.TextColumn(t("Outcome"), width=95),
            "client": st.column_config.TextColumn(t("Client"), width=120),
            "platform": st.column_config.TextColumn(t("Channel"), width=110),
            "report": st.column_config.TextColumn(t("Report"), width=155),
            "period": st.column_config.TextColumn(t("Period"), width=215 if language() == "zh" else 185),
            "rows": st.column_config.NumberColumn(t("Rows"), format="localized", width=65),
            "aside": st.column_config.NumberColumn(t("Set aside"), format="localized", width=65),
            "who": st.column_config.TextColumn(t("Who"), width=60),
        },
    )
    chosen = event["selection"]["rows"]
    return int(part["import_id"][chosen[0]]) if chosen else None


def report_of(row: Mapping[Any, Any]) -> str:
    """What an entry of the log is, in words."""
    if not pd.isna(row["corrects"]):
        return t("Correction of import {id}", id=str(int(row["corrects"])))
    return logged_report(row["level"], row["breakdown"], row["report"])


def _outcome(is_undone: bool, aside: int) -> str:
    if is_undone:
        return t("undone")
    return t("loaded in part") if aside else t("loaded")
