"""What each client's campaigns cost and brought, in the client's own billing currency.

Spend is final at once; return is not, because conversions still arrive: ROAS leaves the young days out.
Both look back from the last day that the client has in the books, so that an export uploaded late does not look like a fall.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import ibis
import pandas as pd

from adcrm.warehouse import Warehouse
from adcrm.warehouse.tables import ad_performance

WINDOW = 28  # days, four whole weeks: every weekday weighs the same
WEEKS = 12  # points of the small trend line
YOUNG_ACCOUNT = 2 * WINDOW  # days of data before which a trend cannot be told


@dataclass(frozen=True)
class ClientResult:
    """One client's spend and return in one currency.

    Attributes
    ----------
    last_day : the last day with ad data of this client.
    spend, spend_before : the 28 days up to ``last_day``, and the 28 days before those.
    spend_change : ``spend / spend_before - 1``; ``None`` without a spend before, or with less than 56 days of data.
    roas : conversion value over cost (ratio of sums, of the channels that report a value), 28 days that ended ``maturity_days`` before ``last_day``.
    roas_change : against the 28 days before those.
    weekly_spend : oldest first; whole weeks that end on ``last_day``. Only daily rows: a row for a longer period has no week.
    other_currencies : further currencies in which the client was billed; their amounts are not in here.
    """

    client_id: int
    currency: str
    first_day: date
    last_day: date
    spend: Decimal | None
    spend_before: Decimal | None
    spend_change: float | None
    roas: float | None
    roas_change: float | None
    weekly_spend: tuple[float, ...]
    other_currencies: tuple[str, ...] = ()


def client_results(facts: Warehouse, currencies: dict[int, str], maturity_days: int) -> dict[int, ClientResult]:
    """The results of every client that has facts.

    Parameters
    ----------
    currencies : each client's currency. A client never billed in it is shown in the one that most of its rows have.
    """
    counted = ad_performance.filter(ad_performance.in_total, ad_performance.client_id.notnull())
    spans = facts.query(
        counted.group_by("client_id", "currency").agg(first=counted.date_start.min(), last=counted.date_end.max(), rows=counted.count())
    ).to_pylist()
    chosen = _chosen(spans, currencies)
    if not chosen:
        return {}
    reach = 2 * WINDOW + maturity_days
    earliest = min(span["last"] for span in chosen.values()) - timedelta(days=max(reach, WEEKS * 7))
    recent = counted.filter(counted.date_start > ibis.literal(earliest))
    days = facts.query(
        recent.group_by("client_id", "currency", "platform", "date_start", "date_end").agg(
            cost=recent.cost.sum(), value=recent.conversion_value.sum()
        )
    ).to_pandas()
    by_client = dict(list(days.groupby(["client_id", "currency"]))) if len(days) else {}
    others = {
        i: tuple(sorted(s["currency"] for s in spans if s["client_id"] == i and s["currency"] != span["currency"])) for i, span in chosen.items()
    }
    return {i: _result(span, by_client.get((i, span["currency"]), days.head(0)), maturity_days, others[i]) for i, span in chosen.items()}


def _chosen(spans: list[dict[str, Any]], currencies: dict[int, str]) -> dict[int, dict[str, Any]]:
    """The span of the one currency in which each client is shown."""
    best: dict[int, dict[str, Any]] = {}
    for span in sorted(spans, key=lambda s: (s["rows"], s["currency"])):
        held = best.get(span["client_id"])
        if held is None or held["currency"] != currencies.get(span["client_id"]):
            best[span["client_id"]] = span
    return best


def _result(span: dict[str, Any], days: pd.DataFrame, maturity_days: int, others: tuple[str, ...]) -> ClientResult:
    first, last = span["first"], span["last"]
    now = _sums(days, last, 0)
    before = _sums(days, last, WINDOW)
    mature = _sums(days, last, maturity_days)
    mature_before = _sums(days, last, maturity_days + WINDOW)
    long_enough = (last - first).days + 1 >= YOUNG_ACCOUNT
    roas, roas_before = _ratio(mature["value"], mature["cost_of_value"]), _ratio(mature_before["value"], mature_before["cost_of_value"])
    return ClientResult(
        client_id=span["client_id"],
        currency=span["currency"],
        first_day=first,
        last_day=last,
        spend=now["cost"],
        spend_before=before["cost"],
        spend_change=_change(_ratio(now["cost"], before["cost"])) if long_enough else None,
        roas=roas,
        roas_change=_change(_ratio(roas, roas_before)) if roas is not None and long_enough else None,
        weekly_spend=_weeks(days, last),
        other_currencies=others,
    )


def _sums(days: pd.DataFrame, last: date, age: int) -> dict[str, Decimal | None]:
    """Sums over the window that ended ``age`` days before ``last``; a row counts when it lies wholly inside.

    ``cost_of_value`` is the cost of the channels that report a value at all: the others say nothing about the return.
    """
    end = last - timedelta(days=age)
    start = end - timedelta(days=WINDOW - 1)
    inside = days[(days["date_start"] >= start) & (days["date_end"] <= end)]
    valued = inside[inside["platform"].isin(inside.loc[inside["value"].notna(), "platform"])]
    return {"cost": _sum(inside["cost"]), "value": _sum(valued["value"]), "cost_of_value": _sum(valued["cost"])}


def _sum(values: pd.Series) -> Decimal | None:
    known = values.dropna()
    return sum(known, Decimal(0)) if len(known) else None


def _weeks(days: pd.DataFrame, last: date) -> tuple[float, ...]:
    daily = days[days["date_start"] == days["date_end"]]
    sums = [0.0] * WEEKS
    for day, cost in zip(daily["date_start"], daily["cost"], strict=True):
        age = (last - day).days // 7
        if 0 <= age < WEEKS and cost is not None:
            sums[WEEKS - 1 - age] += float(cost)
    return tuple(sums) if len(daily) else ()


def _ratio(over: Decimal | float | None, under: Decimal | float | None) -> float | None:
    return float(over) / float(under) if over is not None and under else None


def _change(ratio: float | None) -> float | None:
    return None if ratio is None else ratio - 1
