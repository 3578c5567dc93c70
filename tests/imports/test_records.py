"""Orders, touchpoints and claims are taken with the trust of ad facts: once, all or nothing, and back in any order."""

import itertools
import random
from datetime import datetime
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings, strategies

from adcrm.books import Books
from adcrm.errors import ImportConflictError
from adcrm.imports.assign import assign_account, unassigned_accounts
from adcrm.imports.changes import preview
from adcrm.imports.clients import ensure_client
from adcrm.imports.history import import_detail, original_lines
from adcrm.imports.read import read
from adcrm.imports.restated import runs
from adcrm.imports.understand import understand
from adcrm.imports.undo import undo
from adcrm.store import open_store
from adcrm.warehouse import open_warehouse
from tests.imports.record_worlds import held, shop_file, shop_order, take_file
from tests.imports.worlds import OWNER

CLAIMS = b"Google Click ID,Conversion Name,Click Time,Conversion Time,Conversion Value,Conversion Currency,Order ID\n"
TOUCHES = b"visitor_id,timestamp,channel,campaign,type,click_id,order_id\n"


def test_the_same_orders_count_once_however_often_they_are_imported(every_books: Books, client: int) -> None:
    data = shop_file(shop_order(1, "10.00"), shop_order(2, "20.00", more="Peg"))
    first, again = take_file(every_books, client, data), take_file(every_books, client, data)
    longer = take_file(every_books, client, data + "\n".join(shop_order(3, "30.00")).encode())
    assert (first.rows_new, again.outcome) == (2, "unchanged")
    assert (longer.rows_new, longer.rows_same, longer.rows_changed) == (1, 2, 0)
    assert sum(row["net_value"] for row in held(every_books, "orders")) == Decimal(60)


def test_a_refund_restates_its_order_and_says_so_before_it_is_taken(every_books: Books, client: int) -> None:
    take_file(every_books, client, shop_file(shop_order(1, "10.00"), shop_order(2, "20.00")))
    restated = shop_file(shop_order(1, "10.00", "refunded", "10.00"), shop_order(2, "20.00"))
    seen = preview(every_books, read("orders.csv", restated), client)
    assert (seen.found.rows_changed, seen.found.rows_same) == (1, 1)
    assert [(one.metric, one.before, one.after) for one in runs(seen.by_day) if one.before != one.after] == [("refund", 0, 10), ("net_value", 10, 0)]
    take_file(every_books, client, restated)
    assert [row["status"] for row in sorted(held(every_books, "orders"), key=lambda row: row["order_key"])] == ["refunded", "paid"]


def test_orders_of_another_shop_with_the_same_numbers_replace_none_and_none_counts_under_two_names(every_books: Books, client: int) -> None:
    first = shop_file(shop_order(1, "10.00"), shop_order(2, "20.00"))
    take_file(every_books, client, first)
    other = shop_file(shop_order(1, "99.00", day=9), shop_order(2, "98.00", day=9), shop_order(3, "97.00", day=9))
    with pytest.raises(ImportConflictError, match="another shop"):
        take_file(every_books, client, other)
    take_file(every_books, client, other, account="Second shop")
    assert sum(row["net_value"] for row in held(every_books, "orders")) == Decimal(30 + 294)
    with pytest.raises(ImportConflictError, match="under the account"):
        take_file(every_books, client, first, account="Second shop, new name")
    assert len(held(every_books, "orders")) == 5


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_undo_in_any_order_leaves_what_the_others_say(books: Books, order: tuple[int, ...], client_of_books: int) -> None:
    files = [
        shop_file(shop_order(1, "10.00"), shop_order(2, "20.00")),
        shop_file(shop_order(2, "25.00"), shop_order(3, "30.00")),
        shop_file(shop_order(1, "10.00", "voided"), shop_order(3, "30.00")),
    ]
    numbers = [take_file(books, client_of_books, data).import_id for data in files]
    standing = set(range(3))
    for place in order:
        undo(books, numbers[place] or 0, OWNER)
        standing.discard(place)
        said: dict[str, Decimal] = {}
        for left in sorted(standing):
            said |= {row["order_key"]: row["net_value"] for row in read("o.csv", files[left]).rows.to_pylist()}
        assert {row["order_key"]: row["net_value"] for row in held(books, "orders")} == said
    assert held(books, "orders", "_history") == []


def test_every_kind_of_record_comes_and_goes_without_a_trace(every_books: Books, client: int) -> None:
    claims = CLAIMS + b"Cj1,Purchase,2026-07-01 08:00:00,2026-07-02 09:00:00,64.95,USD,104009\nCj2,Purchase,2026-07-01,2026-07-02 10:00:00,5,USD,\n"
    touches = TOUCHES + b"v_1,2026-07-01T01:00:00Z,Google Ads,Brand,click,Cj1,\nv_1,2026-07-02T09:00:00Z,,,conversion,,104009\n"
    made = [take_file(every_books, client, claims, "claims.csv"), take_file(every_books, client, touches, "touches.csv")]
    assert [row["order_key"] for row in sorted(held(every_books, "claims"), key=lambda row: row["source_line"])] == ["104009", ""]
    assert [row["kind"] for row in sorted(held(every_books, "touchpoints"), key=lambda row: row["source_line"])] == ["click", "conversion"]
    random.Random(3).shuffle(made)
    for one in made:
        undo(every_books, one.import_id or 0, OWNER)
    assert held(every_books, "claims") == held(every_books, "touchpoints") == []


def test_an_order_leads_back_to_its_file_and_line(every_books: Books, client: int) -> None:
    data = shop_file(shop_order(1, "10.00", more="Peg"), shop_order(2, "20.00"))
    made = take_file(every_books, client, data)
    row = next(row for row in held(every_books, "orders") if row["order_key"] == "2")
    assert row["source_line"] == 4
    assert original_lines(every_books, made.import_id or 0, "", [4])[0][1].startswith("#2,")
    assert import_detail(every_books, made.import_id or 0).rows_current == 2


def test_a_log_that_is_read_in_another_zone_is_not_taken_beside_itself(books: Books, client_of_books: int) -> None:
    data = TOUCHES + b"v_1,2026-07-01 01:00:00,Google Ads,Brand,click,Cj1,\n"
    first = take_file(books, client_of_books, data, "touches.csv")
    with pytest.raises(ImportConflictError):
        take_file(books, client_of_books, data, "touches.csv", time_zone="Asia/Shanghai")
    undo(books, first.import_id or 0, OWNER)
    assert take_file(books, client_of_books, data, "touches.csv", time_zone="Asia/Shanghai").rows_new == 1


def test_the_zone_that_was_named_once_holds_for_the_next_file_of_the_client(books: Books, client_of_books: int) -> None:
    line = b"CJ,DealNest,104,2026-07-11 08:00:00,,10.00,USD,\n"
    head = b"network,publisher,order_id,transaction_time,click_time,sale_amount,currency,coupon\n"
    take_file(books, client_of_books, head + line, "claims.csv", time_zone="Asia/Shanghai")
    later = understand(books, "next.csv", head + line.replace(b"104", b"105"), client_id=client_of_books)
    assert later.report.rows["claimed_at"].to_pylist() == [datetime(2026, 7, 11, 0)]
    assert "time_zone" in later.as_last_time


def test_a_corrected_zone_restates_orders_in_place(books: Books, client_of_books: int) -> None:
    data = b"Order ID,Order Date,Total,Status,Currency,Email\n1,2026-07-01 08:00:00,42.50,Completed,EUR,a@b.de\n"
    take_file(books, client_of_books, data)
    assert take_file(books, client_of_books, data, time_zone="Asia/Shanghai").rows_changed == 1
    assert [row["ordered_at"] for row in held(books, "orders")] == [datetime(2026, 7, 1, 0)]


def test_orders_of_nobody_are_given_to_a_client_with_all_their_versions(every_books: Books, client: int) -> None:
    first = take_file(every_books, None, shop_file(shop_order(1, "10.00"), shop_order(2, "20.00")))
    second = take_file(every_books, None, shop_file(shop_order(1, "15.00")))
    assert [(platform, rows) for platform, _, rows in unassigned_accounts(every_books)] == [("shop_orders", 2)]
    assert assign_account(every_books, "shop_orders", "", client, OWNER) == 2
    assert {row["client_id"] for row in held(every_books, "orders")} == {client} and unassigned_accounts(every_books) == []
    undo(every_books, second.import_id or 0, OWNER)
    assert sorted(row["net_value"] for row in held(every_books, "orders")) == [10, 20]
    undo(every_books, first.import_id or 0, OWNER)
    assert held(every_books, "orders") == held(every_books, "orders", "_history") == []


@given(strategies.lists(strategies.tuples(strategies.integers(1, 4), strategies.integers(1, 3)), min_size=1, max_size=8), strategies.randoms())
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None)
def test_after_any_imports_and_undos_the_books_hold_the_newest_word_on_each_order(steps: list[tuple[int, int]], dice: random.Random) -> None:
    books = Books(open_store("sqlite://"), open_warehouse("duckdb:///:memory:"))
    client = ensure_client(books.crm, "Fernwick", OWNER)
    standing: list[tuple[int, dict[str, Decimal]]] = []
    for first, length in steps:
        if standing and dice.random() < 0.4:
            undo(books, standing.pop(dice.randrange(len(standing)))[0], OWNER)
        else:
            said = {str(number): Decimal(dice.randrange(1, 4)) for number in range(first, first + length)}
            made = take_file(books, client, shop_file(*(shop_order(int(key), f"{value}.00") for key, value in said.items())))
            if made.import_id is not None:
                standing.append((made.import_id, said))
        newest = {key: value for _, said in standing for key, value in said.items()}
        assert {row["order_key"]: row["net_value"] for row in held(books, "orders")} == newest
