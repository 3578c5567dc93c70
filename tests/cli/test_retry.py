"""``adcrm quarantine`` and ``adcrm retry``: rows that were set aside are listed, corrected and taken."""

import json
from pathlib import Path
from typing import Any

import click
from click.testing import CliRunner

from adcrm.cli import import_files, quarantine, retry

BAD_ROWS = Path(__file__).parents[2] / "data" / "samples" / "google_bad_rows.csv"


def run(command: click.Command, *arguments: str) -> tuple[int, Any]:
    result = CliRunner().invoke(command, [*arguments, "--json"], catch_exceptions=False)
    return result.exit_code, json.loads(result.output)


def test_rows_are_listed_corrected_and_taken() -> None:
    _, loaded = run(import_files.command, str(BAD_ROWS), "--client", "Fernwick")
    number = str(loaded["files"][0]["import_id"])
    _, listed = run(quarantine.command, number)
    assert [(row["line"], row["column"], row["state"]) for row in listed["rows"]] == [
        (6, "Day", "open"),
        (9, "Clicks", "open"),
        (13, "Clicks", "open"),
        (16, "Cost", "open"),
        (24, "Day", "open"),
    ]
    assert listed["rows"][0]["cells"]["Day"] == "2026-02-30"
    code, tried = run(retry.command, number, "--set", "9.Clicks=112", "--set", "16.Cost=eleven", "--dry-run")
    assert (code, tried["taken"], tried["import_id"]) == (0, 1, None)
    code, done = run(retry.command, number, "--set", "9.Clicks=112", "--set", "16.Cost=eleven")
    assert (code, done["outcome"], done["taken"], done["corrects"]) == (0, "loaded", 1, int(number))
    assert [(row["line"], row["is_taken"], row["reason"]) for row in done["rows"]] == [(9, True, None), (16, False, "This is no number.")]
    code, out = run(retry.command, number, "--line", "24", "--leave-out", "No day of the period")
    assert (code, out["left_out"]) == (0, 1)
    _, listed = run(quarantine.command, number)
    assert [row["state"] for row in listed["rows"]] == ["open", "taken", "open", "open", "left_out"]
    assert listed["rows"][1]["changed"] == {"Clicks": "112"} and listed["rows"][4]["note"] == "No day of the period"


def test_nothing_taken_is_exit_code_1() -> None:
    _, loaded = run(import_files.command, str(BAD_ROWS), "--client", "Fernwick")
    code, done = run(retry.command, str(loaded["files"][0]["import_id"]), "--all")
    assert (code, done["outcome"], done["taken"]) == (1, "refused", 0)
