"""Asks the models for a choice: all of them, or of many names those that answer at once, with a button for the others."""

import streamlit as st

from adcrm.attribution.cuts import Cut
from adcrm.attribution.model import Answer, Dimension
from adcrm.ui import attribution_data as data
from adcrm.ui.attribution_choice import Choice, model_name
from adcrm.ui.frame import escape
from adcrm.ui.language import t
from adcrm.ui.stores import crm_version, facts_version


def answered(choice: Choice) -> Answer:
    """The answer to the choice's question, with progress where it takes longer."""
    with st.spinner(t("Asking every model …"), show_time=True):
        return data.credited(facts_version(), crm_version(), choice.question, _asked(choice, choice.question.by))


def cut(choice: Choice, rows: Dimension, columns: Dimension) -> Cut:
    """The credit by two dimensions, with progress where it takes longer."""
    with st.spinner(t("Asking every model …"), show_time=True):
        return data.cut(facts_version(), crm_version(), choice.question, rows, columns, _asked(choice, rows))


def those_not_asked(choice: Choice, by: Dimension) -> None:
    """Say which models were left out because they take seconds, and offer to ask them."""
    asked = _asked(choice, by)
    left = [key for key in data.model_keys(crm_version(), choice.question.client_id) if key not in asked]
    if not left:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="not_asked"):
        names = ", ".join(model_name(key) for key in left)
        st.caption(
            ":material/hourglass_empty: "
            + escape(t("Of so many names these models need some seconds and were not asked yet: {models}.", models=names)),
            width="content",
        )
        st.button(t("Ask them too"), key="ask_every", on_click=_ask_every, icon=":material/play_arrow:")


def _ask_every() -> None:
    st.session_state["a_every"] = "yes"


def _asked(choice: Choice, by: Dimension) -> tuple[str, ...]:
    return data.asked_at_once(facts_version(), crm_version(), choice.question, by, choice.model, choice.every)
