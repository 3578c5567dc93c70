"""What counts: for each account, which reports make up the totals, which only feed their own chart, and how much of the total these cover."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

import ibis
from ibis import _

from adcrm.books import Books
from adcrm.warehouse.tables import ad_performance

Role = Literal["total", "partly", "chart", "overlaps", "nowhere"]
OWNER = ("platform", "account", "currency")
KIND = ("level", "breakdown", "is_additive", "is_daily")
Span = tuple[date, date]


@dataclass(frozen=True)
class Counted:
    """The rows of one kind of report of an account in a stretch of days.

    Attributes
    ----------
    account : its name, else its number, '' where no report names it.
    breakdown : the split dimensions joined by ``_``, ``none`` for none.
    is_additive : false where the rows show the same spend several times: never in a total.
    is_daily : false for rows that cover a period; these are never dated to a day.
    rows, rows_in_total, rows_in_split : all; those that count in totals; those that count in the chart of their breakdown.
    cost, cost_in_total : of all rows and of those that count in totals; ``None`` where no row has a cost.
    covered, total : on the days that have both: cost that the chart of the breakdown shows, and what the totals say. A report of a period
        is held against the totals of its days where these reach over the whole period. ``None`` for none.
    """

    client_id: int
    platform: str
    account: str
    currency: str
    level: str
    breakdown: str
    is_additive: bool
    is_daily: bool
    date_start: date
    date_end: date
    rows: int
    rows_in_total: int
    rows_in_split: int
    cost: Decimal | None
    cost_in_total: Decimal | None
    covered: Decimal | None = None
    total: Decimal | None = None

    @property
    def role(self) -> Role:
        """What the report is for."""
        if self.rows_in_total:
            return "total" if self.rows_in_total == self.rows else "partly"
        if not self.is_additive:
            return "overlaps"
        return "chart" if self.rows_in_split else "nowhere"

    @property
    def coverage(self) -> Decimal | None:
        """The share of the total that the chart of the breakdown shows."""
        return self.covered / self.total if self.covered is not None and self.total else None

    @property
    def missing(self) -> Decimal | None:
        """The cost of these days that the breakdown does not show."""
        return self.total - self.covered if self.covered is not None and self.total is not None else None


def counted(books: Books, client_id: int, date_from: date | None = None, date_to: date | None = None, platform: str = "") -> tuple[Counted, ...]:
    """Every kind of report of a client's accounts in these days, those that make up the totals first."""
    rows = ad_performance.filter(_.client_id == client_id)
    if platform:
        rows = rows.filter(_.platform == platform)
    if date_from is not None and date_to is not None:
        rows = rows.filter(_.date_end >= ibis.literal(date_from), _.date_start <= ibis.literal(date_to))
    rows = rows.mutate(
        account=ibis.coalesce(rows.account.nullif(""), rows.account_id, ""),
        currency=ibis.coalesce(rows.currency, ""),
        is_additive=ibis.coalesce(rows.is_additive, False),
        is_daily=rows.date_start == rows.date_end,
        in_total=ibis.coalesce(rows.in_total, False),
        in_split=ibis.coalesce(rows.in_split, False),
    )
    found: list[dict[str, Any]] = books.facts.query(
        rows.group_by([*OWNER, *KIND]).agg(
            date_start=rows.date_start.min(),
            date_end=rows.date_end.max(),
            rows=rows.count(),
            rows_in_total=rows.count(where=rows.in_total),
            rows_in_split=rows.count(where=rows.in_split),
            cost=rows.cost.sum(),
            cost_in_total=rows.cost.sum(where=rows.in_total),
        )
    ).to_pylist()
    used = rows.filter(rows.in_total | (rows.in_split & (rows.breakdown != "none")))
    spans = used.group_by([*OWNER, *KIND, "date_start", "date_end"]).agg(
        total=used.cost.sum(where=used.in_total), shown=used.cost.sum(where=used.in_split & ~used.in_total)
    )
    shares = _shares(books.facts.query(spans).to_pylist(), found)
    made = [Counted(client_id=client_id, **one, **shares.get(tuple(one[name] for name in (*OWNER, *KIND)), {})) for one in found]
    return tuple(sorted(made, key=_order))


def _shares(spans: list[dict[str, Any]], found: list[dict[str, Any]]) -> dict[tuple[Any, ...], dict[str, Any]]:
    """For each kind of report: cost that its chart shows and what the totals say, on the days and periods that have both.

    A report that names no account, where the channel has only one, is that account's.
    """
    named: dict[tuple[str, str], set[str]] = {}
    for one in found:
        named.setdefault((one["platform"], one["currency"]), set()).update({one["account"]} - {""})

    def owner(one: dict[str, Any]) -> tuple[str, str, str]:
        names = named[one["platform"], one["currency"]]
        return one["platform"], next(iter(names)) if len(names) == 1 else str(one["account"]), one["currency"]

    totals: dict[tuple[str, str, str], dict[Span, Decimal]] = {}
    for one in spans:
        if one["total"] is not None:
            mine, span = totals.setdefault(owner(one), {}), (one["date_start"], one["date_end"])
            mine[span] = mine.get(span, Decimal(0)) + one["total"]
    made: dict[tuple[Any, ...], dict[str, Any]] = {}
    for one in spans:
        total = _total_of(totals.get(owner(one), {}), (one["date_start"], one["date_end"]))
        if one["shown"] is None or total is None:
            continue
        share = made.setdefault(tuple(one[name] for name in (*OWNER, *KIND)), {"covered": Decimal(0), "total": Decimal(0)})
        share["covered"] += one["shown"]
        share["total"] += total
    # What shows the same spend several times covers nothing; a list of the largest alone does.
    is_list = KIND.index("is_additive") + len(OWNER)
    return {kind: share for kind, share in made.items() if kind[is_list] or share["covered"] <= share["total"]}


def _total_of(totals: dict[Span, Decimal], span: Span) -> Decimal | None:
    """What the totals say of a day, or of a period whose first and last day are in them; ``None`` where they do not reach so far."""
    first, last = span
    if first == last:
        return totals.get(span)
    inside = [(start, end) for start, end in totals if first <= start and end <= last]
    if not inside or min(start for start, _ in inside) > first or max(end for _, end in inside) < last:
        return None
    return sum((totals[each] for each in inside), Decimal(0))


def _order(one: Counted) -> tuple[str, str, str, bool, bool, str, str]:
    return one.platform, one.account, one.currency, not one.rows_in_total, not one.is_daily, one.breakdown, one.level
