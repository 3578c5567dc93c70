"""A metric means what its formula says."""

from decimal import Decimal

import pandas as pd
import pytest

from adcrm.errors import InputError
from adcrm.metrics.definitions import MEASURES, METRICS, evaluate, evaluate_all, metric

SUMS = {
    "impressions": Decimal(20000),
    "clicks": Decimal(400),
    "cost": Decimal("500.00"),
    "conversions": Decimal("12.5"),
    "conversion_value": Decimal("1600.00"),
}


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("ctr", "0.02"),
        ("conversion_rate", "0.03125"),
        ("cpc", "1.25"),
        ("cpm", "25"),
        ("cost_per_conversion", "40"),
        ("roas", "3.2"),
        ("roi", "2.2"),
        ("cost", "500"),
        ("conversions", "12.5"),
    ],
)
def test_a_metric_follows_its_formula(key: str, value: str) -> None:
    assert evaluate(METRICS[key], SUMS) == Decimal(value)


def test_exact_sums_and_frames_agree_on_every_metric() -> None:
    frame = pd.DataFrame([{name: float(value) for name, value in SUMS.items()}])
    for what in METRICS.values():
        assert evaluate_all(what, frame)[0] == pytest.approx(float(evaluate(what, SUMS) or 0), rel=1e-12)


@pytest.mark.parametrize("nothing", [Decimal(0), None])
def test_a_ratio_over_nothing_is_unknown_and_not_zero(nothing: Decimal | None) -> None:
    sums = {**SUMS, "conversions": nothing}
    assert evaluate(METRICS["cost_per_conversion"], sums) is None
    frame = pd.DataFrame([{name: None if value is None else float(value) for name, value in sums.items()}], columns=list(MEASURES), dtype=float)
    assert evaluate_all(METRICS["cost_per_conversion"], frame).isna().all()


def test_no_cost_per_conversion_is_better_when_it_rises() -> None:
    assert {what.key for what in METRICS.values() if what.better == "down"} == {"cpc", "cpm", "cost_per_conversion"}


def test_what_depends_on_conversions_is_late() -> None:
    assert {what.key for what in METRICS.values() if what.is_late} == {
        "conversions", "conversion_value", "conversion_rate", "cost_per_conversion", "roas", "roi"
    }  # fmt: skip


def test_the_words_of_the_trade_lead_to_the_same_metric() -> None:
    assert metric("cpa") is metric("cost_per_lead") is METRICS["cost_per_conversion"]


def test_an_unknown_metric_is_refused_with_the_names_of_the_known_ones() -> None:
    with pytest.raises(InputError) as refused:
        metric("happiness")
    assert "roas" in str(refused.value.remedy)
