"""How good is the lead score? What it promised, what came, and what it may not see."""

import streamlit as st

from adcrm.ui import lead_data as data
from adcrm.ui import lead_quality as quality
from adcrm.ui.frame import empty_state, page_head
from adcrm.ui.language import t
from adcrm.ui.lead_training import train_button

page_head(t("How good is the lead score?"), t("Can I trust the list?"))

held, model = data.held_choices(), data.model()
if not held.total:
    empty_state(
        t("No leads yet"),
        t("A score is learned from leads that were won and lost. The made-up demo agency has 20,000 of them."),
        [("settings.py", t("Load the demo agency"))],
    )
    st.stop()
if model is None:
    empty_state(t("No score yet"), t("Train the score first; this page then says how far it can be trusted."))
    train_button(t("Train the score"), "train_model")
    st.stop()

quality.verdict_card(model)
if not model.is_learned:
    quality.missing(model.report)
else:
    quality.key_figures(model.report)
    quality.charts(model.report)
    left, right = st.columns(2, gap="large")
    with left:
        quality.how_it_was_tested(model.report)
        quality.what_was_left_out(model.report)
    with right:
        quality.what_counts(model.report)
train_button(t("Train again with the newest data"), "retrain", primary=False)
