"""Time decay: the nearer a touch is to the order, the more it gets."""

import numpy as np

from adcrm.attribution.declare import Model
from adcrm.attribution.material import Material
from adcrm.attribution.model import Floats
from adcrm.errors import InputError
from adcrm.messages import message


def weigh(material: Material) -> Floats:
    """2 to the power of minus age over half-life, normed in each journey. Ages count from the last touch, so that nothing underflows.

    Raises
    ------
    InputError : the half-life is not above zero.
    """
    half_life = material.question.half_life_days
    if not half_life > 0:
        raise InputError(message("A half-life must be longer than no time."), message("Type a number of days above zero, as 7."))
    age = material.paths.age
    nearest = np.zeros(len(material))
    nearest[material.touched] = age[material.last]
    return material.normed(np.exp2((nearest[material.journey] - age) / half_life))


model = Model(
    "time_decay",
    message("Time decay"),
    message("Weights 2^(−age ÷ half-life), with the age of the touch in days at the order, scaled so that they add up to one."),
    message("Who was there when the decision came? For short campaigns; it undervalues what is seen early."),
    "Google Analytics, model “time decay” (half-life of 7 days; withdrawn in 2023)",
    50,
    weigh,
)
