"""Files that are small and unpack to more than a machine holds are refused before they do harm."""

import io
import zipfile
from decimal import Decimal

import pytest
import xlsxwriter
from openpyxl import Workbook

from adcrm.errors import FileRefusedError
from adcrm.imports.containers import MAX_CELLS, is_too_sparse, unpack
from adcrm.imports.read import read
from adcrm.imports.tables import SheetTable
from adcrm.settings import settings

ROWS = [("Day", "Campaign", "Impr.", "Clicks", "Currency code", "Cost"), ("2026-07-01", "A", 10, 1, "EUR", 2.5)]


def _workbook(*far: tuple[int, int]) -> bytes:
    """A small report with a stray blank in each of some cells (row, column)."""
    book = Workbook()
    for cells in ROWS:
        book.active.append(cells)
    for row, column in far:
        book.active.cell(row, column, " ")
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _zip(**members: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return made.getvalue()


@pytest.mark.parametrize("far", [(1_048_576, 16_384), (1_048_576, 26), (5_000, 16_384)])
def test_one_cell_far_from_the_others_does_not_fill_the_memory(far: tuple[int, int]) -> None:
    with pytest.raises(FileRefusedError, match="so far from the others"):
        read("x.xlsx", _workbook(far))
    with pytest.raises(FileRefusedError, match="so far from the others"):
        read("x.zip", _zip(report=_workbook(far)))


def _sharing(cells: int, size: int) -> bytes:
    """A small report and many cells that share one text of a size."""
    book, made = xlsxwriter.Workbook(before := io.BytesIO()), io.BytesIO()
    sheet = book.add_worksheet()
    for i, line in enumerate([*ROWS, *[("2026-07-01", "LONG", 10, 1, "EUR", 2.5)] * cells]):
        sheet.write_row(i, 0, line)
    book.close()
    with zipfile.ZipFile(before) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b">LONG<", b">" + b"x" * size + b"<"))
    return made.getvalue()


def test_one_text_that_many_cells_share_does_not_fill_the_memory() -> None:
    data = _sharing(2_000, 100_000)
    assert len(data) < 100_000
    with pytest.raises(FileRefusedError, match="200 MB of text"):
        read("x.xlsx", data)
    assert read("x.xlsx", _sharing(2_000, 1_000)).rows.num_rows == 2_001


def test_an_old_workbook_in_a_zip_is_opened_as_one() -> None:
    for held, told in ((b"", "workbook is damaged"), ("EncryptedPackage".encode("utf-16-le"), "locked with a password")):
        with pytest.raises(FileRefusedError, match=told):
            unpack("x.zip", _zip(**{"report.xls": b"\xd0\xcf\x11\xe0" + held + bytes(600)}))


def test_one_long_text_merged_over_many_rows_does_not_fill_the_memory() -> None:
    book = xlsxwriter.Workbook(made := io.BytesIO())
    sheet = book.add_worksheet()
    for i, line in enumerate(ROWS):
        sheet.write_row(i, 0, line)
    sheet.merge_range(2, 1, 20_000, 1, "x" * 30_000)
    sheet.write(20_000, 2, 1)
    book.close()
    (table,) = unpack("x.xlsx", made.getvalue())
    assert isinstance(table, SheetTable) and sum(len(row[1]) for row in table.rows) == len("Campaign") + len("A") + 30_000


@pytest.mark.parametrize("other", ["lower case", "another folder", "blanks", "folder in capitals"])
def test_a_far_cell_is_found_however_the_sheet_is_written_and_wherever_it_lies(other: str) -> None:
    sheet, made = "xl/worksheets/sheet1.xml", io.BytesIO()
    lies = {"another folder": "xl/other/sheet1.xml", "folder in capitals": "xl/Worksheets/sheet1.xml"}.get(other, sheet)
    with zipfile.ZipFile(io.BytesIO(_workbook((5_000, 16_384)))) as before, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            content = before.read(name)
            if name == sheet and other == "lower case":
                content = content.replace(b'r="XFD', b'r="xfd')
            if name == sheet and other == "blanks":
                content = content.replace(b' r="XFD5000"', b'\nr = "XFD5000"')
            after.writestr(lies if name == sheet else name, content.replace(b"worksheets/sheet1.xml", lies.removeprefix("xl/").encode()))
    with pytest.raises(FileRefusedError, match="so far from the others"):
        read("x.xlsx", made.getvalue())


@pytest.mark.parametrize("near", [(3_000, 30), (3, 16_384), (100_000, 9)])
def test_a_stray_cell_nearby_is_no_reason_to_refuse(near: tuple[int, int]) -> None:
    (table,) = unpack("x.xlsx", _workbook(near))
    assert next(table.tops())[1][1].cells[1] == "A"


def test_zips_inside_a_zip_share_one_allowance(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADCRM_MAX_FILE_MB", "3")
    settings.cache_clear()
    inner = _zip(report=b"Day,Cost\n" + b" " * 1_000_000)
    assert len(inner) < 10_000
    with pytest.raises(FileRefusedError, match="more than the allowed 3 MB"):
        read("x.zip", _zip(**{f"part{i}": inner for i in range(5)}))


@pytest.mark.parametrize("columns", ["Z", "AB", "ALL", "XFD"])
def test_a_sheet_is_too_sparse_from_the_first_row_on_that_makes_it_so(columns: str) -> None:
    width = 26 if columns == "Z" else sum((ord(sign) - 64) * 26**place for place, sign in enumerate(reversed(columns)))
    most = MAX_CELLS // width
    for row in (1, most // 10, most - 1, most, most + 1, most + 10, most * 2, 999_999, 1_000_000, 1_048_576):
        for quote in "\"'":
            sheet = f"<row r={quote}1{quote}><c\tr={quote}{columns}1{quote}/><c r={quote}A{row}{quote}/></row>".encode()
            assert is_too_sparse(sheet) == (row > most)


def test_a_web_page_that_is_a_table_reads_like_a_sheet_and_any_other_is_refused() -> None:
    """What some Chinese back ends download as “.xls”."""
    rows = (
        ("日期", "推广计划", "展现", "点击", "消费"),
        ("2026-07-01", "夏&amp;秋", "1,000", "10", "12.50"),
        ("2026-07-02", "夏", "500", "5", "2.50"),
    )
    lines = "".join("<tr>" + "".join(f"<td x:str>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    page = "<html><head><style>td {}</style><!--[if gte mso 9]><xml></xml><![endif]--></head><body><![if !x]><table>"
    page += f"<tr><th colspan=5>推广报告</th></tr>{lines}"
    for data in (f"{page}</table></body></html>".encode(), page.encode("gb18030")):
        report = read("报告.xls", data)
        assert (report.platform, report.encoding, report.rows["campaign"].to_pylist()) == ("baidu_search", "html", ["夏&秋", "夏"])
        assert (report.sums["cost"], report.rows["source_line"].to_pylist()) == (Decimal("15.00"), [3, 4])
    for data in (
        b"<html><table><tr><td>Sign in</td><td>now</td><td>x</td></tr></table>",
        b"<html><![",
        b"<table><tr><td colspan=9999999999>",
        b"<html></td></table>",
    ):
        with pytest.raises(FileRefusedError, match="web page"):
            read("x.xls", data)
