"""The rows of a table as they stand: cells as text, each row with the line it begins on."""

import csv
import io
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from adcrm.imports.disk import Folder


@dataclass(frozen=True)
class Record:
    """One record: first and last line it stands on, from 1, and its cells."""

    line: int
    last_line: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Cells:
    """What :meth:`Body.put` made: ``sql``, the SELECT by which any connection to the body's folder reads it, '' for a small table; and
    ``texts``, each trimmed text of each column once."""

    sql: str
    texts: Mapping[int, pa.Array]


class Body(ABC):
    """The rows below a head, each of ``width`` cells, and ``ragged``: records of another width.

    ``folder``: where all that is made of the rows of a large table belongs.
    ``decimals``: columns that stand there as numbers, and with how many decimals each. Beside the text ``ci`` of such a cell, ``cells`` has
    ``ni``, its number, and ``ti``, the text where it is none that reads back as it stands, else NULL.
    """

    width: int
    num_rows: int
    ragged: tuple[Record, ...]
    folder: Folder | None
    decimals: Mapping[int, int] = MappingProxyType({})

    @abstractmethod
    def put(self, connection: duckdb.DuckDBPyConnection, is_wrapped: bool) -> Cells:
        """Make the relation ``cells``: ``c0``, ``c1`` ... and ``line``.

        The cells are without the blanks around them (of any width) and, if asked, without a spreadsheet's ``="..."``.
        """

    @abstractmethod
    def raw(self, lines: Sequence[int]) -> list[tuple[str, ...]]:
        """The cells on each of these lines, which ascend, as they stand in the file."""

    @abstractmethod
    def distinct(self, position: int) -> list[str]:
        """Each text of one column once, as it stands in the file."""


@dataclass(frozen=True)
class HeldBody(Body):
    """Rows in memory: string columns ``c0``, ``c1`` ... and the line of each."""

    cells: pa.Table
    lines: pa.Array
    ragged: tuple[Record, ...]

    folder = None

    @property
    def width(self) -> int:  # type: ignore[override]
        return int(self.cells.num_columns)

    @property
    def num_rows(self) -> int:  # type: ignore[override]
        return int(self.cells.num_rows)

    def put(self, connection: duckdb.DuckDBPyConnection, is_wrapped: bool) -> Cells:
        columns = self.cells.columns
        if is_wrapped:
            columns = [pc.replace_substring_regex(column, r'(?s)^="(.*)"$', r"\1") for column in columns]
        trimmed = pa.table([pc.utf8_trim_whitespace(column) for column in columns], names=self.cells.column_names)
        connection.register("cells", trimmed.append_column("line", self.lines))
        return Cells("", {i: pc.unique(column) for i, column in enumerate(trimmed.columns)})

    def raw(self, lines: Sequence[int]) -> list[tuple[str, ...]]:
        positions = np.searchsorted(self.lines.to_numpy(zero_copy_only=False), lines)
        return [tuple(row.values()) for row in self.cells.take(pa.array(positions, pa.int64())).to_pylist()]

    def distinct(self, position: int) -> list[str]:
        return [str(cell) for cell in pc.unique(self.cells.column(position)).to_pylist()]


def split_line(text: str, delimiter: str) -> list[str]:
    """The cells of one record."""
    try:
        return next(csv.reader(io.StringIO(text.rstrip("\r\n"), newline=""), delimiter=delimiter), [])
    except csv.Error:  # a cell longer than Python reads; the row is set aside in any case
        return text.rstrip("\r\n").split(delimiter)
