"""Which of several reports of the same spend counts: pure decisions over small summaries, no database.

A *set* is what reports of one kind say about one account: its level, breakdown, how it names things (by id, by name, not at
all), and whether its rows may be added. Two sets of one account and day tell of the same spend, so one of them counts.
"""

import math
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import pandas as pd

LEVELS = {"account": 0, "campaign": 1, "ad_group": 2, "keyword": 3, "ad": 4}
PREFERRED_BREAKDOWNS = ("device", "region", "hour", "age_gender")  # where two tell of the same amount
SET = ["level", "breakdown", "naming", "additive"]
ROUNDING = 0.005  # of a currency unit a row: reports round each row to the cent
TOLERANCE = 0.005  # a share: what two reports of the same days drift apart by late corrections


def choose_daily(sets: pd.DataFrame) -> pd.Series:
    """Which sets count in the totals of their account and day.

    Parameters
    ----------
    sets : one row an account, day and set: ``account``, ``day``, the columns of ``SET``, ``rows`` and the sums ``cost``,
        ``impressions``, ``conversions``, ``conversion_value`` (NaN where the report does not carry the measure).

    Returns
    -------
    Boolean, aligned with ``sets``; at most one true for each account and day.
    """
    chosen = pd.Series(False, index=sets.index)
    usable = sets[sets["additive"]]
    whole = usable[usable["breakdown"] == "none"]
    chosen[finest_that_reconciles(whole, ["account", "day"])] = True
    covered = pd.MultiIndex.from_frame(whole[["account", "day"]])
    rest = usable[(usable["breakdown"] != "none") & ~pd.MultiIndex.from_frame(usable[["account", "day"]]).isin(covered)]
    if rest.empty:
        return chosen
    ranked = _ranked(rest).sort_values(["cost", "preference", "fineness", "naming"], ascending=[False, True, False, False], kind="stable")
    chosen[ranked.drop_duplicates(["account", "day"]).index] = True
    return chosen


def finest_that_reconciles(sets: pd.DataFrame, within: list[str]) -> pd.Index:
    """Of the sets that agree with the largest of their group on cost and impressions, the finest; labels of ``sets``.

    A set without conversions never stands for one that has them.
    """
    if not sets.duplicated(within).any():
        return sets.index
    made = _ranked(sets).sort_values(["cost", "impressions_known", "fineness", "naming"], ascending=False, kind="stable")
    largest = made.groupby(within, sort=False)[["cost", "impressions_known", "rows"]].transform("first")
    allowed = np.maximum(TOLERANCE * largest["cost"].abs(), ROUNDING * np.sqrt(np.maximum(made["rows"], largest["rows"])))
    agrees = (made["cost"] - largest["cost"]).abs() <= allowed
    agrees &= (made["impressions_known"] - largest["impressions_known"]).abs() <= TOLERANCE * largest["impressions_known"].abs()
    for measure in ("conversions", "conversion_value"):
        most = made.groupby(within, sort=False)[measure].transform("max").fillna(0)
        agrees &= made[measure].notna() | (most == 0)
    # The largest itself always qualifies on amounts; where no set qualifies on conversions too, it is taken.
    made["agrees"] = agrees
    best = made.sort_values(["agrees", "fineness", "naming", "cost"], ascending=False, kind="stable")
    best = best[best["agrees"]].drop_duplicates(within)
    fallback = made.drop_duplicates(within)
    missing = ~pd.MultiIndex.from_frame(fallback[within]).isin(pd.MultiIndex.from_frame(best[within]))
    return best.index.append(fallback[missing].index)


@dataclass
class Presence:
    """The days on which daily rows that count are there, by account and campaign ('' where the rows name none)."""

    days: dict[tuple[Hashable, str], np.ndarray] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: Iterable[tuple[Hashable, str, date]]) -> "Presence":
        """From (account, campaign key, day) of every day that counts."""
        found: dict[tuple[Hashable, str], set[np.datetime64]] = {}
        for account, campaign, day in rows:
            for key in {campaign, "*"}:  # '*' collects the days of the whole account
                found.setdefault((account, key), set()).add(np.datetime64(day))
        return cls({key: np.array(sorted(days)) for key, days in found.items()})

    def covers(self, account: Hashable, campaign: str, start: date, end: date) -> bool:
        """Whether a row of this campaign (or of the account, '') and period would tell spend a second time."""
        keys = (campaign, "") if campaign else ("*",)
        return any(self._any(account, key, start, end) for key in keys)

    def _any(self, account: Hashable, key: str, start: date, end: date) -> bool:
        days = self.days.get((account, key))
        if days is None:
            return False
        first = int(np.searchsorted(days, np.datetime64(start)))
        return first < len(days) and bool(days[first] <= np.datetime64(end))


def choose_periods(sets: pd.DataFrame, daily: Presence) -> pd.Series:
    """Which period sets count: none beside daily rows, and for each campaign and stretch of days only one.

    Parameters
    ----------
    sets : one row an account, set, period and campaign: ``account``, ``SET``, ``start``, ``end``, ``campaign`` (its key,
        '' for the whole account), ``cost``. Rows without a breakdown go first, then the largest report as a whole.
    """
    chosen = pd.Series(False, index=sets.index)
    usable = _ranked(sets)
    usable["whole"] = usable["breakdown"] == "none"
    usable["report_cost"] = usable.groupby(["account", *SET, "start", "end"])["cost"].transform("sum")
    order = ["whole", "report_cost", "preference", "fineness", "naming", "start", "end", "level", "campaign"]
    usable = usable.sort_values(order, ascending=[False, False, True, False, False, True, True, True, True], kind="stable")
    taken: dict[tuple[Hashable, str], list[tuple[date, date, tuple[Hashable, ...]]]] = {}
    for index, row in zip(usable.index, usable.to_dict("records"), strict=True):
        account, campaign, start, end = row["account"], row["campaign"], row["start"], row["end"]
        report = (*(row[column] for column in SET), start, end)
        if daily.covers(account, campaign, start, end):
            continue
        others = taken.get((account, campaign), []) + taken.get((account, ""), []) if campaign else taken.get((account, "*"), [])
        if any(first <= end and start <= last and which != report for first, last, which in others):
            continue
        chosen[index] = True
        for key in {campaign, "*"}:
            taken.setdefault((account, key), []).append((start, end, report))
    return chosen


def one_name(pairs: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """A key for each (id, name) of the same account: its id; for a name alone the only id that bears it, else the name.

    What names nothing belongs to the only account there is, or stands by itself ('').
    """
    known = set(pairs)
    ids: dict[str, set[str]] = {}
    for identifier, name in known:
        if identifier and name:
            ids.setdefault(name, set()).add(identifier)
    made = {}
    for identifier, name in known:
        bearers = ids.get(name, set())
        made[identifier, name] = identifier or (next(iter(bearers)) if len(bearers) == 1 else name)
    named = {key for key in made.values() if key}
    if ("", "") in made and len(named) == 1:
        made["", ""] = next(iter(named))
    return made


def joined_names(pairs: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """A key for each (id, name) of a campaign, the same for all that share an id or a name; '' for neither.

    Two campaigns of one name become one here: rather a period row too few in a total than the same spend twice.
    """
    parent: dict[str, str] = {}

    def root(key: str) -> str:
        while parent.setdefault(key, key) != key:
            key = parent[key]
        return key

    known = sorted(set(pairs))
    for identifier, name in known:
        if identifier and name:
            first, second = sorted((root(f"id:{identifier}"), root(f"name:{name}")))
            parent[second] = first
    return {(i, n): root(f"id:{i}") if i else (root(f"name:{n}") if n else "") for i, n in known}


def _ranked(sets: pd.DataFrame) -> pd.DataFrame:
    """``sets`` with what they are ranked by; an unknown cost counts as none."""
    place = {name: i for i, name in enumerate(PREFERRED_BREAKDOWNS)}
    return sets.assign(
        cost=sets["cost"].fillna(0.0),
        impressions_known=sets["impressions"].fillna(0.0) if "impressions" in sets else 0.0,
        fineness=sets["level"].map(LEVELS).fillna(-1),
        preference=sets["breakdown"].map(place).fillna(math.inf),
    )
