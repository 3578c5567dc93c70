"""What needs me today? Cards in order of money at stake, key figures, what changed, newest suggestions."""

import streamlit as st

from adcrm.ui import home_cards, home_data
from adcrm.ui.figures import freshness_line, metric_cards, period_figures, source_drawer
from adcrm.ui.filters import filter_bar
from adcrm.ui.frame import errors_shown, page_head
from adcrm.ui.language import t

MAIN_FIGURES = ("cost", "clicks", "conversions", "cost_per_conversion", "conversion_value", "roas")

page_head(t("Home"), t("What needs me today?"))
scope = filter_bar()
if scope is None:
    home_cards.welcome()
    st.stop()
with errors_shown():
    freshness_line(scope)
    home_cards.made_up_note()
    home_cards.today(home_data.cards(scope))
    st.subheader(t("How it goes"), anchor=False)
    metric_cards(period_figures(scope, MAIN_FIGURES), scope)
    left, right = st.columns(2)
    with left.container(border=True, height="stretch"):
        st.subheader(t("What changed and why"), anchor=False)
        home_cards.what_changed(scope)
    with right.container(border=True, height="stretch"):
        st.subheader(t("Newest suggestions"), anchor=False)
        home_cards.suggestions(scope)
    source_drawer(scope)
