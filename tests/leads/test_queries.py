"""The ranked list on both engines: order, filters, pages, expected value, and one person's whole track."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pyarrow as pa
import pytest

from adcrm.books import Books
from adcrm.errors import NotFoundError
from adcrm.leads import queries
from adcrm.leads.queries import NOBODY, Filter, choices, grade_counts, lead_track, ranked, typical_values
from adcrm.store.tables import Client, Lead
from adcrm.warehouse.tables import SCHEMAS
from tests.lead_worlds import add_touchpoints

DAY = datetime(2026, 10, 1, 12)
GRADES = (("A", 50.0), ("B", 20.0), ("C", 10.0))


@pytest.fixture
def few(every_books: Books) -> Books:
    """Two clients; seven open leads of the first with scores 70, 60, 40, 15, 5, none and none; six won ones worth 100 to 600."""
    with every_books.crm.write() as session:
        clients = [Client(name=name, created_at=DAY, updated_at=DAY) for name in ("Alder", "云杉")]
        session.add_all(clients)
        session.flush()
        first, second = clients[0].id, clients[1].id
        for i, score in enumerate((40, 70, 5, 60, 15, None, None)):
            session.add(
                Lead(
                    client_id=first, person_key=f"p{i}", name=f"Lead {i}", company="100% Tea_Co" if i == 1 else "Oak", campaign="Spring", score=score,
                    probability=score / 100 if score is not None else None,
                    channel="email" if i % 2 else "meta_ads", status="new" if i % 2 else "working",
                    owner="Ling" if i < 3 else "", captured_at=DAY + timedelta(days=i),
                )
            )  # fmt: skip
        for i in range(6):
            session.add(Lead(client_id=first, person_key=f"w{i}", name=f"Won {i}", captured_at=DAY, status="won", closed_at=DAY, value=100 * (i + 1)))
        session.add(Lead(client_id=second, person_key="p0", name="李雷", captured_at=DAY, score=30, probability=0.3, owner="Omar"))
    add_touchpoints(
        every_books,
        [
            ("p1", first, DAY + timedelta(days=2), "email", "mail_open"),
            ("p1", first, DAY + timedelta(days=3), "direct", "download"),
            ("p0", second, DAY + timedelta(days=9), "direct", "event"),
            ("p0", first, DAY + timedelta(days=1), "meta_ads", "click"),
        ],
    )
    return every_books


def names(books: Books, wanted: Filter, **options: object) -> list[str]:
    return [row.lead.name for row in ranked(books, wanted, **options).rows]  # type: ignore[arg-type]


def test_the_best_score_comes_first_and_leads_without_one_last(few: Books) -> None:
    assert names(few, Filter()) == ["Lead 1", "Lead 3", "Lead 0", "李雷", "Lead 4", "Lead 2", "Lead 6", "Lead 5"]
    assert names(few, Filter(), sort="newest")[:2] == ["Lead 6", "Lead 5"]


def test_pages_hold_every_lead_once(few: Books) -> None:
    pages = [ranked(few, Filter(), page=number, size=3) for number in (1, 2, 3)]
    assert [page.total for page in pages] == [8, 8, 8]
    assert [row.lead.name for page in pages for row in page.rows] == names(few, Filter())


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Filter(status="won"), {f"Won {i}" for i in range(6)}),
        (Filter(status="new"), {"Lead 1", "Lead 3", "Lead 5", "李雷"}),
        (Filter(channel="email"), {"Lead 1", "Lead 3", "Lead 5"}),
        (Filter(owner="Ling"), {"Lead 0", "Lead 1", "Lead 2"}),
        (Filter(owner=NOBODY), {"Lead 3", "Lead 4", "Lead 5", "Lead 6"}),
        (Filter(text="tea_ lead"), {"Lead 1"}),
        (Filter(text="%"), {"Lead 1"}),
        (Filter(text="李"), {"李雷"}),
        (Filter(grades=("A", "C"), grade_limits=GRADES), {"Lead 1", "Lead 3", "Lead 4"}),
        (Filter(grades=("D",), grade_limits=GRADES), {"Lead 2"}),
    ],
)
def test_filters_find_exactly_what_they_say(few: Books, wanted: Filter, found: set[str]) -> None:
    page = ranked(few, wanted)
    assert {row.lead.name for row in page.rows} == found
    assert page.total == len(found)


def test_grades_are_counted_without_their_own_filter(few: Books) -> None:
    wanted = Filter(grade_limits=GRADES)
    assert grade_counts(few.crm, wanted) == {"A": 2, "B": 2, "C": 1, "D": 1}
    assert grade_counts(few.crm, replace(wanted, grades=("A",), owner="Ling")) == {"A": 1, "B": 1, "C": 0, "D": 1}


def test_expected_value_is_the_chance_times_the_median_of_the_clients_wins(few: Books) -> None:
    rows = {row.lead.name: row for row in ranked(few, Filter()).rows}
    assert rows["Lead 1"].typical is not None
    assert (rows["Lead 1"].typical.amount, rows["Lead 1"].typical.n) == (Decimal("350"), 6)
    assert rows["Lead 1"].expected_value == Decimal("245.00")
    assert rows["Lead 5"].expected_value is None
    assert rows["李雷"].typical is None
    assert rows["李雷"].expected_value is None
    assert typical_values(few.crm, []) == {}


@pytest.mark.parametrize("most_named", [1_000, 1])
def test_the_last_touch_is_the_leads_own_with_its_client(few: Books, monkeypatch: pytest.MonkeyPatch, most_named: int) -> None:
    monkeypatch.setattr(queries, "MOST_NAMED", most_named)
    rows = {row.lead.name: row.last_touch for row in ranked(few, Filter()).rows}
    assert rows["Lead 1"] is not None
    assert (rows["Lead 1"].kind, rows["Lead 1"].at) == ("download", DAY + timedelta(days=3))
    assert rows["Lead 0"] is not None
    assert rows["Lead 0"].kind == "click"
    assert rows["李雷"] is not None
    assert rows["李雷"].kind == "event"
    assert rows["Lead 4"] is None


def test_a_track_holds_touches_newest_first_and_the_orders(few: Books) -> None:
    first = ranked(few, Filter()).rows[0].lead
    order = {"order_key": "o1", "client_id": first.client_id, "person_key": "p1", "ordered_at": DAY, "net_value": Decimal("99.5"), "currency": "CNY"}
    other = {**order, "order_key": "o2", "person_key": ""}
    rows = [{**one, "refund": Decimal(0), "status": "paid", "import_id": 1, "source_line": 2} for one in (order, other)]
    with few.facts.write() as writer:
        writer.insert("orders", pa.Table.from_pylist(rows, schema=SCHEMAS["orders"].to_pyarrow()))
    track = lead_track(few, first.id)
    assert [touch["kind"] for touch in track.touches] == ["download", "mail_open"]
    assert [(one["order_key"], one["net_value"]) for one in track.orders] == [("o1", Decimal("99.5"))]
    with pytest.raises(NotFoundError):
        lead_track(few, 10_000)


def test_choices_name_what_there_is(few: Books) -> None:
    held = choices(few.crm)
    assert held.channels == ["email", "meta_ads"]
    assert held.owners == ["Ling", "Omar"]
    assert (held.total, held.open, held.scored) == (14, 8, 6)
