"""``adcrm import``: read export files and load them, each on its own; one refused file stops no other."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import click

from adcrm.actors import Actor
from adcrm.books import books
from adcrm.cli.output import json_option, print_json
from adcrm.documents import decimal_text
from adcrm.imports.intake import cannot_open, refused, take_in_all
from adcrm.imports.model import Answers
from adcrm.imports.names import readable
from adcrm.messages import translate
from adcrm.settings import settings


@click.command("import")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--client", default="", help="Whose reports they are; made if there is no such client. Without it, a sub-folder's name is the client.")
@click.option("--currency", default="", help="ISO 4217 code, where a file names no currency.")
@click.option("--account", default="", help="Name or number of the ad account, where a file names none.")
@click.option("--period", default="", metavar="FROM..TO", help="First and last day, as 2026-07-01..2026-09-30, of files without a column of days.")
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
@click.option(
    "--own-clients",
    "meaning",
    flag_value="own",
    default="",
    help="The accounts of a CRM system are the agency's own clients, not one client's customers.",
)
@click.option("--dry-run", is_flag=True, help="Read and check only; write nothing.")
@json_option
def command(files: tuple[Path, ...], client: str, dry_run: bool, as_json: bool, period: str, unit: str | None, **said: Any) -> None:
    """Load export files of ad platforms, single files, zips or whole folders."""
    opened, actor = books(), Actor(settings().user_name)
    answers = Answers(**said, period=_days(period), unit_power=len(unit) - 1 if unit else 0)
    outcomes = []
    for path, name in _found(files, client):
        try:
            with path.open("rb") as file:
                data = file.read(settings().most_bytes)
        except OSError as error:
            made = [refused(path.name, name, cannot_open(error))]
        else:
            made = take_in_all(opened, path.name, data, name, actor, answers, dry_run=dry_run)
        for outcome in made:
            outcome |= {"file": readable(str(path)) + outcome["file"].removeprefix(readable(path.name))}
            outcomes.append(outcome)
            if not as_json:
                click.echo(_line(outcome))
    if as_json:
        print_json({"files": outcomes})
    if any(outcome["outcome"] == "refused" for outcome in outcomes):
        raise SystemExit(1)


def _found(files: tuple[Path, ...], client: str) -> Iterator[tuple[Path, str]]:
    """Each file with its client's name ('' where nothing says whose it is); those of a folder from the oldest to the newest."""
    for path in files:
        if path.is_file():
            yield path, client
            continue
        there = [inside for inside in path.rglob("*") if inside.is_file()]
        for inside in sorted(there, key=lambda one: (one.stat().st_mtime_ns, one)):  # of two downloads of the same days the newer has the last word
            steps = inside.relative_to(path).parts
            if not any(step.startswith(".") for step in steps):
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


def _line(entry: dict[str, Any]) -> str:
    """One file in words, with what a person must know below it."""
    rows, sums = entry["rows"], entry["sums"]
    about = [entry["outcome"], entry["file"]]
    if entry["platform"]:
        about.append(f"{entry['platform']} {entry['report']} {entry['date_start']}..{entry['date_end']}, {rows['read']} rows")
        told = entry["counts"] if entry["target"] == "orders" else sums | entry["counts"]  # an order's sums are among its counts
        about += [f"{name} {decimal_text(value)}" for name, value in told.items() if value is not None]
        about += [entry["currency"]] if entry["currency"] else []
        stated = entry["stated_total"] or {}
        about += ["the file’s own total: " + ", ".join(f"{name} {decimal_text(value)}" for name, value in stated.items())] if stated else []
    notes = [
        f"line {p['line']}, {p['column']}: {translate(p['reason'], 'en')}" if p["line"] else translate(p["reason"], "en")
        for p in entry["problems"][:10]
    ]
    if len(entry["problems"]) > 10:
        notes.append(f"… and {len(entry['problems']) - 10} more")
    notes += [_change(one) for one in entry["changes"][:10]]
    if len(entry["changes"]) > 10:
        notes.append(f"… and {len(entry['changes']) - 10} more changes")
    notes += [translate(warning, "en") for warning in entry["warnings"]]
    notes += [translate(entry["remedy"], "en")] if "remedy" in entry else []
    return "\n    ".join([", ".join(about), *notes])


def _change(one: dict[str, Any]) -> str:
    """A figure of the books that the file changes: ``conversions 2026-03-12..2026-03-18: 210 → 247``."""
    days = f"{one['date_start']}..{one['date_end']}" if one["date_start"] != one["date_end"] else f"{one['date_start']}"
    before, after = ("–" if one[side] is None else decimal_text(one[side]) for side in ("before", "after"))
    return " ".join(piece for piece in ("changes", one["metric"], days + ":", one["currency"], before, "→", after) if piece)
