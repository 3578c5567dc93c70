"""Shares out an account's day over hours or regions without losing a click or a cent."""

from dataclasses import dataclass

import numpy as np

from adcrm.demo.world import Floats, Whole


@dataclass(frozen=True)
class Split:
    """One row a day and part that had delivery; the measures of a day add up to the account's exactly."""

    day: Whole
    part: Whole
    measures: dict[str, Whole]


def split(draw: np.random.Generator, totals: dict[str, Whole], shares: Floats, ctr: Floats, cvr: Floats) -> Split:
    """Share ``totals`` (one entry a day) out over ``len(shares)`` parts.

    ``shares`` are of the impressions; clicks go by shares times ``ctr``, conversions by that times ``cvr``. Clicks are never more than impressions
    and conversions never more than clicks in a part unless they are so in the whole.
    """
    impressions = draw.multinomial(totals["impressions"], shares / shares.sum())
    clicks = _drawn(draw, totals["clicks"], impressions * ctr, impressions)
    links = _drawn(draw, totals["link_clicks"], clicks.astype(float), clicks)
    conversions = _drawn(draw, totals["conversions"], clicks * cvr, clicks)
    measures = {
        "impressions": impressions,
        "clicks": clicks,
        "link_clicks": links,
        "cents": _shared(totals["cents"], impressions + 4.0 * clicks / np.maximum(totals["clicks"], 1)[:, None] * totals["impressions"][:, None]),
        "conversions": conversions,
        "value_cents": _shared(totals["value_cents"], conversions.astype(float)),
    }
    day, part = np.nonzero(impressions)
    return Split(day, part, {name: cell[day, part] for name, cell in measures.items()})


def _drawn(draw: np.random.Generator, totals: Whole, weights: Floats, room: Whole) -> Whole:
    """Whole numbers that add up to ``totals`` day by day, drawn by ``weights``; no part gets more than its ``room``."""
    sums = weights.sum(axis=1, keepdims=True)
    chances = np.where(sums > 0, weights / np.maximum(sums, 1e-12), 1 / weights.shape[1])
    made = draw.multinomial(totals, chances)
    for day in np.nonzero((made > room).any(axis=1) & (room.sum(axis=1) >= totals))[0]:
        made[day] = np.minimum(made[day], room[day])
        for _ in range(int(totals[day] - made[day].sum())):
            made[day, np.argmax(room[day] - made[day])] += 1
    return made


def _shared(totals: Whole, weights: Floats) -> Whole:
    """Whole numbers in proportion to ``weights`` that add up to ``totals``: the differences of the rounded running sum."""
    running = weights.cumsum(axis=1)
    ends = np.rint(running / np.maximum(running[:, -1:], 1e-12) * totals[:, None]).astype(np.int64)
    made: Whole = np.diff(ends, axis=1, prepend=0)
    return made
