"""The index of journeys: every touch and order of a client in the order of people and times, made anew whenever the log or the orders change.

To sort sixteen million touches takes longer than everything that attribution does with them. So it is done once, in the transaction of the
write that made it necessary, and a question only reads. What touches say of their origin is kept once for each distinct combination (some
hundreds); a step holds numbers. Channels are grouped on those labels when a question is asked, so another grouping changes no step.

Nothing here depends on the order of rows in files: people, labels and orders are numbered in the order of what they say.
A touch of an unknown person belongs to no journey and is left out; an order of an unknown person stays, as a person of its own.
"""

from collections.abc import Iterable

from adcrm.warehouse.connection import Writer
from adcrm.warehouse.real_orders import real_orders
from adcrm.warehouse.tables import JOURNEY_LABELS

INDEXED = ("touchpoints", "orders")  # the tables whose rows the index follows
TABLES = ("journey_steps", "journey_labels", "journey_orders")
AT = '"at"'  # a word of the language
SAYS = tuple(name for name in JOURNEY_LABELS.names if name not in ("client_id", "label"))


def clients_of(writer: Writer, mine: str = "TRUE") -> list[int]:
    """The clients of the current touches and orders that ``mine`` (SQL) names: ask before they go, index after."""
    both = " UNION ".join(f"SELECT client_id FROM {table} WHERE client_id IS NOT NULL AND {mine}" for table in INDEXED)
    return [int(client) for client in writer.query(f"{both} ORDER BY 1")["client_id"].to_pylist()]


def index_steps(writer: Writer, clients: Iterable[int | None]) -> None:
    """Make the index of these clients anew from their touchpoints and orders as the transaction sees them. Rows of nobody have none."""
    for client in sorted({int(client) for client in clients if client is not None}):
        for table in TABLES:
            writer.execute(f"DELETE FROM {table} WHERE client_id = {client}")
        _make(writer, client)


def _make(writer: Writer, client: int) -> None:
    touch = f"client_id = {client} AND coalesce(kind, '') <> 'conversion' AND person_key <> ''"
    _temporary(writer, "real_now", f"SELECT *, {_seconds('moment')} AS seconds FROM ({real_orders(client)}) found")
    _temporary(
        writer,
        "people_now",
        'SELECT person_key AS p_key, CAST(row_number() OVER (ORDER BY person_key COLLATE "C") - 1 AS INTEGER) AS person FROM '
        f"(SELECT person_key FROM touchpoints WHERE {touch} UNION SELECT person_key FROM real_now WHERE person_key <> '') every",
    )
    order = ", ".join(f'{name} COLLATE "C"' for name in SAYS)
    said = ", ".join(f"coalesce({name}, '') AS {name}" for name in SAYS)
    number = f"CAST(row_number() OVER (ORDER BY {order}) - 1 AS INTEGER)"
    writer.execute(
        f"INSERT INTO journey_labels (client_id, label, {', '.join(SAYS)}) SELECT {client}, {number} AS label, {', '.join(SAYS)} "
        f"FROM (SELECT DISTINCT {said} FROM touchpoints WHERE {touch}) every ORDER BY label"
    )
    row = 'CAST(row_number() OVER (ORDER BY seconds, order_key COLLATE "C", person_key COLLATE "C", row_key) - 1 AS INTEGER)'
    known = int(writer.query("SELECT count(*) AS n FROM people_now")["n"][0].as_py())
    alone = f"CAST({known} + row_number() OVER (PARTITION BY person IS NULL ORDER BY order_row) - 1 AS INTEGER)"
    columns = "order_key, person_key, {at}, day, value, currency, status, product, category, country"
    found = columns.format(at="seconds")
    writer.execute(
        f"INSERT INTO journey_orders (client_id, order_row, person, {columns.format(at=AT)}) "
        f"SELECT {client}, order_row, CASE WHEN person IS NULL THEN {alone} ELSE person END, {found} "
        f"FROM (SELECT {row} AS order_row, person, {found} FROM real_now LEFT JOIN people_now ON p_key = person_key) numbered ORDER BY order_row"
    )
    same = " AND ".join(f"l.{name} = coalesce(t.{name}, '')" for name in SAYS)
    touches = (
        f"SELECT person, {_seconds(AT)} AS seconds, coalesce(day, CAST({AT} AS DATE)) AS day, label, -1 AS order_row "
        f"FROM (SELECT * FROM touchpoints WHERE {touch}) t JOIN people_now ON p_key = person_key "
        f"JOIN (SELECT * FROM journey_labels WHERE client_id = {client}) l ON {same}"
    )
    orders = f'SELECT person, "at" AS seconds, day, -1 AS label, order_row FROM journey_orders WHERE client_id = {client}'
    writer.execute(
        'INSERT INTO journey_steps (client_id, person, "at", day, label, order_row) '
        f"SELECT {client}, person, seconds, day, label, order_row FROM ({touches} UNION ALL {orders}) steps "
        "ORDER BY person, seconds, order_row, label"
    )
    for name in ("real_now", "people_now"):
        writer.execute(f"DROP TABLE {name}")


def _temporary(writer: Writer, name: str, sql: str) -> None:
    writer.execute(f"DROP TABLE IF EXISTS {name}")
    writer.execute(f"CREATE TEMP TABLE {name} AS {sql}")


def _seconds(moment: str) -> str:
    """SQL of the seconds since 1970 of a moment in UTC."""
    return f"CAST(floor(extract(epoch FROM {moment})) AS BIGINT)"
