"""What a person said about the files of an account, kept for the next one: its currency, order of dates, unit, attribution ..."""

import hashlib
from collections.abc import Iterable
from dataclasses import fields, replace
from typing import Any

from sqlalchemy import select

from adcrm.actors import Actor
from adcrm.channels.declare import normal_head
from adcrm.imports.answers import of, plain
from adcrm.imports.model import Answers, Report
from adcrm.imports.staging import accounts_of
from adcrm.store import Store
from adcrm.store.session import now, record
from adcrm.store.tables import AccountAnswers

KEPT = ("currency", "account", "date_order", "attribution", "time_zone", "unit_power", "unit_facts", "are_units_sure")
ANY = "?"  # stands for the platform where that is the question


def recall(crm: Store, platform: str, accounts: tuple[str, ...], client_id: int | None) -> Answers:
    """What was said about files of this account (its id or its name), or of this client where a file names no account."""
    wanted = [name for name in accounts if name] or [""]
    owner = 0 if any(accounts) else client_id or 0
    if wanted == [""] and not owner:
        return Answers()
    with crm.read() as session:
        found = session.scalars(
            select(AccountAnswers.answers).where(
                AccountAnswers.platform == platform, AccountAnswers.account.in_(wanted), AccountAnswers.client_id == owner
            )
        ).all()
    return of(found[0]) if len(found) == 1 else Answers()


def recall_platform(crm: Store, heads: Iterable[str], platforms: tuple[str, ...], client_id: int | None) -> str:
    """Which of several platforms a table with these heads came from last time, for this client; '' where nobody has said."""
    with crm.read() as session:
        found = session.scalar(
            select(AccountAnswers.answers).where(
                AccountAnswers.platform == ANY, AccountAnswers.account == _head_key(heads), AccountAnswers.client_id == (client_id or 0)
            )
        )
    said = str((found or {}).get("platform", ""))
    return said if said in platforms else ""


def remember_answers(crm: Store, report: Report, client_id: int | None, actor: Actor, sure_power: int = 0) -> None:
    """Keep what was said about a report for the next file of its account; where several accounts are in it, only its platform.

    ``sure_power``: the doubt about units that was answered by "meant so"; 0 where there was none, and then none is kept.
    """
    if report.answers.platform:
        heads = [*(head for placed in report.columns.values() for head in placed), *report.left_out]
        _keep(crm, (ANY, _head_key(heads), client_id or 0), {"platform": report.answers.platform}, True, actor)
    known = accounts_of(report.rows)
    if len(known) != 1:
        return
    is_named = known[0].key and report.answers.account != known[0].key  # by the file itself, not by a person
    account, owner = (known[0].key, 0) if is_named else ("", client_id or 0)
    if not account and not owner:
        return
    said = {name: value for name, value in plain(report.answers).items() if name in KEPT}
    if said.pop("are_units_sure", False) and sure_power:
        said |= {"are_units_sure": True, "sure_power": sure_power}
    _keep(crm, (report.platform, account, owner), said, report.answers.is_whole, actor)


def _keep(crm: Store, key: tuple[str, str, int], said: dict[str, Any], is_whole: bool, actor: Actor) -> None:
    """Keep answers under (platform, account, client), beside earlier ones unless these are all."""
    platform, account, owner = key
    place = AccountAnswers.platform == platform, AccountAnswers.account == account, AccountAnswers.client_id == owner
    with crm.read() as session:
        before = session.scalar(select(AccountAnswers.answers).where(*place))
    after = said if is_whole else {**(before or {}), **said}
    if after == (before or {}):
        return
    with crm.write() as session:
        row = session.scalar(select(AccountAnswers).where(*place))
        if row is None:
            row = AccountAnswers(platform=platform, account=account, client_id=owner, answers={}, updated_at=now(), updated_by=actor.name)
            session.add(row)
        row.answers, row.updated_at, row.updated_by = after, now(), actor.name
        record(session, actor, "account.answers", row, before=before, after=after)


def _head_key(heads: Iterable[str]) -> str:
    """A key for the words of a head, in whatever order they stand."""
    words = sorted({normal_head(head) for head in heads} - {""})
    return "head:" + hashlib.sha256("\x1f".join(words).encode()).hexdigest()


def filled(answers: Answers, known: Answers, names: tuple[str, ...]) -> Answers:
    """``answers`` with what is ``known`` where nothing was said."""
    nothing = Answers()
    missing = {name: getattr(known, name) for name in names if getattr(answers, name) == getattr(nothing, name)}
    return replace(answers, **{name: value for name, value in missing.items() if value != getattr(nothing, name)})


def differing(one: Answers, other: Answers) -> tuple[str, ...]:
    """The names of what two answers say differently."""
    return tuple(field.name for field in fields(one) if getattr(one, field.name) != getattr(other, field.name))
