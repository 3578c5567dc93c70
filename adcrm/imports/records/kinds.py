"""The tables that records of CRM systems become part of, and which of their fields imports may fill."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import String

from adcrm.imports.records.compose import Fields, Shape
from adcrm.store.tables import Client, Deal, Lead

OWN = "adcrm"  # as system: what a row said before any import


@dataclass(frozen=True)
class Kind:
    """One of these tables. ``link``: the column of ``source_records`` that points to it; ``people``: rows are matched as people are."""

    table: Any
    link: str
    shape: Shape
    people: bool = False


def _shape(table: Any, *units: tuple[str, ...], **blank: Any) -> Shape:
    columns = table.__table__.columns
    names = [name for unit in units for name in unit]
    empty: Fields = {name: "" if isinstance(columns[name].type, String) else None for name in names}
    lengths = {name: columns[name].type.length for name in names if isinstance(columns[name].type, String) and columns[name].type.length}
    return Shape(units, empty | blank, lengths)


PEOPLE = Kind(
    Lead,
    "lead_id",
    _shape(
        Lead,
        *(("name",), ("company",), ("email",), ("phone",), ("region",), ("product",), ("channel",), ("campaign",), ("source",)),
        *(("captured_at",), ("status", "closed_at"), ("value", "currency"), ("owner",), ("origin",), ("person_key",)),
        status="new",
        currency="CNY",
    ),
    people=True,
)
DEALS = Kind(
    Deal,
    "deal_id",
    _shape(
        Deal,
        *(("name",), ("company",), ("contact",), ("stage", "outcome"), ("amount", "currency"), ("closes_on",), ("opened_at",)),
        *(("owner",), ("source",), ("campaign",)),
        outcome="open",
    ),
)
ADVERTISERS = Kind(Client, "advertiser_id", _shape(Client, ("name",), ("owner",), ("website",)))


def kind_of(target: str, client_id: int | None) -> Kind:
    """Where rows of a target go: people and deals of the client whose file it is; accounts of nobody's file are the agency's own clients."""
    if target == "deals":
        return DEALS
    return ADVERTISERS if target == "clients" and client_id is None else PEOPLE
