"""Spreads what a model knows of channels over the single touches, so that its figures can be cut by anything.

An order goes to the channels of its journey in proportion to one strength a channel, and a channel's part to its touches there in equal
parts. The strengths are fitted until every channel gets from all orders what the model gives it: iterative proportional fitting (Deming
and Stephan, Annals of Mathematical Statistics 11, 1940). So every order is shared out wholly, and the sums are the model's wherever any
way of sharing can reach them; a model that gives a channel more than the orders it touched (Markov can) is met as nearly as possible.
"""

import numpy as np

from adcrm.attribution.material import Material
from adcrm.attribution.model import Floats, Ints

ROUNDS, LEAST_ROUNDS = 200, 20
WORK = 20_000_000  # entries of sets times rounds
NEAR = 1e-10  # of all orders
FAINT = 1e-12  # the strength of a channel without credit: an order that met only such channels must go somewhere


def spread(material: Material, credit: Floats) -> Floats:
    """Weights of the steps whose sums by channel are ``credit`` (orders by channel, together the orders that have a touch)."""
    held = material.presence
    part = _parts(_strengths(material, credit), held.journey, held.channel, len(material))
    return np.asarray(part[held.entry] / held.times[held.entry], np.float64)


def _strengths(material: Material, credit: Floats) -> Floats:
    """One strength a channel. Journeys with the same channels are shared alike, so the fit runs over the distinct sets of channels."""
    owner, channel, count = _sets(material)
    n, owners = len(credit), int(owner[-1]) + 1 if len(owner) else 0
    strength = np.where(credit > 0, credit / max(float(credit.max(initial=0.0)), FAINT), FAINT)
    for _ in range(int(np.clip(WORK // max(len(owner), 1), LEAST_ROUNDS, ROUNDS))):
        made = np.bincount(channel, _parts(strength, owner, channel, owners) * count, minlength=n)
        if np.abs(made - credit).max(initial=0.0) <= NEAR * credit.sum():
            break
        strength = strength * np.divide(credit, made, out=np.ones(n), where=(made > 0) & (credit > 0))
        strength = np.maximum(strength / strength.max(initial=FAINT), FAINT)
    return strength


def _parts(strength: Floats, owner: Ints, channel: Ints, owners: int) -> Floats:
    part = strength[channel]
    return np.asarray(part / np.bincount(owner, part, minlength=owners)[owner], np.float64)


def _sets(material: Material) -> tuple[Ints, Ints, Floats]:
    """Set and channel of each entry, and for how many orders its set stands."""
    if material.reduction is None:
        held = material.presence
        return held.journey, held.channel, material.count[held.journey]
    sets = material.reduction.sets
    owner = np.repeat(np.arange(len(sets), dtype=np.int64), sets.sizes)
    return owner, sets.members.astype(np.int64), sets.converted[owner].astype(np.float64)
