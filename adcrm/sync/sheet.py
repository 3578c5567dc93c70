"""What was fetched, as the text of a table: the file that is loaded and kept, so that a figure can be walked back to its line."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any


@dataclass(frozen=True)
class Sheet:
    """Heads in the words of the platform's interface, and rows of text."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def data(self) -> bytes:
        """The table as CSV, UTF-8. Rows are sorted: the order in which a platform answers is no difference."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(self.heads)
        writer.writerows(sorted(self.rows))
        return out.getvalue().encode()


def sheet(heads: Iterable[str], rows: Iterable[Iterable[Any]]) -> Sheet:
    """A table of decoded values."""
    return Sheet(tuple(heads), tuple(tuple(cell(value) for value in row) for row in rows))


def cell(value: Any) -> str:
    """A decoded value as text: '' for nothing, numbers in full without an exponent."""
    if value is None:
        return ""
    return format(Decimal(repr(value)), "f") if isinstance(value, float) else str(value)
