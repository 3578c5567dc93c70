"""Books of which even the newest day is old say so; books that come in their usual rhythm, and the made-up agency, do not."""

from datetime import date, datetime, timedelta
from typing import Any

import pyarrow as pa
import pytest

from adcrm.books import Books
from adcrm.recommend.attention import from_facts
from adcrm.recommend.late import books_behind
from adcrm.recommend.model import Money
from adcrm.warehouse.tables import IMPORTS
from tests.recommend.worlds import UNTIL, add_client, add_facts


def _days(client: int, newest: date = UNTIL, days: int = 40, **more: Any) -> list[dict[str, Any]]:
    each = {"client_id": client, "platform": "google_ads", "account": "A 1", "cost": 1000, "impressions": 50_000, "clicks": 1500, **more}
    return [{**each, "day": newest - timedelta(days=back)} for back in range(days)]


def _imports(books: Books, *entries: dict[str, Any]) -> None:
    nothing = dict.fromkeys(IMPORTS.names) | {"is_demo": False}
    with books.facts.write() as writer:
        writer.insert("imports", pa.Table.from_pylist([nothing | entry for entry in entries], IMPORTS.to_pyarrow()))


def test_books_that_ended_more_than_a_week_ago_are_one_card_with_the_spend_not_seen(every_books: Books) -> None:
    add_facts(every_books.facts, [*_days(add_client(every_books)), *_days(add_client(every_books, "Second"), account="B 2")])
    assert books_behind(every_books.facts, UNTIL + timedelta(8)) == []
    (card,) = books_behind(every_books.facts, UNTIL + timedelta(11))
    assert str(card.title) == "All data is old: 10 days are missing up to yesterday."
    assert "Oct 1, 2026" in str(card.detail)
    assert card.figure == Money(20_000.0, "CNY")


def test_books_that_ended_long_ago_say_so_too_and_ask_for_four_weeks_at_most(books: Books) -> None:
    add_facts(books.facts, _days(add_client(books)))
    (card,) = books_behind(books.facts, UNTIL + timedelta(401))
    assert "400 days are missing" in str(card.title)
    assert card.figure == Money(28_000.0, "CNY")


@pytest.mark.parametrize(("rhythm", "quiet", "late"), [(1, 2, 3), (14, 14, 15)])
def test_the_rhythm_of_the_uploads_says_what_is_late(books: Books, rhythm: int, quiet: int, late: int) -> None:
    client = add_client(books)
    entries = []
    for number in range(1, 6):
        last = UNTIL - timedelta(days=rhythm * (5 - number))
        add_facts(books.facts, _days(client, last, days=rhythm, import_id=number))
        entries.append({"import_id": number, "date_end": last, "created_at": datetime.combine(last + timedelta(1), datetime.min.time())})
    add_facts(books.facts, _days(client, UNTIL - timedelta(days=rhythm * 5), days=30, import_id=1))
    _imports(books, *entries)
    assert books_behind(books.facts, UNTIL + timedelta(1 + quiet)) == []
    assert len(books_behind(books.facts, UNTIL + timedelta(1 + late))) == 1


def test_a_few_days_now_and_then_are_expected_on_no_day(books: Books) -> None:
    client = add_client(books)
    add_facts(books.facts, [row for row in _days(client) if row["day"].day % 7 == 1])
    assert books_behind(books.facts, UNTIL + timedelta(60)) == []


def test_the_made_up_agency_is_never_late(every_books: Books) -> None:
    client, own = add_client(every_books), add_client(every_books, "Own")
    _imports(every_books, {"import_id": 7, "is_demo": True}, {"import_id": 8})
    add_facts(
        every_books.facts,
        [*_days(client, import_id=7), *_days(client, account="late", platform="meta_ads", newest=UNTIL - timedelta(4), import_id=7)],
    )
    assert books_behind(every_books.facts, UNTIL + timedelta(60)) == []
    add_facts(every_books.facts, _days(own, newest=UNTIL + timedelta(12), account="own", import_id=8))
    assert [str(card.title) for card in from_facts(every_books.facts) if card.kind == "data"] == ["Meta Ads is 4 days behind."]


def test_empty_books_are_not_late(books: Books) -> None:
    assert books_behind(books.facts, UNTIL) == []
