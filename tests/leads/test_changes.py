"""Status and owner: changed, logged, taken back; never by somebody who may not."""

from datetime import datetime

import pytest

from adcrm.actors import Actor
from adcrm.errors import InputError, NotFoundError, PermissionRefusedError
from adcrm.leads.changes import assign, set_status, undo_change
from adcrm.store import Store
from adcrm.store.tables import AuditEvent, Client, Lead

WHEN = datetime(2026, 10, 1)


@pytest.fixture
def lead_id(crm: Store) -> int:
    with crm.write() as session:
        client = Client(name="Alder", created_at=WHEN, updated_at=WHEN)
        session.add(client)
        session.flush()
        lead = Lead(client_id=client.id, person_key="p", name="Han Mei", captured_at=WHEN, owner="Ling")
        session.add(lead)
        session.flush()
        return lead.id


def state(crm: Store, lead_id: int) -> tuple[str, str, bool]:
    with crm.read() as session:
        lead = session.get_one(Lead, lead_id)
        return lead.status, lead.owner, lead.closed_at is not None


def test_winning_closes_a_lead_and_undo_opens_it_again(crm: Store, lead_id: int, owner: Actor) -> None:
    done = set_status(crm, lead_id, "won", owner)
    assert str(done.words) == "Han Mei is now “Won”."
    assert state(crm, lead_id) == ("won", "Ling", True)
    back = undo_change(crm, done.audit_id, owner)
    assert state(crm, lead_id) == ("new", "Ling", False)
    undo_change(crm, back.audit_id, owner)
    assert state(crm, lead_id) == ("won", "Ling", True)


def test_saying_the_same_status_again_leaves_the_closing_time(crm: Store, lead_id: int, owner: Actor) -> None:
    set_status(crm, lead_id, "lost", owner)
    with crm.read() as session:
        closed = session.get_one(Lead, lead_id).closed_at
    set_status(crm, lead_id, "lost", owner)
    with crm.read() as session:
        assert session.get_one(Lead, lead_id).closed_at == closed


def test_opening_a_lead_again_clears_its_closing_time(crm: Store, lead_id: int, owner: Actor) -> None:
    set_status(crm, lead_id, "lost", owner)
    set_status(crm, lead_id, "working", owner)
    assert state(crm, lead_id) == ("working", "Ling", False)


def test_a_lead_is_given_and_taken(crm: Store, lead_id: int, owner: Actor) -> None:
    given = assign(crm, lead_id, "  Omar ", owner)
    assert state(crm, lead_id)[1] == "Omar"
    assign(crm, lead_id, "", owner)
    with pytest.raises(InputError):
        undo_change(crm, given.audit_id, owner)
    assert state(crm, lead_id)[1] == ""


def test_every_change_is_in_the_log_with_what_was_before(crm: Store, lead_id: int, owner: Actor) -> None:
    assign(crm, lead_id, "Omar", owner)
    with crm.read() as session:
        event = session.query(AuditEvent).one()
    assert (event.actor, event.action, event.object_type, event.object_id) == ("owner", "leads.assign", "leads", str(lead_id))
    assert (event.before, event.after) == ({"owner": "Ling"}, {"owner": "Omar"})


def test_what_is_not_allowed_or_not_there_is_refused(crm: Store, lead_id: int, owner: Actor) -> None:
    guest = Actor("guest", "viewer")
    with pytest.raises(PermissionRefusedError):
        set_status(crm, lead_id, "won", guest)
    with pytest.raises(PermissionRefusedError):
        assign(crm, lead_id, "x", guest)
    with pytest.raises(PermissionRefusedError):
        undo_change(crm, 1, guest)
    with pytest.raises(InputError):
        set_status(crm, lead_id, "gone", owner)
    with pytest.raises(NotFoundError):
        set_status(crm, lead_id + 1, "won", owner)
    with pytest.raises(NotFoundError):
        undo_change(crm, 99, owner)
    assert state(crm, lead_id) == ("new", "Ling", False)
