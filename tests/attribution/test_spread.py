"""What a model knows of channels is spread over touches so that every order is shared wholly and the channels get what they should."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from adcrm.attribution.exposures import exposures
from adcrm.attribution.learn import learn, redrawn
from adcrm.attribution.ranges import draws
from adcrm.attribution.spread import spread
from tests.attribution.made import Touch, material


@settings(deadline=None, max_examples=40)
@given(
    some.lists(some.lists(some.sampled_from("abcd"), min_size=1, max_size=6), min_size=1, max_size=15),
    some.lists(some.floats(0.1, 10), min_size=4, max_size=4),
)
def test_credits_that_some_sharing_makes_are_met_and_every_order_is_shared_wholly(paths: list[list[str]], strengths: list[float]) -> None:
    given_ = material([[Touch(name) for name in path] for path in paths])
    # Credits made by sharing each order by these strengths can be reached, so they must be.
    credit = np.zeros(len(given_.channels))
    for path in paths:
        met = sorted({given_.channels.index(name) for name in path})
        total = sum(strengths[channel] for channel in met)
        for channel in met:
            credit[channel] += strengths[channel] / total
    weights = spread(given_, credit)
    assert given_.total(weights) == pytest.approx(np.ones(len(paths)))
    assert np.bincount(given_.paths.channel, weights, minlength=len(credit)) == pytest.approx(credit, abs=0.02 * len(paths))


def test_a_credit_that_no_sharing_reaches_is_met_as_nearly_as_can_be() -> None:
    given_ = material([[Touch("a")], [Touch("a"), Touch("b")]])
    weights = spread(given_, np.array([0.5, 1.5]))  # b touched one order and cannot have one and a half
    assert given_.total(weights) == pytest.approx([1, 1])
    assert weights == pytest.approx([1, 0, 1], abs=0.02)


def test_one_step_from_the_law_of_all_is_near_the_law_learnt_anew() -> None:
    chance = np.random.default_rng(2)
    met = chance.random((3_000, 4)) < 0.4
    met[~met.any(axis=1), 0] = True
    won = chance.random(3_000) < 1 / (1 + np.exp(2 - met @ np.array([0.2, 0.5, 0.9, 1.4])))
    lengths = met.sum(axis=1)
    owner, channel = np.nonzero(met)
    assert len(owner) == lengths.sum()
    offsets = np.concatenate([[0], np.cumsum(lengths)])
    seen = exposures(offsets, channel.astype(np.int32), won.astype(float), (~won).astype(float), chance.integers(0, 64, 3_000), 64, 4)
    times = draws(64, 5)
    law = learn(seen, 4)
    for row, stepped in zip(times, redrawn(law, seen, 4, times), strict=True):
        parts = (side.multiply(row[:, None]).tocsr() for side in (seen.ordered, seen.not_ordered))
        drawn = replace(seen, **dict(zip(("ordered", "not_ordered"), parts, strict=True)))
        anew = learn(drawn, 4)
        moved = np.abs(anew.pull - law.pull).max()
        assert np.abs(stepped.pull - anew.pull).max() < 0.25 * moved + 0.01
