"""How good a score is on examples it has not seen: ranking, calibration, lift, with intervals drawn by lead.

Sources: area under the ROC curve as the Mann-Whitney statistic (ties count half); Brier 1950; calibration slope and
intercept by Cox 1958; intervals by the percentile bootstrap over whole leads, because one lead may be in several
examples; the interval of a share by Wilson 1927.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm

from adcrm.scoring.model import Floats, log_odds, straight_line

Flags = NDArray[np.bool_]
DRAWS = 200
SEED = 20260101


@dataclass(frozen=True)
class Range:
    """A figure with its 95 % interval."""

    point: float
    low: float
    high: float


@dataclass(frozen=True)
class Group:
    """Examples with a similar score: how many, how many won, what the score had expected, and the share's 95 % interval."""

    n: int
    won: int
    expected: float
    predicted: float
    observed: float
    low: float
    high: float


@dataclass(frozen=True)
class Judgement:
    """How a score did. ``expected`` is the sum of the probabilities, beside ``won``."""

    n: int
    leads: int
    won: int
    expected: float
    auc: Range
    brier: float
    brier_of_average: float
    slope: Range
    tenths: list[Group]  # best tenth first


def is_sound(judgement: Judgement) -> bool:
    """Whether it ranks surely better than chance (AUC above .6 even at the low end) and its percentages can be taken at their word:
    calibration slope between .8 and 1.25, and as many wins as expected, give or take a quarter."""
    level = judgement.won / judgement.expected if judgement.expected else 0.0
    return judgement.auc.low > 0.6 and 0.8 <= judgement.slope.point <= 1.25 and 0.8 <= level <= 1.25


def judge(probability: Floats, won: Flags, lead_ids: NDArray[np.int64]) -> Judgement:
    """Judge ``probability`` against ``won``; both outcomes must be among the examples."""
    share = float(won.mean())
    return Judgement(
        n=len(won),
        leads=len(np.unique(lead_ids)),
        won=int(won.sum()),
        expected=float(probability.sum()),
        auc=_by_lead(RankCurve(probability, won).area, lead_ids),
        brier=float(np.mean((probability - won) ** 2)),
        brier_of_average=share * (1 - share),
        slope=_by_lead(lambda weights: straight_line(log_odds(probability), won, weights)[0], lead_ids, draws=60),
        tenths=groups(probability, won, 10),
    )


class RankCurve:
    """The area under the ROC curve of one score, for any weights of the examples; sorts once."""

    def __init__(self, score: Floats, won: Flags):
        _, self._place = np.unique(score, return_inverse=True)
        self._won = won

    def area(self, weights: Floats) -> float:
        """Share of (won, not won) pairs that the score orders rightly; a tie counts half."""
        wins = np.bincount(self._place, weights * self._won)
        losses = np.bincount(self._place, weights * ~self._won, minlength=len(wins))
        pairs = wins.sum() * losses.sum()
        return float((wins * (np.cumsum(losses) - losses / 2)).sum() / pairs) if pairs else float("nan")


def area(score: Floats, won: Flags) -> float:
    """Area under the ROC curve; not a number where only one outcome is there."""
    return RankCurve(np.asarray(score, float), won).area(np.ones(len(won)))


def area_difference(first: Floats, second: Floats, won: Flags, lead_ids: NDArray[np.int64]) -> Range:
    """How much better ``first`` ranks than ``second``, drawn on the same leads."""
    one, other = RankCurve(first, won), RankCurve(second, won)
    return _by_lead(lambda weights: one.area(weights) - other.area(weights), lead_ids)


def groups(probability: Floats, won: Flags, parts: int) -> list[Group]:
    """``parts`` groups of equal size by falling probability; fewer where there are fewer examples."""
    order = np.argsort(-probability, kind="stable")
    made = []
    for part in np.array_split(order, min(parts, len(order))):
        n, wins = len(part), int(won[part].sum())
        low, high = wilson(wins, n)
        made.append(Group(n, wins, float(probability[part].sum()), float(probability[part].mean()), wins / n, low, high))
    return made


def wilson(wins: int, n: int, level: float = 0.95) -> tuple[float, float]:
    """Interval of a share."""
    z = float(norm.ppf((1 + level) / 2))
    middle, root = wins + z * z / 2, z * float(np.sqrt(wins * (n - wins) / n + z * z / 4))
    return max(0.0, (middle - root) / (n + z * z)), min(1.0, (middle + root) / (n + z * z))


def _by_lead(figure: Callable[[Floats], float], lead_ids: NDArray[np.int64], draws: int = DRAWS) -> Range:
    """``figure`` of example weights, with its interval over draws of whole leads."""
    names, place = np.unique(lead_ids, return_inverse=True)
    chance = np.random.default_rng(SEED)
    made = []
    for _ in range(draws):
        times = np.bincount(chance.integers(0, len(names), len(names)), minlength=len(names))
        made.append(figure(times[place].astype(float)))
    low, high = np.nanpercentile(made, [2.5, 97.5])
    return Range(figure(np.ones(len(place))), float(low), float(high))
