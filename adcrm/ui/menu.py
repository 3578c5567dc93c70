"""The entry script of every page view: language, page menu, frame, then the page itself."""

import streamlit as st

from adcrm.ui.frame import page_path
from adcrm.ui.language import choose_language, t

choose_language()
# Before the menu and with a local sign: a Material page icon would make the browser ask a font host for it.
st.set_page_config(page_title="AdCRM", page_icon="📣", layout="wide")
page = st.navigation(
    {
        "": [
            st.Page(page_path("home.py"), title=t("Home"), icon=":material/home:", url_path="home", default=True),
            st.Page(page_path("clients.py"), title=t("Clients"), icon=":material/group:", url_path="clients"),
            st.Page(page_path("client.py"), title=t("Client"), url_path="client", visibility="hidden"),
            st.Page(page_path("leads.py"), title=t("Leads"), icon=":material/person_search:", url_path="leads"),
            st.Page(page_path("suggestions.py"), title=t("Suggestions"), icon=":material/lightbulb:", url_path="suggestions"),
        ],
        t("Dashboards"): [
            st.Page(page_path("overview.py"), title=t("Overview"), icon=":material/monitoring:", url_path="overview"),
            st.Page(page_path("campaigns.py"), title=t("Channels and campaigns"), icon=":material/account_tree:", url_path="campaigns"),
            st.Page(page_path("attribution.py"), title=t("Attribution"), icon=":material/conversion_path:", url_path="attribution"),
            st.Page(page_path("time.py"), title=t("Time and region"), icon=":material/schedule:", url_path="time"),
        ],
        t("Channel data"): [
            st.Page(page_path("channel_data.py"), title=t("Upload"), icon=":material/upload_file:", url_path="channel_data"),
            st.Page(page_path("records.py"), title=t("Orders and web data"), icon=":material/receipt_long:", url_path="records"),
            st.Page(page_path("campaign_mapping.py"), title=t("Campaign mapping"), icon=":material/rule:", url_path="campaign_mapping"),
            st.Page(page_path("import_history.py"), title=t("Import history"), icon=":material/history:", url_path="import_history"),
        ],
        t("More"): [
            st.Page(page_path("lead_model.py"), title=t("How good is the lead score?"), icon=":material/fact_check:", url_path="lead_model"),
            st.Page(page_path("settings.py"), title=t("Settings"), icon=":material/settings:", url_path="settings"),
        ],
    },
    position="top",
)
st.set_page_config(page_title="AdCRM" if page.url_path == "" else t("{page} · AdCRM", page=page.title))
st.session_state["is_same_page"] = st.session_state.get("page") == page.url_path
st.session_state["page"] = page.url_path
page.run()
