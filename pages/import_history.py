"""Import history: what was loaded, by whom, with what outcome; each entry has its page with its file, its rows and its undo."""

import streamlit as st

from adcrm.ui.filters import client_names, number_of
from adcrm.ui.frame import empty_state, page_head, page_path
from adcrm.ui.import_page import import_page, undone_line
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
opened = number_of(st.query_params.get("import", ""))
if opened:
    import_page(opened)
    st.stop()

undone_line()
names = client_names(crm_version())
shown_names = {
    "all": t("All"),
    "live": t("In the books"),
    "waiting": t("Rows wait"),
    "aside": t("With rows set aside"),
    "undone": t("Undone"),
}
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
st.caption(t("Choose a row to see its sums, its rows, its lines and its undo."))
chosen = import_table(client, shown or "all")
if chosen is not None:
    st.switch_page(page_path("import_history.py"), query_params={"import": str(chosen)})
