"""Shapley value of the orders that a set of channels brings: every order in equal parts to the distinct channels of its journey."""

import numpy as np

from adcrm.attribution.declare import Model
from adcrm.attribution.material import Material
from adcrm.attribution.model import Floats
from adcrm.messages import message


def weigh(material: Material) -> Floats:
    """One over the distinct channels of the journey, and a channel's part evenly over its touches there.

    This is the Shapley value of v(S) = orders of the journeys that touched no channel outside S, in closed form, for any number of channels.
    """
    held = material.presence
    distinct = np.bincount(held.journey, minlength=len(material))
    return np.asarray(1.0 / (distinct[material.journey] * held.times[held.entry]), np.float64)


model = Model(
    "shapley",
    message("Shapley, orders"),
    message(
        "Value of a set of channels = orders of the journeys that touched only these. Its Shapley value gives each order in equal parts to the "
        "distinct channels of its journey, however often they touched."
    ),
    message("Who took part, when repeated touches count once? It needs no journeys without an order, and learns nothing from them."),
    "Shapley, A value for n-person games, 1953; closed form for games of single coalitions (unanimity games)",
    120,
    weigh,
)
