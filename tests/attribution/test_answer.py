"""What every model gives adds up, to the last digit, whatever the journeys; the same question has the same answer."""

from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adcrm.attribution.answer import credited
from adcrm.attribution.model import NO_TOUCH, OTHER_DAYS, Answer, Journeys, Question
from adcrm.attribution.models import models
from adcrm.errors import InputError
from tests.attribution.journey_worlds import DAY, journeys_of

ZERO = Decimal("0.00")
ALL = Question(lookback_days=None, with_views=True)


def named(*channels: str) -> list[dict[str, str]]:
    return [{"channel": channel, "kind": "click", "campaign": f"{channel} 1"} for channel in channels]


def made(answer: Answer, model: str, what: str = "conversions") -> dict[str, float]:
    rows = answer.credits[answer.credits["model"] == model]
    return dict(zip(rows["channel"], rows[what].round(6), strict=True))


@st.composite
def worlds(draw: st.DrawFn) -> Journeys:
    """People with touches at equal moments, touches twice, orders refunded to nothing, orders without a touch; one channel or several."""
    channels = draw(st.integers(1, 5))
    labels = [{"channel": name, "kind": kind} for name in "abcd"[: channels - 1] for kind in ("click", "form")] + [{"channel": "direct"}]
    step = st.tuples(st.integers(0, 20).map(lambda half: half * DAY // 2), st.integers(-1, len(labels) - 1), st.sampled_from([0, 1, 333, 10_001]))
    people = draw(st.lists(st.lists(step, min_size=1, max_size=8), max_size=12))
    return journeys_of(people, labels)


@settings(deadline=None, max_examples=25)
@given(worlds(), st.sampled_from([None, 0, 3, 30]), st.sampled_from(["order", "touch"]), st.sampled_from([None, date(1970, 1, 4)]))
def test_credits_add_up_to_the_orders_and_their_value_in_every_model(
    journeys: Journeys, lookback: int | None, date_of: str, start: date | None
) -> None:
    question = replace(ALL, lookback_days=lookback, start=start, date_of="touch" if date_of == "touch" else "order")
    answer = credited(journeys, question, models())
    assert list(answer.proof["model"]) == list(models())
    assert (answer.proof["order_difference"] == ZERO).all() and (answer.proof["value_difference"] == ZERO).all()
    assert (answer.proof["orders"] == answer.orders).all() and (answer.proof["value"] == answer.value).all()
    asked = journeys.orders if start is None or date_of == "touch" else journeys.orders[journeys.orders["day"] >= pd.Timestamp(start)]
    if date_of == "order":
        assert answer.orders == len(asked)
        assert answer.value == Decimal(int(asked["value"].sum())).scaleb(-6)
    for _, rows in answer.credits.groupby("model"):
        assert (rows["conversions"] >= 0).all() and (rows["value"] >= 0).all()
        without = rows.loc[rows["channel"] == NO_TOUCH, "conversions"].sum()
        assert without >= answer.without_touch - 1e-9


def many_channels() -> Journeys:
    chance = np.random.default_rng(3)
    people = [
        [(int(at) * 3600, int(label), 0) for at, label in zip(chance.integers(0, 500, 6), chance.integers(0, 300, 6), strict=True)]
        + [(10**7, -1, 12_345)] * (person % 3 == 0)
        for person in range(600)
    ]
    return journeys_of(people, named(*(f"channel {n:03d}" for n in range(300))))


def test_three_hundred_channels_share_their_orders_wholly() -> None:
    answer = credited(many_channels(), ALL, models())
    assert (answer.proof["order_difference"] == ZERO).all() and (answer.proof["value_difference"] == ZERO).all()
    assert answer.orders == 200 and answer.proof["model"].size == len(models())
    assert "shapley_sampled" in answer.notes


def test_of_one_channel_every_model_says_the_same() -> None:
    answer = credited(journeys_of([[(0, 0, 0), (DAY, 0, 0), (2 * DAY, -1, 500)], [(0, 0, 0)], [(5, -1, 700)]], named("a")), ALL, models())
    for key in models():
        assert made(answer, key) == {"a": 1.0, NO_TOUCH: 1.0}
        assert made(answer, key, "value") == {"a": 5.0, NO_TOUCH: 7.0}


def test_no_orders_are_said_to_be_none() -> None:
    answer = credited(journeys_of([[(0, 0, 0)]], named("a")), ALL)
    assert (answer.orders, answer.value, answer.notes) == (0, ZERO, ("no_orders",))
    assert (answer.proof["order_difference"] == ZERO).all()
    assert credited(journeys_of([], named("a")), ALL).orders == 0


def world(seed: int, people: int = 300) -> list[list[tuple[int, int, int]]]:
    chance = np.random.default_rng(seed)
    made = []
    for _ in range(people):
        steps = [(int(at) * 1800, int(label), 0) for at, label in zip(chance.integers(0, 900, 5), chance.integers(0, 4, 5), strict=True)]
        made.append(steps + [(900 * 1800 + int(chance.integers(0, DAY)), -1, int(chance.integers(1, 9_999)))] * (chance.random() < 0.4))
    return made


def test_the_order_of_rows_decides_nothing_to_the_last_digit() -> None:
    people, labels = world(5), named("a", "b", "c", "direct")
    first = credited(journeys_of(people, labels), ALL)
    again = credited(journeys_of([steps[::-1] for steps in people], labels), ALL)
    pd.testing.assert_frame_equal(first.credits, again.credits, check_exact=True)
    pd.testing.assert_frame_equal(first.disagreement, again.disagreement, check_exact=True)


def test_the_same_seed_draws_the_same_ranges_and_another_seed_others() -> None:
    journeys = journeys_of(world(5), named("a", "b", "c", "direct"))
    first, again, other = (credited(journeys, replace(ALL, seed=seed)) for seed in (1, 1, 2))
    pd.testing.assert_frame_equal(first.credits, again.credits, check_exact=True)
    assert (first.credits["conversions"] == other.credits["conversions"]).all()
    assert (first.credits["low"] != other.credits["low"]).any()


def test_ranges_hold_the_credit_and_are_as_wide_as_chance_makes_them() -> None:
    answer = credited(journeys_of(world(8, 1500), named("a", "b", "c", "d")), ALL)
    rows = answer.credits
    assert ((rows["low"] <= rows["conversions"] + 1e-6) & (rows["conversions"] <= rows["high"] + 1e-6)).all()
    # A first touch goes to one of four channels at random: a binomial count, whose standard error is known.
    first = rows[(rows["model"] == "first") & rows["channel"].isin(["a", "b", "c"])]
    expected = 2 * 1.96 * np.sqrt(first["conversions"])
    assert ((first["high"] - first["low"]) / expected).between(0.75, 1.25).all()
    assert "channels_do_not_differ" in answer.notes


def test_channels_that_differ_are_not_called_alike() -> None:
    people = [[(0, 0, 0), (DAY, -1, 100)] for _ in range(150)] + [[(0, 1, 0), (DAY, -1, 100)] for _ in range(30)] + [[(0, 1, 0)] for _ in range(100)]
    answer = credited(journeys_of(people, named("a", "b")), ALL, ["first", "last", "linear", "position", "shapley"])
    assert "channels_do_not_differ" not in answer.notes
    assert not answer.disagreement["is_telling"].any()  # every journey has one channel: all models agree


def test_models_that_part_by_more_than_chance_are_told() -> None:
    people = [[(0, 0, 0), (DAY, 1, 0), (2 * DAY, -1, 100)] for _ in range(200)]
    apart = credited(journeys_of(people, named("opener", "closer")), ALL).disagreement.set_index("channel")
    assert apart.loc["opener", "highest_model"] == "first" and apart.loc["opener", "lowest_model"] == "last"
    assert apart["is_telling"].all() and apart.loc["opener", "highest"] == 200


def test_credit_by_the_day_of_the_touch_leaves_the_rest_to_other_days() -> None:
    people = [
        [(0, 0, 0), (3 * DAY, 1, 0), (5 * DAY, -1, 1000)],
        [(9 * DAY, 1, 0), (9 * DAY + 5, -1, 400)],
        [(2 * DAY, -1, 100)],
        [(8 * DAY, -1, 100)],
    ]
    question = replace(ALL, date_of="touch", start=date(1970, 1, 1), end=date(1970, 1, 3))
    answer = credited(journeys_of(people, named("a", "b")), question, ["linear", "first"])
    assert made(answer, "linear") == {"a": 0.5, "b": 0.0, NO_TOUCH: 1.0, OTHER_DAYS: 0.5}
    assert made(answer, "first") == {"a": 1.0, "b": 0.0, NO_TOUCH: 1.0, OTHER_DAYS: 0.0}
    assert made(answer, "linear", "value") == {"a": 5.0, "b": 0.0, NO_TOUCH: 1.0, OTHER_DAYS: 5.0}
    assert (answer.orders, answer.value) == (2, Decimal("11.00"))


def test_a_touch_older_than_the_window_gets_nothing() -> None:
    journeys = journeys_of([[(0, 0, 0), (5 * DAY, 1, 0), (8 * DAY, -1, 100)]], named("a", "b"))
    assert made(credited(journeys, replace(ALL, lookback_days=4)), "first") == {"b": 1.0}
    assert made(credited(journeys, replace(ALL, lookback_days=2)), "linear") == {NO_TOUCH: 1.0}


def test_by_campaign_the_same_orders_are_shared_among_campaigns() -> None:
    answer = credited(journeys_of(world(5), named("a", "b", "c", "direct")), replace(ALL, by="campaign"), ["markov", "linear"])
    assert Counter(answer.credits["model"])["markov"] >= 4
    assert set(answer.credits["channel"]) >= {"a 1", "b 1"}
    assert (answer.proof["order_difference"] == ZERO).all()


def test_an_unknown_model_is_refused() -> None:
    with pytest.raises(InputError):
        credited(journeys_of([[(5, -1, 700)]], named("a")), ALL, ["guess"])


def passed_on() -> Journeys:
    """Nobody who ordered saw the opener, but the searches after it often led others to an order: Markov gives it a part of them."""
    people = [[(0, 1, 0), (DAY, -1, 1000)] for _ in range(60)] + [[(0, 0, 0), (DAY, 1, 0)] for _ in range(60)] + [[(0, 1, 0)] for _ in range(60)]
    return journeys_of([*people, [(0, 2, 0), (DAY, -1, 0)], [(0, 2, 0), (DAY, 1, 0)]], named("opener", "search", "given away"))


def test_a_channel_that_no_order_met_has_a_range_around_what_paths_through_it_get() -> None:
    rows = credited(passed_on(), ALL, ["markov"]).credits.set_index("channel")
    assert rows.loc["opener", "conversions"] > 5
    for credit, low, high in (("conversions", "low", "high"), ("value", "value_low", "value_high")):
        assert ((rows[low] <= rows[credit] + 1e-6) & (rows[credit] <= rows[high] + 1e-6)).all()
        assert rows.loc["opener", low] > 0


def test_of_touches_on_some_days_ranges_lie_around_what_the_touches_get() -> None:
    people = [[(0, 1, 0), (DAY, -1, 1000)] for _ in range(60)] + [[(0, 0, 0), (DAY, 1, 0)] for _ in range(60)] + [[(0, 1, 0)] for _ in range(60)]
    people += [[(0, 0, 0), (DAY, 1, 0), (2 * DAY, -1, 1000)] for _ in range(6)]  # Markov gives the opener more than the orders that met it
    question = replace(ALL, date_of="touch", end=date(1970, 1, 9))
    rows = credited(journeys_of(people, named("opener", "search")), question, models()).credits
    assert ((rows["low"] <= rows["conversions"] + 1e-6) & (rows["conversions"] <= rows["high"] + 1e-6)).all()
    assert ((rows["value_low"] <= rows["value"] + 1e-6) & (rows["value"] <= rows["value_high"] + 1e-6)).all()


def test_a_channel_without_an_order_has_no_value() -> None:
    chance = np.random.default_rng(8)
    people = [[(0, int(label), 0)] + [(DAY, -1, 500)] * (chance.random() < 0.2) for label in chance.integers(0, 2, 400)]
    people += [[(0, 0, 0), (1, 2, 0)] + [(DAY, -1, 90_000)] * (chance.random() < 0.05) for _ in range(400)]  # lowers the rate; buyers spend much
    rows = credited(journeys_of(people, named("a", "b", "costly")), ALL, ["shapley_rate"]).credits.set_index("channel")
    assert rows.loc["costly", ["conversions", "value"]].tolist() == [0.0, 0.0]


def test_channels_that_a_model_leaves_out_by_rule_do_not_differ_for_that() -> None:
    people = [[(person % 5, person % 2, 0)] + [(DAY, -1, 1000)] * (person // 2 % 3 == 0) for person in range(600)]
    alike = journeys_of(people, [{"channel": "direct", "kind": "click"}, {"channel": "search", "kind": "click"}])
    assert "channels_do_not_differ" in credited(alike, ALL, ["last", "paid_only"]).notes
    assert "channels_do_not_differ" not in credited(alike, ALL, ["paid_only"]).notes  # which cannot tell
