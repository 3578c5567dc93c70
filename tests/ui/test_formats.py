"""Moments are stored in UTC and shown by the clock of the reader's browser."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pandas as pd
import pytest
from babel.numbers import format_decimal
from streamlit.runtime.context import ContextProxy

from adcrm.ui import formats

LATE = datetime(2026, 11, 22, 23, 30)


def browser_in(monkeypatch: pytest.MonkeyPatch, name: str | None) -> None:
    """The browser says where it stands with every run; here is none to say it."""
    monkeypatch.setattr(ContextProxy, "timezone", property(lambda _: name))


def test_a_moment_is_shown_by_the_readers_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    browser_in(monkeypatch, "Asia/Shanghai")
    assert formats.local(LATE) == datetime(2026, 11, 23, 7, 30)
    assert formats.moment(LATE).replace("\u202f", " ") == "11/23/26, 7:30 AM"
    browser_in(monkeypatch, "America/New_York")
    assert formats.local(LATE) == datetime(2026, 11, 22, 18, 30)


def test_an_unknown_zone_is_utc(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (None, "", "Middle/Earth", "../../etc/passwd"):
        browser_in(monkeypatch, name)
        assert formats.zone() is UTC
        assert formats.local(LATE) == LATE


def test_a_day_is_the_same_everywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    browser_in(monkeypatch, "America/New_York")
    assert formats.day(date(2026, 11, 22)) == "Nov 22, 2026"
    assert formats.short_day(datetime(2026, 11, 22)) == "Nov 22"


def test_a_number_is_rounded_and_grouped_as_babel_does_it() -> None:
    for value in (0, 0.5, 1.5, 2.675, -0.125, 1234567.885, -98765.4321, 1e15, Decimal("12345.675000"), 7):
        for places in range(4):
            pattern = "#,##0" + ("." + "0" * places if places else "")
            assert formats.number(value, places) == format_decimal(value, format=pattern, locale="en_US")


def test_a_day_that_pandas_does_not_know_is_a_dash() -> None:
    for write in (formats.day, formats.short_day, formats.month, formats.moment):
        assert write(pd.NaT) == write(None) == formats.DASH


@pytest.mark.parametrize(
    ("currency", "whole", "brief"),
    [("IDR", "IDR\u00a01,234,567.00", "IDR\u00a01.2M"), ("CNY", "CN¥1,234,567.00", "CN¥1.2M"), ("USD", "$1,234,567.00", "$1.2M")],
)
def test_a_currency_in_letters_stands_apart_from_its_amount(currency: str, whole: str, brief: str) -> None:
    assert formats.money(1234567, currency) == whole
    assert formats.money(1234567, currency, short=True) == brief
