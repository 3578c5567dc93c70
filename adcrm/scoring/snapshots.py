"""The rule by which the past becomes examples: look back to a day, and see what came of it.

Scoring asks, today: of all leads open now, who will buy within ``HORIZON_DAYS``? Training asks the same question on
past days. Every ``STEP_DAYS`` a moment is taken; every lead that was captured by then and still open is one example,
with what was known at that moment, and its answer is whether it was won within the horizon after it. So the examples
are the very population that scoring meets, old open leads included, and no lead is judged by its own future.

A moment counts only when its horizon has fully passed, so an open lead is "not won within the horizon" only when
that is known. A lead stands in several moments; intervals are therefore drawn by lead, not by example.
Closed leads whose closing time is missing or before their capture say nothing and are counted as unusable.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
import pandas as pd

HORIZON_DAYS = 30
STEP_DAYS = 7
MOST_EXAMPLES = 60_000  # beyond this, moments are taken further apart: more of the same leads teach little
MOST_MOMENTS = 104


@dataclass(frozen=True)
class Past:
    """Examples: ``rows`` is the lead frame with ``as_of`` and ``won`` (bool); ``unusable`` counts leads without a sound closing time."""

    rows: pd.DataFrame
    moments: list[datetime]
    unusable: int


def look_back(leads: pd.DataFrame, known_to: datetime) -> Past:
    """Examples from ``leads`` (see :func:`adcrm.scoring.features.lead_rows`) whose horizon ended by ``known_to``."""
    closed = leads["status"].isin(["won", "lost"])
    sound = ~closed | (leads["closed_at"].notna() & (leads["closed_at"] >= leads["captured_at"]))
    usable = leads[sound]
    moments = moments_before(usable["captured_at"].min(), known_to) if len(usable) else []
    closing = usable["closed_at"].where(closed[sound])
    counts = [int(_open_at(usable, closing, moment).sum()) for moment in moments]
    apart = max(1, int(np.ceil(sum(counts) / MOST_EXAMPLES)))
    moments = moments[::-1][::apart][::-1]
    parts = []
    for moment in moments:
        held = _open_at(usable, closing, moment)
        part = usable[held].assign(as_of=np.datetime64(moment, "us"))
        ends = np.datetime64(moment + timedelta(days=HORIZON_DAYS), "us")
        part["won"] = (part["status"] == "won") & (closing[held] <= ends)
        parts.append(part)
    rows = pd.concat(parts, ignore_index=True) if parts else usable.iloc[:0].assign(as_of=np.datetime64("NaT", "us"), won=False)
    return Past(rows, [moment for moment in moments if (rows["as_of"] == np.datetime64(moment, "us")).any()], int((~sound).sum()))


def moments_before(first_capture: datetime, known_to: datetime) -> list[datetime]:
    """The moments, oldest first: from the newest whose horizon has passed, back in steps to the first capture."""
    moment = known_to - timedelta(days=HORIZON_DAYS)
    made: list[datetime] = []
    while moment > first_capture and len(made) < MOST_MOMENTS:
        made.append(moment)
        moment -= timedelta(days=STEP_DAYS)
    return made[::-1]


def open_leads(leads: pd.DataFrame, moment: datetime) -> pd.DataFrame:
    """The leads to score now, with ``as_of`` = ``moment``: neither won nor lost."""
    return leads[~leads["status"].isin(["won", "lost"])].assign(as_of=np.datetime64(moment, "us"))


def _open_at(leads: pd.DataFrame, closing: pd.Series, moment: datetime) -> pd.Series:
    return (leads["captured_at"] <= moment) & (closing.isna() | (closing > moment))
