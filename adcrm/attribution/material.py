"""What a credit model is given: the journeys of the orders as flat arrays, and where each begins and ends.

A step is one touch of one order's journey. Weights are floats, one for each step; the credit of an order is what its steps' weights
share among them, so a model's figures by channel, campaign or day are all sums over the same weights.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property, partial

import numpy as np
import numpy.typing as npt
import pandas as pd

from adcrm.attribution.exposures import Exposures, Shared, exposures
from adcrm.attribution.learn import Learnt, learn
from adcrm.attribution.lift import Lift
from adcrm.attribution.model import Codes, Floats, Ints, Journeys, Paths, Question
from adcrm.attribution.reduction import BUCKETS, Reduction
from adcrm.attribution.unordered import Unordered, bucket_of, day_number, unordered

Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Milestones:
    """When each journey's order became a lead and an opportunity, in days before the order as ``Paths.age`` counts; NaN: not known."""

    lead_age: Floats
    opportunity_age: Floats


@dataclass(frozen=True)
class Presence:
    """Which channels each journey holds: one entry for each pair, in order of journey and channel.

    ``entry`` leads each step to its pair, ``times`` is how many steps a pair has.
    """

    journey: Ints
    channel: Ints
    entry: Ints
    times: Ints


@dataclass(frozen=True)
class Material:
    """``channels``: what ``paths.channel`` counts; ``labels``: what ``paths.label`` counts, as in ``Journeys``; ``is_direct`` and ``is_paid``
    say of each label whether the rules for channels take it for a direct visit or for a paid touch.

    ``reduction`` holds what the one pass found besides (transitions, sets of channels); ``journeys`` with ``channel_of`` (the channel of each
    label, -1: does not count) are what the models that learn take those without an order from. ``groups``: random groups of people.
    ``kind_of``: the channel of each label, as ``measure``'s factors count them, whatever the question is by. ``found``: what a model has worked
    out and need not again. ``shared``: what people without an order met, common to all questions about the same journeys by the same rules.
    """

    paths: Paths
    channels: tuple[str, ...]
    labels: pd.DataFrame
    is_direct: Bools
    is_paid: Bools
    question: Question = field(default_factory=Question)
    reduction: Reduction | None = None
    journeys: Journeys | None = None
    channel_of: Codes = field(default_factory=lambda: np.zeros(0, np.int32))
    milestones: Milestones | None = None
    kind_of: Codes = field(default_factory=lambda: np.zeros(0, np.int32))
    measure: Callable[[], Lift | None] | None = None
    groups: int = BUCKETS
    found: dict[str, Floats] = field(default_factory=dict, compare=False)
    shared: Shared = field(default_factory=Shared, compare=False)

    def __len__(self) -> int:
        """How many journeys there are."""
        return len(self.paths)

    @cached_property
    def count(self) -> Floats:
        """How many orders each journey stands for: one, save where the journeys are rows of a table of paths."""
        return np.ones(len(self)) if self.paths.weight is None else self.paths.weight.astype(np.float64)

    @cached_property
    def lengths(self) -> Ints:
        """Steps of each journey."""
        return np.diff(self.paths.offsets).astype(np.int64)

    @cached_property
    def journey(self) -> Ints:
        """The journey of each step."""
        return np.repeat(np.arange(len(self), dtype=np.int64), self.lengths)

    @cached_property
    def touched(self) -> Bools:
        """Which journeys have a step."""
        return np.asarray(self.lengths > 0)

    @cached_property
    def first(self) -> Ints:
        """The first step of each journey that has one."""
        return np.asarray(self.paths.offsets[:-1][self.touched], np.int64)

    @cached_property
    def last(self) -> Ints:
        """The last step of each journey that has one."""
        return np.asarray(self.paths.offsets[1:][self.touched], np.int64) - 1

    def unordered(self) -> Unordered:
        """The journeys without an order; by the day of their last touch where the question is about days of orders. Large: nobody keeps them."""
        if self.journeys is None:
            raise ValueError("these journeys were given without those that led to no order")
        asked = (self.question.start, self.question.end) if self.question.date_of == "order" else (None, None)
        return unordered(self.journeys, self.channel_of, *(day_number(day) for day in asked))

    @cached_property
    def seen(self) -> Exposures:
        """What everybody met, those who ordered and those who did not."""
        paths, n = self.paths, len(self)
        met = exposures(paths.offsets, paths.channel, self.count, np.zeros(n), paths.bucket, self.groups, len(self.channels))
        others = self._seen_without_order()
        return met if others is None else met.beside(others)

    def _seen_without_order(self) -> Exposures | None:
        """The same for every window and model, so it is kept beside the journeys."""
        if self.journeys is None:
            return None
        question = self.question
        key = (question.by, question.with_views, *((question.start, question.end) if question.date_of == "order" else (None, None)))
        return self.shared.of(key, partial(self._exposed, self.journeys))

    def _exposed(self, journeys: Journeys) -> Exposures:
        others = self.unordered()
        count = np.ones(len(others.person)) if journeys.weight is None else journeys.weight[others.person].astype(np.float64)
        none = np.zeros(len(count))
        return exposures(others.offsets, others.channel, none, count, bucket_of(others.person), self.groups, len(self.channels))

    @cached_property
    def law(self) -> Learnt:
        """What tells those who order from those who do not."""
        return learn(self.seen, len(self.channels))

    @cached_property
    def lift(self) -> Lift | None:
        """What experiments say of the channels; ``None`` where there were none."""
        return None if self.measure is None else self.measure()

    @cached_property
    def presence(self) -> Presence:
        """The distinct channels of each journey."""
        n = len(self.channels)
        pair, entry, times = np.unique(self.journey * n + self.paths.channel, return_inverse=True, return_counts=True)
        return Presence(pair // max(n, 1), pair % max(n, 1), entry.astype(np.int64), times.astype(np.int64))

    def total(self, weights: Floats) -> Floats:
        """The sum of ``weights`` in each journey."""
        return np.bincount(self.journey, weights, minlength=len(self)).astype(np.float64)

    def normed(self, weights: Floats) -> Floats:
        """``weights`` scaled so that those of each journey add up to one; where they are all zero they stay so."""
        sums = self.total(weights)
        sums[sums == 0] = 1.0
        return np.asarray(weights / sums[self.journey])

    def of_label(self, meets: Bools) -> Bools:
        """Whether each step's label is one of those that ``meets`` marks."""
        return np.asarray(meets[self.paths.label]) if len(meets) else np.zeros(len(self.paths.label), bool)
