"""A key is shown once, opens the door for imports and nothing else, and is worth nothing once it is taken back."""

import pytest
from sqlalchemy import select

from adcrm.access.tokens import PREFIX, bearer, make_token, revoke_token, tokens
from adcrm.actors import Actor, require
from adcrm.books import Books
from adcrm.errors import InputError, NotFoundError, PermissionRefusedError
from adcrm.store.log import latest_events
from adcrm.store.tables import ApiToken

OWNER = Actor("owner")


def test_a_key_lets_in_an_importer_and_is_kept_as_a_hash(every_books: Books) -> None:
    made, secret = make_token(every_books.crm, "  Nightly   download ", OWNER)
    assert secret.startswith(PREFIX) and len(secret) > 40
    who = bearer(every_books.crm, secret)
    assert who == Actor("key: Nightly download", "importer")
    require(who, "imports.load")
    for permission in ("imports.undo", "clients.edit", "settings.edit", "data.export"):
        with pytest.raises(PermissionRefusedError):
            require(who, permission)
    with every_books.crm.read() as session:
        row = session.scalars(select(ApiToken)).one()
        assert secret not in (row.sha256, row.name)
    (listed,) = tokens(every_books.crm)
    assert (listed.id, listed.name, listed.is_revoked) == (made.id, "Nightly download", False)
    assert listed.last_used_at is not None


def test_a_key_that_was_taken_back_opens_nothing(every_books: Books) -> None:
    made, secret = make_token(every_books.crm, "Nightly", OWNER)
    revoke_token(every_books.crm, made.id, OWNER)
    assert bearer(every_books.crm, secret) is None
    assert bearer(every_books.crm, "adcrm_guessed") is None
    assert [event.action for event in latest_events(every_books.crm)] == ["token.revoke", "token.make"]


def test_only_who_may_change_settings_makes_and_takes_back_keys(every_books: Books) -> None:
    made, _ = make_token(every_books.crm, "Nightly", OWNER)
    guest = Actor("guest", "viewer")
    with pytest.raises(PermissionRefusedError):
        make_token(every_books.crm, "x", guest)
    with pytest.raises(PermissionRefusedError):
        revoke_token(every_books.crm, made.id, guest)
    with pytest.raises(InputError):
        make_token(every_books.crm, "  ", OWNER)
    with pytest.raises(NotFoundError):
        revoke_token(every_books.crm, 999, OWNER)
