"""The deals of a client, as its CRM system has them, and what they come to."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import case, func, select

from adcrm.messages import Message, message
from adcrm.store import Store
from adcrm.store.tables import Deal

OUTCOMES: dict[str, Message] = {"open": message("Open"), "won": message("Won"), "lost": message("Lost")}


@dataclass(frozen=True)
class DealCard:
    """One deal. ``amount`` in ``currency`` ('' where neither is known); ``stage`` in the words of its system."""

    id: int
    name: str
    company: str
    contact: str
    stage: str
    outcome: str
    amount: Decimal | None
    currency: str
    closes_on: date | None
    owner: str
    source: str
    campaign: str


@dataclass(frozen=True)
class DealSum:
    """All deals of one outcome in one currency."""

    outcome: str
    currency: str
    n: int
    amount: Decimal


def deals(crm: Store, client_id: int, limit: int = 500) -> tuple[DealCard, ...]:
    """The deals of a client: open ones first, then by closing day, the latest on top."""
    rank = case((Deal.outcome == "open", 0), else_=1)
    order = (rank, Deal.closes_on.desc().nulls_last(), Deal.id)
    with crm.read() as session:
        rows = session.scalars(select(Deal).where(Deal.client_id == client_id).order_by(*order).limit(limit)).all()
    return tuple(
        DealCard(
            one.id, one.name, one.company, one.contact, one.stage, one.outcome, one.amount, one.currency, one.closes_on, one.owner, one.source,
            one.campaign,
        )
        for one in rows
    )  # fmt: skip


def deal_sums(crm: Store, client_id: int) -> tuple[DealSum, ...]:
    """Number and amount by outcome (won, open, lost) and currency; amounts of two currencies are never added."""
    with crm.read() as session:
        found = session.execute(
            select(Deal.outcome, Deal.currency, func.count(), func.sum(Deal.amount))
            .where(Deal.client_id == client_id)
            .group_by(Deal.outcome, Deal.currency)
            .order_by(Deal.outcome.desc(), Deal.currency)
        ).all()
    return tuple(DealSum(outcome, currency, n, Decimal(amount or 0)) for outcome, currency, n, amount in found)
