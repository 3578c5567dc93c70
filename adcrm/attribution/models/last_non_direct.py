"""Last touch that is no direct visit: whoever typed the address had been sent there by something before."""

import numpy as np

from adcrm.attribution.declare import Model
from adcrm.attribution.material import Material
from adcrm.attribution.model import Floats
from adcrm.messages import message


def weigh(material: Material) -> Floats:
    """One on the last step that is no direct visit; on the last step where there is no other."""
    step = np.arange(len(material.journey), dtype=np.int64)
    counted = np.where(material.of_label(material.is_direct), -1, step)
    latest = np.full(len(material), -1, np.int64)
    np.maximum.at(latest, material.journey, counted)
    ends = latest[material.touched]
    weights = np.zeros(len(step))
    weights[np.where(ends >= 0, ends, material.last)] = 1.0
    return weights


model = Model(
    "last_non_direct",
    message("Last non-direct touch"),
    message("The whole order to the last touch that is no direct visit; to the direct visit where there was nothing else."),
    message("Who closes, direct visits aside? It is what most web reports show, so it is the one to compare them with."),
    "Google Analytics, “last non-direct click”: support.google.com/analytics/answer/1662518",
    30,
    weigh,
)
