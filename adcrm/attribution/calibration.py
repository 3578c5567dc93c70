"""How well the data-driven law foretells orders of people it has not seen: what a reader may ask before believing its credits.

People are split into five parts; the law is learnt from four and asked about the fifth. Where it says 3 %, 3 of 100 journeys should have ended
in an order. Sources: Brier 1950; calibration slope by Cox 1958; the interval of a share by Wilson 1927; ranking as the Mann-Whitney statistic.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import expit
from scipy.stats import norm
from sklearn.linear_model import LogisticRegression

from adcrm.attribution.algebra import one_thread
from adcrm.attribution.exposures import Exposures
from adcrm.attribution.learn import learn
from adcrm.attribution.model import Floats, Question
from adcrm.attribution.studies import study_of
from adcrm.books import Books

FOLDS, GROUPS = 5, 10
TAIL = 0.025


@dataclass(frozen=True)
class Calibration:
    """``groups``: journeys by foretold chance, lowest first, about equally many each: ``journeys``, ``predicted`` and ``observed`` (share that
    ended in an order), ``low`` and ``high`` (95 % interval of ``observed``). ``slope``: 1 where differences are foretold as large as they are, less
    where they are overdone. ``auc``: chance that a journey with an order was given a higher chance than one without.
    """

    groups: pd.DataFrame
    slope: float
    auc: float
    brier: float
    brier_of_average: float

    @property
    def is_sound(self) -> bool:
        """Whether the law ranks at all and its chances can be taken at their word."""
        return self.auc > 0.55 and 0.8 <= self.slope <= 1.25


def calibration_of(books: Books, question: Question) -> Calibration | None:
    """The calibration of the law that the question's data-driven credits rest on."""
    material = study_of(books, question).material
    with one_thread():
        return calibration(material.seen, len(material.channels))


def calibration(seen: Exposures, channels: int) -> Calibration | None:
    """Judge the law on people it has not seen; ``None`` where there are too few to learn from a part of them."""
    groups = np.arange(seen.ordered.shape[0])
    chances, ordered, others = [], [], []
    for fold in range(FOLDS):
        held = groups % FOLDS == fold
        law = learn(seen.of_groups(groups[~held]), channels)
        if not law.is_learnt:
            return None
        chances.append(expit(law.log_odds(seen.row, seen.channel, seen.times, len(seen))))
        asked = seen.of_groups(groups[held])
        ordered.append(asked.totals[0])
        others.append(asked.totals[1])
    groups_of = _groups(np.stack(chances), np.stack(ordered), np.stack(others))
    chance, won, lost = np.concatenate(chances), np.concatenate(ordered), np.concatenate(others)
    n, share = won + lost, float(won.sum() / (won + lost).sum())
    brier = float((won * (1 - chance) ** 2 + lost * chance**2).sum() / n.sum())
    return Calibration(groups_of, _slope(chance, won, lost), _auc(chance, won, lost), brier, share * (1 - share))


def _groups(chance: Floats, won: Floats, lost: Floats) -> pd.DataFrame:
    """(folds, rows) each. Rows are put into groups by their mean over the folds: a fold that had fewer of a row's orders to learn from foretells it
    lower just where the held-out people have more, and groups by the fold's own figure would show that as a fault.
    """
    journeys_of, orders_of, expected_of = (won + lost).sum(axis=0), won.sum(axis=0), (chance * (won + lost)).sum(axis=0)
    _, place = np.unique(chance.mean(axis=0), return_inverse=True)  # rows with one chance are in one group
    size = np.bincount(place, journeys_of)
    of = np.minimum(((np.cumsum(size) - size / 2) * GROUPS / size.sum()).astype(int), GROUPS - 1)[place]
    journeys, orders, expected = (np.bincount(of, column, minlength=GROUPS) for column in (journeys_of, orders_of, expected_of))
    kept = journeys > 0
    journeys, orders, expected = journeys[kept], orders[kept], expected[kept]
    z = float(norm.isf(TAIL))
    observed = orders / journeys
    middle = (observed + z * z / (2 * journeys)) / (1 + z * z / journeys)
    reach = z * np.sqrt(observed * (1 - observed) / journeys + z * z / (4 * journeys**2)) / (1 + z * z / journeys)
    return pd.DataFrame({"journeys": journeys, "predicted": expected / journeys, "observed": observed, "low": middle - reach, "high": middle + reach})


def _slope(chance: Floats, won: Floats, lost: Floats) -> float:
    odds = np.log(np.clip(chance, 1e-9, 1 - 1e-9) / np.clip(1 - chance, 1e-9, 1 - 1e-9))[:, None]
    rows, outcome, weight = np.vstack([odds, odds]), np.repeat([1, 0], len(odds)), np.concatenate([won, lost])
    used = weight > 0
    fitted = LogisticRegression(C=np.inf, solver="newton-cholesky").fit(rows[used], outcome[used], sample_weight=weight[used])
    return float(fitted.coef_[0, 0])


def _auc(chance: Floats, won: Floats, lost: Floats) -> float:
    _, place = np.unique(chance, return_inverse=True)
    up, down = np.bincount(place, won), np.bincount(place, lost)
    below = np.cumsum(down) - down
    return float((up * (below + down / 2)).sum() / (up.sum() * down.sum()))
