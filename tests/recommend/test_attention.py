"""What needs a hand: planted trouble is found with its figure, quiet books raise no alarm."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import numpy as np
import pytest

from adcrm.books import Books
from adcrm.recommend import attention
from adcrm.recommend.advice import mature_until
from adcrm.recommend.model import Money
from adcrm.settings import settings
from adcrm.store.tables import Contract, Lead
from tests.recommend.worlds import UNTIL, add_client, add_facts


def _days(client: int | None, platform: str = "google_ads", days: int = 70, **changes: Any) -> list[dict[str, Any]]:
    """Ten weeks of one account; ``changes`` maps a measure to what multiplies it in the last three days."""
    chance, rows = np.random.default_rng(4), []
    for back in range(days):
        factor = {name: (times if back < 3 else 1.0) for name, times in changes.items()}
        rows.append(
            {
                "client_id": client, "platform": platform, "account": "A 1", "day": UNTIL - timedelta(days=back), "campaign": "C",
                "cost": round(1000 * float(np.exp(chance.normal(0, 0.03))) * factor.get("cost", 1.0), 2), "impressions": 50_000,
                "clicks": int(chance.poisson(1500) * factor.get("clicks", 1.0)), "conversions": 20,
            }
        )  # fmt: skip
    return rows


def test_quiet_books_raise_no_alarm(every_books: Books) -> None:
    client = add_client(every_books)
    add_facts(every_books.facts, _days(client))
    assert attention.from_facts(every_books.facts) == []


def test_empty_books_raise_no_alarm(books: Books) -> None:
    assert attention.from_facts(books.facts) == []
    assert attention.contracts_ending(books.crm, UNTIL) == []
    assert attention.hot_leads(books.crm, datetime(2026, 10, 1)) == []


@pytest.mark.parametrize(("times", "words"), [(1.8, "Google Ads spends"), (0.4, "less than usual")])
def test_spend_out_of_its_band_is_a_card_with_the_difference(books: Books, times: float, words: str) -> None:
    add_facts(books.facts, _days(add_client(books), cost=times))
    (card,) = attention.from_facts(books.facts)
    assert card.kind == "spend"
    assert words in str(card.title)
    assert isinstance(card.figure, Money)
    assert card.figure.amount == pytest.approx(3000 * (times - 1), rel=0.1)


def test_a_click_rate_that_collapsed_is_a_card(books: Books) -> None:
    add_facts(books.facts, _days(add_client(books), clicks=0.5))
    (card,) = attention.from_facts(books.facts)
    assert card.kind == "click_rate"
    assert dict(card.query)["channel"] == "google_ads"


def test_an_account_that_stopped_reporting_is_a_card(books: Books) -> None:
    client = add_client(books)
    late = [row for row in _days(client, "meta_ads") if row["day"] < UNTIL - timedelta(days=3)]
    add_facts(books.facts, [*_days(client), *late])
    (card,) = attention.from_facts(books.facts)
    assert card.kind == "data"
    assert str(card.title) == "Meta Ads is 4 days behind."


def test_an_account_of_no_client_is_a_card_with_its_spend(every_books: Books) -> None:
    rows = _days(None)
    by_hour = [{**row, "breakdown": "hour", "level": "account", "hour": 9, "cost": row["cost"] / 2} for row in rows]
    add_facts(every_books.facts, [*rows, *by_hour])
    (card,) = attention.from_facts(every_books.facts)
    assert card.kind == "unassigned"
    assert card.stake == pytest.approx(sum(row["cost"] for row in rows[:28]))


def test_a_row_of_a_month_that_ends_in_days_to_come_makes_nobody_late(books: Books) -> None:
    client = add_client(books)
    month = {"client_id": client, "platform": "kol", "day": UNTIL.replace(day=1), "date_end": UNTIL + timedelta(days=30), "cost": 9, "impressions": 9}
    add_facts(books.facts, [*_days(client), month])
    assert attention.from_facts(books.facts) == []
    assert mature_until(books.facts) == UNTIL - timedelta(days=settings().maturity_days)


def test_a_contract_about_to_end_is_a_card_unless_another_follows(books: Books) -> None:
    client = add_client(books)

    def contract(reference: str, end: date) -> Contract:
        return Contract(client_id=client, reference=reference, starts_on=date(2026, 1, 1), ends_on=end, value=Decimal("60000"), currency="CNY")

    with books.crm.write() as session:
        session.add(contract("C-1", UNTIL + timedelta(days=20)))
    (card,) = attention.contracts_ending(books.crm, UNTIL)
    assert card.figure == Money(60000.0, "CNY")
    with books.crm.write() as session:
        session.add(contract("C-2", UNTIL + timedelta(days=300)))
    assert attention.contracts_ending(books.crm, UNTIL) == []


def test_hot_leads_that_wait_are_one_card_with_what_is_expected_of_them(books: Books) -> None:
    client, moment = add_client(books), datetime(2026, 10, 1, 12)

    def lead(number: int, probability: float, days: int, status: str = "new", value: str | None = None, currency: str = "CNY") -> Lead:
        return Lead(
            client_id=client, person_key=f"p{number}", name=f"Lead {number}", captured_at=moment - timedelta(days=days), status=status,
            probability=probability, value=Decimal(value) if value else None, currency=currency,
        )  # fmt: skip

    with books.crm.write() as session:
        session.add_all([lead(i, 0.05, 10) for i in range(8)])
        session.add_all(
            [lead(20, 0.6, 5), lead(21, 0.5, 9), lead(22, 0.9, 1), lead(23, 0.9, 60, "won", "1000"), lead(24, 0.9, 60, "won", "50", "USD")]
        )
    (card,) = attention.hot_leads(books.crm, moment)
    assert card.figure.value == 2  # the one captured yesterday may still wait a day
    assert card.stake == pytest.approx(1100.0)
