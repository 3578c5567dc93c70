"""What of a CRM export may be kept: the same file with every cell emptied that no declared column reads.

Lines, sheets and heads stay where they are, so that a record can be walked back to its line and a row set aside can be read again.
"""

import csv
import io
import zipfile

from adcrm.imports.containers import unpack
from adcrm.imports.recognise import Reading, recognise
from adcrm.imports.tables import SheetTable, TextTable

SHEET = " › "  # in the name of a table, between a zip's member and its sheet


def reduced(name: str, data: bytes, platform: str) -> bytes:
    """The bytes to keep of the file ``name``, which was read as an export of ``platform``; tables that were not read are gone."""
    readings = [reading for table in unpack(name, data) if (reading := recognise(name, table, platform))]
    if not _is_archive(data):
        return _workbook(readings) if isinstance(readings[0].table, SheetTable) else _text(readings[0])
    members: dict[str, list[Reading]] = {}
    for reading in readings:
        members.setdefault(reading.table.part.partition(SHEET)[0], []).append(reading)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, inside in members.items():
            archive.writestr(member, _workbook(inside, member) if isinstance(inside[0].table, SheetTable) else _text(inside[0]))
    return packed.getvalue()


def _is_archive(data: bytes) -> bool:
    """Whether these bytes are a zip of files, and no workbook, which is a zip of its own kind."""
    if not data.startswith(b"PK"):
        return False
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return "xl/workbook.xml" not in archive.namelist()


def _text(reading: Reading) -> bytes:
    assert isinstance(reading.table, TextTable)
    text = reading.table.data.decode("utf-8", "replace")
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))
    source, out = csv.reader(io.StringIO(text, newline=""), delimiter=reading.delimiter), io.StringIO(newline="")
    writer = csv.writer(out, delimiter=reading.delimiter, lineterminator="\n")
    for cells in source:
        writer.writerow(_emptied(reading, source.line_num, cells))
    return out.getvalue().encode()


def _workbook(readings: list[Reading], member: str = "") -> bytes:
    """The sheets of one workbook, ``member`` of a zip."""
    import xlsxwriter

    packed = io.BytesIO()
    with xlsxwriter.Workbook(packed, {"in_memory": True}) as book:
        for reading in readings:
            assert isinstance(reading.table, SheetTable)
            sheet = book.add_worksheet(reading.table.part.removeprefix(member).removeprefix(SHEET))
            for line, cells in enumerate(reading.table.rows, 1):
                for column, cell in enumerate(_emptied(reading, line, cells)):
                    if cell:
                        sheet.write_string(line - 1, column, cell)
    return packed.getvalue()


def _emptied(reading: Reading, last_line: int, cells: list[str]) -> list[str]:
    """The head as it is; of a row only what is read; of a line of another width nothing but its line breaks."""
    if last_line == reading.head.last_line:
        return cells
    is_row = last_line > reading.head.last_line and len(cells) >= len(reading.head.cells)
    read = {i for _, at in reading.places for i in at} if is_row else set()
    return [cell if i in read else "\n" * cell.count("\n") for i, cell in enumerate(cells)]
