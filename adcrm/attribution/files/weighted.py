"""Paths with counts as journeys: a row of ten thousand orders becomes a few dozen people that stand for them, not ten thousand.

The ranges of the models come from drawing groups of people anew. So the orders of a path are dealt out to so many people as there are
groups, at random by a fixed seed, as single orders would have been; a path then varies from draw to draw as much as its orders would have.
Paths are put into the order of their names first: the order of rows decides nothing, to the last digit.
"""

from datetime import date

import numpy as np
import pandas as pd

from adcrm.attribution.files.paths import PathRows
from adcrm.attribution.model import Codes, Ints, Journeys

SEED = 20_261_004
PARTS = 64  # people that the orders of one path are dealt out to
DAY = 86_400  # seconds: one step counts as one day
LABELS = ("channel", "source", "medium", "campaign", "ad", "publisher", "country", "kind")
_CHUNK = 20_000
_JOIN = "\x1f"


def journeys_of(rows: PathRows) -> Journeys:
    """Every path as the journey of ``weight`` people, the steps a day apart and the last of them at the order."""
    names, inverse = np.unique(np.array([_JOIN.join(steps) for steps in rows.steps], object), return_inverse=True)
    orders, value, without = (_added(inverse, column, len(names)) for column in (rows.orders, rows.value, rows.without))
    steps = [tuple(name.split(_JOIN)) if name else () for name in names]
    channels = sorted({step for path in steps for step in path})
    code = {channel: i for i, channel in enumerate(channels)}
    lengths = np.array([len(path) for path in steps], np.int64)
    flat = np.array([code[step] for path in steps for step in path], np.int32)
    starts = np.concatenate(([0], np.cumsum(lengths)))[:-1]
    rng = np.random.default_rng(SEED)
    path_a, weight_a = _dealt(orders, rng)
    path_b, weight_b = _dealt(without, rng)
    path = np.concatenate((path_a, path_b))
    weight = np.concatenate((weight_a, weight_b))
    buys = np.concatenate((np.ones(len(path_a), bool), np.zeros(len(path_b), bool)))
    keep = buys | (lengths[path] > 0)  # somebody who met nothing and ordered nothing is nobody
    path, weight, buys = path[keep], weight[keep], buys[keep]
    by_path = np.argsort(path, kind="stable")
    path, weight, buys = path[by_path], weight[by_path], buys[by_path]
    person, at, label, order = _flat(path, buys, lengths, starts, flat)
    made = _orders(path[buys], weight[buys], np.flatnonzero(buys), orders, value, rows.currency, int(lengths.max(initial=0)))
    labels = pd.DataFrame(dict.fromkeys(LABELS, ""), index=range(len(channels)), dtype=object)
    labels["channel"] = channels
    return Journeys(person, at, label, order, (at // DAY).astype(np.int32), labels, made, weight)


def _added(inverse: Ints, column: Ints, n: int) -> Ints:
    total = np.zeros(n, np.int64)
    np.add.at(total, inverse, column)
    return total


def _dealt(counts: Ints, rng: np.random.Generator) -> tuple[Ints, Ints]:
    """The journeys of each path dealt out to at most ``PARTS`` people: the path of each and how many it got."""
    paths, weights = [], []
    for begin in range(0, len(counts), _CHUNK):
        part = counts[begin : begin + _CHUNK]
        dealt = np.zeros((len(part), PARTS), np.int64)
        dealt[:, 0] = np.minimum(part, 1)
        dealt[part > 1] = rng.multinomial(part[part > 1], np.full(PARTS, 1 / PARTS))
        at, which = np.nonzero(dealt)
        paths.append(at + begin)
        weights.append(dealt[at, which])
    return np.concatenate([*paths, np.zeros(0, np.int64)]), np.concatenate([*weights, np.zeros(0, np.int64)])


def _flat(path: Ints, buys: np.ndarray, lengths: Ints, starts: Ints, flat: Codes) -> tuple[Codes, Ints, Codes, Codes]:
    """Person, time, label and order of every step and order, person by person."""
    rows = lengths[path] + buys
    person = np.repeat(np.arange(len(path), dtype=np.int32), rows)
    place = np.arange(int(rows.sum()), dtype=np.int64) - np.repeat(np.cumsum(rows) - rows, rows)
    length = lengths[path][person]
    is_order = place == length
    label = np.full(len(person), -1, np.int32)
    label[~is_order] = flat[(starts[path][person] + place)[~is_order]]
    last = int(lengths.max(initial=1))
    at = np.where(is_order, last, last - length + 1 + place).astype(np.int64) * DAY
    order = np.full(len(person), -1, np.int32)
    order[is_order] = np.arange(int(buys.sum()), dtype=np.int32)
    return person, at, label, order


def _orders(path: Ints, weight: Ints, person: Ints, orders: Ints, value: Ints, currency: str, last: int) -> pd.DataFrame:
    """One row for each person that ordered, with its part of the path's value; the parts add up exactly."""
    whole, rest = np.divmod(value[path], orders[path])
    first = np.concatenate(([True], path[1:] != path[:-1])) if len(path) else np.zeros(0, bool)
    running = np.cumsum(weight)
    before = running - weight
    base = np.repeat(before[first], np.diff(np.append(np.flatnonzero(first), len(path)))) if len(path) else before
    share = rest * (running - base) // orders[path] - rest * (before - base) // orders[path]
    made = pd.DataFrame({"order_key": "", "person": person.astype(np.int32), "day": date.fromordinal(date(1970, 1, 1).toordinal() + last)})
    made["value"] = whole * weight + share
    for name, text in {"currency": currency, "status": "paid", "product": "", "category": "", "country": ""}.items():
        made[name] = text
    made["client_id"] = 0
    return made
