"""Paths with counts as journeys: a row of ten thousand orders becomes at most as many people as there are random groups, not ten thousand.

The ranges of the models come from drawing groups of people anew. So the orders of a path are dealt out to the groups at random, by a fixed
seed, as single people would have been; a path then varies from draw to draw as much as its orders would have.
Paths are put into the order of their names first: the order of rows decides nothing, to the last digit.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from adcrm.attribution.files.paths import PathRows
from adcrm.attribution.journeys import SAYS
from adcrm.attribution.model import Codes, Ints, Journeys
from adcrm.attribution.reduction import BUCKETS
from adcrm.attribution.unordered import bucket_of

SEED = 20_261_004
MOST_SQUARED = 3_000_000_000
DAY = 86_400  # seconds: one step counts as one day
_CHUNK = 20_000
_JOIN = "\x1f"


@dataclass(frozen=True)
class _Paths:
    """Each path once, in the order of their names: ``flat[starts[i] : starts[i] + lengths[i]]`` are its channels."""

    flat: Codes
    starts: Ints
    lengths: Ints
    channels: tuple[str, ...]
    orders: Ints
    value: Ints
    without: Ints


@dataclass(frozen=True)
class _People:
    """Whom the journeys were dealt out to, in the order of their numbers: path, how many each stands for, what its orders are worth, -1: no order."""

    number: Ints
    path: Ints
    weight: Ints
    value: Ints


def journeys_of(rows: PathRows, currency: str = "") -> Journeys:
    """Every path as the journey of people with a ``weight``, the steps a day apart and the last of them at the order."""
    paths = _once(rows)
    people = _dealt_out(paths)
    buys = people.value >= 0
    lengths = paths.lengths[people.path]
    rows_of = lengths + buys
    who = np.repeat(np.arange(len(people.path)), rows_of)
    place = np.arange(len(who), dtype=np.int64) - np.repeat(np.cumsum(rows_of) - rows_of, rows_of)
    is_order = place == lengths[who]
    label = np.full(len(who), -1, np.int32)
    label[~is_order] = paths.flat[(paths.starts[people.path][who] + place)[~is_order]]
    order = np.full(len(who), -1, np.int32)
    order[is_order] = np.arange(int(buys.sum()), dtype=np.int32)
    last = int(paths.lengths.max(initial=1))
    day = np.where(is_order, last, last - lengths[who] + 1 + place)
    number = people.number.astype(np.int32)
    weight = np.zeros(int(number[-1]) + 1 if len(number) else 0, np.int64)
    weight[number] = people.weight
    labels = pd.DataFrame({name: list(paths.channels) if name == "channel" else "" for name in SAYS}, index=range(len(paths.channels)), dtype=object)
    orders = _orders(number[buys], people.value[buys], last, currency or rows.currency)
    return Journeys(number[who], day * DAY, label, order, day.astype(np.int32), labels, orders, weight)


def _once(rows: PathRows) -> _Paths:
    names, inverse = np.unique(np.array([_JOIN.join(steps) for steps in rows.steps], object), return_inverse=True)
    orders, value, without = (_added(inverse, column, len(names)) for column in (rows.orders, rows.value, rows.without))
    steps = [tuple(name.split(_JOIN)) if name else () for name in names]
    channels = sorted({step for path in steps for step in path})
    code = {channel: i for i, channel in enumerate(channels)}
    lengths = np.array([len(path) for path in steps], np.int64)
    flat = np.array([code[step] for path in steps for step in path], np.int32)
    without[lengths == 0] = 0  # who met nothing and ordered nothing is nobody
    return _Paths(flat, np.cumsum(lengths) - lengths, lengths, tuple(channels), orders, value, without)


def _added(inverse: Ints, column: Ints, n: int) -> Ints:
    total = np.zeros(n, np.int64)
    np.add.at(total, inverse, column)
    return total


def _dealt_out(paths: _Paths) -> _People:
    rng = np.random.default_rng(SEED)
    path, group, weight = _dealt(paths.orders, rng)
    value = _shares(path, weight, paths)
    others, their_group, their_weight = _dealt(paths.without, rng)
    path, group, weight = (np.concatenate(pair) for pair in ((path, others), (group, their_group), (weight, their_weight)))
    value = np.concatenate((value, np.full(len(others), -1, np.int64)))
    number = _numbers(group)
    by_number = np.argsort(number)
    return _People(number[by_number], path[by_number], weight[by_number], value[by_number])


def _dealt(counts: Ints, rng: np.random.Generator) -> tuple[Ints, Ints, Ints]:
    """The journeys of each path dealt out to the groups: path, group and number of journeys of each lot, path by path."""
    lots: list[tuple[Ints, Ints, Ints]] = []
    for begin in range(0, len(counts), _CHUNK):
        part = counts[begin : begin + _CHUNK]
        dealt = np.zeros((len(part), BUCKETS), np.int64)
        single = np.flatnonzero(part == 1)
        dealt[single, rng.integers(BUCKETS, size=len(single))] = 1
        dealt[part > 1] = rng.multinomial(part[part > 1], np.full(BUCKETS, 1 / BUCKETS))
        path, group = np.nonzero(dealt)
        lots.append((path + begin, group, dealt[path, group]))
    path, group, weight = (np.concatenate([np.zeros(0, np.int64), *(lot[i] for lot in lots)]) for i in range(3))
    return path, group, weight


def _shares(path: Ints, weight: Ints, paths: _Paths) -> Ints:
    """What the orders of each lot are worth: equal parts of the path's value, which add up to it exactly."""
    whole, rest = np.divmod(paths.value[path], paths.orders[path])
    after = np.cumsum(weight)
    begins = np.concatenate(([0], np.cumsum(paths.orders)))[path]  # orders of the paths before
    orders = paths.orders[path]
    if paths.orders.max(initial=0) > MOST_SQUARED:  # their products are too long for 64 bits
        rest, after, begins, weight, orders = (column.astype(object) for column in (rest, after, begins, weight, orders))
    upto, before = rest * (after - begins) // orders, rest * (after - weight - begins) // orders
    return np.asarray(whole * weight + upto - before, np.int64)


def _numbers(group: Ints) -> Ints:
    """A number for each person that lies in its group by the hash of the engine; other numbers stay without a person."""
    needed = np.bincount(group, minlength=BUCKETS)
    people = 2 * len(group) + BUCKETS
    group_of = bucket_of(np.arange(people, dtype=np.int32))
    while (np.bincount(group_of, minlength=BUCKETS) < needed).any():
        people *= 2
        group_of = bucket_of(np.arange(people, dtype=np.int32))
    candidates = np.argsort(group_of, kind="stable")
    starts = _starts(np.bincount(group_of, minlength=BUCKETS))
    order = np.argsort(group, kind="stable")
    nth = np.empty(len(group), np.int64)
    nth[order] = np.arange(len(group)) - _starts(needed)[group[order]]
    return np.asarray(candidates[starts[group] + nth], np.int64)


def _starts(sizes: npt.NDArray[np.int64]) -> Ints:
    return np.asarray(np.cumsum(sizes) - sizes, np.int64)


def _orders(number: Codes, value: Ints, day: int, currency: str) -> pd.DataFrame:
    """One row for each lot of orders."""
    made = pd.DataFrame({"order_key": "", "person": number, "day": np.datetime64(day, "D").astype("datetime64[s]"), "value": value})
    for name, text in {"currency": currency, "status": "paid", "product": "", "category": "", "country": ""}.items():
        made[name] = text
    made["client_id"] = 0
    return made
