"""Import history: what was loaded, by whom, with what outcome; from each entry to its file and to its undo."""

import streamlit as st

from adcrm.ui.filters import client_names
from adcrm.ui.frame import empty_state, page_head
from adcrm.ui.import_drawer import drawer, undone_line
from adcrm.ui.import_table import import_table, was_anything_imported
from adcrm.ui.language import t
from adcrm.ui.stores import crm_version, facts_version

page_head(t("Import history"), t("Where does each figure come from, and what can be taken back?"))
if not was_anything_imported(facts_version()):
    empty_state(
        t("Nothing was imported yet"),
        t("Every file that is loaded is listed here with its sums, its original lines and an undo."),
        [("channel_data.py", t("Upload channel data"))],
    )
    st.stop()

undone_line()
names = client_names(crm_version())
shown_names = {"all": t("All"), "live": t("In the books"), "aside": t("With rows set aside"), "undone": t("Undone")}
with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
    shown = st.segmented_control(
        t("Show"), list(shown_names), default="all", required=True, key="log_shown", format_func=lambda key: shown_names[key]
    )
    client = st.selectbox(
        t("Client"),
        [None, *names],
        key="log_client",
        format_func=lambda key: t("All clients") if key is None else names.get(key, "?"),
        width=260,
    )
st.caption(t("Choose a row to see its sums, its lines and its undo."))
chosen = import_table(client, shown or "all")
if chosen is not None and st.session_state.get("log_open") != chosen:
    drawer(chosen)
st.session_state["log_open"] = chosen
