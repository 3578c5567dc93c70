"""The files that a table can leave as. One function writes each format, batch by batch, so that size costs disk and not memory.

A cell that a spreadsheet would take for a formula is made harmless: in CSV an apostrophe goes before it (OWASP, "CSV injection"); in
XLSX it is written as text. Parquet and Hyper hold typed columns, which nobody runs. Decimals stay exact but in XLSX, which knows only doubles.
"""

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import isnan
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from adcrm.errors import InputError, MissingPackageError
from adcrm.messages import Message, message

FORMULA_SIGNS = "=+\\-@\t\r\n＝＋－＠"  # in some languages a spreadsheet takes the wide ones for the narrow ones (OWASP)
XLSX_ROWS = 1_048_576  # of one sheet, the head included (Microsoft: "Excel specifications and limits")
XLSX_CELL = 32_767  # letters
HYPER_TABLE = "Extract"  # schema and table that Tableau Desktop looks for


@dataclass(frozen=True)
class Format:
    """``key`` on the command line, ``suffix`` of the file, ``name`` on a button, ``write(batches, path)``."""

    key: str
    suffix: str
    mime: str
    name: Message
    write: Callable[[pa.RecordBatchReader, Path], int]


def write_file(rows: pa.Table | pa.RecordBatchReader, kind: str, path: Path) -> int:
    """Write ``rows`` to ``path`` and say how many there were; the file is there whole or not at all.

    Raises
    ------
    InputError : no such format, the table does not fit into it (a sheet has 1,048,576 rows), or no file can be written there.
    MissingPackageError : a Tableau extract is asked for where pantab has no build for this machine.
    """
    if kind not in FORMATS:
        raise InputError(message("There is no format “{name}”.", name=kind), message("Known formats: {names}.", names=", ".join(FORMATS)))
    batches = rows.to_reader(max_chunksize=100_000) if isinstance(rows, pa.Table) else rows
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".export-") as folder:
            made = Path(folder) / f"table{FORMATS[kind].suffix}"
            count = FORMATS[kind].write(batches, made)
            made.replace(path)
    except OSError as error:
        raise InputError(
            message("The file cannot be written: {reason}", reason=error.strerror or str(error)),
            message("Choose a folder in which you may write and that has room left."),
        ) from error
    return count


def file_bytes(rows: pa.Table, kind: str) -> bytes:
    """The bytes of the file, for a download of what is on the screen."""
    with tempfile.TemporaryDirectory(prefix="adcrm-export-") as folder:
        path = Path(folder) / f"table{FORMATS[kind].suffix}"
        write_file(rows, kind, path)
        return path.read_bytes()


def harmless(rows: pa.Table) -> pa.Table:
    """Texts and heads that begin like a formula get an apostrophe before them."""
    columns = [_guarded(column) if _is_text(column.type) else column for column in rows.columns]
    return pa.table(columns, names=_harmless_names(rows.column_names))


def harmless_texts(rows: pd.DataFrame) -> pd.DataFrame:
    """The same for a table of somebody's own in which figures are texts: one with a sign stays as it is."""
    return rows.apply(_guarded_texts)


def _guarded_texts(column: pd.Series) -> pd.Series:
    if not pd.api.types.is_string_dtype(column):
        return column
    runs = column.str.match(f"[{FORMULA_SIGNS}]") & ~column.str.fullmatch(r"[-+]?[\d.,\s]*\d[\d.,\s]*(?:[eE][-+]?\d+)?\s*%?")
    return column.mask(runs.fillna(False).astype(bool), "'" + column)


def _write_csv(batches: pa.RecordBatchReader, path: Path) -> int:
    """UTF-8 with a byte order mark, without which Excel cannot read Chinese."""
    count = 0
    names = _harmless_names(batches.schema.names)
    with path.open("wb") as out:
        out.write(b"\xef\xbb\xbf")
        out.write(_csv(pa.table({name: pa.array([], kind) for name, kind in zip(names, batches.schema.types, strict=True)}), head=True))
        for batch in batches:
            out.write(_csv(harmless(pa.Table.from_batches([batch])), head=False))
            count += batch.num_rows
    return count


def _csv(rows: pa.Table, head: bool) -> bytes:
    plain = rows
    for i, column in enumerate(rows.schema):
        if pa.types.is_timestamp(column.type):  # seconds are enough
            plain = plain.set_column(i, column.name, rows.column(i).cast(pa.timestamp("s"), safe=False))
    sink = pa.BufferOutputStream()
    if plain.num_rows or head:
        pacsv.write_csv(plain, sink, pacsv.WriteOptions(include_header=head, quoting_style="needed"))
    return bytes(sink.getvalue())


def _write_parquet(batches: pa.RecordBatchReader, path: Path) -> int:
    count = 0
    with pq.ParquetWriter(path, batches.schema, compression="zstd") as out:
        for batch in batches:
            out.write_batch(batch)
            count += batch.num_rows
    return count


def _write_xlsx(batches: pa.RecordBatchReader, path: Path) -> int:
    import xlsxwriter

    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(str(path), options)
    sheet = book.add_worksheet()
    bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    sheet.freeze_panes(1, 0)
    for i, name in enumerate(batches.schema.names):
        sheet.write_string(0, i, name, bold)
        sheet.set_column(i, i, max(9, min(len(name) + 3, 40)))
    kinds = [_xlsx_kind(kind) for kind in batches.schema.types]
    row = 0
    for batch in batches:
        if row + batch.num_rows >= XLSX_ROWS:
            raise InputError(
                message("An Excel sheet holds {n} rows, and this table has more.", n=XLSX_ROWS - 1),
                message("Choose fewer days, or download it as CSV or Parquet."),
            )
        for cells in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            row += 1
            for i, (value, kind) in enumerate(zip(cells, kinds, strict=True)):
                if value is None or (isinstance(value, float) and isnan(value)):  # an undefined figure is an empty cell
                    continue
                if kind == "number":
                    sheet.write_number(row, i, float(value))
                elif kind == "day":
                    sheet.write_datetime(row, i, value, day)
                elif kind == "moment":
                    sheet.write_datetime(row, i, value, moment)
                elif kind == "truth":
                    sheet.write_boolean(row, i, value)
                else:
                    sheet.write_string(row, i, _fits_cell(value, batches.schema.names[i]))
    book.close()
    return row


def _xlsx_kind(kind: pa.DataType) -> str:
    if pa.types.is_boolean(kind):
        return "truth"
    if pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        return "number"
    if pa.types.is_date(kind):
        return "day"
    return "moment" if pa.types.is_timestamp(kind) else "text"


def _fits_cell(value: Any, column: str) -> str:
    text = str(value)
    if len(text) > XLSX_CELL:
        raise InputError(
            message("A text in “{column}” is longer than an Excel cell can hold.", column=column),
            message("Download the table as CSV or Parquet."),
        )
    return text


def _write_hyper(batches: pa.RecordBatchReader, path: Path) -> int:
    try:
        import pantab
    except ImportError as error:
        raise MissingPackageError(
            message("Tableau extracts cannot be written on this machine: the package pantab has no build for it."),
            message("Download Parquet or CSV instead; Tableau reads both."),
        ) from error
    counted = _Counting(_in_64_bits(batches))
    table = _TableName(_Name(HYPER_TABLE), _SchemaName(_Name(HYPER_TABLE)))
    pantab.frame_to_hyper(counted.reader, path, table=table, process_params={"log_dir": str(path.parent)})  # its log goes with the folder
    return counted.rows


def _in_64_bits(batches: pa.RecordBatchReader) -> pa.RecordBatchReader:
    """Wide decimals (exchange rates) as doubles: an extract has decimals of 18 digits at most. Money has no more."""
    narrow = pa.schema([_narrow(column) for column in batches.schema])
    if narrow == batches.schema:
        return batches
    return pa.RecordBatchReader.from_batches(narrow, (_cast(batch, narrow) for batch in batches))


def _narrow(column: pa.Field) -> pa.Field:
    return column.with_type(pa.float64()) if pa.types.is_decimal(column.type) and column.type.precision > 18 else column


def _cast(batch: pa.RecordBatch, schema: pa.Schema) -> pa.RecordBatch:
    return pa.RecordBatch.from_arrays([values.cast(kind) for values, kind in zip(batch.columns, schema.types, strict=True)], schema=schema)


@dataclass(frozen=True)
class _Name:
    """What pantab takes for a name (its protocol ``TableauName``)."""

    unescaped: str


@dataclass(frozen=True)
class _SchemaName:
    name: _Name


@dataclass(frozen=True)
class _TableName:
    name: _Name
    schema_name: _SchemaName


class _Counting:
    """Batches that are counted as they pass."""

    def __init__(self, batches: pa.RecordBatchReader):
        self.rows = 0
        self.reader = pa.RecordBatchReader.from_batches(batches.schema, self._pass(batches))

    def _pass(self, batches: pa.RecordBatchReader) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            self.rows += batch.num_rows
            yield batch


def _guarded(column: pa.ChunkedArray) -> pa.ChunkedArray:
    return pc.replace_substring_regex(column.cast(pa.string()), f"^([{FORMULA_SIGNS}])", r"'\1")


def _harmless_names(names: list[str]) -> list[str]:
    return ["'" + name if name and name[0] in FORMULA_SIGNS.replace("\\", "") else name for name in names]


def _is_text(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_dictionary(kind))


FORMATS = {
    one.key: one
    for one in (
        Format("csv", ".csv", "text/csv", message("CSV"), _write_csv),
        Format("xlsx", ".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", message("Excel"), _write_xlsx),
        Format("parquet", ".parquet", "application/vnd.apache.parquet", message("Parquet"), _write_parquet),
        Format("hyper", ".hyper", "application/octet-stream", message("Tableau extract"), _write_hyper),
    )
}
