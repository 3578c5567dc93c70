"""The questions that pages and the command line ask of the ad facts. Each is one scan of ``ad_performance``.

What counts: rows marked ``in_total``, or ``in_split`` for the chart of one breakdown. A row that covers several
days counts only where the scope holds all of them, and is never put on a day.

A ratio over several channels uses only channels that report both of its measures: the clicks of a channel
without impressions belong in no click-through rate.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Literal

import ibis
import ibis.expr.types as ir
import pandas as pd

from adcrm.errors import InputError
from adcrm.messages import message
from adcrm.metrics import currency as money
from adcrm.metrics.definitions import MEASURES, METRICS, Metric, evaluate, evaluate_all
from adcrm.metrics.maturity import Maturity
from adcrm.metrics.scope import Scope
from adcrm.warehouse import Dated, Warehouse
from adcrm.warehouse.tables import ad_performance as facts_table

# Where a row stands against the chosen period and the one before it. ``fresh``: on days that still grow, or, for the
# period before, on the days at the same place in it. ``cut``: it overlaps the period but is not wholly inside;
# ``outside``: the same of the period before.
PARTS = ("current", "current_fresh", "previous", "previous_fresh", "cut", "outside")

# A dimension of a total: column of the facts.
DIMENSIONS = {
    "channel": "platform",
    "platform": "platform",
    "client": "client_id",
    "account": "account",
    "campaign": "campaign",
    "campaign_type": "campaign_type",
    "ad_group": "ad_group",
    "ad": "ad",
    "currency": "currency",
}
DAY_DIMENSIONS = ("date", "week", "month", "weekday")
# Keys with so many values that a scope has about as many groups as rows.
FINE = frozenset({"campaign", "campaign_id", "ad_group", "ad_group_id", "ad", "ad_id", "d_campaign", "d_ad_group", "d_ad"})
# A dimension that only a breakdown report has: the breakdown whose rows are used.
SPLITS = {"hour": "hour", "region": "region", "device": "device", "age": "age_gender", "gender": "age_gender", "placement": "placement"}


@dataclass(frozen=True)
class Totals:
    """Exact sums by channel. ``None``: no report of the channel carries the measure."""

    by_channel: dict[str, dict[str, Decimal | None]]

    def measure(self, name: str) -> Decimal | None:
        """The sum of one measure over every channel that carries it."""
        known = [value for sums in self.by_channel.values() if (value := sums[name]) is not None]
        return sum(known, Decimal(0)) if known else None

    def sums(self, what: Metric) -> dict[str, Decimal | None]:
        """The sums that ``what`` is made of, over the channels that carry all of them."""
        used = [sums for sums in self.by_channel.values() if all(sums[name] is not None for name in what.measures)]
        return {name: sum((sums[name] or Decimal(0) for sums in used), Decimal(0)) if used else None for name in what.measures}

    def value(self, what: Metric) -> Decimal | None:
        """The metric; ``None`` where it is undefined."""
        return evaluate(what, self.sums(what))

    def left_out(self, what: Metric) -> tuple[str, ...]:
        """Channels whose rows lack one measure of a ratio, and so are not in it."""
        if not what.is_ratio:
            return ()
        return tuple(sorted(key for key, sums in self.by_channel.items() if sum(sums[name] is not None for name in what.measures) == 1))


@dataclass(frozen=True)
class Group:
    """One group of :func:`groups`: the values of its dimensions and its exact totals."""

    values: tuple[Any, ...]
    totals: Totals


def chosen(scope: Scope, split: str | None = None) -> ir.Table:
    """The rows that count for ``scope``'s client, channels, currency and campaign, on any day; their money is as it was billed."""
    f = facts_table
    tests = [f.in_total] if split is None else [f.in_split, f.breakdown == split]
    if scope.client_id is not None:
        tests.append(f.client_id == scope.client_id)
    if scope.channels:
        tests.append(f.platform.isin(scope.channels) if len(scope.channels) > 1 else f.platform == scope.channels[0])
    if scope.currency is not None and not scope.converted:
        tests.append(f.currency == scope.currency)
    if scope.campaign is not None:
        tests.append((f.campaign_id == scope.campaign) | (f.campaign == scope.campaign))
    if scope.ad_group is not None:
        tests.append((f.ad_group_id == scope.ad_group) | (f.ad_group == scope.ad_group))
    return f.filter(*tests)


def convertible(facts: Warehouse, scope: Scope, split: str | None = None) -> Scope:
    """The scope with its exchange rates standing ready, and no longer converted where none of its money has to be.

    Raises
    ------
    RateMissingError : a row that touches the scope's days has no rate.
    """
    return money.ready(facts, scope, chosen(scope, split)) if scope.converted else scope


def currencies(facts: Warehouse, scope: Scope) -> tuple[str, ...]:
    """The currencies that rows of the scope's days, client, channels and campaign bill in, whatever currency it names; most rows first."""
    rows = inside(replace(scope, currency=None, converted=False))
    found = facts.query(rows.group_by("currency").agg(n=rows.count())).to_pylist()
    return tuple(row["currency"] for row in sorted(found, key=lambda row: (-row["n"], row["currency"])) if row["currency"])


def counted_cost(facts: Warehouse, client_id: int, platform: str, currency: str) -> Decimal:
    """The whole cost of a client on a platform as totals count it: once, however many reports cover it."""
    rows = chosen(Scope(date.min, date.max, client_id, (platform,), currency))
    return facts.query(rows.agg(cost=rows.cost.sum()))["cost"][0].as_py() or Decimal(0)


def inside(scope: Scope, split: str | None = None) -> ir.Table:
    """The rows that count and lie wholly inside the scope's days."""
    rows = chosen(scope, split)
    return rows.filter(rows.date_start >= scope.date_from, rows.date_end <= scope.date_to)


def summed(rows: ir.Table, scope: Scope, **keys: ir.Value) -> ir.Table:
    """Sums of the measures by ``keys``, money in the currency of a converted scope (of :func:`convertible`)."""
    if not scope.converted or scope.currency is None:
        return rows.group_by(**keys).agg(**sums(rows)) if keys else rows.agg(**sums(rows))
    rows = rows.mutate(**keys) if keys else rows
    if FINE.isdisjoint(keys):  # with fine keys there are about as many groups as rows, and sums by day first would cost more
        rows = rows.group_by(*dict.fromkeys((*keys, *money.SPAN))).agg(**sums(rows))
    rows = money.converted(rows, scope.currency)
    return rows.group_by(*keys).agg(**sums(rows)) if keys else rows.agg(**sums(rows))


def sums(rows: ir.Table, measures: Iterable[str] = MEASURES) -> dict[str, ir.Scalar]:
    """Sums of the measures; counts as 64-bit whole numbers on every engine, the rest as exact decimals."""
    return {name: rows[name].sum().cast("int64") if name in ("impressions", "clicks") else rows[name].sum() for name in measures}


def totals(facts: Warehouse, scope: Scope) -> Totals:
    """Exact totals of the scope."""
    found = groups(facts, scope, ())
    return found[0].totals if found else Totals({})


def groups(facts: Warehouse, scope: Scope, dims: Sequence[str]) -> list[Group]:
    """Exact totals for each combination of ``dims`` (keys of ``DIMENSIONS``, ``DAY_DIMENSIONS`` and ``SPLITS``), sorted.

    With a day dimension only daily rows take part. With a split dimension the rows are those of that breakdown's
    reports, which may cover less than the total.

    Raises
    ------
    InputError : an unknown dimension, or two that no one report has together.
    """
    scope, rows, keys = _grouped_rows(facts, scope, dims)
    query = summed(rows, scope, **keys, channel_key=rows.platform)
    found: dict[tuple[Any, ...], dict[str, dict[str, Decimal | None]]] = {}
    for row in facts.query(query).to_pylist():
        values = tuple(row[f"d_{dim}"] for dim in dims)
        found.setdefault(values, {})[row["channel_key"]] = {name: None if row[name] is None else Decimal(row[name]) for name in MEASURES}
    order = sorted(found, key=lambda values: tuple((value is None, value) for value in values))
    return [Group(values, Totals(found[values])) for values in order]


def left_out(facts: Warehouse, scope: Scope, dims: Sequence[str] = ()) -> dict[str, Decimal]:
    """Exact sums of the rows that touch the scope's days and yet are not in :func:`groups`, because they cover other days too
    or, where a day dimension is asked for, several. Empty where there are none; a measure that none of them carries is absent.
    """
    scope = convertible(facts, scope)
    rows = chosen(scope)
    whole = (rows.date_start >= scope.date_from) & (rows.date_end <= scope.date_to)
    counted = whole & (rows.date_start == rows.date_end) if any(dim in DAY_DIMENSIONS for dim in dims) else whole
    rows = rows.filter(rows.date_end >= scope.date_from, rows.date_start <= scope.date_to, ~counted)
    found = facts.query(summed(rows, scope)).to_pylist()[0]
    return {name: Decimal(value) for name, value in found.items() if value is not None}


def by(facts: Warehouse, scope: Scope, dims: Sequence[str], metrics: Iterable[str] = tuple(METRICS)) -> pd.DataFrame:
    """Like :func:`groups` for drawing: a column for each of ``dims``, ``MEASURES`` and ``metrics``, as floats."""
    scope, rows, keys = _grouped_rows(facts, scope, dims)
    frame = facts.frame(summed(rows, scope, **keys, channel_key=rows.platform))
    frame = frame.rename(columns={f"d_{dim}": dim for dim in dims} | {"channel_key": "platform_of_sum"})
    return with_metrics(frame, list(dims), metrics, platform="platform_of_sum")


def compared(facts: Warehouse, scope: Scope, ripeness: Maturity, dims: Sequence[str] = ("day", "platform")) -> pd.DataFrame:
    """Sums of the scope and of the period before it, in one scan: what cards, trend and shares are made of.

    Columns: ``part`` (see ``PARTS``), ``dims``, the measures as floats. ``dims`` are columns of ``ad_performance``, or ``day``
    (NaT for rows that cover several days). ``cut`` rows are in no total; they are there so that a page can say so. Of a period
    before that exchange rates are missing for there are no rows.
    """
    scope = convertible(facts, scope)
    first = scope.previous().date_from if has_rates(facts, scope.previous()) else scope.date_from
    before, final = scope.previous(), ripeness.days_final(scope)
    young = (scope.date_from, before.date_from) if final < scope.days else ()
    days = (first, before.date_from, scope.date_from, scope.date_to, *(day + timedelta(days=final) for day in young))
    frame = facts.frame(Dated(_compared, days, (_any_day(scope), tuple(dims))))
    frame["part"] = frame["part"].map(dict(enumerate(PARTS)))
    frame = frame[frame["part"] != "outside"].reset_index(drop=True)
    if "day" in dims:
        frame["day"] = pd.to_datetime(frame["day"])
    return frame


def has_rates(facts: Warehouse, scope: Scope) -> bool:
    """Whether every amount on the scope's days can be shown in its currency; true where nothing is converted."""
    try:
        convertible(facts, scope)
    except money.RateMissingError:
        return False
    return True


def first_day(facts: Warehouse, scope: Scope) -> date | None:
    """The first day with data of the scope's client, channels and currency, whatever its days; ``None`` where they have none."""
    rows = chosen(replace(scope, campaign=None, ad_group=None))
    found: date | None = facts.query(rows.agg(first=rows.date_start.min()))["first"][0].as_py()
    return found


def with_metrics(rows: pd.DataFrame, dims: list[str], metrics: Iterable[str] = tuple(METRICS), platform: str = "platform") -> pd.DataFrame:
    """Sum ``rows`` (columns ``dims``, ``platform``, measures) over ``dims`` and add the metrics.

    Ratios use only channels that carry both measures anywhere in ``rows``. A missing measure stays NaN.
    """
    out = _sum(rows, dims, list(MEASURES))
    carried = rows.groupby(platform)[list(MEASURES)].count() > 0
    for key in metrics:
        what = METRICS[key]
        pair = list(what.measures)
        complete = carried[pair].all(axis=1)
        lopsided = carried[pair].any(axis=1) & ~complete
        if not what.is_ratio:
            continue
        if not lopsided.any():
            out[key] = evaluate_all(what, out)
            continue
        used = _sum(rows[rows[platform].map(complete).astype(bool)], dims, pair)
        if not dims:
            out[key] = evaluate_all(what, used)
        else:
            out[key] = out[dims].merge(used.assign(made=evaluate_all(what, used)), on=dims, how="left")["made"].to_numpy()
    return out


def hours(facts: Warehouse, scope: Scope) -> pd.DataFrame:
    """Sums by weekday, hour and channel from the reports by hour.

    Columns: ``weekday`` (0 Monday; NaN where the report gives neither day nor weekday), ``hour`` (0 to 23), ``platform``, measures.
    """
    scope = convertible(facts, scope, "hour")
    return facts.frame(Dated(_hours, (scope.date_from, scope.date_to), (_any_day(scope),)))


def regions(facts: Warehouse, scope: Scope) -> pd.DataFrame:
    """Sums by region and channel from the reports by region. Columns: ``region``, ``platform``, measures."""
    scope = convertible(facts, scope, "region")
    return facts.frame(Dated(_regions, (scope.date_from, scope.date_to), (_any_day(scope),)))


def coverage(split_rows: pd.DataFrame, total_rows: pd.DataFrame, measure: str) -> float | None:
    """The part of the total of ``measure`` that the rows of a breakdown cover; ``None`` where there is no total."""
    total = total_rows[measure].sum(min_count=1)
    return None if not total > 0 else float(split_rows[measure].sum() / total)


def trend(rows: pd.DataFrame, scope: Scope, key: str, split_by: str | None = "platform") -> pd.DataFrame:
    """The metric by day, or by week from Monday in a scope of more than 120 days, out of :func:`compared`'s rows.

    Columns: ``day``, ``split_by``, ``value``. Only daily rows; a week that the scope cuts would look like a fall and is left out.
    """
    rows = rows[rows["part"].isin(("current", "current_fresh")) & rows["day"].notna()].copy()
    if is_weekly(scope):
        rows["day"] = rows["day"] - pd.to_timedelta(rows["day"].dt.day_of_week, unit="D")
        whole_from, whole_to = pd.Timestamp(scope.date_from), pd.Timestamp(scope.date_to) - pd.Timedelta(days=6)
        rows = rows[rows["day"].between(whole_from, whole_to)]
    dims = ["day"] if split_by is None else ["day", split_by]
    made = with_metrics(rows, dims, [key]) if split_by != "platform" else _sum(rows, dims, list(MEASURES))
    made["value"] = evaluate_all(METRICS[key], made) if key not in made else made[key]
    return made[[*dims, "value"]].sort_values(dims, ignore_index=True)


def is_weekly(scope: Scope) -> bool:
    """Whether a trend over the scope is drawn by week."""
    return scope.days > 120


def _any_day(scope: Scope) -> Scope:
    """What a scope is about besides its days, which a :class:`Dated` question gets apart."""
    return replace(scope, date_from=date.min, date_to=date.min)


def _compared(first: date, before: date, start: date, end: date, *rest: Any) -> ir.Table:
    """The question of :func:`compared`; ``rest``: the first young day of the scope and the day at its place in the period before,
    both left out where none is young, then the scope and the dimensions.
    """
    *young, scope, dims = rest
    rows = chosen(scope)
    rows = rows.filter(rows.date_end >= first, rows.date_start <= end)
    current, previous = (ibis.ifelse(rows.date_end >= day, part + 1, part) for day, part in zip(young, (0, 2), strict=True)) if young else (0, 2)
    # Index into PARTS of each row that touches the scope or the period before it.
    part = ibis.cases(
        ((rows.date_start >= start) & (rows.date_end <= end), current),
        ((rows.date_start >= before) & (rows.date_end < start), previous),
        (rows.date_end >= start, 4),
        else_=5,
    )
    keys: dict[str, ir.Value] = {"part": part}
    for dim in dims:
        keys[dim] = ibis.ifelse(rows.date_start == rows.date_end, rows.date_start, None) if dim == "day" else rows[dim]
    return summed(rows, scope, **keys)


def _hours(start: date, end: date, scope: Scope) -> ir.Table:
    rows = inside(replace(scope, date_from=start, date_to=end), "hour")
    rows = rows.filter(rows.hour.notnull())
    weekday = ibis.ifelse(rows.date_start == rows.date_end, rows.date_start.day_of_week.index(), rows.weekday)
    return summed(rows, scope, weekday=weekday, hour=rows.hour, platform=rows.platform)


def _regions(start: date, end: date, scope: Scope) -> ir.Table:
    rows = inside(replace(scope, date_from=start, date_to=end), "region")
    return summed(rows, scope, region=rows.region, platform=rows.platform)


def _grouped_rows(facts: Warehouse, scope: Scope, dims: Sequence[str]) -> tuple[Scope, ir.Table, dict[str, ir.Value]]:
    """The scope as it can be asked, the rows to sum and the keys, named ``d_<dim>`` so that no key hides a column."""
    unknown = [dim for dim in dims if dim not in DIMENSIONS and dim not in DAY_DIMENSIONS and dim not in SPLITS]
    if unknown:
        raise InputError(
            message("There is no dimension called “{name}”.", name=unknown[0]),
            message("Known dimensions: {names}.", names=", ".join((*DIMENSIONS, *DAY_DIMENSIONS, *SPLITS))),
        )
    splits = {SPLITS[dim] for dim in dims if dim in SPLITS}
    if len(splits) > 1:
        raise InputError(
            message("No report splits the figures by {names} at once.", names=", ".join(dim for dim in dims if dim in SPLITS)),
            message("Ask for one of them at a time."),
        )
    split = splits.pop() if splits else None
    scope = convertible(facts, scope, split)
    rows = inside(scope, split)
    if split is not None:
        rows = rows.filter(*(rows[dim].notnull() for dim in dims if dim in SPLITS))
    if any(dim in DAY_DIMENSIONS for dim in dims):
        rows = rows.filter(rows.date_start == rows.date_end)
    return scope, rows, {f"d_{dim}": _key(rows, dim) for dim in dims}


def _key(rows: ir.Table, dim: str) -> ir.Value:
    kinds: dict[str, Literal["W", "M"]] = {"week": "W", "month": "M"}
    if dim in kinds:
        return rows.date_start.cast("timestamp").truncate(kinds[dim]).cast("date")
    if dim == "weekday":
        return rows.date_start.day_of_week.index()
    return rows.date_start if dim == "date" else rows[DIMENSIONS.get(dim, dim)]


def _sum(rows: pd.DataFrame, dims: list[str], measures: list[str]) -> pd.DataFrame:
    """Sums by ``dims`` in the order they come; NaN where no row carries the measure."""
    if not dims:
        return rows[measures].sum(min_count=1).to_frame().T
    return rows.groupby(dims, dropna=False, sort=False)[measures].sum(min_count=1).reset_index()
