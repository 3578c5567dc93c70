"""Rates are imports: logged, undone in any order, and loaded once however often they come."""

from datetime import date
from decimal import Decimal

import pytest

from adcrm.actors import Actor
from adcrm.books import Books
from adcrm.errors import InputError, PermissionRefusedError
from adcrm.imports.history import import_detail, original_lines
from adcrm.imports.model import LoadResult
from adcrm.imports.undo import undo
from adcrm.metrics.currency import RateMissingError, carry_days, prepare, reporting_currency
from adcrm.metrics.queries import totals
from adcrm.metrics.scope import Scope
from adcrm.rates.agency import set_carry_days, set_reporting_currency
from adcrm.rates.held import held_pairs, single_rates
from adcrm.rates.load import load_rates, type_in
from adcrm.rates.read import read_rates
from adcrm.store.log import latest_events
from tests.metrics.worlds import DAY, fill, row

IN_CNY = Scope(DAY, DAY, currency="CNY", converted=True)


def load(books: Books, text: str, actor: Actor, name: str = "rates.csv") -> LoadResult:
    data = text.encode()
    return load_rates(books, read_rates(name, data), actor, data)


def ecb(dollars: str) -> str:
    return f"Date,USD,CNY,\n{DAY},{dollars},8.0,\n"


def cost(books: Books) -> Decimal | None:
    return totals(books.facts, IN_CNY).measure("cost")


def test_the_same_rates_twice_are_loaded_once(every_books: Books, owner: Actor) -> None:
    first = load(every_books, ecb("1.25"), owner)
    again = load(every_books, ecb("1.25") + "2026-11-02,N/A,N/A,\n", owner)
    assert (first.outcome, first.rows_new, again.outcome, again.import_id) == ("loaded", 2, "unchanged", None)
    corrected = load(every_books, ecb("1.6"), owner)
    assert (corrected.rows_new, corrected.rows_changed, corrected.rows_same) == (0, 1, 1)


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_an_undo_brings_back_the_rate_that_stood_before_in_any_order(every_books: Books, owner: Actor, order: tuple[int, int]) -> None:
    fill(every_books.facts, row(cost="10", currency="USD", import_id=99))
    numbers = [load(every_books, ecb(dollars), owner).import_id for dollars in ("1.25", "1.6")]
    assert cost(every_books) == 50
    undo(every_books, numbers[order[0]] or 0, owner)
    assert cost(every_books) == (50 if order[0] == 0 else 64)
    undo(every_books, numbers[order[1]] or 0, owner)
    with pytest.raises(RateMissingError):
        cost(every_books)


def test_a_typed_rate_counts_before_the_published_one_and_leads_back_to_its_line(books: Books, owner: Actor) -> None:
    fill(books.facts, row(cost="10", currency="USD"))
    load(books, ecb("1.25"), owner)
    typed = type_in(books, "usd", "cny", Decimal("7.1"), DAY, date(2026, 11, 3), owner)
    assert cost(books) == 71
    detail = import_detail(books, typed.import_id or 0)
    assert (detail.entry["report"], detail.entry["rows_loaded"], detail.entry["platform"]) == ("exchange_rates", 3, "typed")
    assert original_lines(books, typed.import_id or 0, "", [2]) == [(2, "2026-11-01,USD,CNY,7.1")]
    found = single_rates(books.facts, "USD", "CNY", "typed")
    assert found["day"].tolist() == [date(2026, 11, 3), date(2026, 11, 2), DAY]
    assert found["source_line"].tolist() == [4, 3, 2]


@pytest.mark.parametrize(
    ("base", "quote", "rate", "last"),
    [("USD", "USD", "1", DAY), ("USD", "XX", "7", DAY), ("USD", "CNY", "0", DAY), ("USD", "CNY", "-7", DAY), ("USD", "CNY", "7", date(2026, 10, 1))],
)
def test_what_is_no_rate_cannot_be_typed_in(books: Books, owner: Actor, base: str, quote: str, rate: str, last: date) -> None:
    with pytest.raises(InputError):
        type_in(books, base, quote, Decimal(rate), DAY, last, owner)


def test_the_books_list_their_rates_by_pair_and_source(every_books: Books, owner: Actor) -> None:
    load(every_books, ecb("1.25"), owner)
    load(every_books, ecb("1.6"), owner)
    type_in(every_books, "USD", "CNY", Decimal("7.1"), DAY, date(2026, 11, 3), owner)
    found = {(one.base, one.quote, one.source): (one.days, one.date_end, one.newest) for one in held_pairs(every_books.facts)}
    assert found == {
        ("EUR", "USD", "ecb"): (1, DAY, Decimal("1.6")),
        ("EUR", "CNY", "ecb"): (1, DAY, Decimal("8")),
        ("USD", "CNY", "typed"): (3, date(2026, 11, 3), Decimal("7.1")),
    }


def test_the_agency_chooses_its_currency_and_how_far_back_a_holiday_looks(every_books: Books, owner: Actor) -> None:
    fill(every_books.facts, row(cost="10", currency="USD", day=date(2026, 11, 5)))
    type_in(every_books, "USD", "CNY", Decimal("7.1"), DAY, DAY, owner)
    assert not prepare(every_books.facts, "CNY").gaps
    set_carry_days(every_books, 3, owner)
    assert carry_days(every_books.facts) == 3
    assert [gap.missing for gap in prepare(every_books.facts, "CNY").gaps] == [date(2026, 11, 5)]
    set_reporting_currency(every_books, "usd", owner)
    assert reporting_currency(every_books.facts) == "USD"
    assert [event.action for event in latest_events(every_books.crm)] == ["agency.edit", "agency.edit"]
    with pytest.raises(InputError):
        set_reporting_currency(every_books, "Taler", owner)
    with pytest.raises(InputError):
        set_carry_days(every_books, 99, owner)


def test_a_viewer_changes_no_rate(books: Books) -> None:
    with pytest.raises(PermissionRefusedError):
        type_in(books, "USD", "CNY", Decimal("7"), DAY, DAY, Actor("Ming", "viewer"))
    with pytest.raises(PermissionRefusedError):
        set_reporting_currency(books, "USD", Actor("Ming", "viewer"))
