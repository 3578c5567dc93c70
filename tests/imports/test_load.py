"""Loading: one transaction, earlier versions kept, nothing counted twice."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier

import pytest

from adcrm.actors import Actor
from adcrm.books import Books
from adcrm.errors import FileRefusedError, NotFoundError, PermissionRefusedError
from adcrm.imports import archive
from adcrm.imports.changes import preview
from adcrm.imports.clients import ensure_client
from adcrm.imports.load import load
from adcrm.imports.model import SetAside, TableMapping
from adcrm.imports.notes import unpack
from adcrm.imports.read import read
from adcrm.imports.undo import undo
from adcrm.messages import message
from adcrm.store.tables import AdAccount
from adcrm.warehouse.tables import imports, quarantine
from tests.imports.worlds import OWNER, current, history, report, row, take, total


def test_rows_stand_in_the_books_as_the_report_gives_them(every_books: Books, client: int) -> None:
    result = take(every_books, client, row(1, "10.123456", campaign="Total Wine, \"all\" 'feeds' | 名"), row(2, 20, reach=7))
    assert (result.outcome, result.rows_new, result.rows_changed, result.rows_same) == ("loaded", 2, 0, 0)
    rows = sorted(current(every_books), key=lambda one: one["source_line"])
    assert [(one["cost"], one["source_line"], one["client_id"], one["import_id"]) for one in rows] == [
        (Decimal("10.123456"), 4, client, result.import_id),
        (Decimal(20), 5, client, result.import_id),
    ]
    assert rows[0]["campaign"] == "Total Wine, \"all\" 'feeds' | 名" and rows[1]["reach"] == 7
    assert total(every_books) == Decimal("30.123456")


def test_importing_the_same_file_twice_changes_nothing(every_books: Books, client: int) -> None:
    take(every_books, client, row(1), row(2))
    before, version = current(every_books), every_books.facts.version()
    assert take(every_books, client, row(1), row(2)).outcome == "unchanged"
    assert take(every_books, client, row(2), row(1), name="the same rows in another file.csv").outcome == "unchanged"
    assert (current(every_books), history(every_books), every_books.facts.version()) == (before, [], version)
    assert len(every_books.facts.query(imports)) == 1


def test_newer_figures_replace_older_ones_and_the_older_are_kept(every_books: Books, client: int) -> None:
    first = take(every_books, client, row(1, 10), row(2, 20))
    second = take(every_books, client, row(2, 25), row(3, 30))
    assert (second.rows_new, second.rows_changed, second.rows_same) == (1, 1, 0)
    assert total(every_books) == 65
    assert [(one["import_id"], one["cost"]) for one in history(every_books)] == [(first.import_id, 20)]


def test_a_row_that_says_the_same_belongs_to_the_newer_import(every_books: Books, client: int) -> None:
    take(every_books, client, row(1, 10))
    second = take(every_books, client, row(1, 10), row(2, 20))
    assert (second.rows_new, second.rows_changed, second.rows_same) == (1, 0, 1)
    assert {one["import_id"] for one in current(every_books)} == {second.import_id} and len(history(every_books)) == 1


def test_repeated_rows_of_a_file_are_all_kept(every_books: Books, client: int) -> None:
    result = take(every_books, client, row(1, 10), row(1, 11), row(1, 12), row(2, 5))
    assert result.rows_new == 4 and total(every_books) == 38
    assert take(every_books, client, row(1, 10), row(1, 11), row(1, 13)).rows_changed == 1
    assert total(every_books) == 39


def test_a_campaign_with_an_id_may_change_its_name(every_books: Books, client: int) -> None:
    take(every_books, client, row(1, campaign_id="77", campaign="Old name"))
    assert take(every_books, client, row(1, campaign_id="77", campaign="New name")).rows_changed == 1
    assert [one["campaign"] for one in current(every_books)] == ["New name"]


def test_the_log_says_what_was_loaded_by_whom(every_books: Books, client: int) -> None:
    aside = SetAside("Sheet1", 9, "Clicks", message("Clicks cannot be {clicks}.", clicks=-4), {"Clicks": "-4"})
    result = take(every_books, client, row(1), set_aside=(aside,), stated_total={"cost": Decimal("10.5")})
    entry = every_books.facts.query(imports).to_pylist()[0]
    assert result.outcome == "quarantined"
    assert (entry["actor"], entry["rows_read"], entry["rows_loaded"], entry["rows_quarantined"]) == ("owner", 2, 1, 1)
    assert (entry["stated_total"], entry["undone_at"], entry["breakdown"]) == ('{"cost": "10.5"}', None, "none")
    kept = every_books.facts.query(quarantine).to_pylist()[0]
    assert (kept["import_id"], kept["source_part"], kept["source_line"], kept["raw"]) == (result.import_id, "Sheet1", 9, '{"Clicks": "-4"}')
    assert str(unpack(kept["reason"])) == "Clicks cannot be -4."


def test_the_file_itself_is_kept(every_books: Books, client: int) -> None:
    made = report(row(1))
    load(every_books, made, client, OWNER, b"exact bytes")
    assert archive.kept(made.sha256) == b"exact bytes"


def test_nothing_is_loaded_without_permission_client_or_rows(every_books: Books, client: int) -> None:
    with pytest.raises(PermissionRefusedError):
        load(every_books, report(row(1)), client, Actor("guest", "viewer"), b"")
    with pytest.raises(NotFoundError):
        load(every_books, report(row(1)), 999, OWNER, b"")
    with pytest.raises(FileRefusedError):
        load(every_books, report(), client, OWNER, b"")
    assert current(every_books) == []


def test_an_account_with_a_name_that_nothing_can_hold_is_refused_before_anything_is_written(every_books: Books, client: int) -> None:
    with pytest.raises(FileRefusedError, match="201 characters long, 200 fit"):
        take(every_books, client, row(1, account="a" * 201, account_id=""))
    assert current(every_books) == []
    take(every_books, client, row(1, account="a" * 200, account_id=""))
    assert len(current(every_books)) == 1


def test_each_account_of_a_managers_file_goes_to_its_own_client(every_books: Books, client: int) -> None:
    other = ensure_client(every_books.crm, "Kanaalhuis Software", OWNER)
    take(every_books, other, row(1, account_id="520", account="KH EU", currency="EUR"))
    mixed = [row(2, 1, account="Fernwick US"), row(2, 2, account_id="520", account="KH EU", currency="EUR"), row(2, 4, account="Somebody")]
    result = take(every_books, client, *mixed)
    assert [(one["client_id"], one["cost"], one["in_total"]) for one in current(every_books) if one["import_id"] == result.import_id] == sorted(
        [(client, Decimal(1), True), (other, Decimal(2), True), (None, Decimal(4), False)], key=lambda found: _key(every_books, found[1])
    )
    assert len(result.warnings) == 1 and "Somebody" in str(result.warnings[0])


def test_the_account_of_a_file_is_remembered(every_books: Books, client: int) -> None:
    take(every_books, client, row(1, account_id="769", account="Fernwick US"))
    with every_books.crm.read() as session:
        found = session.query(AdAccount).one()
    assert (found.platform, found.account, found.name, found.client_id, found.currency) == ("google_ads", "769", "Fernwick US", client, "USD")


def test_the_same_file_for_a_second_client_is_loaded_with_a_warning(every_books: Books, client: int) -> None:
    other = ensure_client(every_books.crm, "Kanaalhuis", OWNER)
    first = take(every_books, client, row(1, account=""))
    assert first.import_id is not None
    assert [str(one) for one in preview(every_books, report(row(1, account="")), other).owners.warnings] == [
        str(one) for one in take(every_books, other, row(1, account="")).warnings
    ]
    undo(every_books, first.import_id, OWNER)
    again = take(every_books, client, row(1, account=""))
    assert ["is in the books for Kanaalhuis too (import 2)" in str(one) for one in again.warnings] == [True]


def test_a_file_read_anew_with_a_corrected_mapping_is_no_old_file(every_books: Books, client: int) -> None:
    data, columns = b"Datum;A;B\n2026-07-01;7;500\n", {"day": "Datum", "cost": "A", "impressions": "B"}
    wrong = read("x.csv", data, mapping=TableMapping("radio", {**columns, "cost": "B", "impressions": "A"}, currency="EUR"))
    load(every_books, wrong, client, OWNER, data)
    right = load(every_books, read("x.csv", data, mapping=TableMapping("radio", columns, currency="EUR")), client, OWNER, data)
    assert (right.outcome, right.rows_changed, total(every_books)) == ("loaded", 1, 7)


def test_a_client_is_known_by_its_name_without_case(every_books: Books, client: int) -> None:
    assert ensure_client(every_books.crm, "  fernwick  OUTDOORS ", OWNER) == client
    assert ensure_client(every_books.crm, "青禾", OWNER) != client


def test_two_uploads_at_once_make_one_client(every_books: Books) -> None:
    start = Barrier(4)

    def make(_: int) -> int:
        start.wait()
        return ensure_client(every_books.crm, "青禾", OWNER)

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(make, range(4)))) == 1


def _key(books: Books, cost: Decimal) -> str:
    return next(str(one["row_key"]) for one in current(books) if one["cost"] == cost)
