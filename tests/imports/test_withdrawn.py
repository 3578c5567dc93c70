"""What a platform no longer lists leaves the figures, is kept, and comes back by undo; what was not fetched stays."""

import random
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, given, settings, strategies

from adcrm.books import Books
from adcrm.campaigns.rules import add_rule
from adcrm.imports.assign import assign_account
from adcrm.imports.clients import ensure_client
from adcrm.imports.load import load
from adcrm.imports.model import LoadResult, SetAside
from adcrm.imports.restated import kept_changes
from adcrm.imports.undo import undo
from adcrm.imports.withdrawn import Pull, said_empty
from adcrm.messages import message
from adcrm.store import open_store
from adcrm.warehouse import open_warehouse
from tests.imports.worlds import OWNER, current, day, history, report, row, take, total

Rows = list[dict[str, Any]]
Key = tuple[date, str]
WEEK = Pull("search", "123-456-7890", day(1), day(7))


def pulled(books: Books, client: int, *rows: dict[str, Any], pull: Pull = WEEK, set_aside: tuple[SetAside, ...] = ()) -> LoadResult:
    """Load rows as a run of ``adcrm sync`` does."""
    return load(books, report(*rows, name=pull.file_name, set_aside=set_aside), client, OWNER, b"the file", pull=pull)


def tents(number: int, cost: float = 7) -> dict[str, Any]:
    return row(number, cost, campaign="Tents")


def number(made: LoadResult) -> int:
    assert made.import_id is not None
    return made.import_id


def test_a_row_that_is_no_longer_listed_leaves_the_figures_and_comes_back_by_undo(every_books: Books, client: int) -> None:
    pulled(every_books, client, row(1, 10), tents(1), row(2, 20))
    before = current(every_books), history(every_books)
    second = pulled(every_books, client, row(1, 11), row(2, 20))
    assert total(every_books) == 31
    assert [str(note) for note in second.warnings] == [
        "1 row of earlier pulls (Jul 1, 2026 to Jul 1, 2026, USD 7.00) is no longer listed by the platform and left the figures; undo brings it back."
    ]
    changes = {(one.metric, one.before, one.after) for one in kept_changes(every_books, number(second)).itertuples()}
    assert ("cost", Decimal(17), Decimal(11)) in changes
    undo(every_books, number(second), OWNER)
    assert (current(every_books), history(every_books)) == before


def test_a_pull_that_only_leaves_rows_out_is_taken_and_the_same_again_changes_nothing(every_books: Books, client: int) -> None:
    pulled(every_books, client, row(1, 10), tents(1), tents(2))
    assert pulled(every_books, client, row(1, 10)).outcome == "loaded"
    assert total(every_books) == 10
    assert pulled(every_books, client, row(1, 10)).outcome == "unchanged"


def test_a_row_that_is_listed_again_counts_again(every_books: Books, client: int) -> None:
    pulled(every_books, client, row(1, 10), tents(1))
    gone = pulled(every_books, client, row(1, 10))
    back = pulled(every_books, client, row(1, 10), tents(1, 8))
    assert (back.rows_new, total(every_books)) == (1, 18)
    undo(every_books, number(gone), OWNER)
    assert total(every_books) == 18
    undo(every_books, number(back), OWNER)
    assert total(every_books) == 17


def test_what_two_pulls_leave_out_stays_out_until_both_are_undone(every_books: Books, client: int) -> None:
    pulled(every_books, client, row(1, 10), tents(1))
    second, third = pulled(every_books, client, row(1, 11)), pulled(every_books, client, row(1, 12))
    undo(every_books, number(second), OWNER)
    assert total(every_books) == 12
    undo(every_books, number(third), OWNER)
    assert total(every_books) == 17


def test_only_the_days_the_account_and_the_level_of_the_pull_are_judged(every_books: Books, client: int) -> None:
    other = Pull("search", "999", day(1), day(7))
    pulled(every_books, client, row(8, 5), pull=Pull(WEEK.source, WEEK.account, day(8), day(14)))
    pulled(every_books, client, row(1, 3, account="Fernwick DE", campaign="Boots"), pull=other)
    take(every_books, client, row(1, 4, campaign="By hand"))
    pulled(every_books, client, row(1, 10), row(2, 20))
    pulled(every_books, client, row(2, 20))
    assert sorted(one["cost"] for one in current(every_books)) == [3, 4, 5, 20]


def test_nothing_is_taken_for_gone_while_rows_are_set_aside(every_books: Books, client: int) -> None:
    pulled(every_books, client, row(1, 10), tents(1))
    aside = SetAside("", 9, "clicks", message("Clicks cannot be below zero."), {"clicks": "-4"})
    made = pulled(every_books, client, row(1, 11), set_aside=(aside,))
    assert total(every_books) == 18
    assert "stays in the books" in str(made.warnings[0])


def test_a_row_that_a_rule_gave_to_another_client_leaves_that_clients_figures(every_books: Books, client: int) -> None:
    other = ensure_client(every_books.crm, "Kanaalhuis", OWNER)
    add_rule(every_books.crm, OWNER, client_id=other, text="tents")
    pulled(every_books, client, row(1, 10), tents(1))
    assert total(every_books, client_id=other) == 7
    second = pulled(every_books, client, row(1, 10))
    assert (total(every_books, client_id=other), total(every_books)) == (0, 10)
    undo(every_books, number(second), OWNER)
    assert total(every_books, client_id=other) == 7


def test_an_account_that_moves_to_another_client_takes_what_is_left_out_with_it(every_books: Books, client: int) -> None:
    other = ensure_client(every_books.crm, "Kanaalhuis", OWNER)
    pulled(every_books, client, row(1, 10), tents(1))
    second = pulled(every_books, client, row(1, 10))
    assign_account(every_books, "google_ads", "Fernwick US", other, OWNER)
    assert total(every_books, client_id=other) == total(every_books) == 10
    undo(every_books, number(second), OWNER)
    assert total(every_books, client_id=other) == total(every_books) == 17


def test_an_answer_without_any_row_is_said_where_the_books_hold_rows(every_books: Books, client: int) -> None:
    first = pulled(every_books, client, row(1, 10), tents(2))
    with every_books.facts.compare() as writer:
        said, elsewhere = said_empty(writer, WEEK), said_empty(writer, Pull("search", "123-456-7890", day(8), day(14)))
    assert elsewhere is None
    assert str(said) == (
        "The platform lists no row at all from Jul 1, 2026 to Jul 7, 2026, where the books hold 2 of earlier pulls (USD 17.00). They stay: an empty "
        f"answer may mean that access was lost. If it is right, undo import {number(first)}."
    )


def _weeks() -> strategies.SearchStrategy[list[tuple[bool, Rows]]]:
    """Pulls and files of the same days: whether it is a pull, and its rows."""
    one = strategies.builds(row, strategies.integers(1, 3), strategies.integers(1, 4), campaign=strategies.sampled_from(["Brand", "Tents"]))
    rows = strategies.lists(one, min_size=1, max_size=4, unique_by=lambda made: (made["date_start"], made["campaign"]))
    return strategies.lists(strategies.tuples(strategies.booleans(), rows), min_size=1, max_size=5)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(weeks=_weeks(), order=strategies.randoms(use_true_random=False))
def test_pulls_and_files_undone_in_any_order_leave_what_the_newest_of_the_rest_says(weeks: list[tuple[bool, Rows]], order: random.Random) -> None:
    books = Books(open_store("sqlite://"), open_warehouse("duckdb:///:memory:"))
    client = ensure_client(books.crm, "Fernwick", OWNER)
    live: dict[int, Said] = {}
    for i, (is_pull, rows) in enumerate(weeks):
        said = {(one["date_start"], one["campaign"]): one["cost"] for one in rows}
        left_out = _known_to_pulls(live) - set(said) if is_pull else set()
        made = pulled(books, client, *rows) if is_pull else take(books, client, *rows, name=f"file {i}")
        if made.import_id is not None:
            live[made.import_id] = Said(is_pull, said, left_out)
        assert _figures(books) == _held(live)
    while live:
        gone = order.choice(sorted(live))
        undo(books, gone, OWNER)
        del live[gone]
        assert _figures(books) == _held(live)
    assert (current(books), history(books)) == ([], [])
    books.facts.close()
    books.crm.close()


@dataclass(frozen=True)
class Said:
    """One import: its costs by day and campaign, and what a pull left out of that which pulls had brought."""

    is_pull: bool
    costs: dict[Key, Decimal]
    left_out: set[Key]


def _figures(books: Books) -> dict[Key, Decimal]:
    assert all(one["in_total"] for one in current(books))
    return {(one["date_start"], one["campaign"]): one["cost"] for one in current(books)}


def _held(live: dict[int, Said]) -> dict[Key, Decimal]:
    """What the imports say one after another."""
    held: dict[Key, Decimal] = {}
    for _, one in sorted(live.items()):
        held = {key: cost for key, cost in held.items() if key not in one.left_out} | one.costs
    return held


def _known_to_pulls(live: dict[int, Said]) -> set[Key]:
    return set().union(*({*one.costs, *one.left_out} for one in live.values() if one.is_pull))
