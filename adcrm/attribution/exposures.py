"""Journeys with and without an order, as what people met: which channels and how often. Alike journeys are one row.

That is all that the data-driven model learns from, so millions of journeys become some thousand rows.
"""

import threading
from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
from cachetools import LRUCache
from scipy.sparse import csr_array, hstack

from adcrm.attribution.model import Floats, Ints

SHARED = 8
MOST_TIMES = 4  # a fifth meeting with the same channel says no more than the fourth


@dataclass(frozen=True)
class Exposures:
    """Entries of row ``r`` are ``offsets[r]`` to ``offsets[r + 1]``: a channel and how often it was met (1 to ``MOST_TIMES``).

    ``ordered`` and ``not_ordered``: how many journeys of each row ended in an order or in none, by person group: sparse, (groups, rows).
    """

    offsets: Ints
    channel: Ints
    times: Ints
    ordered: csr_array
    not_ordered: csr_array

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def beside(self, other: "Exposures") -> "Exposures":
        """These rows and then the other's; rows alike in both stay two."""
        return Exposures(
            np.concatenate([self.offsets, other.offsets[1:] + self.offsets[-1]]),
            np.concatenate([self.channel, other.channel]),
            np.concatenate([self.times, other.times]),
            csr_array(hstack([self.ordered, other.ordered])),
            csr_array(hstack([self.not_ordered, other.not_ordered])),
        )

    def of_groups(self, chosen: Ints) -> "Exposures":
        """The same rows, of some groups of people alone."""
        return replace(self, ordered=self.ordered[chosen], not_ordered=self.not_ordered[chosen])

    @cached_property
    def totals(self) -> tuple[Floats, Floats]:
        """Journeys of each row with an order and without, of everybody."""
        return np.asarray(self.ordered.sum(axis=0), np.float64).ravel(), np.asarray(self.not_ordered.sum(axis=0), np.float64).ravel()

    @cached_property
    def row(self) -> Ints:
        """The row of each entry."""
        return np.repeat(np.arange(len(self), dtype=np.int64), np.diff(self.offsets))


class Shared:
    """The last few exposures that several questions have in common; safe to use from every thread."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._held: LRUCache[Hashable, Exposures] = LRUCache(SHARED)

    def of(self, key: Hashable, make: Callable[[], Exposures]) -> Exposures:
        """What is held under the key, made if it is not; who asks for it meanwhile waits."""
        with self._lock:
            if key not in self._held:
                self._held[key] = make()
            return self._held[key]


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
    # A number of 64 random bits stands for a set of entries: among a million different ones two agree by a chance of one in thirty million.
    marks = np.random.default_rng(64).integers(0, 2**64, channels * (MOST_TIMES + 1), dtype=np.uint64)
    kept = np.flatnonzero(lengths > 0)
    starts = np.searchsorted(owner, kept)
    prints = np.add.reduceat(marks[entry], starts) if len(starts) else np.zeros(0, np.uint64)
    _, picked, row = np.unique(prints, return_index=True, return_inverse=True)
    ends = np.append(starts[1:], len(owner))
    sizes = ends[picked] - starts[picked]
    made = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    at = np.repeat(starts[picked] - made[:-1], sizes) + np.arange(made[-1])
    counts = []
    for count in (ordered, not_ordered):
        some = np.flatnonzero(count[kept])
        counts.append(csr_array((count[kept][some], (bucket[kept][some], row[some])), shape=(groups, len(picked))))
    return Exposures(made, met[at], times[at].astype(np.int64), counts[0], counts[1])
