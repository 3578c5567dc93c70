"""Adding, editing, tagging and deleting clients and their contacts. Each change is checked, permitted and logged."""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from adcrm.actors import Actor, require
from adcrm.books import Books
from adcrm.clients import checks
from adcrm.clients.changes import PERMISSION, Done, added, changed, has_results, removed
from adcrm.clients.classes import CONTACT_ROLES, FREQUENCIES, INDUSTRIES, REGIONS, SIZES
from adcrm.errors import InputError, NotFoundError
from adcrm.messages import Message, message
from adcrm.store import Store
from adcrm.store.session import now
from adcrm.store.tables import Client, Contact, Interaction

CLIENT_FIELDS = (
    "name", "short_name", "industry", "region", "size", "frequency", "owner", "currency", "website", "needs", "next_step",
)  # fmt: skip
CONTACT_FIELDS = ("name", "title", "role", "email", "phone", "wechat")


def add_client(crm: Store, actor: Actor, **fields: str) -> Done:
    """Add a client; ``fields`` are of ``CLIENT_FIELDS``, ``name`` is needed.

    Raises
    ------
    PermissionRefusedError, InputError : nothing is kept then.
    """
    require(actor, PERMISSION)
    with crm.write() as session:
        values = _checked({"name": "", **fields})
        _free_name(session, values["name"], None)
        row = Client(**values, created_at=now(), updated_at=now())
        session.add(row)
        return added(session, actor, "client.add", row, message("“{name}” was added.", name=row.name))


def edit_client(crm: Store, client_id: int, actor: Actor, **fields: str) -> Done:
    """Change the given fields of a client. Raises as :func:`add_client`, and NotFoundError."""
    require(actor, PERMISSION)
    with crm.write() as session:
        row = held(session, client_id)
        values = _checked(fields)
        if "name" in values:
            _free_name(session, values["name"], row.id)
        return changed(session, actor, "client.edit", row, values, message("“{name}” was changed.", name=values.get("name", row.name)))


def tag_client(crm: Store, client_id: int, tag: str, actor: Actor) -> Done:
    """Put a free tag on a client; tags that differ only in case are one."""
    require(actor, PERMISSION)
    with crm.write() as session:
        row = held(session, client_id)
        clean = checks.text(tag, message("Tag"), 40, needed=True)
        names = [one.name for one in row.tags]
        if clean.casefold() in (name.casefold() for name in names):
            raise InputError(message("“{name}” has the tag “{tag}” already.", name=row.name, tag=clean), message("Choose another tag."))
        return changed(session, actor, "client.tag", row, {"tags": [*names, clean]}, message("The tag “{tag}” was added.", tag=clean))


def untag_client(crm: Store, client_id: int, tag: str, actor: Actor) -> Done:
    """Take a tag off a client."""
    require(actor, PERMISSION)
    with crm.write() as session:
        row = held(session, client_id)
        kept = [one.name for one in row.tags if one.name.casefold() != tag.strip().casefold()]
        if len(kept) == len(row.tags):
            raise NotFoundError(message("“{name}” does not have the tag “{tag}”.", name=row.name, tag=tag), message("Open the client again."))
        return changed(session, actor, "client.untag", row, {"tags": kept}, message("The tag “{tag}” was taken off.", tag=tag))


def delete_client(books: Books, client_id: int, confirm: str, actor: Actor) -> Done:
    """Delete a client with its contacts, notes, cases, surveys and contracts. ``confirm`` is its name, typed again.

    Raises
    ------
    InputError : the name does not match, or channel data, orders or leads hang on the client.
    """
    require(actor, PERMISSION)
    with books.crm.write() as session:
        row = held(session, client_id)
        if confirm.strip() != row.name:
            raise InputError(
                message("The name typed does not match “{name}”.", name=row.name), message("Type the client's name exactly to delete it.")
            )
        if has_results(books, session, client_id):
            raise InputError(
                message("“{name}” has channel data, orders or leads and cannot be deleted.", name=row.name),
                message("Undo its imports first, or keep the client and mark it with a tag such as “former”."),
            )
        return removed(session, actor, "client.delete", row, message("“{name}” was deleted.", name=row.name))


def add_contact(crm: Store, client_id: int, actor: Actor, **fields: str) -> Done:
    """Add a person at a client; ``fields`` are of ``CONTACT_FIELDS``, ``name`` is needed."""
    require(actor, PERMISSION)
    with crm.write() as session:
        held(session, client_id)
        row = Contact(client_id=client_id, **_checked_contact({"name": "", **fields}))
        session.add(row)
        return added(session, actor, "contact.add", row, message("“{name}” was added.", name=row.name))


def edit_contact(crm: Store, contact_id: int, actor: Actor, **fields: str) -> Done:
    """Change the given fields of a contact."""
    require(actor, PERMISSION)
    with crm.write() as session:
        row = _contact(session, contact_id)
        values = _checked_contact(fields)
        return changed(session, actor, "contact.edit", row, values, message("“{name}” was changed.", name=values.get("name", row.name)))


def delete_contact(crm: Store, contact_id: int, actor: Actor) -> Done:
    """Delete a contact; what was noted with this person stays."""
    require(actor, PERMISSION)
    with crm.write() as session:
        row = _contact(session, contact_id)
        noted_in = list(session.scalars(select(Interaction.id).where(Interaction.contact_id == contact_id)))
        return removed(session, actor, "contact.delete", row, message("“{name}” was deleted.", name=row.name), noted_in=noted_in)


def held(session: Session, client_id: int) -> Client:
    """The client of this id, or NotFoundError."""
    row = session.get(Client, client_id)
    if row is None:
        raise NotFoundError(message("There is no client number {number}.", number=str(client_id)), message("Go back to the list and choose another."))
    return row


def _contact(session: Session, contact_id: int) -> Contact:
    row = session.get(Contact, contact_id)
    if row is None:
        raise NotFoundError(message("This contact is no longer there."), message("Open the client again."))
    return row


def _free_name(session: Session, name: str, own_id: int | None) -> None:
    """Two clients of one name could not be told apart in any list."""
    same = session.scalars(select(Client.id).where(func.lower(Client.name) == func.lower(name))).all()
    if any(other != own_id for other in same):
        raise InputError(message("There is a client named “{name}” already.", name=name), message("Open that client, or choose another name."))


def _checked(fields: dict[str, str]) -> dict[str, Any]:
    _known(fields, CLIENT_FIELDS)
    checkers: dict[str, Any] = {
        "name": lambda value: checks.text(value, message("Name"), 200, needed=True),
        "short_name": lambda value: checks.text(value, message("Short name"), 80),
        "industry": lambda value: checks.one_of(value, INDUSTRIES, message("Industry")),
        "region": lambda value: checks.one_of(value, REGIONS, message("Region")),
        "size": lambda value: checks.one_of(value, SIZES, message("Company size")),
        "frequency": lambda value: checks.one_of(value, FREQUENCIES, message("Cooperation")),
        "owner": lambda value: checks.text(value, message("Owner"), 80),
        "currency": checks.currency,
        "website": checks.website,
        "needs": lambda value: checks.text(value, message("Needs"), 4000),
        "next_step": lambda value: checks.text(value, message("Next step"), 1000),
    }
    return {name: checkers[name](value) for name, value in fields.items()}


def _checked_contact(fields: dict[str, str]) -> dict[str, Any]:
    _known(fields, CONTACT_FIELDS)
    longest: dict[str, tuple[Message, int]] = {
        "name": (message("Name"), 120),
        "title": (message("Job title"), 120),
        "phone": (message("Phone"), 40),
        "wechat": (message("WeChat"), 80),
    }
    made = {name: checks.text(fields[name], *longest[name], needed=name == "name") for name in longest if name in fields}
    if "role" in fields:
        made["role"] = checks.one_of(fields["role"], CONTACT_ROLES, message("Role"))
    if "email" in fields:
        made["email"] = checks.email(fields["email"])
    return made


def _known(fields: dict[str, str], names: tuple[str, ...]) -> None:
    strange = set(fields) - set(names)
    if strange:
        raise TypeError(f"unknown fields: {sorted(strange)}")
