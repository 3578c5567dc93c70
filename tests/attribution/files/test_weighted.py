"""Paths with counts become journeys of people that stand for many: the counts stay exact and the order of rows decides nothing."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from adcrm.attribution.answer import credited
from adcrm.attribution.files.heads import find
from adcrm.attribution.files.paths import read_paths
from adcrm.attribution.files.weighted import journeys_of
from adcrm.attribution.model import Journeys, Question
from adcrm.attribution.reduce import reduce
from adcrm.attribution.reduction import BUCKETS
from adcrm.imports.containers import unpack
from tests.attribution import journey_worlds

HEAD = "path,conversions,value,null"
ROWS = ["a > b > c,1000000,333333.33,5000000", "b > a,3,10.01,1", "a > b > c,1,0.01,0", ",2,5,9", "c,0,0,4"]


def journeys(rows: list[str]) -> Journeys:
    data = "\n".join([HEAD, *rows]).encode()
    return journeys_of(read_paths("own.csv", find("own.csv", unpack("own.csv", data))))


def test_people_stand_for_every_order_and_every_journey_without_one() -> None:
    made = journeys(ROWS)
    assert made.weight is not None
    assert made.weight[made.orders["person"]].sum() == 1_000_006
    assert made.orders["value"].sum() == 333_348_350_000  # 333333.33 + 10.01 + 0.01 + 5
    assert made.weight.sum() == 1_000_006 + 5_000_005  # those 9 who met nothing and ordered nothing are nobody
    assert (made.weight > 0).sum() <= 2 * BUCKETS + 3 + 1 + 4 + 2


def test_orders_of_one_path_fall_into_the_groups_as_single_people_would() -> None:
    made = journeys(["a,25600,25600,0", "b,12800,12800,0"])
    paths = reduce(made, Question(lookback_days=None), np.array([0, 1], np.int32), ("a", "b")).paths
    assert paths.weight is not None
    groups = np.bincount(paths.bucket, paths.weight, minlength=BUCKETS)
    assert (groups.sum(), len(np.unique(paths.bucket))) == (38_400, BUCKETS)
    assert 0.8 < groups.var() / groups.mean() < 1.25  # as of people thrown into groups at random: a Poisson variance


def test_steps_stand_in_their_order_before_the_order() -> None:
    made = journeys(["b > a,1,1,0"])
    assert [(made.labels["channel"][label] if label >= 0 else "order") for label in made.label] == ["b", "a", "order"]
    assert (np.diff(made.at) >= 0).all()
    assert made.order.tolist() == [-1, -1, 0]


def test_the_order_of_rows_decides_nothing() -> None:
    one, other = journeys(ROWS), journeys(ROWS[::-1])
    for name in ("person", "at", "day", "label", "order", "weight"):
        assert np.array_equal(getattr(one, name), getattr(other, name)), name
    assert one.orders.equals(other.orders)
    assert one.labels.equals(other.labels)


@given(
    table=st.lists(
        st.tuples(st.lists(st.sampled_from("abcd"), max_size=4), st.integers(0, 40), st.integers(0, 9_999), st.integers(0, 40)),
        min_size=1,
        max_size=8,
    ).filter(lambda rows: sum(row[1] for row in rows) > 0)
)
@settings(max_examples=8, deadline=None)
def test_counts_give_the_credit_of_as_many_single_journeys(table: list[tuple[list[str], int, int, int]]) -> None:
    rows = [f"{' > '.join(path)},{orders},{cents * orders / 100},{without}" for path, orders, cents, without in table]
    counted = credited(journeys(rows), Question(lookback_days=None))
    people = []
    for path, orders, cents, without in table:
        steps = [(86_400 * (5 - len(path) + i), "abcd".index(name), 0) for i, name in enumerate(path)]
        people += [[*steps, (86_400 * 4, -1, cents)]] * orders + [steps] * (without if path else 0)
    single = credited(journey_worlds.journeys_of(people, [{"channel": name} for name in "abcd"]), Question(lookback_days=None))
    assert (counted.orders, counted.value, counted.journeys_without_order) == (single.orders, single.value, single.journeys_without_order)
    left, right = (made.credits.set_index(["model", "channel"])[["conversions", "value"]] for made in (counted, single))
    assert np.allclose(left, right.reindex(left.index).fillna(0), rtol=1e-6, atol=1e-5)


def test_value_stays_exact_where_one_path_has_billions_of_orders() -> None:
    made = journeys(["a > b,5000000000,7777777777.77,0", "b > c,900000000000,999999999999,10"])
    assert made.orders["value"].sum() == 1_007_777_777_776_770_000
    assert (made.orders["value"] >= 0).all()
