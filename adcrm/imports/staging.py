"""A report's rows inside a write transaction: given their client and key, and compared with what the books hold.

The tables made here are temporary; ``keyed`` holds the report's rows with every column of ``ad_performance``.
"""

import hashlib
import uuid
from dataclasses import dataclass

import pyarrow as pa

from adcrm.campaigns.rules import first_client
from adcrm.imports.clients import Account, Owners
from adcrm.imports.keys import IS_COUNTED, key_text, key_uuid
from adcrm.imports.model import MEASURES, Report
from adcrm.imports.rows import Rows, StoredRows, distinct, first_and_last
from adcrm.imports.targets import ADS, Target, named, target_of
from adcrm.warehouse import Writer

COLUMNS = ADS.columns
REPORTED = ADS.rows.names


def is_changed(target: Target) -> str:
    """SQL: a new row says something else than the old one with its key."""
    return "(" + " OR ".join(f"new.{column} IS DISTINCT FROM old.{column}" for column in target.values) + ")"


def compared(target: Target) -> tuple[str, ...]:
    """The measures whose changes are shown."""
    return MEASURES if target is ADS else target.summed


@dataclass(frozen=True)
class Difference:
    """How a report's rows stand to the current ones with the same keys."""

    rows_new: int
    rows_changed: int
    rows_same: int
    has_repeats: bool = False  # rows of a large report had to be told apart
    rows_gone: int = 0  # rows of the books that a pull no longer lists

    @property
    def is_nothing(self) -> bool:
        """Whether loading would change no figure."""
        return not (self.rows_new or self.rows_changed or self.rows_gone)

    @property
    def meets_rows(self) -> bool:
        """Whether any key of the report is in the books, or one that it no longer lists."""
        return bool(self.rows_changed or self.rows_same or self.rows_gone)


def accounts_of(rows: Rows) -> list[Account]:
    """The accounts that the rows name."""
    columns = [column for column in ("account_id", "account") if column in rows.schema.names]
    found = {Account(one.get("account_id") or "", one.get("account") or "") for one in distinct(rows, columns)}
    return sorted(found, key=lambda account: (account.account_id, account.name))


def stage_rows(writer: Writer, report: Report, whose: Owners, number_late: bool = False) -> bool:
    """Make ``keyed``. Rows with the same key in one file are told apart by their order in it; returns whether there are any.

    ``number_late`` leaves that for a large report to :func:`difference`, where keys are compared, and to :func:`insert_keyed`.
    """
    clear_staged(writer)
    target = target_of(report.target)
    if isinstance(report.rows, StoredRows):
        writer.stage_select("incoming", report.rows.sql, report.rows.schema, report.rows.tables)
    else:
        writer.stage("incoming", report.rows.select(target.rows.names))
    clients = set(whose.client_of.values())
    source, client = "incoming", _integer(next(iter(clients), None))
    if len(clients) > 1:
        owners = [{"o_id": account.account_id, "o_name": account.name, "o_client": owner} for account, owner in whose.client_of.items()]
        writer.stage("owners", pa.Table.from_pylist(owners, pa.schema([("o_id", pa.string()), ("o_name", pa.string()), ("o_client", pa.int32())])))
        known_by = "o_id = coalesce(account_id, '') AND " if target.has_account_id else ""
        source = f"incoming JOIN owners ON {known_by}o_name = coalesce(account, '')"
        client = "o_client"
    if target is ADS:
        client = first_client(whose.rules, client)
    same = dict(report.rows.same) if isinstance(report.rows, StoredRows) else {}
    if len(clients) == 1 and client == _integer(next(iter(clients))):
        owner = next(iter(clients))
        same["client_id"] = None if owner is None else str(owner)
    made = {
        "row_key": key_uuid(target=target, same=same, filled=report.rows.filled if isinstance(report.rows, StoredRows) else ()),
        "import_id": "CAST(0 AS BIGINT)",
        # A guess at the flags, right for most reports, so that few rows have to be written twice.
        "in_total": f"client_id IS NOT NULL AND is_additive AND breakdown = 'none' AND date_start = date_end AND {IS_COUNTED}",
        "in_split": f"client_id IS NOT NULL AND breakdown <> 'none' AND {IS_COUNTED}",
    }
    picked = ", ".join(f"{made.get(name, named(name))} AS {named(name)}" for name in target.schema.names)
    reported = ", ".join(named(name) for name in target.rows.names)
    with_client = f"SELECT {reported}, {client} AS client_id FROM {source}"
    if isinstance(report.rows, StoredRows):
        writer.derive("unnumbered", f"SELECT {picked} FROM ({with_client}) rows_with_client")
        writer.derive("keyed", "SELECT * FROM unnumbered")
    else:
        writer.execute(f"CREATE TEMP TABLE keyed AS SELECT {picked} FROM ({with_client}) rows_with_client")
    if not writer.is_view("keyed"):
        return number_repeats(writer, "keyed", target=target)
    return not number_late and _number_view(writer, target)


def insert_keyed(writer: Writer, import_id: int, target: Target) -> bool:
    """Append ``keyed`` to its table as the rows of an import; returns whether rows had to be told apart that were not before."""
    picked = ", ".join(str(int(import_id)) if name == "import_id" else named(name) for name in target.schema.names)
    insert = f"INSERT INTO {target.table} ({target.columns}) SELECT {picked} FROM keyed"
    if not writer.is_view("keyed"):
        writer.execute(insert)
        return False
    writer.append(insert)
    mine = f"{target.table} WHERE import_id = {int(import_id)}"
    if _are_apart(writer, f"SELECT row_key FROM {mine}"):  # cheaper than to make every key once more before
        return False
    writer.execute(f"DELETE FROM {mine}")
    _number_view(writer, target)
    writer.append(insert)
    return True


def _are_apart(writer: Writer, keys: str) -> bool:
    counted = writer.query(f"SELECT count(*) AS n, count(DISTINCT row_key) AS apart FROM ({keys}) every_key").to_pylist()[0]
    return bool(counted["n"] == counted["apart"])


def _number_view(writer: Writer, target: Target) -> bool:
    """Give the second, third ... row of the view ``keyed`` with the same text a key of its own; if there is any."""
    if _are_apart(writer, "SELECT row_key FROM keyed"):
        return False
    number = "row_number() OVER (PARTITION BY row_key ORDER BY source_part, source_line)"
    again = "SELECT row_key FROM keyed GROUP BY row_key HAVING count(*) > 1"
    writer.execute("DROP TABLE IF EXISTS repeats")
    writer.execute(
        "CREATE TEMP TABLE repeats AS SELECT * FROM (SELECT source_part AS r_part, source_line AS r_line, "
        f"{number} AS r_number FROM keyed WHERE row_key IN ({again})) numbered WHERE r_number > 1"
    )
    key = f"CASE WHEN r_number IS NULL THEN row_key ELSE {key_uuid('r_number', target)} END AS row_key"
    picked = ", ".join(key if name == "row_key" else named(name) for name in target.schema.names)
    writer.derive("keyed", f"SELECT {picked} FROM unnumbered LEFT JOIN repeats ON r_part = source_part AND r_line = source_line")
    return True


def _keep_keys(writer: Writer, target: Target) -> bool:
    """Make every key of the view ``keyed``, of one table, once, where it will be read several times; returns whether rows had to be told apart."""
    writer.execute("DROP TABLE IF EXISTS fresh")
    writer.execute("CREATE TEMP TABLE fresh AS SELECT source_line AS f_line, row_key AS f_key FROM keyed")
    if not _are_apart(writer, "SELECT f_key AS row_key FROM fresh"):
        return _number_view(writer, target)
    picked = ", ".join("f_key AS row_key" if name == "row_key" else named(name) for name in target.schema.names)
    writer.derive("keyed", f"SELECT {picked} FROM unnumbered JOIN fresh ON f_line = source_line")
    return False


def number_repeats(writer: Writer, table: str, within: str = "", target: Target = ADS) -> bool:
    """Give the second, third ... row with the same text in its file (``within``: column that names the file) a key of its own; if there is any."""
    apart = f"row_key, {within}" if within else "row_key"
    repeats = writer.query(f"SELECT count(*) - (SELECT count(*) FROM (SELECT DISTINCT {apart} FROM {table}) once) AS n FROM {table}")["n"][0].as_py()
    if not repeats:
        return False
    writer.execute(
        f"CREATE TEMP TABLE numbered AS SELECT source_part AS n_part, source_line AS n_line, {within or '0'} AS n_file, row_key AS n_key, "
        f"row_number() OVER (PARTITION BY {apart} ORDER BY source_part, source_line) AS n FROM {table}"
    )
    writer.execute(
        f"UPDATE {table} SET row_key = {key_uuid('n', target)} FROM numbered WHERE n > 1 AND row_key = n_key "
        f"AND source_part = n_part AND source_line = n_line AND {within or '0'} = n_file"
    )
    writer.execute("DROP TABLE numbered")
    return True


def number_beside(writer: Writer, import_id: int, target: Target = ADS) -> None:
    """Give the rows of a correction the numbers that are free beside the rows that their file brought before.

    A row that its file has twice is then added to its twin, as it would have been with the file, and does not replace it.
    """
    family = f"import_id IN (SELECT import_id FROM imports WHERE undone_at IS NULL AND (import_id = {int(import_id)} OR corrects = {int(import_id)}))"
    first = target.dated[0]
    days = f"{first} IN (SELECT {first} FROM keyed)"
    tables = " UNION ALL ".join(f"SELECT row_key FROM {table} WHERE {family} AND {days}" for table in (target.table, f"{target.table}_history"))
    used = {str(key) for key in writer.query(f"SELECT CAST(row_key AS VARCHAR) AS row_key FROM ({tables}) brought")["row_key"].to_pylist()}
    mine = writer.query(f"SELECT source_part, source_line, {key_text(target)} AS text FROM keyed ORDER BY source_part, source_line").to_pylist()
    numbered = []
    for row in mine:
        n = 1
        while (key := _key(row["text"], n)) in used:
            n += 1
        used.add(key)
        numbered.append({"n_part": row["source_part"], "n_line": row["source_line"], "n": n})
    kinds = pa.schema([("n_part", pa.string()), ("n_line", pa.int32()), ("n", pa.int32())])
    writer.stage("numbered", pa.Table.from_pylist(numbered, kinds))
    writer.execute(f"UPDATE keyed SET row_key = {key_uuid('n', target)} FROM numbered WHERE source_part = n_part AND source_line = n_line")
    writer.execute("DROP TABLE numbered")


def _key(text: str, repeat: int) -> str:
    """What :func:`adcrm.imports.keys.key_uuid` makes of a text."""
    return str(uuid.UUID(hashlib.md5(f"{text}\x1f{repeat}".encode(), usedforsecurity=False).hexdigest()))


def difference(writer: Writer, rows: Rows, target: Target = ADS) -> Difference:
    """Compare ``keyed``, made of a report's ``rows``, with the current ones.

    Leaves ``met``, the keys that are in the books: row_key, is_changed, date_start, date_end, currency, and of each measure in
    :func:`compared` ``<measure>_before`` and ``<measure>_after``, of a declined sale 0: it counts nowhere. It is not there
    where no row of the books could be met.
    """
    first, values, near = target.dated[0], {}, "TRUE"
    n = rows.num_rows
    if target is ADS:
        # A key holds the day, so only rows of the same days can be met; mostly a new report meets none. The moment of an order may be restated.
        values = dict(zip(("first_day", "last_day"), first_and_last(rows, first, first), strict=True))
        near = f"{first} BETWEEN $first_day AND $last_day"
    if not writer.query(f"SELECT 1 AS n FROM {target.table} WHERE {near} LIMIT 1", **values).num_rows:
        return Difference(n, 0, 0)
    repeats = False
    if isinstance(rows, StoredRows) and writer.is_view("keyed"):  # of one table, lines are told apart by their number
        repeats = _keep_keys(writer, target) if "source_part" in rows.same else _number_view(writer, target)
    can_be_declined = target is ADS and not (isinstance(rows, StoredRows) and rows.same.get("status", "") is None)
    counted = "CASE WHEN {0}.status = 'declined' AND {0}.{1} IS NOT NULL THEN 0 ELSE {0}.{1} END" if can_be_declined else "{0}.{1}"
    figures = ", ".join(f"{counted.format('old', m)} AS {m}_before, {counted.format('new', m)} AS {m}_after" for m in compared(target))
    dates = ", ".join(f"new.{day} AS {name}" for day, name in zip(target.dated, ("date_start", "date_end"), strict=True))
    writer.execute(
        f"CREATE TEMP TABLE met AS SELECT new.row_key, {is_changed(target)} AS is_changed, {dates}, new.currency, {figures} FROM keyed new "
        f"JOIN (SELECT * FROM {target.table} WHERE {near}) old ON old.row_key = new.row_key",
        **values,
    )
    counts = writer.query("SELECT count(*) AS met, count(*) FILTER (WHERE is_changed) AS changed FROM met").to_pylist()[0]
    return Difference(n - counts["met"], counts["changed"], counts["met"] - counts["changed"], repeats)


def clear_staged(writer: Writer) -> None:
    """Drop what this module made; PostgreSQL would keep it with the connection."""
    for name in ("keyed", "unnumbered", "met", "repeats", "fresh", "incoming", "owners", "gone"):
        writer.drop(name)


def _integer(value: int | None) -> str:
    return f"CAST({'NULL' if value is None else int(value)} AS INTEGER)"
