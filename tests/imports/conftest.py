"""A client to load reports for."""

import pytest

from adcrm.actors import Actor
from adcrm.books import Books
from adcrm.imports.clients import ensure_client


@pytest.fixture
def client(every_books: Books, owner: Actor) -> int:
    """The client Fernwick, on both engines."""
    return ensure_client(every_books.crm, "Fernwick Outdoors", owner)


@pytest.fixture
def client_of_books(books: Books, owner: Actor) -> int:
    """The client Fernwick, on the embedded engines."""
    return ensure_client(books.crm, "Fernwick Outdoors", owner)
