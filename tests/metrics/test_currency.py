"""Money in one reporting currency: the rate of each row's own day, exact on both engines, and never a guess."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import count

import pyarrow as pa
import pytest

from adcrm.books import Books
from adcrm.metrics.currency import RateMissingError, carry_days, prepare, reporting_currency
from adcrm.metrics.definitions import METRICS
from adcrm.metrics.exchange import Published, RateTable, relevant
from adcrm.metrics.maturity import Maturity
from adcrm.metrics.queries import compared, groups, has_rates, hours, left_out, regions, totals
from adcrm.metrics.scope import Scope
from adcrm.warehouse import Warehouse
from adcrm.warehouse.tables import SCHEMAS
from tests.metrics.worlds import DAY, fill, row, split

ALL_IN_CNY = Scope(date(2026, 11, 1), date(2026, 11, 30), currency="CNY", converted=True)
ALL_FINAL = Maturity(None)
numbers = count(1)


def publish(facts: Warehouse, *rates: tuple[date, str, str, str], source: str = "ecb", import_id: int | None = None) -> None:
    """Write (day, base, quote, rate) into the books as one import."""
    number = import_id or next(numbers)
    rows = [
        {"day": day, "base": base, "quote": quote, "rate": Decimal(rate), "source": source, "import_id": number, "source_line": 2}
        for day, base, quote, rate in rates
    ]
    with facts.write() as writer:
        writer.insert("exchange_rates", pa.Table.from_pylist(rows, schema=SCHEMAS["exchange_rates"].to_pyarrow()))


def cost(books: Books, scope: Scope = ALL_IN_CNY) -> Decimal | None:
    return totals(books.facts, scope).measure("cost")


def test_each_row_is_converted_at_the_rate_of_its_own_day_cost_and_value_alike(every_books: Books) -> None:
    fill(
        every_books.facts,
        row(cost="10", conversion_value="100"),
        row(cost="10", conversion_value="100", currency="USD", clicks=7),
        row(cost="10", conversion_value="100", currency="USD", day=DAY + timedelta(days=1), clicks=5),
    )
    publish(every_books.facts, (DAY, "USD", "CNY", "7.1"), (DAY + timedelta(days=1), "USD", "CNY", "7.2"))
    found = totals(every_books.facts, ALL_IN_CNY)
    assert found.measure("cost") == Decimal("10") + Decimal("71") + Decimal("72")
    assert found.measure("conversion_value") == Decimal("1530")
    assert found.measure("clicks") == 12
    drawn = compared(every_books.facts, ALL_IN_CNY, ALL_FINAL)
    assert drawn.groupby("day")["cost"].sum().tolist() == [81.0, 72.0]


def test_of_two_cross_rates_the_newest_import_counts_then_the_first_base_by_name_in_every_process() -> None:
    def through(base: str, worth: str, number: int) -> list[Published]:
        return [Published(DAY, "USD", base, Decimal(2), "table", number), Published(DAY, base, "CNY", Decimal(worth), "table", number)]

    one_file = [rate for at, base in enumerate("HGFEDCBA") for rate in through(base * 3, str(9 - at), 1)]
    found = RateTable(one_file, "CNY", 3).at("USD", DAY)
    assert found is not None and (found.factor, found.parts[0].quote) == (Decimal(4), "AAA")
    turned = Published(DAY, "AAA", "USD", Decimal(4), "table", 2)  # later the same leg the other way round
    for rates in ([*one_file, turned], [turned, *one_file]):
        newer = RateTable(rates, "CNY", 3).at("USD", DAY)
        assert newer is not None and newer.factor == Decimal("0.5")


def test_a_missing_rate_is_refused_with_its_currency_and_first_day_and_is_never_one(every_books: Books) -> None:
    fill(every_books.facts, row(cost="10"), row(cost="3", currency="USD"), row(cost="3", currency="EUR", day=DAY + timedelta(days=3)))
    publish(every_books.facts, (DAY, "EUR", "CNY", "7.8"))
    for ask in (cost, lambda books: compared(books.facts, ALL_IN_CNY, ALL_FINAL), lambda books: left_out(books.facts, ALL_IN_CNY)):
        with pytest.raises(RateMissingError) as refused:
            ask(every_books)
        assert (refused.value.currency, refused.value.day) == ("USD", DAY)
    publish(every_books.facts, (DAY, "USD", "CNY", "7"))
    assert cost(every_books) == Decimal("10") + 21 + Decimal("23.4")


def test_only_rows_of_the_scope_need_a_rate(books: Books) -> None:
    fill(books.facts, row(cost="10"), row(cost="3", currency="USD", client_id=2), row(cost="4", currency="USD", client_id=1, campaign="Other"))
    assert cost(books, Scope(DAY, DAY, client_id=1, currency="CNY", converted=True, campaign="Autumn")) == 10
    with pytest.raises(RateMissingError):
        cost(books, Scope(DAY, DAY, client_id=1, currency="CNY", converted=True))
    assert has_rates(books.facts, Scope(DAY + timedelta(days=1), DAY + timedelta(days=9), currency="CNY", converted=True))


def test_a_period_before_without_rates_is_no_reason_to_hide_this_one(books: Books) -> None:
    scope = Scope(DAY, DAY + timedelta(days=6), currency="CNY", converted=True)
    fill(books.facts, row(cost="3", currency="USD"), row(cost="3", currency="USD", day=DAY - timedelta(days=5)), row(day=DAY - timedelta(days=5)))
    publish(books.facts, (DAY, "USD", "CNY", "7"))
    found = compared(books.facts, scope, ALL_FINAL)
    assert found["part"].tolist() == ["current"]
    assert found["cost"].tolist() == [21.0]
    assert not has_rates(books.facts, scope.previous())


def test_a_holiday_takes_the_last_published_rate_but_not_an_old_one() -> None:
    table = RateTable([Published(DAY, "USD", "CNY", Decimal("7"), "pboc", 1)], "CNY", carry=10)
    taken = table.at("USD", DAY + timedelta(days=10))
    assert taken is not None
    assert (taken.factor, taken.published) == (7, DAY)
    assert table.at("USD", DAY + timedelta(days=11)) is None
    assert table.at("USD", DAY - timedelta(days=1)) is None


def test_a_cross_rate_goes_through_the_base_of_one_source_on_one_day() -> None:
    rates = [
        Published(DAY, "EUR", "USD", Decimal("1.25"), "ecb", 1),
        Published(DAY, "EUR", "CNY", Decimal("8"), "ecb", 1),
        Published(DAY + timedelta(days=1), "EUR", "USD", Decimal("1.3"), "ecb", 1),
    ]
    table = RateTable(rates, "CNY", carry=3)
    taken = table.at("USD", DAY + timedelta(days=1))
    assert taken is not None
    assert (taken.factor, taken.published, [part.quote for part in taken.parts]) == (Decimal("6.4"), DAY, ["USD", "CNY"])
    assert RateTable(rates, "USD", carry=3).at("CNY", DAY).factor == Decimal("0.15625")  # type: ignore[union-attr]
    assert RateTable(rates, "EUR", carry=3).at("USD", DAY).factor == Decimal("0.8")  # type: ignore[union-attr]


def test_a_typed_rate_comes_before_a_published_one_and_that_before_a_cross_rate() -> None:
    cross = [Published(DAY, "EUR", "USD", Decimal("1.25"), "ecb", 9), Published(DAY, "EUR", "CNY", Decimal("8"), "ecb", 9)]
    direct = [Published(DAY, "USD", "CNY", Decimal("7"), "pboc", 2), Published(DAY, "USD", "CNY", Decimal("7.01"), "pboc", 3)]
    typed = [Published(DAY, "CNY", "USD", Decimal("0.2"), "typed", 1)]
    for rates, factor in ((cross, "6.4"), (cross + direct, "7.01"), (typed + direct + cross, "5")):
        taken = RateTable(rates, "CNY", carry=0).at("USD", DAY)
        assert taken is not None
        assert taken.factor == Decimal(factor)


def test_a_row_over_several_days_takes_the_average_of_their_rates(every_books: Books) -> None:
    fill(every_books.facts, row(cost="30", currency="USD", to=DAY + timedelta(days=2)))
    publish(every_books.facts, (DAY, "USD", "CNY", "7"), (DAY + timedelta(days=2), "USD", "CNY", "7.3"))
    assert cost(every_books) == Decimal("213")  # 7, 7 (carried), 7.3
    publish(every_books.facts, (DAY, "USD", "CNY", "6.4"))
    assert cost(every_books) == Decimal("201")


def test_a_period_with_one_day_beyond_the_rates_has_none(books: Books) -> None:
    fill(books.facts, row(cost="30", currency="USD", to=DAY + timedelta(days=20)))
    publish(books.facts, (DAY, "USD", "CNY", "7"))
    with pytest.raises(RateMissingError) as refused:
        cost(books)
    assert refused.value.day == DAY + timedelta(days=carry_days(books.facts) + 1)


def test_books_of_one_currency_are_not_touched(every_books: Books) -> None:
    fill(every_books.facts, row(cost="0.100001"), row(cost="5", clicks=3, currency=None, conversion_value=None))
    assert prepare(every_books.facts, "USD").gaps
    fill(every_books.facts, row(cost="0.2", currency="CNY", client_id=2))
    assert cost(every_books, Scope(DAY, DAY, client_id=2, currency="CNY", converted=True)) == Decimal("0.2")
    assert every_books.facts.sql("SELECT count(*) AS n FROM cross_rates WHERE factor <> 1")["n"][0].as_py() == 0


def test_return_on_spend_of_one_currency_is_the_same_in_the_reporting_currency(every_books: Books) -> None:
    fill(every_books.facts, row(cost="12.34", conversion_value="77.7", currency="JPY"))
    publish(every_books.facts, (DAY, "JPY", "CNY", "0.047213"))
    own = totals(every_books.facts, Scope(DAY, DAY, currency="JPY")).value(METRICS["roas"])
    assert totals(every_books.facts, Scope(DAY, DAY, currency="CNY", converted=True)).value(METRICS["roas"]) == own


def test_splits_are_converted_too(books: Books) -> None:
    fill(books.facts, split("hour", hour=3, cost="2", currency="USD"), split("region", region="上海", cost="4", currency="USD"), row(cost="1"))
    with pytest.raises(RateMissingError):
        hours(books.facts, ALL_IN_CNY)
    publish(books.facts, (DAY, "USD", "CNY", "7"))
    assert hours(books.facts, ALL_IN_CNY)["cost"].tolist() == [14.0]
    assert regions(books.facts, ALL_IN_CNY)["cost"].tolist() == [28.0]
    assert [group.totals.measure("cost") for group in groups(books.facts, ALL_IN_CNY, ["region"])] == [28]


def test_making_factors_ready_is_no_new_version_of_the_books(every_books: Books) -> None:
    fill(every_books.facts, row(cost="1", currency="USD"))
    publish(every_books.facts, (DAY, "USD", "CNY", "7"))
    version = every_books.facts.version()
    assert cost(every_books) == 7
    assert every_books.facts.version() == version


def test_the_reporting_currency_is_first_that_of_the_settings(books: Books) -> None:
    assert reporting_currency(books.facts) == "CNY"


def test_only_pairs_that_lead_to_the_target_are_read() -> None:
    ecb = {("EUR", code) for code in ("USD", "CNY", "JPY", "GBP")}
    assert relevant(ecb, {"USD", "EUR"}, "CNY") == {("EUR", "USD"), ("EUR", "CNY")}
    assert relevant(ecb, {"USD"}, "EUR") == {("EUR", "USD")}
    assert relevant(ecb | {("USD", "CNY")}, {"USD"}, "CNY") == {("EUR", "USD"), ("EUR", "CNY"), ("USD", "CNY")}
