"""The log of imports, and from an entry of it back to the file, its lines and the rows that were set aside."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import ibis
import ibis.expr.types as ir
import pandas as pd

from adcrm.books import Books
from adcrm.errors import NotFoundError
from adcrm.imports import archive
from adcrm.imports.containers import unpack
from adcrm.imports.model import SetAside
from adcrm.imports.notes import unpack as unpack_note
from adcrm.imports.notes import unpack_all, unpack_numbers
from adcrm.imports.tables import TextTable
from adcrm.imports.targets import ADS, TARGETS, room_at, warehouse_targets
from adcrm.messages import Message, message
from adcrm.warehouse.tables import exchange_rates, imports, quarantine

MAX_LINES_OF_RECORD = 200  # a quotation mark that never closes must not make a record of the rest of the file


@dataclass(frozen=True)
class ImportDetail:
    """One import, as the log has it, and where its rows are now.

    Attributes
    ----------
    entry : the columns of ``imports``; ``client_id`` may be ``None``.
    sums, stated_total : ``{measure: number}``; no total where the file states none.
    rows_current : rows that are current now; the others were replaced by newer imports.
    rows_in_total : rows of this import that count in totals now.
    answers : how the file was read, as :mod:`adcrm.imports.answers` packs it; '' for imports from before that was kept.
    """

    entry: dict[str, Any]
    sums: dict[str, Decimal]
    stated_total: dict[str, Decimal] | None
    warnings: tuple[Message, ...]
    rows_current: int
    rows_in_total: int
    answers: str = ""

    @property
    def is_undone(self) -> bool:
        """Whether it has been taken back."""
        return self.entry["undone_at"] is not None


def list_imports(books: Books, client_id: int | None = None, limit: int = 500) -> pd.DataFrame:
    """The newest imports first, undone ones with them: the columns of ``imports`` without its JSON texts."""
    log = imports.drop("sums", "stated_total", "warnings", "answers")
    if client_id is not None:
        log = log.filter(log.client_id == client_id)
    return books.facts.frame(log.order_by(log.import_id.desc()).limit(limit))


def import_detail(books: Books, import_id: int) -> ImportDetail:
    """Everything the log has on one import.

    Raises
    ------
    NotFoundError : there is no import of this number.
    """
    found = _details(books, imports.filter(imports.import_id == import_id))
    if not found:
        raise NotFoundError(
            message("There is no import with the number {id}.", id=str(import_id)), message("Look the number up in the import history.")
        )
    return found[0]


def newest_imports(books: Books, limit: int) -> list[ImportDetail]:
    """The newest imports first, each with everything the log has on it."""
    return _details(books, imports.order_by(imports.import_id.desc()).limit(limit))


def quarantined_rows(books: Books, import_id: int) -> tuple[SetAside, ...]:
    """The rows of an import that were not taken, in the order of the file."""
    mine = quarantine.filter(quarantine.import_id == import_id).order_by("source_part", "source_line", "column_name")
    return tuple(
        SetAside(row["source_part"] or "", row["source_line"], row["column_name"] or "", unpack_note(row["reason"]), json.loads(row["raw"] or "{}"))
        for row in books.facts.query(mine).to_pylist()
    )


def original_file(books: Books, import_id: int) -> bytes:
    """The bytes of the imported file.

    Raises
    ------
    NotFoundError : no such import, or its file is no longer kept.
    """
    return archive.kept(import_detail(books, import_id).entry["sha256"])


def original_lines(books: Books, import_id: int, part: str, lines: Iterable[int]) -> list[tuple[int, str]]:
    """Lines of the imported file as they stood, from 1; ``part`` is a sheet or a member of a zip.

    A record with line breaks in its cells is given whole; the cells of a sheet's row stand apart by tabs. A line past
    the end is left out.
    """
    entry = import_detail(books, import_id).entry
    tables = unpack(entry["file_name"], archive.kept(entry["sha256"]))
    table = next((one for one in tables if one.part == part), tables[0])
    wanted = sorted(set(lines))
    if isinstance(table, TextTable):
        # Lines end where the reader of the rows ends them; other signs that Python takes for an end stand inside a cell.
        text = [line.removesuffix("\r") for line in table.data.decode("utf-8", "replace").removesuffix("\n").split("\n")]
        return [(line, _record(text, line)) for line in wanted if 1 <= line <= len(text)]
    rows = getattr(table, "rows", [])
    return [(line, "\t".join(str(cell) for cell in rows[line - 1]).rstrip("\t")) for line in wanted if 1 <= line <= len(rows)]


def _record(text: list[str], line: int) -> str:
    """The record that begins on a line: more lines while a quotation mark is open."""
    made = text[line - 1]
    for more in text[line : line - 1 + MAX_LINES_OF_RECORD]:
        if made.count('"') % 2 == 0:
            break
        made += "\n" + more
    return made


def _details(books: Books, log: ir.Table) -> list[ImportDetail]:
    """The entries of ``log``, newest first."""
    entries = books.facts.query(log.order_by(log.import_id.desc())).to_pylist()
    by_import = _rows_now(books, log, [entry["import_id"] for entry in entries])
    made = []
    for entry in entries:
        texts = {name: entry.pop(name) or "" for name in ("sums", "stated_total", "warnings", "answers")}
        rows_now = by_import.get(entry["import_id"], {})
        sums, stated = unpack_numbers(texts["sums"]) or {}, unpack_numbers(texts["stated_total"])
        counts = int(rows_now.get("current") or 0), int(rows_now.get("counted") or 0)
        made.append(ImportDetail(entry, sums, stated, unpack_all(texts["warnings"]), *counts, texts["answers"]))
    return made


def _rows_now(books: Books, log: ir.Table, import_ids: list[int]) -> dict[int, dict[str, int]]:
    """For each import its ``current`` rows and, of ad facts, those that are ``counted`` in totals; every other current row counts."""
    found: dict[int, dict[str, int]] = {}
    for target in warehouse_targets():
        rows = ibis.table(target.schema, name=target.table).semi_join(log, "import_id")
        counted = rows.count(where=rows.in_total) if target is ADS else rows.count(where=rows.client_id.notnull())
        for row in books.facts.query(rows.group_by("import_id").agg(current=rows.count(), counted=counted)).to_pylist():
            found[row["import_id"]] = {"current": int(row["current"]), "counted": int(row["counted"])}
    rates = exchange_rates.semi_join(log, "import_id")
    for row in books.facts.query(rates.group_by("import_id").agg(rows=rates.count())).to_pylist():
        found[row["import_id"]] = {"current": int(row["rows"]), "counted": 0}
    for room in sorted({target.room for target in TARGETS.values() if target.room}):
        found |= {number: {"current": rows, "counted": rows} for number, rows in room_at(room).rows_now(books, import_ids).items() if rows}
    return found
