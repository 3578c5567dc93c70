"""A set-aside row that is corrected reads alone as it would have read in its file."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import pytest

from adcrm.books import Books
from adcrm.imports.clients import ensure_client
from adcrm.imports.corrections import retry
from adcrm.imports.load import load
from adcrm.imports.read import read
from tests.channels.exports import table
from tests.channels.test_affiliates import AWIN
from tests.channels.test_linkedin import ABOVE, HEAD
from tests.channels.test_microsoft import HEAD as MICROSOFT
from tests.channels.test_microsoft import above
from tests.imports.worlds import OWNER, current, total


def _corrected(books: Books, data: bytes, line: int, cells: Mapping[str, str]) -> dict[str, object]:
    """The row of this line after the file was loaded and the row corrected."""
    loaded = load(books, read("x", data), ensure_client(books.crm, "Kanaalhuis", OWNER), OWNER, data)
    assert loaded.outcome == "quarantined" and loaded.import_id is not None
    done = retry(books, loaded.import_id, {("", line): cells}, OWNER)
    assert done.taken == 1 and done.result is not None
    (row,) = [one for one in current(books) if one["import_id"] == done.result.import_id]
    return row


def test_the_first_day_of_a_daily_report_stays_a_day(books: Books) -> None:
    data = table(HEAD, "7/1/2026,K,EUR,A,ten,1000,10,1,1", "7/2/2026,K,EUR,A,20.00,2000,20,1,1", above=ABOVE)
    row = _corrected(books, data, 7, {"Total Spent": "10.00"})
    assert (row["date_start"], row["date_end"]) == (date(2026, 7, 1), date(2026, 7, 1))
    assert total(books) == Decimal(30)


def test_a_row_of_a_whole_report_stays_one_of_the_whole_report(books: Books) -> None:
    data = table(HEAD, "7/1/2026,K,EUR,A,ten,1000,10,1,1", "7/1/2026,K,EUR,B,20.00,2000,20,1,1", above=ABOVE)
    row = _corrected(books, data, 7, {"Total Spent": "10.00"})
    assert (row["date_start"], row["date_end"]) == (date(2026, 7, 1), date(2026, 7, 31))


@pytest.mark.parametrize(
    ("aggregation", "cells", "hour"), [("Hourly", ("2026-03-15|7", "2026-03-15|8"), 7), ("Daily", ("2026-03-15", "2026-03-16"), None)]
)
def test_microsofts_days_and_hours_read_as_before(books: Books, aggregation: str, cells: tuple[str, str], hour: int | None) -> None:
    data = table(MICROSOFT, f"{cells[0]},A,C,USD,100,-1,1%,5.00,1,2.00", f"{cells[1]},A,C,USD,100,10,1%,5.00,1,2.00", above=above(aggregation))
    row = _corrected(books, data, 9, {"Clicks": "10"})
    assert (row["date_start"], row["hour"]) == (date(2026, 3, 15), hour)


def test_an_unknown_status_is_corrected_to_one_that_counts(books: Books) -> None:
    data = table(AWIN, "1,4,Deals,approved,2026-07-01,10,1,EUR,A", "2,4,Deals,elsewhere,2026-07-01,20,2,EUR,B")
    row = _corrected(books, data, 3, {"commission_status": "confirmed"})
    assert (row["status"], row["conversions"], total(books)) == ("approved", Decimal(1), Decimal(3))
