"""Reads the audit log: who did what to which object, newest first."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from adcrm.store.session import Store
from adcrm.store.tables import AuditEvent, Client


@dataclass(frozen=True)
class Event:
    """One line of the log. ``at`` is UTC; ``fields`` are the columns that were touched; ``name`` of the object where it is known."""

    id: int
    at: datetime
    actor: str
    action: str
    object_type: str
    object_id: str
    name: str
    fields: tuple[str, ...]


def latest_events(crm: Store, limit: int = 25, offset: int = 0) -> tuple[Event, ...]:
    """Events ``offset`` to ``offset + limit``, the newest first."""
    with crm.read() as session:
        rows = session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc()).limit(limit).offset(offset)).all()
        about = {_client_of(row) for row in rows} - {None}
        names = {row.id: row.name for row in session.execute(select(Client.id, Client.name).where(Client.id.in_(about)))}
    return tuple(
        Event(row.id, row.at, row.actor, row.action, row.object_type, row.object_id, _name(row, names), _fields(row.before, row.after))
        for row in rows
    )


def count_events(crm: Store) -> int:
    """How many events the log holds."""
    with crm.read() as session:
        return session.scalar(select(func.count()).select_from(AuditEvent)) or 0


def _client_of(row: AuditEvent) -> int | None:
    if row.object_type == "clients":
        return int(row.object_id)
    held = {**(row.before or {}), **(row.after or {})}.get("client_id")
    return held if isinstance(held, int) else None


def _name(row: AuditEvent, names: dict[int, str]) -> str:
    held = {**(row.before or {}), **(row.after or {})}
    own = next((str(held[field]) for field in ("name", "subject", "reference", "account") if held.get(field)), "")
    client = names.get(_client_of(row) or 0, "")
    return " · ".join(dict.fromkeys(part for part in (client, own) if part))


def _fields(before: dict[str, Any] | None, after: dict[str, Any] | None) -> tuple[str, ...]:
    return tuple(sorted(before)) if before and after else ()
