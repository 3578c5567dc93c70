"""Amounts are never put into a currency that the file itself speaks against."""

import pytest

from adcrm.books import Books
from adcrm.errors import FileRefusedError
from adcrm.imports.corrections import retry
from adcrm.imports.load import load
from adcrm.imports.quarantine import set_aside
from adcrm.imports.read import read
from tests.imports.worlds import OWNER, total

META = "Reporting starts,Reporting ends,Campaign name,Amount spent{},Impressions,Link clicks,Purchases,Purchases conversion value{}\n"
GOOGLE = "Day,Campaign,Impr.,Clicks,Currency code,Cost\n"


@pytest.mark.parametrize(
    ("heads", "cost", "value"),
    [((" (EUR)", " (USD)"), "10", "30"), ((" (EUR)", ""), "£10", "30"), ((" (EUR)", " (EUR)"), "10", "$30"), ((" (USD)", ""), "¥10", "30")],
)
def test_heads_and_signs_of_several_currencies_are_refused(heads: tuple[str, str], cost: str, value: str) -> None:
    with pytest.raises(FileRefusedError, match="different currencies"):
        read("x", (META.format(*heads) + f"2026-07-01,2026-07-01,A,{cost},1000,50,2,{value}\n").encode())


@pytest.mark.parametrize(
    ("heads", "cost", "currency"), [((" (AUD)", ""), "$10", "AUD"), ((" (JPY)", ""), "¥1000", "JPY"), ((" (EUR)", ""), "€10", "EUR")]
)
def test_a_sign_that_the_named_currency_may_bear_is_no_contradiction(heads: tuple[str, str], cost: str, currency: str) -> None:
    assert read("x", (META.format(*heads) + f"2026-07-01,2026-07-01,A,{cost},1000,50,2,30\n").encode()).currency == currency


def test_a_code_against_the_money_signs_is_refused() -> None:
    with pytest.raises(FileRefusedError, match="different currencies"):
        read("x", (GOOGLE + "2026-07-01,A,100,10,USD,€1.50\n").encode())


def test_a_dollar_sign_in_a_head_is_read_as_a_person_says() -> None:
    data = (META.format(" ($)", "") + "2026-07-01,2026-07-01,A,10,1000,50,2,30\n").encode()
    assert read("x", data, currency="AUD").currency == "AUD"
    report = read("x", data)
    assert (report.currency, [warning.text for warning in report.warnings]) == (
        "USD",
        ["Only the sign {sign} names the currency; it was read as {currency}."],
    )


def test_an_amount_without_a_code_among_several_currencies_waits_for_one(books: Books, client_of_books: int) -> None:
    data = (GOOGLE + "2026-07-01,A,100,10,USD,1.50\n2026-07-01,B,100,10,EUR,2.50\n2026-07-01,C,100,10,,4.00\n").encode()
    made = load(books, read("x", data), client_of_books, OWNER, data)
    assert made.import_id is not None and total(books) == 4
    (row,) = set_aside(books, made.import_id)
    assert (row.line, row.column) == (4, "Currency code")
    assert retry(books, made.import_id, {row.key: {"Clicks": "9"}}, OWNER).taken == 0
    assert retry(books, made.import_id, {row.key: {"Currency code": "EUR"}}, OWNER).taken == 1
    assert total(books) == 8
