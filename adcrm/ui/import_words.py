"""Words for what a file is: its kind of report, its period, its sums."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import pandas as pd

from adcrm.channels.platforms import platform_name
from adcrm.imports.model import MEASURES, Report
from adcrm.imports.restated import Change
from adcrm.imports.targets import ADS, MONEY
from adcrm.messages import Message, message
from adcrm.metrics.definitions import METRICS
from adcrm.rates.model import SOURCES
from adcrm.ui import formats
from adcrm.ui.language import t, tr
from adcrm.ui.record_words import is_record_report, measure_name, record_report

LEVELS = {
    "account": message("Account report"),
    "campaign": message("Campaign report"),
    "ad_group": message("Ad group report"),
    "ad": message("Ad report"),
    "keyword": message("Keyword report"),
    "asset": message("Asset report"),
}
OTHER_REPORTS = {
    "touchpoints": message("Touchpoints"),
    "orders": message("Orders"),
    "order_claims": message("Claimed orders"),
    "exchange_rates": message("Exchange rates"),
    "crm_leads": message("Leads"),
    "crm_contacts": message("Contacts"),
    "crm_customers": message("Customers"),
    "crm_deals": message("Deals"),
}
BREAKDOWNS = {
    "hour": message("hour"),
    "weekday": message("weekday"),
    "region": message("region"),
    "location": message("location"),
    "network": message("network"),
    "age": message("age"),
    "gender": message("gender"),
    "device": message("device"),
    "placement": message("placement"),
    "keyword": message("keyword"),
    "search_term": message("search term"),
    "asset": message("asset"),
    "audience": message("audience"),
    "product": message("product"),
    "action": message("kind of conversion or click"),
    "income": message("household"),
    "interest": message("interest"),
    "education": message("education"),
    "intent": message("intent word"),
}


def words_of(report: Report) -> str:
    """What a report is, whatever kind of records it holds."""
    return report_words(report.level, report.breakdown, report.is_daily) if report.target == ADS.key else record_report(report.kind)


def report_words(level: str, breakdown: tuple[str, ...], is_daily: bool) -> str:
    """As "Campaign report by day", "Account report by hour, totals of the period"."""
    splits = [BREAKDOWNS.get(one, Message(one)) for one in breakdown if one != level]
    what = LEVELS.get(level, Message(level))
    if not splits:
        return t("{report} by day", report=what) if is_daily else t("{report}, totals of the period", report=what)
    by = splits[0] if len(splits) == 1 else message("{first} and {second}", first=splits[0], second=splits[1])
    if is_daily:
        return t("{report} by day and {breakdown}", report=what, breakdown=by)
    return t("{report} by {breakdown}, totals of the period", report=what, breakdown=by)


def logged_report(level: str, breakdown: str, kind: str) -> str:
    """:func:`report_words` for an entry of the import log."""
    if kind in OTHER_REPORTS:
        return tr(OTHER_REPORTS[kind])
    if not level and is_record_report(kind):
        return record_report(kind)
    splits = ("search_term",) if breakdown == "search_term" else tuple(breakdown.split("_")) if breakdown != "none" else ()
    return report_words(level, splits, kind.endswith("_daily"))


def whose(client_id: int | None, names: Mapping[int, str], platform: str) -> str:
    """Whose an import is; one that names no client is of those whose accounts it holds, and a bank's rates are nobody's."""
    if client_id is None or pd.isna(client_id):
        return "" if platform in SOURCES else t("each account’s own client")
    return names.get(int(client_id), "?")


def platform_words(key: str) -> str:
    """The platform's name, or the bank's that published rates."""
    return tr(SOURCES[key] if key in SOURCES else platform_name(key))


def days(start: date | None, end: date | None) -> str:
    """One day, or from the first to the last; '' for what covers no days, as a list of people."""
    if start is None or end is None or pd.isna(start):
        return ""
    return formats.day(start) if start == end else f"{formats.day(start)} – {formats.day(end)}"


def amount(measure: str, value: Decimal | None, currency: str) -> str:
    """A measure in the reader's way, exact: money with its currency, counts with decimals only where they have them."""
    if value is None:
        return formats.DASH
    if METRICS[measure].is_money if measure in METRICS else measure in MONEY:
        return formats.money(value, currency) if currency else formats.number(value, 2)
    return formats.number(value, 0 if value == value.to_integral_value() else 2)


def short_amount(measure: str, value: Decimal, currency: str) -> str:
    """A large measure where there is little room: 1.2B, 12.5亿."""
    is_money = METRICS[measure].is_money if measure in METRICS else measure in MONEY
    return formats.money(value, currency, short=True) if is_money and currency else formats.compact(value)


def name_of(measure: str) -> str:
    """A measure's name."""
    return tr(METRICS[measure].name) if measure in METRICS else measure_name(measure)


def shown_measures(sums: Mapping[str, Decimal]) -> list[str]:
    """The measures that are shown of a report's sums, in their order."""
    return [measure for measure in MEASURES if measure in sums]


def change_words(change: Change, currency: str) -> str:
    """As "Conversions, 12 – 18 Mar 2026: 210 → 247"."""
    return t(
        "{metric}, {days}: {before} → {after}",
        metric=name_of(change.metric),
        days=days(change.date_start, change.date_end),
        before=amount(change.metric, change.before, change.currency or currency),
        after=amount(change.metric, change.after, change.currency or currency),
    )


def stated_differences(sums: Mapping[str, Decimal], stated: Mapping[str, Decimal]) -> list[str]:
    """The measures whose own total in the file is not the sum of the rows that were read."""
    return [measure for measure in METRICS if measure in sums and measure in stated and sums[measure] != stated[measure]]
