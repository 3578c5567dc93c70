"""The key figures of a period against the one before it, with what they are made of.

A figure that depends on conversions is compared on final days only: the conversions of the last days are
still arriving, and a whole period against a young one would always look like a fall.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from adcrm.metrics.definitions import MEASURES, METRICS, Metric, evaluate_all
from adcrm.metrics.maturity import Maturity
from adcrm.metrics.queries import with_metrics
from adcrm.metrics.scope import Scope

KEY_FIGURES = ("cost", "impressions", "clicks", "ctr", "conversions", "conversion_rate", "cost_per_conversion", "roas")
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


def figures(rows: pd.DataFrame, scope: Scope, ripeness: Maturity, keys: Sequence[str] = KEY_FIGURES) -> tuple[Figure, ...]:
    """The figures ``keys`` out of ``rows`` of :func:`adcrm.metrics.queries.compared` by day and platform."""
    counted = rows[rows["part"] != "cut"]
    lacking = counted.groupby("platform")[list(MEASURES)].count() == 0
    final_days = ripeness.days_final(scope)
    made = []
    for key in keys:
        what = METRICS[key]
        left_out = _left_out(what, lacking)
        used = counted[~counted["platform"].isin(left_out)]
        young = what.is_late and final_days < scope.days
        final_only = what.is_late and 0 < final_days < scope.days
        now, before = ("current", "current_fresh"), ("previous", "previous_fresh")
        now_parts, before_parts = (now[:1], before[:1]) if final_only else (now, before)
        sums = _sums(used, now)
        made.append(
            Figure(
                metric=what,
                value=_value(what, sums),
                before=_value(what, _sums(used, before)),
                change=_change(what, used, now_parts, before_parts),
                days_compared=final_days if final_only else scope.days,
                is_clear=(final_only or not young) and _is_clear(what, used, now_parts, before_parts, scope.days),
                numerator=_number(sums[what.numerator].iloc[0]),
                denominator=None if what.denominator is None else _number(sums[what.denominator].iloc[0]),
                series=_series(what, used),
                left_out=left_out,
            )
        )
    return tuple(made)


def period_only_share(rows: pd.DataFrame, measure: str = "cost") -> float:
    """The part of the period's total that stands in rows covering several days, and so in no chart by day."""
    now = rows[rows["part"].isin(("current", "current_fresh"))]
    total = now[measure].sum()
    return float(now.loc[now["day"].isna(), measure].sum() / total) if total > 0 else 0.0


def cut_sum(rows: pd.DataFrame, measure: str = "cost") -> float:
    """The sum of rows that overlap the period without lying in it: they are in no total."""
    return float(rows.loc[rows["part"] == "cut", measure].sum())


def shares(rows: pd.DataFrame, key: str, dim: str = "platform") -> pd.DataFrame:
    """Each channel's part of the period's total of a plain measure. Columns: ``dim``, ``value``, ``share``; largest first."""
    now = rows[rows["part"].isin(("current", "current_fresh"))]
    made = now.groupby(dim)[key].sum(min_count=1).dropna().rename("value").reset_index()
    total = made["value"].sum()
    made["share"] = made["value"] / total if total else float("nan")
    return made[made["value"] > 0].sort_values("value", ascending=False, ignore_index=True)


def contrast(rows: pd.DataFrame, dims: list[str], key: str) -> pd.DataFrame:
    """Each group of the period with its metrics and the relative change of ``key``, out of ``compared`` rows.

    Columns: ``dims``, measures, ratios, ``change`` (over final days where the figure is late; NaN where it cannot be told).
    """
    now = with_metrics(rows[rows["part"].isin(("current", "current_fresh"))], dims)
    what = METRICS[key]
    has_final = (rows["part"] == "current").any()
    parts = [("current",), ("previous",)] if what.is_late and has_final else [("current", "current_fresh"), ("previous", "previous_fresh")]
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


def _left_out(what: Metric, lacking: pd.DataFrame) -> tuple[str, ...]:
    if not what.is_ratio:
        return ()
    pair = lacking[list(what.measures)]
    return tuple(sorted(pair.index[pair.any(axis=1) & ~pair.all(axis=1)]))


def _sums(rows: pd.DataFrame, parts: Sequence[str]) -> pd.DataFrame:
    return rows.loc[rows["part"].isin(parts), list(MEASURES)].sum(min_count=1).to_frame().T


def _value(what: Metric, sums: pd.DataFrame) -> float | None:
    return _number(evaluate_all(what, sums).iloc[0])


def _change(what: Metric, rows: pd.DataFrame, now: Sequence[str], before: Sequence[str]) -> float | None:
    new, old = _value(what, _sums(rows, now)), _value(what, _sums(rows, before))
    if new is None or old is None:
        return None
    if what.offset:
        return new - old
    return (new - old) / old if old > 0 else None


def _is_clear(what: Metric, rows: pd.DataFrame, now: Sequence[str], before: Sequence[str], apart: int) -> bool:
    """Whether the two periods differ by more than twice the standard error of their difference, days taken as draws.

    A sum is compared day by day with the day ``apart`` days before, which takes the week's rhythm out;
    a ratio by the linearised variance of a ratio of sums (Cochran, "Sampling Techniques", 1977, section 6.4).
    """
    sides = [_by_day(rows, parts) for parts in (now, before)]
    if min(len(side) for side in sides) < LEAST_DAYS:
        return False
    if what.denominator is None:
        shifted = sides[1].set_axis(sides[1].index + pd.Timedelta(days=apart))
        differences = (sides[0][what.numerator] - shifted[what.numerator]).dropna()
        if len(differences) < LEAST_DAYS:
            return False
        error = differences.std() / len(differences) ** 0.5
        return bool(abs(differences.mean()) > SURE * error)
    ratios, variances = [], []
    for side in sides:
        top, below = side[what.numerator].fillna(0), side[what.denominator].fillna(0)
        if below.sum() <= 0:
            return False
        ratio = top.sum() / below.sum()
        n = len(side)
        ratios.append(ratio)
        variances.append(((top - ratio * below) ** 2).sum() * n / (n - 1) / below.sum() ** 2)
    return bool(abs(ratios[0] - ratios[1]) > SURE * sum(variances) ** 0.5)


def _by_day(rows: pd.DataFrame, parts: Sequence[str]) -> pd.DataFrame:
    daily = rows[rows["part"].isin(parts) & rows["day"].notna()]
    return daily.groupby("day")[list(MEASURES)].sum(min_count=1).sort_index()


def _series(what: Metric, rows: pd.DataFrame) -> tuple[float | None, ...]:
    by_day = _by_day(rows, ("current", "current_fresh"))
    return tuple(_number(value) for value in evaluate_all(what, by_day))


def _number(value: float) -> float | None:
    return None if pd.isna(value) else float(value)
