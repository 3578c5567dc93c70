"""What all models need of the journeys, made in one pass: the journeys of orders, transitions, sets of channels. Plain data that adds up.

Reductions of disjoint people by the same question and channels can be added by :func:`merge`, in any grouping: every figure is a sum.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from adcrm.attribution.model import Ints, Paths

Keys = npt.NDArray[np.uint64]

#: Random groups of people, by a fixed hash of their number.
BUCKETS = 256
#: In ``Transitions``: before the first touch of a journey (as ``source``), after its last (as ``target``).
START = END = 0


@dataclass(frozen=True)
class Transitions:
    """How often one state of a journey followed another; each pair once, sorted by source and target.

    A state is the last ``order`` channels of the journey, fewer at its beginning, as one number: with N = number of channels + 1 and each
    channel c written as the digit c + 1, the newest last: ``(older + 1) * N + newest + 1``. At order 1 it is the channel + 1.
    0 as ``source`` is the start; 0 as ``target`` is the end: the order of journeys with one, no order of those without.

    ``count``: journeys passing, by weight. ``value``: millionths of the orders at the end, only on the transitions to the end.
    ``by_bucket`` (BUCKETS, N, N): counts by source and target within each random group of people, where the states are few; else ``None``.
    """

    channels: int
    order: int
    source: Ints
    target: Ints
    count: Ints
    value: Ints
    by_bucket: Ints | None = None


@dataclass(frozen=True)
class ChannelSets:
    """Journeys by the set of channels that they touched, each set once; journeys without a touch are in none.

    ``members[offsets[i]:offsets[i + 1]]`` are the channels of set ``i``, rising. ``key`` (2, sets): what tells sets apart: up to 64 channels a
    mask of bits and 0, beyond two words that are mixed of the members. ``converted``, ``null``: journeys with and without an order, by
    weight; ``value``: of the orders, millionths.
    """

    key: Keys
    offsets: Ints
    members: npt.NDArray[np.int32]
    converted: Ints
    value: Ints
    null: Ints

    def __len__(self) -> int:
        return len(self.converted)

    @property
    def sizes(self) -> Ints:
        """How many channels each set has."""
        return np.diff(self.offsets).astype(np.int64)


@dataclass(frozen=True)
class Reduction:
    """One pass over the journeys by one question. ``paths.order`` are rows of the journeys' ``orders``.

    ``converting``: transitions of the journeys of ``paths`` that have a touch; ``null``: those of journeys without an order, of which there are
    ``null_journeys``, by weight. ``sets`` are of both. ``null_days`` (2, days): days since 1970, rising, and how many of the journeys without
    an order had their last touch then.
    """

    channels: tuple[str, ...]
    paths: Paths
    converting: Transitions
    null: Transitions
    sets: ChannelSets
    null_journeys: int
    null_days: Ints


def merge(parts: Sequence[Reduction]) -> Reduction:
    """The reduction of everybody, from those of disjoint groups of people; at least one. Journeys stand in the order of the parts."""
    first = parts[0]
    if any(part.channels != first.channels for part in parts):
        raise ValueError("reductions of other channels cannot be added")
    return Reduction(
        first.channels,
        _paths([part.paths for part in parts]),
        _transitions([part.converting for part in parts]),
        _transitions([part.null for part in parts]),
        _sets([part.sets for part in parts]),
        sum(part.null_journeys for part in parts),
        _days([part.null_days for part in parts]),
    )


def transitions(channels: int, order: int, source: Ints, target: Ints, count: Ints, value: Ints, by_bucket: Ints | None = None) -> Transitions:
    """Transitions from counts in any order, pairs that stand several times added up."""
    states = (channels + 1) ** order
    key, place = np.unique(source * states + target, return_inverse=True)
    sums = [np.zeros(len(key), np.int64) for _ in range(2)]
    np.add.at(sums[0], place, count)
    np.add.at(sums[1], place, value)
    return Transitions(channels, order, key // states, key % states, sums[0], sums[1], by_bucket)


def _days(parts: list[Ints]) -> Ints:
    every = np.concatenate(parts, axis=1)
    day, place = np.unique(every[0], return_inverse=True)
    count = np.zeros(len(day), np.int64)
    np.add.at(count, place, every[1])
    return np.stack([day, count])


def _paths(parts: list[Paths]) -> Paths:
    steps = [0, *np.cumsum([part.offsets[-1] for part in parts])]

    def joined(name: str) -> Any:
        return np.concatenate([getattr(part, name) for part in parts])

    offsets = np.concatenate([np.zeros(1, np.int64), *(part.offsets[1:] + before for part, before in zip(parts, steps, strict=False))])
    steps_of = (joined("channel"), joined("age"), joined("label"), joined("day"))
    return Paths(offsets, *steps_of, joined("value"), joined("order"), joined("bucket"), None if parts[0].weight is None else joined("weight"))


def _transitions(parts: list[Transitions]) -> Transitions:
    first = parts[0]
    source, target, count, value = (np.concatenate([getattr(part, name) for part in parts]) for name in ("source", "target", "count", "value"))
    by_bucket = None if first.by_bucket is None else sum((part.by_bucket for part in parts if part.by_bucket is not None), np.zeros(1, np.int64))
    return transitions(first.channels, first.order, source, target, count, value, by_bucket)


def _sets(parts: list[ChannelSets]) -> ChannelSets:
    key = np.concatenate([part.key for part in parts], axis=1)
    columns = [np.concatenate([getattr(part, name) for part in parts]) for name in ("converted", "value", "null")]
    sizes = np.concatenate([part.sizes for part in parts])
    starts = np.cumsum(sizes) - sizes
    members = np.concatenate([part.members for part in parts])
    order = np.lexsort((key[1], key[0]))
    is_new = np.ones(len(order), bool)
    is_new[1:] = (key[:, order][:, 1:] != key[:, order][:, :-1]).any(axis=0)
    once, place = order[is_new], np.empty(len(order), np.int64)
    place[order] = np.cumsum(is_new) - 1
    sums = [np.zeros(len(once), np.int64) for _ in columns]
    for total, column in zip(sums, columns, strict=True):
        np.add.at(total, place, column)
    offsets = np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes[once])])
    within = np.arange(offsets[-1]) - np.repeat(offsets[:-1], sizes[once])
    return ChannelSets(key[:, once], offsets, members[np.repeat(starts[once], sizes[once]) + within], *sums)
