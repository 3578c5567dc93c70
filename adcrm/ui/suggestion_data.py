"""What the suggestion pages draw: the advice, kept while the facts have not changed, and what was decided about it."""

import streamlit as st

from adcrm.metrics.scope import Scope
from adcrm.recommend.advice import Advice, advise
from adcrm.recommend.decisions import Decision, decisions, undecided
from adcrm.recommend.model import CannotTell, Record, Suggestion
from adcrm.recommend.record import kept_records, start
from adcrm.ui.stores import crm_version, facts_version, stores


def advice() -> Advice:
    """Everything the rules say about the present facts."""
    return _advice(facts_version())


def decided(client_id: int | None = None) -> list[Decision]:
    """What was decided, the newest first."""
    return [one for one in _decided(crm_version()) if client_id is None or one.card.client_id == client_id]


def open_cards(scope: Scope) -> list[Suggestion]:
    """Cards still open for the client, channels and currency of the filter bar, the most worth first."""
    found = [card for card in undecided(advice().suggestions, decided()) if fits(card, scope)]
    if scope.converted:  # amounts stay in their own currency, and are ranked within it only
        found.sort(key=lambda card: (card.effect.currency != scope.currency, card.effect.currency))
    return found


def unclear(scope: Scope) -> list[CannotTell]:
    """Where the data cannot tell, for the client and channels of the filter bar."""
    return [
        one
        for one in advice().cannot_tell
        if scope.client_id in (None, one.client_id) and (not scope.channels or not one.platform or one.platform in scope.channels)
    ]


def other_currencies(scope: Scope) -> int:
    """How many open cards the currency of the filter bar hides."""
    cards = undecided(advice().suggestions, decided())
    if scope.converted:
        return 0
    return sum(card.effect.currency != scope.currency and scope.client_id in (None, card.client_id) for card in cards)


def fits(card: Suggestion, scope: Scope) -> bool:
    """Whether a card belongs to the client, channels and currency of the filter bar; amounts on cards stay in their own currency."""
    if scope.client_id not in (None, card.client_id) or (scope.currency and not scope.converted and card.effect.currency != scope.currency):
        return False
    return not scope.channels or bool(channels_of(card) & set(scope.channels))


def channels_of(card: Suggestion) -> set[str]:
    """Keys of the channels that a card is about."""
    return {card.action.source, card.action.target} if card.kind == "budget" else {card.action.place[0]}


def records_now() -> dict[str, Record] | None:
    """The record of each rule, or None while it is being made; the first call after new facts starts the work."""
    if advice().until is None:
        return {}
    found = kept_records(stores().facts)
    if found is None:
        start(stores().facts)
    return found


# Frozen through and through, so every page may share them: a copy of all cards would cost more than drawing one.
@st.cache_resource(show_spinner=False, max_entries=2)
def _advice(version: int) -> Advice:
    return advise(stores().facts)


@st.cache_resource(show_spinner=False, max_entries=2)
def _decided(version: int) -> tuple[Decision, ...]:
    return tuple(decisions(stores().crm))
