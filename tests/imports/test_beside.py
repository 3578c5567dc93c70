"""Rows that can hardly be meant are set aside or named: mistyped years, future days, twins, another currency or attribution."""

from datetime import date, timedelta
from decimal import Decimal

from adcrm.books import Books
from adcrm.imports.changes import preview
from adcrm.imports.checks import odd_days
from adcrm.imports.corrections import judge
from adcrm.imports.load import load
from adcrm.imports.read import read
from tests.imports.test_read_cells import google
from tests.imports.worlds import OWNER, report, row, take, total

TODAY = date(2026, 11, 25)
DAYS = [date(2026, 10, 1) + timedelta(days=i) for i in range(20)]


def _odd(*days: date) -> list[tuple[str, list[date]]]:
    return [(str(reason), found) for reason, found in odd_days(days, TODAY)]


def test_a_mistyped_year_stands_apart_from_the_rest() -> None:
    far = "This day lies far from all other days of the file. Is the year right?"
    assert _odd(*DAYS, date(2016, 10, 5)) == [(far, [date(2016, 10, 5)])]
    assert _odd(*DAYS, date(2016, 10, 5), date(2028, 10, 6)) == [("This day lies in the future.", [date(2028, 10, 6)]), (far, [date(2016, 10, 5)])]
    assert _odd(*DAYS) == []
    assert _odd(date(2024, 10, 1), date(2026, 10, 1)) == []  # two days say nothing about which of them is meant
    assert _odd(*DAYS, *(day.replace(year=2025) for day in DAYS)) == []  # a season of each year


def test_a_day_in_the_future_is_odd_unless_the_whole_file_is() -> None:
    tomorrow = TODAY + timedelta(days=1)
    assert _odd(*DAYS, tomorrow) == []
    assert _odd(*DAYS, tomorrow + timedelta(days=1)) == [("This day lies in the future.", [tomorrow + timedelta(days=1)])]
    assert _odd(*(day + timedelta(days=400) for day in DAYS)) == []


def test_such_a_row_is_set_aside_and_can_be_taken_as_it_stands(every_books: Books, client: int) -> None:
    rows = [f"2026-07-{day:02d},Brand,100,10,EUR,1.00,1,3" for day in range(1, 15)]
    data = google(*rows, "2016-07-15,Brand,100,10,EUR,5.00,1,3")
    found = read("x.csv", data)
    assert [(one.line, one.column) for one in found.set_aside] == [(16, "Day")]
    made = load(every_books, found, client, OWNER, data)
    assert made.import_id is not None and total(every_books) == 14
    assert judge(every_books, made.import_id, {("", 16): {}})[0].is_taken  # somebody looked at it and means it so
    assert judge(every_books, made.import_id, {("", 16): {"Day": "2026-07-15"}})[0].is_taken


def test_rows_that_say_the_same_are_named_and_all_kept(every_books: Books, client: int) -> None:
    twins = report(row(1, 10), row(1, 10), row(1, 12), row(2, 10))
    said = "1 row says exactly the same as another row of this file (line 5); both are kept and count."
    assert [str(note) for note in preview(every_books, twins, client).owners.warnings] == [said]
    assert [str(note) for note in take(every_books, client, row(1, 10), row(1, 10), row(1, 12), row(2, 10)).warnings] == [said]
    assert total(every_books) == 42


def test_another_currency_or_attribution_of_an_account_is_named(every_books: Books, client: int) -> None:
    take(every_books, client, row(1, 10, attribution="7-day click"))
    same = preview(every_books, report(row(2, 10, attribution="7-day click")), client)
    assert same.owners.warnings == ()
    other = preview(every_books, report(row(2, 10, currency="EUR", attribution="1-day view")), client)
    assert ["billed in USD" in str(other.owners.warnings[0]), "“1-day view”" in str(other.owners.warnings[1])] == [True, True]


def test_days_long_before_the_account_is_known_are_named(every_books: Books, client: int) -> None:
    take(every_books, client, row(1, 10))
    early = report(row(-500, 10))
    assert "Is the year right?" in str(preview(every_books, early, client).owners.warnings[0])
    assert total(every_books, "cost") == Decimal(10)
