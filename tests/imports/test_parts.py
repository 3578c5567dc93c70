"""Tables of one file that speak of the same things are counted once, or refused; never added up."""

import io
import zipfile
from decimal import Decimal

import pytest

from adcrm.books import Books
from adcrm.errors import FileRefusedError
from adcrm.imports.corrections import retry
from adcrm.imports.load import load
from adcrm.imports.quarantine import set_aside
from adcrm.imports.read import read
from adcrm.settings import ROOT
from tests.imports.worlds import OWNER, current, total

HEAD = "Reporting starts,Reporting ends,Campaign name,Amount spent (EUR),Impressions,Link clicks,Results\n"
SHOP = (ROOT / "data" / "samples" / "shopify_orders.csv").read_bytes()


def meta(first: int, last: int, cost: str = "10", campaign: str = "Brand") -> bytes:
    """Ten euros a day in January from one day to another."""
    days = [f"2026-01-{number:02}" for number in range(first, last + 1)]
    return (HEAD + "".join(f"{day},{day},{campaign},{cost},1000,50,2\n" for day in days)).encode()


def packed(*members: tuple[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in members:
            archive.writestr(name, content)
    return made.getvalue()


def test_a_download_that_lies_in_a_zip_twice_counts_once() -> None:
    report = read("x.zip", packed(("report.csv", meta(1, 10)), ("report (1).csv", meta(1, 10))))
    assert (report.sums["cost"], report.rows.num_rows, [part.name for part in report.parts]) == (Decimal(100), 10, ["report.csv"])
    assert any("“{part}” says nothing that “{other}” does not say" in warning.text for warning in report.warnings)


def test_a_report_that_lies_within_a_longer_one_counts_once_whichever_comes_first() -> None:
    for members in ((("a.csv", meta(1, 10)), ("b.csv", meta(1, 20))), (("a.csv", meta(1, 20)), ("b.csv", meta(5, 9)))):
        report = read("x.zip", packed(*members))
        assert (report.sums["cost"], report.rows.num_rows) == (Decimal(200), 20)


@pytest.mark.parametrize("other", [meta(7, 14), meta(1, 7, cost="11")])
def test_reports_whose_days_overlap_or_that_say_otherwise_are_refused_in_one_file(other: bytes) -> None:
    with pytest.raises(FileRefusedError, match="speak of the same days and things"):
        read("x.zip", packed(("a.csv", meta(1, 7)), ("b.csv", other)))


def test_weeks_and_campaigns_that_follow_one_another_are_added_up() -> None:
    report = read("x.zip", packed(("a.csv", meta(1, 7)), ("b.csv", meta(8, 14)), ("c.csv", meta(1, 7, campaign="Other"))))
    assert (report.sums["cost"], report.rows.num_rows) == (Decimal(210), 21)


def test_tables_that_tell_different_figures_of_the_same_days_belong_together() -> None:
    clicks = b"Reporting starts,Reporting ends,Campaign name,Link clicks,Impressions\n2026-01-01,2026-01-01,Brand,50,1000\n"
    cost = b"Reporting starts,Reporting ends,Campaign name,Amount spent (EUR)\n2026-01-01,2026-01-01,Brand,10\n"
    report = read("x.zip", packed(("clicks.csv", clicks), ("cost.csv", cost)))
    assert (report.sums["cost"], report.sums["clicks"], report.sums["impressions"]) == (10, 50, 1000)


def test_a_report_cut_in_two_whose_rows_nothing_tells_apart_is_added_up() -> None:
    report = read("x.zip", packed(("a.csv", meta(1, 3) + meta(1, 3, cost="4")[len(HEAD) :]), ("b.csv", meta(2, 3, cost="7"))))
    assert report.sums["cost"] == Decimal(56)


def test_orders_that_lie_in_a_zip_twice_are_no_second_sale() -> None:
    once = read("x.csv", SHOP)
    twice = read("x.zip", packed(("a.csv", SHOP), ("b.csv", SHOP)))
    assert (twice.sums, twice.rows.num_rows) == (once.sums, once.rows.num_rows)


def test_touches_that_lie_in_a_zip_twice_are_no_second_visit() -> None:
    log = (ROOT / "data" / "samples" / "touchpoint_log.csv").read_bytes()
    assert read("x.zip", packed(("a.csv", log), ("b.csv", log))).rows.num_rows == read("x.csv", log).rows.num_rows


def test_rows_set_aside_in_zips_of_a_zip_are_told_apart_and_can_be_retried(books: Books, client_of_books: int) -> None:
    bad = [content.replace(b",1000,50,2\n", b",n.a.,50,2\n", 1) for content in (meta(1, 3), meta(4, 6))]
    data = packed(("one.zip", packed(("report.csv", bad[0]))), ("two.zip", packed(("report.csv", bad[1]))))
    made = load(books, read("x.zip", data), client_of_books, OWNER, data)
    assert made.import_id is not None
    rows = set_aside(books, made.import_id)
    assert [row.key for row in rows] == [("one.zip › report.csv", 2), ("two.zip › report.csv", 2)]
    assert retry(books, made.import_id, {row.key: {"Impressions": "1000"} for row in rows}, OWNER).taken == 2
    assert total(books) == 60
    assert sorted(row["source_part"] for row in current(books) if row["source_line"] == 2) == [row.part for row in rows]


def test_two_files_of_one_name_in_a_zip_keep_names_of_their_own() -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        data = packed(("report.csv", meta(1, 3)), ("report.csv", meta(4, 6)))
    assert [part.name for part in read("x.zip", data).parts] == ["report.csv", "report.csv (2)"]
