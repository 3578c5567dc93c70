"""What counts is said report by report, with the share of the total that a breakdown covers."""

from decimal import Decimal

from adcrm.books import Books
from adcrm.imports.coverage import Counted, counted
from tests.imports.worlds import day, row, take


def _kinds(books: Books, client: int, **more: object) -> dict[tuple[str, str, bool], Counted]:
    return {(one.level, one.breakdown, one.is_daily): one for one in counted(books, client, **more)}  # type: ignore[arg-type]


def test_one_kind_of_report_counts_and_the_others_say_what_they_cover(every_books: Books, client: int) -> None:
    take(every_books, client, row(1, 60), row(2, 40))
    take(every_books, client, *(row(n, c, breakdown="location", region=r) for n, c, r in ((1, 30, "Berlin"), (1, 17, "Hamburg"), (2, 40, "Berlin"))))
    take(every_books, client, row(1, 80, level="asset", breakdown="asset", asset="Headline", is_additive=False))
    take(every_books, client, row((1, 2), 100, level="campaign"))
    found = _kinds(every_books, client)
    total, location = found["campaign", "none", True], found["campaign", "location", True]
    assert (total.role, total.cost_in_total, total.coverage) == ("total", 100, None)
    assert (location.role, location.coverage, location.missing) == ("chart", Decimal("0.87"), 13)
    assert found["asset", "asset", True].role == "overlaps"
    take(every_books, client, row((1, 2), 300, level="asset", breakdown="asset", asset="Picture", is_additive=False))
    assert _kinds(every_books, client)["asset", "asset", False].coverage is None  # the same spend several times covers nothing
    assert found["campaign", "none", False].role == "nowhere"


def test_only_the_days_that_both_have_are_compared(every_books: Books, client: int) -> None:
    take(every_books, client, row(1, 60), row(2, 40))
    take(every_books, client, row(1, 30, breakdown="device", device="mobile"), row(3, 70, breakdown="device", device="mobile"))
    device = _kinds(every_books, client)["campaign", "device", True]
    assert (device.role, device.rows_in_total, device.coverage) == ("partly", 1, Decimal("0.5"))  # day 3 has no other report


def test_the_days_may_be_narrowed(every_books: Books, client: int) -> None:
    take(every_books, client, row(1, 60), row(5, 40))
    (one,) = counted(every_books, client, day(5), day(9))
    assert (one.cost, one.date_start) == (40, day(5))


def test_each_account_is_compared_with_its_own_total(every_books: Books, client: int) -> None:
    take(every_books, client, row(1, 60, account="One"))
    take(every_books, client, row(1, 10, account="Two"))
    take(every_books, client, row(1, 30, account="One", breakdown="device", device="mobile"))
    shares = {(one.account, one.breakdown): one.coverage for one in counted(every_books, client)}
    assert shares == {("One", "none"): None, ("Two", "none"): None, ("One", "device"): Decimal("0.5")}


def test_a_report_of_a_period_is_held_against_the_totals_of_its_days(every_books: Books, client: int) -> None:
    take(every_books, client, row(1, 60), row(2, 10), row(3, 30), row(4, 999))
    take(every_books, client, *(row((1, 3), cost, breakdown="location", region=name) for cost, name in ((50, "Berlin"), (37, "Hamburg"))))
    take(every_books, client, row((3, 6), 40, breakdown="device", device="mobile"))
    found = _kinds(every_books, client)
    location = found["campaign", "location", False]
    assert (location.role, location.coverage, location.missing) == ("chart", Decimal("0.87"), 13)
    assert found["campaign", "device", False].coverage is None  # the totals end on day 4
