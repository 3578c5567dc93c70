"""Small exports of shops and platforms made by hand, and what the books hold of each kind of record."""

from decimal import Decimal
from typing import Any

import ibis

from adcrm.books import Books
from adcrm.imports.load import load
from adcrm.imports.model import LoadResult
from adcrm.imports.read import read
from adcrm.imports.targets import target_of
from tests.imports.worlds import OWNER

SHOP_HEAD = (
    "Name,Email,Financial Status,Paid at,Currency,Subtotal,Shipping,Total,Discount Code,Discount Amount,Created at,Lineitem quantity,"
    "Lineitem name,Lineitem price,Cancelled at,Refunded Amount,Landing Site,utm_source,utm_medium,utm_campaign,Click ID,Visitor ID"
)


def shop_order(number: int, total: str, status: str = "paid", refund: str = "0.00", day: int = 1, more: str = "") -> list[str]:
    """The lines of an order at 23:30 in a zone seven hours behind UTC; ``more``: a second item."""
    at = f"2026-07-{day:02} 23:30:00 -0700"
    cancelled = at if status == "voided" else ""
    first = (
        f"#{number},a@example.com,{status},{at},USD,{total},0.00,{total},,0.00,{at},2,Tent,{total},{cancelled},{refund},"
        f"/tent?gclid=Cj{number}&utm_source=google,,cpc,Brand,,v_{number}"
    )
    return [first, *([f"#{number},a@example.com,,,,,,,,,,1,{more},5.00,,,,,,,,"] if more else [])]


def shop_file(*orders: list[str]) -> bytes:
    """A whole export."""
    return "\n".join([SHOP_HEAD, *(line for order in orders for line in order)]).encode() + b"\n"


def take_file(books: Books, client: int | None, data: bytes, name: str = "orders.csv", **answers: Any) -> LoadResult:
    """Read a file and load it."""
    return load(books, read(name, data, **answers), client, OWNER, data)


def held(books: Books, target: str, suffix: str = "") -> list[dict[str, Any]]:
    """Every current row of a target (``_history``: every earlier version), in a settled order."""
    about = target_of(target)
    rows = books.facts.query(ibis.table(about.schema, name=about.table + suffix)).to_pylist()
    return sorted(({**row, "row_key": str(row["row_key"])} for row in rows), key=lambda row: (row["row_key"], row["import_id"]))


def decimals(**numbers: str) -> dict[str, Decimal]:
    """Names with exact numbers."""
    return {name: Decimal(number) for name, number in numbers.items()}
