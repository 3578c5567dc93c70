"""Moments are stored in UTC and shown by the clock of the reader's browser."""

from datetime import UTC, date, datetime

import pytest
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
