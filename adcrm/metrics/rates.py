"""Which hours, weekdays or regions really differ: each group's rate against the rest, with the number it rests on.

A group is called better or worse only when the interval of the difference leaves out zero after Bonferroni's correction for
the number of groups looked at: of 24 hours without any difference, one would otherwise look special in most reports.
"""

from math import sqrt
from statistics import NormalDist

import pandas as pd

# Below this many successes expected on either side the normal approximation is not to be trusted.
LEAST_EXPECTED = 5


def standing(rows: pd.DataFrame, group: str, top: str, below: str, error: float = 0.05) -> pd.DataFrame:
    """Compare each group's ``top / below`` with that of all other groups together.

    ``rows`` has columns ``group``, ``top`` and ``below`` (counts). Returns one row a group, sorted by rate, best first:
    ``group``, ``top``, ``below``, ``rate``, ``rest`` (the rate of the others), ``verdict``: ``better``, ``worse`` or ``""`` where the
    data cannot tell. The variance is that of a count (Poisson), which also serves conversions that exceed clicks.
    """
    sums = rows.groupby(group, as_index=False)[[top, below]].sum()
    sums = sums[sums[below] > 0].copy()
    sums["rate"] = sums[top] / sums[below]
    others_top, others_below = sums[top].sum() - sums[top], sums[below].sum() - sums[below]
    sums["rest"] = others_top / others_below.where(others_below > 0)
    limit = NormalDist().inv_cdf(1 - error / (2 * max(len(sums), 1)))
    sizes = zip(sums[below].tolist(), others_below.tolist(), sums["rate"].tolist(), sums["rest"].tolist(), strict=True)
    verdicts = [_verdict(here, there, rate, rest, limit) for here, there, rate, rest in sizes]
    sums["verdict"] = verdicts
    return sums.sort_values("rate", ascending=False, ignore_index=True)


def _verdict(here: float, there: float, rate: float, rest: float, limit: float) -> str:
    if there <= 0:
        return ""
    pooled = (here * rate + there * rest) / (here + there)
    if pooled * min(here, there) < LEAST_EXPECTED or abs(rate - rest) <= limit * sqrt(pooled / here + pooled / there):
        return ""
    return "better" if rate > rest else "worse"
