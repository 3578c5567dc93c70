"""An account that belongs to nobody is given to a client, with all that it ever said."""

import pytest

from adcrm.books import Books
from adcrm.errors import NotFoundError
from adcrm.imports.assign import assign_account, unassigned_accounts
from adcrm.imports.clients import Account, ensure_client, suggested_client
from adcrm.imports.undo import undo
from tests.imports.worlds import OWNER, current, history, row, take, total


def _two_accounts(cost: float) -> list[dict]:  # type: ignore[type-arg]
    return [row(1, 1, account="Fernwick US"), row(1, cost, account_id="520", account="Kanaalhuis EU")]


def test_rows_of_nobody_count_for_their_client_once_it_is_named(every_books: Books, client: int) -> None:
    other = ensure_client(every_books.crm, "Kanaalhuis Software B.V.", OWNER)
    take(every_books, client, *_two_accounts(5))
    assert unassigned_accounts(every_books) == [("google_ads", Account("520", "Kanaalhuis EU"), 1)]
    assert suggested_client(every_books.crm, "Kanaalhuis EU") == other
    assert assign_account(every_books, "google_ads", "520", other, OWNER) == 1
    assert total(every_books, client_id=other) == 5 and unassigned_accounts(every_books) == []
    assert take(every_books, client, *_two_accounts(6), name="newer.csv").warnings == ()
    assert total(every_books, client_id=other) == 6 and total(every_books) == 7


def test_moved_rows_give_way_to_newer_rows_of_the_client(every_books: Books, client: int) -> None:
    other = ensure_client(every_books.crm, "Kanaalhuis", OWNER)
    take(every_books, client, *_two_accounts(5))
    take(every_books, client, *_two_accounts(6))
    newest = take(every_books, other, row(1, 8, account_id="520", account="Kanaalhuis EU"), row(2, 1, account_id="520", account="Kanaalhuis EU"))
    assign_account(every_books, "google_ads", "520", other, OWNER)
    assert total(every_books, client_id=other) == 9
    assert sorted(one["cost"] for one in history(every_books) if one["account_id"] == "520") == [5, 6]
    assert newest.import_id is not None
    undo(every_books, newest.import_id, OWNER)
    assert total(every_books, client_id=other) == 6


def test_an_account_given_to_the_wrong_client_can_be_moved_on(every_books: Books, client: int) -> None:
    other = ensure_client(every_books.crm, "Kanaalhuis", OWNER)
    take(every_books, client, row(1, 5, account="Kanaalhuis EU"), row(1, 6, account="Kanaalhuis EU"))
    assert assign_account(every_books, "google_ads", "Kanaalhuis EU", other, OWNER) == 2
    assert {one["client_id"] for one in current(every_books)} == {other} and total(every_books) == 11
    with pytest.raises(NotFoundError):
        assign_account(every_books, "google_ads", "Kanaalhuis EU", other, OWNER)


def test_rows_without_account_or_client_can_be_given_to_one(every_books: Books, client: int) -> None:
    take(every_books, client, row(1, 3, account=""))
    assert "no account" in str(take(every_books, None, row(1, 5, account="")).warnings[0])
    assert total(every_books) == 3
    other = ensure_client(every_books.crm, "Kanaalhuis", OWNER)
    assert assign_account(every_books, "google_ads", "", other, OWNER) == 1
    assert (total(every_books, client_id=client), total(every_books, client_id=other)) == (3, 5)
