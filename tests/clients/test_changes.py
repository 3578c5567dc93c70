"""Every change of a client is checked, permitted, logged and can be taken back exactly."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from adcrm.actors import Actor
from adcrm.books import Books
from adcrm.clients.changes import undo_edit
from adcrm.clients.dealings import add_case, add_survey, answer_case, note_interaction, resolve_case
from adcrm.clients.editing import add_client, add_contact, delete_client, delete_contact, edit_client, edit_contact, tag_client, untag_client
from adcrm.clients.profile import cases, client_profile, contracts, surveys, timeline
from adcrm.errors import InputError, NotFoundError, PermissionRefusedError
from adcrm.store import Store
from adcrm.store.session import now
from adcrm.store.tables import AdAccount, AuditEvent, Client, Contract, Interaction, Lead
from tests.metrics.worlds import fill, row
from tests.worlds import build_small_world

OWNER, VIEWER = Actor("owner"), Actor("guest", "viewer")


def everything(books: Books, client_id: int) -> tuple[object, ...]:
    """All that a person sees of a client, without the moment of the last change."""
    profile = client_profile(books.crm, client_id)
    seen = {name: value for name, value in vars(profile).items() if name != "updated_at"}
    return seen, cases(books.crm, client_id), contracts(books.crm, client_id), surveys(books.crm, client_id), timeline(books, client_id, 100)


@pytest.fixture
def tea(books: Books) -> int:
    """A client with a contact, a note with that contact, a case, a survey, a contract, an ad account and a tag."""
    crm = books.crm
    client = add_client(crm, OWNER, name="Harbour Tea", industry="food_beverage", owner="Ling", next_step="Call").id
    contact = add_contact(crm, client, OWNER, name="Chen Wei", role="decision", email="chen@tea.example").id
    note_interaction(crm, client, "call", "Asked for a plan", OWNER, contact_id=contact, at=now() - timedelta(days=2))
    add_case(crm, client, "complaint", "Late report", "Two days late", OWNER)
    add_survey(crm, client, "nps", 8, "", OWNER)
    tag_client(crm, client, "VIP", OWNER)
    with crm.write() as session:
        session.add(
            Contract(
                client_id=client, reference="C-1", starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31), value=Decimal("5000.50"), currency="CNY"
            )
        )
        session.add(AdAccount(client_id=client, platform="google_ads", account="111"))
    return client


def test_undo_of_an_edit_restores_every_field(books: Books, tea: int) -> None:
    before = everything(books, tea)
    done = edit_client(books.crm, tea, OWNER, name="Harbour Tea Ltd", size="large", next_step="Send the winter plan")
    assert client_profile(books.crm, tea).name == "Harbour Tea Ltd"
    undo_edit(books, done.audit_id, OWNER)
    assert everything(books, tea) == before


def test_an_undo_can_be_taken_back_too(books: Books, tea: int) -> None:
    done = edit_client(books.crm, tea, OWNER, owner="Bo")
    edited = everything(books, tea)
    undone = undo_edit(books, done.audit_id, OWNER)
    undo_edit(books, undone.audit_id, OWNER)
    assert everything(books, tea) == edited


def test_undo_of_a_deletion_brings_back_all_that_hung_on_the_client(books: Books, tea: int) -> None:
    before = everything(books, tea)
    done = delete_client(books, tea, "Harbour Tea", OWNER)
    with pytest.raises(NotFoundError):
        client_profile(books.crm, tea)
    undo_edit(books, done.audit_id, OWNER)
    assert everything(books, tea) == before
    with books.crm.read() as session:
        assert session.scalars(select(AdAccount.account)).all() == ["111"]


def test_undo_of_a_deleted_contact_ties_its_notes_to_it_again(books: Books, tea: int) -> None:
    before = everything(books, tea)
    contact = client_profile(books.crm, tea).contacts[0].id
    done = delete_contact(books.crm, contact, OWNER)
    with books.crm.read() as session:
        assert session.scalars(select(Interaction.contact_id)).all() == [None]
    undo_edit(books, done.audit_id, OWNER)
    assert everything(books, tea) == before


def test_undo_restores_after_every_small_change(books: Books, tea: int) -> None:
    crm = books.crm
    contact, case = client_profile(crm, tea).contacts[0].id, cases(crm, tea)[0].id
    for change in (
        lambda: tag_client(crm, tea, "Winter", OWNER),
        lambda: untag_client(crm, tea, "vip", OWNER),
        lambda: add_contact(crm, tea, OWNER, name="Zoë"),
        lambda: edit_contact(crm, contact, OWNER, email="new@tea.example", role="finance"),
        lambda: note_interaction(crm, tea, "meeting", "Met", OWNER),
        lambda: add_case(crm, tea, "inquiry", "Price?", "", OWNER),
        lambda: answer_case(crm, case, OWNER),
        lambda: resolve_case(crm, case, "Sent it at once", OWNER),
        lambda: add_survey(crm, tea, "csat", 4, "fine", OWNER),
    ):
        before = everything(books, tea)
        done = change()
        assert everything(books, tea) != before
        undo_edit(books, done.audit_id, OWNER)
        assert everything(books, tea) == before


def test_undo_is_refused_when_the_field_was_changed_again(books: Books, tea: int) -> None:
    first = edit_client(books.crm, tea, OWNER, owner="Bo")
    edit_client(books.crm, tea, OWNER, owner="Mei")
    with pytest.raises(InputError, match="changed again since"):
        undo_edit(books, first.audit_id, OWNER)
    assert client_profile(books.crm, tea).owner == "Mei"


def test_undo_of_one_field_leaves_a_newer_change_of_another(books: Books, tea: int) -> None:
    first = edit_client(books.crm, tea, OWNER, owner="Bo")
    edit_client(books.crm, tea, OWNER, size="small")
    undo_edit(books, first.audit_id, OWNER)
    assert (client_profile(books.crm, tea).owner, client_profile(books.crm, tea).size) == ("Ling", "small")


def test_an_added_client_is_taken_back_only_while_nothing_hangs_on_it(books: Books) -> None:
    lone = add_client(books.crm, OWNER, name="Lone")
    undo_edit(books, lone.audit_id, OWNER)
    with pytest.raises(NotFoundError):
        client_profile(books.crm, lone.id)
    busy = add_client(books.crm, OWNER, name="Busy")
    add_contact(books.crm, busy.id, OWNER, name="Someone")
    with pytest.raises(InputError, match="contacts or notes"):
        undo_edit(books, busy.audit_id, OWNER)


def test_an_added_client_with_leads_or_figures_is_not_taken_back(books: Books) -> None:
    with_lead = add_client(books.crm, OWNER, name="With a lead")
    with books.crm.write() as session:
        session.add(Lead(client_id=with_lead.id, person_key="p1", name="Ann", captured_at=now()))
    with pytest.raises(InputError, match="leads or channel data"):
        undo_edit(books, with_lead.audit_id, OWNER)
    with_figures = add_client(books.crm, OWNER, name="With figures")
    fill(books.facts, row(client_id=with_figures.id))
    with pytest.raises(InputError, match="leads or channel data"):
        undo_edit(books, with_figures.audit_id, OWNER)
    assert client_profile(books.crm, with_figures.id).name == "With figures"


def test_an_undo_never_takes_the_place_of_what_came_after(every_books: Books) -> None:
    crm = every_books.crm
    client = add_client(crm, OWNER, name="Tea").id
    renamed = edit_client(crm, client, OWNER, name="Tea Ltd")
    second = add_client(crm, OWNER, name="Tea")
    with pytest.raises(InputError, match="stands in its place"):
        undo_edit(every_books, renamed.audit_id, OWNER)
    gone = delete_client(every_books, second.id, "Tea", OWNER)
    add_client(crm, OWNER, name="Coffee")
    edit_client(crm, client, OWNER, name="Tea")
    with pytest.raises(InputError):
        undo_edit(every_books, gone.audit_id, OWNER)
    assert client_profile(crm, client).name == "Tea"


def test_undo_works_on_both_engines(every_books: Books) -> None:
    client = add_client(every_books.crm, OWNER, name="Tea").id
    note_interaction(every_books.crm, client, "call", "Talked", OWNER)
    before = everything(every_books, client)
    undo_edit(every_books, delete_client(every_books, client, "Tea", OWNER).audit_id, OWNER)
    assert everything(every_books, client) == before


def test_the_log_holds_who_what_and_only_the_fields_that_changed(books: Books, tea: int) -> None:
    done = edit_client(books.crm, tea, OWNER, owner="Bo", next_step="Call", size="unknown")
    with books.crm.read() as session:
        event = session.get_one(AuditEvent, done.audit_id)
    assert (event.actor, event.action, event.object_type, event.object_id) == ("owner", "client.edit", "clients", str(tea))
    assert (event.before, event.after) == ({"owner": "Ling"}, {"owner": "Bo"})


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"name": "  "}, "Name is empty"),
        ({"name": "x" * 201}, "too long"),
        ({"name": "harbour TEA"}, "already"),
        ({"name": "New", "currency": "RMB"}, "not a currency code"),
        ({"name": "New", "industry": "tea"}, "not a choice for Industry"),
        ({"name": "New", "website": "not an address"}, "not a web address"),
    ],
)
def test_a_client_that_cannot_be_used_is_refused_in_plain_words(books: Books, tea: int, fields: dict[str, str], words: str) -> None:
    with pytest.raises(InputError, match=words):
        add_client(books.crm, OWNER, **fields)
    with books.crm.read() as session:
        assert session.scalars(select(Client.id)).all() == [tea]


@pytest.mark.parametrize("address", ["chen", "chen@tea", "a b@tea.example", "x@y.example, z@y.example"])
def test_a_mail_address_must_look_like_one(books: Books, tea: int, address: str) -> None:
    with pytest.raises(InputError, match="not a mail address"):
        add_contact(books.crm, tea, OWNER, name="New", email=address)


def test_the_future_and_double_closing_are_refused(books: Books, tea: int) -> None:
    with pytest.raises(InputError, match="future"):
        note_interaction(books.crm, tea, "call", "Will talk", OWNER, at=now() + timedelta(days=1))
    with pytest.raises(InputError, match="future"):
        add_survey(books.crm, tea, "nps", 5, "", OWNER, answered_on=now().date() + timedelta(days=2))
    with pytest.raises(InputError, match="not an answer"):
        add_survey(books.crm, tea, "csat", 9, "", OWNER)
    case = cases(books.crm, tea)[0].id
    resolve_case(books.crm, case, "Done", OWNER)
    with pytest.raises(InputError, match="resolved already"):
        resolve_case(books.crm, case, "Done", OWNER)


def test_a_viewer_may_change_nothing(books: Books, tea: int) -> None:
    before, version = everything(books, tea), books.crm.version()
    case = cases(books.crm, tea)[0].id
    for change in (
        lambda: add_client(books.crm, VIEWER, name="New"),
        lambda: edit_client(books.crm, tea, VIEWER, owner="Bo"),
        lambda: tag_client(books.crm, tea, "x", VIEWER),
        lambda: delete_client(books, tea, "Harbour Tea", VIEWER),
        lambda: note_interaction(books.crm, tea, "call", "x", VIEWER),
        lambda: resolve_case(books.crm, case, "x", VIEWER),
        lambda: undo_edit(books, 1, VIEWER),
    ):
        with pytest.raises(PermissionRefusedError):
            change()
    assert everything(books, tea) == before
    assert books.crm.version() == version


def test_a_client_with_data_or_leads_cannot_be_deleted(books: Books, tea: int) -> None:
    with pytest.raises(InputError, match="does not match"):
        delete_client(books, tea, "harbour", OWNER)
    with books.crm.write() as session:
        session.add(Lead(client_id=tea, person_key="p", name="P", captured_at=now()))
    with pytest.raises(InputError, match="cannot be deleted"):
        delete_client(books, tea, "Harbour Tea", OWNER)


def test_a_client_with_channel_data_cannot_be_deleted(books: Books) -> None:
    world = build_small_world(books)
    with pytest.raises(InputError, match="cannot be deleted"):
        delete_client(books, world.client_ids["Northfell Outdoor"], "Northfell Outdoor", OWNER)


def test_the_timeline_holds_everything_newest_first(books: Books) -> None:
    client = build_small_world(books).client_ids["Northfell Outdoor"]
    moments = timeline(books, client, 100)
    assert {moment.kind for moment in moments} == {"call", "mail", "meeting", "note", "case", "answer", "contract", "import"}
    assert [moment.at for moment in moments] == sorted((moment.at for moment in moments), reverse=True)
    assert timeline(books, client, 3) == moments[:3]


def test_a_store_without_the_client_says_so(crm: Store) -> None:
    with pytest.raises(NotFoundError, match="no client number 7"):
        client_profile(crm, 7)
