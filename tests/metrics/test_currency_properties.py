"""What must hold of converted money whatever the amounts and rates: exact sums, the way back, and ratios that do not move."""

from datetime import date, timedelta
from decimal import Decimal, localcontext

from hypothesis import given, settings
from hypothesis import strategies as some

from adcrm.metrics.definitions import METRICS
from adcrm.metrics.exchange import Published, RateTable
from adcrm.metrics.queries import groups, totals
from adcrm.metrics.scope import Scope
from adcrm.warehouse import open_warehouse
from tests.metrics.test_currency import publish
from tests.metrics.worlds import DAY, fill, row

CODES = ("USD", "EUR", "JPY")
LAST = DAY + timedelta(days=3)
amounts = some.decimals("0", "999999999.999999", places=6)
rates = some.decimals("0.000100", "9999", places=6)
lines = some.tuples(some.sampled_from((*CODES, "CNY")), some.integers(0, 3), amounts, amounts)


def exactly(pairs: list[tuple[Decimal, Decimal]]) -> Decimal:
    with localcontext(prec=80):
        return sum((amount * factor for amount, factor in pairs), Decimal(0))


@settings(max_examples=15, deadline=None)
@given(some.lists(lines, min_size=1, max_size=12), some.lists(rates, min_size=12, max_size=12))
def test_the_sum_of_converted_rows_is_the_converted_sum_of_each_day_and_currency(facts_of: list, published: list[Decimal]) -> None:
    opened = open_warehouse("duckdb:///:memory:")
    rate = {(code, n): published[3 * n + i] for n in range(4) for i, code in enumerate(CODES)}
    fill(opened, *(row(day=DAY + timedelta(days=n), currency=code, cost=cost, conversion_value=value) for code, n, cost, value in facts_of))
    publish(opened, *((DAY + timedelta(days=n), code, "CNY", str(worth)) for (code, n), worth in rate.items()))
    scope = Scope(DAY, LAST, currency="CNY", converted=True)
    by_row = exactly([(cost, rate.get((code, n), Decimal(1))) for code, n, cost, _ in facts_of])
    # Coarse questions add up by day and currency first, fine ones convert each row: one answer, to the last digit.
    coarse = opened.query(_sum_of(opened, scope, ()))["cost"][0].as_py()
    fine = opened.query(_sum_of(opened, scope, ("ad",)))["cost"][0].as_py()
    assert coarse == fine == by_row
    by_day = [group.totals.measure("cost") or Decimal(0) for group in groups(opened, scope, ["date", "currency"])]
    with localcontext(prec=80):
        assert sum(by_day, Decimal(0)) == by_row
    opened.close()


def _sum_of(opened, scope: Scope, dims: tuple[str, ...]):  # type: ignore[no-untyped-def]
    from adcrm.metrics.queries import convertible, inside, summed

    asked = convertible(opened, scope)
    rows = inside(asked)
    return summed(rows, asked, **{dim: rows[dim] for dim in dims})


@settings(max_examples=200, deadline=None)
@given(amounts, rates)
def test_converting_there_and_back_gives_the_cost_within_the_rounding_of_the_two_factors(cost: Decimal, rate: Decimal) -> None:
    held = [Published(DAY, "USD", "CNY", rate, "pboc", 1)]
    there, back = RateTable(held, "CNY", 0).at("USD", DAY), RateTable(held, "USD", 0).at("CNY", DAY)
    assert there is not None and back is not None
    with localcontext(prec=80):
        # The factor back is off by half of its twelfth decimal at most.
        assert abs(cost * there.factor * back.factor - cost) <= cost * there.factor * Decimal("5.1e-13")


@settings(max_examples=15, deadline=None)
@given(some.lists(some.tuples(amounts, amounts), min_size=1, max_size=5), rates)
def test_return_on_spend_of_one_day_and_currency_does_not_move(pairs: list[tuple[Decimal, Decimal]], rate: Decimal) -> None:
    opened = open_warehouse("duckdb:///:memory:")
    fill(opened, *(row(currency="USD", cost=cost, conversion_value=value) for cost, value in pairs))
    publish(opened, (DAY, "USD", "CNY", str(rate)))
    own = totals(opened, Scope(DAY, DAY, currency="USD")).value(METRICS["roas"])
    shown = totals(opened, Scope(DAY, DAY, currency="CNY", converted=True)).value(METRICS["roas"])
    assert (own is None) == (shown is None)
    if own is not None and shown is not None:
        assert abs(own - shown) <= abs(own) * Decimal("1e-20")
    opened.close()


@settings(max_examples=100, deadline=None)
@given(some.dictionaries(some.integers(0, 30), rates, min_size=1), some.integers(0, 10), some.integers(0, 40))
def test_a_day_takes_the_newest_rate_within_reach_or_none(published: dict[int, Decimal], carry: int, asked: int) -> None:
    first = date(2026, 1, 1)
    table = RateTable([Published(first + timedelta(days=n), "USD", "CNY", rate, "ecb", 1) for n, rate in published.items()], "CNY", carry)
    within = [n for n in published if asked - carry <= n <= asked]
    found = table.at("USD", first + timedelta(days=asked))
    assert (found.factor if found else None) == (published[max(within)] if within else None)
