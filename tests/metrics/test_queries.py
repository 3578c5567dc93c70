"""What counts, and how it is summed: the same on every engine, to the last digit."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from adcrm.books import Books
from adcrm.errors import InputError
from adcrm.metrics.definitions import METRICS
from adcrm.metrics.maturity import Maturity, maturity
from adcrm.metrics.queries import by, compared, counted_cost, coverage, currencies, groups, hours, left_out, regions, totals, trend, with_metrics
from adcrm.metrics.scope import Scope
from tests.metrics.worlds import DAY, fill, row, split

NOVEMBER = Scope(date(2026, 11, 1), date(2026, 11, 30))
ALL_FINAL = Maturity(None)


def test_sums_are_exact_to_the_millionth(every_books: Books) -> None:
    fill(every_books.facts, row(cost="0.100001", impressions=3), row(cost="0.200002", impressions=4), row(cost="999999999.999999", impressions=2**31))
    found = totals(every_books.facts, NOVEMBER)
    assert found.measure("cost") == Decimal("1000000000.300002")
    assert found.measure("impressions") == 2**31 + 7


def test_only_rows_marked_for_totals_count(every_books: Books) -> None:
    fill(every_books.facts, row(cost="10"), row(cost="99", in_total=False), split("hour", hour=3, cost="10"))
    assert totals(every_books.facts, NOVEMBER).measure("cost") == 10


def test_a_scope_filters_client_channel_currency_campaign_and_days(every_books: Books) -> None:
    fill(
        every_books.facts,
        row(cost="1"),
        row(cost="2", client_id=2),
        row(cost="4", platform="meta_ads"),
        row(cost="8", currency="USD"),
        row(cost="16", campaign="Other"),
        row(cost="32", day=date(2026, 10, 31)),
        row(cost="64", campaign="Renamed", campaign_id="77"),
    )
    days = (NOVEMBER.date_from, NOVEMBER.date_to)

    def cost(**filters: object) -> Decimal | None:
        return totals(every_books.facts, Scope(*days, **filters)).measure("cost")  # type: ignore[arg-type]

    assert cost() == 95
    assert cost(client_id=2) == 2
    assert cost(channels=("meta_ads",)) == 4
    assert cost(channels=("meta_ads", "google_ads")) == 95
    assert cost(currency="USD") == 8
    assert cost(campaign="Other") == 16
    assert cost(campaign="77") == 64


def test_ratios_are_ratios_of_sums(every_books: Books) -> None:
    fill(every_books.facts, row(clicks=1, impressions=10), row(clicks=1, impressions=990))
    assert totals(every_books.facts, NOVEMBER).value(METRICS["ctr"]) == Decimal("0.002")
    assert by(every_books.facts, NOVEMBER, ["platform"], ["ctr"])["ctr"].tolist() == [0.002]


def test_a_measure_that_no_report_carries_is_unknown(every_books: Books) -> None:
    fill(every_books.facts, row(cost="5", clicks=0, conversions=None))
    found = totals(every_books.facts, NOVEMBER)
    assert found.measure("conversions") is None
    assert found.value(METRICS["cpc"]) is None
    assert found.measure("clicks") == 0


def test_a_channel_without_impressions_is_not_in_the_click_through_rate(every_books: Books) -> None:
    fill(every_books.facts, row(clicks=10, impressions=1000), row(platform="sms", clicks=500))
    found = totals(every_books.facts, NOVEMBER)
    assert found.value(METRICS["ctr"]) == Decimal("0.01")
    assert found.left_out(METRICS["ctr"]) == ("sms",)
    assert found.measure("clicks") == 510
    assert by(every_books.facts, NOVEMBER, ["client"], ["ctr"])["ctr"].tolist() == [0.01]


def test_a_row_over_several_days_counts_only_where_all_of_them_are_asked_for(every_books: Books) -> None:
    fill(every_books.facts, row(cost="1"), row(day=date(2026, 11, 1), to=date(2026, 11, 30), cost="10"))
    assert totals(every_books.facts, NOVEMBER).measure("cost") == 11
    half = Scope(date(2026, 11, 1), date(2026, 11, 15))
    assert totals(every_books.facts, half).measure("cost") == 1
    assert left_out(every_books.facts, half) == {"cost": Decimal(10)}


def test_a_row_over_several_days_is_on_no_day(every_books: Books) -> None:
    fill(every_books.facts, row(cost="1"), row(day=date(2026, 11, 1), to=date(2026, 11, 30), cost="10"))
    found = groups(every_books.facts, NOVEMBER, ["date"])
    assert [(group.values, group.totals.measure("cost")) for group in found] == [((DAY,), Decimal(1))]
    assert left_out(every_books.facts, NOVEMBER, ["date"]) == {"cost": Decimal(10)}
    drawn = trend(compared(every_books.facts, NOVEMBER, ALL_FINAL), NOVEMBER, "cost")
    assert drawn["value"].tolist() == [1.0]


def test_groups_by_week_month_and_weekday_agree_with_the_calendar(every_books: Books) -> None:
    fill(every_books.facts, row(day=date(2026, 11, 1), cost="1"), row(day=date(2026, 11, 2), cost="2"), row(day=date(2026, 10, 5), cost="4"))
    scope = Scope(date(2026, 10, 1), date(2026, 11, 30))
    costs = {
        dim: {group.values[0]: group.totals.measure("cost") for group in groups(every_books.facts, scope, [dim])}
        for dim in ("week", "month", "weekday")
    }
    assert costs["week"] == {date(2026, 10, 5): 4, date(2026, 10, 26): 1, date(2026, 11, 2): 2}
    assert costs["month"] == {date(2026, 10, 1): 4, date(2026, 11, 1): 3}
    assert costs["weekday"] == {0: 6, 6: 1}


def test_money_of_two_currencies_stays_apart_when_asked_by_currency(every_books: Books) -> None:
    fill(every_books.facts, row(cost="1"), row(cost="2", currency="USD"))
    found = {group.values[0]: group.totals.measure("cost") for group in groups(every_books.facts, NOVEMBER, ["currency"])}
    assert found == {"CNY": 1, "USD": 2}


def test_unknown_and_impossible_dimensions_are_refused(facts: object, books: Books) -> None:
    with pytest.raises(InputError, match="mood"):
        groups(books.facts, NOVEMBER, ["mood"])
    with pytest.raises(InputError, match="hour, region"):
        groups(books.facts, NOVEMBER, ["hour", "region"])


def test_the_two_periods_come_apart_and_young_days_with_them(every_books: Books) -> None:
    scope = Scope(date(2026, 11, 8), date(2026, 11, 14))
    ripe = Maturity(date(2026, 11, 13))
    fill(
        every_books.facts,
        row(day=date(2026, 11, 8), cost="1"),
        row(day=date(2026, 11, 13), cost="2"),
        row(day=date(2026, 11, 1), cost="4"),
        row(day=date(2026, 11, 6), cost="8"),
        row(day=date(2026, 11, 7), to=date(2026, 11, 9), cost="16"),
        row(day=date(2026, 10, 30), to=date(2026, 11, 2), cost="32"),
        row(day=date(2026, 11, 9), to=date(2026, 11, 10), cost="64"),
    )
    found = compared(every_books.facts, scope, ripe)
    assert found.groupby("part")["cost"].sum().to_dict() == {"current": 65, "current_fresh": 2, "previous": 4, "previous_fresh": 8, "cut": 16}
    assert found[found["day"].isna()]["cost"].sum() == 80


def test_the_last_days_grow_for_as_long_as_the_settings_say() -> None:
    assert maturity(date(2026, 11, 20)).first_young == date(2026, 11, 14)
    assert maturity(None).first_young is None
    assert maturity(date(2026, 11, 20)).days_final(Scope(date(2026, 11, 7), date(2026, 11, 20))) == 7
    assert maturity(date(2026, 11, 20)).days_final(Scope(date(2026, 11, 18), date(2026, 11, 20))) == 0


def test_hours_fall_on_the_weekday_of_their_day(every_books: Books) -> None:
    fill(
        every_books.facts,
        row(cost="10"),
        split("hour", hour=9, cost="4"),  # 1 November 2026 is a Sunday
        split("hour", hour=9, cost="3", day=date(2026, 11, 2)),
        split("hour", hour=9, cost="2", day=date(2026, 11, 1), to=date(2026, 11, 30)),
        split("hour", hour=9, cost="1", weekday=3, day=date(2026, 11, 1), to=date(2026, 11, 30)),
        split("hour", hour=9, cost="99", in_split=False),
    )
    found = hours(every_books.facts, NOVEMBER)
    assert dict(zip(found["weekday"].fillna(-1).astype(int), found["cost"], strict=True)) == {
        6: 4,
        0: 3,
        -1: 2,
        3: 1,
    }
    assert coverage(found, compared(every_books.facts, NOVEMBER, ALL_FINAL), "cost") == 1.0


def test_regions_come_from_reports_by_region(every_books: Books) -> None:
    fill(every_books.facts, row(cost="10"), split("region", region="上海", cost="4"), split("region", region="北京", cost="5"))
    found = regions(every_books.facts, NOVEMBER)
    assert dict(zip(found["region"], found["cost"], strict=True)) == {"上海": 4, "北京": 5}
    assert coverage(found, compared(every_books.facts, NOVEMBER, ALL_FINAL), "cost") == 0.9


def test_nothing_in_the_books_gives_nothing_and_no_error(every_books: Books) -> None:
    assert totals(every_books.facts, NOVEMBER).value(METRICS["ctr"]) is None
    assert groups(every_books.facts, NOVEMBER, ["channel"]) == []
    assert compared(every_books.facts, NOVEMBER, ALL_FINAL).empty
    assert with_metrics(compared(every_books.facts, NOVEMBER, ALL_FINAL), ["platform"]).empty


def test_a_trend_over_more_than_120_days_is_by_week(books: Books) -> None:
    scope = Scope(date(2026, 1, 1), date(2026, 6, 30))
    fill(books.facts, *(row(day=date(2026, 3, 2) + timedelta(days=i), cost="1") for i in range(14)))
    drawn = trend(compared(books.facts, scope, ALL_FINAL), scope, "cost")
    assert drawn["value"].tolist() == [7.0, 7.0]


def test_the_currencies_of_a_selection_are_known_whatever_currency_is_chosen(every_books: Books) -> None:
    fill(
        every_books.facts,
        row(currency="EUR"),
        row(currency="USD"),
        row(currency="USD"),
        row(currency="GBP", client_id=2),
        row(currency="JPY", day=date(2026, 10, 1)),
    )
    chosen = Scope(NOVEMBER.date_from, NOVEMBER.date_to, client_id=1, currency="CNY")
    assert currencies(every_books.facts, chosen) == ("USD", "EUR")


def test_the_cost_that_counts_leaves_out_reports_of_the_same_spend(every_books: Books) -> None:
    fill(every_books.facts, row(cost="10.25"), row(cost="10.25", in_total=False), row(cost="3", platform="meta_ads"), row(cost="4", currency="USD"))
    assert counted_cost(every_books.facts, 1, "google_ads", "CNY") == Decimal("10.25")
    assert counted_cost(every_books.facts, 9, "google_ads", "CNY") == 0


def test_a_question_of_known_shape_is_answered_for_its_own_days(every_books: Books) -> None:
    fill(every_books.facts, *(row(cost=str(2**n), day=DAY + timedelta(days=n)) for n in range(6)), split("hour", hour=3, cost="7"))
    for first, last in ((0, 0), (0, 3), (2, 5), (4, 4)):
        scope = Scope(DAY + timedelta(days=first), DAY + timedelta(days=last))
        for ripeness in (ALL_FINAL, Maturity(DAY + timedelta(days=last)), Maturity(DAY)):
            rows = compared(every_books.facts, scope, ripeness)
            now = rows[rows["part"].isin(("current", "current_fresh"))]
            assert now["cost"].sum() == sum(2**n for n in range(first, last + 1))
            young = rows.loc[rows["part"] == "current_fresh", "day"].dt.date
            assert set(young) == {day for day in now["day"].dt.date if ripeness.first_young and day >= ripeness.first_young}
        assert hours(every_books.facts, scope)["cost"].sum() == (7 if first == 0 else 0)
