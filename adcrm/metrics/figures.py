"""The key figures of a period against the one before it, with what they are made of.

A figure that depends on conversions is compared on final days only: the conversions of the last days are
still arriving, and a whole period against a young one would always look like a fall.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from adcrm.metrics.definitions import MEASURES, METRICS, Metric
from adcrm.metrics.maturity import Maturity
from adcrm.metrics.queries import with_metrics
from adcrm.metrics.scope import Scope

KEY_FIGURES = ("cost", "impressions", "clicks", "ctr", "conversions", "conversion_rate", "cost_per_conversion", "roas")
NOW, BEFORE = ("current", "current_fresh"), ("previous", "previous_fresh")
Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
# Fewer days than a week cannot show what days differ by; twice the standard error is about 95 in 100.
LEAST_DAYS, SURE = 7, 2.0


@dataclass(frozen=True)
class Figure:
    """One metric of a period.

    Attributes
    ----------
    value, before : of the whole period and the whole period before it; None where undefined.
    change : relative to the former value, 0.05 for +5 %; of a figure that can be negative (ROI) the difference itself.
        Over the first ``days_compared`` days of both periods. None where it cannot be told.
    days_compared : days of each period that the change is taken over; fewer than the period's where the rest still grow.
        0 where nothing may be compared: all of its days still grow, or the books do not hold the whole period before.
    is_clear : whether the change is larger than what days differ by anyway (twice its standard error, over at least a week
        of final days). Only then may it be coloured as good or bad.
    numerator, denominator : the sums behind ``value``.
    series : the metric by day, oldest first; None on days where it is undefined.
    left_out : channels that report only one measure of the ratio and so are not in it.
    """

    metric: Metric
    value: float | None
    before: float | None
    change: float | None
    days_compared: int
    is_clear: bool
    numerator: float | None
    denominator: float | None
    series: tuple[float | None, ...]
    left_out: tuple[str, ...]


def figures(rows: pd.DataFrame, scope: Scope, ripeness: Maturity, keys: Sequence[str] = KEY_FIGURES, has_before: bool = True) -> tuple[Figure, ...]:
    """The figures ``keys`` out of ``rows`` of :func:`adcrm.metrics.queries.compared` by day and platform.

    ``has_before``: whether the books hold the whole period before. Where they begin within it, everything would look like a rise.
    """
    table = _Table(rows[rows["part"] != "cut"])
    final_days = ripeness.days_final(scope)
    return tuple(_figure(METRICS[key], table, scope, final_days, has_before) for key in keys)


def _figure(what: Metric, table: "_Table", scope: Scope, final_days: int, has_before: bool) -> Figure:
    left_out = table.left_out(what)
    final_only = what.is_late and final_days < scope.days
    days_compared = (final_days if final_only else scope.days) if has_before else 0
    now, before = table.mask(left_out, NOW), table.mask(left_out, BEFORE)
    late = table.mask(left_out, NOW[:1]) if final_only else now
    early = table.mask(left_out, BEFORE[:1]) if final_only else before
    value, former = table.value(what, now), table.value(what, before)
    return Figure(
        metric=what,
        value=value,
        before=former,
        change=_change(what, table.value(what, late), table.value(what, early)) if days_compared else None,
        days_compared=days_compared,
        is_clear=days_compared > 0 and _is_clear(what, table, late, early, scope.days),
        numerator=table.sum(what.numerator, now),
        denominator=None if what.denominator is None else table.sum(what.denominator, now),
        series=_series(what, table, now),
        left_out=left_out,
    )


def period_only_share(rows: pd.DataFrame, measure: str = "cost") -> float:
    """The part of the period's total that stands in rows covering several days, and so in no chart by day."""
    now = rows[rows["part"].isin(NOW)]
    total = now[measure].sum()
    return float(now.loc[now["day"].isna(), measure].sum() / total) if total > 0 else 0.0


def cut_sum(rows: pd.DataFrame, measure: str = "cost") -> float:
    """The sum of rows that overlap the period without lying in it: they are in no total."""
    return float(rows.loc[rows["part"] == "cut", measure].sum())


def shares(rows: pd.DataFrame, key: str, dim: str = "platform") -> pd.DataFrame:
    """Each channel's part of the period's total of a plain measure. Columns: ``dim``, ``value``, ``share``; largest first."""
    now = rows[rows["part"].isin(NOW)]
    made = now.groupby(dim)[key].sum(min_count=1).dropna().rename("value").reset_index()
    total = made["value"].sum()
    made["share"] = made["value"] / total if total else float("nan")
    return made[made["value"] > 0].sort_values("value", ascending=False, ignore_index=True)


def contrast(rows: pd.DataFrame, dims: list[str], key: str, has_before: bool = True) -> pd.DataFrame:
    """Each group of the period with its metrics and the relative change of ``key``, out of ``compared`` rows.

    Columns: ``dims``, measures, ratios, ``change`` (over final days where the figure is late; NaN where it cannot be told, as where
    the books do not hold the whole period before: ``has_before``).
    """
    now = with_metrics(rows[rows["part"].isin(NOW)], dims)
    what = METRICS[key]
    if not has_before:
        return now.assign(change=np.nan)
    parts = [("current",), ("previous",)] if what.is_late else [NOW, BEFORE]
    sides = [with_metrics(rows[rows["part"].isin(part)], dims, [key]) for part in parts]
    late, early = (side.assign(made=side[key])[[*dims, "made"]] for side in sides)
    both = now[dims].merge(late, on=dims, how="left").merge(early, on=dims, how="left", suffixes=("_now", "_before"))
    now["change"] = ((both["made_now"] - both["made_before"]) / both["made_before"].where(both["made_before"] > 0)).to_numpy()
    return now


def attention(made: pd.DataFrame) -> pd.DataFrame:
    """Add ``missed``: what the same cost would have brought at the average of all rows, less what it brought; largest first.

    In conversion value, or in conversions where no value is reported. Rows without cost or without the measure come last.
    """
    gain = "conversion_value" if made["conversion_value"].sum() > 0 else "conversions"
    known = made[gain].notna() & (made["cost"] > 0)
    average = made.loc[known, gain].sum() / made.loc[known, "cost"].sum() if known.any() else 0.0
    made["missed"] = (made["cost"] * average - made[gain]).where(known)
    return made.sort_values(["missed", "cost"], ascending=False, na_position="last", ignore_index=True)


class _Table:
    """The rows as arrays: a page asks a dozen figures of them at every change of a filter, and frames are slow at that."""

    def __init__(self, rows: pd.DataFrame):
        self.part = rows["part"].to_numpy(dtype=object)
        self.platform = rows["platform"].to_numpy(dtype=object)
        days = rows["day"].to_numpy(dtype="datetime64[D]")
        self.has_day = ~np.isnat(days)
        self.first_day = days[self.has_day].min() if self.has_day.any() else np.datetime64("1970-01-01")
        self.day = np.where(self.has_day, (days - self.first_day).astype(int), 0)
        self.measures = {name: rows[name].to_numpy(dtype=float) for name in MEASURES}

    def mask(self, left_out: Sequence[str], parts: Sequence[str]) -> Bools:
        """Which rows stand in ``parts`` and belong to a channel that takes part."""
        return np.isin(self.part, parts) & ~np.isin(self.platform, left_out)

    def left_out(self, what: Metric) -> tuple[str, ...]:
        """Channels that report one measure of a ratio and not the other."""
        if not what.is_ratio:
            return ()
        carried = [set(self.platform[~np.isnan(self.measures[name])]) for name in what.measures]
        return tuple(sorted(carried[0] ^ carried[1]))

    def sum(self, name: str, mask: Bools) -> float | None:
        """The sum of a measure; None where no row carries it."""
        values = self.measures[name][mask]
        values = values[~np.isnan(values)]
        return float(values.sum()) if len(values) else None

    def value(self, what: Metric, mask: Bools) -> float | None:
        """The metric over the rows of ``mask``."""
        top = self.sum(what.numerator, mask)
        if what.denominator is None or top is None:
            return top
        below = self.sum(what.denominator, mask)
        return top / below * what.scale + what.offset if below else None

    def by_day(self, name: str, mask: Bools) -> tuple[Floats, Floats]:
        """Days (counted from the first) that have rows in ``mask``, and the measure's sum on each; NaN where no row carries it."""
        mask = mask & self.has_day
        day, values = self.day[mask], self.measures[name][mask]
        known = ~np.isnan(values)
        size = int(self.day.max(initial=0)) + 1
        sums = np.bincount(day[known], values[known], minlength=size).astype(float)
        sums[np.bincount(day[known], minlength=size) == 0] = np.nan
        present: Floats = np.flatnonzero(np.bincount(day, minlength=size)).astype(float)
        return present, sums[present.astype(int)]


def _change(what: Metric, new: float | None, old: float | None) -> float | None:
    if new is None or old is None:
        return None
    if what.offset:
        return new - old
    return (new - old) / old if old > 0 else None


def _is_clear(what: Metric, table: _Table, now: Bools, before: Bools, apart: int) -> bool:
    """Whether the two periods differ by more than twice the standard error of their difference, days taken as draws.

    A sum is compared day by day with the day ``apart`` days before, which takes the week's rhythm out;
    a ratio by the linearised variance of a ratio of sums (Cochran, "Sampling Techniques", 1977, section 6.4).
    """
    sides = [table.by_day(what.numerator, mask) for mask in (now, before)]
    if min(len(days) for days, _ in sides) < LEAST_DAYS:
        return False
    if what.denominator is None:
        former = dict(zip(sides[1][0] + apart, sides[1][1], strict=True))
        differences = np.array([value - former.get(day, np.nan) for day, value in zip(*sides[0], strict=True)])
        differences = differences[~np.isnan(differences)]
        if len(differences) < LEAST_DAYS:
            return False
        return bool(abs(differences.mean()) > SURE * differences.std(ddof=1) / len(differences) ** 0.5)
    ratios, variances = [], []
    for (_, tops), mask in zip(sides, (now, before), strict=True):
        top, below = np.nan_to_num(tops), np.nan_to_num(table.by_day(what.denominator, mask)[1])
        if below.sum() <= 0:
            return False
        ratio = top.sum() / below.sum()
        ratios.append(ratio)
        variances.append(((top - ratio * below) ** 2).sum() * len(top) / (len(top) - 1) / below.sum() ** 2)
    return bool(abs(ratios[0] - ratios[1]) > SURE * sum(variances) ** 0.5)


def _series(what: Metric, table: _Table, now: Bools) -> tuple[float | None, ...]:
    top = table.by_day(what.numerator, now)[1]
    if what.denominator is not None:
        below = table.by_day(what.denominator, now)[1]
        with np.errstate(divide="ignore", invalid="ignore"):
            top = np.where(below != 0, top / below * what.scale + what.offset, np.nan)
    return tuple(None if np.isnan(value) else float(value) for value in top)
