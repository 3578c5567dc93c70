"""Which exchange rate belongs to which day: published rates, cross rates through one base, and the last one before a holiday.

The rule, shown wherever a converted figure is: an amount is converted at the rate of its own day, cost and value alike. A day
without a published rate (week-end, holiday) takes the last one of at most ``carry`` days before; beyond that it has none, and a
missing rate is never 1. A row that covers several days takes the average of the rates of all its days. Of several rates of one
day a typed-in one comes first, then a published one of the pair itself, then the cross rate through a base that one source
quotes both currencies against; of equals the newest import, then the base that comes first in the alphabet. Factors have twelve
places, rounded half to even once.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction

TYPED = "typed"
PLACES = 12
EXACT = Context(prec=60, rounding=ROUND_HALF_EVEN)
Pair = tuple[str, str]


@dataclass(frozen=True)
class Published:
    """One rate as it stands in the books: one ``base`` is worth ``rate`` of ``quote`` on ``day``."""

    day: date
    base: str
    quote: str
    rate: Decimal
    source: str
    import_id: int


@dataclass(frozen=True)
class DayRate:
    """What one unit of a currency is worth in the target on the day ``published``, and the rates it was made of."""

    factor: Decimal
    published: date
    source: str
    parts: tuple[Published, ...]


@dataclass(frozen=True)
class PeriodRate:
    """What amounts of one period are converted at: the average of ``days`` daily rates, or the one rate of a day."""

    factor: Decimal
    first: DayRate
    last: DayRate
    days: int


class RateTable:
    """The rates into one target currency.

    Parameters
    ----------
    rates : every published rate that may be needed, in any order.
    carry : days back that a day without a rate may take the last published one from.
    """

    def __init__(self, rates: Iterable[Published], target: str, carry: int):
        self.target, self.carry = target, carry
        self._held: dict[Pair, dict[tuple[date, str], Published]] = defaultdict(dict)
        for rate in sorted(rates, key=lambda one: one.import_id):
            self._held[rate.base, rate.quote][rate.day, rate.source] = rate
        self._made: dict[str, tuple[list[date], list[DayRate]]] = {}

    def at(self, currency: str, day: date) -> DayRate | None:
        """The rate of a day, the last published one where the day has none; ``None`` where that is too long ago."""
        days, rates = self._series(currency)
        found = bisect_right(days, day) - 1
        if found < 0 or (day - days[found]).days > self.carry:
            return None
        return rates[found]

    def over(self, currency: str, first: date, last: date) -> PeriodRate | date:
        """The rate of a row that covers the days ``first`` to ``last``; the first day that has none where one is missing."""
        if first == last:
            found = self.at(currency, first)
            return first if found is None else PeriodRate(found.factor, found, found, 1)
        made = []
        for number in range((last - first).days + 1):
            day = first + timedelta(days=number)
            if (rate := self.at(currency, day)) is None:
                return day
            made.append(rate)
        total = sum((rate.factor for rate in made), Decimal(0))
        return PeriodRate(rounded(Fraction(total) / len(made)), made[0], made[-1], len(made))

    def published(self, currency: str) -> list[DayRate]:
        """The rates of a currency on the days that have one of their own, oldest first."""
        return self._series(currency)[1]

    def _series(self, currency: str) -> tuple[list[date], list[DayRate]]:
        if currency not in self._made:
            best: dict[date, tuple[tuple[bool, bool, int], DayRate]] = {}
            for rank, rate in self._candidates(currency):
                held = best.get(rate.published)
                if held is None or rank > held[0]:
                    best[rate.published] = rank, rate
            days = sorted(best)
            self._made[currency] = days, [best[day][1] for day in days]
        return self._made[currency]

    def _candidates(self, currency: str) -> Iterator[tuple[tuple[bool, bool, int], DayRate]]:
        """Every way from the currency to the target, with its rank: typed in, then direct, then newest."""
        for pair in ((currency, self.target), (self.target, currency)):
            for rate in self._held.get(pair, {}).values():
                yield (rate.source == TYPED, True, rate.import_id), _day_rate(_worth(rate, currency), (rate,))
        for through in sorted({code for pair in self._held for code in pair} - {currency, self.target}):  # the same way in every process
            onward = self._legs(through, self.target)
            for key, first in self._legs(currency, through).items():
                if key in onward:
                    second = onward[key]
                    worth = _worth(first, currency) * _worth(second, through)
                    yield (first.source == TYPED, False, max(first.import_id, second.import_id)), _day_rate(worth, (first, second))

    def _legs(self, one: str, other: str) -> dict[tuple[date, str], Published]:
        both = [rate for pair in ((one, other), (other, one)) for rate in self._held.get(pair, {}).values()]
        return {(rate.day, rate.source): rate for rate in sorted(both, key=lambda rate: rate.import_id)}


def relevant(pairs: Iterable[Pair], currencies: Iterable[str], target: str) -> set[Pair]:
    """Those of ``pairs`` by which one of ``currencies`` can be turned into ``target``, directly or through one other."""
    held = set(pairs)
    others = set(currencies) - {target}
    joined: dict[str, set[str]] = defaultdict(set)
    for one, other in held:
        joined[one].add(other)
        joined[other].add(one)
    bridges = {code for code in joined[target] if joined[code] & (others - {code})} | {target}
    return {(a, b) for a, b in held if (a in others | {target} and b in bridges) or (b in others | {target} and a in bridges)}


def rounded(value: Fraction) -> Decimal:
    """A ratio as a factor of twelve places, half to even."""
    exact = EXACT.divide(Decimal(value.numerator), Decimal(value.denominator))
    return exact.quantize(Decimal(1).scaleb(-PLACES), context=EXACT)


def _worth(rate: Published, of: str) -> Fraction:
    """What one unit of the currency ``of`` is worth by a rate that names it."""
    return Fraction(rate.rate) if rate.base == of else 1 / Fraction(rate.rate)


def _day_rate(worth: Fraction, parts: tuple[Published, ...]) -> DayRate:
    return DayRate(rounded(worth), parts[0].day, parts[0].source, parts)
