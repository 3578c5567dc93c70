"""Fetches sources and loads what comes, week by week: each week of an account is one file and one import."""

import importlib
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from adcrm.actors import Actor
from adcrm.books import Books
from adcrm.channels.platforms import platform_name
from adcrm.errors import AdcrmError
from adcrm.imports.intake import take_in
from adcrm.imports.withdrawn import Pull, said_empty
from adcrm.messages import Message, message, plural
from adcrm.store.session import now
from adcrm.sync.plan import DAY, Days, days_to_read, weeks
from adcrm.sync.sources import Source, SyncError
from adcrm.sync.state import begin, stands, stopped, week_done

FORM = message("Its interface may have changed: name another version in the source’s base_url, or look for a newer AdCRM.")
LOST = message("See whether the account can still be read. If there truly is nothing, undo the imports of these days.")
Progress = Callable[[str, date, date, float], None]
_running: set[str] = set()  # sources being fetched in this process
_one_at_a_time = threading.Lock()


@dataclass(frozen=True)
class Week:
    """What became of some days of an account. ``outcome``: as of an imported file, or ``empty`` where the platform has no row.

    ``warnings``: what a person should know, such as rows that the platform no longer lists.
    """

    first: date
    last: date
    outcome: str
    rows: int
    cost: Decimal | None
    currency: str
    import_id: int | None
    warnings: tuple[Message, ...] = ()


@dataclass(frozen=True)
class Fetched:
    """What one run brought of one account; ``error`` and ``remedy`` where it stopped before its end, or brought nothing where there was something."""

    source: str
    platform: str
    account: str
    weeks: tuple[Week, ...]
    error: Message | None = None
    remedy: Message | None = None


def fetch(
    books: Books,
    source: Source,
    actor: Actor,
    today: date,
    *,
    first: date | None = None,
    last: date | None = None,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> list[Fetched]:
    """Fetch every account of ``source`` up to yesterday, or the days from ``first`` to ``last``, and load it.

    Days that a person names are read and loaded, but leave alone how far the account is. ``progress`` is called with the
    account, the days being read and the share done, 0 to 1. An account that stops does not stop the next one: why is in what is returned.

    Raises
    ------
    SyncError : this source is being fetched already, from a page or by another program.
    """
    with _alone(source):
        return [_account(books, source, account, actor, today, first, last, dry_run, progress) for account in source.accounts]


def document(one: Fetched) -> dict[str, Any]:
    """The run of one account as the command line and the HTTP interface print it."""
    return {
        "source": one.source,
        "platform": one.platform,
        "account": one.account,
        "date_start": one.weeks[0].first if one.weeks else None,
        "date_end": one.weeks[-1].last if one.weeks else None,
        "weeks": [vars(week) for week in one.weeks],
        "error": one.error,
        "remedy": one.remedy,
    }


@contextmanager
def _alone(source: Source) -> Iterator[None]:
    with _one_at_a_time:
        if source.name in _running:
            raise SyncError(message("“{name}” is being fetched already.", name=source.name), message("Wait until that run has ended."))
        _running.add(source.name)
    try:
        yield
    finally:
        _running.discard(source.name)


def _account(
    books: Books,
    source: Source,
    account: str,
    actor: Actor,
    today: date,
    first: date | None,
    last: date | None,
    dry_run: bool,
    progress: Progress | None,
) -> Fetched:
    is_named = first is not None or last is not None
    days = days_to_read(source, stands(books.crm).get((source.name, account)), today, now())
    if is_named:
        end = last or today - DAY
        days = (first or (days[0] if days else end), end)
    done: list[Week] = []
    if days is None:
        return Fetched(source.name, source.platform, account, ())
    follows = not is_named and not dry_run
    try:
        if follows:
            begin(books.crm, source.name, account, days[0])
        for week in _read(books, source, account, actor, days, dry_run, progress):
            done.append(week)
            if follows:
                week_done(books.crm, source.name, account, week.last, week.last + DAY if week.last < days[1] else None)
    except AdcrmError as error:
        if not dry_run:
            stopped(books.crm, source.name, account, error.what)
        return Fetched(source.name, source.platform, account, tuple(done), error.what, error.remedy)
    lost = _lost(done)
    if lost and not dry_run:
        stopped(books.crm, source.name, account, lost)
    return Fetched(source.name, source.platform, account, tuple(done), lost, LOST if lost else None)


def _lost(weeks: list[Week]) -> Message | None:
    """What is wrong where weeks came back empty of which the books hold figures."""
    empty = [week for week in weeks if week.outcome == "empty" and week.warnings]
    if not empty:
        return None
    return plural(
        "The platform lists no row for {n} week ({first} to {last}) of which the books hold figures; they stay as earlier pulls brought them.",
        "The platform lists no row for {n} weeks ({first} to {last}) of which the books hold figures; they stay as earlier pulls brought them.",
        len(empty),
        first=empty[0].first,
        last=empty[-1].last,
    )


def _read(books: Books, source: Source, account: str, actor: Actor, days: Days, dry_run: bool, progress: Progress | None) -> Iterator[Week]:
    platform: Any = importlib.import_module(f"adcrm.sync.{source.platform}")  # brings the client, which takes a second to load
    wire = platform.connect(source)
    whole = (days[1] - days[0]).days + 1
    for first, last in weeks(days):
        if progress:
            progress(account, first, last, (first - days[0]).days / whole)
        try:
            sheet = platform.fetch(wire, account, first, last)
        except (LookupError, TypeError, ValueError, AttributeError) as error:  # a version of the interface that says it in another way
            what = message("{platform} answers in a form that is not known.", platform=platform_name(source.platform))
            raise SyncError(what, FORM) from error
        pull = Pull(source.name, account, first, last)
        if not sheet.rows:
            with books.facts.compare() as writer:
                note = said_empty(writer, pull)
            yield Week(first, last, "empty", 0, None, "", None, (note,) if note else ())
            continue
        taken = take_in(books, pull.file_name, sheet.data(), source.client, actor, dry_run=dry_run, pull=pull)
        if taken["outcome"] in ("ask", "refused"):
            raise SyncError(taken["problems"][0]["reason"], taken["remedy"])
        figures = taken["rows"]["read"], taken["sums"]["cost"], taken["currency"]
        yield Week(first, last, taken["outcome"], *figures, taken["import_id"], tuple(taken["warnings"]))
