"""A small made-up agency, and what the demo's tests ask of the stores."""

import hashlib
from datetime import date

import pyarrow as pa
import pyarrow.csv as pacsv

from adcrm.actors import Actor
from adcrm.books import Books
from adcrm.demo import DemoResult, load_demo

END = date(2026, 11, 21)
SMALL = 0.1
TABLES = ("ad_performance", "ad_performance_history", "imports", "touchpoints", "orders", "order_claims", "quarantine")


def load_small(books: Books, owner: Actor, seed: int = 7) -> DemoResult:
    """About six weeks of the agency, with a tenth of its people."""
    return load_demo(books, owner, seed=seed, end_day=END, scale=SMALL)


def rows_of(books: Books, sql: str) -> list[dict[str, object]]:
    """The rows of a query over the warehouse."""
    made: list[dict[str, object]] = books.facts.sql(sql).to_pylist()
    return made


def counts(books: Books) -> dict[str, int]:
    """How many rows each table of the warehouse has."""
    return {table: int(str(rows_of(books, f"SELECT count(*) AS n FROM {table}")[0]["n"])) for table in TABLES}


def fingerprint(books: Books, table: str) -> str:
    """The SHA-256 of all that a table of an embedded warehouse holds."""
    text = pa.BufferOutputStream()
    pacsv.write_csv(books.facts.sql(f"SELECT COLUMNS(*)::VARCHAR FROM {table} ORDER BY ALL"), text)
    return hashlib.sha256(text.getvalue()).hexdigest()
