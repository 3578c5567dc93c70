"""How far a credit could have fallen otherwise: a bootstrap over random groups of people.

People are split into groups by chance once; a draw takes as many groups as there are, with putting back, and every model computes its
credits anew from the groups drawn. A group is drawn whole, so several orders of one person stay together. All models see the same draws:
what they differ by can be judged pair by pair. (Efron, Annals of Statistics 7, 1979; the percentile interval.)
"""

from dataclasses import dataclass

import numpy as np

from adcrm.attribution.declare import Model
from adcrm.attribution.material import Material
from adcrm.attribution.model import Floats
from adcrm.attribution.sums import ANYWAY, BESIDE, Sums

DRAWS = 400
MOST_CELLS = 40_000_000  # of draws by channels by channels: what models with an inverse for each draw may cost
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
        return np.asarray(np.percentile(self.orders, (TAIL, 100 - TAIL), axis=0))

    @property
    def range_of_value(self) -> Floats:
        """The same of the value."""
        return np.asarray(np.percentile(self.value, (TAIL, 100 - TAIL), axis=0))


def draws(groups: int, most: int = DRAWS, seed: int = SEED) -> Floats:
    """How often each group is drawn: (draws, groups), the same for the same seed."""
    chance = np.random.default_rng(seed)
    return chance.multinomial(groups, np.full(groups, 1 / groups), size=most).astype(np.float64)


def how_many(channels: int, is_solved_anew: bool) -> int:
    """How many draws a model is given: fewer where each draw is an inverse of many channels."""
    return DRAWS if not is_solved_anew else int(np.clip(MOST_CELLS // max(channels, 1) ** 2, 40, DRAWS))


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
    orders[:, :n] *= by
    value[:, :n] *= by
    if model.left == ANYWAY:
        orders[:, n + BESIDE.index(ANYWAY)] = np.maximum(touched - made.sum(axis=1), 0.0)
    return Drawn(orders, value)
