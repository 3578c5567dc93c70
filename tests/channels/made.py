"""Small exports written by hand, and what is read from them."""

from typing import Any

from adcrm.imports.model import Report
from adcrm.imports.read import read

Cell = str | int | float


def export(head: str, *rows: str, above: tuple[str, ...] = (), encoding: str = "utf-8", delimiter: str = ",") -> bytes:
    """A table of text: heads and rows with commas, written with ``delimiter``, below some lines."""
    lines = [*above, *(line.replace(",", delimiter) for line in (head, *rows))]
    return "\r\n".join([*lines, ""]).encode(encoding)


def report(head: str, *rows: str, **more: Any) -> Report:
    """What is read from such a table."""
    return read("any name", export(head, *rows, **more))


def values(read_report: Report, *columns: str) -> list[tuple[Any, ...]]:
    """These columns of every row; amounts as plain text."""
    rows = read_report.rows.select(list(columns)).to_pylist()
    return [
        tuple(f"{row[c]:.2f}" if c in ("cost", "conversion_value", "conversions") and row[c] is not None else row[c] for c in columns) for row in rows
    ]
