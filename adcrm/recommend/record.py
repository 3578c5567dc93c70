"""How each rule did on past data: asked as of past days, with only the days before, and judged on the days that followed.

The days are four weeks apart, so that all of them share one grid of weeks and one aggregation. Past advice is read from final
figures, as it would be read today; the immature days before each past day are left out as they were then.

The result is kept in a small file of the data folder, named by the version of the program and the state of the facts: it takes
seconds to make, stays the same until the facts change, and so is worth keeping over a restart. A page never waits for it: it shows
"no record yet" and lets :func:`start` work in the background; :func:`stop` ends that work before the stores are given back.
"""

import atexit
import hashlib
import json
import logging
import statistics
import threading
from dataclasses import asdict
from datetime import date, timedelta
from pathlib import Path

from adcrm.recommend.advice import clients_with_facts, first_day, mature_until, one_thread
from adcrm.recommend.model import Record, Suggestion
from adcrm.recommend.rules import rules
from adcrm.settings import VERSION, settings
from adcrm.warehouse import Warehouse

STEP_DAYS = 28
MOST_ROUNDS = 6
LEAST_HISTORY_DAYS = 84  # before a past day, for advice to be possible at all

log = logging.getLogger(__name__)


class StoppedError(Exception):
    """The work was asked to end before it was done."""


class _Background:
    """The one thread that makes records, and what it could not make."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.thread: threading.Thread | None = None
        self.ending = threading.Event()
        self.failed: Path | None = None


_background = _Background()


def records(facts: Warehouse, ending: threading.Event | None = None) -> dict[str, Record]:
    """The record of every rule by its kind; reads the kept one, else makes and keeps it. Raises as :func:`backtest` does."""
    path = _path(facts)
    kept = _read(path)
    if kept is None:
        kept = backtest(facts, ending)
        if _path(facts) == path:  # else the facts changed meanwhile, and nobody knows which of them were seen
            _keep(path, kept)
    return kept


def kept_records(facts: Warehouse) -> dict[str, Record] | None:
    """The record made of the present facts, or None while there is none yet."""
    return _read(_path(facts))


def start(facts: Warehouse) -> bool:
    """Make the record in the background; False when it is being made already, or failed for these same facts."""
    with _background.lock:
        if (_background.thread is not None and _background.thread.is_alive()) or _background.failed == _path(facts):
            return False
        _background.ending.clear()
        _background.thread = threading.Thread(target=_work, args=(facts,), daemon=True, name="suggestion record")
        _background.thread.start()
        return True


def stop() -> None:
    """End the work in the background and wait until it no longer asks the warehouse; nothing of it is kept."""
    with _background.lock:
        if _background.thread is not None:
            _background.ending.set()
            _background.thread.join()
            _background.thread = None


atexit.register(stop)  # a thread that still asks the engine while the process is taken apart may crash it


def backtest(facts: Warehouse, ending: threading.Event | None = None) -> dict[str, Record]:
    """Ask and judge every rule at up to ``MOST_ROUNDS`` past days. A rule that never fired has ``fired`` 0 and no gains.

    Raises
    ------
    StoppedError : ``ending`` was set on the way.
    """
    until, first = mature_until(facts), first_day(facts)
    if until is None or first is None:
        return {}
    with one_thread():
        return _judged(facts, until, first, ending or threading.Event())


def _judged(facts: Warehouse, until: date, first: date, ending: threading.Event) -> dict[str, Record]:
    clients = clients_with_facts(facts)
    made = {}
    for rule in rules():
        _go_on(ending)
        gathered = rule.gather(facts, until)
        gains: list[float] = []
        days: list[date] = []
        for past in _past_days(until, first, rule.judge_weeks):
            after = past + timedelta(days=7 * rule.judge_weeks)
            for client in clients:
                _go_on(ending)
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


def _go_on(ending: threading.Event) -> None:
    if ending.is_set():
        raise StoppedError


def _work(facts: Warehouse) -> None:
    path = _path(facts)
    try:
        records(facts, _background.ending)
    except StoppedError:
        log.info("the record of the rules was left undone; it is made at the next start")
    except Exception:  # nobody waits for a thread: the log has the fault, and pages go on without a record
        log.exception("the record of the rules could not be made")
        _background.failed = path


def _path(facts: Warehouse) -> Path:
    """Named by the facts it is made of: their version, and the newest import, because another warehouse may be at the same version."""
    newest = facts.sql("SELECT count(*) AS n, max(created_at) AS at FROM imports").to_pylist()[0]
    state = f"{facts.dialect} {facts.version()} {newest['n']} {newest['at']} {settings().maturity_days}"
    return settings().data_dir / "records" / f"{VERSION}-{hashlib.sha256(state.encode()).hexdigest()[:16]}.json"


def _read(path: Path) -> dict[str, Record] | None:
    if not path.exists():
        return None
    stored = json.loads(path.read_text(encoding="utf-8"))
    return {kind: Record(**{**one, "first": _day(one["first"]), "last": _day(one["last"])}) for kind, one in stored.items()}


def _keep(path: Path, made: dict[str, Record]) -> None:
    """Write beside and rename, so that a reader never sees half a file; records of older facts are dropped."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.write_text(json.dumps({kind: asdict(one) for kind, one in made.items()}, default=str), encoding="utf-8")
    fresh.replace(path)
    for old in path.parent.glob("*.json"):
        if old != path:
            old.unlink(missing_ok=True)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
