"""Shapley values are what the definition says, exactly or within their stated error, and keep its promises."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings

from adcrm.attribution import shapley
from adcrm.attribution.model import Journeys, Question
from adcrm.attribution.reduce import reduce
from adcrm.attribution.reduction import BUCKETS, Reduction
from adcrm.attribution.shapley import drawn_rate_values, orders_values, rate_values
from tests.attribution.journey_worlds import expected, journeys_of, random_worlds

Sets = dict[tuple[int, ...], tuple[int, int, int]]


def by_definition(sets: Sets, channels: int, is_rate: bool) -> list[float]:
    """The average over every order of arrival."""
    totals = np.zeros(channels)
    orders = list(permutations(range(channels)))
    for order in orders:
        before = 0.0
        for k, channel in enumerate(order):
            inside = [figures for key, figures in sets.items() if set(key) <= set(order[: k + 1])]
            won, met = sum(figures[0] for figures in inside), sum(figures[0] + figures[2] for figures in inside)
            now = (won / met if met else 0.0) if is_rate else won
            totals[channel] += now - before
            before = now
    return list(totals / len(orders))


@settings(max_examples=60, deadline=None)
@given(random_worlds(most_channels=5))
def test_values_are_those_of_the_definition_and_add_up(world: tuple[Journeys, list[int], int]) -> None:
    journeys, channel_of, channels = world
    reduction = reduce(journeys, Question(), np.array(channel_of, np.int32), tuple("abcdefgh"[:channels]))
    sets = expected(journeys, Question(), channel_of).sets()
    rate, orders = rate_values(reduction), orders_values(reduction)
    assert rate.value == pytest.approx(by_definition(sets, channels, True), abs=1e-12)
    assert orders.value == pytest.approx(by_definition(sets, channels, False), abs=1e-9)
    for found in (rate, orders, rate_values(reduction, of_value=True), orders_values(reduction, of_value=True)):
        assert found.value.sum() == pytest.approx(found.whole, abs=1e-6)
        assert found.is_exact
    assert drawn_rate_values(reduction, np.ones((2, BUCKETS))) == pytest.approx(np.stack([rate.value] * 2), abs=1e-12)


def many(channels: int, people: int = 600) -> Reduction:
    chance = np.random.default_rng(channels)
    made = []
    for _ in range(people):
        touched = chance.integers(0, channels, chance.integers(1, 5))
        steps = [(i, int(channel), 0) for i, channel in enumerate(touched)]
        made.append([*steps, (10, -1, 100)] if chance.random() < 0.2 + 0.4 * (touched == 1).any() else steps)
    journeys = journeys_of(made, [{"kind": "click"}] * channels)
    return reduce(journeys, Question(), np.arange(channels, dtype=np.int32), tuple(f"c{n}" for n in range(channels)))


def test_channels_that_do_the_same_get_the_same_and_one_never_met_gets_nothing() -> None:
    steps = [[(0, c, 0), (1, 2, 0), *([(5, -1, 100)] if won else [])] for c in (0, 1) for won in (True, True, False)]
    journeys = journeys_of(steps, [{"kind": "click"}] * 4)
    found = rate_values(reduce(journeys, Question(), np.arange(4, dtype=np.int32), tuple("abcd")))
    assert found.value[0] == pytest.approx(found.value[1])
    assert found.value[3] == 0


def test_beyond_fifteen_channels_values_are_within_their_stated_error(monkeypatch: pytest.MonkeyPatch) -> None:
    reduction = many(14)
    exact = rate_values(reduction)
    monkeypatch.setattr(shapley, "MOST_EXACT", 3)
    drawn = rate_values(reduction)
    assert not drawn.is_exact
    assert (np.abs(drawn.value - exact.value) < 4 * drawn.error + 1e-12).all()
    assert drawn.value.sum() == pytest.approx(drawn.whole)
    assert drawn.error.max() < 0.2 * exact.value.max()
    assert drawn_rate_values(reduction, np.ones((1, BUCKETS)))[0] == pytest.approx(drawn.value)


def test_three_hundred_channels_are_shared_among_and_the_same_seed_gives_the_same_values() -> None:
    first, second = rate_values(many(300)), rate_values(many(300))
    assert first.value.tolist() == second.value.tolist()
    assert first.value.sum() == pytest.approx(first.whole)
    assert 0 < first.error.max() < first.whole
