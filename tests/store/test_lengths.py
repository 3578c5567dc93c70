"""A text that is longer than its column is refused in words, on every engine alike."""

import pytest

from adcrm.actors import Actor
from adcrm.books import Books
from adcrm.errors import InputError
from adcrm.imports.clients import ensure_client, known_client


def test_a_name_that_does_not_fit_is_refused_and_nothing_is_kept(every_books: Books, owner: Actor) -> None:
    with pytest.raises(InputError, match="is too long: 201 characters, where 200 fit"):
        ensure_client(every_books.crm, "n" * 201, owner)
    assert known_client(every_books.crm, "n" * 201) is None
    ensure_client(every_books.crm, "n" * 200, owner)
    assert known_client(every_books.crm, "n" * 200) is not None
