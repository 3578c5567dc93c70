"""Amounts in the wrong unit (micros, cents, 分, thousands), seen by what a click and a thousand impressions would cost.

The file is compared with its account's own days: the median of their prices in logarithms, which a few odd days do not move. Without
enough days, only prices that no advertiser pays are doubted. An honest rise of three times is far from every factor looked for here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from math import log10
from statistics import median

from adcrm.books import Books
from adcrm.imports.layout import quoted
from adcrm.imports.model import NeedsAnswerError, Report
from adcrm.imports.rows import summed
from adcrm.imports.targets import ADS
from adcrm.messages import Message, message, plural

POWERS = (2, 3, 4, 6)  # cents and 分, thousands, 万, micros
NEAR = 0.5  # in powers of ten: a third to three times the factor
LEAST_DAYS = 7
LOOK_BACK = timedelta(days=120)
LEAST_CLICKS, LEAST_IMPRESSIONS = 30, 1000
MEASURES = ("cpc", "cpm")
# What one US dollar is worth, to the order of magnitude that matters here; a currency that is not listed is not judged.
ROUGHLY = {
    "USD": 1, "EUR": 1, "GBP": 1, "CHF": 1, "AUD": 1.5, "CAD": 1.4, "NZD": 1.6, "SGD": 1.3, "CNY": 7, "HKD": 8, "TWD": 32, "JPY": 150,
    "KRW": 1350, "INR": 85, "IDR": 16000, "VND": 25000, "THB": 35, "MYR": 4.5, "PHP": 57, "BRL": 5.5, "MXN": 18, "TRY": 35, "RUB": 90,
    "PLN": 4, "SEK": 10, "DKK": 7, "NOK": 10, "ZAR": 18, "AED": 3.7, "SAR": 3.75,
}  # fmt: skip
# Lowest and highest price in US dollars that the average of a whole report has: of a click, of a thousand impressions.
PLAUSIBLE = {
    "google_ads": ((0.02, 60), (0.2, 2500)),
    "microsoft_ads": ((0.02, 60), (0.2, 2500)),
    "baidu_search": ((0.02, 15), (0.2, 700)),
    "meta_ads": ((0.01, 20), (0.1, 120)),
    "tiktok_ads": ((0.01, 20), (0.1, 120)),
    "linkedin_ads": ((0.3, 60), (3, 500)),
    "tencent_ads": ((0.01, 8), (0.2, 60)),
    "ocean_engine": ((0.01, 8), (0.2, 60)),
    "taobao": ((0.01, 6), (0.1, 200)),
}


@dataclass(frozen=True)
class UnitDoubt:
    """Amounts that look as if they stood in another unit.

    Attributes
    ----------
    power : they look 10 to the power of this too large; below zero, too small.
    facts : which of them: ``cost``, and ``conversion_value`` where it shares the unit.
    measure : what shows it: ``cpc``, ``cpm``, or ``total`` (the file's own total row).
    found, usual : that price in the file, and what is usual.
    days : how many days of the account it was compared with; 0 where only with what anybody pays.
    """

    account: str
    currency: str
    power: int
    facts: tuple[str, ...]
    measure: str
    found: Decimal
    usual: Decimal
    days: int

    @property
    def factor(self) -> int:
        """How many times too large, or too small."""
        return int(10 ** abs(self.power))


class UnitsDoubtfulError(NeedsAnswerError):
    """The amounts of a report look wrong by a unit, and nobody has said that they are meant so."""

    def __init__(self, doubt: UnitDoubt):
        super().__init__(doubt_words(doubt), message("Say whether the amounts are meant so, or by how much they must be divided."), needs=("unit",))
        self.doubt = doubt


def unit_doubt(books: Books, report: Report, client_id: int | None) -> UnitDoubt | None:
    """What there is to doubt about the unit of a report's amounts; ``None`` where they look right or a person has said so."""
    if report.answers.are_units_sure or report.correction is not None or report.target != ADS.key:
        return None
    for account, currency, sums in _spends(report):
        doubt = _against_total(report, account, currency) or _judge(books, report, client_id, account, currency, sums)
        if doubt is not None:
            return doubt
    return None


def doubt_words(doubt: UnitDoubt) -> Message:
    """One sentence: what was found, what is usual, and what that looks like."""
    values = {"found": f"{doubt.currency} {doubt.found:,}".strip(), "usual": f"{doubt.currency} {doubt.usual:,}".strip()}
    if doubt.measure == "total":
        return message("The rows add up to {found}, but the file’s own total says {usual}: one of the two is in another unit.", **values)
    price = message("A click") if doubt.measure == "cpc" else message("A thousand impressions")
    if doubt.days:
        return plural(
            "{price} would cost {found}; on {n} day of this account it was {usual}. The amounts look {times}.",
            "{price} would cost {found}; on {n} days of this account it was {usual}. The amounts look {times}.",
            doubt.days,
            price=price,
            times=_times(doubt),
            **values,
        )
    return message(
        "{price} would cost {found}, which nobody pays on this channel. The amounts look {times}.", price=price, times=_times(doubt), **values
    )


def _times(doubt: UnitDoubt) -> Message:
    if doubt.power > 0:
        return message("{factor} times too large", factor=doubt.factor)
    return message("{factor} times too small", factor=doubt.factor)


def _spends(report: Report) -> Iterable[tuple[tuple[str, str], str, dict[str, float]]]:
    """For each account (id, name) and currency with cost: its sums of cost, clicks, impressions, conversion value, conversions."""
    measures = ("cost", "clicks", "impressions", "conversions", "conversion_value")
    for found in summed(report.rows, ("account_id", "account", "currency"), measures):
        sums = {measure: float(found[measure] or 0) for measure in measures}
        if sums["cost"] > 0:
            yield (found["account_id"] or "", found["account"] or ""), found["currency"] or "", sums


def _prices(cost: float, clicks: float, impressions: float) -> dict[str, float]:
    """What a click and a thousand impressions cost, where there are enough of them."""
    made = {}
    if clicks >= LEAST_CLICKS:
        made["cpc"] = cost / clicks
    if impressions >= LEAST_IMPRESSIONS:
        made["cpm"] = 1000 * cost / impressions
    return made


def _judge(books: Books, report: Report, client_id: int | None, account: tuple[str, str], currency: str, sums: dict[str, float]) -> UnitDoubt | None:
    prices = _prices(sums["cost"], sums["clicks"], sums["impressions"])
    if not prices:
        return None
    history = _history(books, report, client_id, account, currency)
    usual = {measure: median(found) for measure in prices if len(found := history.get(measure, [])) >= LEAST_DAYS}
    name = account[1] or account[0]
    if usual:
        powers = {_power(prices[measure] / middle) for measure, middle in usual.items()}
        power = powers.pop() if len(powers) == 1 else 0
        if not power:
            return None
        measure = next(iter(usual))
        facts = ("cost", "conversion_value") if _shares_unit(history, sums, power) else ("cost",)
        return UnitDoubt(name, currency, power, facts, measure, _money(prices[measure]), _money(usual[measure]), len(history[measure]))
    return _against_anybody(report.platform, name, currency, prices, sums)


def _power(ratio: float) -> int:
    """The power of ten of a factor near one of those looked for, 0 for none."""
    found = log10(ratio) if ratio > 0 else 0.0
    nearest = min(POWERS, key=lambda power: abs(abs(found) - power))
    return 0 if abs(abs(found) - nearest) > NEAR else nearest if found > 0 else -nearest


def _against_anybody(platform: str, account: str, currency: str, prices: dict[str, float], sums: dict[str, float]) -> UnitDoubt | None:
    bounds, rate = PLAUSIBLE.get(platform), ROUGHLY.get(currency)
    if bounds is None or rate is None:
        return None
    limits = dict(zip(MEASURES, bounds, strict=True))
    low_high = {measure: (limits[measure][0] * rate, limits[measure][1] * rate) for measure in prices}
    outside = [measure for measure, price in prices.items() if not low_high[measure][0] <= price <= low_high[measure][1]]
    if not outside:
        return None

    def distance(power: int) -> float:
        """How far from the middle of what is paid the prices would be; infinite where still outside."""
        far = 0.0
        for measure, price in prices.items():
            low, high = low_high[measure]
            if not low <= price / 10.0**power <= high:
                return float("inf")
            far += abs(log10(price / 10.0**power) - log10(low * high) / 2)
        return far

    signed = [power * sign for power in POWERS for sign in (1, -1)]
    best = min(signed, key=distance)
    if distance(best) == float("inf"):
        return None
    measure = outside[0]
    facts = ("cost", "conversion_value") if 0.05 <= sums["conversion_value"] / sums["cost"] <= 50 else ("cost",)
    return UnitDoubt(account, currency, best, facts, measure, _money(prices[measure]), _money(prices[measure] / 10.0**best), 0)


def _against_total(report: Report, account: tuple[str, str], currency: str) -> UnitDoubt | None:
    stated, summed = (report.stated_total or {}).get("cost"), report.sums.get("cost")
    if not stated or not summed or stated <= 0 or summed <= 0:
        return None
    ratio = float(summed / stated)
    power = round(log10(ratio))
    if abs(power) not in POWERS or abs(ratio / 10.0**power - 1) > 0.02:
        return None
    return UnitDoubt(account[1] or account[0], currency, power, ("cost",), "total", summed, stated, 0)


def _shares_unit(history: dict[str, list[float]], sums: dict[str, float], power: int) -> bool:
    """Whether the value of a conversion is off by the same factor."""
    known = history.get("value", [])
    if len(known) < LEAST_DAYS or sums["conversions"] <= 0 or sums["conversion_value"] <= 0:
        return False
    return _power(sums["conversion_value"] / sums["conversions"] / median(known)) == power


def _history(books: Books, report: Report, client_id: int | None, account: tuple[str, str], currency: str) -> dict[str, list[float]]:
    """Prices of the account's days around the report, from rows of the same level and breakdown, else from those that totals count."""
    if report.date_start is None or report.date_end is None:
        return {}
    mine = [f"platform = {quoted(report.platform)}", f"currency = {quoted(currency)}", "date_start = date_end", "cost > 0"]
    mine.append(f"date_start BETWEEN DATE '{report.date_start - LOOK_BACK}' AND DATE '{report.date_end + LOOK_BACK}'")
    identifier, name = account
    if identifier or name:
        mine.append(f"account_id = {quoted(identifier)}" if identifier else f"account = {quoted(name)}")
    elif client_id is not None:
        mine.append(f"client_id = {int(client_id)}")
    else:
        return {}
    breakdown = "_".join(report.breakdown) or "none"
    same = f"level = {quoted(report.level)} AND breakdown = {quoted(breakdown)}"
    for which in (same, "in_total"):
        found = _days(books, " AND ".join((*mine, which)))
        if any(len(prices) >= LEAST_DAYS for prices in found.values()):
            return found
    return {}


def _days(books: Books, where: str) -> dict[str, list[float]]:
    measures = ("cost", "clicks", "impressions", "conversions", "conversion_value")
    sums = ", ".join(f"CAST(sum({measure}) AS DOUBLE PRECISION) AS {measure}" for measure in measures)
    made: dict[str, list[float]] = {}
    for day in books.facts.sql(f"SELECT {sums} FROM ad_performance WHERE {where} GROUP BY date_start").to_pylist():
        if day["clicks"]:
            made.setdefault("cpc", []).append(day["cost"] / day["clicks"])
        if day["impressions"]:
            made.setdefault("cpm", []).append(1000 * day["cost"] / day["impressions"])
        if day["conversions"] and day["conversion_value"]:
            made.setdefault("value", []).append(day["conversion_value"] / day["conversions"])
    return made


def _money(value: float) -> Decimal:
    return Decimal(f"{value:.2f}") if value >= 0.01 else Decimal(f"{value:.6f}")
