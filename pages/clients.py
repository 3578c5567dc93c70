"""Clients: who are they, who is drifting away?"""

import streamlit as st

from adcrm.ui import client_data as data
from adcrm.ui.client_done import done_line
from adcrm.ui.client_filters import client_filters
from adcrm.ui.client_forms import open_add_client
from adcrm.ui.client_head import open_drawer
from adcrm.ui.client_table import client_table
from adcrm.ui.frame import empty_state, page_head
from adcrm.ui.language import t, tn

page_head(t("Clients"), t("Who are they, who is drifting away?"))
done_line()

health = data.health()
leaving = sum(one.state == "risk" for one in health.values())
picked = None
with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
    st.markdown(
        ":material/trending_down: "
        + tn("**{n} client is drifting away.** Call it first.", "**{n} clients are drifting away.** Call them first.", leaving)
        if leaving
        else t("Nobody is drifting away, as far as the book can tell.")
        if health
        else "",
        width="content",
    )
    adding = st.button(t("Add client"), type="primary", icon=":material/person_add:", key="add_client")
if not health:
    empty_state(
        t("No clients yet"),
        t("Add the first one, upload an export of its ad accounts, or load the made-up demo agency to look around first."),
        [("channel_data.py", t("Upload channel data")), ("settings.py", t("Load the demo agency"))],
    )
else:
    chosen, sort = client_filters(health)
    picked = client_table(chosen, sort, health, data.results())

if adding:
    open_add_client()
elif picked is not None:
    open_drawer(picked)
