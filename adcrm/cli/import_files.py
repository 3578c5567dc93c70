"""``adcrm import``: read export files and load them, each on its own; one refused file stops no other."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import click

from adcrm.actors import Actor
from adcrm.books import Books, books
from adcrm.cli.output import decimal_text, json_option, print_json
from adcrm.errors import AdcrmError
from adcrm.imports.clients import ensure_client, known_client
from adcrm.imports.load import load
from adcrm.imports.model import MEASURES, Answers, LoadResult, NeedsAnswerError, Report
from adcrm.imports.understand import understand
from adcrm.imports.units import UnitsDoubtfulError
from adcrm.messages import translate
from adcrm.settings import settings


@click.command("import")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--client", default="", help="Whose reports they are; made if there is no such client. Without it, a sub-folder's name is the client.")
@click.option("--currency", default="", help="ISO 4217 code, where a file names no currency.")
@click.option("--account", default="", help="Name or number of the ad account, where a file names none.")
@click.option("--period", default="", metavar="FROM..TO", help="First and last day, as 2026-07-01..2026-09-30, where a file names none.")
@click.option(
    "--date-order",
    default="",
    type=click.Choice(["", "dmy", "mdy"]),
    metavar="dmy|mdy",
    help="Whether the day or the month comes first, where a file leaves it open.",
)
@click.option("--platform", default="", help="Key of the platform, where a file could come from several.")
@click.option("--time-zone", default="", help="Time zone of the account’s days, as Asia/Shanghai.")
@click.option("--attribution", default="", help="Attribution setting, where a file names none.")
@click.option("--divide-cost-by", "unit", type=click.Choice(["100", "1000", "10000", "1000000"]), help="The amounts stand in a smaller unit.")
@click.option("--as-stated", "are_units_sure", is_flag=True, help="The amounts are meant as they stand, however odd they look.")
@click.option("--dry-run", is_flag=True, help="Read and check only; write nothing.")
@json_option
def command(files: tuple[Path, ...], client: str, dry_run: bool, as_json: bool, period: str, unit: str | None, **said: Any) -> None:
    """Load export files of ad platforms, single files, zips or whole folders."""
    opened, actor = books(), Actor(settings().user_name)
    answers = Answers(**said, period=_days(period), unit_power=len(unit) - 1 if unit else 0)
    outcomes = []
    for path, name in _found(files, client):
        outcome = _one(opened, actor, path, name, answers, dry_run)
        outcomes.append(outcome)
        if not as_json:
            click.echo(_line(outcome))
    if as_json:
        print_json({"files": outcomes})
    if any(outcome["outcome"] == "refused" for outcome in outcomes):
        raise SystemExit(1)


def _found(files: tuple[Path, ...], client: str) -> Iterator[tuple[Path, str]]:
    """Each file with its client's name ('' where nothing says whose it is)."""
    for path in files:
        if path.is_file():
            yield path, client
            continue
        for inside in sorted(path.rglob("*")):
            steps = inside.relative_to(path).parts
            if inside.is_file() and not any(step.startswith(".") for step in steps):
                yield inside, client or (steps[0] if len(steps) > 1 else "")


def _days(period: str) -> tuple[date, date] | None:
    """The two days of ``FROM..TO``."""
    if not period:
        return None
    try:
        first, last = (date.fromisoformat(day.strip()) for day in period.split(".."))
    except ValueError as error:
        raise click.BadParameter("Write two days as 2026-07-01..2026-09-30.", param_hint="--period") from error
    if last < first:
        raise click.BadParameter("The last day is before the first.", param_hint="--period")
    return first, last


def _one(opened: Books, actor: Actor, path: Path, client: str, said: Answers, dry_run: bool) -> dict[str, Any]:
    entry: dict[str, Any] = {"file": str(path), "outcome": "refused", "client": client or None}
    try:
        data = path.read_bytes()
        result = None
        understood = understand(opened, path.name, data, said, known_client(opened.crm, client) if client else None)
        report = understood.report
        if understood.doubt:
            raise UnitsDoubtfulError(understood.doubt)
        if not dry_run:
            client_id = ensure_client(opened.crm, client, actor) if client else None
            result = load(opened, report, client_id, actor, data)
        return entry | _taken(report, result)
    except NeedsAnswerError as question:
        return (
            entry
            | _refused(question)
            | {"outcome": "ask", "needs": list(question.needs), "header": list(question.header), "platforms": list(question.platforms)}
        )
    except AdcrmError as error:
        return entry | _refused(error)


def _taken(report: Report, result: LoadResult | None) -> dict[str, Any]:
    """What a read and perhaps loaded file says of itself. Rows and sums are those of the headline part of a zip."""
    outcome = result.outcome if result else ("quarantined" if report.set_aside else "loaded")
    headline = {part.name for part in report.parts if part.is_headline}
    aside = [row for row in report.set_aside if not report.parts or row.part in headline]
    several = len(report.cost_by_currency) > 1
    warnings = [*report.warnings, *(result.warnings if result else ())]
    return {
        "outcome": outcome,
        "platform": report.platform,
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
        "rows": {"read": report.rows_read, "loaded": 0 if outcome == "unchanged" else report.rows_read - len(aside), "quarantined": len(aside)},
        "sums": {measure: report.sums.get(measure) for measure in dict.fromkeys((*MEASURES, *report.sums))},
        "cost_by_currency": report.cost_by_currency,
        "stated_total": report.stated_total,
        "is_additive": report.is_additive,
        "parts": [{"name": p.name, "report": p.kind, "rows": p.rows, "sums": p.sums, "is_additive": p.is_additive} for p in report.parts],
        "problems": [
            {"line": row.line, "column": row.column, "reason": row.reason, **({"part": row.part} if row.part else {})} for row in report.set_aside
        ],
        "warnings": warnings,
        "import_id": result.import_id if result else None,
    }


def _refused(error: AdcrmError) -> dict[str, Any]:
    nothing = dict.fromkeys(("platform", "report", "level", "currency", "date_start", "date_end", "stated_total", "import_id"))
    return {
        **nothing,
        "breakdown": [],
        "rows": {"read": 0, "loaded": 0, "quarantined": 0},
        "sums": {},
        "problems": [{"line": error.where.line, "column": error.where.column, "reason": error.what, "part": error.where.part}],
        "warnings": [],
        "remedy": error.remedy,
    }


def _line(entry: dict[str, Any]) -> str:
    """One file in words, with what a person must know below it."""
    rows, sums = entry["rows"], entry["sums"]
    about = [entry["outcome"], entry["file"]]
    if entry["platform"]:
        about.append(f"{entry['platform']} {entry['report']} {entry['date_start']}..{entry['date_end']}, {rows['read']} rows")
        about += [f"{measure} {decimal_text(value)}" for measure, value in sums.items() if value is not None]
        about += [entry["currency"]] if entry["currency"] else []
    notes = [
        f"line {p['line']}, {p['column']}: {translate(p['reason'], 'en')}" if p["line"] else translate(p["reason"], "en")
        for p in entry["problems"][:10]
    ]
    if len(entry["problems"]) > 10:
        notes.append(f"… and {len(entry['problems']) - 10} more")
    notes += [translate(warning, "en") for warning in entry["warnings"]]
    notes += [translate(entry["remedy"], "en")] if "remedy" in entry else []
    return "\n    ".join([", ".join(about), *notes])
