"""The reasons of a score in whole points that still add up: ten points double the odds.

Log-odds are exact but nobody reads them. One point is a tenth of a doubling: 10 / ln 2 points per unit of log-odds; 0 points in all
is an even chance. The rule score has points of its own and is not converted.
"""

import math
from collections.abc import Sequence

from adcrm.scoring.apply import Reason

POINTS_PER_LOG_ODDS = 10 / math.log(2)


def in_points(reasons: Sequence[Reason], learned: bool) -> list[tuple[Reason, int]]:
    """Each reason with its whole points; they add up to the rounded total (largest remainders are rounded up)."""
    exact = [reason.effect * (POINTS_PER_LOG_ODDS if learned else 1.0) for reason in reasons]
    whole = [math.floor(points) for points in exact]
    missing = round(sum(exact)) - sum(whole)
    by_rest = sorted(range(len(exact)), key=lambda i: exact[i] - whole[i], reverse=True)
    for place in by_rest[:missing]:
        whole[place] += 1
    return list(zip(reasons, whole, strict=True))


def chance(points: float) -> float:
    """The chance that a total of ``points`` stands for."""
    return 1 / (1 + math.exp(-points / POINTS_PER_LOG_ODDS))
