"""Small reports made by hand, and what the books say after them."""

import hashlib
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pyarrow as pa

from adcrm.actors import Actor
from adcrm.books import Books
from adcrm.imports.load import load
from adcrm.imports.model import MEASURES, LoadResult, Report, SetAside
from adcrm.imports.staging import REPORTED
from adcrm.warehouse.tables import AD_PERFORMANCE, ad_performance, ad_performance_history

OWNER = Actor("owner")
DAY = date(2026, 7, 1)
KINDS = pa.schema([AD_PERFORMANCE.to_pyarrow().field(name) for name in REPORTED])
PLAIN: dict[str, Any] = {
    "source_part": "",
    "platform": "google_ads",
    "account_id": "",
    "account": "Fernwick US",
    "level": "campaign",
    "breakdown": "none",
    "currency": "USD",
    "attribution": "",
    "is_additive": True,
}


def day(number: int) -> date:
    """The first, second ... day of the made-up period."""
    return DAY + timedelta(days=number - 1)


def row(number: int | tuple[int, int] = 1, cost: float | str = 10, **more: Any) -> dict[str, Any]:
    """A row for a day (or from one day to another) that costs ``cost``; 100 impressions and 10 clicks per unit of cost."""
    start, end = number if isinstance(number, tuple) else (number, number)
    amount = Decimal(str(cost))
    made = {"date_start": day(start), "date_end": day(end), "campaign": "Brand", "cost": amount, "impressions": int(amount * 100)}
    return {
        **PLAIN,
        **made,
        "clicks": int(amount * 10),
        "conversions": (amount / 10).quantize(Decimal("0.01")),
        "conversion_value": amount * 3,
        **more,
    }


def report(*rows: dict[str, Any], name: str = "report.csv", set_aside: tuple[SetAside, ...] = (), **more: Any) -> Report:
    """A report of these rows, the first on line 4, as a reader would hand it over."""
    placed = [{"source_line": line, **one} for line, one in enumerate(rows, start=4)]
    table = pa.Table.from_pylist([{column: one.get(column) for column in REPORTED} for one in placed], schema=KINDS)
    sha = hashlib.sha256(repr((name, placed)).encode()).hexdigest()
    first = placed[0] if placed else {**PLAIN, "date_start": DAY, "date_end": DAY}
    accounts = tuple(dict.fromkeys(one["account"] for one in placed))
    made: dict[str, Any] = {
        "file_name": name,
        "sha256": sha,
        "size_bytes": 100,
        "platform": first["platform"],
        "kind": f"{first['level']}_daily",
        "level": first["level"],
        "breakdown": () if first["breakdown"] == "none" else tuple(first["breakdown"].split("_")),
        "account": accounts[0] if len(accounts) == 1 else "",
        "accounts": accounts,
        "currency": first.get("currency", "USD"),
        "date_start": min((one["date_start"] for one in placed), default=DAY),
        "date_end": max((one["date_end"] for one in placed), default=DAY),
        "is_daily": all(one["date_start"] == one["date_end"] for one in placed),
        "rows": table,
        "rows_read": len(placed) + len(set_aside),
        "set_aside": set_aside,
        "sums": {m: sum((one[m] for one in placed if one.get(m) is not None), Decimal(0)) for m in MEASURES},
        "stated_total": None,
    }
    return Report(**{**made, **more})


def take(books: Books, client_id: int | None, *rows: dict[str, Any], **more: Any) -> LoadResult:
    """Load a report of these rows."""
    return load(books, report(*rows, **more), client_id, OWNER, b"the file")


def current(books: Books) -> list[dict[str, Any]]:
    """Every current row with all its columns, in a settled order."""
    return _sorted(books.facts.query(ad_performance).to_pylist())


def history(books: Books) -> list[dict[str, Any]]:
    """Every earlier version that is kept."""
    return _sorted(books.facts.query(ad_performance_history).to_pylist())


def total(books: Books, column: str = "cost", **where: Any) -> Decimal:
    """The sum over the rows that count in totals."""
    chosen = [one for one in current(books) if one["in_total"] and all(one[key] == value for key, value in where.items())]
    return sum((one[column] for one in chosen if one[column] is not None), Decimal(0))


def split(books: Books, breakdown: str, column: str = "cost") -> Decimal:
    """The sum over the rows that count in the chart of a breakdown."""
    return sum((one[column] for one in current(books) if one["in_split"] and one["breakdown"] == breakdown), Decimal(0))


def _sorted(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(({**one, "row_key": str(one["row_key"])} for one in rows), key=lambda one: (one["row_key"], one["import_id"]))
