"""What experiments measured of channels: typed in with their interval, kept with who did it, taken away and put back."""

import math
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlalchemy import delete, select

from adcrm.actors import Actor, require
from adcrm.errors import InputError, NotFoundError
from adcrm.messages import message
from adcrm.store import Store
from adcrm.store.session import now, record
from adcrm.store.tables import Client
from adcrm.store.tables import LiftTest as Row

PERMISSION = "attribution.edit"
TWO_SIDED_95 = 1.959964  # standard errors from the middle of a 95 % interval to its end
Unit = Literal["orders", "lift"]


@dataclass(frozen=True)
class LiftTest:
    """One measurement; see the table. ``effect`` is in ``unit``; the interval need not be even around it."""

    id: int
    client_id: int
    channel: str
    starts_on: date
    ends_on: date
    unit: Unit
    effect: float
    low: float
    high: float
    note: str = ""

    @property
    def error(self) -> float:
        """The standard error, of an interval taken as a normal one."""
        return (self.high - self.low) / (2 * TWO_SIDED_95)

    def in_orders(self, orders: float) -> tuple[float, float]:
        """Incremental orders and their standard error, where the client had ``orders`` on the days of the test.

        A lift is (with - without) / without, so of the orders that there were, lift / (1 + lift) would not have come; its error follows from
        the slope 1 / (1 + lift) squared.
        """
        if self.unit == "orders":
            return self.effect, self.error
        return orders * self.effect / (1 + self.effect), orders * self.error / (1 + self.effect) ** 2


def lift_tests(crm: Store, client_id: int | None = None) -> tuple[LiftTest, ...]:
    """The measurements of a client (of all for ``None``), by day and channel."""
    query = select(Row).order_by(Row.starts_on, Row.channel, Row.id)
    if client_id is not None:
        query = query.where(Row.client_id == client_id)
    with crm.read() as session:
        return tuple(_test(row) for row in session.scalars(query))


def add_lift_test(
    crm: Store,
    actor: Actor,
    *,
    client_id: int,
    channel: str,
    starts_on: date,
    ends_on: date,
    unit: Unit = "orders",
    effect: float,
    low: float,
    high: float,
    note: str = "",
) -> LiftTest:
    """Keep a measurement.

    Raises
    ------
    PermissionRefusedError, NotFoundError (no such client), InputError (no channel, days the wrong way round, an interval that does not hold
    the effect or has no width, a lift of -100 % or less).
    """
    require(actor, PERMISSION)
    named = " ".join(channel.split())
    if not named:
        raise InputError(
            message("The test does not say which channel it is about."), message("Choose the channel that was switched off or held out.")
        )
    if ends_on < starts_on:
        raise InputError(message("The last day is before the first."), message("Swap the two days."))
    if not (all(math.isfinite(number) for number in (effect, low, high)) and low <= effect <= high and low < high):
        raise InputError(
            message("The interval from {low} to {high} does not hold the effect {effect}.", low=f"{low:g}", high=f"{high:g}", effect=f"{effect:g}"),
            message("Type the 95 % interval that the test gives, the lower end first."),
        )
    if unit not in ("orders", "lift"):
        raise InputError(message("A lift test is measured in orders or as a lift."), message("Choose one from the list."))
    if unit == "lift" and low <= -1:
        raise InputError(
            message("A lift cannot be −100 % or less."), message("Type the lift as a fraction of the orders without the channel, as 0.12.")
        )
    with crm.write() as session:
        if session.get(Client, client_id) is None:
            raise NotFoundError(message("There is no client with the number {id}.", id=str(client_id)), message("Choose a client from the list."))
        row = Row(
            client_id=client_id,
            channel=named,
            starts_on=starts_on,
            ends_on=ends_on,
            unit=unit,
            effect=effect,
            low=low,
            high=high,
            note=note.strip(),
            created_at=now(),
            created_by=actor.name,
        )
        session.add(row)
        record(session, actor, "lift_test.add", row, after=_said(row))
        return _test(row)


def remove_lift_test(crm: Store, test_id: int, actor: Actor) -> LiftTest:
    """Take a measurement away and return it, so that it can be put back with :func:`put_back`.

    Raises
    ------
    PermissionRefusedError, NotFoundError.
    """
    require(actor, PERMISSION)
    with crm.write() as session:
        row = session.get(Row, test_id)
        if row is None:
            raise NotFoundError(message("There is no lift test with the number {id}.", id=str(test_id)), message("Choose one from the list."))
        gone = _test(row)
        record(session, actor, "lift_test.remove", row, before=_said(row))
        session.execute(delete(Row).where(Row.id == test_id))
        return gone


def put_back(crm: Store, gone: LiftTest, actor: Actor) -> LiftTest:
    """Keep again what was taken away; it gets a new number."""
    return add_lift_test(
        crm,
        actor,
        client_id=gone.client_id,
        channel=gone.channel,
        starts_on=gone.starts_on,
        ends_on=gone.ends_on,
        unit=gone.unit,
        effect=gone.effect,
        low=gone.low,
        high=gone.high,
        note=gone.note,
    )


def _said(row: Row) -> dict[str, object]:
    days = {"starts_on": row.starts_on.isoformat(), "ends_on": row.ends_on.isoformat()}
    return {"client_id": row.client_id, "name": row.channel, **days, "unit": row.unit, "effect": row.effect, "low": row.low, "high": row.high}


def _test(row: Row) -> LiftTest:
    unit: Unit = "lift" if row.unit == "lift" else "orders"
    return LiftTest(row.id, row.client_id, row.channel, row.starts_on, row.ends_on, unit, row.effect, row.low, row.high, row.note)
