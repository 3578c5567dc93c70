"""Key figures: compared on final days, coloured only when the difference is real."""

from dataclasses import replace
from datetime import date, timedelta

import pandas as pd
import pytest

from adcrm.books import Books
from adcrm.metrics.figures import attention, contrast, cut_sum, figures, period_only_share, shares
from adcrm.metrics.maturity import Maturity
from adcrm.metrics.queries import compared, first_day
from adcrm.metrics.rates import standing
from adcrm.metrics.scope import Scope
from tests.metrics.worlds import fill, row

SCOPE = Scope(date(2026, 11, 1), date(2026, 11, 28))
FINAL = Maturity(None)
YOUNG = Maturity(date(2026, 11, 22))


def days(start: date, count: int, **measures: object) -> list[dict]:
    return [row(day=start + timedelta(days=i), **measures) for i in range(count)]


def test_a_figure_holds_its_value_its_parts_and_its_days(books: Books) -> None:
    fill(books.facts, *days(SCOPE.date_from, 28, cost="10", clicks=5), *days(SCOPE.previous().date_from, 28, cost="8", clicks=5))
    (cpc,) = figures(compared(books.facts, SCOPE, FINAL), SCOPE, FINAL, ["cpc"])
    assert (cpc.value, cpc.before, cpc.numerator, cpc.denominator) == (2.0, 1.6, 280.0, 140.0)
    assert cpc.change == pytest.approx(0.25)
    assert cpc.series == (2.0,) * 28


def test_conversions_are_compared_over_final_days_only(books: Books) -> None:
    fill(
        books.facts,
        *days(SCOPE.date_from, 21, conversions="10", cost="1"),
        *days(date(2026, 11, 22), 7, conversions="1", cost="1"),
        *days(SCOPE.previous().date_from, 28, conversions="10", cost="1"),
    )
    conversions, cost = figures(compared(books.facts, SCOPE, YOUNG), SCOPE, YOUNG, ["conversions", "cost"])
    assert (conversions.value, conversions.change, conversions.days_compared) == (217.0, 0.0, 21)
    assert (cost.change, cost.days_compared) == (0.0, 28)


def test_a_change_within_what_days_differ_by_is_not_clear(books: Books) -> None:
    noisy = [10, 14, 7, 12, 9, 15, 8] * 4
    fill(
        books.facts,
        *(row(day=SCOPE.date_from + timedelta(days=i), clicks=n) for i, n in enumerate(noisy)),
        *(row(day=SCOPE.previous().date_from + timedelta(days=i), clicks=n) for i, n in enumerate(noisy[3:] + noisy[:3])),
    )
    (clicks,) = figures(compared(books.facts, SCOPE, FINAL), SCOPE, FINAL, ["clicks"])
    assert not clicks.is_clear


def test_the_rhythm_of_the_week_does_not_hide_a_real_change(books: Books) -> None:
    week = [100, 100, 100, 100, 100, 20, 20] * 4
    fill(
        books.facts,
        *(row(day=SCOPE.date_from + timedelta(days=i), clicks=n + 10 + i % 3) for i, n in enumerate(week)),
        *(row(day=SCOPE.previous().date_from + timedelta(days=i), clicks=n) for i, n in enumerate(week)),
    )
    (clicks,) = figures(compared(books.facts, SCOPE, FINAL), SCOPE, FINAL, ["clicks"])
    assert clicks.is_clear


def test_a_period_that_is_all_young_is_not_compared(books: Books) -> None:
    fill(books.facts, *days(SCOPE.date_from, 28, conversions="1"), *days(SCOPE.previous().date_from, 28, conversions="10"))
    young = Maturity(date(2026, 10, 1))
    conversions, clicks = figures(compared(books.facts, SCOPE, young), SCOPE, young, ["conversions", "clicks"])
    assert (conversions.value, conversions.change, conversions.days_compared, conversions.is_clear) == (28.0, None, 0, False)
    assert clicks.days_compared == 28


def test_a_group_whose_days_are_all_young_is_not_contrasted(books: Books) -> None:
    before = SCOPE.previous().date_from
    fill(books.facts, *days(SCOPE.date_from, 28, cost="1", conversions="1"), *days(before, 28, cost="1", conversions="10"))
    young = Maturity(date(2026, 10, 1))
    rows = compared(books.facts, SCOPE, young, ("platform",))
    assert contrast(rows, ["platform"], "cost_per_conversion")["change"].isna().all()
    assert contrast(rows, ["platform"], "cost")["change"].tolist() == [0.0]


def test_nothing_is_compared_with_a_period_that_the_books_do_not_hold(books: Books) -> None:
    fill(books.facts, *days(SCOPE.date_from - timedelta(days=10), 38, cost="10"))
    assert first_day(books.facts, replace(SCOPE, campaign="gone")) == SCOPE.date_from - timedelta(days=10)
    rows = compared(books.facts, SCOPE, FINAL)
    (cost,) = figures(rows, SCOPE, FINAL, ["cost"], has_before=False)
    assert (cost.value, cost.before, cost.change, cost.is_clear) == (280.0, 100.0, None, False)
    assert contrast(rows, ["platform"], "cost", has_before=False)["change"].isna().all()


def test_a_channel_left_out_of_a_ratio_is_named(books: Books) -> None:
    fill(books.facts, row(clicks=10, impressions=100), row(platform="sms", clicks=50))
    (ctr,) = figures(compared(books.facts, SCOPE, FINAL), SCOPE, FINAL, ["ctr"])
    assert (ctr.value, ctr.left_out) == (0.1, ("sms",))


def test_an_unknown_figure_is_none_and_so_is_its_change(books: Books) -> None:
    fill(books.facts, row(cost="10"))
    (roas,) = figures(compared(books.facts, SCOPE, FINAL), SCOPE, FINAL, ["roas"])
    assert (roas.value, roas.change) == (None, None)


def test_what_is_on_no_day_and_what_is_cut_are_said(books: Books) -> None:
    fill(
        books.facts,
        row(cost="30"),
        row(day=date(2026, 11, 1), to=date(2026, 11, 28), cost="10"),
        row(day=date(2026, 11, 1), to=date(2026, 12, 5), cost="7"),
    )
    found = compared(books.facts, SCOPE, FINAL)
    assert (period_only_share(found), cut_sum(found)) == (0.25, 7.0)


def test_shares_add_up_to_one_largest_first(books: Books) -> None:
    fill(books.facts, row(cost="25"), row(cost="75", platform="kol"))
    found = shares(compared(books.facts, SCOPE, FINAL), "cost")
    assert found[["platform", "share"]].to_numpy().tolist() == [["kol", 0.75], ["google_ads", 0.25]]


def test_a_group_is_contrasted_with_itself_before(books: Books) -> None:
    before = SCOPE.previous().date_from
    fill(
        books.facts,
        row(campaign="A", cost="10", conversion_value="30"),
        row(campaign="A", cost="10", conversion_value="20", day=before),
        row(campaign="B", cost="10", conversion_value="20"),
    )
    rows = compared(books.facts, SCOPE, FINAL, ("platform", "campaign"))
    found = contrast(rows, ["campaign"], "roas").set_index("campaign")
    assert found.loc["A", "change"] == 0.5
    assert pd.isna(found.loc["B", "change"])


def test_what_misses_most_value_for_its_cost_comes_first() -> None:
    made = pd.DataFrame(
        {"name": ["fine", "poor", "unknown"], "cost": [100.0, 100.0, 900.0], "conversions": 1.0, "conversion_value": [300.0, 100.0, float("nan")]}
    )
    found = attention(made)
    assert found[["name", "missed"]].to_numpy().tolist()[:2] == [["poor", 100.0], ["fine", -100.0]]
    assert found["name"].iloc[2] == "unknown"


def test_an_hour_is_called_better_only_beyond_chance() -> None:
    rows = pd.DataFrame({"hour": [8, 9, 10], "clicks": [10000, 10000, 10000], "conversions": [300, 305, 500]})
    found = standing(rows, "hour", "conversions", "clicks").set_index("hour")["verdict"].to_dict()
    assert found == {8: "worse", 9: "worse", 10: "better"}
    alike = pd.DataFrame({"hour": [8, 9, 10], "clicks": [1000, 1000, 1000], "conversions": [30, 33, 36]})
    assert set(standing(alike, "hour", "conversions", "clicks")["verdict"]) == {""}


def test_few_conversions_tell_nothing() -> None:
    rows = pd.DataFrame({"hour": [8, 9], "clicks": [10, 10], "conversions": [0, 4]})
    assert set(standing(rows, "hour", "conversions", "clicks")["verdict"]) == {""}
