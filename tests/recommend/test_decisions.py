"""A decision is kept with its card, hides the advice, is logged, and can be taken back."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from adcrm.actors import Actor
from adcrm.books import Books
from adcrm.errors import InputError, NotFoundError, PermissionRefusedError
from adcrm.messages import translate
from adcrm.recommend import decisions
from adcrm.recommend.advice import advise
from adcrm.recommend.model import Suggestion, Window, suggestion_key
from adcrm.recommend.saved import from_json, to_json
from adcrm.store.tables import AuditEvent
from adcrm.store.tables import Suggestion as Row
from tests.recommend.worlds import UNTIL, add_client, agency


@pytest.fixture
def cards(books: Books) -> tuple[Suggestion, ...]:
    """The suggestions of one agency."""
    agency(books.facts, add_client(books))
    return advise(books.facts).suggestions


def test_a_card_survives_being_kept_as_json(cards: tuple[Suggestion, ...]) -> None:
    for card in cards:
        again = from_json(to_json(card))
        assert again == card
        assert translate(again.sentence, "zh") == translate(card.sentence, "zh")


def test_an_accepted_card_is_no_longer_open_and_is_kept_as_it_was(books: Books, owner: Actor, cards: tuple[Suggestion, ...]) -> None:
    decisions.accept(books.crm, owner, cards[0])
    (decided,) = decisions.decisions(books.crm)
    assert (decided.card, decided.status, decided.by) == (cards[0], "accepted", "owner")
    assert decisions.undecided(cards, [decided]) == list(cards[1:])


def test_undo_opens_it_again_and_leaves_only_the_log(books: Books, owner: Actor, cards: tuple[Suggestion, ...]) -> None:
    decisions.dismiss(books.crm, owner, cards[0], "not now")
    decisions.undo(books.crm, owner, cards[0].key)
    with books.crm.read() as session:
        assert session.scalars(select(Row)).all() == []
        events = session.scalars(select(AuditEvent).where(AuditEvent.object_type == "suggestions").order_by(AuditEvent.id)).all()
    assert [event.action for event in events] == ["suggestion.dismissed", "suggestion.reopened"]
    assert events[1].before == {"status": "dismissed", "reason": "not now", "key": cards[0].key}
    assert decisions.undecided(cards, decisions.decisions(books.crm)) == list(cards)


def test_undoing_twice_is_refused(books: Books, owner: Actor, cards: tuple[Suggestion, ...]) -> None:
    decisions.later(books.crm, owner, cards[0])
    decisions.undo(books.crm, owner, cards[0].key)
    with pytest.raises(NotFoundError):
        decisions.undo(books.crm, owner, cards[0].key)


def test_dismissing_needs_a_reason(books: Books, owner: Actor, cards: tuple[Suggestion, ...]) -> None:
    with pytest.raises(InputError):
        decisions.dismiss(books.crm, owner, cards[0], "  ")
    assert decisions.decisions(books.crm) == []


def test_a_viewer_may_not_decide(books: Books, cards: tuple[Suggestion, ...]) -> None:
    viewer = Actor("guest", "viewer")
    for decide in (decisions.accept, decisions.later):
        with pytest.raises(PermissionRefusedError):
            decide(books.crm, viewer, cards[0])
    with pytest.raises(PermissionRefusedError):
        decisions.undo(books.crm, viewer, cards[0].key)


@pytest.mark.parametrize(
    ("status", "days", "is_open"), [("later", 7, True), ("dismissed", 7, False), ("dismissed", 28, True), ("accepted", 21, False)]
)
def test_the_same_advice_comes_back_in_time(books: Books, owner: Actor, cards: tuple[Suggestion, ...], status: str, days: int, is_open: bool) -> None:
    card = cards[0]
    if status == "dismissed":
        decisions.dismiss(books.crm, owner, card, "no")
    else:
        getattr(decisions, {"later": "later", "accepted": "accept"}[status])(books.crm, owner, card)
    last = card.window.last + timedelta(days=days)
    newer = replace(card, key=suggestion_key(card.kind, card.client_id, card.subject, last), window=Window(card.window.first, last))
    assert decisions.undecided([newer], decisions.decisions(books.crm)) == ([newer] if is_open else [])


def test_the_key_is_the_same_within_a_week_and_differs_after() -> None:
    monday = UNTIL - timedelta(days=UNTIL.weekday())
    keys = [suggestion_key("budget", 1, "a>b", monday + timedelta(days=i)) for i in range(8)]
    assert len(set(keys[:7])) == 1
    assert keys[7] != keys[0]
