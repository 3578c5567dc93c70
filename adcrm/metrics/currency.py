"""One reporting currency: makes the factors ready in the engine, refuses where a rate is missing, and converts rows.

The factors stand in ``cross_rates``, one for each currency and day (or period) that the facts have, so that a converted query
joins a table of a few thousand rows. They are made once for each version of the books, and are no new version themselves.
"""

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from weakref import WeakKeyDictionary

import ibis
import ibis.expr.types as ir
import pandas as pd
import pyarrow as pa

from adcrm.errors import AdcrmError
from adcrm.messages import message
from adcrm.metrics.exchange import PeriodRate, Published, RateTable, relevant
from adcrm.metrics.scope import Scope
from adcrm.settings import settings
from adcrm.warehouse import Warehouse
from adcrm.warehouse.tables import CROSS_RATES, ad_performance, agency_settings, cross_rates, exchange_rates

CARRY_DAYS = 10  # around the Spring Festival, with the week-ends beside it, the People's Bank publishes nothing for up to ten days
MONEY = ("cost", "conversion_value")
SPAN = ("currency", "date_start", "date_end")  # the columns by which a factor is found
# Six places of an amount times twelve of a factor: nothing is rounded before a person reads it.
CONVERTED, FACTOR = "decimal(38, 18)", "decimal(38, 12)"
SpanOf = tuple[str, date, date]
Ask = Callable[[ir.Table], pa.Table]


class RateMissingError(AdcrmError, LookupError):
    """Amounts of ``currency`` cannot be converted into ``target``: there is no rate for ``day``, the first of such days."""

    def __init__(self, currency: str, target: str, day: date, carry: int):
        self.currency, self.target, self.day = currency, target, day
        super().__init__(
            message(
                "There is no exchange rate from {currency} to {target} for {day}, nor in the {days} days before.",
                currency=currency or "?",
                target=target,
                day=day,
                days=carry,
            ),
            message("Add the missing rates on the page Settings › Currencies and rates, or show one currency at a time."),
        )


@dataclass(frozen=True)
class Gap:
    """Facts of ``currency`` on the days ``date_start`` to ``date_end`` have no rate; ``missing`` is the first day without."""

    currency: str
    date_start: date
    date_end: date
    missing: date


@dataclass(frozen=True)
class Need:
    """The days for which facts of a currency need rates: first, last, and how many days or periods there are."""

    currency: str
    date_start: date
    date_end: date
    spans: int


@dataclass(frozen=True)
class Prepared:
    """The factors into one target that stand ready. ``billed``: the (client, platform, currency) of facts that need a rate."""

    target: str
    carry: int
    billed: frozenset[tuple[int | None, str, str]]
    needs: tuple[Need, ...]
    gaps: tuple[Gap, ...]

    def needs_rates(self, scope: Scope) -> bool:
        """Whether some row of the scope's client and channels bills in another currency than the target."""
        return any(
            (scope.client_id is None or client == scope.client_id) and (not scope.channels or platform in scope.channels)
            for client, platform, _ in self.billed
        )


def reporting_currency(facts: Warehouse) -> str:
    """The agency's reporting currency: the one chosen on the settings page, at first that of ``ADCRM_REPORTING_CURRENCY``."""
    return _decided(facts.query).get("reporting_currency") or settings().reporting_currency


def carry_days(facts: Warehouse) -> int:
    """Days back that a day without a published rate may take the last one from."""
    return int(_decided(facts.query).get("rate_carry_days") or CARRY_DAYS)


def rate_table(facts: Warehouse, target: str, currencies: Iterable[str], first: date, last: date) -> RateTable:
    """The rates of ``currencies`` into ``target`` for the days ``first`` to ``last``."""
    return _rate_table(facts.query, target, currencies, first, last)


_ready: WeakKeyDictionary[Warehouse, dict[str, tuple[int, Prepared]]] = WeakKeyDictionary()
_preparing = threading.Lock()


def prepare(facts: Warehouse, target: str) -> Prepared:
    """Make the factors into ``target`` ready in the engine, once for each version of the books."""
    version = facts.version()
    held = _ready.setdefault(facts, {}).get(target)
    if held is not None and held[0] == version:
        return held[1]
    with _preparing:
        held = _ready[facts].get(target)
        if held is not None and held[0] == version:
            return held[1]
        rows, made = _made(facts.query, target)
        if rows != _standing(facts.query, target):
            with facts.write(raises_version=False) as writer:
                # Worked out again: another process may have loaded or prepared more while this one waited for its turn.
                version = int(writer.query("SELECT value FROM warehouse_meta WHERE key = 'data'")["value"][0].as_py())
                rows, made = _made(writer.query, target)
                writer.execute("DELETE FROM cross_rates WHERE target = $target", target=target)
                entries = [
                    {"target": target, "currency": code, "date_start": first, "date_end": last, "factor": factor}
                    for (code, first, last), factor in rows.items()
                ]
                writer.insert("cross_rates", pa.Table.from_pylist(entries, schema=CROSS_RATES.to_pyarrow()))
        _ready[facts][target] = version, made
        return made


def ready(facts: Warehouse, scope: Scope, rows: ir.Table) -> Scope:
    """The scope as a query can take it: factors stand ready, and where all of it bills in the target nothing is converted.

    ``rows`` are the facts that the query is about, of every currency, on any day and not converted.

    Raises
    ------
    RateMissingError : a row that touches the scope's days has no rate.
    """
    if not scope.converted or scope.currency is None:
        return scope
    prepared = prepare(facts, scope.currency)
    if not prepared.needs_rates(scope):
        return replace(scope, currency=None, converted=False)
    if (gap := _gap(facts, scope, rows, prepared)) is not None:
        raise RateMissingError(gap.currency, prepared.target, gap.missing, prepared.carry)
    return scope


def converted(rows: ir.Table, target: str, named: str = "{}") -> ir.Table:
    """``rows`` with cost and conversion value in ``target``; unknown where there is no rate (see :func:`ready`). They need ``SPAN``.

    ``named`` makes the name of a converted column from its own; with another than its own both stand side by side. ``rate_factor`` is added.
    """
    rates = cross_rates.filter(cross_rates.target == target)
    rates = rates.select(rate_currency=rates.currency, rate_start=rates.date_start, rate_end=rates.date_end, rate_factor=rates.factor)
    same = [rows.currency == rates.rate_currency, rows.date_start == rates.rate_start, rows.date_end == rates.rate_end]
    joined = rows.left_join(rates, same).drop("rate_currency", "rate_start", "rate_end")
    factor = ibis.ifelse(joined.currency == target, ibis.literal(Decimal(1), FACTOR), joined.rate_factor)
    return joined.mutate(rate_factor=factor, **{named.format(name): (joined[name] * factor).cast(CONVERTED) for name in MONEY})


def with_rates(facts: Warehouse, rows: pd.DataFrame, target: str) -> pd.DataFrame:
    """``rows`` (columns of ``SPAN``) with the rate that each is converted at.

    Added: ``rate`` (what one unit is worth in ``target``), ``rate_day`` (the day it was published; of several days the last),
    ``rate_days`` (how many daily rates it is the average of), ``rate_source`` (a key of ``adcrm.rates.model.SOURCES``).
    """
    if rows.empty:
        return rows.assign(rate=[], rate_day=[], rate_days=[], rate_source=[])
    spans = list(zip(rows["currency"].fillna(""), _days(rows["date_start"]), _days(rows["date_end"]), strict=True))
    table = rate_table(facts, target, {span[0] for span in spans}, min(span[1] for span in spans), max(span[2] for span in spans))
    found = {span: table.over(*span) for span in set(spans) if span[0] != target}
    rates = [rate if isinstance(rate := found.get(span), PeriodRate) else None for span in spans]
    own = [span[0] == target for span in spans]
    return rows.assign(
        rate=pd.Series([float(rate.factor) if rate else 1.0 if mine else None for rate, mine in zip(rates, own, strict=True)], rows.index, float),
        rate_day=pd.Series([rate.last.published if rate else None for rate in rates], rows.index, object),
        rate_days=[rate.days if rate else 0 for rate in rates],
        rate_source=[rate.last.source if rate else "" for rate in rates],
    )


def _days(column: pd.Series) -> list[date]:
    return [day.date() if hasattr(day, "date") else day for day in column]


def _made(ask: Ask, target: str) -> tuple[dict[SpanOf, Decimal], Prepared]:
    """The factor of every span that facts have, and what to know beside them."""
    facts = ad_performance.filter(ad_performance.in_total | ad_performance.in_split)
    named = facts.filter(facts.currency != "", facts.currency != target)
    held = ask(named.group_by("client_id", "platform", *SPAN).agg(n=named.count())).to_pylist()
    # A report without money names no currency; money without one would have no rate.
    nameless = facts.filter((facts.currency == "") | facts.currency.isnull(), facts.cost.notnull() | facts.conversion_value.notnull())
    held += ask(nameless.group_by("client_id", "platform", *SPAN).agg(n=nameless.count())).to_pylist()
    billed = frozenset((one["client_id"], one["platform"], one["currency"] or "") for one in held)
    carry = int(_decided(ask).get("rate_carry_days") or CARRY_DAYS)
    if not held:
        return {}, Prepared(target, carry, frozenset(), (), ())
    spans = sorted({(one["currency"] or "", one["date_start"], one["date_end"]) for one in held})
    table = _rate_table(ask, target, {span[0] for span in spans}, min(span[1] for span in spans), max(span[2] for span in spans))
    factors: dict[SpanOf, Decimal] = {}
    gaps = []
    for currency, first, last in spans:
        found = table.over(currency, first, last)
        if isinstance(found, date):
            gaps.append(Gap(currency, first, last, found))
        else:
            factors[currency, first, last] = found.factor
    needs = tuple(_need(currency, [span for span in spans if span[0] == currency]) for currency in sorted({span[0] for span in spans}))
    return factors, Prepared(target, carry, billed, needs, tuple(gaps))


def _need(currency: str, spans: list[SpanOf]) -> Need:
    return Need(currency, min(span[1] for span in spans), max(span[2] for span in spans), len(spans))


def _standing(ask: Ask, target: str) -> dict[SpanOf, Decimal]:
    held = ask(cross_rates.filter(cross_rates.target == target)).to_pylist()
    return {(one["currency"], one["date_start"], one["date_end"]): one["factor"] for one in held}


def _gap(facts: Warehouse, scope: Scope, rows: ir.Table, prepared: Prepared) -> Gap | None:
    """The first span without a rate that ``rows`` have on the scope's days."""
    near = [gap for gap in prepared.gaps if gap.date_start <= scope.date_to and gap.date_end >= scope.date_from]
    if not near:
        return None
    rows = rows.filter(rows.date_end >= scope.date_from, rows.date_start <= scope.date_to, rows.cost.notnull() | rows.conversion_value.notnull())
    held = facts.query(rows.select("currency", "date_start", "date_end").distinct()).to_pylist()
    there = {(one["currency"] or "", one["date_start"], one["date_end"]) for one in held}
    met = [gap for gap in near if (gap.currency, gap.date_start, gap.date_end) in there]
    return min(met, key=lambda gap: (gap.missing, gap.currency), default=None)


def _rate_table(ask: Ask, target: str, currencies: Iterable[str], first: date, last: date) -> RateTable:
    carry = int(_decided(ask).get("rate_carry_days") or CARRY_DAYS)
    pairs = ask(exchange_rates.select("base", "quote").distinct()).to_pylist()
    wanted = relevant(((pair["base"], pair["quote"]) for pair in pairs), currencies, target)
    rates = exchange_rates.filter(exchange_rates.day >= first - timedelta(days=carry), exchange_rates.day <= last)
    rates = rates.filter(ibis.or_(*((rates.base == base) & (rates.quote == quote) for base, quote in sorted(wanted)), ibis.literal(False)))
    rows = ask(rates.drop("source_line")).to_pylist() if wanted else []
    return RateTable((Published(**row) for row in rows), target, carry)


def _decided(ask: Ask) -> dict[str, str]:
    return {row["key"]: row["value"] for row in ask(agency_settings).to_pylist()}
