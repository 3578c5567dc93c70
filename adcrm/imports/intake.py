"""One file from its bytes into the books, and what became of it: the way in of the command line, the watched folder and the HTTP interface."""

from typing import Any

from adcrm.actors import Actor
from adcrm.books import Books
from adcrm.errors import AdcrmError, FileRefusedError
from adcrm.imports.bundles import bundled
from adcrm.imports.changes import Preview, preview
from adcrm.imports.clients import ensure_client, known_client
from adcrm.imports.load import load
from adcrm.imports.model import MEASURES, Answers, LoadResult, NeedsAnswerError, Outcome, Report
from adcrm.imports.names import readable
from adcrm.imports.restated import Change, kept_changes, runs
from adcrm.imports.targets import ADS
from adcrm.imports.understand import understand
from adcrm.imports.units import UnitsDoubtfulError
from adcrm.imports.withdrawn import Pull
from adcrm.messages import message

CHANGE = ("metric", "currency", "date_start", "date_end", "before", "after")


def take_in(
    books: Books,
    name: str,
    data: bytes,
    client: str,
    actor: Actor,
    said: Answers | None = None,
    *,
    dry_run: bool = False,
    pull: Pull | None = None,
) -> dict[str, Any]:
    """Read and load one file for the client called ``client`` (made if there is no such; '' where the accounts say whose it is).

    ``pull`` as for :func:`adcrm.imports.load.load`.

    Returns
    -------
    The document that ``adcrm import --json`` prints for a file: ``outcome`` (``loaded``, ``quarantined``, ``unchanged``, ``ask``, ``refused``),
    what the file is, its rows and exact sums, the figures of the books that it changes, and its problems as messages. A dry run says
    what would be so. Nothing that a person can mend is raised: it is in the document.
    """
    said, name, client = said or Answers(), readable(name), readable(client)
    entry: dict[str, Any] = {"file": name, "outcome": "refused", "client": client or None}
    try:
        known = known_client(books.crm, client) if client else None
        understood = understand(books, name, data, said, known)
        report = understood.report
        if understood.doubt:
            raise UnitsDoubtfulError(understood.doubt)
        if dry_run:
            found = preview(books, report, known) if known or not client else None  # a client yet to be made has nothing to compare with
            return entry | _taken(report, _would(report, found), runs(found.by_day) if found else [])
        client_id = ensure_client(books.crm, client, actor, report.currency) if client else None
        result = load(books, report, client_id, actor, data, pull=pull)
        changed = runs(kept_changes(books, result.import_id)) if result.rows_changed and result.import_id is not None else []
        return entry | _taken(report, result, changed)
    except NeedsAnswerError as question:
        return (
            entry
            | _refused(question)
            | {"outcome": "ask", "needs": list(question.needs), "header": list(question.header), "platforms": list(question.platforms)}
        )
    except AdcrmError as error:
        return refused(name, client, error)


def take_in_all(
    books: Books, name: str, data: bytes, client: str, actor: Actor, said: Answers | None = None, *, dry_run: bool = False
) -> list[dict[str, Any]]:
    """:func:`take_in`; of a zip that is no report of its own but a folder of reports, a document for each file in it.

    Where no client is named, a sub-folder's name is the client, as in a folder.
    """
    document = take_in(books, name, data, client, actor, said, dry_run=dry_run)
    inside = bundled(name, data) if document["outcome"] == "refused" else ()
    if not inside:
        return [document]
    documents = []
    for member, content in inside:
        steps = [step for step in member.replace("\\", "/").split("/") if step]
        whose = client or (steps[0] if len(steps) > 1 else "")
        made = take_in(books, steps[-1] if steps else member, content, whose, actor, said, dry_run=dry_run)
        documents.append(made | {"file": f"{document['file']} › {member}"})
    return documents


def refused(name: str, client: str, error: AdcrmError) -> dict[str, Any]:
    """The document of a file of which nothing was taken, and why."""
    return {"file": readable(name), "outcome": "refused", "client": readable(client) or None, **_refused(error)}


def cannot_open(error: OSError) -> FileRefusedError:
    """The refusal of a file that could not even be read from the disk."""
    return FileRefusedError(
        message("The file cannot be opened: {reason}", reason=error.strerror or ""),
        message("Look whether the file is still there and may be read, and import it again."),
    )


def _would(report: Report, found: Preview | None) -> LoadResult:
    """What loading would come to."""
    outcome: Outcome = "quarantined" if report.set_aside else "loaded"
    if found is None:
        return LoadResult(outcome, None, report.rows.num_rows, 0, 0)
    warnings = (*found.owners.warnings, *found.notes, *([found.unlisted] if found.unlisted else []))
    rows = found.found
    return LoadResult("unchanged" if found.is_unchanged else outcome, None, rows.rows_new, rows.rows_changed, rows.rows_same, warnings)


def _taken(report: Report, result: LoadResult, changed: list[Change]) -> dict[str, Any]:
    """What a read and perhaps loaded file says of itself. Rows and sums are those of the headline part of a zip."""
    outcome = result.outcome
    headline = {part.name for part in report.parts if part.is_headline}
    aside = [row for row in report.set_aside if report.target != ADS.key or not report.parts or row.part in headline]
    loaded = report.rows_read - len(aside) - int(report.counts.get("deleted", 0))
    several = len(report.cost_by_currency) > 1
    return {
        "outcome": outcome,
        "platform": report.platform,
        "target": report.target,
        "report": report.kind,
        "level": report.level,
        "breakdown": list(report.breakdown),
        "account": report.account,
        "currency": "mixed" if several else report.currency,
        "date_start": report.date_start,
        "date_end": report.date_end,
        "has_day": report.is_daily,
        "header_line": report.header_line,
        "columns": {fact: list(heads) for fact, heads in report.columns.items()},
        "rows": {"read": report.rows_read, "loaded": 0 if outcome == "unchanged" else loaded, "quarantined": len(aside)},
        "sums": {measure: report.sums.get(measure) for measure in dict.fromkeys((*MEASURES, *report.sums))},
        "counts": report.counts,
        "cost_by_currency": report.cost_by_currency,
        "stated_total": report.stated_total,
        "is_additive": report.is_additive,
        "parts": [{"name": p.name, "report": p.kind, "rows": p.rows, "sums": p.sums, "is_additive": p.is_additive} for p in report.parts],
        "problems": [
            {"line": row.line, "column": row.column, "reason": row.reason, **({"part": row.part} if row.part else {})} for row in report.set_aside
        ],
        "changes": [{name: getattr(one, name) for name in CHANGE} for one in changed],
        "warnings": [*report.warnings, *result.warnings],
        "import_id": result.import_id,
    }


def _refused(error: AdcrmError) -> dict[str, Any]:
    nothing = dict.fromkeys(("platform", "target", "report", "level", "currency", "date_start", "date_end", "stated_total", "import_id"))
    return {
        **nothing,
        "breakdown": [],
        "rows": {"read": 0, "loaded": 0, "quarantined": 0},
        "sums": {},
        "counts": {},
        "changes": [],
        "problems": [{"line": error.where.line, "column": error.where.column, "reason": error.what, "part": error.where.part}],
        "warnings": [],
        "remedy": error.remedy,
    }
