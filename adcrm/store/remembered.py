"""What AdCRM was told once and uses again: how tables of a header read, and whose an ad account is."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from adcrm.actors import Actor, require
from adcrm.errors import InputError, NotFoundError
from adcrm.messages import message
from adcrm.store.session import Store, record
from adcrm.store.tables import AccountAnswers, AdAccount, Client, ColumnMapping


@dataclass(frozen=True)
class Mapping:
    """How a person said that a table with one header reads."""

    id: int
    name: str
    mapping: dict[str, Any]
    created_at: datetime
    created_by: str


@dataclass(frozen=True)
class Account:
    """An ad account and the client it belongs to. ``currency`` may be ''."""

    platform: str
    account: str
    name: str
    currency: str
    client_id: int
    client: str


def mappings(crm: Store) -> tuple[Mapping, ...]:
    """All remembered column mappings, newest first."""
    with crm.read() as session:
        rows = session.scalars(select(ColumnMapping).order_by(ColumnMapping.created_at.desc(), ColumnMapping.id.desc()))
        return tuple(Mapping(row.id, row.name, row.mapping, row.created_at, row.created_by) for row in rows)


@dataclass(frozen=True)
class Forgotten:
    """What was forgotten, whole, so that it can be put back: its table, and its columns without the number."""

    table: type[ColumnMapping] | type[AccountAnswers]
    values: dict[str, Any]


def forget_mapping(crm: Store, mapping_id: int, actor: Actor) -> Forgotten:
    """Forget one, and return it; the next table with its header asks again. What was loaded with it stays.

    Raises
    ------
    PermissionRefusedError, NotFoundError
    """
    require(actor, "settings.edit")
    with crm.write() as session:
        row = session.get(ColumnMapping, mapping_id)
        if row is None:
            raise NotFoundError(message("This mapping is no longer there."), message("Open the settings again."))
        record(session, actor, "column_mapping.forget", row, before={"name": row.name, "mapping": row.mapping, "header_sha256": row.header_sha256})
        gone = _whole(row)
        session.delete(row)
        return gone


@dataclass(frozen=True)
class Said:
    """What a person said about the files of an account; ``account`` is '' where they name none, ``client`` then says whose they are."""

    id: int
    platform: str
    account: str
    client: str
    answers: dict[str, Any]
    updated_at: datetime
    updated_by: str


def answers(crm: Store) -> tuple[Said, ...]:
    """Everything that was said about accounts, the newest first."""
    query = select(AccountAnswers, Client.name).join(Client, Client.id == AccountAnswers.client_id, isouter=True)
    with crm.read() as session:
        found = session.execute(query.order_by(AccountAnswers.updated_at.desc(), AccountAnswers.id.desc()))
        return tuple(
            Said(row.id, row.platform, row.account, client or "", row.answers, row.updated_at, row.updated_by) for row, client in found if row.answers
        )


def forget_answers(crm: Store, said_id: int, actor: Actor) -> Forgotten:
    """Forget one, and return it; the next file of the account is read as it stands, or asks. What was loaded with it stays.

    Raises
    ------
    PermissionRefusedError, NotFoundError
    """
    require(actor, "settings.edit")
    with crm.write() as session:
        row = session.get(AccountAnswers, said_id)
        if row is None:
            raise NotFoundError(message("These answers are no longer there."), message("Open the settings again."))
        record(session, actor, "account.answers_forgotten", row, before={"platform": row.platform, "account": row.account, "answers": row.answers})
        gone = _whole(row)
        session.delete(row)
        return gone


def put_back(crm: Store, gone: Forgotten, actor: Actor) -> None:
    """Undo a forgetting.

    Raises
    ------
    PermissionRefusedError, InputError (the same was answered anew meanwhile).
    """
    require(actor, "settings.edit")
    table, values = gone.table, gone.values
    is_mapping = table is ColumnMapping
    key = ("header_sha256",) if is_mapping else ("platform", "account", "client_id")
    with crm.write() as session:
        if session.scalar(select(table.id).filter_by(**{name: values[name] for name in key})) is not None:
            raise InputError(message("The same was answered anew meanwhile."), message("Change the new answer instead."))
        row = table(**values)
        session.add(row)
        told = {name: values[name] for name in (("name", "mapping") if is_mapping else ("platform", "account", "answers"))}
        record(session, actor, "column_mapping.remember" if is_mapping else "account.answers", row, after=told)


def _whole(row: ColumnMapping | AccountAnswers) -> Forgotten:
    return Forgotten(type(row), {name: getattr(row, name) for name in (column.key for column in row.__table__.columns) if name != "id"})


def accounts(crm: Store) -> tuple[Account, ...]:
    """Every ad account that is known, by client and platform."""
    query = select(AdAccount, Client.name).join(Client, Client.id == AdAccount.client_id).order_by(Client.name, AdAccount.platform, AdAccount.account)
    with crm.read() as session:
        return tuple(Account(row.platform, row.account, row.name, row.currency, row.client_id, client) for row, client in session.execute(query))
