"""Which days a run reads: whole weeks, from the last day on, the look-back window again, and the rest of a run that broke off."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from adcrm.sync.plan import Days, days_to_read, weeks
from adcrm.sync.sources import Source, chosen
from adcrm.sync.state import Stand

NOON = datetime(2026, 7, 15, 12)
TODAY = NOON.date()  # a Wednesday


@pytest.fixture
def source(secrets: Callable[..., Path]) -> Source:
    """Looks back 14 days, from 1 May 2026 on."""
    secrets(search={"lookback_days": 14, "first_day": "2026-05-01"})
    return chosen(("search",))[0]


def stand(last: date | None, going_on: date | None = None, began: datetime | None = None) -> Stand:
    return Stand("search", "1", last, going_on, began, began, None)


@pytest.mark.parametrize(
    ("before", "days"),
    [
        (None, (date(2026, 5, 1), date(2026, 7, 14))),
        (stand(date(2026, 7, 13)), (date(2026, 6, 29), date(2026, 7, 14))),  # 14 days are 1 July on; its week begins on 29 June
        (stand(date(2026, 6, 10)), (date(2026, 6, 8), date(2026, 7, 14))),
        (stand(date(2026, 5, 2)), (date(2026, 5, 1), date(2026, 7, 14))),
        (stand(date(2026, 7, 13), date(2026, 7, 6), NOON - timedelta(hours=1)), (date(2026, 7, 6), date(2026, 7, 14))),
        (stand(date(2026, 7, 10), date(2026, 6, 22), NOON - timedelta(days=3)), (date(2026, 6, 22), date(2026, 7, 14))),
        (stand(date(2026, 7, 14), date(2026, 7, 15), NOON - timedelta(hours=1)), None),
    ],
    ids=["first run", "next day", "long pause", "before the first week", "broke off an hour ago", "broke off days ago", "up to date"],
)
def test_the_days_of_a_run(source: Source, before: Stand | None, days: Days | None) -> None:
    assert days_to_read(source, before, TODAY, NOON) == days


def test_weeks_are_cut_after_sunday_wherever_the_run_begins() -> None:
    assert list(weeks((date(2026, 7, 1), date(2026, 7, 14)))) == [
        (date(2026, 7, 1), date(2026, 7, 5)),
        (date(2026, 7, 6), date(2026, 7, 12)),
        (date(2026, 7, 13), date(2026, 7, 14)),
    ]
