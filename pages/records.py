"""Orders and web data: what shops, logs, platforms' claims and web analytics brought, each row back to its file and line."""

import streamlit as st

from adcrm.ui import record_views as views
from adcrm.ui.filters import client_names, number_of
from adcrm.ui.frame import empty_state, errors_shown, page_head
from adcrm.ui.language import t, tr
from adcrm.ui.record_words import KINDS
from adcrm.ui.stores import crm_version, facts_version

page_head(t("Orders and web data"), t("Which orders, touches, claims and visits are in the books, and from which file?"))
names = client_names(crm_version())
asked = number_of(st.query_params.get("client", ""))
if "records_client" not in st.session_state and asked in names:
    st.session_state["records_client"] = asked
filters = st.container(horizontal=True, vertical_alignment="bottom", gap="medium")
client = filters.selectbox(
    t("Client"), [None, *names], key="records_client", format_func=lambda key: t("All clients") if key is None else names.get(key, "?"), width=260
)
held = views.held(facts_version(), client)
kinds = [kind for kind in KINDS if held[kind]]
if not kinds:
    empty_state(
        t("No orders and no web data here yet"),
        t("Drop an order export, a touchpoint log, a list of claimed orders or a web analytics report on the upload page."),
        [("channel_data.py", t("Upload channel data"))],
    )
    st.stop()
kind = filters.segmented_control(t("Show"), kinds, default=kinds[0], required=True, key="records_kind", format_func=lambda key: tr(KINDS[key]))
with errors_shown():
    shown = kind if kind in kinds else kinds[0]
    {"orders": views.orders, "touchpoints": views.touchpoints, "claims": views.claims, "web": views.web}[shown](client)
    with st.expander(t("Row by row, with file and line"), icon=":material/receipt_long:"):
        views.source_rows(shown, client, held[shown])
