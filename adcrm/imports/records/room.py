"""Loads, compares and undoes CRM exports (:class:`adcrm.imports.targets.CrmRoom`). The records lie in the CRM database, the log in the warehouse."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from adcrm.actors import Actor
from adcrm.books import Books
from adcrm.errors import Place
from adcrm.imports import archive
from adcrm.imports.answers import pack_answers
from adcrm.imports.changes import Preview
from adcrm.imports.clients import Owners
from adcrm.imports.log import aside_entries, log_entry
from adcrm.imports.model import LoadResult, NeedsAnswerError, Outcome, Report
from adcrm.imports.records.identity import Keys
from adcrm.imports.records.kinds import ADVERTISERS, Kind, kind_of
from adcrm.imports.records.pending import LIVE, LOADING, MARKS, UNDOING, complete, pack_entry
from adcrm.imports.records.reduced import reduced
from adcrm.imports.records.restore import restore
from adcrm.imports.records.take import Row, Taken, compare, foresee, take
from adcrm.imports.restated import COLUMNS
from adcrm.imports.staging import Difference
from adcrm.messages import Message, message, plural
from adcrm.store.session import now
from adcrm.store.tables import RecordImport, SourceRecord
from adcrm.warehouse import Writer

MOST_NAMED = 5  # pairs of names that a warning lists
OWN_CLIENTS = "own"  # the meaning of a list of accounts: the agency's own clients


def preview(books: Books, report: Report, client_id: int | None) -> Preview:
    """What loading would do; nothing is written, so that nobody waits."""
    whose = _whose(report, client_id)
    if whose is None and report.answers.meaning != OWN_CLIENTS:
        question = message("Say above whose records these are; then they can be compared.")
        return Preview(False, Difference(report.rows.num_rows, 0, 0), _no_days(), Owners({}, (question,)))
    kind = kind_of(report.target, whose)
    with books.crm.read() as session:
        is_known = _is_live(session, report, whose)
        taken = foresee(session, kind, whose, _rows(report, kind), now())
    found = Difference(taken.new, taken.changed, taken.same)
    return Preview(is_known, found, _no_days(), Owners({}), fields=taken.changes, notes=tuple(_notes(taken)))


def load(books: Books, report: Report, client_id: int | None, actor: Actor, data: bytes) -> LoadResult:
    """Take the records in one transaction of the CRM database, then write the log entry.

    Raises
    ------
    NeedsAnswerError : nobody said whose records these are.
    """
    whose = _whose(report, client_id)
    if whose is None and report.answers.meaning != OWN_CLIENTS:
        raise _whose_question(report)
    kind = kind_of(report.target, whose)
    rows = _rows(report, kind)
    complete(books)
    with books.crm.read() as session:
        is_known = report.correction is None and _is_live(session, report, whose)
        if is_known or compare(session, whose, rows).is_nothing:
            return LoadResult("unchanged", None, 0, 0, len(rows))
    if report.correction is None:
        archive.keep(report.sha256, reduced(report.file_name, data, report.platform))
    with books.facts.write() as writer:
        import_id = writer.next_import_id()
    with books.crm.write() as session:
        taken = take(session, kind, whose, rows, import_id, now())
        outcome: Outcome = "quarantined" if report.set_aside else "loaded"
        result = LoadResult(outcome, import_id, taken.new, taken.changed, taken.same, tuple(_notes(taken)))
        unnamed = replace(result, warnings=tuple(_notes(taken, has_names=False)))  # the log is kept for ever, people may ask to be forgotten
        entry = pack_entry(log_entry(report, unnamed, whose, actor))
        if report.correction:
            entry[MARKS] = [[part, line, dict(cells)] for (part, line), cells in report.correction.cells.items()]
        aside = [pack_entry(one) for one in aside_entries(report, import_id)]
        session.add(RecordImport(import_id=import_id, client_id=whose, sha256=report.sha256, state=LOADING, entry=entry, aside=aside))
    complete(books)
    return result


def undo(books: Books, writer: Writer, import_id: int, actor: Actor) -> tuple[Message, ...]:
    """Restore what the import replaced, if it was one of CRM records. What a person worked on since stays, and is told."""
    with books.crm.read() as session:
        found = session.get(RecordImport, import_id)
    if found is None or found.state not in (LIVE, LOADING):
        return ()
    with books.crm.write() as session:
        kept = restore(session, import_id)
        said = {"state": UNDOING, "undone_by": actor.name, "undone_at": now()}
        session.execute(update(RecordImport).where(RecordImport.import_id == import_id).values(**said))
    if not kept:
        return ()
    names = ", ".join(kept[:MOST_NAMED]) + (" …" if len(kept) > MOST_NAMED else "")
    return (
        plural(
            "{n} record was changed by hand since and stays: {names}",
            "{n} records were changed by hand since and stay: {names}",
            len(kept),
            names=names,
        ),
    )


def rows_now(books: Books, import_ids: list[int]) -> dict[int, int]:
    """How many rows of each import are the newest version of their record."""
    record = (SourceRecord.client_id, SourceRecord.system, SourceRecord.module, SourceRecord.external_id)
    with books.crm.read() as session:
        known = session.scalars(select(RecordImport.import_id).where(RecordImport.import_id.in_(import_ids))).all()
        if not known:
            return {}
        newest = select(func.max(SourceRecord.id)).group_by(*record)
        counted = select(SourceRecord.import_id, func.count()).where(SourceRecord.import_id.in_(known), SourceRecord.id.in_(newest))
        return {number: rows for number, rows in session.execute(counted.group_by(SourceRecord.import_id))}  # noqa: C416


def _whose(report: Report, client_id: int | None) -> int | None:
    """The client whose book takes the records; ``None`` for the agency's own clients, or where nobody said."""
    return None if report.target == "clients" and report.answers.meaning == OWN_CLIENTS else client_id


def _whose_question(report: Report) -> NeedsAnswerError:
    place = Place(report.file_name)
    if report.target == "clients":
        return NeedsAnswerError(
            message("These could be the agency’s own clients, or the customers of one client."),
            message("Name the client whose customers they are, or say that they are the agency’s own clients."),
            place,
            needs=("meaning",),
        )
    return NeedsAnswerError(
        message("The file does not say for which client these people or deals were won."),
        message("Name the client and import the file again."),
        place,
        needs=("client",),
    )


def _rows(report: Report, kind: Kind) -> list[Row]:
    made = []
    for one in report.rows.to_pylist():
        keys = Keys(one["name_key"]) if kind is ADVERTISERS else Keys(one["email_key"], one["phone_key"], one["name_key"])
        made.append(Row(one["source_line"], (report.platform, report.target, one["external_id"]), keys, json.loads(one["fields"])))
    return made


def _is_live(session: Session, report: Report, client_id: int | None) -> bool:
    """Whether this file, read in the same way, is in the books for this client."""
    mine = (RecordImport.sha256 == report.sha256, RecordImport.state.in_((LOADING, LIVE)), RecordImport.client_id.is_not_distinct_from(client_id))
    entries: Sequence[dict[str, Any]] = session.scalars(select(RecordImport.entry).where(*mine)).all()
    return any(one["answers"] == pack_answers(report) and one["rows_loaded"] == report.rows.num_rows for one in entries)


def _notes(taken: Taken, has_names: bool = True) -> Iterable[Message]:
    if taken.merged and not has_names:
        yield plural(
            "{n} row under another name has the address or number of a person already there, and was taken as the same.",
            "{n} rows under another name have the address or number of a person already there, and were taken as the same.",
            len(taken.merged),
        )
    elif taken.merged:
        pairs = "; ".join(f"{one} = {other}" for one, other in taken.merged[:MOST_NAMED]) + (" …" if len(taken.merged) > MOST_NAMED else "")
        yield plural(
            "{n} row under another name has the address or number of a person already there, and was taken as the same: {pairs}",
            "{n} rows under another name have the address or number of a person already there, and were taken as the same: {pairs}",
            len(taken.merged),
            pairs=pairs,
        )
    kept = sum(one.is_kept for one in taken.changes)
    if kept:
        yield plural("{n} value was changed by hand and was kept.", "{n} values were changed by hand and were kept.", kept)


def _no_days() -> pd.DataFrame:
    return pd.DataFrame(columns=COLUMNS).astype(object)
