"""Spreads what a model knows of channels over the single touches, so that its figures can be cut by anything.

An order goes to the channels of its journey in proportion to one strength a channel, and a channel's part to its touches there in equal
parts. The strengths are fitted until every channel gets from all orders what the model gives it: iterative proportional fitting (Deming
and Stephan, Annals of Mathematical Statistics 11, 1940). So every order is shared out wholly, and the sums are the model's wherever any
way of sharing can reach them; a model that gives a channel more than the orders it touched (Markov can) is met as nearly as possible.
"""

from dataclasses import dataclass

import numpy as np

from adcrm.attribution.material import Material
from adcrm.attribution.model import Floats, Ints

ROUNDS = 300
NEAR = 1e-10  # of all orders


@dataclass(frozen=True)
class Presence:
    """Which channels each journey holds: one entry for each pair, in order of journey and channel.

    ``entry`` leads each step to its pair, ``times`` is how many steps a pair has.
    """

    journey: Ints
    channel: Ints
    entry: Ints
    times: Ints


def presence(material: Material) -> Presence:
    """The distinct channels of each journey."""
    n = len(material.channels)
    pair, entry, times = np.unique(material.journey * n + material.paths.channel, return_inverse=True, return_counts=True)
    return Presence(pair // n, pair % n, entry.astype(np.int64), times.astype(np.int64))


def spread(material: Material, credit: Floats) -> Floats:
    """Weights of the steps whose sums by channel are ``credit`` (orders by channel, together the orders that have a touch)."""
    held = presence(material)
    n, orders = len(material.channels), float((material.touched * material.count).sum())
    strength = np.where(credit > 0, credit, 0.0)
    strength[strength == 0] = NEAR  # an order that met only channels without credit must go somewhere
    part, count = np.zeros(len(held.journey)), material.count[held.journey]
    for _ in range(ROUNDS):
        part = strength[held.channel]
        part = part / np.bincount(held.journey, part, minlength=len(material))[held.journey]
        made = np.bincount(held.channel, part * count, minlength=n)
        if np.abs(made - credit).max(initial=0.0) <= NEAR * orders:
            break
        strength *= np.divide(credit, made, out=np.ones(n), where=(made > 0) & (credit > 0))
        strength /= strength.max()
        strength = np.maximum(strength, np.finfo(float).tiny)
    return np.asarray(part[held.entry] / held.times[held.entry], np.float64)
