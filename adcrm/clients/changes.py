"""The journal of changes to clients: each is an audit event from which it can be taken back exactly.

An event without ``before`` is an addition, without ``after`` a removal, with both an edit of the fields named.
Taking one back is refused when the thing has been changed again since, and is itself an event that can be taken back.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import inspect, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, object_session

from adcrm.actors import Actor, require
from adcrm.books import Books
from adcrm.errors import InputError, NotFoundError
from adcrm.messages import Message, message
from adcrm.store.session import now, record
from adcrm.store.tables import AdAccount, AuditEvent, Case, Client, Contact, Contract, Interaction, Lead, Suggestion, Survey, Tag
from adcrm.warehouse.tables import ad_performance, imports, order_claims, orders, touchpoints

PERMISSION = "clients.edit"
TABLES: dict[str, Any] = {kind.__tablename__: kind for kind in (Client, Contact, Interaction, Case, Survey, Contract)}
CHILDREN: tuple[Any, ...] = (Contact, Interaction, Case, Survey, Contract, AdAccount, Suggestion)
UNWATCHED = {"updated_at", "noted_in", *(kind.__tablename__ for kind in CHILDREN)}


@dataclass(frozen=True)
class Done:
    """A change that was made: the row's id, the id of its audit event, and what happened in words."""

    id: int
    audit_id: int
    words: Message


def added(session: Session, actor: Actor, action: str, row: Any, words: Message) -> Done:
    """Note that ``row``, which the session holds already, is new."""
    session.flush()
    event = record(session, actor, action, row, after=snapshot(row))
    session.flush()
    return Done(row.id, event.id, words)


def changed(session: Session, actor: Actor, action: str, row: Any, fields: dict[str, Any], words: Message) -> Done:
    """Set ``fields`` of ``row`` and note what they were; ``tags`` of a client is a list of names."""
    before = {name: _plain(_value(row, name)) for name in fields}
    _set(session, row, fields)
    after = {name: _plain(_value(row, name)) for name in fields}
    differs = [name for name in fields if before[name] != after[name]]
    event = record(session, actor, action, row, before={n: before[n] for n in differs}, after={n: after[n] for n in differs})
    session.flush()
    return Done(row.id, event.id, words)


def removed(session: Session, actor: Actor, action: str, row: Any, words: Message, **beside: Any) -> Done:
    """Delete ``row``, with all that hangs on it where it is a client, keeping a copy (and ``beside``) in the event."""
    event = record(session, actor, action, row, before={**snapshot(row), **beside})
    session.delete(row)
    session.flush()
    return Done(row.id, event.id, words)


def undo_edit(books: Books, audit_id: int, actor: Actor) -> Done:
    """Take back the change of event ``audit_id``. One transaction.

    Raises
    ------
    PermissionRefusedError : the actor may not change clients.
    NotFoundError : there is no such change of a client.
    InputError : it was changed again since, something hangs on it or has taken its name or number: taking it back would lose the newer.
    """
    require(actor, PERMISSION)
    try:
        return _undo(books, audit_id, actor)
    except IntegrityError as error:  # the transaction is rolled back as a whole
        raise InputError(
            message("Something else stands in its place by now, so it cannot be taken back."),
            message("Rename or remove the other one first, or enter it again by hand."),
        ) from error


def _undo(books: Books, audit_id: int, actor: Actor) -> Done:
    with books.crm.write() as session:
        event = session.get(AuditEvent, audit_id)
        kind = TABLES.get(event.object_type) if event else None
        if event is None or kind is None or (event.before is None and event.after is None):
            raise NotFoundError(message("This change is not in the log."), message("Open the client again and look at its present state."))
        row = session.get(kind, int(event.object_id))
        if not _stands(event, row):
            raise InputError(
                message("This was changed again since and cannot be taken back."), message("Undo the newer change first, or edit it by hand.")
            )
        if event.before is None:
            _lone(books, session, row)
            session.delete(row)
            session.flush()
        elif event.after is None:
            row = _restore(session, kind, event.before)
        else:
            _set(session, row, event.before)
        action = event.action.removesuffix(".undo") if event.action.endswith(".undo") else event.action + ".undo"
        undone = record(session, actor, action, row, before=event.after, after=event.before)
        session.flush()
        return Done(int(event.object_id), undone.id, message("Taken back."))


def snapshot(row: Any) -> dict[str, Any]:
    """The columns of ``row`` as JSON values; for a client also its tags and everything that hangs on it."""
    made = {attribute.key: _plain(getattr(row, attribute.key)) for attribute in inspect(type(row)).column_attrs}
    if isinstance(row, Client):
        made["tags"] = _value(row, "tags")
        for kind, rows in _children(row).items():
            made[kind] = [snapshot(child) for child in rows]
    return made


def _children(client: Client) -> dict[str, list[Any]]:
    session = object_session(client)
    assert session is not None
    return {kind.__tablename__: list(session.scalars(select(kind).where(kind.client_id == client.id).order_by(kind.id))) for kind in CHILDREN}


def _stands(event: AuditEvent, row: Any) -> bool:
    """Whether the thing is still as the event left it."""
    if event.after is None or row is None:
        return event.after is None and row is None
    return all(_plain(_value(row, name)) == value for name, value in event.after.items() if name not in UNWATCHED)


def has_results(books: Books, session: Session, client_id: int) -> bool:
    """Whether leads, channel data, orders or touchpoints hang on the client; none of them would come back with it."""
    if session.scalar(select(Lead.id).where(Lead.client_id == client_id).limit(1)) is not None:
        return True
    standing = imports.filter(imports.client_id == client_id, imports.undone_at.isnull())
    tables = (standing, *(table.filter(table.client_id == client_id) for table in (ad_performance, orders, touchpoints, order_claims)))
    return any(books.facts.query(table.limit(1)).num_rows for table in tables)


def _lone(books: Books, session: Session, row: Any) -> None:
    """An addition is taken back only while nothing else hangs on it."""
    if isinstance(row, Client) and has_results(books, session, row.id):
        raise InputError(
            message("“{name}” has leads or channel data by now and cannot be taken back.", name=row.name),
            message("Undo its imports first, or keep the client and mark it with a tag such as “former”."),
        )
    if isinstance(row, Client) and any(_children(row).values()):
        raise InputError(
            message("“{name}” has contacts or notes by now and cannot be taken back.", name=row.name),
            message("Delete the client instead, if it is no longer wanted."),
        )


def _restore(session: Session, kind: Any, held: dict[str, Any]) -> Any:
    columns = {attribute.key for attribute in inspect(kind).column_attrs}
    row = kind(**{name: _typed(kind, name, value) for name, value in held.items() if name in columns})
    session.add(row)
    session.flush()
    if kind is Client:
        _set(session, row, {"tags": held.get("tags", [])})
        for child in CHILDREN:
            for one in held.get(child.__tablename__, []):
                _restore(session, child, one)
    if held.get("noted_in"):
        session.execute(update(Interaction).where(Interaction.id.in_(held["noted_in"])).values(contact_id=row.id))
    return row


def _set(session: Session, row: Any, fields: dict[str, Any]) -> None:
    for name, value in fields.items():
        if name == "tags":
            row.tags = [tag_named(session, tag) for tag in value]
        else:
            setattr(row, name, _typed(type(row), name, value))
    if isinstance(row, Client):
        row.updated_at = now()


def tag_named(session: Session, name: str) -> Tag:
    """The tag of this name, compared without case; made when there is none."""
    for tag in session.scalars(select(Tag)):
        if tag.name.casefold() == name.casefold():
            return tag
    tag = Tag(name=name)
    session.add(tag)
    session.flush()
    return tag


def _value(row: Any, name: str) -> Any:
    return sorted(tag.name for tag in row.tags) if name == "tags" else getattr(row, name)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def _typed(kind: Any, name: str, value: Any) -> Any:
    """A JSON value back as the column's own type."""
    wanted = inspect(kind).columns[name].type.python_type
    if not isinstance(value, str) or wanted is str:
        return value
    return Decimal(value) if wanted is Decimal else wanted.fromisoformat(value)
