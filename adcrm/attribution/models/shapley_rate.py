"""Shapley value of the conversion rate of a set of channels: who makes journeys convert better.

Value follows the orders. The game on value per journey has other values below zero, so a channel could get much value and no order.
"""

import numpy as np

from adcrm.attribution.declare import Model
from adcrm.attribution.material import Material
from adcrm.attribution.model import Floats
from adcrm.attribution.shapley import MOST_EXACT, drawn_rate_values, orders_of_arrival, rate_values
from adcrm.attribution.spread import spread
from adcrm.messages import message


def weigh(material: Material) -> Floats:
    """The values' shares, spread over the touches of each channel."""
    own = shares(material, np.ones((1, material.groups)))[0]
    return spread(material, own * float((material.touched * material.count).sum()))


def shares(material: Material, times: Floats) -> Floats:
    """Each channel's value over the sum of all; one that lowers the rate has a value below zero and gets nothing.

    Where the values come from drawn orders of arrival, the draws differ by their sampling error besides.
    """
    channels = len(material.channels)
    if material.reduction is None or not material.touched.any():
        return np.full((len(times), channels), 1 / max(channels, 1))
    if "shapley_rate" not in material.found:
        found = rate_values(material.reduction)
        material.found["shapley_rate"] = np.stack([found.value, found.error])
    value, error = material.found["shapley_rate"]
    if len(times) == 1 and (times == 1).all():
        return _normed(value[None])
    chance = np.random.default_rng([material.question.seed, 15])
    return _normed(drawn_rate_values(material.reduction, times) + error * chance.standard_normal((len(times), channels)))


def seconds(material: Material) -> float:
    """All subsets of up to fifteen channels; beyond, the sets with an order once for each order of arrival."""
    if material.reduction is None:
        return 0.0
    n = len(np.unique(material.reduction.sets.members))
    return 1.2e-8 * n * 2**n if n <= MOST_EXACT else 4e-9 * orders_of_arrival(len(material.reduction.sets.members)) * (len(material.paths) + 10 * n)


def _normed(values: Floats) -> Floats:
    gained = np.maximum(values, 0.0)
    total = gained.sum(axis=1, keepdims=True)
    return np.asarray(np.divide(gained, total, out=np.zeros_like(gained), where=total > 0), np.float64)


model = Model(
    "shapley_rate",
    message("Shapley, conversion rate"),
    message(
        "Value of a set of channels = orders per journey among the journeys that touched only these. Credit = orders × Shapley value ÷ sum of the "
        "values above zero; a channel with which journeys convert worse gets nothing. Exact up to 15 channels, sampled above."
    ),
    message("With which channels do journeys convert better? It favours channels that meet people who would buy anyway."),
    "Dalessandro, Perlich, Stitelman and Provost, Causally motivated attribution for online advertising, ADKDD 2012, doi:10.1145/2351356.2351363",
    125,
    weigh,
    shares,
    seconds=seconds,
    needs_null_paths=True,
)
