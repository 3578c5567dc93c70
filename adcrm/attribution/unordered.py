"""The journeys that have led to no order: what each person met since the last order, or ever."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from adcrm.attribution.model import Codes, Ints, Journeys
from adcrm.attribution.reduction import BUCKETS


@dataclass(frozen=True)
class Unordered:
    """Steps of journey ``i`` are ``offsets[i]`` to ``offsets[i + 1]``; ``person`` and ``last_day`` are of each journey."""

    offsets: Ints
    channel: Codes
    person: Codes
    last_day: Ints


def unordered(journeys: Journeys, channel_of: Codes, first_day: int | None = None, last_day: int | None = None) -> Unordered:
    """Journeys without an order that have a step. ``channel_of``: the channel of each label, -1 for touches that do not count.

    ``first_day`` and ``last_day`` (days since 1970): the day of the last step lies within.
    """
    people = journeys.people
    ordered = np.full(people, -1, np.int64)
    orders = np.flatnonzero(journeys.order >= 0)
    ordered[journeys.person[orders]] = orders  # the last one stands: rows are in order of time
    later = (np.arange(len(journeys.person)) > ordered[journeys.person]) & (journeys.label >= 0)
    steps = np.flatnonzero(later)
    if len(steps):
        steps = steps[channel_of[journeys.label[steps]] >= 0]
    person, begins = np.unique(journeys.person[steps], return_index=True)
    ends = np.append(begins[1:], len(steps))
    latest = np.asarray(journeys.day[steps[ends - 1]], np.int64) if len(steps) else np.zeros(0, np.int64)
    asked = np.ones(len(person), bool)
    if first_day is not None:
        asked &= latest >= first_day
    if last_day is not None:
        asked &= latest <= last_day
    steps = steps[np.repeat(asked, ends - begins)]
    offsets = np.concatenate([[0], np.cumsum((ends - begins)[asked])]).astype(np.int64)
    channel = channel_of[journeys.label[steps]].astype(np.int32) if len(steps) else np.zeros(0, np.int32)
    return Unordered(offsets, channel, person[asked].astype(np.int32), latest[asked])


def bucket_of(person: Codes) -> Codes:
    """The random group of each person, as the one pass draws it: SplitMix64 of the person's number."""
    z = (person.astype(np.uint64) + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return ((z ^ (z >> np.uint64(31))) % np.uint64(BUCKETS)).astype(np.int32)


def day_number(day: date | None) -> int | None:
    """Days since 1970."""
    return None if day is None else (day - date(1970, 1, 1)).days
