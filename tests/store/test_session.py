"""The CRM database opens, migrates and keeps its promises on both engines."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy.exc import IntegrityError

from adcrm.books import Books
from adcrm.store.migrations.run import migrate
from adcrm.store.session import now
from adcrm.store.tables import Base, Client, Contact


def _client(name: str) -> Client:
    return Client(name=name, created_at=now(), updated_at=now())


def test_the_migrations_make_exactly_the_declared_tables(every_books: Books) -> None:
    with every_books.crm.engine.connect() as connection:
        ours = {"include_object": lambda thing, name, kind, *_: kind != "table" or name in Base.metadata.tables}
        differences = compare_metadata(MigrationContext.configure(connection, opts=ours), Base.metadata)
    assert differences == []


def test_migrating_twice_changes_nothing(every_books: Books) -> None:
    migrate(every_books.crm.engine)
    assert every_books.crm.version() == 1


def test_every_write_raises_the_version(every_books: Books) -> None:
    before = every_books.crm.version()
    with every_books.crm.write() as session:
        session.add(_client("Beichen"))
    assert every_books.crm.version() == before + 1


def test_a_failed_write_leaves_nothing(every_books: Books) -> None:
    before = every_books.crm.version()
    with pytest.raises(IntegrityError), every_books.crm.write() as session:
        session.add(_client("Same"))
        session.add(_client("Same"))
    with every_books.crm.read() as session:
        assert session.query(Client).count() == 0
    assert every_books.crm.version() == before


def test_deleting_a_client_takes_its_contacts_along(every_books: Books) -> None:
    with every_books.crm.write() as session:
        client = _client("Beichen")
        client.contacts.append(Contact(name="Lin Wei"))
        session.add(client)
    with every_books.crm.write() as session:
        session.delete(session.get(Client, client.id))
    with every_books.crm.read() as session:
        assert session.query(Contact).count() == 0
