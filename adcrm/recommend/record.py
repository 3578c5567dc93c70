"""How each rule did on past data: asked as of past days, with only the days before, and judged on the days that followed.

The days are four weeks apart, so that all of them share one grid of weeks and one aggregation. Past advice is read from final
figures, as it would be read today; the immature days before each past day are left out as they were then.

The result is kept in a small file of the data folder, named by the versions of the program and of the facts: it takes seconds to make, stays the same
until the facts change, and so is worth keeping over a restart. A page never waits for it: it shows "no record yet" and lets
:func:`start` work in the background.
"""

import json
import statistics
import threading
from dataclasses import asdict
from datetime import date, timedelta
from importlib.metadata import version
from pathlib import Path

from adcrm.recommend.advice import clients_with_facts, first_day, gather_all, mature_until, one_thread
from adcrm.recommend.model import Record, Suggestion
from adcrm.settings import settings
from adcrm.warehouse import Warehouse

STEP_DAYS = 28
MOST_ROUNDS = 6
LEAST_HISTORY_DAYS = 84  # before a past day, for advice to be possible at all

_working = threading.Lock()


def records(facts: Warehouse) -> dict[str, Record]:
    """The record of every rule by its kind; reads the kept one, else makes and keeps it."""
    kept = kept_records(facts)
    if kept is None:
        kept = backtest(facts)
        _keep(facts, kept)
    return kept


def kept_records(facts: Warehouse) -> dict[str, Record] | None:
    """The record made of the present facts, or None while there is none yet."""
    path = _path(facts)
    if not path.exists():
        return None
    stored = json.loads(path.read_text(encoding="utf-8"))
    return {kind: Record(**{**one, "first": _day(one["first"]), "last": _day(one["last"])}) for kind, one in stored.items()}


def start(facts: Warehouse) -> bool:
    """Make the record in the background; False when it is being made already."""
    if not _working.acquire(blocking=False):
        return False
    threading.Thread(target=_work, args=(facts,), daemon=True, name="suggestion record").start()
    return True


def backtest(facts: Warehouse) -> dict[str, Record]:
    """Ask and judge every rule at up to ``MOST_ROUNDS`` past days. A rule that never fired has ``fired`` 0 and no gains."""
    until, first = mature_until(facts), first_day(facts)
    if until is None or first is None:
        return {}
    with one_thread():
        return _judged(facts, until, first)


def _judged(facts: Warehouse, until: date, first: date) -> dict[str, Record]:
    clients = clients_with_facts(facts)
    made = {}
    for rule, gathered in gather_all(facts, until):
        gains: list[float] = []
        days: list[date] = []
        for past in _past_days(until, first, rule.judge_weeks):
            after = past + timedelta(days=7 * rule.judge_weeks)
            for client in clients:
                fired = [answer for answer in rule.suggest(gathered, client, past) if isinstance(answer, Suggestion)]
                judged = [gain for one in fired if (gain := rule.judge(one, gathered, after)) is not None]
                gains += judged
                days += [past] * len(judged)
        made[rule.kind] = Record(
            kind=rule.kind,
            fired=len(gains),
            right=sum(gain > 0 for gain in gains),
            median_gain=statistics.median(gains) if gains else None,
            worst=min(gains) if gains else None,
            first=min(days) if days else None,
            last=max(days) if days else None,
        )
    return made


def _past_days(until: date, first: date, judge_weeks: int) -> list[date]:
    start = -(-judge_weeks * 7 // STEP_DAYS)
    days = [until - timedelta(days=STEP_DAYS * back) for back in range(start, start + MOST_ROUNDS)]
    return [day for day in days if (day - first).days >= LEAST_HISTORY_DAYS]


def _work(facts: Warehouse) -> None:
    try:
        records(facts)
    finally:
        _working.release()


def _path(facts: Warehouse) -> Path:
    return settings().data_dir / "records" / f"{version('adcrm')}-{facts.dialect}-{facts.version()}-{settings().maturity_days}.json"


def _keep(facts: Warehouse, made: dict[str, Record]) -> None:
    """Write beside and rename, so that a reader never sees half a file; records of older facts are dropped."""
    path = _path(facts)
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.write_text(json.dumps({kind: asdict(one) for kind, one in made.items()}, default=str), encoding="utf-8")
    fresh.replace(path)
    for old in path.parent.glob("*.json"):
        if old != path:
            old.unlink(missing_ok=True)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
