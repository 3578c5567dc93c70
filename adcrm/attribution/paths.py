"""What the journeys before orders look like: the paths that are walked most, how long they are, and which part each channel plays.

All figures are of orders; a journey that stands for many alike counts so often. Touches of one channel in a row can be taken for one step,
which leaves the order of channels and hides how often each was met. Ages and roles are of the touches as they are.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from adcrm.attribution.model import Floats, Ints, Paths

Hashes = npt.NDArray[np.uint64]

#: Upper ends (included) of the groups of days from first touch to order; the last group is open.
DAY_GROUPS = (0, 1, 3, 7, 14, 30, 60, 90)
#: From this length on journeys are counted together.
LONGEST = 12
MOST_MARKS = 200_000_000
MIX = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True)
class Walks:
    """Journeys as their steps: step ``offsets[i]`` to ``offsets[i + 1]`` of ``channel`` are those of journey ``i``, the earliest first."""

    offsets: Ints
    channel: npt.NDArray[np.int32]
    count: Floats  # how many orders each journey stands for
    value: Ints  # of all of them, millionths

    @cached_property
    def lengths(self) -> Ints:
        """Steps of each journey."""
        return np.diff(self.offsets).astype(np.int64)

    @cached_property
    def journey(self) -> Ints:
        """The journey of each step."""
        return np.repeat(np.arange(len(self.lengths)), self.lengths)

    @cached_property
    def place(self) -> Ints:
        """How many steps stand before each step."""
        return np.arange(len(self.channel)) - self.offsets[:-1][self.journey]


def walks(paths: Paths, merged: bool = False) -> Walks:
    """The journeys; ``merged``: touches of one channel in a row are one step."""
    count = np.ones(len(paths)) if paths.weight is None else paths.weight.astype(np.float64)
    offsets = np.asarray(paths.offsets, np.int64)
    if not merged or not len(paths.channel):
        return Walks(offsets, paths.channel, count, paths.value)
    kept = np.ones(len(paths.channel), bool)
    kept[1:] = paths.channel[1:] != paths.channel[:-1]
    starts = offsets[:-1]
    kept[starts[starts < offsets[1:]]] = True
    before = np.concatenate([np.zeros(1, np.int64), np.cumsum(kept)])
    return Walks(before[offsets], paths.channel[kept], count, paths.value)


def of_orders(paths: Paths, kept: npt.NDArray[np.bool_]) -> Paths:
    """The journeys of the orders that ``kept`` marks."""
    if kept.all():
        return paths
    sizes = np.diff(paths.offsets)
    step = np.repeat(kept, sizes)
    offsets = np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes[kept])])
    return Paths(
        offsets,
        channel=paths.channel[step],
        age=paths.age[step],
        label=paths.label[step],
        day=paths.day[step],
        value=paths.value[kept],
        order=paths.order[kept],
        bucket=paths.bucket[kept],
        weight=None if paths.weight is None else paths.weight[kept],
    )


def top_paths(walked: Walks, channels: tuple[str, ...], most: int = 100) -> pd.DataFrame:
    """The paths with most orders: ``path`` (tuple of channels, empty for no touch), ``steps``, ``orders``, ``share`` (of all orders), ``value``
    (millionths). Of equal ones the shorter path comes first, then the one whose channels stand earlier in ``channels``."""
    _, first, where = np.unique(_hash(walked), return_index=True, return_inverse=True)
    orders = np.bincount(where, walked.count, minlength=len(first)).astype(np.float64)
    value = np.zeros(len(first), np.int64)
    np.add.at(value, where, walked.value)
    often = _foremost(walked, first, orders, most)
    return pd.DataFrame(
        {
            "path": [tuple(channels[code] for code in walked.channel[walked.offsets[i] : walked.offsets[i + 1]]) for i in first[often]],
            "steps": walked.lengths[first[often]],
            "orders": orders[often],
            "share": orders[often] / max(float(walked.count.sum()), 1.0),
            "value": value[often],
        }
    )


def different_paths(walked: Walks) -> int:
    """How many different paths led to orders."""
    return len(np.unique(_hash(walked)))


def lengths(walked: Walks) -> pd.DataFrame:
    """Orders by steps before them: ``steps`` (0 to ``LONGEST``, the last one standing for more too), ``orders``, ``value``."""
    group = np.minimum(walked.lengths, LONGEST)
    return _by_group("steps", np.arange(LONGEST + 1), group, walked.count, walked.value)


def time_to_order(paths: Paths) -> pd.DataFrame:
    """Orders by days from the first touch: ``days`` (place in ``DAY_GROUPS``, one more for the open end), ``orders``, ``value``. Orders without a
    touch are left out."""
    walked = walks(paths)
    touched = walked.lengths > 0
    age = np.floor(paths.age[walked.offsets[:-1][touched]])
    group = np.searchsorted(np.array(DAY_GROUPS), age)
    return _by_group("days", np.arange(len(DAY_GROUPS) + 1), group, walked.count[touched], walked.value[touched])


def typical(paths: Paths) -> tuple[float, float]:
    """Median steps and median days from first touch to order, of orders with a touch; NaN where there is none."""
    walked = walks(paths)
    touched = walked.lengths > 0
    count = walked.count[touched]
    age = paths.age[walked.offsets[:-1][touched]]
    return _median(walked.lengths[touched].astype(float), count), _median(age, count)


def roles(paths: Paths, channels: tuple[str, ...]) -> pd.DataFrame:
    """The part of each channel, one row each, most orders first.

    ``channel``, ``orders`` (it was met before), ``opened`` (it was the first touch), ``between`` (neither first nor last), ``closed`` (the last
    touch), ``alone`` (no other channel was met), ``assisted`` (met, and another channel closed), ``assisted_value`` (millionths), ``place`` (mean
    place of its touches in journeys of several touches, from 0 for the opener to 1 for the closer; NaN where it has none there), ``days`` (mean
    age of its touches).
    """
    walked = walks(paths)
    n, width = len(walked.count), len(channels)
    if not len(walked.channel):
        names = ("orders", "opened", "between", "closed", "alone", "assisted", "assisted_value", "place", "days")
        return pd.DataFrame({"channel": [], **{name: np.zeros(0) for name in names}})
    code = walked.channel.astype(np.int64)
    journey, channel = _pairs(walked.journey, code, n, width)
    touched = walked.lengths > 0
    first, last = np.full(n, -1, np.int64), np.full(n, -1, np.int64)
    first[touched] = code[walked.offsets[:-1][touched]]
    last[touched] = code[walked.offsets[1:][touched] - 1]
    several = np.bincount(journey, minlength=n)[journey] > 1
    opens, closes, count = first[journey] == channel, last[journey] == channel, walked.count[journey]

    def orders(meets: npt.NDArray[np.bool_]) -> Floats:
        return np.bincount(channel[meets], count[meets], minlength=width).astype(np.float64)

    times = np.bincount(code, walked.count[walked.journey], minlength=width)
    age = np.bincount(code, paths.age * walked.count[walked.journey], minlength=width)
    steps = walked.lengths[walked.journey]
    inside = np.where(steps > 1, walked.count[walked.journey], 0.0)
    held = np.bincount(code, inside, minlength=width)
    place = np.bincount(code, inside * walked.place / np.maximum(steps - 1, 1), minlength=width)
    assisted_value = np.zeros(width, np.int64)
    np.add.at(assisted_value, channel[~closes], walked.value[journey[~closes]])
    made = pd.DataFrame(
        {
            "channel": channels,
            "orders": orders(np.ones(len(journey), bool)),
            "opened": orders(opens),
            "between": orders(~opens & ~closes),
            "closed": orders(closes),
            "alone": orders(~several),
            "assisted": orders(~closes),
            "assisted_value": assisted_value,
            "place": np.divide(place, held, out=np.full(width, np.nan), where=held > 0),
            "days": np.divide(age, times, out=np.full(width, np.nan), where=times > 0),
        }
    )
    met = made[made["orders"] > 0]
    return met.sort_values(["orders", "channel"], ascending=[False, True], kind="stable").reset_index(drop=True)


def flow(walked: Walks, most: int = 4) -> pd.DataFrame:
    """How orders pass from step to step: ``stage`` (0 for the first step), ``source``, ``target`` (channels), ``orders``.

    Only the first ``most`` steps are followed. A journey that ends at a stage has ``target`` -1 there (the order); one that goes on after
    the last stage has -2.
    """
    parts = []
    for stage in range(most):
        here = np.nonzero(walked.place == stage)[0]
        journey = walked.journey[here]
        goes_on = walked.lengths[journey] > stage + 1
        following = np.minimum(here + 1, max(len(walked.channel) - 1, 0))
        target = np.where(goes_on, walked.channel[following] if stage + 1 < most else -2, -1)
        rows = pd.DataFrame({"stage": stage, "source": walked.channel[here].astype(np.int64), "target": target, "orders": walked.count[journey]})
        parts.append(rows.groupby(["stage", "source", "target"]).sum().reset_index())
    return pd.concat(parts, ignore_index=True)


def _pairs(journey: Ints, code: Ints, n: int, width: int) -> tuple[Ints, Ints]:
    """Journey and channel of each pair that occurs, once. Marks in a table are many times faster than to sort; they must fit in memory."""
    flat = journey * width + code
    if n * width > MOST_MARKS:
        pair = np.unique(flat)
    else:
        marks = np.zeros(n * width, bool)
        marks[flat] = True
        pair = np.nonzero(marks)[0]
    return pair // width, pair % width


def _foremost(walked: Walks, journey: Ints, orders: Floats, most: int) -> Ints:
    """The first ``most`` of different paths, each given by one of its ``journey``s: by orders, then shorter, then earlier channels."""
    steps = walked.lengths[journey]
    left = np.lexsort((steps, -orders))
    if len(left) > most:  # further on only what is equal to the last one that may be shown
        last = left[most - 1]
        left = left[(orders[left] > orders[last]) | ((orders[left] == orders[last]) & (steps[left] <= steps[last]))]
    places = np.arange(steps[left].max(initial=0))[:, None]
    inside = np.minimum(walked.offsets[:-1][journey[left]] + places, max(len(walked.channel) - 1, 0))
    codes = np.where(places < steps[left], walked.channel[inside], -1) if places.size else np.zeros((0, len(left)), np.int32)
    made: Ints = left[np.lexsort((*codes[::-1], steps[left], -orders[left]))][:most]
    return made


def _hash(walked: Walks) -> Hashes:
    """A number of 64 bits for each journey, equal for equal steps in equal places (splitmix64 of step and place, added up)."""
    mixed = (walked.channel.astype(np.uint64) + np.uint64(1)) * np.uint64(0x100000001B3) + walked.place.astype(np.uint64) * MIX
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed ^= mixed >> np.uint64(31)
    sums = np.concatenate([np.zeros(1, np.uint64), np.cumsum(mixed, dtype=np.uint64)])
    made: Hashes = sums[walked.offsets[1:]] - sums[walked.offsets[:-1]]
    return made


def _by_group(name: str, groups: Ints, group: Ints, count: Floats, value: Ints) -> pd.DataFrame:
    sums = np.zeros(len(groups), np.int64)
    np.add.at(sums, group, value)
    return pd.DataFrame({name: groups, "orders": np.bincount(group, count, minlength=len(groups)), "value": sums})


def _median(numbers: Floats, count: Floats) -> float:
    if not len(numbers):
        return float("nan")
    order = np.argsort(numbers, kind="stable")
    reached = np.cumsum(count[order])
    return float(numbers[order][np.searchsorted(reached, reached[-1] / 2)])
