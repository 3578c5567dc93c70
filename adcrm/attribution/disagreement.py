"""Where the models part: the channel's lowest and highest credit, and whether chance alone could make that much.

All models see the same draws, so the difference of two of them has a range of its own. A spread is telling when that difference is more
than chance explains, with room for having picked the widest of all pairs (Bonferroni).
"""

import numpy as np
import pandas as pd
from scipy.stats import norm

from adcrm.attribution.model import Floats
from adcrm.attribution.ranges import Drawn

SURE = 0.05


def disagreement(names: tuple[str, ...], credit: dict[str, Floats], drawn: dict[str, Drawn]) -> pd.DataFrame:
    """One row a channel: ``channel``, ``lowest``, ``lowest_model``, ``highest``, ``highest_model``, ``spread``, ``is_telling``.

    ``credit``: orders by name, one array for each model, of which ``names`` are the first. Models that claim rather than share (their
    credits do not add up to the orders) must be left out.
    """
    keys = list(credit)
    if not keys or not names:
        columns = ("channel", "lowest", "lowest_model", "highest", "highest_model", "spread", "is_telling")
        return pd.DataFrame({column: [] for column in columns})
    table = np.array([credit[key][: len(names)] for key in keys])
    low, high = table.argmin(axis=0), table.argmax(axis=0)
    column = np.arange(len(names))
    lowest, highest, mean = table[low, column], table[high, column], table.mean(axis=0)
    pairs = max(1, len(keys) * (len(keys) - 1) // 2)
    limit = float(norm.isf(SURE / 2 / pairs))
    telling = []
    for i, (one, other) in enumerate(zip(low, high, strict=True)):
        apart = _apart(drawn[keys[other]].orders[:, i], drawn[keys[one]].orders[:, i])
        telling.append(bool(highest[i] - lowest[i] > limit * apart and highest[i] > lowest[i] + 1e-9))
    return pd.DataFrame(
        {
            "channel": names,
            "lowest": lowest,
            "lowest_model": [keys[i] for i in low],
            "highest": highest,
            "highest_model": [keys[i] for i in high],
            "spread": np.divide(highest - lowest, mean, out=np.zeros(len(names)), where=mean > 0),
            "is_telling": telling,
        }
    )


def channels_differ(drawn: dict[str, Drawn], channels: int) -> bool:
    """Whether some model tells two channels apart: the range of one lies wholly above another's. True where nothing could tell.

    Models that leave some channels out by rule must be left out: there these differ whatever the journeys say.
    """
    if channels < 2 or not drawn:
        return True
    for one in drawn.values():
        low, high = one.range_of_orders[:, :channels]
        if low.max() > high.min():
            return True
    return False


def _apart(one: Floats, other: Floats) -> float:
    """The standard error of the difference; models may have had unequally many of the same draws."""
    n = min(len(one), len(other))
    return float((one[:n] - other[:n]).std(ddof=1)) if n > 1 else 0.0
