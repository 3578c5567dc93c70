"""Markov: what would be lost if a channel were taken out of the paths that people walk."""

import numpy as np

from adcrm.attribution.declare import Model
from adcrm.attribution.markov import drawn_removal_effects, removal_effects
from adcrm.attribution.material import Material
from adcrm.attribution.model import Floats
from adcrm.attribution.spread import spread
from adcrm.messages import message


def weigh(material: Material) -> Floats:
    """The removal effects' shares, spread over the touches of each channel."""
    own = shares(material, np.ones((1, material.groups)))[0]
    return spread(material, own * float((material.touched * material.count).sum()))


def shares(material: Material, times: Floats) -> Floats:
    """Each channel's removal effect over the sum of all, from the transitions of the people drawn."""
    if material.reduction is None or not material.touched.any():
        return np.full((len(times), len(material.channels)), 1 / max(len(material.channels), 1))
    if len(times) == 1 and (times == 1).all():
        return _normed(_effects(material)[None, 0])
    return _normed(drawn_removal_effects(material.reduction, times, material.question.with_null_paths))


def value_shares(material: Material) -> Floats:
    """The same of the value that would be lost."""
    if material.reduction is None or not material.touched.any():
        return np.full(len(material.channels), 1 / max(len(material.channels), 1))
    return np.asarray(_normed(_effects(material)[None, 1])[0])


def _effects(material: Material) -> Floats:
    """Removal effects on orders and on value, worked out once."""
    if "markov" not in material.found and material.reduction is not None:
        effects = removal_effects(material.reduction, material.question.with_null_paths)
        material.found["markov"] = np.stack([effects.orders, effects.value])
    return material.found["markov"]


def seconds(material: Material) -> float:
    """An inverse takes about a nanosecond for each cube of the channels (and of the longer histories there are)."""
    states = len(material.channels) if material.reduction is None else len(np.unique(material.reduction.converting.source))
    return 1e-9 * states**3


def _normed(effects: Floats) -> Floats:
    total = effects.sum(axis=-1, keepdims=True)
    return np.asarray(np.divide(effects, total, out=np.zeros_like(effects), where=total > 0), np.float64)


model = Model(
    "markov",
    message("Markov removal effect"),
    message(
        "Paths are a chain of channels that ends in an order or in none. Removal effect = share of orders lost when everybody who comes to the "
        "channel goes away; credit = orders × removal effect ÷ sum of all removal effects. Solved exactly."
    ),
    message("Which channels do paths to an order run through? It heeds the sequence and journeys without an order; it takes paths for causes."),
    "Anderl, Becker, von Wangenheim and Schumann, Mapping the customer journey, IJRM 33 (2016), doi:10.1016/j.ijresmar.2016.03.001",
    110,
    weigh,
    shares,
    value_shares,
    seconds,
    needs_null_paths=True,
)
