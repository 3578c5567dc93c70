"""Measured lift pulls the data-driven credit, as far as it is precise, and orders still add up."""

from datetime import date
from decimal import Decimal
from functools import cache

import numpy as np
import pytest

from adcrm.attribution.answer import _answer
from adcrm.attribution.grouping_defaults import default_rules
from adcrm.attribution.lift import BETWEEN, COMMON_SPREAD, Measured, lift
from adcrm.attribution.lift_tests import LiftTest
from adcrm.attribution.model import ANYWAY, Answer, Journeys, Question
from adcrm.attribution.study import Study
from tests.attribution.journey_worlds import DAY, journeys_of

ALL = Question(lookback_days=None, with_views=True)


def test(channel: str, effect: float, error: float) -> LiftTest:
    return LiftTest(1, 1, channel, date(1970, 1, 1), date(1970, 3, 1), "orders", effect, effect - 1.959964 * error, effect + 1.959964 * error)


test.__test__ = False  # type: ignore[attr-defined]  # a builder, not a test


@cache
def people() -> Journeys:
    """Two thousand people whom each of four channels moves alike."""
    chance = np.random.default_rng(21)
    made = []
    for _ in range(2_000):
        met = [label for label in range(4) if chance.random() < 0.4]
        bought = int(chance.random() < 1 / (1 + np.exp(2.5 - 0.9 * len(met))))
        made.append([*((int(chance.integers(0, 20 * DAY)), label, 0) for label in met), *([(21 * DAY, -1, 5_000)] * bought)])
    return journeys_of(made, [{"channel": name} for name in "abcd"])


def asked(*tests: LiftTest) -> Answer:
    study = Study(people(), ALL, default_rules(), None, tests)
    return _answer(study, ["data_driven", "lift_calibrated"], None, None)


def credit(answer: Answer, model: str) -> dict[str, float]:
    rows = answer.credits[answer.credits["model"] == model]
    return dict(zip(rows["channel"], rows["conversions"], strict=True))


def measured(channel: str, factor: float, error: float) -> Measured:
    return Measured(test(channel, 100 * factor, 100 * error), 100 * factor, 100 * error, 100.0, 0.0, True)


def test_a_precise_test_is_believed_and_a_vague_one_hardly() -> None:
    precise, vague = asked(test("a", 40, 1)), asked(test("a", 40, 400))
    before = credit(precise, "data_driven")["a"]
    assert before > 90
    assert credit(precise, "lift_calibrated")["a"] == pytest.approx(40, abs=4)
    assert credit(vague, "lift_calibrated")["a"] > 0.9 * before


def test_what_channels_lose_would_have_come_anyway_and_all_adds_up() -> None:
    answer = asked(test("a", 30, 2), test("b", 35, 2))
    made = credit(answer, "lift_calibrated")
    assert made[ANYWAY] > 100
    assert made["c"] < credit(answer, "data_driven")["c"]  # no test of its own: it goes the way that the others went, not as far
    assert made["c"] > made["a"]
    assert (answer.proof["order_difference"] == Decimal("0.00")).all() and (answer.proof["value_difference"] == Decimal("0.00")).all()
    rows = answer.credits[(answer.credits["model"] == "lift_calibrated") & answer.credits["channel"].isin(["a", "b", "c", "d", ANYWAY])]
    assert ((rows["low"] <= rows["conversions"] + 1e-6) & (rows["conversions"] <= rows["high"] + 1e-6)).all()
    wide = rows.set_index("channel")["high"] - rows.set_index("channel")["low"]
    assert wide["c"] > wide["a"]  # what was not measured is less sure


def test_a_channel_that_brings_more_than_its_credit_never_gets_more_than_the_orders() -> None:
    answer = asked(test("a", 900, 5))
    assert credit(answer, "lift_calibrated")["a"] > credit(answer, "data_driven")["a"]
    assert (answer.proof["order_difference"] == Decimal("0.00")).all()


def test_a_test_of_a_channel_that_is_not_here_is_said_to_be_left_out() -> None:
    answer = asked(test("zeppelin", 40, 1))
    assert "lift_test_unused" in answer.notes
    assert credit(answer, "lift_calibrated")["a"] == pytest.approx(credit(answer, "data_driven")["a"])
    assert "no_lift_tests" in asked().notes


def test_the_factor_is_the_posterior_of_a_normal_model() -> None:
    one = lift(("a", "b"), [measured("a", 0.5, 0.2)])
    prior, common = BETWEEN**2 + COMMON_SPREAD**2, COMMON_SPREAD**2
    assert one.factor == pytest.approx([1 - 0.5 * prior / (prior + 0.04), 1 - 0.5 * common / (prior + 0.04)])
    assert one.covariance[0, 0] == pytest.approx(prior - prior**2 / (prior + 0.04))
    assert lift(("a", "b"), []).factor.tolist() == [1.0, 1.0]


def test_two_tests_of_one_channel_count_for_more_than_one() -> None:
    once, twice = lift(("a",), [measured("a", 0.5, 0.3)]), lift(("a",), [measured("a", 0.5, 0.3)] * 2)
    assert twice.factor[0] < once.factor[0]
    assert twice.covariance[0, 0] < once.covariance[0, 0]


def test_a_channel_measured_to_harm_gets_nothing_not_less() -> None:
    assert lift(("a",), [measured("a", -0.8, 0.05)]).factor.tolist() == [0.0]


def test_the_same_seed_draws_the_same_factors() -> None:
    made = lift(("a", "b"), [measured("a", 0.5, 0.2)])
    assert (made.drawn(50, 3) == made.drawn(50, 3)).all()
    assert np.corrcoef(made.drawn(4000, 3).T)[0, 1] > 0
