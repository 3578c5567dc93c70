"""Cells of a table as they stand, with the true line of each: what every container comes down to.

A text table is split by Arrow in one pass, a large one into packed columns (:mod:`adcrm.imports.large`); lines are counted through blank
lines and line breaks inside quotes.
"""

import csv
import io
import itertools
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Iterator, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from adcrm.errors import FileRefusedError, Place
from adcrm.imports.body import Body, HeldBody, Record, split_line
from adcrm.imports.disk import GROUP
from adcrm.imports.large import LARGE, LARGE_SHEET, PACKED, LargeBody, breaks_in, narrow, stacked
from adcrm.messages import message

__all__ = ["Record", "SheetTable", "Table", "TextTable"]

TOP_RECORDS = 60  # enough to pass every preamble seen (Adobe's is the longest) and show a few rows
DELIMITERS = (",", "\t", ";", "|")
_BLOCK = 1 << 24  # bytes; where many texts differ, few blocks repeat them less often
_PART = 1 << 26  # bytes of a large text that are split at a time
_TRIED = 1000  # lines, for the end of a part


class Table(ABC):
    """One table of a file. ``part``: its sheet or its name in the zip, '' for a plain file."""

    part: str
    encoding: str

    @abstractmethod
    def tops(self) -> Iterator[tuple[str, tuple[Record, ...]]]:
        """The first records, once for each delimiter by which they may be read ('' where there is none)."""

    @abstractmethod
    def body(self, head: Record, delimiter: str, figures: Collection[int] = ()) -> Body:
        """Every record below ``head``; ``figures`` are the positions of columns that should hold numbers."""


class TextTable(Table):
    """Delimited text, given as UTF-8 without a byte order mark."""

    def __init__(self, part: str, data: bytes, encoding: str, file: str):
        self.part, self.encoding, self.file = part, encoding, file
        self.data = data.replace(b"\r", b"\n") if b"\r" in data and b"\n" not in data else data

    def tops(self) -> Iterator[tuple[str, tuple[Record, ...]]]:
        found = [(delimiter, tuple(self._first(delimiter))) for delimiter in DELIMITERS if delimiter.encode() in self.data[:200_000]]
        yield from found or [(",", tuple(self._first(",")))]

    def body(self, head: Record, delimiter: str, figures: Collection[int] = ()) -> Body:
        width = len(head.cells)
        start = _offset(self.data, head.last_line)
        end = _end(self.data, start, b"\r\n" if delimiter == "\t" else b"\r\n\t ")
        names = [f"c{i}" for i in range(width)]
        if start >= end:
            return HeldBody(pa.table({name: pa.array([], pa.string()) for name in names}), pa.array([], pa.int32()), ())
        data = self.data
        if data.find(b"\r", start, end) >= 0 and data.count(b"\r", start, end) != data.count(b"\r\n", start, end):
            data, start = data[start:end].replace(b"\r\n", b"\n").replace(b"\r", b" "), 0
            end = len(data)
        is_large = end - start >= LARGE
        is_quoted = data.find(b'"', start, end) >= 0
        cells, odd = _split(data, start, end, is_quoted, dict.fromkeys(names, PACKED if is_large else pa.string()), delimiter, self.file)
        # Whether any cell has a line break: a large table, whose texts are few, is asked itself.
        may_break = is_quoted and (is_large or data.count(b"\n", start, end) + 1 > cells.num_rows + len(odd))
        lines, ragged = _with_lines(cells, odd, may_break, head.last_line + 1, delimiter)
        padded = [r for r in ragged if len(r.cells) > width and not any(cell.strip() for cell in r.cells[width:])]
        ragged = tuple(r for r in ragged if r not in padded and any(cell.strip() for cell in r.cells))
        if is_large and not padded:
            return LargeBody.of(cells, lines, ragged, figures)
        body = HeldBody(cells.cast(pa.schema([(name, pa.string()) for name in names])), lines, ragged)
        return _add(body, padded, width) if padded else body

    def _first(self, delimiter: str) -> Iterator[Record]:
        lines = io.StringIO(self.data[:1_000_000].decode("utf-8", "ignore"), newline="\n")
        reader = csv.reader(lines, delimiter=delimiter)
        before = 0
        for _ in range(TOP_RECORDS):
            try:
                cells = next(reader, None)
            except csv.Error:
                return
            if cells is None:
                return
            yield Record(before + 1, reader.line_num, tuple(cells))
            before = reader.line_num


class SheetTable(Table):
    """A sheet of a workbook: rows of texts, the first of them row 1."""

    encoding = "xlsx"

    def __init__(self, part: str, rows: list[list[str]]):
        self.part, self.rows = part, rows

    def tops(self) -> Iterator[tuple[str, tuple[Record, ...]]]:
        yield "", tuple(Record(i, i, _trimmed(row)) for i, row in enumerate(self.rows[:TOP_RECORDS], 1))

    def body(self, head: Record, delimiter: str, figures: Collection[int] = ()) -> Body:
        width, rows = len(head.cells), self.rows[head.last_line :]
        while rows and not any(rows[-1]):
            rows = rows[:-1]
        lines = pa.array(np.arange(head.last_line + 1, head.last_line + 1 + len(rows), dtype=np.int32))
        if len(rows) * width >= LARGE_SHEET:
            blocks = [rows[at : at + GROUP] for at in range(0, len(rows), GROUP)]
            packed = {f"c{i}": pa.chunked_array([pa.array([row[i] for row in block], PACKED) for block in blocks]) for i in range(width)}
            return LargeBody.of(narrow(pa.table(packed)), lines, (), figures)
        columns = list(zip(*rows, strict=True))[:width] if rows else [()] * width
        return HeldBody(pa.table({f"c{i}": pa.array(column, pa.string()) for i, column in enumerate(columns)}), lines, ())


def _trimmed(row: Sequence[str]) -> tuple[str, ...]:
    cells = list(row)
    while cells and not cells[-1].strip():
        cells.pop()
    return tuple(cells)


def _offset(data: bytes, lines: int) -> int:
    """Where the line after the first ``lines`` lines begins."""
    at = 0
    for _ in range(lines):
        found = data.find(b"\n", at)
        if found < 0:
            return len(data)
        at = found + 1
    return at


def _end(data: bytes, start: int, blanks: bytes) -> int:
    """Where the blanks begin with which ``data`` ends."""
    end = len(data)
    while end > start and data[end - 1] in blanks:
        end -= 1
    return end


def _split(
    data: bytes, start: int, end: int, is_quoted: bool, kinds: dict[str, pa.DataType], delimiter: str, file: str
) -> tuple[pa.Table, list[tuple[int, str]]]:
    """Records of the right width as a table; the others as (position among all records from 0, text). ``data`` is UTF-8."""
    odd: list[tuple[int, str]] = []

    def read(start: int, end: int, threads: bool) -> pa.Table:
        def wrong_width(row: pyarrow.csv.InvalidRow) -> str:
            if threads:
                return "error"
            odd.append((row.number - 1, row.text))
            return "skip"

        return pyarrow.csv.read_csv(
            pa.BufferReader(pa.py_buffer(data).slice(start, end - start)),  # no copy: a large file would be twice in memory
            read_options=pyarrow.csv.ReadOptions(column_names=list(kinds), use_threads=threads, block_size=_BLOCK),
            parse_options=pyarrow.csv.ParseOptions(
                delimiter=delimiter, newlines_in_values=is_quoted, ignore_empty_lines=False, invalid_row_handler=wrong_width
            ),
            convert_options=pyarrow.csv.ConvertOptions(
                column_types=kinds,
                strings_can_be_null=False,
                quoted_strings_can_be_null=False,
                check_utf8=False,  # a text table is UTF-8
            ),
        )

    try:
        return stacked([narrow(read(*part, threads=True)) for part in _parts(data, start, end, is_quoted)]), odd
    except pa.ArrowInvalid:
        odd.clear()
    try:
        return narrow(read(start, end, threads=False)), odd
    except pa.ArrowInvalid as error:
        raise FileRefusedError(
            message("The rows of this file cannot be told apart: a quotation mark opens and does not close, or a cell is far too long."),
            message("Download the report again from the platform and import the new file as it is."),
            Place(file),
        ) from error


def _parts(data: bytes, start: int, end: int, is_quoted: bool) -> list[tuple[int, int]]:
    """Parts of a text that end with a record, as quotation marks tell; the memory in which one is split serves the next."""
    ends = [start]
    while end - ends[-1] > 2 * _PART:
        at, marks = ends[-1], 0
        for _ in range(_TRIED):
            further = data.find(b"\n", max(at, ends[-1] + _PART), end) + 1
            marks += data.count(b'"', at, further) if is_quoted else 0
            at = further
            if not at or marks % 2 == 0:
                break
        if not at or marks % 2:
            break
        ends.append(at)
    return list(itertools.pairwise([*ends, end]))


def _with_lines(cells: pa.Table, odd: list[tuple[int, str]], may_break: bool, first_line: int, delimiter: str) -> tuple[pa.Array, tuple[Record, ...]]:
    """The line of each row and the other records: one line a record, and one more for every line break inside a cell above it."""
    total = cells.num_rows + len(odd)
    inside = breaks_in(cells) if may_break else np.zeros(cells.num_rows, dtype=np.int64)
    if not odd and not inside.any():
        return pa.array(np.arange(first_line, first_line + total, dtype=np.int32)), ()
    good = np.ones(total, dtype=bool)
    good[[at for at, _ in odd]] = False
    breaks = np.zeros(total, dtype=np.int64)
    breaks[good] = inside
    for at, text in odd:
        breaks[at] = text.count("\n")
    lines = first_line + np.arange(total) + np.concatenate(([0], np.cumsum(breaks)[:-1]))
    ragged = tuple(Record(int(lines[at]), int(lines[at] + breaks[at]), tuple(split_line(text, delimiter))) for at, text in odd)
    return pa.array(lines[good], pa.int32()), ragged


def _add(body: HeldBody, records: Iterable[Record], width: int) -> HeldBody:
    """Take rows that were only too long by empty cells, back in their places."""
    extra = pa.table({f"c{i}": pa.array([r.cells[i] for r in records], pa.string()) for i in range(width)})
    lines = pa.concat_arrays([body.lines, pa.array([r.line for r in records], pa.int32())])
    order = pc.sort_indices(lines)
    return HeldBody(pa.concat_tables([body.cells, extra]).take(order), lines.take(order), body.ragged)
