"""``adcrm metrics`` prints exact decimals, apart by currency, and says what it leaves out."""

import json
from datetime import date

import pytest
from click.testing import CliRunner, Result

from adcrm.books import Books, books
from adcrm.cli import adcrm
from adcrm.errors import AdcrmError
from adcrm.store.session import now
from adcrm.store.tables import Client
from tests.metrics.worlds import fill, row, split


@pytest.fixture
def opened() -> Books:
    made = books()
    with made.crm.write() as session:
        session.add_all(
            [Client(id=1, name="Harbour Tea", created_at=now(), updated_at=now()), Client(id=2, name="云杉家居", created_at=now(), updated_at=now())]
        )
    return made


def ask(*arguments: str) -> dict:
    result: Result = CliRunner().invoke(adcrm, ["metrics", *arguments, "--json"], catch_exceptions=False)
    assert result.exit_code == 0
    return json.loads(result.output)


def test_figures_are_decimal_text_and_unknown_is_null(opened: Books) -> None:
    fill(opened.facts, row(cost="10.10", clicks=3, conversions=None), row(cost="0.000001", clicks=0))
    found = ask("--metrics", "cost,clicks,cpc,cpa,conversions")
    assert found["rows"] == [{"cost": "10.100001", "clicks": "3", "cpc": "3.366667", "cpa": None, "conversions": None}]
    assert (found["currency"], found["as_of"]) == ("CNY", "2026-11-01")


def test_commissions_that_are_not_approved_yet_are_counted_and_said(opened: Books) -> None:
    fill(
        opened.facts,
        row(platform="affiliate:awin", status="pending", cost="10", conversions="1", conversion_value="100"),
        row(platform="affiliate:awin", status="approved", cost="5", conversions="1", conversion_value="50"),
        row(platform="affiliate:awin", status="declined", cost="70", in_total=False),
    )
    found = ask("--metrics", "cost")
    assert (found["rows"], found["pending"]) == ([{"cost": "15"}], {"cost": "10", "conversions": "1", "conversion_value": "100"})
    assert ask("--metrics", "cost", "--channel", "google_ads")["pending"] == {}
    said = CliRunner().invoke(adcrm, ["metrics"], catch_exceptions=False).output
    assert "Counted, but not approved yet and perhaps taken back: cost 10, conversions 1, conversion_value 100" in said


def test_two_currencies_are_never_added(opened: Books) -> None:
    fill(opened.facts, row(cost="1"), row(cost="2", currency="USD"))
    found = ask("--by", "channel", "--metrics", "cost")
    assert found["currency"] is None
    assert [(one["channel"], one["currency"], one["cost"]) for one in found["rows"]] == [("google_ads", "CNY", "1"), ("google_ads", "USD", "2")]
    assert ask("--metrics", "cost", "--currency", "usd")["rows"] == [{"cost": "2"}]


def test_rows_are_chosen_by_client_channel_and_days(opened: Books) -> None:
    fill(
        opened.facts,
        row(cost="1"),
        row(cost="2", client_id=2),
        row(cost="4", client_id=2, platform="tencent_ads"),
        row(cost="8", client_id=2, platform="tencent_ads", day=date(2026, 11, 5)),
    )
    found = ask("--by", "client,date", "--metrics", "cost", "--client", "云杉家居", "--channel", "Tencent Ads", "--to", "2026-11-03")
    assert found["rows"] == [{"client": "云杉家居", "date": "2026-11-01", "cost": "4"}]


def test_hours_come_from_the_reports_by_hour(opened: Books) -> None:
    fill(opened.facts, row(cost="5"), split("hour", hour=8, cost="2"), split("hour", hour=9, cost="3"))
    assert ask("--by", "hour", "--metrics", "cost")["rows"] == [{"hour": 8, "cost": "2"}, {"hour": 9, "cost": "3"}]


def test_what_covers_several_days_is_said_to_be_left_out(opened: Books) -> None:
    fill(opened.facts, row(cost="5"), row(cost="7", to=date(2026, 11, 9)))
    assert ask("--metrics", "cost")["left_out"] == {}
    assert ask("--metrics", "cost", "--by", "date")["left_out"] == {"cost": "7"}


def test_empty_books_give_no_rows(opened: Books) -> None:
    assert ask()["rows"] == []


@pytest.mark.parametrize("arguments", [["--client", "Nobody"], ["--metrics", "happiness"], ["--by", "mood"]])
def test_what_is_not_known_is_refused(opened: Books, arguments: list[str]) -> None:
    fill(opened.facts, row(cost="5"))
    with pytest.raises(AdcrmError):
        CliRunner().invoke(adcrm, ["metrics", *arguments], catch_exceptions=False)
