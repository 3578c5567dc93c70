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
    verdicts = []
    for row, rest_below in zip(sums.itertuples(index=False), others_below, strict=True):
        here, there, rate, rest = getattr(row, below), rest_below, row.rate, row.rest
        pooled = (here * rate + there * rest) / (here + there) if there > 0 else 0.0
        if there <= 0 or pooled * min(here, there) < LEAST_EXPECTED:
            verdicts.append("")
            continue
        apart = rate - rest
        sure = abs(apart) > limit * sqrt(pooled / here + pooled / there)
        verdicts.append(("better" if apart > 0 else "worse") if sure else "")
    sums["verdict"] = verdicts
    return sums.sort_values("rate", ascending=False, ignore_index=True)
