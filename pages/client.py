"""One client: profile, timeline, results, cases, contracts, satisfaction."""

import streamlit as st

from adcrm.clients.profile import client_profile
from adcrm.errors import NotFoundError
from adcrm.ui import client_data as data
from adcrm.ui.client_deals import draw_deals
from adcrm.ui.client_done import done_line
from adcrm.ui.client_head import badges, figures, health_parts
from adcrm.ui.client_results import draw_results
from adcrm.ui.client_tabs import draw_cases, draw_contracts, draw_profile, draw_satisfaction
from adcrm.ui.client_timeline import draw_timeline
from adcrm.ui.filters import number_of
from adcrm.ui.frame import empty_state, escape, page_head, page_path
from adcrm.ui.language import t
from adcrm.ui.stores import stores

st.page_link(page_path("clients.py"), label=t("All clients"), icon=":material/arrow_back:", width="content")
asked = st.query_params.get("id") or st.query_params.get("client") or st.session_state.get("client_open", "")
done_line()
try:
    profile = client_profile(stores().crm, number_of(asked))
except NotFoundError:
    page_head(t("Client"), t("How do we stand with this client?"))
    empty_state(
        t("This client is not here"),
        t("It may have been deleted, or the link is incomplete. Choose one from the list."),
        [("clients.py", t("All clients"))],
    )
    st.stop()
st.session_state["client_open"] = str(profile.id)
if st.query_params.get("id") != str(profile.id):
    st.query_params["id"] = str(profile.id)

page_head(escape(profile.name), t("How do we stand with this client?"))
badges(profile)
health = data.health().get(profile.id)
figures(profile, health, data.results().get(profile.id))
with st.expander(t("Health, part by part"), icon=":material/monitor_heart:", expanded=health is not None and health.state == "risk"):
    health_parts(health, columns=5)
if profile.next_step:
    st.info("**" + t("Next step") + "** · " + escape(profile.next_step), icon=":material/flag:")

drawn = {
    t("Profile and contacts"): draw_profile,
    t("Timeline"): draw_timeline,
    t("Campaigns and results"): draw_results,
    t("Cases"): draw_cases,
    t("Contracts"): draw_contracts,
    t("Satisfaction"): draw_satisfaction,
    t("Deals"): draw_deals,
}
for tab, draw in zip(st.tabs(list(drawn), on_change="rerun", key="client_tab"), drawn.values(), strict=True):
    if tab.open:
        with tab:
            draw(profile)
