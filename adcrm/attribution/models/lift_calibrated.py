"""Data driven, pulled toward measured lift: what experiments say goes before what the log suggests."""

import numpy as np

from adcrm.attribution.declare import Model
from adcrm.attribution.material import Material
from adcrm.attribution.model import ANYWAY, Floats
from adcrm.attribution.models import data_driven
from adcrm.messages import message


def weigh(material: Material) -> Floats:
    """The data-driven weights times the factor of the touch's channel; an order's weights come to at most one."""
    weights = data_driven.weigh(material)
    if material.lift is None:
        return weights
    weights = weights * material.lift.factor[material.kind_of[material.paths.label]]
    return np.asarray(weights / np.maximum(material.total(weights), 1.0)[material.journey], np.float64)


def shares(material: Material, times: Floats) -> Floats:
    """The data-driven shares of each draw, scaled as the weights are, with factors drawn as uncertain as the tests leave them."""
    made = data_driven.shares(material, times)
    if material.lift is None or not len(material.journey):
        return made
    before, after = data_driven.weigh(material), weigh(material)
    n, kinds = len(material.channels), len(material.lift.channels)
    count, kind = material.count[material.journey], material.kind_of[material.paths.label]
    credit = np.bincount(material.paths.channel, before * count, minlength=n)
    scaled = np.bincount(material.paths.channel, after * count, minlength=n)
    made = made * np.divide(scaled, credit, out=np.ones(n), where=credit > 0)
    if len(times) > 1:
        held = np.bincount(material.paths.channel * kinds + kind, before * count, minlength=n * kinds).reshape(n, kinds)
        mixed = held / np.maximum(credit, 1e-12)[:, None]  # of which channels each name's credit is made
        middle = mixed @ material.lift.factor
        apart = material.lift.drawn(len(times), material.question.seed) @ mixed.T
        made = made * np.divide(apart, middle, out=np.ones_like(apart), where=middle > 0)
    return np.asarray(made / np.maximum(made.sum(axis=1, keepdims=True), 1.0), np.float64)


model = Model(
    "lift_calibrated",
    message("Data driven, calibrated by lift tests"),
    message(
        "Data-driven credit × factor of the channel. A factor is measured incremental orders ÷ credited orders on the days of the tests, each "
        "weighted by its precision and drawn toward the other channels; what is lost goes to orders that would have come anyway."
    ),
    message("How many orders would not have come without the channel? The one to decide on, as far as its tests reach."),
    "DerSimonian and Laird, Meta-analysis in clinical trials, Controlled Clinical Trials 7 (1986); the formula stands in adcrm/attribution/lift.py",
    140,
    weigh,
    shares,
    seconds=data_driven.seconds,
    left=ANYWAY,
    needs_null_paths=True,
    needs_tests=True,
)
