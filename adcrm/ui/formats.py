"""Numbers, money, shares and days in the reader's way. An unknown is a dash, never 0."""

import math
import re
from datetime import UTC, date, datetime, tzinfo
from decimal import Decimal
from typing import TypeGuard, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pandas as pd
import streamlit as st
from babel.dates import format_date, format_datetime, format_skeleton
from babel.numbers import format_compact_decimal, format_currency, format_percent, get_currency_symbol

from adcrm.ui.language import locale

DASH = "–"
# Offered first wherever a currency is chosen.
CURRENCIES = (
    "CNY", "USD", "EUR", "GBP", "HKD", "TWD", "JPY", "KRW", "SGD", "IDR", "THB", "VND", "MYR", "INR", "AUD", "CAD", "BRL", "CHF",
)  # fmt: skip
ROOM = 15  # signs of an amount that a card of 200 pixels has room for
LETTER_BEFORE_FIGURE = re.compile(r"(?<=[A-Za-z])(?=\d)")
T = TypeVar("T", bound=date)
Number = int | float | Decimal | None


def known(value: Number) -> TypeGuard[int | float | Decimal]:
    """Whether there is a value to show: neither missing nor "not a number"."""
    return value is not None and not math.isnan(value)


def number(value: Number, places: int = 0) -> str:
    """1,234,567"""
    if not known(value):
        return DASH
    # Babel's own rounding and signs at a tenth of its time: a chart writes a thousand numbers.
    text = f"{value if isinstance(value, Decimal) else Decimal(str(value)):,.{places}f}"
    signs = locale().number_symbols["latn"]
    return text if signs["decimal"] == "." else text.translate({44: signs["group"], 46: signs["decimal"]})


def compact(value: Number, places: int = 1) -> str:
    """1.2M, 123.5万"""
    if not known(value):
        return DASH
    if abs(float(value)) < 1000:
        return number(value, 0 if float(value).is_integer() else places)
    return str(format_compact_decimal(value, locale=locale(), fraction_digits=places))


def money(value: Number, currency: str, short: bool = False) -> str:
    """¥1,234.50, or ¥1.2M where there is little room."""
    if not known(value):
        return DASH
    if short and abs(float(value)) >= 10000:
        sign = "-" if value < 0 else ""
        return _apart(f"{sign}{symbol(currency)}{compact(abs(float(value)))}")
    return _apart(str(format_currency(value, currency, locale=locale())))


def amount_for_card(value: Number, currency: str) -> tuple[str, str | None]:
    """Money as a card has room for it, and in full where that is more; a bare figure where no currency is named."""
    exact = money(value, currency) if currency else number(value, 2)
    if not known(value) or len(exact) <= ROOM:
        return exact, None
    return money(value, currency, short=True) if currency else compact(value), exact


def symbol(currency: str) -> str:
    """¥, US$, €: what stands before an amount."""
    return str(get_currency_symbol(currency, locale=locale()))


def _apart(text: str) -> str:
    """IDR 1,234: a code in letters stands apart from its amount, as CLDR's rule of currency spacing asks; a sign such as US$ does not."""
    return LETTER_BEFORE_FIGURE.sub("\u00a0", text, count=1)


def percent(value: Number, places: int = 1, sign: bool = False) -> str:
    """0.0734 as 7.3 %; with ``sign``, +7.3 %."""
    if not known(value):
        return DASH
    pattern = "#,##0" + ("." + "0" * places if places else "") + "%"
    return str(format_percent(value, format=f"+{pattern};-{pattern}" if sign else pattern, locale=locale()))


def multiple(value: Number, places: int = 2) -> str:
    """A plain ratio such as ROAS: 3.42"""
    return number(value, places)


def _is_day(value: T | None) -> TypeGuard[T]:
    """Whether there is a day: pandas writes a missing one as NaT, a datetime that equals nothing, not even itself."""
    return not pd.isna(value)


def day(value: date | None, style: str = "medium") -> str:
    """5 Mar 2026 in the reader's way."""
    return DASH if not _is_day(value) else str(format_date(value, format=style, locale=locale()))


def short_day(value: date | None) -> str:
    """Mar 5, 3月5日"""
    return DASH if not _is_day(value) else str(format_skeleton("MMMd", value, locale=locale()))


def month(value: date | None) -> str:
    """November 2026, 2026年11月"""
    return DASH if not _is_day(value) else str(format_skeleton("yMMMM", value, locale=locale()))


def moment(value: datetime | None) -> str:
    """A day and a time where the reader is; ``value`` is UTC."""
    return DASH if not _is_day(value) else str(format_datetime(local(value), format="short", locale=locale()))


def local(value: datetime) -> datetime:
    """A moment in UTC, as every store holds it, as the clock of the reader's browser showed it."""
    return value.replace(tzinfo=UTC).astimezone(zone()).replace(tzinfo=None)


def zone() -> tzinfo:
    """The time zone of the reader's browser; UTC where it tells none that is known here."""
    name = st.context.timezone
    try:
        return ZoneInfo(name) if name else UTC
    except (ZoneInfoNotFoundError, ValueError):
        return UTC
