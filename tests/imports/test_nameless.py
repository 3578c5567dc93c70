"""A report that names no account, of a client with several: what one of them has told already does not count again."""

from collections.abc import Sequence
from itertools import permutations
from typing import Any

import pytest

from adcrm.books import Books
from adcrm.errors import ImportConflictError
from adcrm.imports.intake import take_in
from adcrm.imports.load import load
from adcrm.imports.model import Answers, LoadResult
from adcrm.imports.read import read
from adcrm.imports.undo import undo
from tests.imports.worlds import OWNER, current, row, take, total

US: dict[str, Any] = {"account": "Fernwick US", "account_id": "1"}
DE: dict[str, Any] = {"account": "Fernwick DE", "account_id": "2"}
NOBODY: dict[str, Any] = {"account": "", "account_id": ""}
BOTH = [row(1, 10, **US), row(2, 11, **US)], [row(1, 20, **DE, campaign="Marke")]


def load_all(books: Books, client: int, reports: Sequence[list[dict[str, Any]]]) -> None:
    for number, rows in enumerate(reports):
        take(books, client, *rows, name=f"{number}.csv")


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_the_days_of_a_named_account_do_not_count_twice_in_any_order(books: Books, client_of_books: int, order: tuple[int, ...]) -> None:
    again = [row(1, 10, **NOBODY), row(2, 11, **NOBODY), row(3, 12, **NOBODY)]  # the third day is in no named account yet
    load_all(books, client_of_books, [(*BOTH, again)[i] for i in order])
    assert total(books) == 10 + 11 + 20 + 12


def test_campaigns_of_nobody_else_count_and_rows_without_any_do_not(books: Books, client_of_books: int) -> None:
    load_all(books, client_of_books, [*BOTH, [row(1, 5, **NOBODY, campaign="Third account")]])
    assert total(books) == 46
    load_all(books, client_of_books, [[row(2, 7, **NOBODY, campaign=None, level="account")]])
    assert total(books) == 46


def test_numbers_tell_campaigns_of_one_name_apart(books: Books, client_of_books: int) -> None:
    named = [[row(1, 10, **US, campaign_id="11")], [row(1, 20, **DE, campaign_id="12")]]
    load_all(books, client_of_books, [*named, [row(1, 5, **NOBODY, campaign_id="13")]])
    assert total(books) == 35


def test_a_period_beside_the_days_of_named_accounts_does_not_count(books: Books, client_of_books: int) -> None:
    load_all(books, client_of_books, [*BOTH, [row((1, 7), 60, **NOBODY)], [row((8, 14), 70, **NOBODY)]])
    assert total(books) == 10 + 11 + 20 + 70


def test_a_person_is_told_and_undo_brings_the_days_back(books: Books, client_of_books: int) -> None:
    load_all(books, client_of_books, BOTH)
    told = take(books, client_of_books, row(1, 10, **NOBODY))
    (note,) = told.warnings
    assert note.text.startswith("The report names no account") and note.values["accounts"] == "Fernwick US, Fernwick DE"
    assert total(books) == 41
    undo(books, 1, OWNER)  # one account is left, and the report is taken for its
    assert total(books) == 20


FILE = b"Reporting starts,Reporting ends,Campaign name,Amount spent (EUR),Impressions,Link clicks,Results\n2026-07-01,2026-07-01,Brand,10,1000,50,2\n"


def load_file(books: Books, client: int, **said: str) -> LoadResult:
    return load(books, read("x.csv", FILE, **said), client, OWNER, FILE)  # type: ignore[arg-type]


def test_a_file_may_be_given_its_account_later_and_still_counts_once(every_books: Books, client: int) -> None:
    load_file(every_books, client)
    named = load_file(every_books, client, account="Fernwick DE")
    assert (named.outcome, named.rows_new, total(every_books), total(every_books, account="Fernwick DE")) == ("loaded", 1, 10, 10)
    assert load_file(every_books, client, account="Fernwick DE").outcome == "unchanged"
    with pytest.raises(ImportConflictError, match="under the account"):
        load_file(every_books, client, account="Fernwick US")
    assert named.import_id is not None
    undo(every_books, named.import_id, OWNER)
    assert (total(every_books), total(every_books, account="")) == (10, 10)


def test_a_file_that_comes_again_is_known_though_another_account_was_named_since(every_books: Books, client: int) -> None:
    other = FILE.replace(b",10,", b",12,")
    for data, account in ((FILE, "Fernwick US"), (other, "Fernwick DE")):
        take_in(every_books, "x.csv", data, "Fernwick Outdoors", OWNER, Answers(account=account))
    again = [take_in(every_books, "x.csv", data, "Fernwick Outdoors", OWNER)["outcome"] for data in (FILE, other)]
    assert (again, total(every_books)) == (["unchanged", "unchanged"], 22)


def test_an_attribution_setting_that_is_named_later_is_noted(every_books: Books, client: int) -> None:
    load_file(every_books, client)
    said = read("x.csv", FILE, answers=Answers(attribution="7-day click"))
    assert load(every_books, said, client, OWNER, FILE).rows_changed == 1
    assert [one["attribution"] for one in current(every_books)] == ["7-day click"]
