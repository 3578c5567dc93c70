"""How are we doing? Key figures, trend and share by channel, campaigns compared, hour by weekday."""

import streamlit as st

from adcrm.ui import dashboard_data as data
from adcrm.ui import dashboard_views as views
from adcrm.ui import overview_more
from adcrm.ui.figures import freshness_line, metric_cards, period_figures, source_drawer
from adcrm.ui.filters import filter_bar
from adcrm.ui.frame import errors_shown, nothing_yet, page_head
from adcrm.ui.language import t
from adcrm.ui.stores import facts_version

MAIN_FIGURES = ("cost", "impressions", "clicks", "conversions", "cost_per_conversion", "roas")
MORE_FIGURES = ("ctr", "conversion_rate", "cpc", "cpm", "conversion_value", "roi")

page_head(t("Overview"), t("How are we doing?"))
scope = filter_bar()
if scope is None:
    nothing_yet()
    st.stop()
with errors_shown():
    data.at_once(data.daily, data.campaigns, data.by_hour, data.pending, version=facts_version(), scope=scope)
    freshness_line(scope)
    if not views.has_rows(scope):
        views.nothing_in_scope(scope)
        st.stop()
    metric_cards(period_figures(scope, MAIN_FIGURES), scope)
    key = views.figure_switch(("cost", "impressions", "clicks", "conversions", "cost_per_conversion", "roas"), "conversions")
    left, right = st.columns([2, 1])
    with left.container(border=True, height="stretch"):
        views.trend_by_channel(scope, key)
    with right.container(border=True, height="stretch"):
        views.channels_compared(scope, key)
    left, right = st.columns(2)
    with left.container(border=True, height="stretch"):
        views.campaigns_compared(scope, key)
    with right.container(border=True, height="stretch"):
        views.hours_at_a_glance(scope, key)
    where = st.expander(t("Regions and funnel"), icon=":material/filter_alt:", on_change="rerun", key="regions_and_funnel")
    if where.open:
        left, right = where.columns(2)
        with left.container(border=True, height="stretch"):
            overview_more.regions_at_a_glance(scope, key)
        with right.container(border=True, height="stretch"):
            overview_more.funnel(scope)
    more = st.expander(t("More figures"), icon=":material/more_horiz:", on_change="rerun", key="more_figures")
    if more.open:
        with more:
            metric_cards(period_figures(scope, MORE_FIGURES), scope, sparklines=False)
    source_drawer(scope)
