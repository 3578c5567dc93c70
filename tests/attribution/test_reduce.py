"""One compiled pass says the same as counting touch by touch, whatever the journeys, the channels and the parts it is made of."""

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adcrm.attribution.model import Codes, Journeys, Paths, Question
from adcrm.attribution.reduce import StepsAstrayError, reduce
from adcrm.attribution.reduction import BUCKETS, Reduction, Transitions, merge
from adcrm.errors import InputError
from tests.attribution.journey_worlds import DAY, expected, journeys_of, random_worlds


def ask(journeys: Journeys, channel_of: list[int], channels: int, **question: Any) -> Reduction:
    return reduce(journeys, Question(**question), np.array(channel_of, np.int32), tuple(f"c{n}" for n in range(channels)))


def history(code: int, base: int) -> tuple[int, ...]:
    digits: list[int] = []
    while code:
        code, digit = divmod(code, base)
        digits.insert(0, digit - 1)
    return tuple(digits)


def counted(found: Transitions) -> dict[Any, int]:
    states = zip(found.source.tolist(), found.target.tolist(), found.count.tolist(), strict=True)
    return {(history(source, found.channels + 1), history(target, found.channels + 1)): count for source, target, count in states}


def walked(paths: Paths) -> list[tuple[tuple[int, ...], int]]:
    ends = paths.offsets
    return [(tuple(paths.channel[ends[i] : ends[i + 1]].tolist()), int(paths.value[i])) for i in range(len(paths))]


def sets_of(found: Reduction) -> dict[tuple[int, ...], tuple[int, int, int]]:
    sets = found.sets
    ends = sets.offsets
    figures = zip(sets.converted.tolist(), sets.value.tolist(), sets.null.tolist(), strict=True)
    return {tuple(sets.members[ends[i] : ends[i + 1]].tolist()): one for i, one in enumerate(figures)}


@settings(max_examples=150, deadline=None)
@given(random_worlds(), st.sampled_from([None, 1, 3]), st.booleans(), st.integers(1, 3))
def test_the_pass_counts_what_a_person_would(world: tuple[Journeys, list[int], int], lookback: int | None, views: bool, order: int) -> None:
    journeys, channel_of, channels = world
    question = Question(lookback_days=lookback, with_views=views, markov_order=order)
    truth = expected(journeys, question, channel_of)
    found = ask(journeys, channel_of, channels, lookback_days=lookback, with_views=views, markov_order=order)
    assert walked(found.paths) == truth.paths
    assert found.null_journeys == len(truth.null)
    assert counted(found.converting) == truth.transitions(True, order)
    assert counted(found.null) == truth.transitions(False, order)
    assert int(found.converting.value.sum()) == sum(value for path, value in truth.paths if path)
    assert sets_of(found) == truth.sets()
    if found.null.by_bucket is not None:
        assert int(found.null.by_bucket.sum()) == int(found.null.count.sum())


@settings(max_examples=40, deadline=None)
@given(random_worlds(), st.integers(0, 8))
def test_parts_of_the_people_add_up_to_everybody(world: tuple[Journeys, list[int], int], cut: int) -> None:
    journeys, channel_of, channels = world
    whole, place = ask(journeys, channel_of, channels), int(np.searchsorted(journeys.person, cut))
    parts = [_rows(journeys, slice(None, place)), _rows(journeys, slice(place, None))]
    joined = merge([ask(part, channel_of, channels) for part in parts])
    assert walked(joined.paths) == walked(whole.paths)
    assert joined.paths.bucket.tolist() == whole.paths.bucket.tolist()
    assert (counted(joined.null), counted(joined.converting)) == (counted(whole.null), counted(whole.converting))
    assert sets_of(joined) == sets_of(whole)
    assert joined.sets.key.tolist() == whole.sets.key.tolist()
    assert np.array_equal(joined.null.by_bucket, whole.null.by_bucket)  # type: ignore[arg-type]


@pytest.mark.parametrize(("channels", "order"), [(64, 1), (65, 1), (300, 1), (672, 2)])
def test_hundreds_of_channels_are_counted_exactly(channels: int, order: int) -> None:
    chance = np.random.default_rng(channels)
    people = []
    for _ in range(400):
        steps = [(int(at) * 60, int(label), 100) for at, label in zip(chance.integers(0, 900, 7), chance.integers(0, channels, 7), strict=True)]
        people.append([*steps, (40 * DAY, -1, 250)] if chance.random() < 0.4 else steps)
    people.append([(n, n % channels, 0) for n in range(20_000)])  # one person alone outgrows every table
    journeys = journeys_of(people, [{"channel": str(n), "kind": "click"} for n in range(channels)])
    every = list(range(channels))
    found = ask(journeys, every, channels, lookback_days=None, markov_order=order)
    truth = expected(journeys, Question(lookback_days=None), every)
    assert counted(found.null) == truth.transitions(False, order)
    assert counted(found.converting) == truth.transitions(True, order)
    assert sets_of(found) == truth.sets()
    parts = [_rows(journeys, slice(None, 900)), _rows(journeys, slice(900, None))]
    whose = int(journeys.person[900])
    if journeys.person[899] != whose:
        assert sets_of(merge([ask(part, every, channels, lookback_days=None) for part in parts])) == truth.sets()


def test_orders_are_asked_for_by_day_and_currency_but_every_order_ends_a_journey() -> None:
    people = [
        [(0, 0, 0), (DAY, -1, 100), (2 * DAY, 1, 0), (3 * DAY, -1, 200), (4 * DAY, 0, 0), (5 * DAY, -1, 300)],
        [(2 * DAY, 0, 0)],
        [(9 * DAY, 0, 0)],
    ]
    journeys = journeys_of(people, [{"kind": "click"}, {"kind": "click"}], [{}, {"currency": "USD"}, {}])
    all_of_it = ask(journeys, [0, 1], 2)
    assert walked(all_of_it.paths) == [((0,), 1_000_000), ((0,), 3_000_000)]
    assert all_of_it.null_journeys == 2
    late = ask(journeys, [0, 1], 2, start=date(1970, 1, 3), end=date(1970, 1, 6))
    assert (walked(late.paths), late.null_journeys, late.null_days.tolist()) == ([((0,), 3_000_000)], 1, [[2], [1]])
    by_touch = ask(journeys, [0, 1], 2, start=date(1970, 1, 3), date_of="touch")
    assert (len(by_touch.paths), by_touch.null_journeys) == (2, 2)
    assert walked(ask(journeys, [0, 1], 2, currency="USD").paths) == [((1,), 2_000_000)]


def test_a_person_may_stand_for_many() -> None:
    journeys = journeys_of([[(0, 0, 0), (60, 1, 0), (120, -1, 700)], [(0, 1, 0)]], [{"kind": "click"}, {"kind": "click"}])
    found = ask(replace(journeys, weight=np.array([5, 30])), [0, 1], 2)
    assert counted(found.converting) == {((), (0,)): 5, ((0,), (1,)): 5, ((1,), ()): 5}
    assert counted(found.null) == {((), (1,)): 30, ((1,), ()): 30}
    assert (found.null_journeys, sets_of(found)) == (30, {(0, 1): (5, 7_000_000, 0), (1,): (0, 0, 30)})
    assert found.paths.weight is not None
    assert found.paths.weight.tolist() == [5]


def test_people_fall_into_random_groups_of_like_size_by_their_number_alone() -> None:
    journeys = journeys_of([[(0, 0, 0), (1, -1, 1)] for _ in range(10_000)], [{"kind": "click"}])
    groups = np.bincount(ask(journeys, [0], 1).paths.bucket, minlength=BUCKETS)
    assert groups.min() > 10
    assert groups.max() < 80


def test_steps_of_other_labels_or_orders_are_refused_before_compiled_code_sees_them() -> None:
    journeys = journeys_of([[(0, 1, 0), (1, -1, 1)]], [{"kind": "click"}, {"kind": "click"}])
    with pytest.raises(StepsAstrayError):
        ask(replace(journeys, labels=journeys.labels[:1]), [0], 1)
    with pytest.raises(StepsAstrayError):
        ask(replace(journeys, orders=journeys.orders[:0]), [0, 0], 1)


def test_no_journeys_reduce_to_nothing_and_too_long_a_history_is_refused() -> None:
    nothing = ask(journeys_of([], []), [], 0)
    assert (len(nothing.paths), nothing.null_journeys, len(nothing.sets), len(nothing.null.count)) == (0, 0, 0, 0)
    with pytest.raises(InputError, match="more combinations"):
        ask(journeys_of([[(0, 0, 0)]], [{"kind": "click"}]), [0], 672, markov_order=4)


def _rows(journeys: Journeys, part: slice) -> Journeys:
    columns: dict[str, Codes] = {name: getattr(journeys, name)[part] for name in ("person", "at", "label", "order", "day")}
    return replace(journeys, **columns)  # type: ignore[arg-type]
