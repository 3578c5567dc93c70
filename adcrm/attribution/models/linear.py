"""Linear: every touch the same part of the order."""

import numpy as np

from adcrm.attribution.declare import Model
from adcrm.attribution.material import Material
from adcrm.attribution.model import Floats
from adcrm.messages import message


def weigh(material: Material) -> Floats:
    """One over the journey's steps on each of them."""
    return np.asarray(1.0 / material.lengths[material.journey], np.float64)


model = Model(
    "linear",
    message("Linear"),
    message("Each of the n touches gets 1/n of the order."),
    message("Who took part? It favours channels that touch often, whether that helped or not."),
    "Google Analytics, model “linear” (withdrawn in 2023)",
    40,
    weigh,
)
