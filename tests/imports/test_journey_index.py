"""The index of journeys says what touchpoints and orders say, in one order, whatever order the files were in."""

import random
from typing import Any

import ibis

from adcrm.books import Books
from adcrm.imports.assign import assign_account
from adcrm.imports.clients import ensure_client
from adcrm.imports.undo import undo
from adcrm.warehouse import open_warehouse
from adcrm.warehouse.steps import index_steps
from adcrm.warehouse.tables import SCHEMAS
from tests.imports.record_worlds import shop_file, shop_order, take_file
from tests.imports.worlds import OWNER

LOG = "visitor_id,timestamp,channel,campaign,type,click_id,order_id,revenue,currency"
TABLES = ("journey_steps", "journey_labels", "journey_orders")


def log_file(*lines: str) -> bytes:
    return "\n".join([LOG, *(f"{line},USD" for line in lines)]).encode() + b"\n"


TOUCHES = (
    "v_2,2026-07-01T10:00:00Z,google_ads,Brand,click,c1,,",
    "v_1,2026-07-01T11:00:00Z,meta_ads,Season,view,c2,,",
    "v_1,2026-07-01T11:00:00Z,google_ads,Brand,click,c3,,",
    "v_1,2026-07-02T06:30:00Z,,,conversion,,1,10.00",
    "v_1,2026-07-03T09:00:00Z,meta_ads,Season,click,c4,,",
    ",2026-07-03T09:00:00Z,meta_ads,Season,click,c5,,",
)


def index(books: Books) -> dict[str, list[dict[str, Any]]]:
    """Every row of the index as it lies."""
    return {name: books.facts.query(ibis.table(SCHEMAS[name], name=name)).to_pylist() for name in TABLES}


def steps(books: Books) -> list[tuple[int, int, int]]:
    rows = books.facts.sql('SELECT person, label, order_row FROM journey_steps ORDER BY client_id, person, "at", order_row, label')
    return [tuple(row.values()) for row in rows.to_pylist()]


def test_steps_stand_by_person_and_time_and_an_order_has_the_clock_and_person_of_its_conversion(every_books: Books) -> None:
    client = ensure_client(every_books.crm, "Fernwick", OWNER)
    take_file(every_books, client, shop_file(shop_order(1, "10.00"), shop_order(2, "20.00"), shop_order(3, "5.00", "voided")))
    take_file(every_books, client, log_file(*TOUCHES), "touches.csv")
    found = index(every_books)
    assert [(row["channel"], row["kind"]) for row in found["journey_labels"]] == [
        ("google_ads", "click"),
        ("meta_ads", "click"),
        ("meta_ads", "view"),
    ]
    orders = [(row["order_key"], row["person_key"], row["value"], row["status"]) for row in found["journey_orders"]]
    assert [(key, person, str(value), status) for key, person, value, status in orders] == [
        ("1", "v_1", "10.000000", "paid"),
        ("2", "v_2", "20.000000", "paid"),
    ]
    assert steps(every_books) == [(0, 0, -1), (0, 2, -1), (0, -1, 0), (0, 1, -1), (1, 0, -1), (1, -1, 1)]


def test_without_a_shop_conversions_are_the_orders_one_for_each_key_and_each_without_one(books: Books, client_of_books: int) -> None:
    keyless = ("v,2026-07-02T10:00:00Z,,,conversion,,,1.00", "v,2026-07-03T10:00:00Z,,,purchase,,,2.00")
    lines = ("v,2026-07-01T10:00:00Z,,,conversion,,9,7.50", "v,2026-07-01T09:00:00Z,,,conversion,,9,7.00")
    take_file(books, client_of_books, log_file(*lines, *keyless), "touches.csv")
    found = [(row["order_key"], float(row["value"])) for row in index(books)["journey_orders"]]
    assert found == [("9", 7.0), ("", 1.0), ("", 2.0)]
    take_file(books, client_of_books, shop_file(shop_order(4, "3.00")))
    assert [row["order_key"] for row in index(books)["journey_orders"]] == ["4"]


def test_a_refund_restates_its_order_and_a_cancellation_takes_it_out(books: Books, client_of_books: int) -> None:
    def orders() -> list[tuple[str, float, str]]:
        return [(row["order_key"], float(row["value"]), row["status"]) for row in index(books)["journey_orders"]]

    take_file(books, client_of_books, shop_file(shop_order(1, "10.00"), shop_order(2, "20.00"), shop_order(3, "5.00", "pending")))
    assert orders() == [("1", 10.0, "paid"), ("2", 20.0, "paid")]
    take_file(books, client_of_books, shop_file(shop_order(1, "10.00", "refunded", "10.00"), shop_order(2, "20.00", "voided")))
    assert orders() == [("1", 0.0, "refunded")]


def test_an_order_of_an_unknown_person_stays_as_a_person_of_its_own(books: Books, client_of_books: int) -> None:
    take_file(books, client_of_books, log_file(",2026-07-01T10:00:00Z,,,conversion,,1,1.00", ",2026-07-01T10:00:00Z,,,conversion,,2,1.00"), "t.csv")
    take_file(books, client_of_books, log_file("v,2026-07-01T09:00:00Z,email,,click,,,"), "more.csv")
    assert steps(books) == [(0, 0, -1), (1, -1, 0), (2, -1, 1)]


def test_the_order_of_rows_in_the_files_changes_nothing(every_books: Books) -> None:
    first, second = (ensure_client(every_books.crm, name, OWNER) for name in ("Fernwick", "Northfell"))
    shuffled = list(TOUCHES)
    random.Random(4).shuffle(shuffled)
    take_file(every_books, first, log_file(*TOUCHES), "touches.csv")
    take_file(every_books, second, log_file(*shuffled), "touches.csv")
    for rows in index(every_books).values():
        mine = {client: [{**row, "client_id": 0} for row in rows if row["client_id"] == client] for client in (first, second)}
        assert mine[first] == mine[second] != []


def test_undo_restores_the_index_as_it_was(every_books: Books) -> None:
    client = ensure_client(every_books.crm, "Fernwick", OWNER)
    take_file(every_books, client, log_file(*TOUCHES), "touches.csv")
    before = index(every_books)
    second = take_file(every_books, client, log_file("v_0,2026-06-01T10:00:00Z,email,Spring,click,c9,,"), "more.csv")
    third = take_file(every_books, client, shop_file(shop_order(1, "10.00")))
    assert index(every_books) != before
    undo(every_books, third.import_id or 0, OWNER)
    undo(every_books, second.import_id or 0, OWNER)
    assert index(every_books) == before


def test_rows_given_to_a_client_come_into_its_index(books: Books, client_of_books: int) -> None:
    take_file(books, None, log_file(*TOUCHES), "touches.csv")
    assert not any(index(books).values())
    assign_account(books, "touchpoints", "", client_of_books, OWNER)
    assert {row["client_id"] for rows in index(books).values() for row in rows} == {client_of_books}


def test_a_warehouse_from_before_the_index_gets_it(tmp_path: Any) -> None:
    url = f"duckdb:///{tmp_path / 'old.duckdb'}"
    old = open_warehouse(url)
    with old.write() as writer:
        for name in TABLES:
            writer.execute(f"DROP TABLE {name}")
        writer.execute("INSERT INTO touchpoints (client_id, person_key, \"at\", kind) VALUES (1, 'v', TIMESTAMP '2026-07-01 08:00:00', 'click')")
        writer.execute("UPDATE warehouse_meta SET value = 5 WHERE key = 'schema'")
    old.close()
    opened = open_warehouse(url)
    assert opened.sql('SELECT person, "at", label FROM journey_steps').to_pylist() == [{"person": 0, "at": 1_782_892_800, "label": 0}]
    with opened.write() as writer:
        index_steps(writer, [1, None])
    assert opened.sql("SELECT count(*) AS n FROM journey_steps")["n"][0].as_py() == 1
    opened.close()


def test_a_number_that_two_shops_use_leads_no_conversion_to_either_of_their_orders(every_books: Books) -> None:
    client = ensure_client(every_books.crm, "Fernwick", OWNER)
    for account, visitor, day in (("north", "v_1", 1), ("south", "v_7", 2)):
        lines = [line.replace("v_1", visitor) for line in shop_order(1, "10.00", day=day)]
        take_file(every_books, client, shop_file(lines), f"{account}.csv", account=account)
    take_file(every_books, client, log_file(*TOUCHES), "touches.csv")
    assert [row["person_key"] for row in index(every_books)["journey_orders"]] == ["v_1", "v_7"]  # the log's order 1 is of v_1


def test_orders_that_have_only_a_day_come_after_the_touches_of_that_day(every_books: Books) -> None:
    client = ensure_client(every_books.crm, "Fernwick", OWNER)
    orders = b"order_id,customer_id,date,status,total,currency\n1,ann,2026-07-02,paid,10.00,USD\n2,bob,2026-07-03,paid,10.00,USD\n"
    take_file(every_books, client, orders)
    log = b"visitor_id,timestamp,channel,type\nann,2026-07-02,google_ads,click\nbob,2026-07-04,meta_ads,click\n"
    take_file(every_books, client, log, "days.csv")
    assert steps(every_books) == [(0, 0, -1), (0, -1, 0), (1, -1, 1), (1, 1, -1)]
    assert every_books.facts.sql('SELECT min("at") % 86400 AS n FROM journey_orders')["n"].to_pylist() == [0]  # no times anywhere
    timed = b"visitor_id,timestamp,channel,type\nann,2026-07-02T10:00:00Z,meta_ads,click\nann,2026-07-03T10:00:00Z,meta_ads,click\n"
    take_file(every_books, client, timed, "times.csv")
    assert steps(every_books) == [(0, 0, -1), (0, 1, -1), (0, -1, 0), (0, 1, -1), (1, -1, 1), (1, 1, -1)]
    take_file(every_books, client, orders.replace(b"2,bob,2026-07-03", b"2,bob,2026-07-03 09:00:00"))  # this shop has times
    assert steps(every_books)[:3] == [(0, 0, -1), (0, -1, 0), (0, 1, -1)]
