"""The rows of a large table, packed: a column holds each of its texts once in a block of rows, so that most of what is asked of its cells is
asked of few texts.

A column of figures that looks plain by a sample has its numbers beside the texts. The sample decides only what is fast: a text that its
number would not give back letter by letter stays as it is.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from adcrm.imports.body import Body, Cells, Record
from adcrm.imports.disk import Folder
from adcrm.imports.keys import literal

LARGE = 8_000_000  # bytes; below this, the rows themselves take less time than what saves it
LARGE_SHEET = 500_000  # cells; the same of a workbook
PACKED = pa.dictionary(pa.int32(), pa.string())
_LOOKED_AT = 1000  # different texts at the start and in the middle, by which a column of figures is judged
_PLAIN = re.compile(r"-?(?:0|[1-9]\d{0,11})(?:\.(\d{1,6}))?")  # at most 18 digits, as numbers of a machine word have
_WRAPPED = (r'(?s)^="(.*)"$', r"\1")


@dataclass(frozen=True)
class LargeBody(Body):
    """Rows in memory: columns ``c0``, ``c1`` ... of texts and their numbers, and the line of each."""

    cells: pa.Table
    lines: pa.Array
    ragged: tuple[Record, ...]
    decimals: Mapping[int, int] = field(default_factory=dict)
    folder: Folder = field(default_factory=Folder)

    @classmethod
    def of(cls, cells: pa.Table, lines: pa.Array, ragged: tuple[Record, ...], figures: Collection[int]) -> "LargeBody":
        """``figures``: positions of columns that should hold numbers."""
        seen = {i: decimals for i in figures if (decimals := _decimals(cells.column(i))) is not None}
        return cls(cells, lines, ragged, seen)

    @property
    def width(self) -> int:  # type: ignore[override]
        return int(self.cells.num_columns)

    @property
    def num_rows(self) -> int:  # type: ignore[override]
        return int(self.cells.num_rows)

    def put(self, connection: duckdb.DuckDBPyConnection, is_wrapped: bool) -> Cells:
        def columns(position: int) -> dict[str, pa.ChunkedArray]:
            texts = [_same_rows(chunk, _trimmed(chunk.dictionary, is_wrapped)) for chunk in self.cells.column(position).chunks]
            made = {f"c{position}": texts}
            if position in self.decimals:
                both = [_numbers(chunk.dictionary, self.decimals[position]) for chunk in texts]
                made[f"n{position}"] = [_same_rows(chunk, numbers) for chunk, (numbers, _) in zip(texts, both, strict=True)]
                made[f"t{position}"] = [_same_rows(chunk, others) for chunk, (_, others) in zip(texts, both, strict=True)]
            return {name: pa.chunked_array(chunks) for name, chunks in made.items()}

        with ThreadPoolExecutor() as several:
            made = {name: column for found in several.map(columns, range(self.width)) for name, column in found.items()}
        cells = pa.table(made | {"line": self.lines})
        name = self.folder.hold(cells)
        connection.register(name, cells)
        texts = {i: _each_once(made[f"c{i}"]) for i in range(self.width)}
        # A column that says the same everywhere need not be read.
        same = ", ".join(f"{literal(only[0].as_py())}::VARCHAR AS c{i}" for i, only in texts.items() if len(only) == 1)
        sql = f"SELECT *{f' REPLACE ({same})' if same else ''} FROM {name}"
        connection.execute(f"CREATE TEMP VIEW cells AS {sql}")
        return Cells(sql, texts)

    def raw(self, lines: Sequence[int]) -> list[tuple[str, ...]]:
        positions = np.searchsorted(self.lines.to_numpy(zero_copy_only=False), lines)
        return list(self._rows_at(positions))

    def distinct(self, position: int) -> list[str]:
        return [str(text) for text in _each_once(self.cells.column(position)).to_pylist()]

    def _rows_at(self, positions: np.ndarray) -> Iterator[tuple[str, ...]]:
        at = 0
        for block in self.cells.to_batches():
            here = positions[(at <= positions) & (positions < at + block.num_rows)] - at
            at += block.num_rows
            if len(here):
                yield from zip(*(column.to_pylist() for column in block.take(pa.array(here)).columns), strict=True)


def _each_once(column: pa.ChunkedArray) -> pa.Array:
    return pc.unique(pa.chunked_array([chunk.dictionary for chunk in column.chunks], pa.string()))


def _decimals(column: pa.ChunkedArray) -> int | None:
    """How many decimals each of some texts has, where they are nothing but numbers as SQL writes them; ``None`` where they are not."""
    chunks = column.chunks
    looked_at = [text for chunk in (chunks[0], chunks[len(chunks) // 2]) for text in chunk.dictionary.slice(0, _LOOKED_AT).to_pylist() if text]
    forms = [_PLAIN.fullmatch(text) for text in looked_at]
    found = {len(form[1] or "") if form else None for form in forms}
    return found.pop() if len(found) == 1 else None


def _trimmed(texts: pa.Array, is_wrapped: bool) -> pa.Array:
    bare = pc.replace_substring_regex(texts, *_WRAPPED) if is_wrapped else texts
    trimmed = pc.utf8_trim_whitespace(bare)
    return texts if trimmed.equals(texts) else trimmed  # mostly there is nothing to trim, and the copy would only take room


def _numbers(texts: pa.Array, decimals: int) -> tuple[pa.Array, pa.Array]:
    """The numbers that texts with so many decimals stand for, and the texts of which none gives back the letters."""
    pattern = r"^-?(?:0|[1-9]\d{0,11})" + (rf"\.\d{{{decimals}}}$" if decimals else "$")
    is_plain = pc.and_not(pc.match_substring_regex(texts, pattern), pc.match_substring_regex(texts, r"^-0(?:\.0*)?$"))
    numbers = pc.if_else(is_plain, texts, None).cast(pa.decimal128(18, decimals))
    return numbers, pc.if_else(is_plain, None, texts)


def _same_rows(chunk: pa.DictionaryArray, values: pa.Array) -> pa.DictionaryArray:
    return pa.DictionaryArray.from_arrays(chunk.indices, values)


def narrow(cells: pa.Table) -> pa.Table:
    """The same texts under numbers as short as can be: the numbers take most of the room. Other columns stay as they are."""

    def narrowed(column: pa.ChunkedArray) -> pa.ChunkedArray:
        if not pa.types.is_dictionary(column.type):
            return column
        most = max((len(chunk.dictionary) for chunk in column.chunks), default=0)
        return _numbered(column, pa.int8() if most <= 1 << 7 else pa.int16() if most <= 1 << 15 else pa.int32())

    return pa.table([narrowed(column) for column in cells.columns], cells.column_names)


def stacked(parts: Sequence[pa.Table]) -> pa.Table:
    """The rows of several tables below one another, each column under the longest numbers that one of them needs."""

    def below(columns: Sequence[pa.ChunkedArray]) -> pa.ChunkedArray:
        if not pa.types.is_dictionary(columns[0].type):
            return pa.chunked_array([chunk for column in columns for chunk in column.chunks], columns[0].type)
        kind = max((column.type.index_type for column in columns), key=lambda kind: kind.bit_width)
        return pa.chunked_array([chunk for column in columns for chunk in _numbered(column, kind).chunks], pa.dictionary(kind, pa.string()))

    return pa.table([below(columns) for columns in zip(*(part.columns for part in parts), strict=True)], parts[0].column_names)


def _numbered(column: pa.ChunkedArray, kind: pa.DataType) -> pa.ChunkedArray:
    if column.type.index_type == kind:
        return column
    chunks = [pa.DictionaryArray.from_arrays(chunk.indices.cast(kind), chunk.dictionary) for chunk in column.chunks]
    return pa.chunked_array(chunks, pa.dictionary(kind, pa.string()))


def breaks_in(cells: pa.Table) -> np.ndarray:
    """How many line breaks stand in the cells of each row; int64."""
    inside = np.zeros(cells.num_rows, dtype=np.int64)
    for column in cells.columns:
        at = 0
        for chunk in column.chunks:
            is_packed = isinstance(chunk, pa.DictionaryArray)
            counted = pc.count_substring(chunk.dictionary if is_packed else chunk, "\n").to_numpy()
            if counted.any():
                inside[at : at + len(chunk)] += counted[chunk.indices.to_numpy()] if is_packed else counted
            at += len(chunk)
    return inside
