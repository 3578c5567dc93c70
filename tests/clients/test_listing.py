"""The list of clients: exact under every filter, on both engines."""

from datetime import timedelta

import pytest

from adcrm.actors import Actor
from adcrm.books import Books
from adcrm.clients.dealings import add_case, note_interaction
from adcrm.clients.editing import add_client, add_contact, tag_client
from adcrm.clients.listing import ClientFilter, choices, list_clients, segment_counts
from adcrm.store import Store
from adcrm.store.session import now

OWNER = Actor("owner")
BOOK = (
    # name, industry, region, size, frequency, owner
    ("Alpenglow 100%", "travel", "europe", "small", "low", "Ling"),
    ("北辰茶业", "food_beverage", "east_china", "large", "high", "Ling"),
    ("Cedar_Home", "home", "south_china", "medium", "high", "Bo"),
    ("dawn motors", "automotive", "east_china", "large", "medium", "Bo"),
)


@pytest.fixture
def agency(every_books: Books) -> Store:
    """Four clients; the first has two tags, the tea house one of them and a contact."""
    crm = every_books.crm
    ids = [
        add_client(crm, OWNER, name=name, industry=industry, region=region, size=size, frequency=frequency, owner=owner).id
        for name, industry, region, size, frequency, owner in BOOK
    ]
    tag_client(crm, ids[0], "VIP", OWNER)
    tag_client(crm, ids[0], "Winter", OWNER)
    tag_client(crm, ids[1], "vip", OWNER)
    add_contact(crm, ids[1], OWNER, name="Chen Wei", email="chen.wei@beichen.example")
    note_interaction(crm, ids[0], "call", "Talked", OWNER, at=now() - timedelta(days=3))
    note_interaction(crm, ids[2], "mail", "Wrote", OWNER, at=now() - timedelta(days=30))
    note_interaction(crm, ids[2], "note", "Only a note to ourselves", OWNER)
    add_case(crm, ids[3], "complaint", "Late report", "", OWNER)
    return crm


def names(crm: Store, chosen: ClientFilter, **options: object) -> list[str]:
    return [row.name for row in list_clients(crm, chosen, **options).rows]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("chosen", "found"),
    [
        (ClientFilter(), ["Alpenglow 100%", "Cedar_Home", "dawn motors", "北辰茶业"]),
        (ClientFilter(industries=("travel", "home")), ["Alpenglow 100%", "Cedar_Home"]),
        (ClientFilter(regions=("east_china",)), ["dawn motors", "北辰茶业"]),
        (ClientFilter(sizes=("large",), owners=("Bo",)), ["dawn motors"]),
        (ClientFilter(frequencies=("high",)), ["Cedar_Home", "北辰茶业"]),
        (ClientFilter(tags=("VIP",)), ["Alpenglow 100%", "北辰茶业"]),
        (ClientFilter(tags=("winter",)), ["Alpenglow 100%"]),
        (ClientFilter(text="北辰"), ["北辰茶业"]),
        (ClientFilter(text="DAWN"), ["dawn motors"]),
        (ClientFilter(text="motors dawn"), ["dawn motors"]),
        (ClientFilter(text="chen WEI"), ["北辰茶业"]),
        (ClientFilter(text="@BEICHEN"), ["北辰茶业"]),
        (ClientFilter(text="%"), ["Alpenglow 100%"]),
        (ClientFilter(text="_"), ["Cedar_Home"]),
        (ClientFilter(text="'; drop table clients"), []),
        (ClientFilter(ids=frozenset()), []),
    ],
)
def test_a_filter_lets_through_exactly_those_that_match(agency: Store, chosen: ClientFilter, found: list[str]) -> None:
    page = list_clients(agency, chosen)
    assert [row.name for row in page.rows] == found
    assert page.total == len(found)


def test_pages_follow_on_without_gap_or_overlap(every_books: Books) -> None:
    crm = every_books.crm
    for number in range(7):
        add_client(crm, OWNER, name=f"Client {number}")
    pages = [list_clients(crm, ClientFilter(), page, 3) for page in (1, 2, 3)]
    assert [[row.name for row in page.rows] for page in pages] == [
        ["Client 0", "Client 1", "Client 2"],
        ["Client 3", "Client 4", "Client 5"],
        ["Client 6"],
    ]
    assert {(page.pages, page.total) for page in pages} == {(3, 7)}


def test_a_page_past_the_end_gives_the_last(agency: Store) -> None:
    page = list_clients(agency, ClientFilter(), 99, 3)
    assert (page.page, page.pages, len(page.rows)) == (2, 2, 1)


def test_the_longest_silence_comes_first_and_notes_are_no_contact(agency: Store) -> None:
    assert names(agency, ClientFilter(), sort="last_contact") == ["dawn motors", "北辰茶业", "Cedar_Home", "Alpenglow 100%"]


def test_a_rank_orders_before_paging_and_the_unranked_come_last(agency: Store) -> None:
    ids = {row.name: row.id for row in list_clients(agency, ClientFilter()).rows}
    rank = {ids["dawn motors"]: 1.0, ids["Cedar_Home"]: 2.0}
    assert names(agency, ClientFilter(), sort="attention", rank=rank, page_size=3) == ["dawn motors", "Cedar_Home", "Alpenglow 100%"]


def test_a_row_carries_tags_last_contact_and_open_cases(agency: Store) -> None:
    rows = {row.name: row for row in list_clients(agency, ClientFilter()).rows}
    assert rows["Alpenglow 100%"].tags == ("VIP", "Winter")
    assert rows["北辰茶业"].last_contact is None
    assert [rows[name].open_cases for name in ("dawn motors", "Cedar_Home")] == [1, 0]


def test_chips_count_under_the_other_filters_only(agency: Store) -> None:
    assert segment_counts(agency, ClientFilter(), "size") == {"small": 1, "large": 2, "medium": 1}
    assert segment_counts(agency, ClientFilter(sizes=("small",), owners=("Ling",)), "size") == {"small": 1, "large": 1}


def test_choices_are_what_stands_in_the_book(agency: Store) -> None:
    held = choices(agency)
    assert held.owners == ("Bo", "Ling")
    assert held.tags == ("VIP", "Winter")
    assert set(held.regions) == {"europe", "east_china", "south_china"}
