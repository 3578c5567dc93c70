"""What should I change? Cards in order of expected gain, where the data cannot tell, and what was decided."""

import streamlit as st

from adcrm.ui import suggestion_cards as cards
from adcrm.ui import suggestion_data as data
from adcrm.ui.filters import filter_bar
from adcrm.ui.frame import empty_state, errors_shown, nothing_yet, page_head
from adcrm.ui.language import t

page_head(t("Suggestions"), t("What should I change?"))
scope = filter_bar(converts=False)
if scope is None:
    nothing_yet()
    st.stop()
with errors_shown():
    cards.answered()
    with st.spinner(t("Reading the evidence …")):
        found, unclear, decided = data.open_cards(scope), data.unclear(scope), data.decided(scope.client_id)
    record = data.records_now()
    cards.window_note()
    chosen = cards.kind_choice(found)
    if not chosen:
        empty_state(
            t("Nothing to change here"),
            t("No suggestion stands up to the evidence for this choice. Below is what the data cannot tell yet."),
        )
    for one in cards.page_of(chosen):
        cards.card(one, record)
    cards.page_choice(chosen)
    cards.hidden_note(data.other_currencies(scope))
    if unclear:
        st.subheader(t("Where the data cannot tell"), anchor=False)
        cards.cannot_tell(unclear)
    if decided:
        with st.expander(t("Decided before ({count})", count=len(decided)), icon=":material/history:"):
            cards.decided(decided)
    cards.opened(chosen, record)
    if record is None:
        cards.wait_for_record()
