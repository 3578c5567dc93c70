"""The explorer of paths on journeys typed by hand: exact counts."""

from dataclasses import replace

import numpy as np
import pytest

from adcrm.attribution.paths import different_paths, flow, lengths, of_orders, roles, time_to_order, top_paths, typical, walks
from tests.attribution.made import Touch, material, touches

JOURNEYS = [touches("a > a > b"), touches("a > b"), touches("a > b"), touches("c"), touches(""), touches("b > c > a")]


def test_the_most_walked_path_comes_first_and_equal_ones_by_length_and_alphabet() -> None:
    given = material(JOURNEYS)
    made = top_paths(walks(given.paths), given.channels)
    assert list(made["path"]) == [("a", "b"), (), ("c",), ("a", "a", "b"), ("b", "c", "a")]
    assert list(made["orders"]) == [2, 1, 1, 1, 1]
    assert made["value"].sum() == given.paths.value.sum()
    assert made["share"].sum() == pytest.approx(1)


def test_touches_of_one_channel_in_a_row_can_be_one_step() -> None:
    given = material(JOURNEYS)
    made = top_paths(walks(given.paths, merged=True), given.channels)
    assert list(made["path"]) == [("a", "b"), (), ("c",), ("b", "c", "a")]
    assert list(made["orders"]) == [3, 1, 1, 1]
    assert different_paths(walks(given.paths)) == 5
    assert different_paths(walks(given.paths, merged=True)) == 4


def test_the_same_channel_at_the_end_of_one_journey_and_the_start_of_the_next_stays_two_steps() -> None:
    given = material([touches("a > b"), touches("b > a"), touches(""), touches("a")])
    assert list(walks(given.paths, merged=True).lengths) == [2, 2, 0, 1]


def test_orders_are_counted_by_steps_and_by_days_from_the_first_touch() -> None:
    given = material(JOURNEYS)
    made = lengths(walks(given.paths)).set_index("steps")["orders"]
    assert made[made > 0].to_dict() == {0: 1, 1: 1, 2: 2, 3: 2}
    days = time_to_order(given.paths).set_index("days")["orders"]
    assert days[days > 0].to_dict() == {1: 1, 2: 4}  # one day; two to three days
    assert typical(given.paths) == (2, 2)


def test_a_channel_opens_helps_between_closes_and_assists() -> None:
    given = material(JOURNEYS)
    made = roles(given.paths, given.channels).set_index("channel")
    assert made.loc["a", ["orders", "opened", "between", "closed", "alone", "assisted"]].tolist() == [4, 3, 0, 1, 0, 3]
    assert made.loc["b", ["orders", "opened", "between", "closed", "alone", "assisted"]].tolist() == [4, 1, 0, 3, 0, 1]
    assert made.loc["c", ["orders", "opened", "between", "closed", "alone", "assisted"]].tolist() == [2, 1, 1, 1, 1, 1]
    assert made.loc["a", "place"] == pytest.approx((0 + 0.5 + 0 + 0 + 1) / 5)
    assert made.loc["c", "place"] == pytest.approx(0.5)  # the journey of one touch says nothing of places
    assert made["closed"].sum() == 5


def test_the_flow_keeps_every_order_with_a_touch() -> None:
    given = material(JOURNEYS)
    made = flow(walks(given.paths), 2)
    ends = made[made["target"] < 0]
    assert ends["orders"].sum() == 5
    assert ends.set_index(["stage", "source", "target"])["orders"].to_dict() == {(0, 2, -1): 1, (1, 0, -2): 1, (1, 1, -1): 2, (1, 2, -2): 1}


def test_a_journey_that_stands_for_many_counts_as_many() -> None:
    given = material([touches("a > b"), touches("b")])
    paths = replace(given.paths, weight=np.array([10, 3]), value=np.array([1000, 30]))
    assert list(top_paths(walks(paths), given.channels)["orders"]) == [10, 3]
    assert roles(paths, given.channels).set_index("channel")["orders"].to_dict() == {"b": 13, "a": 10}
    assert typical(paths)[0] == 2


def test_without_any_order_or_any_touch_there_is_nothing_and_no_fault() -> None:
    for journeys in ([], [[], []]):
        given = material([list[Touch](journey) for journey in journeys])
        walked = walks(given.paths, merged=True)
        assert len(roles(given.paths, given.channels)) == 0
        assert len(top_paths(walked, given.channels)) == min(1, len(journeys))
        assert time_to_order(given.paths)["orders"].sum() == 0
        assert lengths(walked)["orders"].sum() == len(journeys)
        assert len(flow(walked)) == 0


def test_some_orders_can_be_looked_at_alone() -> None:
    given = material(JOURNEYS)
    some = of_orders(given.paths, np.array([False, False, True, False, True, True]))
    made = top_paths(walks(some), given.channels)
    assert list(made["path"]) == [(), ("a", "b"), ("b", "c", "a")]
    assert list(some.order) == [2, 4, 5]
    assert of_orders(given.paths, np.ones(6, bool)) is given.paths
