"""All suggestions there are: every rule asked about every client, on mature days only."""

from dataclasses import dataclass
from datetime import date, timedelta

import ibis
from ibis import _
from threadpoolctl import threadpool_limits

from adcrm.recommend.model import CannotTell, Suggestion
from adcrm.recommend.rules import rules
from adcrm.settings import settings
from adcrm.warehouse import Warehouse
from adcrm.warehouse.tables import ad_performance


@dataclass(frozen=True)
class Advice:
    """``suggestions`` by worth, the largest first; ``until`` is the last day that any of it looked at, None without facts."""

    suggestions: tuple[Suggestion, ...]
    cannot_tell: tuple[CannotTell, ...]
    until: date | None


def advise(facts: Warehouse, as_of: date | None = None, client_id: int | None = None, kinds: tuple[str, ...] = ()) -> Advice:
    """What the rules say, knowing only days up to ``as_of`` (the last day with data unless given), less the immature ones.

    Parameters
    ----------
    client_id : only this client; the others are still used to pool what channels have in common.
    kinds : only these rules, all if empty.
    """
    until = mature_until(facts, as_of)
    if until is None:
        return Advice((), (), None)
    clients = clients_with_facts(facts) if client_id is None else (client_id,)
    with one_thread():
        gathered = [(rule, rule.gather(facts, until)) for rule in rules() if not kinds or rule.kind in kinds]
        answers = [answer for rule, held in gathered for client in clients for answer in rule.suggest(held, client, until)]
    found = [one for one in answers if isinstance(one, Suggestion)]
    unclear = [one for one in answers if isinstance(one, CannotTell)]
    return Advice(tuple(sorted(found, key=lambda one: (-one.effect.worth, one.key))), tuple(unclear), until)


def one_thread() -> threadpool_limits:
    """Linear algebra on one thread: the matrices are small, and threads that wait for each other cost three times the work."""
    return threadpool_limits(1, user_api="blas")


def mature_until(facts: Warehouse, as_of: date | None = None) -> date | None:
    """The last day whose conversions are taken as final: ``maturity_days`` before the last day with data, or before ``as_of``."""
    last = last_day(facts)
    if last is None:
        return None
    return min(last, as_of or last) - timedelta(days=settings().maturity_days)


def last_day(facts: Warehouse) -> date | None:
    """The last day with figures of its own. A row of a whole month may end in days to come; it counts only where there is no daily one."""
    of_days = _.date_end.max(where=_.date_start == _.date_end)
    rows = facts.query(ad_performance.filter(_.in_total).agg(last=ibis.coalesce(of_days, _.date_end.max())))
    last: date | None = rows["last"][0].as_py()
    return last


def clients_with_facts(facts: Warehouse) -> tuple[int, ...]:
    """Ids of the clients that have any fact."""
    rows = facts.query(ad_performance.filter(_.client_id.notnull()).select("client_id").distinct())
    return tuple(sorted(rows["client_id"].to_pylist()))


def first_day(facts: Warehouse) -> date | None:
    """The first day with data."""
    found: date | None = facts.query(ad_performance.filter(_.in_total, ibis._.client_id.notnull()).agg(first=_.date_start.min()))["first"][0].as_py()
    return found
