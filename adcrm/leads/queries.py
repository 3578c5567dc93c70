"""Questions about leads: the ranked list with its filters, the choices of those filters, one person's whole track."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from statistics import median
from typing import Any

import ibis
from sqlalchemy import ColumnElement, and_, func, or_, select

from adcrm.books import Books
from adcrm.errors import NotFoundError
from adcrm.messages import message
from adcrm.store import Store
from adcrm.store.tables import Client, Lead
from adcrm.warehouse import Warehouse
from adcrm.warehouse.tables import orders, touchpoints

STATUSES = ("new", "working", "won", "lost")
OPEN = ("new", "working")
NOBODY = "-"  # as owner: leads that nobody has taken
LEAST_VALUES = 5  # won values from which a client's typical value is taken
SORTS = ("score", "newest")
MOST_NAMED = 1_000  # people that one question to the warehouse names one by one
TOUCHES = touchpoints.filter(touchpoints.kind != "conversion")  # an order is shown among the orders


@dataclass(frozen=True)
class Filter:
    """What part of the leads is asked for; ``None``, ``""`` and ``()`` mean all.

    ``status`` is one of ``STATUSES``, ``open`` (new or working) or ``all``. ``grades`` are letters; their least scores come with
    ``grade_limits`` (letter to score, best first). ``text`` is looked for in name, company, mail, phone and campaign.
    """

    client_id: int | None = None
    channel: str = ""
    status: str = "open"
    owner: str = ""
    grades: tuple[str, ...] = ()
    grade_limits: tuple[tuple[str, float], ...] = ()
    text: str = ""


@dataclass(frozen=True)
class Value:
    """The median value of a client's won leads, and of how many; what a win is typically worth."""

    amount: Decimal
    currency: str
    n: int


@dataclass(frozen=True)
class LastTouch:
    """The newest touchpoint of a lead."""

    at: datetime
    kind: str
    channel: str


@dataclass(frozen=True)
class Row:
    """One line of the list. ``expected_value`` is the chance times the client's typical value, in ``typical``'s currency."""

    lead: Lead
    client: str
    typical: Value | None
    expected_value: Decimal | None
    last_touch: LastTouch | None


@dataclass(frozen=True)
class Page:
    """Rows of one page, and how many leads the filter finds in all."""

    rows: list[Row]
    total: int


@dataclass(frozen=True)
class Track:
    """Everything known of one lead: its touchpoints (newest first) and its orders with the same client.

    ``touches`` are dicts of ``at, kind, channel, campaign, ad``; ``orders`` of ``order_key, ordered_at, net_value, currency, status``.
    """

    row: Row
    touches: list[dict[str, Any]]
    orders: list[dict[str, Any]]


def ranked(books: Books, wanted: Filter, sort: str = "score", page: int = 1, size: int = 25) -> Page:
    """One page of leads, best score first (or newest first); leads without a score come last."""
    order = (Lead.captured_at.desc(), Lead.id) if sort == "newest" else (Lead.score.desc().nulls_last(), Lead.captured_at.desc(), Lead.id)
    conditions = _conditions(wanted)
    query = select(Lead, Client.name).join(Client, Client.id == Lead.client_id).where(*conditions)
    with books.crm.read() as session:
        total = session.scalar(select(func.count()).select_from(Lead).where(*conditions)) or 0
        rows = session.execute(query.order_by(*order).limit(size).offset((page - 1) * size)).all()
    found = [(row[0], row[1]) for row in rows]
    values = typical_values(books.crm, {lead.client_id for lead, _ in found})
    touched = last_touches(books.facts, [lead for lead, _ in found])
    return Page([_row(lead, client, values, touched) for lead, client in found], total)


def lead_track(books: Books, lead_id: int) -> Track:
    """The whole track of one lead.

    Raises
    ------
    NotFoundError : there is no such lead.
    """
    with books.crm.read() as session:
        found = session.execute(select(Lead, Client.name).join(Client, Client.id == Lead.client_id).where(Lead.id == lead_id)).first()
    if found is None:
        raise NotFoundError(message("This lead is no longer there."), message("Go back to the list."))
    lead, client = found
    mine = TOUCHES.filter(TOUCHES.person_key == lead.person_key, TOUCHES.client_id == lead.client_id, TOUCHES.person_key != "")
    seen = books.facts.query(
        mine.order_by(mine.at.desc(), mine.import_id.desc(), mine.source_line.desc()).select("at", "kind", "channel", "campaign", "ad")
    ).to_pylist()
    bought = orders.filter(orders.person_key == lead.person_key, orders.client_id == lead.client_id, orders.person_key != "")
    held = books.facts.query(
        bought.order_by(bought.ordered_at.desc()).select("order_key", "ordered_at", "net_value", "currency", "status")
    ).to_pylist()
    newest = {lead.id: LastTouch(seen[0]["at"], seen[0]["kind"], seen[0]["channel"] or "")} if seen else {}
    return Track(_row(lead, client, typical_values(books.crm, {lead.client_id}), newest), seen, held)


def typical_values(crm: Store, client_ids: Iterable[int]) -> dict[tuple[int, str], Value]:
    """Median value of won leads by client and currency; clients with fewer than ``LEAST_VALUES`` are left out."""
    with crm.read() as session:
        held = session.execute(
            select(Lead.client_id, Lead.currency, Lead.value).where(
                Lead.status == "won", Lead.value.is_not(None), Lead.client_id.in_(list(client_ids))
            )
        ).all()
    by_client: dict[tuple[int, str], list[Decimal]] = {}
    for client_id, currency, value in held:
        if value is not None:
            by_client.setdefault((client_id, currency), []).append(value)
    return {key: Value(Decimal(median(values)), key[1], len(values)) for key, values in by_client.items() if len(values) >= LEAST_VALUES}


def last_touches(facts: Warehouse, leads: list[Lead]) -> dict[int, LastTouch]:
    """The newest touchpoint of each lead, by lead id."""
    by_person = {(lead.client_id, lead.person_key): lead.id for lead in leads if lead.person_key}
    if not by_person:
        return {}
    people, clients = sorted({person for _, person in by_person}), sorted({client for client, _ in by_person})
    # A list of thousands of names would be read, compiled and kept as SQL text; their clients' touchpoints are read sooner.
    mine = TOUCHES.filter(TOUCHES.person_key.isin(people) if len(people) <= MOST_NAMED else TOUCHES.client_id.isin(clients), TOUCHES.person_key != "")
    newest = ibis.row_number().over(
        group_by=[mine.client_id, mine.person_key], order_by=[mine.at.desc(), mine.import_id.desc(), mine.source_line.desc()]
    )
    numbered = mine.mutate(place=newest)
    rows = facts.query(numbered.filter(numbered.place == 0).select("client_id", "person_key", "at", "kind", "channel")).to_pylist()
    known = [(by_person.get((row["client_id"], row["person_key"])), row) for row in rows]
    return {lead: LastTouch(row["at"], row["kind"], row["channel"] or "") for lead, row in known if lead is not None}


@dataclass(frozen=True)
class Choices:
    """What the filters can be set to, and how many leads there are: all, open, and open with a score."""

    channels: list[str]
    owners: list[str]
    clients: list[int]
    total: int
    open: int
    scored: int


def choices(crm: Store) -> Choices:
    """Values that stand in the leads."""
    with crm.read() as session:
        channels = session.scalars(select(Lead.channel).where(Lead.channel != "").distinct().order_by(Lead.channel)).all()
        owners = session.scalars(select(Lead.owner).where(Lead.owner != "").distinct().order_by(Lead.owner)).all()
        clients = session.scalars(select(Lead.client_id).distinct()).all()
        still = Lead.status.in_(OPEN)
        counts = session.execute(
            select(func.count(), func.count().filter(still), func.count().filter(still, Lead.score.is_not(None))).select_from(Lead)
        ).one()
    return Choices(list(channels), list(owners), list(clients), *counts)


def grade_counts(crm: Store, wanted: Filter) -> dict[str, int]:
    """How many leads of the filter (its own grades left aside) stand in each grade."""
    made = {}
    with crm.read() as session:
        for letter in ("A", "B", "C", "D"):
            one = Filter(wanted.client_id, wanted.channel, wanted.status, wanted.owner, (letter,), wanted.grade_limits, wanted.text)
            made[letter] = session.scalar(select(func.count()).select_from(Lead).where(*_conditions(one))) or 0
    return made


def _row(lead: Lead, client: str, values: dict[tuple[int, str], Value], touched: dict[int, LastTouch]) -> Row:
    typical = values.get((lead.client_id, lead.currency))
    expected = None
    if typical is not None and lead.probability is not None:
        expected = (typical.amount * Decimal(str(lead.probability))).quantize(Decimal("0.01"))
    return Row(lead, client, typical, expected, touched.get(lead.id))


def _conditions(wanted: Filter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.client_id is not None:
        conditions.append(Lead.client_id == wanted.client_id)
    if wanted.channel:
        conditions.append(Lead.channel == wanted.channel)
    if wanted.status == "open":
        conditions.append(Lead.status.in_(OPEN))
    elif wanted.status in STATUSES:
        conditions.append(Lead.status == wanted.status)
    if wanted.owner:
        conditions.append(Lead.owner == ("" if wanted.owner == NOBODY else wanted.owner))
    if wanted.grades:
        conditions.append(_in_grades(wanted))
    for word in wanted.text.split():
        like = "%" + word.lower().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        conditions.append(
            or_(*(func.lower(column).like(like, escape="\\") for column in (Lead.name, Lead.company, Lead.email, Lead.phone, Lead.campaign)))
        )
    return conditions


def _in_grades(wanted: Filter) -> ColumnElement[bool]:
    """Scores within any of the grades asked for; a grade reaches up to the least score of the one above it."""
    parts: list[ColumnElement[bool]] = []
    above: float | None = None
    for letter, least in (*wanted.grade_limits, ("D", None)):
        if letter in wanted.grades:
            bounds: list[ColumnElement[bool]] = [Lead.score.is_not(None)]
            if least is not None:
                bounds.append(Lead.score >= least)
            if above is not None:
                bounds.append(Lead.score < above)
            parts.append(and_(*bounds))
        above = least
    return or_(*parts)
