"""How a channel's conversions answer to its spend, read from past days.

Model: E[conversions] = exp(channel + b · log(spend) + the channel's weekday + its slow drift + the week), a Poisson
pseudo-likelihood that needs only this mean to be right (Gourieroux, Monfort and Trognon, Econometrica 52, 1984; Santos Silva and
Tenreyro, Rev. Econ. Stat. 88, 2006). The week is shared by all channels of a client, so that a season which lifts everything is
not taken for an effect of spend; the drift is each channel's own, because creatives tire and are renewed. ``b`` is the
elasticity: 1 % more spend brings b % more conversions; 0 < b ≤ 1 (returns do not grow).
Errors allow for what the channels of one day share and for seven days of memory (Driscoll and Kraay, Rev. Econ. Stat. 80, 1998).
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from adcrm.recommend.shrinkage import Pooled, pool

MEMORY_DAYS = 7
DRIFT_DAYS = 45  # one half wave of a channel's own drift for about every six weeks
LEAST_SPREAD = 0.10  # channels do differ; one tenth keeps few estimates from looking certain
# Where fewer than five channels could be measured: wide enough for anything from nearly flat to nearly proportional.
WEAK_MEAN, WEAK_SPREAD = 0.6, 0.25
FEW = 5


@dataclass(frozen=True)
class Elasticities:
    """One row a channel: ``names`` (any hashable), estimate ``value`` and standard ``error``."""

    names: tuple[tuple[int, str, str], ...]
    value: NDArray[np.float64]
    error: NDArray[np.float64]


def fit_elasticities(days: pd.DataFrame, names: list[tuple[int, str, str]]) -> Elasticities:
    """Fit the channels of one client together.

    Parameters
    ----------
    days : one row a channel and day: ``channel`` (0 … len(names) − 1), ``day`` (datetime64), ``cost`` > 0, ``conversions`` ≥ 0.
    """
    design, spend_columns = _design(days, len(names))
    y = days["conversions"].to_numpy(float)
    beta = _fit(design, y)
    mu = np.exp(np.clip(design @ beta, -20, 20))
    bread = np.linalg.pinv((design * mu[:, None]).T @ design)
    scores = design * (y - mu)[:, None]
    day_number = pd.factorize(days["day"], sort=True)[0]
    by_day = np.zeros((day_number.max() + 1, design.shape[1]))
    np.add.at(by_day, day_number, scores)
    meat = by_day.T @ by_day
    for lag in range(1, min(MEMORY_DAYS, len(by_day) - 1) + 1):
        cross = by_day[lag:].T @ by_day[:-lag]
        meat += (1 - lag / (MEMORY_DAYS + 1)) * (cross + cross.T)
    correction = len(y) / max(len(y) - design.shape[1], 1) * len(by_day) / max(len(by_day) - 1, 1)
    covariance = bread @ meat @ bread * correction
    robust = np.sqrt(np.clip(np.diag(covariance)[spend_columns], 0, None))
    counting = np.sqrt(np.diag(bread)[spend_columns])  # what counting alone would give: never below it
    return Elasticities(tuple(names), beta[spend_columns], np.maximum(robust, counting))


def pool_elasticities(fitted: list[Elasticities]) -> dict[tuple[int, str, str], tuple[float, float]]:
    """(elasticity, standard error) by channel, each drawn towards what all channels of the agency show."""
    names = [name for one in fitted for name in one.names]
    if not names:
        return {}
    value = np.concatenate([one.value for one in fitted])
    error = np.maximum(np.concatenate([one.error for one in fitted]), 1e-3)
    if len(names) < FEW:
        keep = WEAK_SPREAD**2 / (WEAK_SPREAD**2 + error**2)
        pooled = Pooled(WEAK_MEAN, WEAK_SPREAD, WEAK_MEAN + keep * (value - WEAK_MEAN), np.sqrt(keep) * error)
    else:
        pooled = pool(value, error, least_spread=LEAST_SPREAD)
    return {name: (float(b), float(s)) for name, b, s in zip(names, pooled.value, pooled.error, strict=True)}


def _design(days: pd.DataFrame, channels: int) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
    """Columns: channel, its log spend, its weekday (Monday left out), the week (first left out), its drift (cosines)."""
    rows = np.arange(len(days))
    channel = days["channel"].to_numpy(int)
    moment = pd.DatetimeIndex(days["day"])
    weekday = moment.day_of_week.to_numpy()
    week = pd.factorize((moment - moment.min()).days // 7, sort=True)[0]
    weeks = int(week.max()) + 1
    length = int((moment.max() - moment.min()).days) + 1
    waves = length // DRIFT_DAYS
    width = channels * (8 + waves) + weeks - 1
    design = np.zeros((len(days), width))
    design[rows, channel] = 1.0
    spend = np.log(days["cost"].to_numpy(float))
    centre = np.bincount(channel, weights=spend, minlength=channels) / np.maximum(np.bincount(channel, minlength=channels), 1)
    design[rows, channels + channel] = spend - centre[channel]
    later = weekday > 0
    design[rows[later], 2 * channels + channel[later] * 6 + weekday[later] - 1] = 1.0
    later = week > 0
    design[rows[later], channels * 8 + week[later] - 1] = 1.0
    passed = ((moment - moment.min()).days.to_numpy() + 0.5) / length
    for wave in range(waves):
        design[rows, channels * 8 + weeks - 1 + channel * waves + wave] = np.cos(np.pi * (wave + 1) * passed)
    return design, np.arange(channels, 2 * channels)


def _fit(design: NDArray[np.float64], y: NDArray[np.float64], rounds: int = 25) -> NDArray[np.float64]:
    """Iteratively reweighted least squares; a hair of ridge keeps a weekday without conversions finite."""
    ridge = 1e-6 * np.eye(design.shape[1])
    mu = y + 0.5
    eta = np.log(mu)
    beta = np.zeros(design.shape[1])
    for _ in range(rounds):
        weighted = design * mu[:, None]
        before = beta
        beta = np.asarray(np.linalg.solve(weighted.T @ design + ridge, weighted.T @ (eta + (y - mu) / mu)), dtype=np.float64)
        eta = np.clip(design @ beta, -20, 20)
        mu = np.exp(eta)
        if np.max(np.abs(beta - before)) < 1e-5:
            break
    return beta
