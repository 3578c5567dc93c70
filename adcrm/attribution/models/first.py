"""First touch: the whole order to the touch that opened the journey."""

import numpy as np

from adcrm.attribution.declare import Model
from adcrm.attribution.material import Material
from adcrm.attribution.model import Floats
from adcrm.messages import message


def weigh(material: Material) -> Floats:
    """One on each journey's first step."""
    weights = np.zeros(len(material.journey))
    weights[material.first] = 1.0
    return weights


model = Model(
    "first",
    message("First touch"),
    message("The whole order to the first touch within the look-back window."),
    message("Who finds new people? It says nothing of what made them buy."),
    "Google Analytics, model “first click” (withdrawn in 2023)",
    10,
    weigh,
)
