"""Set-aside rows dealt with: corrected and loaded as a correction of their import, or left out with a reason."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from adcrm.actors import Actor, require
from adcrm.books import Books
from adcrm.errors import ImportConflictError, InputError, NotFoundError
from adcrm.imports import archive
from adcrm.imports.again import Edits, RowReader, Verdict, corrected, row_reader
from adcrm.imports.answers import said
from adcrm.imports.history import ImportDetail, import_detail
from adcrm.imports.load import load
from adcrm.imports.marks import mark, reopen_rows
from adcrm.imports.model import Answers, Correction, LoadResult, Report
from adcrm.imports.parse import Parsed
from adcrm.imports.quarantine import AsideRow, RowKey, set_aside
from adcrm.imports.read import report_kind
from adcrm.imports.rows import held
from adcrm.imports.staging import accounts_of
from adcrm.imports.targets import target_of
from adcrm.messages import message


@dataclass(frozen=True)
class Retried:
    """What a retry did: ``result`` of the load (``None`` where no row could be taken), and a verdict for each row."""

    result: LoadResult | None
    verdicts: tuple[Verdict, ...]

    @property
    def taken(self) -> int:
        """How many rows are in the books now."""
        return sum(verdict.is_taken for verdict in self.verdicts)


def judge(books: Books, import_id: int, edits: Edits) -> tuple[Verdict, ...]:
    """Whether set-aside rows would be taken with these cells changed; writes nothing.

    Raises
    ------
    NotFoundError, ImportConflictError, FileRefusedError : as :func:`adcrm.imports.again.row_reader`; no such row; it is not open.
    """
    return _read(books, import_id, edits)[1]


def retry(books: Books, import_id: int, edits: Edits, actor: Actor) -> Retried:
    """Read set-aside rows again with these cells changed, and load those that can be taken, in one transaction.

    They belong to the file of their import: a correction of it in the log, with their own lines, to be undone by itself or with it.
    Rows that still cannot be taken stay open.

    Raises
    ------
    PermissionRefusedError, and those of :func:`judge`.
    """
    require(actor, "imports.load")
    parsed, verdicts = _read(books, import_id, edits)
    good = {(verdict.part, verdict.line): dict(edits[verdict.part, verdict.line]) for verdict in verdicts if verdict.is_taken}
    if not good:
        return Retried(None, verdicts)
    detail = import_detail(books, import_id)
    report = _report(detail, parsed, Correction(import_id, good))
    result = load(books, report, detail.entry["client_id"], actor, archive.kept(report.sha256))
    if result.outcome == "unchanged":  # the books hold these very rows, from another file
        with books.facts.write() as writer:
            mark(writer, import_id, good, "taken", actor)
    return Retried(result, verdicts)


def leave_out(books: Books, import_id: int, keys: Iterable[RowKey], reason: str, actor: Actor) -> int:
    """Decide that open rows are not to be taken, and why; returns how many.

    Raises
    ------
    PermissionRefusedError, NotFoundError, ImportConflictError (not open), InputError (no reason).
    """
    require(actor, "imports.load")
    if not reason.strip():
        raise InputError(message("A row is left out for a reason."), message("Say why, so that others can follow it later."))
    wanted: dict[RowKey, dict[str, str]] = {key: {} for key in keys}
    _open_rows(books, import_id, wanted)
    with books.facts.write() as writer:
        mark(writer, import_id, wanted, "left_out", actor, note=" ".join(reason.split()))
    return len(wanted)


def reopen(books: Books, import_id: int, keys: Iterable[RowKey], actor: Actor) -> None:
    """Put rows that were left out back on the list of open ones.

    Raises
    ------
    PermissionRefusedError
    """
    require(actor, "imports.load")
    with books.facts.write() as writer:
        reopen_rows(writer, import_id, keys)


def _read(books: Books, import_id: int, edits: Edits) -> tuple[list[tuple[RowReader, Parsed]], tuple[Verdict, ...]]:
    rows = _open_rows(books, import_id, edits)
    by_part: dict[str, dict[int, dict[str, str]]] = {}
    for (part, line), changes in edits.items():
        by_part.setdefault(part, {})[line] = corrected(rows[part, line], changes)
    parsed, verdicts = [], []
    for part, cells in by_part.items():
        reader = row_reader(books, import_id, part)
        found, said_of = reader.read(cells)
        parsed += [(reader, one) for one in found if one.rows.num_rows]
        verdicts += said_of
    return parsed, tuple(verdicts)


def _open_rows(books: Books, import_id: int, wanted: Mapping[RowKey, Any]) -> dict[RowKey, AsideRow]:
    rows = {row.key: row for row in set_aside(books, import_id)}
    missing = [line for part, line in wanted if (part, line) not in rows]
    if missing or not wanted:
        import_detail(books, import_id)  # says so where there is no such import
        raise NotFoundError(
            message("Import {id} has set no row aside on line {line}.", id=str(import_id), line=missing[0])
            if missing
            else message("No row was named."),
            message("Look at the rows that were set aside with this import."),
        )
    decided = [rows[key] for key in wanted if rows[key].state != "open"]
    if decided:
        raise ImportConflictError(
            message("The row on line {line} is not open any more.", line=decided[0].line),
            message("Correct it in import {id}, which holds it too.", id=str(decided[0].taken_by))
            if decided[0].state == "superseded"
            else message("Undo its correction, or put it back on the list first."),
        )
    return rows


def _report(detail: ImportDetail, parsed: list[tuple[RowReader, Parsed]], correction: Correction) -> Report:
    entry = detail.entry
    rows = pa.concat_tables([_with_currency(one, reader.answers) for reader, one in parsed])
    headline = [one for _, one in parsed if report_kind(one) == entry["report"]] or [one for _, one in parsed]
    sums: dict[str, Decimal] = {}
    for one in headline:
        for fact, value in one.sums.items():
            sums[fact] = sums.get(fact, Decimal(0)) + value
    first = parsed[0][1]
    target = target_of(first.reading.channel.target)
    currencies = set(rows["currency"].to_pylist()) if "currency" in rows.column_names else set()
    accounts = tuple(sorted({account.name or account.account_id for account in accounts_of(rows)} - {""}))
    start, end = (pc.min(rows[target.dated[0]]).as_py(), pc.max(rows[target.dated[1]]).as_py()) if target.dated[0] else (None, None)
    return Report(
        file_name=entry["file_name"],
        sha256=entry["sha256"],
        size_bytes=entry["size_bytes"],
        platform=entry["platform"],
        kind=entry["report"],
        level=entry["level"],
        breakdown=() if entry["breakdown"] == "none" else tuple(entry["breakdown"].split("_")),
        account=accounts[0] if len(accounts) == 1 else "",
        accounts=accounts,
        currency=currencies.pop() if len(currencies) == 1 else "",
        date_start=start or entry["date_start"],
        date_end=end or entry["date_end"],
        is_daily=first.is_daily,
        rows=rows,
        rows_read=rows.num_rows,
        set_aside=(),
        sums=sums,
        stated_total=None,
        is_additive=first.is_additive,
        answers=said(detail.answers),
        decided={reader.part: reader.answers for reader, _ in parsed},
        correction=correction,
        target=target.key,
    )


def _with_currency(parsed: Parsed, answers: Answers) -> pa.Table:
    """A row that names no currency is in that of its file."""
    rows = held(parsed.rows)
    if "currency" not in rows.column_names:
        return rows
    at = rows.schema.get_field_index("currency")
    named = [code or answers.currency for code in rows["currency"].to_pylist()]
    return rows.set_column(at, rows.schema.field(at), pa.array(named, pa.string()))
