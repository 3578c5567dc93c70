"""The last step for records that are no ad facts: parsed rows in the columns of their target, and what is counted of them.

A row of a file may be only a part of a record, as the item lines of one order; what a kind needs is one function here.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from decimal import Decimal

import pyarrow as pa

from adcrm.imports.layout import Layout
from adcrm.messages import Message


@dataclass(frozen=True)
class Shaped:
    """Records with the columns of ``Target.rows``; ``refused`` are lines to be set aside (line, fact, reason).

    ``counts`` may be empty. ``sums``: where not every record counts in them; else they are over all. ``kind`` and
    ``is_daily``: what the rows say of the report, where the declaration does not know. ``warnings`` tell what a person must know.
    """

    rows: pa.Table
    counts: dict[str, Decimal] = field(default_factory=dict)
    refused: tuple[tuple[int, str, Message], ...] = ()
    warnings: tuple[Message, ...] = ()
    sums: dict[str, Decimal] | None = None
    kind: str = ""
    is_daily: bool | None = None


def person_sql(column: str = "person_key") -> str:
    """SQL of the key of a person: as it stands, a mail address as the digest by which the records of CRM systems know it.

    So no address lies among orders and touches, and a buyer and a lead of the same address are one.
    """
    return f"CASE WHEN contains({column}, '@') THEN left(sha256(lower(trim({column}))), 40) ELSE {column} END"


Shape = Callable[[Layout, pa.Table], Shaped]


def shape(layout: Layout, rows: pa.Table) -> Shaped:
    """Give ``rows`` (every column of the target, and every further fact that was read, as text or number) the shape of their target."""
    target = layout.target
    found = _shapes().get(target.key, _as_it_stands)(layout, rows)
    return replace(found, rows=found.rows.select(target.rows.names).cast(target.rows))


def _as_it_stands(layout: Layout, rows: pa.Table) -> Shaped:
    return Shaped(rows)


def _shapes() -> dict[str, Shape]:
    from adcrm.imports import orders, touches, websites  # they speak the words of this module
    from adcrm.imports.records.shape import shape_deals, shape_people

    people = dict.fromkeys(("leads", "contacts", "clients"), shape_people)
    records = {"orders": orders.shape, "touchpoints": touches.touchpoints, "claims": touches.claims, "web": websites.shape}
    return records | people | {"deals": shape_deals}
