"""Last touch: the whole order to the touch before it."""

import numpy as np

from adcrm.attribution.declare import Model
from adcrm.attribution.material import Material
from adcrm.attribution.model import Floats
from adcrm.messages import message


def weigh(material: Material) -> Floats:
    """One on each journey's last step."""
    weights = np.zeros(len(material.journey))
    weights[material.last] = 1.0
    return weights


model = Model(
    "last",
    message("Last touch"),
    message("The whole order to the last touch before it."),
    message("Who closes? It favours channels that people meet when they have already made up their minds."),
    "Google Analytics, model “last click”",
    20,
    weigh,
)
