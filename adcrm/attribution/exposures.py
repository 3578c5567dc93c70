"""Journeys with and without an order, as what people met: which channels and how often. Alike journeys are one row.

That is all that the data-driven model learns from, so millions of journeys become some thousand rows.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from adcrm.attribution.model import Floats, Ints

MOST_TIMES = 4  # a fifth meeting with the same channel says no more than the fourth


@dataclass(frozen=True)
class Exposures:
    """Entries of row ``r`` are ``offsets[r]`` to ``offsets[r + 1]``: a channel and how often it was met (1 to ``MOST_TIMES``).

    ``ordered`` and ``not_ordered``: how many journeys of each row ended in an order or in none, by person group: (groups, rows).
    """

    offsets: Ints
    channel: Ints
    times: Ints
    ordered: Floats
    not_ordered: Floats

    def __len__(self) -> int:
        return len(self.offsets) - 1

    @cached_property
    def row(self) -> Ints:
        """The row of each entry."""
        return np.repeat(np.arange(len(self), dtype=np.int64), np.diff(self.offsets))


def exposures(
    offsets: Ints, channel: npt.NDArray[Any], ordered: Floats, not_ordered: Floats, bucket: npt.NDArray[Any], groups: int, channels: int
) -> Exposures:
    """The rows of journeys given as steps: those of journey ``i`` are ``offsets[i]`` to ``offsets[i + 1]``; journeys without steps are left out.

    ``ordered`` and ``not_ordered`` say of each journey for how many of either it stands (one and zero, or the counts of a table of paths).
    """
    lengths = np.diff(offsets)
    journey = np.repeat(np.arange(len(lengths), dtype=np.int64), lengths)
    pair, times = np.unique(journey * channels + channel, return_counts=True)
    owner, met, times = pair // channels, pair % channels, np.minimum(times, MOST_TIMES)
    entry = met * (MOST_TIMES + 1) + times
    # Two numbers of 64 random bits stand for a set of entries; both agree by chance once in 10^19 pairs of different sets and more.
    chance = np.random.default_rng(64)
    marks = chance.integers(0, 2**64, (2, channels * (MOST_TIMES + 1)), dtype=np.uint64)
    kept = np.flatnonzero(lengths > 0)
    starts = np.searchsorted(owner, kept)
    prints = np.stack([np.add.reduceat(mark[entry], starts) if len(starts) else np.zeros(0, np.uint64) for mark in marks])
    _, first, row = np.unique(prints, axis=1, return_index=True, return_inverse=True)
    # Rows stand in the order of what they hold, not of the marks, so that sums are the same whatever the numbers drawn.
    ends = np.append(starts[1:], len(owner))
    contents = [tuple(entry[starts[i] : ends[i]].tolist()) for i in first]
    rank = np.empty(len(first), np.int64)
    rank[sorted(range(len(first)), key=contents.__getitem__)] = np.arange(len(first))
    row = rank[row.ravel()]
    picked = first[np.argsort(rank)]
    sizes = ends[picked] - starts[picked]
    made = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    at = np.repeat(starts[picked] - made[:-1], sizes) + np.arange(made[-1])
    cell = bucket[kept].astype(np.int64) * len(first) + row
    shape = groups * len(first)
    counts = [np.bincount(cell, count[kept], minlength=shape).reshape(groups, len(first)).astype(np.float64) for count in (ordered, not_ordered)]
    return Exposures(made, met[at], times[at].astype(np.int64), counts[0], counts[1])
