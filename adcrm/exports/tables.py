"""Which tables can leave AdCRM whole, and their rows.

``performance`` is the tidy fact table that Tableau and spreadsheets want: one row for each reported row that counts in totals, so that adding
it up gives the dashboards' figures; money stands in it as billed and in the reporting currency. ``performance_rows`` holds every current
row, with the flags that say what counts and the file and line it came from: add it up only by ``in_total``.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa
from sqlalchemy import Boolean as SqlBoolean
from sqlalchemy import Date, DateTime, LargeBinary, Numeric, Table, select
from sqlalchemy import Float as SqlFloat
from sqlalchemy import Integer as SqlInteger

from adcrm.actors import Actor, require
from adcrm.books import Books
from adcrm.errors import InputError
from adcrm.exports.formats import write_file
from adcrm.messages import message
from adcrm.metrics.currency import MONEY, converted, prepare, reporting_currency
from adcrm.store.session import now
from adcrm.store.tables import AuditEvent, Base, Client
from adcrm.warehouse.tables import SCHEMAS, ad_performance, imports

TIDY = (
    *("date_start", "date_end", "client", "platform", "account_id", "account", "campaign_id", "campaign", "campaign_type"),
    *("ad_group_id", "ad_group", "ad_id", "ad", "publisher", "product", "category", "region", "device", "currency"),
    *("impressions", "clicks", "link_clicks", "cost", "conversions", "conversion_value", "attribution"),
    *("reporting_currency", "exchange_rate", "cost_reporting", "conversion_value_reporting"),
)
FACTS = ("performance", "performance_rows")
# Times of a row by which days are chosen, where a table has one.
DAY_COLUMNS = ("date_start", "day", "at", "ordered_at", "claimed_at", "created_at", "captured_at", "answered_on")
KEPT_BACK = {"warehouse_meta", "cross_rates", "ad_performance", "ad_performance_history"}
CRM_KEPT_BACK = {"store_version", "api_tokens"}  # the second: what keys are known by belongs into no file


@dataclass(frozen=True)
class Choice:
    """What is wanted: a table, and of it one client (``None``: all) and the days between two (``None``: all)."""

    table: str
    client_id: int | None = None
    date_from: date | None = None
    date_to: date | None = None


def table_names() -> tuple[str, ...]:
    """Every table that can be exported: the two shapes of the facts, then the other tables of both stores."""
    warehouse = [name for name in SCHEMAS if name not in KEPT_BACK and not name.endswith("_history")]
    crm = sorted(name for name in Base.metadata.tables if name not in CRM_KEPT_BACK)
    return (*FACTS, *warehouse, *crm)


def export(books: Books, choice: Choice, kind: str, path: Path, actor: Actor) -> int:
    """Write a table to ``path`` in the format ``kind``; says how many rows, and notes in the log who took what.

    Raises
    ------
    PermissionRefusedError, InputError (no such table or format, too many rows for a sheet), MissingPackageError.
    """
    require(actor, "data.export")
    with rows_of(books, choice) as rows:
        count = write_file(rows, kind, path)
    with books.crm.write() as session:
        said = {"rows": count, "format": kind, "client_id": choice.client_id, "from": _text(choice.date_from), "to": _text(choice.date_to)}
        session.add(
            AuditEvent(at=now(), actor=actor.name, action="data.export", object_type="exports", object_id=choice.table, before=None, after=said)
        )
    return count


@contextmanager
def rows_of(books: Books, choice: Choice) -> Iterator[pa.RecordBatchReader]:
    """The rows of a table, batch by batch; money as exact decimals, times in UTC."""
    if choice.table not in table_names():
        raise InputError(message("There is no table “{name}”.", name=choice.table), message("Known tables: {names}.", names=", ".join(table_names())))
    if choice.table in Base.metadata.tables:
        yield _crm_rows(books, Base.metadata.tables[choice.table], choice).to_reader(max_chunksize=100_000)
        return
    with books.facts.stream(_warehouse_rows(books, choice)) as rows:
        yield rows


def _warehouse_rows(books: Books, choice: Choice) -> ir.Table:
    if choice.table not in FACTS:
        rows = ibis.table(SCHEMAS[choice.table], name=choice.table)
        return _texts(_chosen(rows, choice))
    rows = _chosen(ad_performance, choice)
    with books.crm.read() as session:
        names = [(key, name) for key, name in session.execute(select(Client.id, Client.name).order_by(Client.id))]
    # A client's name lies in the other store; with some hundred clients a CASE is as quick as a join.
    client = rows.client_id.cases(*names, else_=None) if names else ibis.null("string")
    named = rows.mutate(client=client)
    if choice.table == "performance":
        rows = _in_reporting_currency(books, named.filter(named.in_total))
        return rows.order_by("date_start", "client", "platform", "campaign", "ad_group", "ad").select(*TIDY)
    sourced = named.left_join(imports.select("import_id", "file_name"), "import_id")
    kept = [name for name in ad_performance.columns if name not in ("row_key", "client_id")]
    ordered = sourced.order_by("import_id", "source_part", "source_line")  # an engine that loads a large file keeps no order of its own
    return _texts(ordered.select("client", *kept, "file_name"))


def _in_reporting_currency(books: Books, rows: ir.Table) -> ir.Table:
    """The rows with both amounts: as billed, and in the reporting currency at the rate of their day; empty where there is none."""
    target = reporting_currency(books.facts)
    prepare(books.facts, target)
    both = converted(rows, target, "{}_reporting")
    amounts = {f"{name}_reporting": both[f"{name}_reporting"].cast("decimal(18, 6)") for name in MONEY}
    return both.mutate(reporting_currency=ibis.literal(target), exchange_rate=both.rate_factor, **amounts)


def _chosen(rows: ir.Table, choice: Choice) -> ir.Table:
    if choice.client_id is not None and "client_id" in rows.columns:
        rows = rows.filter(rows.client_id == choice.client_id)
    timed = next((name for name in DAY_COLUMNS if name in rows.columns), None)
    if timed and choice.date_from:
        rows = rows.filter(rows[timed].cast("date") >= choice.date_from)
    if timed and choice.date_to:
        rows = rows.filter(rows["date_end" if timed == "date_start" else timed].cast("date") <= choice.date_to)
    return rows


def _texts(rows: ir.Table) -> ir.Table:
    """Keys as text, which every format can hold."""
    keys = [name for name, kind in rows.schema().items() if kind.is_uuid()]
    return rows.mutate(**{name: rows[name].cast("string") for name in keys}) if keys else rows


def _crm_rows(books: Books, table: Table, choice: Choice) -> pa.Table:
    columns = [column for column in table.columns if not isinstance(column.type, LargeBinary)]
    query = select(*columns)
    if choice.client_id is not None and ("client_id" in table.c or table.name == "clients"):
        query = query.where(table.c["client_id" if "client_id" in table.c else "id"] == choice.client_id)
    timed = next((name for name in DAY_COLUMNS if name in table.c), None)
    if timed and choice.date_from:
        query = query.where(table.c[timed] >= choice.date_from)
    with books.crm.read() as session:
        found = session.execute(query).all()
    made = {column.name: pa.array([_plain(row[i]) for row in found], _arrow(column.type)) for i, column in enumerate(columns)}
    rows = pa.table(made)
    if timed and choice.date_to:
        last = [value is None or _day(value) <= choice.date_to for value in made[timed].to_pylist()]
        rows = rows.filter(pa.array(last, pa.bool_()))
    return rows


def _arrow(kind: Any) -> pa.DataType:
    if isinstance(kind, SqlBoolean):
        return pa.bool_()
    if isinstance(kind, SqlInteger):
        return pa.int64()
    if isinstance(kind, SqlFloat):
        return pa.float64()
    if isinstance(kind, Numeric):
        return pa.decimal128(kind.precision or 18, kind.scale or 0)
    if isinstance(kind, DateTime):
        return pa.timestamp("us")
    return pa.date32() if isinstance(kind, Date) else pa.string()


def _plain(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else value


def _day(value: Any) -> date:
    found: date = value.date() if hasattr(value, "date") else value
    return found


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None
