"""Names come out as they were written, or a person is told that they may not; only figures are the same in every encoding."""

import io

import openpyxl
import pytest

from adcrm.actors import Actor
from adcrm.books import Books
from adcrm.imports.intake import take_in
from adcrm.imports.read import read
from tests.imports.worlds import current

NAMES = {"chinese": ("夏季促销", "品牌词-PC", "秋"), "western": ("Été café", "Größe M", "São João"), "cyrillic": ("Лето", "Осень", "Зима")}


def meta(names: tuple[str, ...]) -> str:
    """English heads, so that nothing but the names tells of the encoding."""
    head = "Reporting starts,Reporting ends,Campaign name,Amount spent (EUR),Impressions,Link clicks,Results\n"
    return head + "".join(f"2026-01-01,2026-01-01,{name},10.50,1000,50,2\n" for name in names)


@pytest.mark.parametrize(
    ("names", "encoding"),
    [
        ("chinese", "gb18030"), ("western", "cp1252"), ("chinese", "utf-16-be"), ("western", "utf-16-be"), ("western", "utf-16-le"),
        ("chinese", "utf-8-sig"), ("cyrillic", "utf-16"),
    ],
)  # fmt: skip
def test_names_come_out_as_they_were_written(names: str, encoding: str) -> None:
    report = read("x.csv", meta(NAMES[names]).encode(encoding))
    assert report.rows["campaign"].to_pylist() == list(NAMES[names])
    assert not report.warnings


@pytest.mark.parametrize(("names", "encoding"), [("cyrillic", "cp1251"), ("chinese", "big5hkscs"), ("cyrillic", "koi8-r")])
def test_an_encoding_that_nothing_tells_is_said_to_be_a_guess(names: str, encoding: str) -> None:
    text = meta(NAMES[names]).replace("销", "銷").replace("词", "詞")
    report = read("x.csv", text.encode(encoding))
    assert report.sums["cost"].is_finite() and report.rows.num_rows == 3
    assert any("in which encoding" in warning.text for warning in report.warnings)


def test_signs_that_no_database_holds_are_left_out_of_workbooks_and_names(every_books: Books) -> None:
    book, made = openpyxl.Workbook(), io.BytesIO()
    for line in meta(("A_x0000_B", "C")).splitlines():
        book.active.append(line.split(",")[:3] + [float(cell) if cell[0].isdigit() else cell for cell in line.split(",")[3:]])
    book.save(made)
    taken = take_in(every_books, "a\x00.xlsx", made.getvalue(), "Fern\x00wick", Actor("owner"))
    assert (taken["outcome"], taken["file"], taken["client"]) == ("loaded", "a.xlsx", "Fernwick")
    assert sorted(row["campaign"] for row in current(every_books)) == ["AB", "C"]
