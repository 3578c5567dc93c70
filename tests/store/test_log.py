"""The audit log reads back newest first and names what each event was about; the stores say what they are."""

from alembic.script import ScriptDirectory

from adcrm.actors import Actor
from adcrm.books import Books
from adcrm.clients.changes import undo_edit
from adcrm.clients.editing import add_client, add_contact, edit_client
from adcrm.status import store_states
from adcrm.store.log import count_events, latest_events
from adcrm.store.migrations.run import config
from adcrm.warehouse.setup import STEPS

OWNER = Actor("owner")


def test_the_log_names_clients_and_touched_fields(every_books: Books) -> None:
    crm = every_books.crm
    client = add_client(crm, OWNER, name="Harbour Tea").id
    add_contact(crm, client, OWNER, name="Chen Wei")
    done = edit_client(crm, client, Actor("Ling"), size="large", owner="Ling")
    undo_edit(every_books, done.audit_id, OWNER)
    events = latest_events(crm)
    assert [(one.actor, one.action, one.name, one.fields) for one in events] == [
        ("owner", "client.edit.undo", "Harbour Tea", ("owner", "size")),
        ("Ling", "client.edit", "Harbour Tea", ("owner", "size")),
        ("owner", "contact.add", "Harbour Tea · Chen Wei", ()),
        ("owner", "client.add", "Harbour Tea", ()),
    ]
    assert latest_events(crm, limit=1, offset=2) == events[2:3]
    assert count_events(crm) == 4


def test_an_event_about_a_client_that_is_gone_keeps_its_name(every_books: Books) -> None:
    done = add_client(every_books.crm, OWNER, name="Lone")
    undo_edit(every_books, done.audit_id, OWNER)
    assert latest_events(every_books.crm, 1)[0].name == "Lone"


def test_the_stores_say_their_engine_and_version(every_books: Books) -> None:
    crm, facts = store_states(every_books)
    expected = ("SQLite", "DuckDB") if every_books.crm.engine.dialect.name == "sqlite" else ("PostgreSQL", "PostgreSQL")
    assert (crm.engine, facts.engine) == expected
    assert all(part.isdigit() for part in crm.engine_version.split("."))
    head = ScriptDirectory.from_config(config(every_books.crm.engine)).get_current_head()
    assert (crm.schema, facts.schema) == (head, str(len(STEPS)))
    assert crm.data_version == every_books.crm.version()
