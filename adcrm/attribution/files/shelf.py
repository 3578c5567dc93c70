"""Books in memory that hold the records of a few files for one answer: the same tables, the same index of journeys, no import.

What files say is then asked as what the books say. The key of a row is made of all that it says, not of where it stands, so that the
order of rows decides nothing; a row that comes twice in one file counts twice, and in two files once.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from threading import Lock

import pyarrow as pa

from adcrm.books import Books
from adcrm.imports.rows import held
from adcrm.imports.targets import SOURCE, Target, named, target_of
from adcrm.store import open_store
from adcrm.warehouse import Warehouse, Writer, open_warehouse
from adcrm.warehouse.steps import index_steps

CLIENT = 1  # whose everything is; a shelf has one client


_migrating = Lock()  # Alembic has one context a process


@contextmanager
def facts_shelf(records: Mapping[str, Sequence[pa.Table]]) -> Iterator[Warehouse]:
    """The warehouse while the block runs. ``records``: of each target (``touchpoints``, ``orders``, ``claims``) the rows of its files."""
    facts = open_warehouse("duckdb:///:memory:")
    try:
        with facts.write() as writer:
            for key, files in records.items():
                for rows in files:
                    _put(writer, target_of(key), held(rows))
            index_steps(writer, [CLIENT])
        yield facts
    finally:
        facts.close()


@contextmanager
def shelf(records: Mapping[str, Sequence[pa.Table]]) -> Iterator[Books]:
    """The same with a CRM database in which nobody has said anything."""
    with facts_shelf(records) as facts:
        with _migrating:
            crm = open_store("sqlite:///:memory:")
        try:
            yield Books(crm, facts)
        finally:
            crm.close()


def _put(writer: Writer, target: Target, rows: pa.Table) -> None:
    writer.stage("of_file", rows.select(target.rows.names))
    said = ", ".join(f"coalesce(CAST({named(name)} AS VARCHAR), chr(30))" for name in target.rows.names if name not in SOURCE)
    writer.execute(
        f"CREATE TEMP TABLE keyed_file AS SELECT *, CAST(md5(concat_ws(chr(31), said, nth)) AS UUID) AS row_key FROM "
        f"(SELECT *, row_number() OVER (PARTITION BY said) AS nth FROM (SELECT *, concat_ws(chr(31), {said}) AS said FROM of_file) each)"
    )
    made = {"row_key": "row_key", "import_id": "1", "client_id": str(CLIENT)}
    picked = ", ".join(made.get(name, named(name)) for name in target.schema.names)
    writer.execute(
        f"INSERT INTO {target.table} ({target.columns}) SELECT {picked} FROM keyed_file WHERE row_key NOT IN (SELECT row_key FROM {target.table})"
    )
    for name in ("of_file", "keyed_file"):
        writer.drop(name)
