"""Days that are missing, and days whose figures still move."""

from datetime import timedelta

from pandas import isna

from adcrm.books import Books
from adcrm.imports.clients import ensure_client
from adcrm.imports.completeness import HELD, MISSING, QUIET, YOUNG, completeness
from tests.imports.worlds import OWNER, day, row, take


def test_gaps_and_young_days_are_told_apart(every_books: Books, client: int) -> None:
    take(every_books, client, *(row(number, number) for number in (1, 2, 4, 20)))
    found = completeness(every_books, today=day(23), window=22)
    assert found is not None and (found.date_from, found.date_to) == (day(1), day(22))
    states = dict(zip(found.days["day"], found.days["state"], strict=True))
    assert [states[day(n)] for n in (1, 3, 4, 20, 22)] == [HELD, MISSING, HELD, YOUNG, MISSING]
    assert (found.missing, found.accounts) == (18, 1)


def test_an_account_is_not_missing_before_its_first_day(every_books: Books, client: int) -> None:
    take(every_books, client, row(20), row(21))
    found = completeness(every_books, today=day(22), window=30)
    assert found is not None and found.missing == 0 and len(found.days) == 2


def test_old_books_are_shown_to_their_newest_day(every_books: Books, client: int) -> None:
    take(every_books, client, row(1), row(9))
    found = completeness(every_books, today=day(9) + timedelta(days=200), window=10)
    assert found is not None and found.date_to == day(9)


def test_without_daily_rows_there_is_no_calendar(every_books: Books, client: int) -> None:
    assert completeness(every_books, today=day(9)) is None


def test_a_channel_that_does_not_run_every_day_misses_none(every_books: Books, client: int) -> None:
    take(every_books, client, row(1, platform="kol"), row(5, platform="kol"))
    found = completeness(every_books, today=day(6), window=6)
    assert found is not None and (found.missing, found.accounts) == (0, 0)
    assert list(found.days["state"]).count(QUIET) == 3


def test_amounts_in_two_currencies_have_no_sum(every_books: Books, client: int) -> None:
    take(every_books, client, row(1, 5), row(1, 7, currency="EUR"), row(2, 5))
    found = completeness(every_books, today=day(3), window=2)
    assert found is not None
    assert [None if isna(cost) else cost for cost in found.days["cost"]] == [None, 5.0]
    assert found.days["rows"].tolist() == [2, 1]


def test_earlier_windows_are_shown_too(every_books: Books, client: int) -> None:
    take(every_books, client, *(row(number, number) for number in (1, 3, 20)))
    found = completeness(every_books, today=day(21), window=10, back=1)
    assert found is not None and (found.date_from, found.date_to, found.first) == (day(1), day(10), day(1))
    assert list(found.days["state"][:4]) == [HELD, MISSING, HELD, MISSING] and found.missing == 8


def test_one_clients_days_end_where_everybodys_do(every_books: Books, client: int) -> None:
    other = ensure_client(every_books.crm, "Behind with its reports", OWNER)
    take(every_books, client, row(20))
    take(every_books, other, row(1, account="Other"))
    found = completeness(every_books, today=day(21), window=5, client_id=other)
    assert found is not None and (found.date_to, found.missing, found.accounts) == (day(20), 5, 1)
    assert completeness(every_books, today=day(21), client_id=other + 1) is None
