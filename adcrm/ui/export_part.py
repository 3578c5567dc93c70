"""The settings tab from which whole tables leave: choose a table, a client and days, a format, then download."""

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import streamlit as st

from adcrm.exports.formats import FORMATS
from adcrm.exports.tables import Choice, export, table_names
from adcrm.messages import Message, message
from adcrm.ui import formats
from adcrm.ui.filters import client_names
from adcrm.ui.frame import errors_shown
from adcrm.ui.language import t, tn, tr
from adcrm.ui.stores import actor, crm_version, stores

NAMES: dict[str, Message] = {
    "performance": message("Ad results that count (tidy, for Tableau and spreadsheets)"),
    "performance_rows": message("All ad rows, with file and line"),
    "imports": message("Imports"),
    "quarantine": message("Rows set aside"),
    "touchpoints": message("Touchpoints"),
    "orders": message("Orders"),
    "order_claims": message("Orders claimed by platforms"),
    "web_sessions": message("Web sessions"),
    "exchange_rates": message("Exchange rates"),
    "clients": message("Clients"),
    "contacts": message("Contacts"),
    "interactions": message("Timeline entries"),
    "cases": message("Inquiries and complaints"),
    "surveys": message("Survey answers"),
    "contracts": message("Contracts"),
    "leads": message("Leads"),
    "deals": message("Deals"),
    "suggestions": message("Decisions on suggestions"),
    "audit_events": message("Change log"),
    "ad_accounts": message("Ad accounts"),
}


def draw_export() -> None:
    """Choose and prepare a file; the download appears when it is ready, with what it holds."""
    st.caption(
        t(
            "Added up, “Ad results that count” gives the figures of the dashboards. "
            "“All ad rows” repeats the same spend where several reports cover it."
        )
    )
    names = client_names(crm_version())
    with st.form("export_table", enter_to_submit=False), st.container(horizontal=True, vertical_alignment="bottom"):
        table = st.selectbox(t("Table"), table_names(), format_func=_name, width=560)
        client = st.selectbox(t("Client"), [None, *names], format_func=lambda key: t("All clients") if key is None else names[key], width=240)
        days = st.date_input(t("Days"), value=[], width=240, help=t("Leave empty for all days."))
        kind = st.segmented_control(t("Format"), list(FORMATS), default="csv", required=True, format_func=lambda key: tr(FORMATS[key].name))
        sent = st.form_submit_button(t("Make the file"), icon=":material/file_export:")
    if sent and table and kind:
        st.session_state.pop("export_ready", None)
        with errors_shown(), st.spinner(_waiting(kind), show_time=True):
            st.session_state["export_ready"] = _made(Choice(table, client, *_span(days)), kind)
    ready = st.session_state.get("export_ready")
    if ready:
        name, mime, data, rows = ready
        st.download_button(
            t("Download {name}", name=name), data=data, file_name=name, mime=mime, on_click="ignore", type="primary", icon=":material/download:"
        )
        st.caption(tn("{count} row", "{count} rows", rows, count=formats.number(rows)))


def _waiting(kind: str) -> str:
    if kind == "xlsx":
        return t("Writing the workbook … of hundreds of thousands of rows it takes a minute or more; CSV and Parquet take seconds.")
    return t("Writing the file …")


def _made(choice: Choice, kind: str) -> tuple[str, str, bytes, int]:
    about = FORMATS[kind]
    name = f"adcrm-{choice.table}{about.suffix}"
    with TemporaryDirectory(prefix="adcrm-export-") as folder:
        path = Path(folder) / name
        rows = export(stores(), choice, kind, path, actor())
        return name, about.mime, path.read_bytes(), rows


def _span(days: object) -> tuple[date | None, date | None]:
    chosen = tuple(days) if isinstance(days, tuple | list) else (days,)
    return (chosen[0], chosen[-1]) if chosen and isinstance(chosen[0], date) else (None, None)


def _name(table: str) -> str:
    return f"{tr(NAMES[table])} · {table}" if table in NAMES else table
