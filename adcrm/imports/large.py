"""A large text table, split by DuckDB into a Parquet file, so that ten million rows take no more memory than one million.

Where this finds anything that it cannot place on its true line, it says so, and the table is split as small ones are.
"""

import csv
import io
import re
from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path

import duckdb
import pyarrow as pa

from adcrm.imports import archive
from adcrm.imports.body import Body, Record, split_line
from adcrm.imports.disk import GROUP, Folder, sql_path

LARGE = 8_000_000  # bytes; below this, splitting in memory takes less time than a file
MOST_ODD = 200  # records of another width, or with line breaks in their cells, of which the lines are reckoned one by one
CELLS = "cells.parquet"
WHOLE = "whole.csv"  # the file's text, where it can be kept in the archive without a copy
_CHUNK = 1 << 24
_LOOKED_AT = 40_000  # bytes at the start and in the middle, by which a column of figures is judged
_PLAIN = re.compile(r"-?(?:0|[1-9]\d{0,11})(?:\.(\d{1,6}))?")
_NO_CELL = "\x01\x02"  # what stands for "no value"; an empty cell is an empty text
_OTHER_WIDTH = {"MISSING COLUMNS", "TOO MANY COLUMNS"}
_BLANKS = "".join(map(chr, (*range(9, 14), *range(28, 33), 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000)))


@dataclass(frozen=True)
class LargeBody(Body):
    """Rows in a Parquet file with the columns ``c0``, ``c1`` ..., for one of ``decimals`` with ``ni`` and ``ti``, and their number from 0.

    ``later``: (number of a row, lines more) where the lines move on by more than one.
    """

    folder: Folder
    first_line: int
    width: int
    num_rows: int
    ragged: tuple[Record, ...]
    later: tuple[tuple[int, int], ...] = ()
    decimals: Mapping[int, int] = field(default_factory=dict)

    @property
    def path(self) -> Path:
        """The Parquet file."""
        return self.folder.file(CELLS)

    def put(self, connection: duckdb.DuckDBPyConnection, is_wrapped: bool) -> str:
        made = []
        for i in range(self.width):
            raw = f"t{i}" if i in self.decimals else f"c{i}"
            cell = rf"regexp_replace({raw}, '(?s)^=\"(.*)\"$', '\1')" if is_wrapped else raw
            # Trimming every cell takes longer than reading them; a column has few different texts, so these are asked first.
            blanks = f"SELECT bool_or(cell <> trim(cell, '{_BLANKS}')) FROM (SELECT DISTINCT {cell} AS cell FROM {self._rows()})"
            text = f"trim({cell}, '{_BLANKS}')" if connection.sql(blanks).fetchall()[0][0] else cell
            made += [f"coalesce({text}, CAST(n{i} AS VARCHAR)) AS c{i}", f"{text} AS t{i}", f"n{i}"] if i in self.decimals else [f"{text} AS c{i}"]
        cells = f"SELECT {', '.join(made)}, CAST({self._line()} AS INTEGER) AS line FROM {self._rows()}"
        connection.execute(f"CREATE VIEW cells AS {cells}")
        return cells

    def raw(self, lines: Sequence[int]) -> list[tuple[str, ...]]:
        names = ", ".join(self._cell(i) for i in range(self.width))
        with self.folder.connect() as connection:
            connection.register("wanted", pa.table({"wanted_line": pa.array(lines, pa.int64())}))
            return connection.sql(f"SELECT {names} FROM {self._rows()} JOIN wanted ON wanted_line = {self._line()} ORDER BY wanted_line").fetchall()

    def distinct(self, position: int) -> list[str]:
        with self.folder.connect() as connection:
            return [row[0] for row in connection.sql(f"SELECT DISTINCT {self._cell(position)} FROM {self._rows()}").fetchall()]

    def _cell(self, position: int) -> str:
        return _text_of(position) if position in self.decimals else f"c{position}"

    def _rows(self) -> str:
        return f"read_parquet({sql_path(self.path)}, file_row_number = true)"

    def _line(self) -> str:
        return line_of("file_row_number", self.first_line, self.later)


def split_large(data: bytes, start: int, end: int, width: int, delimiter: str, first_line: int, figures: Collection[int] = ()) -> LargeBody | None:
    """The records in ``data[start:end]``, of which the first stands on ``first_line``; ``None`` where not every one finds its line.

    Columns of ``figures`` that look plain are kept as numbers, which halves the time of all that is asked of them. No cell is lost by it: a
    text that the number would not give back is kept beside it.

    The file is written as it is, and mostly nothing more has to be known than that it has as many records as lines.
    """
    folder = Folder()
    shape = _Shape(width, delimiter, _plain_figures(data, start, end, width, delimiter, figures))
    skipped, is_split = data.count(b"\n", 0, start), False
    if data[end:] in (b"", b"\n", b"\r\n"):
        whole = folder.file(WHOLE)
        lines = _write(whole, data, 0, len(data)) - skipped - data.count(b"\n", end)
        count, odd = _split(folder, whole, shape, skipped)
        is_split = odd == [] and count == lines
        if not is_split or not archive.is_beside(folder.path):
            whole.unlink()
    if not is_split:
        lines = _write(folder.file("body.csv"), data, start, end)
        count, odd = _split(folder, folder.file("body.csv"), shape, 0)
        folder.file("body.csv").unlink()
    if odd is None or len(odd) > MOST_ODD or any(set(errors) - _OTHER_WIDTH for _, _, errors in odd):
        return None
    with folder.connect() as connection:
        breaks = dict(_breaks(connection, sql_path(folder.file(CELLS)), shape)) if count + len(odd) < lines else {}
    texts = {number - 1: text for number, text, _ in odd}  # by the number of the record, those of another width among them
    if len(breaks) > MOST_ODD or count + len(odd) + sum(breaks.values()) + sum(text.count("\n") for text in texts.values()) != lines:
        return None
    body = _placed(LargeBody(folder, first_line, width, count, (), decimals=shape.decimals), breaks, texts, delimiter)
    # A row that is only longer by blank cells is a row.
    return None if any(len(r.cells) > width and not any(cell.strip() for cell in r.cells[width:]) for r in body.ragged) else body


@dataclass(frozen=True)
class _Shape:
    """What is known of the cells before they are split; ``decimals`` as in :class:`LargeBody`."""

    width: int
    delimiter: str
    decimals: Mapping[int, int]


def _plain_figures(data: bytes, start: int, end: int, width: int, delimiter: str, figures: Collection[int]) -> dict[int, int]:
    """The ``figures`` of which some rows hold nothing but numbers as DuckDB writes them, all with as many decimals."""
    looked_at: list[list[str]] = []
    for at in (start, (start + end) // 2):
        lines = data[at : min(at + _LOOKED_AT, end)].split(b"\n")[1:-1]  # the first and the last may be cut through
        text = io.StringIO(b"\n".join(lines).decode("utf-8", "ignore"), newline="")
        try:
            looked_at += [cells for cells in csv.reader(text, delimiter=delimiter) if len(cells) == width]
        except csv.Error:
            return {}
    found = {}
    for i in figures:
        forms = {_PLAIN.fullmatch(cells[i]) for cells in looked_at if cells[i]}
        decimals = {len(form[1] or "") if form else -1 for form in forms}
        if len(decimals) == 1 and -1 not in decimals:
            found[i] = decimals.pop()
    return found


def _text_of(position: int) -> str:
    """SQL of a cell that stands as a number, as it stood in the file."""
    return f"coalesce(t{position}, CAST(n{position} AS VARCHAR))"


def _split(folder: Folder, path: Path, shape: _Shape, skipped: int) -> tuple[int, list[tuple[int, str, list[str]]] | None]:
    """Split a text file below its first lines: how many rows came out, and of each other record its number, text and what is wrong with it.

    ``None`` for the latter where the file cannot be split.
    """
    columns = ", ".join(f"'c{i}': 'VARCHAR'" for i in range(shape.width))
    picked = []
    for i in range(shape.width):
        if i in shape.decimals:
            number = f"TRY_CAST(c{i} AS DECIMAL(18, {shape.decimals[i]}))"
            picked += [f"{number} AS n{i}", f"CASE WHEN CAST({number} AS VARCHAR) = c{i} THEN NULL ELSE c{i} END AS t{i}"]
        else:
            picked.append(f"c{i}")
    reader = (
        f"read_csv({sql_path(path)}, header = false, skip = {skipped}, auto_detect = false, "
        f"delim = '{shape.delimiter}', quote = '\"', escape = '\"', "
        f"columns = {{{columns}}}, strict_mode = true, nullstr = '{_NO_CELL}', store_rejects = true, rejects_limit = {MOST_ODD + 1})"
    )
    with folder.connect() as connection:
        try:
            cells = sql_path(folder.file(CELLS))
            copy = f"COPY (SELECT {', '.join(picked)} FROM {reader}) TO {cells} (FORMAT parquet, ROW_GROUP_SIZE {GROUP})"
            count = int(connection.execute(copy).fetchall()[0][0])
            odd = "SELECT line, any_value(csv_line), list(DISTINCT error_type) FROM reject_errors GROUP BY line ORDER BY line"
            return count, connection.sql(odd).fetchall()
        except duckdb.InvalidInputException:
            return 0, None


def _placed(body: LargeBody, breaks: dict[int, int], texts: dict[int, str], delimiter: str) -> LargeBody:
    """Give every record its line: one each, and one more for every line break in the cells of those before it."""
    ragged: list[Record] = []
    later = [(at + 1, more) for at, more in breaks.items()]
    for place, text in sorted(texts.items()):
        row = place - len(ragged)  # the row that follows
        line = body.first_line + place + sum(more for at, more in breaks.items() if at < row) + sum(r.last_line - r.line for r in ragged)
        ragged.append(Record(line, line + text.count("\n"), tuple(split_line(text, delimiter))))
        later.append((row, 1 + text.count("\n")))
    return replace(body, ragged=tuple(r for r in ragged if any(cell.strip() for cell in r.cells)), later=tuple(sorted(later)))


def _breaks(connection: duckdb.DuckDBPyConnection, cells: str, shape: _Shape) -> list[tuple[int, int]]:
    """The numbers of the first rows with line breaks in their cells, and how many each has."""
    texts = [_text_of(i) if i in shape.decimals else f"c{i}" for i in range(shape.width)]
    inside = " + ".join(f"length({text}) - length(replace({text}, chr(10), ''))" for text in texts)
    any_inside = " OR ".join(f"contains({text}, chr(10))" for text in texts)
    return connection.sql(
        f"SELECT file_row_number, {inside} FROM read_parquet({cells}, file_row_number = true) WHERE {any_inside} LIMIT {MOST_ODD + 1}"
    ).fetchall()


def _write(path: Path, data: bytes, start: int, end: int) -> int:
    """Write a part of ``data`` to a file, and count its lines meanwhile. In pieces, so that other threads get their turn."""
    view, lines = memoryview(data), 1
    path.touch(mode=0o600)  # as every kept file
    with path.open("wb") as out, ThreadPoolExecutor(1) as beside:
        for at in range(start, end, _CHUNK):
            piece = view[at : min(at + _CHUNK, end)]
            written = beside.submit(out.write, piece)
            lines += data.count(b"\n", at, at + len(piece))
            written.result()
    return lines


def line_of(number: str, first_line: int, later: Sequence[tuple[int, int]]) -> str:
    """SQL for the line of the row with a number; ``later`` as in :class:`LargeBody`."""
    if not later:
        return f"{number} + {first_line}"
    steps, more = "", 0
    for until, lines in later:
        steps, more = steps + f" WHEN {number} < {until} THEN {more}", more + lines
    return f"{number} + {first_line} + CASE{steps} ELSE {more} END"
