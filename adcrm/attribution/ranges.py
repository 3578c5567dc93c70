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
from adcrm.attribution.sums import Sums

DRAWS = 400
MOST_CELLS = 40_000_000  # of draws by channels by channels: what models with an inverse for each draw may cost
SEED = 20261125
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


def drawn(model: Model, material: Material, sums: Sums, times: Floats) -> Drawn:
    """The model's credits in each draw. ``times`` of :func:`draws`.

    A model of channels (``shares``) solves each draw anew; its value follows its orders at what an order of the channel is worth in the draw.
    """
    orders, value = times @ sums.orders, times @ sums.value
    if model.shares is None:
        return Drawn(orders, value)
    n = len(material.channels)
    touched = times @ sums.touched
    made = model.shares(material, times) * touched[:, None]
    worth = np.divide(value[:, :n], orders[:, :n], out=np.zeros_like(made), where=orders[:, :n] > 0)
    orders, value = orders.copy(), value.copy()
    value[:, :n], orders[:, :n] = worth * made, made
    return Drawn(orders, value)
