"""Which days a run reads: from the last day on, and the look-back window again, in weeks.

The days are cut at Mondays, so that a week in which nothing was restated is the very same file on every run and leaves no trace.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from adcrm.sync.sources import Source
from adcrm.sync.state import Stand

RESUMED_WITHIN = timedelta(hours=24)
DAY = timedelta(days=1)
Days = tuple[date, date]  # first and last


def days_to_read(source: Source, stand: Stand | None, today: date, moment: datetime) -> Days | None:
    """First and last day of the next run; ``None`` where there is no day yet. ``moment`` is now, UTC.

    A run that broke off within a day goes on where it stopped. Later, what it had read again is read once more.
    """
    last = today - DAY
    first = last - (source.lookback_days - 1) * DAY
    if stand and stand.next_day and stand.began_at and moment - stand.began_at < RESUMED_WITHIN:
        return (stand.next_day, last) if stand.next_day <= last else None
    if stand and stand.last_day:
        first = min(first, stand.last_day + DAY, stand.next_day or last)
    elif source.first_day:
        first = source.first_day
    first = monday(first)
    if source.first_day:
        first = max(first, source.first_day)
    return (first, last) if first <= last else None


def weeks(days: Days) -> Iterator[Days]:
    """The days cut after each Sunday."""
    first, last = days
    while first <= last:
        end = min(monday(first) + 6 * DAY, last)
        yield first, end
        first = end + DAY


def monday(day: date) -> date:
    """The Monday of the week of ``day``."""
    return day - day.weekday() * DAY
