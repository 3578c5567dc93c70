"""Changes to leads: status and owner, each noted in the audit log and able to be taken back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from adcrm.actors import Actor, require
from adcrm.errors import InputError, NotFoundError
from adcrm.leads.queries import STATUSES
from adcrm.messages import Message, message
from adcrm.store import Store
from adcrm.store.session import now, record
from adcrm.store.tables import AuditEvent, Lead

PERMISSION = "leads.edit"
STATUS_NAMES: dict[str, Message] = {
    "new": message("New"),
    "working": message("In work"),
    "won": message("Won"),
    "lost": message("Lost"),
}


@dataclass(frozen=True)
class Done:
    """A change that was made: the lead, the id of its audit event (for :func:`undo_change`), and what happened in words."""

    lead_id: int
    audit_id: int
    words: Message


def set_status(crm: Store, lead_id: int, status: str, actor: Actor) -> Done:
    """Say what came of a lead. Winning or losing it closes it now; opening it again clears the closing time.

    Raises
    ------
    PermissionRefusedError : the actor may not change leads.
    InputError : there is no such status.
    NotFoundError : there is no such lead.
    """
    require(actor, PERMISSION)
    if status not in STATUSES:
        raise InputError(message("There is no status “{status}”.", status=status), message("Choose one of the statuses of the list."))
    closing = now() if status in ("won", "lost") else None
    return _change(crm, lead_id, {"status": status, "closed_at": closing}, actor, "leads.status", lambda name: _status_words(name, status))


def assign(crm: Store, lead_id: int, owner: str, actor: Actor) -> Done:
    """Give a lead to ``owner`` (a person's name); ``""`` takes it from everybody. Raises as :func:`set_status` does."""
    require(actor, PERMISSION)
    held = owner.strip()[:80]
    words = (lambda name: message("{name} now belongs to {owner}.", name=name, owner=held)) if held else _nobody_words
    return _change(crm, lead_id, {"owner": held}, actor, "leads.assign", words)


def undo_change(crm: Store, audit_id: int, actor: Actor) -> Done:
    """Take back a change made by this room. One transaction.

    Raises
    ------
    PermissionRefusedError : the actor may not change leads.
    NotFoundError : there is no such change.
    InputError : the lead was changed again since; taking it back would lose the newer change.
    """
    require(actor, PERMISSION)
    with crm.write() as session:
        event = session.get(AuditEvent, audit_id)
        if event is None or event.object_type != Lead.__tablename__ or event.before is None:
            raise NotFoundError(message("This change is not in the log."), message("Open the lead again and look at its present state."))
        lead = session.get(Lead, int(event.object_id))
        after = event.after or {}
        if lead is None or any(_plain(getattr(lead, name)) != value for name, value in after.items()):
            raise InputError(
                message("This lead was changed again since, so this change cannot be taken back."),
                message("Undo the newer change first, or edit it by hand."),
            )
        for name, value in event.before.items():
            setattr(lead, name, datetime.fromisoformat(value) if name == "closed_at" and value else value)
        undone = record(session, actor, event.action + ".undo", lead, before=event.after, after=event.before)
        session.flush()
        return Done(lead.id, undone.id, message("Taken back."))


def _change(crm: Store, lead_id: int, fields: dict[str, Any], actor: Actor, action: str, words: Any) -> Done:
    with crm.write() as session:
        lead = session.get(Lead, lead_id)
        if lead is None:
            raise NotFoundError(message("This lead is no longer there."), message("Go back to the list."))
        if fields.get("status") == lead.status:  # said again: it was closed when it was closed
            fields = {"status": lead.status}
        before = {name: _plain(getattr(lead, name)) for name in fields}
        for name, value in fields.items():
            setattr(lead, name, value)
        event = record(session, actor, action, lead, before=before, after={name: _plain(value) for name, value in fields.items()})
        session.flush()
        return Done(lead.id, event.id, words(lead.name))


def _status_words(name: str, status: str) -> Message:
    return message("{name} is now “{status}”.", name=name, status=STATUS_NAMES[status])


def _nobody_words(name: str) -> Message:
    return message("{name} belongs to nobody now.", name=name)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value
