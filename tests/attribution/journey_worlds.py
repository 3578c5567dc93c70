"""Journeys made by hand or by chance, and what a reduction of them must say, worked out touch by touch in plain Python."""

from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
from hypothesis import strategies as st

from adcrm.attribution.model import Journeys, Question

DAY = 86_400
SAYS = ("channel", "source", "medium", "campaign", "ad", "publisher", "country", "kind")
Step = tuple[int, int, int]  # seconds, label (-1 of an order), cents of the order


def journeys_of(people: list[list[Step]], labels: list[dict[str, str]], orders: list[dict[str, Any]] | None = None) -> Journeys:
    """The steps of each person in any order; orders are numbered as they come, with the fields of ``orders`` where given."""
    rows, made = [], []
    for person, steps in enumerate(people):
        for at, label, cents in steps:
            rows.append((person, at, label, len(made) if label < 0 else -1))
            if label < 0:
                made.append({"person": person, "day": np.datetime64(at // DAY, "D"), "value": cents * 10_000, "currency": "CNY"})
    for order, more in zip(made, orders or (), strict=False):
        order.update(more)
    rows.sort(key=lambda row: (row[0], row[1], row[3], row[2]))
    person, at, label, order_row = (np.array([row[i] for row in rows], np.int64 if i == 1 else np.int32) for i in range(4))
    frame = pd.DataFrame(made, columns=["person", "day", "value", "currency"]).astype({"day": "datetime64[s]", "value": "int64"})
    for name in ("order_key", "status", "product", "category", "country"):
        frame[name] = ""
    said = pd.DataFrame([{name: label_.get(name, "") for name in SAYS} for label_ in labels], columns=list(SAYS))
    return Journeys(person, at, label, order_row, (at // DAY).astype(np.int32), said, frame.assign(client_id=1))


@dataclass
class Expected:
    """What a reduction must say: journeys as tuples of channels, with what they came to."""

    paths: list[tuple[tuple[int, ...], int]] = field(default_factory=list)
    null: list[tuple[int, ...]] = field(default_factory=list)

    def transitions(self, converting: bool, order: int) -> Counter[tuple[tuple[int, ...], tuple[int, ...]]]:
        """How often each history was followed by which; () is the start and the end."""
        counted: Counter[tuple[tuple[int, ...], tuple[int, ...]]] = Counter()
        for path in [path for path, _ in self.paths if path] if converting else self.null:
            states = [(), *(path[max(0, i - order) : i] for i in range(1, len(path) + 1)), ()]
            counted.update(pairwise(states))
        return counted

    def sets(self) -> dict[tuple[int, ...], tuple[int, int, int]]:
        """Converted, value and null of each set of channels."""
        found: dict[tuple[int, ...], tuple[int, int, int]] = {}
        every = [(path, 1, value, 0) for path, value in self.paths] + [(path, 0, 0, 1) for path in self.null]
        for path, converted, value, null in every:
            if path:
                key = tuple(sorted(set(path)))
                before = found.get(key, (0, 0, 0))
                found[key] = (before[0] + converted, before[1] + value, before[2] + null)
        return found


def expected(journeys: Journeys, question: Question, channel_of: list[int]) -> Expected:
    """The same as :func:`adcrm.attribution.reduce.reduce`, one step after the other; every order is asked for."""
    made = Expected()
    for person in range(journeys.people):
        waiting: list[tuple[int, int]] = []
        for row in np.flatnonzero(journeys.person == person):
            at, label, order = int(journeys.at[row]), int(journeys.label[row]), int(journeys.order[row])
            if order < 0:
                is_view = journeys.labels["kind"][label] == "view" and not question.with_views
                waiting.append((at, -1 if is_view else channel_of[label]))
                continue
            oldest = -(10**12) if question.lookback_days is None else at - question.lookback_days * DAY
            path = tuple(channel for when, channel in waiting if when >= oldest and channel >= 0)
            made.paths.append((path, int(journeys.orders["value"][order])))
            waiting = []
        if rest := tuple(channel for _, channel in waiting if channel >= 0):
            made.null.append(rest)
    return made


@st.composite
def random_worlds(draw: st.DrawFn, most_channels: int = 6) -> tuple[Journeys, list[int], int]:
    """Journeys with equal moments, refunded orders, people without a touch or an order; the channel of each label; how many channels."""
    channels = draw(st.integers(1, most_channels))
    kinds = draw(st.lists(st.sampled_from(["click", "click", "view"]), min_size=1, max_size=8))
    channel_of = [draw(st.integers(-1, channels - 1)) for _ in kinds]
    moment = st.integers(0, 12).map(lambda number: number * DAY // 2)
    step = st.tuples(moment, st.integers(-1, len(kinds) - 1), st.integers(0, 3))
    people = draw(st.lists(st.lists(step, min_size=1, max_size=9), max_size=8))
    return journeys_of(people, [{"channel": str(n), "kind": kind} for n, kind in enumerate(kinds)]), channel_of, channels
