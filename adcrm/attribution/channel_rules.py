"""The versions of the rules that name channels: the newest holds, none is ever changed, and an older one can be brought back.

Nothing in the warehouse changes with a version: rules are asked when a figure is drawn. So what a version would move can be said before it is
kept, by asking both on the origins of all touches.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import get_args

import numpy as np
import pandas as pd
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from adcrm.actors import Actor, require
from adcrm.attribution.grouping import COLUMNS, FIELDS, Kind, Rule, Rules, channels_of
from adcrm.attribution.grouping_defaults import default_rules
from adcrm.books import Books
from adcrm.errors import InputError, NotFoundError
from adcrm.messages import Message, message
from adcrm.store import Store
from adcrm.store.session import now, record
from adcrm.store.tables import ChannelRuleVersion as Row

PERMISSION = "attribution.edit"
SORTS: dict[Kind, Message] = {"paid": message("paid for"), "unpaid": message("unpaid"), "direct": message("direct")}
LONGEST = 500  # letters of a pattern


@dataclass(frozen=True)
class Version:
    """One state of the rules. ``number`` 0 are those that AdCRM comes with; ``restores`` names the version that this one brought back."""

    number: int
    rules: Rules
    note: str = ""
    restores: int | None = None
    at: datetime | None = None
    by: str = ""


def current_rules(crm: Store) -> Rules:
    """The rules that hold."""
    return current_version(crm).rules


def current_version(crm: Store) -> Version:
    """The newest version, or the rules that AdCRM comes with."""
    with crm.read() as session:
        row = _newest(session)
        return _version(row) if row else Version(0, default_rules())


def versions(crm: Store) -> tuple[Version, ...]:
    """All versions, the newest first; the last is number 0."""
    with crm.read() as session:
        rows = session.scalars(select(Row).order_by(Row.id.desc())).all()
    return (*(_version(row) for row in rows), Version(0, default_rules()))


def save_rules(crm: Store, actor: Actor, rules: Iterable[Rule], based_on: int, note: str = "") -> Version:
    """Keep these rules as the newest version.

    Raises
    ------
    PermissionRefusedError, InputError (a rule without a name or a pattern, a channel of two sorts; or ``based_on`` is not the newest
    version any more, because somebody else kept one meanwhile).
    """
    require(actor, PERMISSION)
    return _keep(crm, actor, checked(rules), based_on, note, None)


def restore_rules(crm: Store, actor: Actor, number: int) -> Version:
    """Bring back the rules of an older version, as a new one. Raises NotFoundError, PermissionRefusedError."""
    require(actor, PERMISSION)
    old = next((one for one in versions(crm) if one.number == number), None)
    if old is None:
        raise NotFoundError(message("There is no version {number} of the rules.", number=number), message("Choose one from the list."))
    return _keep(crm, actor, old.rules, None, "", number)


def checked(rules: Iterable[Rule]) -> Rules:
    """The rules with tidy texts. Raises :class:`InputError` where one cannot be asked."""
    made, sorts = [], dict[str, str]()
    for place, rule in enumerate(rules, start=1):
        tidy = Rule(" ".join(rule.name.split()), rule.sort, **{field: " ".join(getattr(rule, field).split()) for field in FIELDS})
        if not tidy.name:
            raise InputError(message("Rule {n} names no channel.", n=place), message("Type the channel’s name, or take the rule out."))
        if not tidy.patterns:
            raise InputError(
                message("Rule {n} ({name}) asks for nothing and would take every touch.", n=place, name=tidy.name),
                message("Say which channel, source or medium it is about."),
            )
        if any(len(pattern) > LONGEST for pattern in (tidy.name, *tidy.patterns.values())):
            raise InputError(message("Rule {n} holds a text that is too long.", n=place), message("Make two rules of it."))
        if tidy.sort not in get_args(Kind) or sorts.setdefault(tidy.name, tidy.sort) != tidy.sort:
            raise InputError(
                message("The channel {name} is of two sorts.", name=tidy.name),
                message("Give all rules of a channel the same sort: paid, unpaid or direct."),
            )
        made.append(tidy)
    return tuple(made)


def origins(books: Books, client_id: int | None = None) -> pd.DataFrame:
    """Every origin that touches have: the fields of a rule, ``touches``, and ``orders`` whose last touch it is."""
    mine = "TRUE" if client_id is None else f"client_id = {int(client_id)}"
    fields = ", ".join(FIELDS)
    last = (
        'SELECT client_id, order_row, lag(label) OVER (PARTITION BY client_id, person ORDER BY "at", order_row, label) AS label '
        f"FROM journey_steps WHERE {mine}"
    )
    counted = books.facts.sql(
        f"SELECT {fields}, CAST(sum(touches) AS BIGINT) AS touches, CAST(sum(orders) AS BIGINT) AS orders FROM ("
        f"SELECT client_id, label, count(*) AS touches, 0 AS orders FROM journey_steps WHERE {mine} AND label >= 0 GROUP BY client_id, label "
        f"UNION ALL SELECT client_id, label, 0, count(*) FROM ({last}) told WHERE order_row >= 0 AND label >= 0 GROUP BY client_id, label"
        f") counted JOIN journey_labels USING (client_id, label) GROUP BY {fields} ORDER BY {fields}"
    )
    made: pd.DataFrame = counted.to_pandas()
    return made


def channels_now(counts: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    """The channels that these rules make of :func:`origins`, most touches first: ``channel``, ``sort``, ``touches``, ``orders`` (by last touch)."""
    made = channels_of(counts, rules)
    sums = pd.DataFrame({"code": made.codes, "touches": counts["touches"], "orders": counts["orders"]}).groupby("code").sum()
    sorts = np.where(made.is_direct, "direct", np.where(made.is_paid, "paid", "unpaid"))
    named = sums.assign(channel=np.array(made.names, object)[sums.index], sort=sorts[sums.index])
    ordered = named.sort_values(["touches", "channel"], ascending=[False, True])
    return ordered[["channel", "sort", "touches", "orders"]].reset_index(drop=True)


def moved(counts: pd.DataFrame, before: Rules, after: Rules) -> pd.DataFrame:
    """What other rules would change on :func:`origins`: one row for each channel whose figures differ, largest change first.

    ``channel``, ``touches_before``, ``touches_after``, ``orders_before``, ``orders_after``; the sums before and after are equal.
    """
    sides = []
    for side, rules in (("before", before), ("after", after)):
        made = channels_of(counts, rules)
        named = pd.DataFrame({"channel": np.array(made.names, object)[made.codes], "touches": counts["touches"], "orders": counts["orders"]})
        sides.append(named.groupby("channel").sum().add_suffix(f"_{side}"))
    both = sides[0].join(sides[1], how="outer").fillna(0).astype(int)
    change = (both["touches_after"] - both["touches_before"]).abs() + (both["orders_after"] - both["orders_before"]).abs()
    ordered = both.assign(change=change).sort_values(["change", "channel"], ascending=[False, True])
    return ordered.loc[ordered["change"] > 0, ["touches_before", "touches_after", "orders_before", "orders_after"]].reset_index()


def _keep(crm: Store, actor: Actor, rules: Rules, based_on: int | None, note: str, restores: int | None) -> Version:
    with crm.write() as session:
        newest = _newest(session)
        number = newest.id if newest else 0
        if based_on is not None and based_on != number:
            raise InputError(
                message("Somebody else kept version {number} of the rules meanwhile.", number=number),
                message("Load the page again and make the change there."),
            )
        row = Row(rules=[_plain(rule) for rule in rules], note=note.strip(), restores=restores, created_at=now(), created_by=actor.name)
        session.add(row)
        before = {"rules": len(newest.rules) if newest else len(default_rules()), "version": number}
        session.flush()
        record(session, actor, "channel_rules.restore" if restores is not None else "channel_rules.save", row, before=before, after={
            "rules": len(rules), "version": row.id, "name": row.note, **({"restores": restores} if restores is not None else {}),
        })  # fmt: skip
        return _version(row)


def _newest(session: Session) -> Row | None:
    return session.get(Row, session.scalar(select(func.max(Row.id))) or 0)


def _plain(rule: Rule) -> dict[str, str]:
    """A rule as JSON: only what it says."""
    return {name: value for name, value in asdict(rule).items() if value}


def _version(row: Row) -> Version:
    rules = tuple(Rule(**{name: value for name, value in one.items() if name in COLUMNS}) for one in row.rules)  # type: ignore[arg-type]
    return Version(row.id, rules, row.note, row.restores, row.created_at, row.created_by)
