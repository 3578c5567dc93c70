"""People taken in and taken back: importing twice is importing once, and an undo leaves exactly what the other imports say."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from adcrm.books import Books
from adcrm.imports.records.take import Row, compare
from adcrm.store.tables import Lead
from tests.imports.records.worlds import AT, bring, new_client, one_client, people, person, tables, take_back

EMAILS = ("", "ann@x.com", "bea@x.com", "cem@x.com", " ANN@X.com")
PHONES = ("", "19000009655", "+86 19000009655", "555 0103 77")
NAMES = ("", "Ann", "Bea", "Cem")
ROW = st.builds(
    person,
    st.sampled_from("12345"),
    system=st.sampled_from(("zoho", "hubspot")),
    module=st.sampled_from(("leads", "contacts")),
    day=st.sampled_from(("2026-07-01", "2026-07-02", "2026-07-03")),
    email=st.sampled_from(EMAILS),
    phone=st.sampled_from(PHONES),
    name=st.sampled_from(NAMES),
    status=st.sampled_from(("", "working", "won")),
    company=st.sampled_from(("", "Acme", "Blau")),
)
IMPORTS = st.lists(st.lists(ROW, min_size=1, max_size=6), min_size=1, max_size=5)
OFTEN = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


def test_an_import_again_says_nothing_new(every_books: Books) -> None:
    crm = every_books.crm
    client = new_client(crm)
    rows = [person("1", email="ann@x.com", name="Ann"), person("2", email="ANN@x.com", name="Bea"), person("3", phone="555 0103 77")]
    assert bring(crm, client, rows, 1).new == 3
    before = people(crm)
    assert len(before) == 2
    with crm.read() as session:
        again = compare(session, client, rows)
    assert (again.new, again.changed, again.same, again.is_nothing) == (0, 0, 3, True)


def test_a_changed_field_is_told_field_by_field_and_undone(every_books: Books) -> None:
    crm = every_books.crm
    client = new_client(crm)
    bring(crm, client, [person("1", email="ann@x.com", name="Ann", status="new")], 1)
    before = tables(crm)
    taken = bring(crm, client, [person("1", email="ann@x.com", name="Ann", status="working")], 2)
    assert [(one.name, one.field, one.before, one.after) for one in taken.changes] == [("Ann", "status", "new", "working")]
    assert (taken.new, taken.changed, taken.same) == (0, 1, 0)
    take_back(crm, 2)
    assert tables(crm) == before


def test_what_a_person_changed_stays_and_is_told(every_books: Books) -> None:
    crm = every_books.crm
    client = new_client(crm)
    bring(crm, client, [person("1", name="Ann", status="new", owner="Wei")], 1)
    with crm.write() as session:
        session.scalars(select(Lead)).one().status = "lost"
    taken = bring(crm, client, [person("1", name="Ann", status="working", owner="Lin")], 2)
    assert {(one.field, one.before, one.after, one.is_kept) for one in taken.changes} == {
        ("status", "lost", "working", True),
        ("owner", "Wei", "Lin", False),
    }
    lead = tables(crm)["leads"][0]
    assert (lead["status"], lead["owner"]) == ("lost", "Lin")
    take_back(crm, 2)
    lead = tables(crm)["leads"][0]
    assert (lead["status"], lead["owner"]) == ("lost", "Wei")
    assert take_back(crm, 1) == ("Ann",)
    assert tables(crm)["leads"][0]["imported"] is None


def test_a_lead_typed_by_hand_is_filled_and_given_back(every_books: Books) -> None:
    crm = every_books.crm
    client = new_client(crm)
    with crm.write() as session:
        session.add(Lead(client_id=client, person_key="p", name="Ann", email="ann@x.com", captured_at=AT))
    before = tables(crm)
    bring(crm, client, [person("1", email="Ann@X.com", name="Anne", phone="555 0103 77", status="won")], 1)
    lead = tables(crm)["leads"][0]
    assert (lead["name"], lead["phone"], lead["status"], lead["person_key"]) == ("Ann", "555 0103 77", "won", "p")
    take_back(crm, 1)
    assert tables(crm) == before


def test_people_held_together_by_an_undone_import_come_apart(every_books: Books) -> None:
    crm = every_books.crm
    client = new_client(crm)
    bring(crm, client, [person("1", email="ann@x.com", phone="555 0103 77", name="Ann")], 1)
    bring(crm, client, [person("2", email="ann@x.com"), person("3", phone="555 0103 77", name="Ann")], 2)
    assert len(people(crm)) == 1
    take_back(crm, 1)
    assert len(people(crm)) == 2


@OFTEN
@given(imports=IMPORTS)
def test_undoing_the_newest_restores_the_tables_exactly(every_books: Books, imports: list[list[Row]]) -> None:
    crm = every_books.crm
    with one_client(crm) as client:
        with crm.write() as session:
            session.add(Lead(client_id=client, person_key="p", name="Ann", email="ann@x.com", captured_at=AT))
        seen = [tables(crm)]
        for number, rows in enumerate(imports, 1):
            bring(crm, client, rows, number)
            seen.append(tables(crm))
        for number in range(len(imports), 0, -1):
            assert tables(crm) == seen[number]
            take_back(crm, number)
        assert tables(crm) == seen[0]


@OFTEN
@given(imports=IMPORTS, data=st.data())
def test_undoing_any_in_any_order_leaves_what_the_others_say(every_books: Books, imports: list[list[Row]], data: st.DataObject) -> None:
    crm = every_books.crm
    numbers = list(range(1, len(imports) + 1))
    undone = data.draw(st.lists(st.sampled_from(numbers), unique=True))
    with one_client(crm) as client:
        for number in numbers:
            bring(crm, client, imports[number - 1], number)
        for number in undone:
            take_back(crm, number)
        left = people(crm)
    with one_client(crm) as client:
        for number in numbers:
            if number not in undone:
                bring(crm, client, imports[number - 1], number)
        assert left == people(crm)


@OFTEN
@given(imports=IMPORTS)
def test_importing_twice_is_importing_once(every_books: Books, imports: list[list[Row]]) -> None:
    crm = every_books.crm
    with one_client(crm) as client:
        for number, rows in enumerate(imports, 1):
            bring(crm, client, rows, number)
            with crm.read() as session:
                assert compare(session, client, rows).is_nothing
