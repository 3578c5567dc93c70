"""Which queries a page sends to the warehouse when its period changes, as SQL texts: found by running the page and listening."""

import logging
import os
from pathlib import Path
from typing import Any

import pyarrow as pa
import streamlit as st

from adcrm import books
from adcrm.settings import settings
from adcrm.ui.remember import forget_all
from adcrm.warehouse.duck import DuckDBWarehouse
from tests.app.harness import open_page

# The page runs here without a server, on purpose.
QUIET = ("scriptrunner_utils.script_run_context", "caching.cache_data_api", "caching.cache_resource_api", "state.session_state_proxy")
for name in (f"streamlit.runtime.{part}" for part in QUIET):
    logging.getLogger(name).addFilter(lambda record: record.levelno >= logging.ERROR)  # Streamlit sets levels anew
VERSION = "SELECT value FROM warehouse_meta"  # asked on every run of every page; no query over facts


def sql_of_changes(folder: Path, page: str, periods: tuple[str, ...]) -> dict[str, list[str]]:
    """For each period the SQL that choosing it makes the page send, nothing of it answered by a cache before."""
    os.environ["ADCRM_DATA_DIR"] = str(folder)
    settings.cache_clear()
    st.cache_data.clear()
    forget_all()
    heard: list[str] = []
    original = DuckDBWarehouse.sql

    def listening(self: DuckDBWarehouse, sql: str, *rest: Any) -> pa.Table:
        if not sql.startswith(VERSION):
            heard.append(sql)
        return original(self, sql, *rest)

    found = {}
    DuckDBWarehouse.sql = listening  # type: ignore[method-assign]
    try:
        at = open_page(page)
        for period in periods:
            heard.clear()
            at.selectbox(key="f_period").set_value(period).run()
            found[period] = list(heard)
    finally:
        DuckDBWarehouse.sql = original  # type: ignore[method-assign]
        books.books().facts.close()
        books.books().crm.close()
        books._open.cache_clear()
        settings.cache_clear()
        del os.environ["ADCRM_DATA_DIR"]
    return found
