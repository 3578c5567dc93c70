"""Shapley values of channels: what each adds to a set of channels, averaged over every order in which they might have come together.

Two games are offered, and they differ much, so a figure always says which it is of:

``rate`` : v(S) = orders of the journeys that touched channels of S alone, over all journeys that did, with an order or without. A
    channel adds when journeys with it convert better. One that lowers the rate has a value below zero.
``orders`` : v(S) = orders of the journeys that touched channels of S alone. Its Shapley value has a closed form: each order in
    equal parts to the distinct channels of its journey. Journeys without an order say nothing.

Both are efficient (the values add up to v of all channels), symmetric (channels that do the same get the same) and give 0 to a channel that
was never met. Up to 15 channels the ``rate`` is exact, over all 2^15 sets; beyond, orders of arrival are drawn at random by a fixed seed, each
with its reverse, and the standard error is stated.

Sources: Shapley, "A value for n-person games" (1953); Dalessandro, Perlich, Stitelman, Provost, "Causally motivated attribution for online
advertising", ADKDD (2012); Castro, Gomez, Tejada, "Polynomial calculation of the Shapley value based on sampling", C&OR 36 (2009).
"""

from dataclasses import dataclass
from math import comb

import numpy as np
from scipy.sparse import csr_array

from adcrm.attribution.model import Floats, Ints
from adcrm.attribution.reduction import ChannelSets, Reduction

MOST_EXACT = 15
PAIRS = (16, 128)  # orders of arrival that are drawn beyond MOST_EXACT channels, each with its reverse: at least and at most
VISITS = 20_000_000  # how many members of sets may be looked at for all of them
SEED = 20_261_125
CELLS = 8_000_000  # numbers held at once when many draws are solved together


@dataclass(frozen=True)
class ShapleyValues:
    """For each channel its value; they add up to ``whole``, v of all channels. ``error``: the standard error, 0 where exact."""

    value: Floats
    error: Floats
    whole: float

    @property
    def is_exact(self) -> bool:
        """Whether no order of arrival was drawn at random."""
        return not self.error.any()


def rate_values(reduction: Reduction, of_value: bool = False) -> ShapleyValues:
    """The game ``rate``: orders a journey, or with ``of_value`` millionths of the orders' value a journey. Channels never met get 0."""
    sets, channels = reduction.sets, len(reduction.channels)
    journeys = (sets.converted + sets.null).astype(float)
    gained = (sets.value if of_value else sets.converted).astype(float)
    met = np.unique(sets.members).astype(np.int64)
    value, error = np.zeros(channels), np.zeros(channels)
    whole = float(gained.sum() / journeys.sum()) if journeys.sum() else 0.0
    if len(met) <= MOST_EXACT:
        value[met] = _exact(_masks(sets, met), gained[None], journeys[None], len(met))[0]
    elif sets.converted.any():
        cells = np.flatnonzero(sets.converted)
        drawn, error[met] = _drawn(sets, met, cells, gained[None, cells], sets.converted[None, cells].astype(float))
        value[met] = drawn[0]
    return ShapleyValues(value, error, whole)


def drawn_rate_values(reduction: Reduction, times: Floats) -> Floats:
    """The game ``rate`` on orders with each random group of people taken so many times: (draws, BUCKETS) to (draws, channels).

    Journeys without an order stay as they are. Beyond ``MOST_EXACT`` channels the same orders of arrival are drawn for all.
    """
    from adcrm.attribution import walk

    sets, paths = reduction.sets, reduction.paths
    met = np.unique(sets.members).astype(np.int64)
    made = np.zeros((len(times), len(reduction.channels)))
    weight = paths.weight if paths.weight is not None else np.ones(len(paths), np.int64)
    which = walk.sets_of_paths(paths.offsets, paths.channel, walk.words_of(len(reduction.channels)), np.ascontiguousarray(sets.key))
    touched = which >= 0
    cells, column = np.unique(which[touched], return_inverse=True)
    of_group = np.zeros((times.shape[1], len(cells)))
    np.add.at(of_group, (paths.bucket[touched], column), weight[touched])
    if len(met) > MOST_EXACT:
        gained = times @ of_group
        made[:, met] = _drawn(sets, met, cells, gained, gained)[0]
        return made
    masks = _masks(sets, met)
    at_once = max(1, CELLS // 2 ** len(met))
    for begin in range(0, len(times), at_once):
        part = slice(begin, begin + at_once)
        gained = np.zeros((len(times[part]), len(sets)))
        gained[:, cells] = times[part] @ of_group
        made[part, met] = _exact(masks, gained, gained + sets.null, len(met))
    return made


def orders_values(reduction: Reduction, of_value: bool = False) -> ShapleyValues:
    """The game ``orders`` in closed form: orders, or with ``of_value`` millionths of their value."""
    sets, channels = reduction.sets, len(reduction.channels)
    gained = (sets.value if of_value else sets.converted).astype(float)
    each = np.repeat(gained / np.maximum(sets.sizes, 1), sets.sizes)
    value = np.bincount(sets.members, each, minlength=channels).astype(np.float64)
    return ShapleyValues(value, np.zeros(channels), float(gained.sum()))


def _masks(sets: ChannelSets, met: Ints) -> Ints:
    """Each set as bits by the places of its channels in ``met``."""
    bits = np.left_shift(1, np.searchsorted(met, sets.members)).astype(np.int64)
    whose = np.repeat(np.arange(len(sets)), sets.sizes)
    return np.bincount(whose, bits, minlength=len(sets)).astype(np.int64)


def _exact(masks: Ints, gained: Floats, journeys: Floats, n: int) -> Floats:
    """(draws, sets) to (draws, n): sums over all subsets by one sweep a channel, then every marginal with its weight."""
    inside = []
    for figure in (gained, journeys):
        sums = np.zeros((len(figure), 2**n))
        np.add.at(sums.T, masks, figure.T)
        for i in range(n):
            halves = sums.reshape(len(figure), -1, 2, 2**i)
            halves[:, :, 1] += halves[:, :, 0]
        inside.append(sums)
    game = np.divide(inside[0], inside[1], out=np.zeros_like(inside[0]), where=inside[1] > 0)
    size = np.bitwise_count(np.arange(2**n))
    weight = np.array([1 / (n * comb(n - 1, k)) for k in range(n)])[: max(n, 1)]
    made = np.zeros((len(gained), n))
    for i in range(n):
        halves, sizes = game.reshape(len(game), -1, 2, 2**i), size.reshape(-1, 2, 2**i)
        made[:, i] = ((halves[:, :, 1] - halves[:, :, 0]) * weight[sizes[:, 0]]).sum(axis=(1, 2))
    return made


def orders_of_arrival(members: int) -> int:
    """How many pairs of orders of arrival are drawn where the sets have so many members together."""
    return int(np.clip(VISITS // (2 * max(members, 1)), *PAIRS))


def _drawn(sets: ChannelSets, met: Ints, cells: Ints, gained: Floats, converted: Floats) -> tuple[Floats, Floats]:
    """Values (draws, channels met), and the standard errors of the first, from orders of arrival and their reverses.

    ``gained``, ``converted``: (draws, cells), what came of the journeys of the sets ``cells``; those without an order are the same in all draws.
    """
    from adcrm.attribution import walk

    chance = np.random.default_rng(SEED)
    n, pairs = len(met), orders_of_arrival(len(sets.members))
    place_of = np.zeros(int(met[-1]) + 1, np.int32)
    place_of[met] = np.arange(n, dtype=np.int32)
    members = place_of[sets.members]
    null, place = sets.null.astype(float), np.empty(n, np.int32)
    total, first = np.zeros((len(gained), n)), np.zeros((pairs, n))
    for pair in range(pairs):
        order = chance.permutation(n)
        added = np.zeros((len(gained), n))
        for arrived in (order, order[::-1]):
            place[arrived] = np.arange(n, dtype=np.int32)
            last = walk.completed(place, sets.offsets, members)
            complete = csr_array((np.ones(len(cells)), (np.arange(len(cells)), last[cells])), shape=(len(cells), n))
            got = np.cumsum(gained @ complete, axis=1)
            every = np.cumsum(converted @ complete + np.bincount(last, null, minlength=n), axis=1)
            rate = np.divide(got, every, out=np.zeros_like(got), where=every > 0)
            added[:, arrived] += np.diff(rate, axis=1, prepend=0.0) / 2
        total += added
        first[pair] = added[0]
    return total / pairs, first.std(axis=0, ddof=1) / np.sqrt(pairs)
