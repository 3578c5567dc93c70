"""Undo: the books say afterwards what the remaining imports say, in whatever order imports are undone."""

import random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings, strategies
from hypothesis.strategies import SearchStrategy

from adcrm.actors import Actor
from adcrm.books import Books
from adcrm.errors import ImportConflictError, NotFoundError, PermissionRefusedError
from adcrm.imports.clients import ensure_client
from adcrm.imports.model import SetAside
from adcrm.imports.undo import undo
from adcrm.messages import message
from adcrm.store import open_store
from adcrm.warehouse import open_warehouse
from adcrm.warehouse.tables import imports, quarantine
from tests.imports.worlds import OWNER, current, history, row, take, total

Rows = list[dict[str, Any]]


def test_undo_restores_what_the_import_replaced(every_books: Books, client: int) -> None:
    take(every_books, client, row(1, 10), row(2, 20))
    before = current(every_books)
    second = take(every_books, client, row(2, 25), row(3, 30))
    assert second.import_id is not None
    undo(every_books, second.import_id, OWNER)
    assert (current(every_books), history(every_books)) == (before, [])


def test_undo_of_an_older_import_leaves_the_newer_figures(every_books: Books, client: int) -> None:
    first = take(every_books, client, row(1, 10), row(2, 20))
    take(every_books, client, row(2, 25))
    assert first.import_id is not None
    undo(every_books, first.import_id, OWNER)
    assert [one["cost"] for one in current(every_books)] == [25] and history(every_books) == []


def test_a_row_confirmed_by_a_newer_import_survives_the_undo_of_the_older(every_books: Books, client: int) -> None:
    first = take(every_books, client, row(1, 10))
    second = take(every_books, client, row(1, 10), row(2, 20))
    assert first.import_id and second.import_id
    undo(every_books, first.import_id, OWNER)
    assert total(every_books) == 30
    undo(every_books, second.import_id, OWNER)
    assert current(every_books) == history(every_books) == []


def test_the_log_and_the_set_aside_rows_stay(every_books: Books, client: int) -> None:
    aside = SetAside("", 9, "Clicks", message("Clicks cannot be negative."), {"Clicks": "-4"})
    made = take(every_books, client, row(1), set_aside=(aside,))
    assert made.import_id is not None
    undo(every_books, made.import_id, Actor("Lin"))
    entry = every_books.facts.query(imports).to_pylist()[0]
    assert entry["undone_by"] == "Lin" and entry["undone_at"] is not None
    assert len(every_books.facts.query(quarantine)) == 1


def test_an_undone_file_can_be_loaded_again(every_books: Books, client: int) -> None:
    made = take(every_books, client, row(1))
    assert made.import_id is not None
    undo(every_books, made.import_id, OWNER)
    again = take(every_books, client, row(1))
    assert again.outcome == "loaded" and again.import_id != made.import_id


def test_an_import_is_undone_once_by_somebody_who_may(every_books: Books, client: int) -> None:
    made = take(every_books, client, row(1))
    assert made.import_id is not None
    with pytest.raises(PermissionRefusedError):
        undo(every_books, made.import_id, Actor("guest", "viewer"))
    undo(every_books, made.import_id, OWNER)
    with pytest.raises(ImportConflictError):
        undo(every_books, made.import_id, OWNER)
    with pytest.raises(NotFoundError):
        undo(every_books, 999, OWNER)


def _rows() -> SearchStrategy[Rows]:
    """Small reports of every shape that may meet another: levels, breakdowns, periods, repeats, ids and names."""
    daily = strategies.builds(
        row,
        strategies.integers(1, 3),
        strategies.integers(1, 4),
        campaign=strategies.sampled_from(["Brand", "Tents"]),
        campaign_id=strategies.sampled_from(["", "77"]),
        account=strategies.sampled_from(["Fernwick US", ""]),
        level=strategies.sampled_from(["campaign", "ad_group"]),
        conversions=strategies.sampled_from([None, 1]),
    )
    shapes = {"breakdown": "hour", "hour": 9}, {"breakdown": "asset", "is_additive": False, "level": "asset"}, {}
    split = strategies.builds(lambda one, more: {**one, **more}, daily, strategies.sampled_from(shapes))
    period = strategies.builds(lambda one, days: {**one, "date_start": days[0], "date_end": days[1]}, split, _periods())
    return strategies.lists(strategies.one_of(daily, split, period), min_size=1, max_size=5)


def _periods() -> SearchStrategy[tuple[Any, Any]]:
    made = [row((1, 3)), row((2, 9)), row((4, 6))]
    return strategies.sampled_from([(one["date_start"], one["date_end"]) for one in made])


def _nothing_but(books: Books, client: int, files: list[Rows]) -> list[dict[str, Any]]:
    """The current rows after loading these files into empty books, import numbers and lines left out."""
    for i, rows in enumerate(files):
        take(books, client, *rows, name=f"file {i}")
    return _without_origin(current(books))


def _without_origin(rows: Rows) -> Rows:
    return [{key: value for key, value in one.items() if key not in ("import_id", "source_line")} for one in rows]


def _check(books: Books, files: list[Rows], order: random.Random) -> None:
    """Load all; undo one after another in any order; after each the books are those of the remaining files alone."""
    client = ensure_client(books.crm, "Fernwick", OWNER)
    live: dict[int, Rows] = {}
    states = [(current(books), history(books))]
    for i, rows in enumerate(files):
        made = take(books, client, *rows, name=f"file {i}")
        assert take(books, client, *rows, name=f"file {i}").outcome == "unchanged"
        if made.import_id is not None:
            live[made.import_id] = rows
            states.append((current(books), history(books)))
    for import_id in sorted(live, reverse=True):  # the last first: exactly the state before it, all columns
        undo(books, import_id, OWNER)
        states.pop()
        assert (current(books), history(books)) == states[-1]
    live = {made: rows for i, rows in enumerate(live.values()) if (made := take(books, client, *rows, name=f"again {i}").import_id) is not None}
    while live:
        import_id = order.choice(sorted(live))
        undo(books, import_id, OWNER)
        del live[import_id]
        fresh = Books(books.crm, open_warehouse("duckdb:///:memory:"))
        assert _without_origin(current(books)) == _nothing_but(fresh, client, list(live.values()))
        fresh.facts.close()


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(files=strategies.lists(_rows(), min_size=1, max_size=4), order=strategies.randoms(use_true_random=False))
def test_any_imports_undone_in_any_order_leave_what_the_rest_says(files: list[Rows], order: random.Random) -> None:
    books = Books(open_store("sqlite://"), open_warehouse("duckdb:///:memory:"))
    _check(books, files, order)
    books.facts.close()
    books.crm.close()


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(files=strategies.lists(_rows(), min_size=2, max_size=3), order=strategies.randoms(use_true_random=False))
def test_the_same_holds_on_postgresql(postgres_url: str, files: list[Rows], order: random.Random) -> None:
    books = Books(open_store(postgres_url), open_warehouse(postgres_url))
    with books.facts.write() as writer:
        for table in ("ad_performance", "ad_performance_history", "imports", "quarantine"):
            writer.execute(f"DELETE FROM {table}")
    _check(books, files, order)
    books.facts.close()
    books.crm.close()
