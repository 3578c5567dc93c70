"""Leads: whom do I call first?"""

import streamlit as st

from adcrm.ui import lead_data as data
from adcrm.ui.frame import empty_state, page_head, page_path
from adcrm.ui.language import t
from adcrm.ui.lead_done import done_line
from adcrm.ui.lead_drawer import open_lead
from adcrm.ui.lead_filters import lead_filters
from adcrm.ui.lead_table import lead_table
from adcrm.ui.lead_training import honesty_line, score_button, train_button

page_head(t("Leads"), t("Whom do I call first?"))
done_line("list")

held = data.held_choices()
if not held.total:
    empty_state(
        t("No leads yet"),
        t("Load an export of your CRM system (Zoho, Fxiaoke, HubSpot, Salesforce), or look at the 20,000 leads of the made-up demo agency."),
        [("channel_data.py", t("Load an export")), ("settings.py", t("Load the demo agency"))],
    )
    st.stop()

model = data.model()
if model is None:
    with st.container(border=True, key="no_model"):
        st.markdown(t("**No score yet.** AdCRM learns from the leads that were won and lost, and says how sure it is. It takes some seconds."))
        train_button(t("Train the score"), "train_leads")
else:
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", key="honesty"):
        st.markdown(honesty_line(model.report), width="content")
        st.page_link(page_path("lead_model.py"), label=t("How good is it?"), icon=":material/fact_check:", width="content")
    if held.open > held.scored:
        score_button(model.id, held.open - held.scored)

wanted, sort = lead_filters(model)
picked = lead_table(wanted, sort, model)
if picked is not None:
    open_lead(picked, model)
