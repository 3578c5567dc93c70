"""Removal effects are those of the chain: solved by hand, walked at random, and as published for the reference table of paths."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from adcrm.attribution.markov import drawn_removal_effects, removal_effects
from adcrm.attribution.model import Journeys, Question
from adcrm.attribution.reduce import reduce
from adcrm.attribution.reduction import BUCKETS, Reduction
from tests.attribution.journey_worlds import expected, journeys_of, random_worlds

REFERENCE = Path(__file__).parents[3] / "shared" / "data" / "attribution"
CLICK = {"kind": "click"}


def reduced(paths: list[tuple[tuple[int, ...], int, int, int]], channels: int, order: int = 1) -> Reduction:
    """Of paths with (channels, orders, cents of all, journeys without)."""
    people, weight = [], []
    for path, orders, cents, without in paths:
        steps = [(i, channel, 0) for i, channel in enumerate(path)]
        people += [[*steps, (len(path), -1, cents)]] * (orders > 0) + [steps] * (without > 0)
        weight += [orders] * (orders > 0) + [without] * (without > 0)
    journeys = journeys_of(people, [{"channel": f"c{n}", **CLICK} for n in range(channels)])
    question = Question(lookback_days=None, markov_order=order)
    weighted = Journeys(**{**vars(journeys), "weight": np.array(weight, np.int64)})
    return reduce(weighted, question, np.arange(channels, dtype=np.int32), tuple(f"c{n}" for n in range(channels)))


def test_removal_effects_of_a_small_chain_are_those_solved_by_hand() -> None:
    # Start goes to 0 always; 0 to 1 in half of all, else to no order; 1 orders in half. Without 1 nothing is left, without 0 neither.
    found = removal_effects(reduced([((0, 1), 1, 500, 1), ((0,), 0, 0, 2)], 3))
    assert found.orders.tolist() == [1.0, 1.0, 0.0]
    # 0 alone orders 1 of 4, 1 alone 2 of 4: without one the other's part is left.
    found = removal_effects(reduced([((0,), 1, 300, 3), ((1,), 2, 200, 2)], 2))
    assert found.orders == pytest.approx([1 / 3, 2 / 3])
    assert found.value == pytest.approx([3 / 5, 2 / 5])


def test_without_null_paths_every_walk_ends_in_an_order() -> None:
    paths = [((0,), 1, 100, 9), ((1,), 1, 100, 0), ((0, 1), 2, 100, 1)]
    # Of four orders three begin with 0 and three pass 1; two of the three that come to 0 go on to 1.
    assert removal_effects(reduced(paths, 2), with_null_paths=False).orders == pytest.approx([3 / 4, 3 / 4])


@pytest.mark.samples
def test_every_channel_agrees_with_the_exact_reference() -> None:
    if not REFERENCE.exists():
        pytest.skip("the published paths are not beside this checkout (../shared/data/attribution)")
    rows = pd.read_csv(REFERENCE / "path_data.csv")
    exact = pd.read_csv(REFERENCE / "refattr_PathData_exact.csv").set_index("channel_name")
    names = sorted({step for path in rows["path"] for step in path.split(" > ")})
    code = {name: i for i, name in enumerate(names)}
    paths = [
        (tuple(code[step] for step in path.split(" > ")), int(orders), round(value * 100), int(null))
        for path, orders, value, null in rows.itertuples(index=False)
    ]
    found = removal_effects(reduced(paths, len(names)))
    assert found.orders == pytest.approx(exact.loc[names, "RE_exact"].to_numpy(), rel=1e-9)
    credit = found.orders / found.orders.sum() * rows["total_conversions"].sum()
    assert credit == pytest.approx(exact.loc[names, "conv_exact"].to_numpy(), rel=1e-9)


@settings(max_examples=60, deadline=None)
@given(random_worlds(), st.integers(1, 3))
def test_removal_effects_are_what_is_lost_when_states_are_taken_out(world: tuple[Journeys, list[int], int], order: int) -> None:
    journeys, channel_of, channels = world
    question = Question(lookback_days=None, markov_order=order)
    truth = expected(journeys, question, channel_of)
    assume(any(path for path, _ in truth.paths))
    found = removal_effects(reduce(journeys, question, np.array(channel_of, np.int32), tuple("abcdefgh"[:channels])))
    won, lost = truth.transitions(True, order), truth.transitions(False, order)
    whole = _chance(won + lost, won, None)
    for channel in range(channels):
        assert found.orders[channel] == pytest.approx(1 - _chance(won + lost, won, channel) / whole, abs=1e-9)
    assert ((found.orders >= -1e-12) & (found.orders <= 1 + 1e-12)).all()


def _chance(steps: dict, won: dict, without: int | None) -> float:  # type: ignore[type-arg]
    """The chance of an order by plain equations, walks that come to the channel ending in none."""
    states = sorted({state for pair in steps for state in pair} | {()})
    place = {state: i for i, state in enumerate(states)}
    matrix, right = np.eye(len(states)), np.zeros(len(states))
    for (source, target), count in steps.items():
        share = count / sum(n for (one, _), n in steps.items() if one == source)
        if target and target[-1] != without:
            matrix[place[source], place[target]] -= share
        elif not target:
            right[place[source]] += share * won.get((source, target), 0) / count
    return float(np.linalg.solve(matrix, right)[place[()]])


def test_walks_at_random_lose_what_the_removal_effect_says() -> None:
    chance = np.random.default_rng(5)
    paths = []
    for _ in range(60):
        path = tuple(int(c) for c in chance.integers(0, 5, chance.integers(1, 6)))
        paths.append((path, int(chance.integers(0, 3)), 100, int(chance.integers(1, 9))))
    world = reduced(paths, 5)
    found = removal_effects(world).orders
    every = {}
    for part, end in ((world.converting, -1), (world.null, -2)):
        for source, target, count in zip(part.source.tolist(), part.target.tolist(), part.count.tolist(), strict=True):
            key = (source, target or end)
            every[key] = every.get(key, 0) + count
    rules = {}
    for source in {source for source, _ in every}:
        mine = [(target, count) for (one, target), count in every.items() if one == source]
        rules[source] = np.array([target for target, _ in mine]), np.cumsum([count for _, count in mine]) / sum(count for _, count in mine)
    walks = 40_000
    at, alive, seen = np.zeros(walks, int), np.ones(walks, bool), np.zeros((walks, 6), bool)
    while alive.any():
        stood = at.copy()
        for state in np.unique(stood[alive]):
            who = np.flatnonzero(alive & (stood == state))
            targets, sums = rules[int(state)]
            at[who] = targets[np.minimum(np.searchsorted(sums, chance.random(len(who)), "right"), len(targets) - 1)]
        alive = at > 0
        seen[np.flatnonzero(alive), at[alive]] = True
    won = at == -1
    lost = seen[won][:, 1:].sum(axis=0)
    spread = np.sqrt(found * (1 - found) / won.sum())
    assert (np.abs(lost / won.sum() - found) < 4 * spread + 1e-3).all()


def test_groups_of_people_drawn_once_each_give_the_effects_of_everybody_and_a_group_left_out_gives_those_of_the_rest() -> None:
    chance = np.random.default_rng(8)
    people = []
    for _ in range(900):
        steps = [(int(at), int(label), 0) for at, label in zip(chance.integers(0, 99, 3), chance.integers(0, 4, 3), strict=True)]
        people.append([*steps, (200, -1, 100)] if chance.random() < 0.3 else steps)
    journeys = journeys_of(people, [CLICK] * 4)
    whole = reduce(journeys, Question(), np.arange(4, dtype=np.int32), tuple("abcd"))
    left = int(whole.paths.bucket[0])
    times = np.ones((2, BUCKETS))
    times[1, left] = 0
    found = drawn_removal_effects(whole, times)
    assert found[0] == pytest.approx(removal_effects(whole).orders)
    assert not np.allclose(found[1], found[0])
    assert found[1] == pytest.approx(found[0], abs=0.05)
