"""``adcrm rates`` and the converted figures of ``adcrm metrics``."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from adcrm.books import books
from adcrm.cli import adcrm
from adcrm.metrics.currency import RateMissingError
from tests.metrics.worlds import fill, row


def run(*arguments: str) -> Any:
    result = CliRunner().invoke(adcrm, [*arguments, "--json"], catch_exceptions=False)
    assert result.exit_code == 0
    return json.loads(result.output)


def test_money_of_all_accounts_is_converted_where_that_is_asked_for() -> None:
    fill(books().facts, row(cost="10", clicks=3), row(cost="2", clicks=4, currency="USD"))
    with pytest.raises(RateMissingError):
        CliRunner().invoke(adcrm, ["metrics", "--currency", "all"], catch_exceptions=False)
    run("rates", "add", "USD", "CNY", "7.123456", "--from", "2026-11-01")
    found = run("metrics", "--metrics", "cost,clicks,cpc", "--currency", "all")
    assert (found["currency"], found["converted"], found["rows"]) == ("CNY", True, [{"cost": "24.246912", "clicks": "7", "cpc": "3.463845"}])
    assert run("metrics", "--metrics", "cost", "--currency", "usd")["rows"] == [{"cost": "2"}]
    assert run("metrics", "--metrics", "cost", "--currency", "usd", "--convert")["rows"] == [{"cost": "3.403813"}]
    assert run("metrics", "--metrics", "cost", "--by", "currency", "--convert")["rows"] == [
        {"currency": "CNY", "cost": "10"},
        {"currency": "USD", "cost": "14.246912"},
    ]


def test_a_banks_file_is_loaded_once_and_another_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "eurofxref.csv"
    file.write_text("Date, USD, CNY, \n20 November 2026, 1.0956, 7.8123, \n")
    first, again = run("rates", "load", str(file))["files"][0], run("rates", "load", str(file))["files"][0]
    assert (first["outcome"], first["source"], first["rows"]) == ("loaded", "ecb", {"new": 2, "changed": 0, "same": 0})
    assert (again["outcome"], again["import_id"]) == ("unchanged", None)
    listed = run("rates", "list")
    assert (listed["reporting_currency"], [one["quote"] for one in listed["rates"]]) == ("CNY", ["CNY", "USD"])
    file.write_text("Day,Campaign,Cost\n2026-11-20,Autumn,12.5\n")
    refused = CliRunner().invoke(adcrm, ["rates", "load", str(file), "--json"])
    assert refused.exit_code == 1
    assert json.loads(refused.output)["files"][0]["outcome"] == "refused"


def test_the_reporting_currency_is_chosen_and_gaps_are_listed() -> None:
    fill(books().facts, row(cost="10"), row(cost="2", currency="USD"))
    assert run("rates", "set", "--reporting", "eur", "--carry", "4") == {"reporting_currency": "EUR", "carry_days": 4}
    assert [gap["currency"] for gap in run("rates", "list")["gaps"]] == ["CNY", "USD"]
    text = CliRunner().invoke(adcrm, ["rates", "list"]).output
    assert "Missing: CNY to EUR for 2026-11-01" in text
