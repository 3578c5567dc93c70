"""Statistics shared by the rules: partial pooling, control of many comparisons at once, draws for an interval.

Everything works on estimates with their standard errors on a log scale. Random draws start from a fixed seed, so that the
same facts always give the same card.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

Vector = NDArray[np.float64]
DRAWS = 4000
SEED = 20240229


@dataclass(frozen=True)
class Pooled:
    """Estimates drawn towards their common mean; ``error`` is the posterior standard deviation, ``spread`` the prior's."""

    mean: float
    spread: float
    value: Vector
    error: Vector


def pool(estimate: Vector, error: Vector, *, mean: float | None = None, least_spread: float = 0.0) -> Pooled:
    """Normal-normal empirical Bayes with DerSimonian and Laird's moment estimate of the spread (Control. Clin. Trials 7, 1986).

    Parameters
    ----------
    estimate, error : shape (n,), the estimates and their standard errors (positive).
    mean : the common mean where it is known by design (0 for a log ratio to siblings); otherwise estimated, and its own
        uncertainty is carried into ``error``.
    least_spread : lower limit of the spread, against false certainty from few estimates.
    """
    weight = 1 / error**2
    centre = float(np.average(estimate, weights=weight)) if mean is None else mean
    freedom = len(estimate) - (1 if mean is None else 0)
    excess = float(np.sum(weight * (estimate - centre) ** 2)) - freedom
    scale = float(weight.sum() - (weight**2).sum() / weight.sum()) if mean is None else float(weight.sum())
    spread = max(np.sqrt(max(excess, 0.0) / scale) if scale > 0 else 0.0, least_spread)
    if mean is None:
        between = 1 / (error**2 + spread**2)
        centre, centre_variance = float(np.average(estimate, weights=between)), float(1 / between.sum())
    else:
        centre_variance = 0.0
    keep = spread**2 / (spread**2 + error**2)
    value = centre + keep * (estimate - centre)
    variance = keep * error**2 + (1 - keep) ** 2 * centre_variance
    return Pooled(centre, float(spread), value, np.sqrt(variance))


def benjamini_hochberg(p_values: Vector, rate: float) -> NDArray[np.bool_]:
    """Which tests stand when at most ``rate`` of those that stand may be false (J. R. Stat. Soc. B 57, 1995)."""
    order = np.argsort(p_values)
    limits = rate * np.arange(1, len(p_values) + 1) / len(p_values)
    passing = np.flatnonzero(p_values[order] <= limits)
    stands = np.zeros(len(p_values), dtype=bool)
    if len(passing):
        stands[order[: passing[-1] + 1]] = True
    return stands


@dataclass(frozen=True)
class Differences:
    """All pairs of a set compared at once: ``statistic[i, j]`` is (i − j) over its error, ``p_value[i, j]`` allows for the
    choice of the best pair among all."""

    statistic: NDArray[np.float64]
    p_value: NDArray[np.float64]
    largest: float  # the smallest p value of any pair


def compare_all(estimate: Vector, covariance: NDArray[np.float64], freedom: float) -> Differences:
    """Every pair against the distribution of the greatest studentised difference when all are equal.

    The simultaneous method of Tukey, with the distribution simulated for unequal and correlated errors (Hothorn, Bretz and
    Westfall, Biometrical Journal 50, 2008); ``freedom`` is that of the variance estimate.
    """
    generator = np.random.default_rng(SEED)
    count = len(estimate)
    values, vectors = np.linalg.eigh(covariance)
    root = vectors * np.sqrt(np.clip(values, 0, None))
    draws = generator.standard_normal((DRAWS, count)) @ root.T
    draws /= np.sqrt(generator.chisquare(freedom, DRAWS) / freedom)[:, None]
    variance = np.diag(covariance)
    pair_error = np.sqrt(np.clip(variance[:, None] + variance[None, :] - 2 * covariance, 1e-12, None))
    statistic = (estimate[:, None] - estimate[None, :]) / pair_error
    np.fill_diagonal(statistic, 0.0)
    greatest = np.zeros(DRAWS)
    for i in range(count):
        greatest = np.maximum(greatest, np.max(np.abs(draws[:, [i]] - draws) / pair_error[i] * (np.arange(count) != i), axis=1))
    greatest.sort()
    p_value = 1 - np.searchsorted(greatest, statistic, side="left") / DRAWS
    p_value = np.maximum(p_value, 1 / DRAWS)
    return Differences(statistic, p_value, float(p_value.min()))


def truncated_draws(mean: float, error: float, low: float, high: float, generator: np.random.Generator) -> Vector:
    """Draws of a normal that is known to lie between ``low`` and ``high``."""
    a, b = stats.norm.cdf((low - mean) / error), stats.norm.cdf((high - mean) / error)
    drawn: Vector = mean + error * stats.norm.ppf(a + (b - a) * generator.random(DRAWS))
    return np.clip(drawn, low, high)


def interval(draws: Vector, confidence: float) -> tuple[float, float]:
    """The middle ``confidence`` of the draws."""
    low, high = np.quantile(draws, [(1 - confidence) / 2, (1 + confidence) / 2])
    return float(low), float(high)


def log_ratio_error(numerator: NDArray[np.float64], expected: NDArray[np.float64], siblings: Vector | float = 0.0) -> Vector:
    """Standard error of log(Σ numerator / Σ expected) from how the weeks scatter, never below what counting alone gives.

    Parameters
    ----------
    numerator, expected : shape (n, weeks); weeks without data are 0 in both.
    siblings : shape (n,), the siblings' own count behind ``expected``.

    Weeks are the independent units (days within one are alike), so the variance is the cluster-robust one with its
    G / (G − 1) correction.
    """
    total = numerator.sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = total / expected.sum(axis=1)
        residual = numerator - ratio[:, None] * expected
        weeks = (expected > 0).sum(axis=1)
        scatter = (residual**2).sum(axis=1) * weeks / np.maximum(weeks - 1, 1) / total**2
        counting = 1 / total + np.where(np.asarray(siblings) > 0, 1 / np.asarray(siblings), 0.0)
    error: Vector = np.sqrt(np.maximum(scatter, counting))
    return error
