"""Small exports written by hand, and the shared ones with what is known of them."""

import csv
import io
import json
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from adcrm.imports.model import Answers, Report
from adcrm.imports.read import read


def table(head: str, *rows: str | Sequence[object], above: Sequence[str] = (), below: Sequence[str] = ()) -> bytes:
    """A comma-separated export; a row is a text with commas, or a list of cells."""
    buffer = io.StringIO()
    for row in rows:
        if isinstance(row, str):
            buffer.write(row + "\n")
        else:
            csv.writer(buffer, lineterminator="\n").writerow(row)
    return ("".join(line + "\n" for line in above) + head + "\n" + buffer.getvalue() + "".join(line + "\n" for line in below)).encode()


def read_table(head: str, *rows: str | Sequence[object], answers: Answers | None = None, **more: Sequence[str]) -> Report:
    """The report that such an export is read as."""
    return read("any name", table(head, *rows, **more), answers=answers or Answers())


def shared(samples: Path, name: str, answers: Answers | None = None) -> tuple[Report, dict[str, Any]]:
    """A shared export as it is read, and what is known of it."""
    about = json.loads((samples / "expected.json").read_text("utf-8"))["files"][name]
    return read("any name", (samples / name).read_bytes(), answers=answers or Answers()), about


def sums(report: Report, *facts: str) -> dict[str, str]:
    """Some sums of a report as text."""
    return {fact: format(report.sums[fact], "f") for fact in facts}


def counted(report: Report, fact: str, status: str | None = None) -> Decimal:
    """The sum over the rows that count (all but declined ones), or over those of one status."""
    rows = report.rows.select(["status", fact]).to_pylist()
    chosen = [row[fact] for row in rows if (row["status"] == status if status else row["status"] != "declined")]
    return sum((value for value in chosen if value is not None), Decimal(0))
