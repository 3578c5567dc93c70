"""Planned campaigns of clients: a name, days and a budget, to which the spend of the platforms is led."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select

from adcrm.actors import Actor, require
from adcrm.errors import InputError, NotFoundError
from adcrm.messages import message
from adcrm.store import Store
from adcrm.store.session import now, record
from adcrm.store.tables import Campaign, Client

PERMISSION = "clients.edit"


@dataclass(frozen=True)
class Plan:
    """A planned campaign; ``budget`` in ``currency`` for the whole of it, both days included."""

    id: int
    client_id: int
    name: str
    starts_on: date | None
    ends_on: date | None
    budget: Decimal | None
    currency: str


def plans(crm: Store, client_id: int | None = None) -> tuple[Plan, ...]:
    """The planned campaigns (of one client), by name."""
    query = select(Campaign).order_by(Campaign.name, Campaign.id)
    if client_id is not None:
        query = query.where(Campaign.client_id == client_id)
    with crm.read() as session:
        return tuple(_plan(row) for row in session.scalars(query))


def plan_campaign(
    crm: Store,
    client_id: int,
    name: str,
    actor: Actor,
    *,
    starts_on: date | None = None,
    ends_on: date | None = None,
    budget: Decimal | None = None,
    currency: str = "",
) -> Plan:
    """Add a planned campaign; of a client, a name is given once (case aside): then the one there is comes back unchanged.

    Raises
    ------
    PermissionRefusedError, NotFoundError (no such client), InputError (no name, days the wrong way round, a budget below zero).
    """
    require(actor, PERMISSION)
    called = " ".join(name.split())
    if not called:
        raise InputError(message("A planned campaign needs a name."), message("Type the name your client knows it by."))
    if starts_on and ends_on and ends_on < starts_on:
        raise InputError(message("The last day is before the first."), message("Swap the two days."))
    if budget is not None and budget < 0:
        raise InputError(message("A budget cannot be below zero."), message("Type the amount planned for the whole campaign."))
    with crm.write() as session:
        client = session.get(Client, client_id)
        if client is None:
            raise NotFoundError(message("There is no client with the number {id}.", id=str(client_id)), message("Choose a client from the list."))
        for row in session.scalars(select(Campaign).where(Campaign.client_id == client_id)):
            if row.name.casefold() == called.casefold():
                return _plan(row)
        row = Campaign(
            client_id=client_id,
            name=called,
            starts_on=starts_on,
            ends_on=ends_on,
            budget=budget,
            currency=currency or client.currency,
            created_at=now(),
        )
        session.add(row)
        record(session, actor, "campaign.plan", row, after={"name": called, "client_id": client_id})
        return _plan(row)


def _plan(row: Campaign) -> Plan:
    return Plan(row.id, row.client_id, row.name, row.starts_on, row.ends_on, row.budget, row.currency)
