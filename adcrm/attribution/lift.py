"""Pulls what the data-driven model credits to a channel toward what experiments measured of it.

For each test: credit m of the channel for the orders of the test's days, with its variance from the draws of people; measured incremental
orders t with their standard error. Their ratio f = t / m is how much of the credit is truly the channel's; by the delta method

    var(f) = (var(t) + f^2 * var(m)) / m^2

The true factors of channels are taken to lie around a common one: factor = common + own, own ~ N(0, between^2), common ~ N(1, 0.3^2): before
any test the model's credit stands. ``between`` is estimated from the tests of three channels or more (DerSimonian and Laird, 1986), at least 0.2;
with fewer it is 0.5, so that the test of one channel says little of the others. What follows is the posterior of a normal model, in which every
test weighs as much as it is precise: a channel with a good test goes nearly to it, one with a weak test part of the way, and one without
any as far as the others go together. Factors below zero become zero.

Each touch then gets credit * factor; what an order loses by that goes to "would have come anyway", and where the factors of an order's channels
come to more than the whole order, they are scaled to it. So orders and value still add up.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from adcrm.attribution.lift_tests import LiftTest
from adcrm.attribution.model import Floats, Ints

COMMON_SPREAD = 0.3
BETWEEN, LEAST_BETWEEN = 0.5, 0.2  # before the tests say it; at least
FEW_CHANNELS = 3  # with tests, from which on they say how far channels lie apart
LEAST_CREDIT = 1.0  # orders: of a channel credited with less on the days of its test nothing can be told


@dataclass(frozen=True)
class Measured:
    """One test beside the model: ``measured`` orders with ``error``, the model's ``credit`` on these days with its error; ``used``: in the fit."""

    test: LiftTest
    measured: float
    error: float
    credit: float
    credit_error: float
    used: bool

    @property
    def factor(self) -> float:
        """Measured orders for each one credited; NaN where the model credits none."""
        return self.measured / self.credit if self.credit > 0 else float("nan")

    @property
    def factor_error(self) -> float:
        """Its standard error."""
        return float(np.sqrt(self.error**2 + (self.factor * self.credit_error) ** 2) / self.credit) if self.credit > 0 else float("nan")


@dataclass(frozen=True)
class Lift:
    """``factor`` of each of ``channels``, its ``covariance`` and the tests that it comes from."""

    channels: tuple[str, ...]
    factor: Floats
    covariance: Floats
    tests: tuple[Measured, ...]

    def drawn(self, n: int, seed: int) -> Floats:
        """Factors as they might be: (n, channels), the same for the same seed."""
        chance = np.random.default_rng([seed, 7])
        values, vectors = np.linalg.eigh(self.covariance)
        root = vectors * np.sqrt(np.maximum(values, 0.0))
        return np.asarray(np.maximum(self.factor + chance.standard_normal((n, len(self.factor))) @ root.T, 0.0))


def lift(channels: tuple[str, ...], tests: Sequence[Measured]) -> Lift:
    """The factors of the channels after these tests."""
    used = [one for one in tests if one.used]
    n = len(channels)
    of: Ints = np.array([channels.index(one.test.channel) for one in used], np.int64)
    ratio, error = (np.array([getattr(one, name) for one in used], np.float64) for name in ("factor", "factor_error"))
    between = _between(of, ratio, error)
    prior = between**2 * np.eye(n) + COMMON_SPREAD**2
    gain = np.linalg.solve(prior[np.ix_(of, of)] + np.diag(error**2), prior[of]).T if used else np.zeros((n, 0))
    return Lift(channels, np.maximum(1.0 + gain @ (ratio - 1.0), 0.0), prior - gain @ prior[of], tuple(tests))


def _between(of: Ints, ratio: Floats, error: Floats) -> float:
    """How far the factors of channels lie apart, by the method of moments over the tests."""
    if len(np.unique(of)) < FEW_CHANNELS:
        return BETWEEN
    weight = 1 / error**2
    mean = np.average(ratio, weights=weight)
    excess = float((weight * (ratio - mean) ** 2).sum()) - (len(ratio) - 1)
    scale = float(weight.sum() - (weight**2).sum() / weight.sum())
    return max(LEAST_BETWEEN, float(np.sqrt(max(excess, 0.0) / scale)) if scale > 0 else 0.0)
