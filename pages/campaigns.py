"""Which channels, campaigns and ads earn their cost? A table for each level; a row opens the level below."""

import streamlit as st

from adcrm.ui import dashboard_data as data
from adcrm.ui import dashboard_views as views
from adcrm.ui import drilldown
from adcrm.ui.figures import metric_cards, period_figures, source_drawer
from adcrm.ui.filters import filter_bar
from adcrm.ui.frame import errors_shown, nothing_yet, page_head
from adcrm.ui.language import t
from adcrm.ui.stores import facts_version

FIGURES = ("cost", "clicks", "ctr", "conversions", "cost_per_conversion", "roas")

page_head(t("Channels and campaigns"), t("Which channels, campaigns and ads earn their cost?"))
scope = filter_bar()
if scope is None:
    nothing_yet()
    st.stop()
with errors_shown():
    place = drilldown.here(scope)
    drilldown.breadcrumb(place, scope)
    opened = place.within(scope)
    data.at_once(data.daily, lambda version, part: data.entities(version, part, place.level), version=facts_version(), scope=opened)
    if not views.has_rows(opened):
        views.nothing_in_scope(opened)
        st.stop()
    metric_cards(period_figures(opened, FIGURES), opened, sparklines=False)
    made, key = drilldown.compared_table(facts_version(), scope, place)
    drilldown.level_table(made, opened, place, key)
    left, right = st.columns(2)
    with left.container(border=True, height="stretch"):
        drilldown.level_chart(scope, place, key)
    with right.container(border=True, height="stretch"):
        views.trend_by_channel(opened, "cost")
    source_drawer(opened)
