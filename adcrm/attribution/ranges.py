"""How far a credit could have fallen otherwise: a bootstrap over random groups of people.

People are split into groups by chance once; a draw takes as many groups as there are, with putting back, and every model computes its
credits anew from the groups drawn. A group is drawn whole, so several orders of one person stay together. All models see the same draws:
what they differ by can be judged pair by pair. (Efron, Annals of Statistics 7, 1979; the percentile interval.)
"""

from dataclasses import dataclass

import numpy as np
from scipy.stats import norm

from adcrm.attribution.declare import Model
from adcrm.attribution.material import Material
from adcrm.attribution.model import ANYWAY, BESIDE, Floats
from adcrm.attribution.sums import Sums

DRAWS, LEAST_DRAWS = 400, 20
ENOUGH = 200  # draws from which the ends of a range are read off; with fewer they are two standard errors away
SECONDS = 0.5  # that a model may take for all draws, where it can do with fewer
SEED = 20_261_125
TAIL = 2.5  # per cent on either side


@dataclass(frozen=True)
class Drawn:
    """Credits of one model in each draw: (draws, channels), orders and value in the units of ``Sums``."""

    orders: Floats
    value: Floats

    @property
    def range_of_orders(self) -> Floats:
        """Low and high of each channel: (2, channels)."""
        return _ends(self.orders)

    @property
    def range_of_value(self) -> Floats:
        """The same of the value."""
        return _ends(self.value)


def draws(groups: int, most: int = DRAWS, seed: int = SEED) -> Floats:
    """How often each group is drawn: (draws, groups), the same for the same seed."""
    chance = np.random.default_rng(seed)
    return chance.multinomial(groups, np.full(groups, 1 / groups), size=most).astype(np.float64)


def how_many(model: Model, material: Material) -> int:
    """How many draws a model is given: fewer where each takes long."""
    if model.seconds is None:
        return DRAWS
    return int(np.clip(SECONDS / max(model.seconds(material), 1e-6), LEAST_DRAWS, DRAWS))


def drawn(model: Model, material: Material, whole: Sums, cut: Sums, times: Floats) -> Drawn:
    """The model's credits in each draw. ``times`` of :func:`draws`; ``cut`` are the sums to draw, ``whole`` those of all orders and days.

    A model of channels (``shares``) solves each draw anew; a cut, and the value, follow the channel's orders.
    """
    orders, value = times @ cut.orders, times @ cut.value
    n = len(material.channels)
    if model.shares is None or not n:
        return Drawn(orders, value)
    touched = times @ whole.touched
    made = model.shares(material, times) * touched[:, None]
    spread = times @ whole.orders[:, :n]
    by = np.divide(made, spread, out=np.zeros_like(made), where=spread > 0)
    if cut is not whole:
        # A cut follows the steps, which a model may not reach (Markov): its draws lie around them, not around the model's own figure.
        own, reached = model.shares(material, np.ones((1, times.shape[1])))[0] * whole.touched.sum(), whole.orders[:, :n].sum(axis=0)
        by = np.where(own > 0, by * np.divide(reached, own, out=np.ones(n), where=own > 0), 1.0)
    anyway = n + BESIDE.index(ANYWAY)
    for figures in (orders, value):
        shared = figures[:, :n].sum(axis=1) + figures[:, anyway]
        figures[:, :n] *= by
        if model.left == ANYWAY:  # what the channels of a draw do not get
            figures[:, anyway] = np.maximum(shared - figures[:, :n].sum(axis=1), 0.0)
    if cut is whole:
        orders[:, :n] = np.where(spread > 0, orders[:, :n], made)  # of a channel that no order met, but paths to one (Markov)
    return Drawn(orders, value)


def _ends(figures: Floats) -> Floats:
    if len(figures) >= ENOUGH:
        return np.asarray(np.percentile(figures, (TAIL, 100 - TAIL), axis=0))
    middle, error = figures.mean(axis=0), figures.std(axis=0, ddof=1)
    reach = float(norm.isf(TAIL / 100)) * error
    return np.stack([np.maximum(middle - reach, 0.0), middle + reach])
