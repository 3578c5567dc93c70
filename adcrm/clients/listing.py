"""The list of clients: filtered, counted and paged in the database."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import selectinload

from adcrm.store import Store
from adcrm.store.tables import Case, Client, Contact, Interaction, Tag, client_tags

CONTACT_KINDS = ("call", "mail", "meeting", "visit")  # a note or a line by the system is no contact with the client
SORTS = ("attention", "name", "last_contact", "newest")  # by spend not: amounts of different currencies have no order


@dataclass(frozen=True)
class ClientFilter:
    """Which clients to list. Within one field any value may match, between fields all must; ``()`` means all.

    ``tags`` are names; ``text`` is searched in the client's names and in its contacts' names and mail addresses,
    without case; ``ids`` restricts to these clients (an early-warning list), ``None`` for no restriction.
    """

    industries: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ()
    frequencies: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    text: str = ""
    ids: frozenset[int] | None = None


@dataclass(frozen=True)
class ClientRow:
    """One line of the list. ``last_contact`` is UTC, ``None`` where nobody ever noted one."""

    id: int
    name: str
    short_name: str
    industry: str
    region: str
    size: str
    frequency: str
    owner: str
    currency: str
    next_step: str
    tags: tuple[str, ...]
    last_contact: datetime | None
    open_cases: int


@dataclass(frozen=True)
class ClientPage:
    """One page of the list: its rows, the number of the page that was given, and how many clients match in all."""

    rows: tuple[ClientRow, ...]
    page: int
    pages: int
    total: int


@dataclass(frozen=True)
class Choices:
    """What there is to filter by: codes and names that stand in the book."""

    industries: tuple[str, ...]
    regions: tuple[str, ...]
    owners: tuple[str, ...]
    tags: tuple[str, ...]
    currencies: tuple[str, ...]


def list_clients(
    crm: Store, chosen: ClientFilter, page: int = 1, page_size: int = 25, sort: str = "name", rank: Mapping[int, float] | None = None
) -> ClientPage:
    """One page of the clients that ``chosen`` lets through.

    Parameters
    ----------
    page : from 1; one past the end gives the last.
    sort : ``name``, ``last_contact`` (longest ago first), ``newest``; or ``attention``, which needs ``rank``: the
        client ids with the number to sort by, smallest first. Only ids and names leave the database for that; a client
        without a rank comes last.
    """
    with crm.read() as session:
        total = session.scalar(select(func.count()).select_from(Client).where(*_conditions(chosen))) or 0
        pages = max(1, -(-total // page_size))
        page = min(max(page, 1), pages)
        first = (page - 1) * page_size
        if rank is None:
            query = select(Client.id).where(*_conditions(chosen)).order_by(*_order(sort)).limit(page_size).offset(first)
            ids = list(session.scalars(query))
        else:
            named = session.execute(select(Client.id, func.lower(Client.name)).where(*_conditions(chosen)))
            ordered = sorted(named, key=lambda row: (rank.get(row[0], float("inf")), row[1], row[0]))
            ids = [row[0] for row in ordered[first : first + page_size]]
        held = {row.id: row for row in session.execute(_lines().where(Client.id.in_(ids)))}
        tags = {row.id: row.tags for row in session.scalars(select(Client).where(Client.id.in_(ids)).options(selectinload(Client.tags)))}
        rows = tuple(ClientRow(**held[i]._mapping, tags=tuple(sorted(tag.name for tag in tags[i]))) for i in ids)
    return ClientPage(rows, page, pages, total)


def segment_counts(crm: Store, chosen: ClientFilter, by: str) -> dict[str, int]:
    """How many clients each code of ``by`` (``industry``, ``region``, ``size``, ``frequency`` or ``owner``) holds.

    The other filters apply, the field's own does not, so that a person sees what choosing another chip would give.
    """
    own = {"industry": "industries", "region": "regions", "size": "sizes", "frequency": "frequencies", "owner": "owners"}[by]
    column = getattr(Client, by)
    others: dict[str, Any] = {own: ()}
    query = select(column, func.count()).where(*_conditions(replace(chosen, **others))).group_by(column)
    with crm.read() as session:
        return dict(session.execute(query).all())


def choices(crm: Store) -> Choices:
    """Everything that stands in the book to filter by; tags that no client has are left out."""
    with crm.read() as session:

        def held(column: ColumnElement[str]) -> tuple[str, ...]:
            return tuple(value for value in session.scalars(select(column).distinct().order_by(column)) if value)

        tags = session.scalars(select(Tag.name).where(Tag.id.in_(select(client_tags.c.tag_id))).order_by(Tag.name))
        return Choices(
            held(Client.industry.expression),
            held(Client.region.expression),
            held(Client.owner.expression),
            tuple(tags),
            held(Client.currency.expression),
        )


def last_contacts() -> Select[int, datetime]:
    """Client id and the moment of the last contact with it."""
    return (
        select(Interaction.client_id, func.max(Interaction.at).label("last_contact"))
        .where(Interaction.kind.in_(CONTACT_KINDS))
        .group_by(Interaction.client_id)
    )


def _conditions(chosen: ClientFilter) -> list[ColumnElement[bool]]:
    made: list[ColumnElement[bool]] = []
    for column, codes in (
        (Client.industry, chosen.industries),
        (Client.region, chosen.regions),
        (Client.size, chosen.sizes),
        (Client.frequency, chosen.frequencies),
        (Client.owner, chosen.owners),
    ):
        if codes:
            made.append(column.in_(codes))
    if chosen.tags:
        made.append(Client.tags.any(func.lower(Tag.name).in_([func.lower(tag) for tag in chosen.tags])))
    if chosen.ids is not None:
        made.append(Client.id.in_(sorted(chosen.ids)))
    for word in chosen.text.split():  # every word somewhere; % and _ are searched as they stand
        made.append(
            or_(
                Client.name.icontains(word, autoescape=True),
                Client.short_name.icontains(word, autoescape=True),
                Client.contacts.any(or_(Contact.name.icontains(word, autoescape=True), Contact.email.icontains(word, autoescape=True))),
            )
        )
    return made


def _lines() -> Select[Any]:
    last = last_contacts().subquery()
    cases = select(Case.client_id, func.count().label("n")).where(Case.status == "open").group_by(Case.client_id).subquery()
    names = ("id", "name", "short_name", "industry", "region", "size", "frequency", "owner", "currency", "next_step")
    return (
        select(*(getattr(Client, name) for name in names), last.c.last_contact, func.coalesce(cases.c.n, 0).label("open_cases"))
        .outerjoin(last, last.c.client_id == Client.id)
        .outerjoin(cases, cases.c.client_id == Client.id)
    )


def _order(sort: str) -> list[ColumnElement[object]]:
    by_name = [func.lower(Client.name), Client.id.expression]
    if sort == "newest":
        return [Client.created_at.desc(), *by_name]
    if sort == "last_contact":
        last = last_contacts().subquery()
        moment = select(last.c.last_contact).where(last.c.client_id == Client.id).scalar_subquery()
        return [moment.is_not(None), moment, *by_name]
    return by_name
