"""The warehouse behaves the same on every engine."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from decimal import Decimal

import pyarrow as pa
import pytest

from adcrm.books import Books
from adcrm.warehouse import open_warehouse
from adcrm.warehouse.setup import STEPS, set_up
from adcrm.warehouse.tables import SCHEMAS, journey_steps, orders

FIRST = {
    "order_key": "A-1",
    "client_id": 1,
    "person_key": "",
    "net_value": Decimal("10.123456"),
    "currency": "CNY",
    "status": "paid",
    "import_id": 1,
    "source_line": 2,
}


def _orders(*rows: dict) -> pa.Table:
    kinds = SCHEMAS["orders"].to_pyarrow()
    return pa.Table.from_pylist([{field.name: row.get(field.name) for field in kinds} for row in rows], schema=kinds)


def test_rows_come_back_as_they_were_written(every_books: Books) -> None:
    with every_books.facts.write() as writer:
        writer.insert("orders", _orders(FIRST))
    back = every_books.facts.query(orders).to_pylist()
    assert back == [{**dict.fromkeys(SCHEMAS["orders"].names), **FIRST}]


def test_many_whole_numbers_and_days_come_as_they_are_in_the_order_asked_for(every_books: Books) -> None:
    rows = [{"client_id": 1, "person": n % 7 - 3, "at": (-1) ** n * 2**40 + n, "day": date(1999, 12, 1) + timedelta(days=n)} for n in range(60)]
    kinds = SCHEMAS["journey_steps"].to_pyarrow()
    with every_books.facts.write() as writer:
        writer.insert("journey_steps", pa.Table.from_pylist([{"label": 4, "order_row": -1, **row} for row in rows], schema=kinds))
    asked = journey_steps.select("client_id", "person", "at", "day").order_by("day")
    with every_books.facts.numbers(asked) as found:
        assert found.read_all().to_pylist() == rows
    with every_books.facts.numbers(asked.filter(asked.client_id == 2)) as found:
        assert found.read_all().num_rows == 0


def test_an_empty_text_stays_apart_from_a_missing_one(every_books: Books) -> None:
    with every_books.facts.write() as writer:
        writer.insert("orders", _orders(FIRST, {**FIRST, "person_key": None}))
    assert sorted(map(str, every_books.facts.query(orders)["person_key"].to_pylist())) == ["", "None"]


def test_a_failed_write_leaves_nothing_and_no_new_version(every_books: Books) -> None:
    before = every_books.facts.version()
    with pytest.raises(RuntimeError), every_books.facts.write() as writer:
        writer.insert("orders", _orders(FIRST))
        raise RuntimeError("in the middle")
    assert every_books.facts.query(orders.count().as_table()).to_pylist()[0] == {"CountStar(orders)": 0}
    assert every_books.facts.version() == before


def test_a_ratio_of_whole_numbers_is_not_cut_to_a_whole_number(every_books: Books) -> None:
    with every_books.facts.write() as writer:
        writer.insert("orders", _orders(FIRST, {**FIRST, "client_id": 4}))
    share = orders.agg(a=orders.client_id.min(), b=orders.client_id.max()).mutate(
        a=lambda t: t.a, ratio=lambda t: t.a.cast("float64") / t.b.cast("float64")
    )
    assert every_books.facts.frame(share)["ratio"][0] == 0.25


def test_values_are_given_by_name(every_books: Books) -> None:
    with every_books.facts.write() as writer:
        writer.insert("orders", _orders(FIRST))
        writer.execute("UPDATE orders SET status = $status WHERE order_key = $key", status="100% refunded", key="A-1")
        assert writer.query("SELECT status FROM orders WHERE client_id = $n", n=1)["status"].to_pylist() == ["100% refunded"]


def test_setting_up_twice_changes_nothing(every_books: Books) -> None:
    before = every_books.facts.version()
    set_up(every_books.facts)
    assert every_books.facts.version() == before


def test_two_processes_that_start_at_once_set_up_one_warehouse(postgres_url: str) -> None:
    with ThreadPoolExecutor(4) as starts:
        opened = list(starts.map(open_warehouse, [postgres_url] * 4))
    assert [one.version() for one in opened] == [opened[0].version()] * 4
    assert opened[0].sql("SELECT key, value FROM warehouse_meta WHERE key = 'schema'").to_pylist() == [{"key": "schema", "value": len(STEPS)}]
    for one in opened:
        one.close()


def test_many_threads_ask_at_once(every_books: Books) -> None:
    with every_books.facts.write() as writer:
        writer.insert("orders", _orders(*({**FIRST, "order_key": f"A-{i}", "ordered_at": None} for i in range(1000))))
    answers: list[int] = []
    asking = [threading.Thread(target=lambda: answers.append(len(every_books.facts.query(orders)))) for _ in range(12)]
    for thread in asking:
        thread.start()
    for thread in asking:
        thread.join()
    assert answers == [1000] * 12


def test_an_import_id_is_never_used_twice(every_books: Books) -> None:
    seen = []
    for _ in range(3):
        with every_books.facts.write() as writer:
            seen.append(writer.next_import_id())
    assert seen == [1, 2, 3]
