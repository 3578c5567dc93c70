"""What a person decided about a suggestion: accepted, dismissed with a reason, put off; each can be taken back.

A decision is advice taken, not a change made: no budget is touched on any platform. The card is kept as it was decided on.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from adcrm.actors import Actor, require
from adcrm.errors import InputError, NotFoundError
from adcrm.messages import message
from adcrm.recommend.model import Suggestion
from adcrm.recommend.saved import from_json, to_json
from adcrm.store import Store
from adcrm.store.session import now, record
from adcrm.store.tables import Suggestion as Row

QUIET_DAYS = 28  # the same advice is not shown again this soon after it was accepted or dismissed


@dataclass(frozen=True)
class Decision:
    """One decided suggestion. ``status``: accepted, dismissed, later."""

    card: Suggestion
    status: str
    reason: str
    at: datetime
    by: str


def accept(crm: Store, actor: Actor, card: Suggestion) -> None:
    """Record that the advice is taken. Raises :class:`PermissionRefusedError` without suggestions.decide."""
    _decide(crm, actor, card, "accepted", "")


def dismiss(crm: Store, actor: Actor, card: Suggestion, reason: str) -> None:
    """Record that the advice is turned down and why. Raises :class:`InputError` without a reason."""
    if not reason.strip():
        raise InputError(message("A suggestion is dismissed with a reason."), message("Say in a few words why it does not fit."))
    _decide(crm, actor, card, "dismissed", reason.strip())


def later(crm: Store, actor: Actor, card: Suggestion) -> None:
    """Put the advice off until its data is a week newer."""
    _decide(crm, actor, card, "later", "")


def undo(crm: Store, actor: Actor, key: str) -> None:
    """Take a decision back; the suggestion is open again. Raises :class:`NotFoundError` where there is none."""
    require(actor, "suggestions.decide")
    with crm.write() as session:
        row = session.scalar(select(Row).where(Row.key == key))
        if row is None:
            raise NotFoundError(message("This decision was already taken back."), message("Load the page again."))
        record(session, actor, "suggestion.reopened", row, before={"status": row.status, "reason": row.reason, "key": key})
        session.delete(row)


def decisions(crm: Store, client_id: int | None = None) -> list[Decision]:
    """Everything decided, the newest first."""
    wanted = select(Row).order_by(Row.decided_at.desc(), Row.id.desc())
    if client_id is not None:
        wanted = wanted.where(Row.client_id == client_id)
    with crm.read() as session:
        return [Decision(from_json(row.snapshot), row.status, row.reason, row.decided_at, row.decided_by) for row in session.scalars(wanted)]


def undecided(cards: Iterable[Suggestion], decided: Iterable[Decision]) -> list[Suggestion]:
    """The cards still open: neither decided on this week nor accepted or dismissed within the last ``QUIET_DAYS`` days of data."""
    taken = list(decided)
    keys = {one.card.key for one in taken}
    quiet = {(one.card.kind, one.card.client_id, one.card.subject): one.card.window.last for one in reversed(taken) if one.status != "later"}
    return [
        card
        for card in cards
        if card.key not in keys
        and not (
            (last := quiet.get((card.kind, card.client_id, card.subject))) is not None and abs(card.window.last - last) < timedelta(days=QUIET_DAYS)
        )
    ]


def _decide(crm: Store, actor: Actor, card: Suggestion, status: str, reason: str) -> None:
    require(actor, "suggestions.decide")
    with crm.write() as session:
        row = session.scalar(select(Row).where(Row.key == card.key))
        before = None
        if row is None:
            row = Row(key=card.key, kind=card.kind, client_id=card.client_id, snapshot=to_json(card))
            session.add(row)
        else:
            before = {"status": row.status, "reason": row.reason}
        row.status, row.reason, row.decided_at, row.decided_by, row.snapshot = status, reason, now(), actor.name, to_json(card)
        record(session, actor, f"suggestion.{status}", row, before=before, after={"status": status, "reason": reason, "key": card.key})
