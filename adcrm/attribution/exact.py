"""Credits as exact figures: floats become whole units that add up to the books' total, by the largest remainder.

The method is Hamilton's for sharing seats: everybody gets the whole part, what is left goes to the largest fractions, of equal ones
to the first. So what is shown adds up to the last digit, whatever the floats' own rounding.
"""

from decimal import Decimal

import numpy as np

from adcrm.attribution.model import Floats, Ints

MILLION = 1_000_000


def share_out(credit: Floats, total: int) -> Ints:
    """Whole numbers near ``credit`` that add up to ``total``; a credit of zero stays zero unless nothing else can give or take.

    ``credit`` are floats in the same unit and add up to about ``total`` (they may be off by their own rounding).
    """
    if not len(credit):
        return np.zeros(0, np.int64)
    whole = np.floor(credit + 1e-9)
    units = whole.astype(np.int64)
    left = int(total) - int(units.sum())
    rest = np.where(credit == 0, -1.0, credit - whole)
    order = np.argsort(-rest, kind="stable") if left > 0 else np.argsort(np.where(credit == 0, 2.0, rest), kind="stable")
    turn = np.sign(left)
    each, more = divmod(abs(left), len(order))
    units += turn * each
    units[order[:more]] += turn
    return units


def decimal_of(units: int, places: int = 2) -> Decimal:
    """Millionths as a decimal with so many places."""
    return (Decimal(int(units)) / MILLION).quantize(Decimal(1).scaleb(-places))
