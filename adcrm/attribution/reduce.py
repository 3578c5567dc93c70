"""Journeys to what every model needs of them, once for a question: one compiled pass over the steps, whatever models are asked afterwards."""

from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from adcrm.attribution.model import Codes, Ints, Journeys, Paths, Question
from adcrm.attribution.reduction import BUCKETS, ChannelSets, Keys, Reduction, Transitions, transitions
from adcrm.errors import InputError
from adcrm.messages import message

DENSE = 1_500  # states up to which transitions are counted in a square
IN_BUCKETS = 45  # states up to which they are counted for each random group of people
EVER = 2**62
Bools = npt.NDArray[np.bool_]


def reduce(journeys: Journeys, question: Question, channel_of_label: Codes, channels: tuple[str, ...]) -> Reduction:
    """What the journeys of the question's orders say, and those without an order.

    A journey holds the touches of a person after their order before (of any kind: also one that is not asked for) and within the
    look-back window. The touches after a person's last order are one journey without an order, whatever their age.

    Parameters
    ----------
    channel_of_label : for each row of ``journeys.labels`` an index into ``channels``; -1: its touches are no steps of a journey.
        Views are none unless the question wants them.

    Orders are asked for by currency and, where ``question.date_of`` is ``order``, by day; then a journey without an order counts by the day of
    its last touch. Where it is ``touch`` every day counts, and the model's credit is to be cut by ``paths.day``.

    Raises
    ------
    InputError : the history that ``markov_order`` asks for has more combinations of channels than a number can tell apart.
    """
    return Pass(journeys, question, channel_of_label, channels).over(journeys)


class StepsAstrayError(ValueError):
    """Steps, labels and orders do not belong together."""


class Pass:
    """The one pass of a question, ready to go over the steps of all people or of some; see :func:`reduce`.

    ``journeys`` need no steps here: it is their labels and orders that are looked at.
    """

    def __init__(self, journeys: Journeys, question: Question, channel_of_label: Codes, channels: tuple[str, ...]):
        self.channels, self.order = channels, question.markov_order
        self.base = len(channels) + 1
        self.states = _states(self.base, question.markov_order)
        self.channel_of = _counted(journeys, question, channel_of_label)
        self.asked, self.value = orders_asked(journeys, question), np.array(journeys.orders["value"], np.int64)
        self.lookback = -1 if question.lookback_days is None else question.lookback_days * 86_400
        first, last = (EVER * sign if limit is None else _days(limit) for limit, sign in ((question.start, -1), (question.end, 1)))
        self.days = (first, last) if question.date_of == "order" else (-EVER, EVER)

    def over(self, steps: Journeys) -> Reduction:
        """The reduction of these people, with rows of the journeys' own orders and labels.

        Raises
        ------
        StepsAstrayError : the steps are of other labels or orders.
        """
        from adcrm.attribution import walk  # numba takes half a second to import

        n, rows = len(self.channels), len(steps.person)
        weight = steps.weight if steps.weight is not None else np.empty(0, np.int64)
        if rows and (steps.label.max() >= len(self.channel_of) or steps.order.max() >= len(self.asked) or 0 < len(weight) <= steps.person.max()):
            raise StepsAstrayError("steps lead to labels or orders that are not there")  # compiled code would read beyond its arrays
        is_dense, buckets = self.states <= DENSE, BUCKETS if self.states <= IN_BUCKETS else 1
        tables = _Tables(walk, self.states, is_dense, buckets, 2**13 if n <= 16 else 2 ** int(np.clip(np.log2(rows / 4 + 1), 13, 20)))
        found, tally, stamp = np.empty((min(int(self.asked.sum()), rows), 2), np.int64), np.zeros(5, np.int64), np.zeros(n, np.int64)
        words, at, null_days = walk.words_of(n), 0, np.zeros(2**16, np.int64)
        while at < rows:
            stopped = walk.walk(
                at, rows, steps.person, steps.at, steps.label, steps.order, steps.day, weight, self.channel_of, self.asked, self.value,
                self.lookback, *self.days, self.states, self.base, is_dense, buckets, words, tables.counts, tables.pairs, tables.pair_counts,
                tables.keys, tables.taken, tables.sums, tables.example, null_days, stamp, found, tally,
            )  # fmt: skip
            if stopped < rows:
                last = stopped + int(np.searchsorted(steps.person[stopped:], steps.person[stopped], "right"))
                tables.grow(last - stopped, 1 + int((steps.order[stopped:last] >= 0).sum()), int(tally[1]), int(tally[2]))
            at = stopped
        paths = self._paths(walk, steps, found[: tally[0]], weight)
        return Reduction(
            self.channels,
            paths,
            self._converting(walk, paths),
            tables.transitions(n, self.order),
            tables.sets(steps, self.channel_of),
            int(tally[3]),
            np.stack([days := np.flatnonzero(null_days), null_days[days]]),
        )

    def _paths(self, walk: Any, steps: Journeys, found: Ints, weight: Ints) -> Paths:
        offsets, channel, age, label, day, bucket = walk.journeys_of(found, steps.person, steps.at, steps.label, steps.day, self.channel_of, BUCKETS)
        order = steps.order[found[:, 1]]
        of_order = weight[steps.person[found[:, 1]]] if len(weight) else None
        return Paths(offsets, channel, age, label, day, self.value[order], order, bucket, of_order)

    def _converting(self, walk: Any, paths: Paths) -> Transitions:
        weight = paths.weight if paths.weight is not None else np.empty(0, np.int64)
        pairs = walk.pairs_of(paths.offsets, paths.channel, weight, paths.value, self.base, self.states)
        return transitions(len(self.channels), self.order, *pairs)


def orders_asked(journeys: Journeys, question: Question) -> Bools:
    """Which orders the question is about: those in its currency (the one of most orders where it names none) and its days."""
    orders = journeys.orders
    currency = np.asarray(orders["currency"].fillna("").astype(str), object)
    asked = np.asarray(currency == main_currency(journeys, question), bool)
    if question.date_of == "order":
        day = np.asarray(orders["day"], "datetime64[D]")
        if question.start is not None:
            asked &= day >= np.datetime64(question.start)
        if question.end is not None:
            asked &= day <= np.datetime64(question.end)
    return asked


def main_currency(journeys: Journeys, question: Question) -> str:
    """The currency of the question; where it names none that of most orders, the first by name of several; '' without orders."""
    if question.currency is not None:
        return question.currency
    counted = journeys.orders["currency"].fillna("").astype(str).value_counts()
    return str(min(counted.index[counted == counted.max()])) if len(counted) else ""


def warm() -> None:
    """Have everything compiled before anybody waits for it: some seconds the first time, then it lies on disk."""
    import pandas as pd

    from adcrm.attribution import walk
    from adcrm.attribution.markov import drawn_removal_effects
    from adcrm.attribution.shapley import drawn_rate_values

    many = 70  # more channels than a mask has bits
    labels = pd.DataFrame({"kind": ["click"] * many})
    orders = pd.DataFrame({"currency": [""], "day": np.zeros(1, "datetime64[s]"), "value": np.ones(1, np.int64)})
    person = np.repeat(np.arange(2, dtype=np.int32), (many + 1, many))
    label = np.concatenate([np.arange(many), [-1], np.arange(many)]).astype(np.int32)
    order = np.where(label < 0, 0, -1).astype(np.int32)
    journeys = Journeys(person, np.arange(len(person), dtype=np.int64), label, order, np.zeros(len(person), np.int32), labels, orders)
    walk.is_in_order(person, journeys.at, order, label)
    found = reduce(journeys, Question(markov_order=2), np.arange(many, dtype=np.int32), tuple(map(str, range(many))))
    drawn_removal_effects(found, np.ones((1, BUCKETS)))
    drawn_rate_values(found, np.ones((1, BUCKETS)))
    walk.grown(np.zeros((2, 2), np.uint64), np.zeros(2, bool), np.zeros((2, 3), np.int64), np.zeros((2, 2), np.int64), 4)
    walk.grown_pairs(np.full(2, -1, np.int64), np.zeros(2, np.int64), 4)


def _states(base: int, order: int) -> int:
    states = base**order
    if order < 1 or states > 2**31:
        raise InputError(
            message("A history of {order} channels out of {n} has more combinations than can be counted.", order=order, n=base - 1),
            message("Choose a shorter history for the Markov model, or group the channels."),
        )
    return int(states)


def _counted(journeys: Journeys, question: Question, channel_of_label: Codes) -> Codes:
    channel_of = np.array(channel_of_label, np.int32)  # a copy: a view that may not be written to would be compiled for anew
    if question.with_views or "kind" not in journeys.labels:
        return channel_of
    return np.where(np.asarray(journeys.labels["kind"] == "view", bool), np.int32(-1), channel_of).astype(np.int32)


def _days(day: date) -> int:
    return (day - date(1970, 1, 1)).days


class _Tables:
    """What the pass counts into: transitions as a square or a table of pairs, and a table of sets, each made larger when it is half full."""

    def __init__(self, walk: Any, states: int, is_dense: bool, buckets: int, sets: int):
        self.walk, self.states, self.is_dense, self.buckets = walk, states, is_dense, buckets
        self.counts: Ints = np.zeros(buckets * states * states if is_dense else 0, np.int64)
        self.pairs: Ints = np.full(2 if is_dense else 2**16, -1, np.int64)
        self.pair_counts: Ints = np.zeros(len(self.pairs), np.int64)
        self.keys: Keys = np.zeros((sets, 2), np.uint64)
        self.taken: Bools = np.zeros(len(self.keys), bool)
        self.sums: Ints = np.zeros((len(self.keys), 3), np.int64)
        self.example: Ints = np.zeros((len(self.keys), 2), np.int64)

    def grow(self, steps: int, journeys: int, sets: int, pairs: int) -> None:
        """Make room for a person with so many steps in so many journeys, and for more."""
        if 2 * (sets + journeys) > len(self.taken):
            size = 2 ** int(np.ceil(np.log2(4 * (sets + journeys))))
            self.keys, self.taken, self.sums, self.example = self.walk.grown(self.keys, self.taken, self.sums, self.example, size)
        if not self.is_dense and 2 * (pairs + steps + 1) > len(self.pairs):
            self.pairs, self.pair_counts = self.walk.grown_pairs(self.pairs, self.pair_counts, 2 ** int(np.ceil(np.log2(4 * (pairs + steps + 1)))))

    def transitions(self, channels: int, order: int) -> Transitions:
        """The transitions of journeys without an order."""
        by_bucket = None
        if self.is_dense:
            square = self.counts.reshape(self.buckets, self.states * self.states)
            by_bucket = square.reshape(self.buckets, self.states, self.states) if self.buckets > 1 else None
            total = square.sum(axis=0)
            key = np.flatnonzero(total)
            count = total[key]
        else:
            used = self.pairs != -1
            key, count = self.pairs[used], self.pair_counts[used]
        return transitions(channels, order, key // self.states, key % self.states, count, np.zeros(len(key), np.int64), by_bucket)

    def sets(self, journeys: Journeys, channel_of: Codes) -> ChannelSets:
        """The sets in the order of their words, whatever their place in the table."""
        used = np.flatnonzero(self.taken)
        used = used[np.argsort(self.keys[used, 0])]  # masks differ, and mixed words do but for one chance in 2**64
        offsets, members = self.walk.members_of(self.example[used], journeys.label, channel_of)
        return ChannelSets(np.ascontiguousarray(self.keys[used].T), offsets, members, *np.ascontiguousarray(self.sums[used].T))
