"""What the attribution page is asked beside client and period: model, window, views, dates, measure and cut, each kept in the address."""

from dataclasses import dataclass
from typing import Any, cast, get_args

import streamlit as st

from adcrm.attribution.grouping import OF_ORDERS
from adcrm.attribution.model import DateOf, Dimension, Question
from adcrm.attribution.models import models
from adcrm.messages import Message, message
from adcrm.metrics.scope import Scope
from adcrm.ui.address import Kept, take_choices, write_choices
from adcrm.ui.language import t, tr

WINDOWS = ("7", "14", "30", "90", "none")
# What touches can be shown by. Category and product are facts of orders; see the cuts.
DIMENSIONS: dict[str, Message] = {
    "channel": message("Channel"),
    "campaign": message("Campaign"),
    "ad": message("Ad or creative"),
    "publisher": message("Publisher or KOL"),
    "country": message("Country"),
    "kind": message("Kind of touch"),
}
MEASURES: dict[str, Message] = {"orders": message("Orders"), "value": message("Order value")}
DATES: dict[str, Message] = {"order": message("Day of the order"), "touch": message("Day of the touch")}
VIEWS = ("no", "yes")
EVERY = ("no", "yes")
# The model that is shown first: it needs no weights that somebody made up.
DEFAULT_MODELS = ("shapley", "linear")
assert {*DIMENSIONS, *OF_ORDERS} == set(get_args(Dimension)) and set(DATES) == set(get_args(DateOf))


@dataclass(frozen=True)
class Choice:
    """What is chosen: the model that is shown large, the measure, and the question that all models answer."""

    model: str
    measure: str
    question: Question
    every: bool = True  # also the models that take seconds, where there are many names


def model_name(key: str) -> str:
    """A model's name in the reader's language, or that of the platforms' own claims."""
    known = models()
    return tr(known[key].label) if key in known else t("Platforms’ own claims")


def model_names() -> dict[str, str]:
    """Every model by its key with its name, the one that is shown first at the top."""
    first = next(key for key in DEFAULT_MODELS if key in models())
    return {key: model_name(key) for key in (first, *(key for key in models() if key != first))}


def kept(known: tuple[str, ...]) -> tuple[Kept, ...]:
    """The choices with their parameters in the address; ``known``: the models that there are for the client."""
    default = next(key for key in DEFAULT_MODELS if key in known)
    return (
        Kept("model", known, default, "a_model"),
        Kept("window", WINDOWS, "30", "a_window"),
        Kept("views", VIEWS, "no", "a_views"),
        Kept("dated", tuple(DATES), "order", "a_dated"),
        Kept("measure", tuple(MEASURES), "orders", "a_measure"),
        Kept("by", tuple(DIMENSIONS), "channel", "a_by"),
        Kept("all", EVERY, "no", "a_every"),
    )


def take(known: tuple[str, ...]) -> None:
    """Set the widgets from the address; call once, before anything of the page is drawn."""
    take_choices(kept(known))


def choice_bar(scope: Scope, currency: str | None, known: tuple[str, ...], with_model: bool = True, with_cut: bool = True) -> Choice:
    """Draw the choices that a part of the page heeds, and return all of them; ``known``: the models to choose from."""
    options: dict[str, Any] = {"persist_state": "session", "required": True}
    with st.container(horizontal=True, vertical_alignment="bottom", key="attribution_bar"):
        if with_model:
            st.selectbox(t("Model"), known, key="a_model", width=250, format_func=model_name, persist_state="session")
        st.selectbox(
            t("Look-back window"),
            WINDOWS,
            key="a_window",
            width=140,
            format_func=lambda key: t("No limit") if key == "none" else t("{days} days", days=key),
            persist_state="session",
            help=t("A touch that is older than this at the time of the order gets no credit."),
        )
        if with_cut:
            st.selectbox(t("By"), list(DIMENSIONS), key="a_by", width=160, format_func=lambda key: tr(DIMENSIONS[key]), persist_state="session")
        st.selectbox(
            t("Dated by"),
            list(DATES),
            key="a_dated",
            width=160,
            format_func=lambda key: tr(DATES[key]),
            persist_state="session",
            help=t("Day of the order: orders of the period and everything that led to them. Day of the touch: what touches of the period led to."),
        )
        st.segmented_control(
            t("Views of ads"),
            VIEWS,
            key="a_views",
            format_func=lambda key: t("with views") if key == "yes" else t("without views"),
            help=t("Views are ads that were shown and not clicked. Platforms count them in their claims; whether they helped is open."),
            **options,
        )
        st.segmented_control(t("Count"), list(MEASURES), key="a_measure", format_func=lambda key: tr(MEASURES[key]), **options)
    write_choices(kept(known))
    return chosen(scope, currency)


def first_question(scope: Scope) -> Question:
    """What a first visitor asks."""
    return Question(scope.client_id, scope.date_from, scope.date_to, lookback_days=30, currency=scope.currency)


def chosen(scope: Scope, currency: str | None) -> Choice:
    """The choice as it stands in the session."""
    state = st.session_state
    question = Question(
        client_id=scope.client_id,
        start=scope.date_from,
        end=scope.date_to,
        by=cast(Dimension, state["a_by"]),
        lookback_days=None if state["a_window"] == "none" else int(state["a_window"]),
        with_views=state["a_views"] == "yes",
        date_of=cast(DateOf, state["a_dated"]),
        currency=currency,
    )
    return Choice(state["a_model"], state["a_measure"], question, state["a_every"] == "yes")
