"""Logs of events: who met which channel when, and which row is an order. Read as the import reads a log of touches, under more heads.

A row that names an order, or whose kind says that something was bought, is the order itself, as everywhere in AdCRM. Many logs mark instead
the touch that was followed by the order (a column ``conversion`` of 0 and 1): there a row with a channel is the touch and, one step later, the order.
Others name the order on each of the touches that led to it, and no row is the order alone: there every row is a touch and the order follows the last.
"""

from dataclasses import dataclass, replace

import pyarrow as pa
import pyarrow.compute as pc

from adcrm.attribution.files.heads import Found
from adcrm.attribution.files.paths import NO, YES
from adcrm.channels.declare import MISSING, Channel, Column, normal_head
from adcrm.channels.touchpoints import CHANNEL
from adcrm.errors import FileRefusedError, Place
from adcrm.imports.disk import small_connection
from adcrm.imports.layout import quoted
from adcrm.imports.model import Answers, SetAside
from adcrm.imports.parse import parse
from adcrm.imports.recognise import place
from adcrm.imports.rows import held
from adcrm.messages import Message, message


@dataclass(frozen=True)
class Events:
    """``rows``: touches and orders in the columns of the table of touchpoints, to be put on a shelf."""

    rows: pa.Table
    orders: int
    rows_read: int
    set_aside: tuple[SetAside, ...]
    currency: str
    columns: dict[str, tuple[str, ...]]
    notes: tuple[Message, ...]


def read_events(file: str, found: Found, answers: Answers) -> Events:
    """Read the rows below the head.

    Raises
    ------
    FileRefusedError : there is no row, or none that can be taken.
    NeedsAnswerError : days can be read in two ways and nothing in the file decides.
    """
    reading = place(found.table, _channel(found), found.delimiter, found.head, found.above, found.below)
    parsed = parse(file, reading, answers)
    rows, aside = held(parsed.rows), list(parsed.set_aside)
    columns, is_led = dict(parsed.columns), False
    if "flag" in found.places:
        rows, odd = _with_flags(rows, found)
        aside += odd
        columns["flag"] = found.heads(found.places["flag"])
    elif "kind" not in found.places and "order_key" in found.places and _are_touches(rows):
        rows, is_led = _led_to_orders(rows), True
    if not rows.num_rows:
        raise _nothing(file, found, aside)
    orders = pc.sum(pc.equal(rows["kind"], "conversion")).as_py() or 0
    currency = parsed.currencies[0] if len(parsed.currencies) == 1 else answers.currency
    return Events(
        rows=_in_currency(rows, currency),
        orders=int(orders),
        rows_read=parsed.rows_read,
        set_aside=tuple(sorted(aside, key=lambda row: row.line)),
        currency=currency,
        columns=columns,
        notes=(*parsed.warnings, *_said(found, is_led)),
    )


def _channel(found: Found) -> Channel:
    """The declaration of a log of touches with each fact under the very head that was found."""
    heads = {fact: normal_head(found.head.cells[at]) for fact, at in found.places.items()}
    columns = tuple(_under(column, heads[column.fact]) for column in CHANNEL.columns if column.fact in heads)
    return replace(CHANNEL, columns=columns)


def _under(column: Column, head: str) -> Column:
    return replace(column, heads=(head,))


def _with_flags(rows: pa.Table, found: Found) -> tuple[pa.Table, list[SetAside]]:
    """Rows marked as orders, parted into the touch and the order; rows whose mark is neither yes nor no, set aside."""
    body, at = found.table.body(found.head, found.delimiter), found.places["flag"]
    yes, known = _list(YES), _list((*YES, *NO, *(mark.casefold() for mark in MISSING)))
    names = ", ".join(f'"{name}"' for name in rows.column_names)
    touch = "CASE WHEN kind = 'conversion' THEN 'visit' ELSE kind END AS kind, CAST(NULL AS VARCHAR) AS order_key"
    only_order = {"kind": "'conversion'", "channel": "NULL", "cost": "NULL"}
    order = ", ".join(f"CAST({sql} AS {_sql_type(rows, name)}) AS {name}" for name, sql in only_order.items())
    with body.folder.connect() if body.folder else small_connection() as connection:
        body.put(connection, is_wrapped=True)
        connection.register("every_row", rows)
        connection.execute(
            f"CREATE OR REPLACE TEMP VIEW marked AS SELECT every_row.*, lower(c{at}) IN ({yes}) AS flag, lower(c{at}) IN ({known}) AS is_known "
            "FROM every_row JOIN cells ON source_line = line"
        )
        odd = [line for (line,) in connection.sql("SELECT source_line FROM marked WHERE NOT is_known ORDER BY 1").fetchall()]
        made = connection.sql(
            f"SELECT {names} FROM (SELECT * REPLACE ({touch}) FROM marked WHERE is_known AND coalesce(channel, '') <> '' "
            f"AND (flag OR kind <> 'conversion')) UNION ALL BY NAME "
            f"SELECT {names} FROM (SELECT * REPLACE ({order}) FROM marked WHERE is_known AND (flag OR kind = 'conversion'))"
        ).to_arrow_table()
    heads = [cell.strip() or f"({i})" for i, cell in enumerate(found.head.cells, 1)]
    aside = [
        SetAside(found.table.part, line, heads[at], message("This is neither yes nor no."), dict(zip(heads, cells, strict=False)))
        for line, cells in zip(odd, body.raw(odd) if odd else (), strict=True)
    ]
    return made.select(rows.column_names).cast(rows.schema), aside


def _are_touches(rows: pa.Table) -> bool:
    """Whether most of the rows that name an order name a channel too."""
    keyed = rows.filter(pc.is_valid(rows["order_key"]))
    with_channel = pc.sum(pc.not_equal(pc.fill_null(keyed["channel"], ""), "")).as_py() or 0
    return bool(2 * with_channel > keyed.num_rows)


def _led_to_orders(rows: pa.Table) -> pa.Table:
    """Every row as a touch, and one row for each order at the time of its last touch, worth the most that any of them says."""
    names = ", ".join(f'"{name}"' for name in rows.column_names)
    touch = "CASE WHEN kind = 'conversion' THEN 'visit' ELSE kind END AS kind, CAST(NULL AS VARCHAR) AS order_key"
    empty = {name: f"CAST(NULL AS {_sql_type(rows, name)}) AS {name}" for name in ("channel", "cost")}
    last = 'PARTITION BY order_key ORDER BY "at" DESC, person_key, channel, campaign, source_line'
    with small_connection() as connection:
        connection.register("every_row", rows)
        made = connection.sql(
            f"SELECT {names} FROM (SELECT * REPLACE ({touch}) FROM every_row WHERE coalesce(channel, '') <> '') UNION ALL BY NAME "
            f"SELECT {names} FROM (SELECT * REPLACE ({', '.join(empty.values())}, max(value) OVER (PARTITION BY order_key) AS value), "
            f"row_number() OVER ({last}) AS nth FROM every_row WHERE order_key IS NOT NULL) WHERE nth = 1"
        ).to_arrow_table()
    return made.select(rows.column_names).cast(rows.schema)


def _list(words: tuple[str, ...]) -> str:
    return ", ".join(quoted(word) for word in words)


def _sql_type(rows: pa.Table, name: str) -> str:
    kind = rows.schema.field(name).type
    return f"DECIMAL({kind.precision}, {kind.scale})" if pa.types.is_decimal(kind) else "VARCHAR"


def _in_currency(rows: pa.Table, currency: str) -> pa.Table:
    """Amounts whose row names no currency are in the file's one, or the one that was typed."""
    at = rows.schema.get_field_index("currency")
    blank = pc.if_else(pc.equal(pc.fill_null(rows["currency"], ""), ""), currency, rows["currency"])
    return rows.set_column(at, rows.schema.field(at), blank.cast(pa.string()))


def _said(found: Found, is_led: bool) -> list[Message]:
    notes = []
    if "flag" in found.places:
        head = found.heads(found.places["flag"])[0]
        notes.append(message("A row marked in “{column}” was read as a touch that an order followed.", column=head))
    if is_led:
        notes.append(message("Every row with an order’s number was read as a touch that led to this order, which follows the last of them."))
    return notes


def _nothing(file: str, found: Found, aside: list[SetAside]) -> FileRefusedError:
    first = aside[0] if aside else None
    where = Place(file, found.table.part, first.line if first else found.head.line, first.column if first else "")
    what = message("Not one row can be taken. The first: {reason}", reason=first.reason) if first else message("There is no row below the head.")
    return FileRefusedError(what, message("Correct the file and try it again."), where)
