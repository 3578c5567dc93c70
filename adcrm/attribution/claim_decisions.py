"""What people said about claims that match no order by themselves: which order it is, or that it is none. Each can be taken back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from adcrm.actors import Actor, require
from adcrm.errors import InputError, NotFoundError
from adcrm.messages import message
from adcrm.store import Store
from adcrm.store.session import now, record
from adcrm.store.tables import ClaimDecision as Row

PERMISSION = "attribution.edit"
Word = Literal["accepted", "rejected"]


@dataclass(frozen=True)
class ClaimRef:
    """Which claim is meant: the key of its row, and the platform's own number of it, by which it is found when the key has changed."""

    claim: str
    client_id: int | None
    claimant: str
    claim_key: str = ""


@dataclass(frozen=True)
class Decision:
    """What was said about one claim; ``order_account`` and ``order_key`` name the order of one that was accepted. ``at`` is UTC."""

    about: ClaimRef
    word: Word
    order_account: str
    order_key: str
    note: str
    at: datetime
    by: str
    snapshot: Mapping[str, Any]


def accept(
    crm: Store, actor: Actor, about: ClaimRef, order_key: str, order_account: str = "", note: str = "", snapshot: Mapping[str, Any] | None = None
) -> None:
    """The claim is this order of its client; from now on it counts as if it had carried the order's number.

    Raises
    ------
    PermissionRefusedError, InputError (no order named).
    """
    if not order_key.strip():
        raise InputError(message("The claim was given no order."), message("Choose one of the proposed orders, or type an order’s number."))
    _decide(crm, actor, about, "accepted", order_account, order_key.strip(), note, snapshot)


@dataclass(frozen=True)
class Accepted:
    """One of several claims that are given their orders at once; as in :func:`accept`."""

    about: ClaimRef
    order_key: str
    order_account: str
    snapshot: Mapping[str, Any]


def accept_many(crm: Store, actor: Actor, claims: Iterable[Accepted]) -> None:
    """Give several claims their orders, all or none. Raises :class:`PermissionRefusedError`."""
    require(actor, PERMISSION)
    with crm.write() as session:
        for one in claims:
            _write(session, actor, one.about, "accepted", one.order_account, one.order_key, "", one.snapshot)


def undo_many(crm: Store, actor: Actor, claims: Iterable[str]) -> None:
    """Take back what was said about several claims; those about which nothing is said are passed over. Raises :class:`PermissionRefusedError`."""
    require(actor, PERMISSION)
    with crm.write() as session:
        for claim in claims:
            row = _row(session, claim)
            if row is not None:
                record(session, actor, "claim.reopen", row, before=_fields(row))
                session.delete(row)


def reject(crm: Store, actor: Actor, about: ClaimRef, note: str = "", snapshot: Mapping[str, Any] | None = None) -> None:
    """The claim is no order of ours; it leaves the queue and matches nothing. Raises :class:`PermissionRefusedError`."""
    _decide(crm, actor, about, "rejected", "", "", note, snapshot)


def undo(crm: Store, actor: Actor, claim: str) -> None:
    """Take back what was said; the claim waits again. Raises :class:`NotFoundError` where nothing was said, :class:`PermissionRefusedError`."""
    require(actor, PERMISSION)
    with crm.write() as session:
        row = _row(session, claim)
        if row is None:
            raise NotFoundError(message("This decision was already taken back."), message("Load the page again."))
        record(session, actor, "claim.reopen", row, before=_fields(row))
        session.delete(row)


def decisions(crm: Store, client_id: int | None = None) -> tuple[Decision, ...]:
    """Everything said (about one client's claims), newest first."""
    wanted = select(Row).order_by(Row.decided_at.desc(), Row.id.desc())
    if client_id is not None:
        wanted = wanted.where(Row.client_id == client_id)
    with crm.read() as session:
        return tuple(_decision(row) for row in session.scalars(wanted))


def _decide(
    crm: Store, actor: Actor, about: ClaimRef, word: Word, order_account: str, order_key: str, note: str, snapshot: Mapping[str, Any] | None
) -> None:
    require(actor, PERMISSION)
    with crm.write() as session:
        _write(session, actor, about, word, order_account, order_key, note, snapshot or {})


def _write(
    session: Session, actor: Actor, about: ClaimRef, word: Word, order_account: str, order_key: str, note: str, snapshot: Mapping[str, Any]
) -> None:
    row = _row(session, about.claim)
    before = None if row is None else _fields(row)
    if row is None:
        row = Row(claim=about.claim, client_id=about.client_id, claimant=about.claimant, claim_key=about.claim_key)
        session.add(row)
    row.decision, row.order_account, row.order_key, row.note = word, order_account, order_key, note.strip()
    row.decided_at, row.decided_by, row.snapshot = now(), actor.name, dict(snapshot)
    record(session, actor, f"claim.{'accept' if word == 'accepted' else 'reject'}", row, before=before, after=_fields(row))


def _row(session: Session, claim: str) -> Row | None:
    return session.scalar(select(Row).where(Row.claim == claim))


def _fields(row: Row) -> dict[str, Any]:
    return {"reference": row.order_key, "decision": row.decision, "claimant": row.claimant, "client_id": row.client_id, "claim": row.claim}


def _decision(row: Row) -> Decision:
    about = ClaimRef(row.claim, row.client_id, row.claimant, row.claim_key)
    word: Word = "accepted" if row.decision == "accepted" else "rejected"
    return Decision(about, word, row.order_account, row.order_key, row.note, row.decided_at, row.decided_by, row.snapshot)
