"""When and where do ads work? Hour by weekday with the hours that really differ; regions."""

import streamlit as st

from adcrm.ui import dashboard_views as views
from adcrm.ui import time_views
from adcrm.ui.filters import filter_bar
from adcrm.ui.frame import errors_shown, nothing_yet, page_head
from adcrm.ui.language import t

page_head(t("Time and region"), t("When and where do ads work?"))
scope = filter_bar()
if scope is None:
    nothing_yet()
    st.stop()
with errors_shown():
    if not views.has_rows(scope):
        views.nothing_in_scope(scope)
        st.stop()
    hours, regions = st.tabs([t("Hour and weekday"), t("Region")], on_change="rerun", key="time_tab")
    if hours.open:
        with hours:
            time_views.hours(scope)
    if regions.open:
        with regions:
            time_views.regions(scope)
