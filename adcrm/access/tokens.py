"""Keys with which another program brings files over HTTP: shown once, kept as a hash, taken back at any time."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update

from adcrm.actors import Actor, require
from adcrm.errors import InputError, NotFoundError
from adcrm.messages import message
from adcrm.store import Store
from adcrm.store.session import now, record
from adcrm.store.tables import ApiToken

PREFIX = "adcrm_"  # so that a key which got lost in a log or a repository is known for what it is


@dataclass(frozen=True)
class Token:
    """A key as it is listed; times are UTC."""

    id: int
    name: str
    created_at: datetime
    created_by: str
    last_used_at: datetime | None
    is_revoked: bool


def make_token(crm: Store, name: str, actor: Actor) -> tuple[Token, str]:
    """A new key called ``name``, and its secret, which nobody can be shown again.

    Raises
    ------
    PermissionRefusedError, InputError (no name).
    """
    require(actor, "settings.edit")
    called = " ".join(name.split())
    if not called:
        raise InputError(message("A key needs a name."), message("Name the program that will use it."))
    secret = PREFIX + secrets.token_urlsafe(32)
    with crm.write() as session:
        row = ApiToken(name=called, sha256=_hash(secret), created_at=now(), created_by=actor.name)
        session.add(row)
        record(session, actor, "token.make", row, after={"name": called})
        return _token(row), secret


def revoke_token(crm: Store, token_id: int, actor: Actor) -> None:
    """Take a key back for good.

    Raises
    ------
    PermissionRefusedError, NotFoundError.
    """
    require(actor, "settings.edit")
    with crm.write() as session:
        row = session.get(ApiToken, token_id)
        if row is None:
            raise NotFoundError(message("There is no key with the number {id}.", id=str(token_id)), message("Choose one from the list."))
        if row.revoked_at is None:
            row.revoked_at = now()
            record(session, actor, "token.revoke", row, before={"name": row.name})


def tokens(crm: Store) -> tuple[Token, ...]:
    """All keys, the newest first."""
    with crm.read() as session:
        return tuple(_token(row) for row in session.scalars(select(ApiToken).order_by(ApiToken.id.desc())))


def bearer(crm: Store, secret: str) -> Actor | None:
    """Who comes with this secret: an actor that may import and nothing else; ``None`` for a key that is unknown or taken back."""
    with crm.read() as session:
        row = session.scalar(select(ApiToken).where(ApiToken.sha256 == _hash(secret), ApiToken.revoked_at.is_(None)))
        if row is None:
            return None
        session.execute(update(ApiToken).where(ApiToken.id == row.id).values(last_used_at=now()))
        session.commit()  # no raise of the version: no page need be drawn again
        return Actor(f"key: {row.name}", "importer")


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _token(row: ApiToken) -> Token:
    return Token(row.id, row.name, row.created_at, row.created_by, row.last_used_at, row.revoked_at is not None)
