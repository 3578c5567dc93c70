"""What a person said about the files of an account, kept for the next one: its currency, order of dates, unit, attribution ..."""

from dataclasses import fields, replace

from sqlalchemy import select

from adcrm.actors import Actor
from adcrm.imports.answers import of, plain
from adcrm.imports.model import Answers, Report
from adcrm.imports.staging import accounts_of
from adcrm.store import Store
from adcrm.store.session import now, record
from adcrm.store.tables import AccountAnswers

KEPT = ("currency", "account", "date_order", "attribution", "time_zone", "unit_power", "unit_facts", "are_units_sure")


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


def remember_answers(crm: Store, report: Report, client_id: int | None, actor: Actor) -> None:
    """Keep what was said about a report for the next file of its account; nothing where several accounts are in it."""
    known = accounts_of(report.rows)
    if len(known) != 1:
        return
    is_named = known[0].key and report.answers.account != known[0].key  # by the file itself, not by a person
    account, owner = (known[0].key, 0) if is_named else ("", client_id or 0)
    if not account and not owner:
        return
    said = {name: value for name, value in plain(report.answers).items() if name in KEPT}
    place = AccountAnswers.platform == report.platform, AccountAnswers.account == account, AccountAnswers.client_id == owner
    with crm.read() as session:
        before = session.scalar(select(AccountAnswers.answers).where(*place))
    after = said if report.answers.is_whole else {**(before or {}), **said}
    if after == (before or {}):
        return
    with crm.write() as session:
        row = session.scalar(select(AccountAnswers).where(*place))
        if row is None:
            row = AccountAnswers(platform=report.platform, account=account, client_id=owner, answers={}, updated_at=now(), updated_by=actor.name)
            session.add(row)
        row.answers, row.updated_at, row.updated_by = after, now(), actor.name
        record(session, actor, "account.answers", row, before=before, after=after)


def filled(answers: Answers, known: Answers, names: tuple[str, ...]) -> Answers:
    """``answers`` with what is ``known`` where nothing was said."""
    nothing = Answers()
    missing = {name: getattr(known, name) for name in names if getattr(answers, name) == getattr(nothing, name)}
    return replace(answers, **{name: value for name, value in missing.items() if value != getattr(nothing, name)})


def differing(one: Answers, other: Answers) -> tuple[str, ...]:
    """The names of what two answers say differently."""
    return tuple(field.name for field in fields(one) if getattr(one, field.name) != getattr(other, field.name))
