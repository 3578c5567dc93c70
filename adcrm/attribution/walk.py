"""The one compiled pass over the steps of journeys, and the small ones over what it finds. Arrays in, arrays out; :mod:`reduce` calls it.

Everything here is compiled by numba when it is first called, and kept on disk beside this file (else in the user's cache), so a second
process only loads it. Sums are integers, so nothing depends on the order of addition.
"""

from typing import Any

import numpy as np
from numba import njit

GOLDEN = np.uint64(0x9E3779B97F4A7C15)


@njit(cache=True, nogil=True)
def mixed(number: Any) -> Any:
    """The finaliser of SplitMix64: every bit of the number changes half of the bits of the answer."""
    z = (np.uint64(number) + np.uint64(1)) * GOLDEN
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


@njit(cache=True, nogil=True)
def is_in_order(person: Any, at: Any, order: Any, label: Any) -> bool:
    """Whether the steps stand by person, time, touches before orders, label."""
    for i in range(1, len(person)):
        if person[i] != person[i - 1]:
            if person[i] < person[i - 1]:
                return False
        elif at[i] != at[i - 1]:
            if at[i] < at[i - 1]:
                return False
        elif order[i] < order[i - 1] or (order[i] == order[i - 1] and label[i] < label[i - 1]):
            return False
    return True


@njit(cache=True, nogil=True)
def words_of(channels: int) -> Any:
    """Two words of each channel by which a set of them is known: bits where they fit into 64, else mixed ones that are added without carry."""
    words = np.zeros((channels, 2), np.uint64)
    for c in range(channels):
        if channels <= 64:
            words[c, 0] = np.uint64(1) << np.uint64(c)
        else:
            words[c, 0] = mixed(2 * c)
            words[c, 1] = mixed(2 * c + 1)
    return words


@njit(cache=True, nogil=True)
def _slot_of_set(keys: Any, taken: Any, a: Any, b: Any) -> Any:
    """Where the set stands or may stand in the table; its size is a power of two and it is never full."""
    last = np.uint64(len(taken) - 1)
    at = mixed(a ^ (b * GOLDEN)) & last
    while taken[at] and (keys[at, 0] != a or keys[at, 1] != b):
        at = (at + np.uint64(1)) & last
    return at


@njit(cache=True, nogil=True)
def _slot_of_pair(pairs: Any, key: Any) -> Any:
    last = np.uint64(len(pairs) - 1)
    at = mixed(key) & last
    while pairs[at] != -1 and pairs[at] != key:
        at = (at + np.uint64(1)) & last
    return at


@njit(cache=True, nogil=True)
def walk(  # noqa: PLR0912, PLR0915 - one loop over many rows: calls between its parts would cost more than what they do
    begin: int, end: int, person: Any, at: Any, label: Any, order: Any, day: Any, weight: Any, channel_of: Any, is_asked: Any, value: Any,
    lookback: int, first_day: int, last_day: int, states: int, base: int, is_dense: bool, buckets: int, words: Any,
    counts: Any, pairs: Any, pair_counts: Any, keys: Any, taken: Any, sums: Any, example: Any, null_days: Any, stamp: Any, found: Any, tally: Any,
) -> int:  # fmt: skip
    """Go through the rows from ``begin``, person by person; returns the row at which it stopped: ``end``, or earlier where a table grows full.

    ``channel_of``: channel of each label, -1: not a touch that counts. ``is_asked``, ``value``: of each order. ``lookback`` in seconds, below 0:
    none. A journey without an order counts where the day of its last touch lies within ``first_day`` and ``last_day``.
    ``states``: states of a journey; ``base``: channels + 1. ``counts``: by bucket, source and target (``is_dense``), else ``pairs`` is a table
    of source * states + target. ``keys``, ``taken``, ``sums`` (converted, value, null), ``example`` (first and last row of a journey of the
    set) are a table of sets. ``null_days``: journeys without an order by the day of their last touch. ``found``: first row, row of the order.
    ``tally``: orders found, sets, pairs, journeys without order, number of the last stamp.
    """
    has_weight, is_wide = len(weight) > 0, base > 65
    i = begin
    while i < end:
        who = person[i]
        stop, ends = i, 1  # a journey ends with each order, and one after the last
        while stop < end and person[stop] == who:
            ends += order[stop] >= 0
            stop += 1
        if 2 * (tally[1] + ends) > len(taken) or (not is_dense and 2 * (tally[2] + stop - i + 1) > len(pairs)):
            return i
        times = weight[who] if has_weight else 1
        opened = i
        for j in range(i, stop + 1):
            if j < stop and order[j] < 0:
                continue
            is_order = j < stop
            if is_order and not is_asked[order[j]]:
                opened = j + 1
                continue
            if is_order and lookback >= 0:
                while opened < j and at[opened] < at[j] - lookback:
                    opened += 1
            # What the journey touched.
            last = j - 1
            if not is_order:
                while last >= opened and channel_of[label[last]] < 0:
                    last -= 1
                if last >= opened and (day[last] < first_day or day[last] > last_day):
                    continue
            a, b, state = np.uint64(0), np.uint64(0), 0
            place = (mixed(who) % np.uint64(buckets)) * np.uint64(states * states) if is_dense else np.uint64(0)
            tally[4] += 1
            for t in range(opened, j):
                c = channel_of[label[t]]
                if c < 0:
                    continue
                if not is_order:
                    following = (state * base + c + 1) % states if states > base else c + 1
                    if is_dense:
                        counts[place + np.uint64(state * states + following)] += times
                    else:
                        slot = _slot_of_pair(pairs, state * states + following)
                        if pairs[slot] == -1:
                            pairs[slot] = state * states + following
                            tally[2] += 1
                        pair_counts[slot] += times
                    state = following
                else:
                    state = 1
                if is_wide:
                    if stamp[c] != tally[4]:
                        stamp[c] = tally[4]
                        a ^= words[c, 0]
                        b ^= words[c, 1]
                else:
                    a |= words[c, 0]
            if state:
                slot = _slot_of_set(keys, taken, a, b)
                if not taken[slot]:
                    taken[slot] = True
                    keys[slot, 0], keys[slot, 1] = a, b
                    example[slot, 0], example[slot, 1] = opened, j
                    tally[1] += 1
                if is_order:
                    sums[slot, 0] += times
                    sums[slot, 1] += value[order[j]]
                else:
                    sums[slot, 2] += times
                    tally[3] += times
                    null_days[min(max(day[last], 0), len(null_days) - 1)] += times
                    if is_dense:
                        counts[place + np.uint64(state * states)] += times
                    else:
                        slot = _slot_of_pair(pairs, state * states)
                        if pairs[slot] == -1:
                            pairs[slot] = state * states
                            tally[2] += 1
                        pair_counts[slot] += times
            if is_order:
                found[tally[0], 0], found[tally[0], 1] = opened, j
                tally[0] += 1
                opened = j + 1
        i = stop
    return i


@njit(cache=True, nogil=True)
def grown(keys: Any, taken: Any, sums: Any, example: Any, size: int) -> Any:
    """The table of sets with room for more."""
    new_keys, new_taken = np.zeros((size, 2), np.uint64), np.zeros(size, np.bool_)
    new_sums, new_example = np.zeros((size, 3), np.int64), np.zeros((size, 2), np.int64)
    for i in range(len(taken)):
        if taken[i]:
            slot = _slot_of_set(new_keys, new_taken, keys[i, 0], keys[i, 1])
            new_taken[slot] = True
            new_keys[slot], new_sums[slot], new_example[slot] = keys[i], sums[i], example[i]
    return new_keys, new_taken, new_sums, new_example


@njit(cache=True, nogil=True)
def grown_pairs(pairs: Any, counts: Any, size: int) -> Any:
    """The table of pairs with room for more."""
    new_pairs, new_counts = np.full(size, -1, np.int64), np.zeros(size, np.int64)
    for i in range(len(pairs)):
        if pairs[i] != -1:
            slot = _slot_of_pair(new_pairs, pairs[i])
            new_pairs[slot], new_counts[slot] = pairs[i], counts[i]
    return new_pairs, new_counts


@njit(cache=True, nogil=True)
def journeys_of(found: Any, person: Any, at: Any, label: Any, day: Any, channel_of: Any, buckets: int) -> Any:
    """The journeys of the orders in ``found``: offsets, channel, age in days, label and day of each step, and each order's bucket."""
    offsets = np.zeros(len(found) + 1, np.int64)
    for m in range(len(found)):
        n = 0
        for t in range(found[m, 0], found[m, 1]):
            n += channel_of[label[t]] >= 0
        offsets[m + 1] = offsets[m] + n
    channel, labels = np.empty(offsets[-1], np.int32), np.empty(offsets[-1], np.int32)
    age, days, bucket = np.empty(offsets[-1], np.float64), np.empty(offsets[-1], np.int64), np.empty(len(found), np.int32)
    k = 0
    for m in range(len(found)):
        last = found[m, 1]
        bucket[m] = mixed(person[last]) % np.uint64(buckets)
        for t in range(found[m, 0], last):
            c = channel_of[label[t]]
            if c >= 0:
                channel[k], labels[k], age[k], days[k] = c, label[t], (at[last] - at[t]) / 86400.0, day[t]
                k += 1
    return offsets, channel, age, labels, days, bucket


@njit(cache=True, nogil=True)
def members_of(example: Any, label: Any, channel_of: Any) -> Any:
    """Offsets and rising channels of the journeys between the rows of ``example``."""
    offsets = np.zeros(len(example) + 1, np.int64)
    members = np.empty(max(16, 4 * len(example)), np.int32)
    for s in range(len(example)):
        first = n = offsets[s]
        room = n + example[s, 1] - example[s, 0]
        if room > len(members):
            wider = np.empty(2 * room, np.int32)
            wider[:n] = members[:n]
            members = wider
        for t in range(example[s, 0], example[s, 1]):
            c = channel_of[label[t]]
            place = n
            while place > first and members[place - 1] > c:
                place -= 1
            if c < 0 or (place > first and members[place - 1] == c):
                continue
            for k in range(n, place, -1):
                members[k] = members[k - 1]
            members[place] = c
            n += 1
        offsets[s + 1] = n
    return offsets, members[: offsets[-1]].copy()


@njit(cache=True, nogil=True)
def pairs_of(offsets: Any, channel: Any, weight: Any, value: Any, base: int, states: int) -> Any:
    """Every transition of journeys one by one: source, target, weight, value at the end. Journeys without a step have none."""
    n = 0
    for m in range(len(offsets) - 1):
        if offsets[m + 1] > offsets[m]:
            n += offsets[m + 1] - offsets[m] + 1
    source, target = np.empty(n, np.int64), np.empty(n, np.int64)
    count, worth = np.ones(n, np.int64), np.zeros(n, np.int64)
    k = 0
    for m in range(len(offsets) - 1):
        if offsets[m + 1] == offsets[m]:
            continue
        state = 0
        times = weight[m] if len(weight) else 1
        for t in range(offsets[m], offsets[m + 1]):
            following = (state * base + channel[t] + 1) % states
            source[k], target[k], count[k] = state, following, times
            state = following
            k += 1
        source[k], target[k], count[k], worth[k] = state, 0, times, value[m]
        k += 1
    return source, target, count, worth


@njit(cache=True, nogil=True)
def sets_of_paths(offsets: Any, channel: Any, words: Any, key: Any) -> Any:
    """The set of each journey, as its place in ``key`` (2, sets) sorted by its first word; -1 of a journey without a step."""
    made = np.full(len(offsets) - 1, -1, np.int64)
    stamp = np.full(len(words), -1, np.int64)
    for m in range(len(made)):
        if offsets[m + 1] == offsets[m]:
            continue
        a, b = np.uint64(0), np.uint64(0)
        for t in range(offsets[m], offsets[m + 1]):
            c = channel[t]
            if stamp[c] != m:
                stamp[c] = m
                a ^= words[c, 0]
                b ^= words[c, 1]
        at = np.searchsorted(key[0], a)
        while key[1, at] != b:
            at += 1
        made[m] = at
    return made


@njit(cache=True, nogil=True)
def completed(place: Any, offsets: Any, members: Any) -> Any:
    """The place at which the last member of each set stands."""
    made = np.zeros(len(offsets) - 1, np.int32)
    for s in range(len(made)):
        for t in range(offsets[s], offsets[s + 1]):
            made[s] = max(made[s], place[members[t]])
    return made
