"""Every number can be walked back to the lines it was made of."""

from datetime import date, datetime

import pyarrow as pa

from adcrm.books import Books
from adcrm.metrics.freshness import freshness, in_words
from adcrm.metrics.lineage import count_behind, rows_behind
from adcrm.metrics.queries import totals
from adcrm.metrics.scope import Scope
from adcrm.warehouse.tables import SCHEMAS
from tests.metrics.worlds import fill, row, split

NOVEMBER = Scope(date(2026, 11, 1), date(2026, 11, 30))


def _log(books: Books, number: int, name: str) -> None:
    kinds = SCHEMAS["imports"].to_pyarrow()
    given = {"import_id": number, "file_name": name, "created_at": datetime(2026, 11, 2)}
    with books.facts.write() as writer:
        writer.insert("imports", pa.Table.from_pylist([{field.name: given.get(field.name) for field in kinds}], schema=kinds))


def test_the_rows_behind_a_total_are_those_that_add_up_to_it(every_books: Books) -> None:
    _log(every_books, 1, "old.csv")
    _log(every_books, 2, "new.xlsx")
    fill(
        every_books.facts,
        row(cost="1", source_line=7),
        row(cost="2", source_line=8, day=date(2026, 11, 3), import_id=2, source_part="Sheet1"),
        row(cost="4", source_line=9, in_total=False),
        split("hour", hour=1, cost="3"),
        row(cost="8", day=date(2026, 10, 1)),
    )
    found = rows_behind(every_books.facts, NOVEMBER, 10)
    assert found["cost"].sum() == float(totals(every_books.facts, NOVEMBER).measure("cost") or 0) == 3
    assert found[["file_name", "source_part", "source_line"]].to_numpy().tolist() == [["new.xlsx", "Sheet1", 8], ["old.csv", "", 7]]
    assert count_behind(every_books.facts, NOVEMBER) == 2


def test_pages_of_rows_follow_one_another_without_gap_or_repeat(every_books: Books) -> None:
    fill(every_books.facts, *(row(cost="1", source_line=line) for line in range(1, 8)))
    pages = [rows_behind(every_books.facts, NOVEMBER, 3, offset)["source_line"].tolist() for offset in (0, 3, 6)]
    assert pages == [[1, 2, 3], [4, 5, 6], [7]]


def test_freshness_counts_from_yesterday_and_says_the_late_ones_first(every_books: Books) -> None:
    today = date(2026, 11, 22)
    fill(every_books.facts, row(day=date(2026, 11, 21)), row(day=date(2026, 11, 18), platform="tencent_ads"))
    found = freshness(every_books.facts, today)
    assert [(one.platform, one.days_behind) for one in found] == [("tencent_ads", 3), ("google_ads", 0)]
    assert [str(line) for line in in_words(found)] == ["Tencent Ads 3 days behind", "Google Ads to yesterday"]
