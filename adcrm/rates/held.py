"""What rates the books hold, by pair and source, and the single rates behind them."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import ibis
import pandas as pd

from adcrm.warehouse import Warehouse
from adcrm.warehouse.tables import exchange_rates, imports


@dataclass(frozen=True)
class HeldPair:
    """The rates of one pair from one source: how many days, from when to when, and the newest of them."""

    base: str
    quote: str
    source: str
    days: int
    date_start: date
    date_end: date
    newest: Decimal


def held_pairs(facts: Warehouse) -> tuple[HeldPair, ...]:
    """Every pair and source that has rates, the pair with the newest rate first."""
    rates = exchange_rates
    spans = rates.group_by("base", "quote", "source").agg(days=rates.day.nunique(), date_start=rates.day.min(), date_end=rates.day.max())
    newest = rates.group_by("base", "quote", "source", "day").agg(import_id=rates.import_id.max())
    last = newest.join(rates, ["base", "quote", "source", "day", "import_id"]).select("base", "quote", "source", "day", "rate")
    joined = spans.join(last, ["base", "quote", "source"]).filter(ibis._.day == ibis._.date_end)
    found = facts.query(joined.select("base", "quote", "source", "days", "date_start", "date_end", newest=joined.rate)).to_pylist()
    made = (HeldPair(**{**row, "days": int(row["days"])}) for row in found)
    return tuple(sorted(made, key=lambda one: (-one.date_end.toordinal(), one.source, one.base, one.quote)))


def single_rates(facts: Warehouse, base: str, quote: str, source: str, limit: int = 400) -> pd.DataFrame:
    """The newest rates of one pair and source that count, with the import and line each came from.

    Columns: ``day``, ``rate`` (exact), ``import_id``, ``source_line``, ``file_name``.
    """
    rates = exchange_rates.filter(exchange_rates.base == base, exchange_rates.quote == quote, exchange_rates.source == source)
    newest = rates.group_by("day").agg(import_id=rates.import_id.max())
    rows = newest.join(rates, ["day", "import_id"]).left_join(imports.select("import_id", "file_name"), "import_id")
    table = facts.query(rows.order_by(ibis.desc("day")).limit(limit).select("day", "rate", "import_id", "source_line", "file_name"))
    return pd.DataFrame(table.to_pylist(), columns=["day", "rate", "import_id", "source_line", "file_name"])
