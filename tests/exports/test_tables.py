"""Whole tables leave the books: the tidy one adds up to the dashboards' figures, every one of them opens in every engine."""

import csv
import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner

from adcrm.actors import Actor
from adcrm.books import Books, books
from adcrm.cli import adcrm
from adcrm.errors import InputError, PermissionRefusedError
from adcrm.exports.tables import Choice, export, table_names
from adcrm.metrics.queries import totals
from adcrm.metrics.scope import Scope
from adcrm.rates.load import type_in
from adcrm.store.log import latest_events
from tests.metrics.worlds import DAY, fill, row
from tests.worlds import SmallWorld

OWNER = Actor("owner")
SPAN = (date(2000, 1, 1), date(2100, 1, 1))


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_the_tidy_table_adds_up_to_the_totals(small_world: SmallWorld, tmp_path: Path) -> None:
    path = tmp_path / "performance.csv"
    count = export(books(), Choice("performance"), "csv", path, OWNER)
    rows = read(path)
    assert count == len(rows) > 0
    whole = totals(books().facts, Scope(*SPAN))
    for measure in ("impressions", "clicks", "cost", "conversions", "conversion_value"):
        assert sum(Decimal(row[measure] or 0) for row in rows) == whole.measure(measure)


def test_the_tidy_table_holds_both_amounts_and_no_guess_where_a_rate_is_missing(books: Books, tmp_path: Path) -> None:
    fill(books.facts, row(cost="10"), row(cost="2", currency="USD"), row(cost="3", currency="EUR"))
    type_in(books, "USD", "CNY", Decimal("7.1"), DAY, DAY, OWNER)
    path = tmp_path / "performance.csv"
    export(books, Choice("performance"), "csv", path, OWNER)
    for table in ("performance", "exchange_rates"):  # a Tableau extract knows no decimals as wide as a rate's
        assert export(books, Choice(table), "hyper", tmp_path / f"{table}.hyper", OWNER) == {"performance": 3, "exchange_rates": 1}[table]
    columns = ("cost", "reporting_currency", "exchange_rate", "cost_reporting")
    found = {one["currency"]: tuple(one[column] for column in columns) for one in read(path)}
    assert {code: tuple(value if value in ("", "CNY") else Decimal(value) for value in cells) for code, cells in found.items()} == {
        "CNY": (10, "CNY", 1, 10),
        "USD": (2, "CNY", Decimal("7.1"), Decimal("14.2")),
        "EUR": (3, "CNY", "", ""),
    }


def test_a_client_and_days_are_respected(small_world: SmallWorld, tmp_path: Path) -> None:
    path = tmp_path / "some.csv"
    export(books(), Choice("performance"), "csv", path, OWNER)
    rows = read(path)
    client, day = rows[0]["client"], rows[-1]["date_start"]
    runner = CliRunner().invoke(
        adcrm, ["export", "performance", "--client", client, "--from", day, "--to", day, "--out", str(tmp_path / "one.csv"), "--json"]
    )
    assert runner.exit_code == 0, runner.output
    expected = [row for row in rows if row["client"] == client and row["date_start"] == day]
    assert json.loads(runner.output)["rows"] == len(expected) > 0
    assert read(tmp_path / "one.csv") == expected


def test_every_table_leaves_as_a_file(every_books: Books, tmp_path: Path) -> None:
    assert "api_tokens" not in table_names()
    for table in table_names():
        assert export(every_books, Choice(table), "parquet", tmp_path / f"{table}.parquet", OWNER) >= 0
        assert export(every_books, Choice(table, 1, date(2026, 1, 1), date(2026, 2, 1)), "csv", tmp_path / f"{table}.csv", OWNER) >= 0
        assert len((tmp_path / f"{table}.csv").read_text("utf-8-sig").splitlines()[0]) > 3


def test_who_took_what_is_in_the_log(every_books: Books, tmp_path: Path) -> None:
    export(every_books, Choice("clients"), "csv", tmp_path / "c.csv", OWNER)
    (event,) = latest_events(every_books.crm, 1)
    assert (event.actor, event.action, event.object_type) == ("owner", "data.export", "exports")


def test_a_viewer_takes_nothing_and_an_unknown_table_is_named(every_books: Books, tmp_path: Path) -> None:
    with pytest.raises(PermissionRefusedError):
        export(every_books, Choice("clients"), "csv", tmp_path / "c.csv", Actor("guest", "viewer"))
    with pytest.raises(InputError, match="nothing_here"):
        export(every_books, Choice("nothing_here"), "csv", tmp_path / "c.csv", OWNER)
    assert list(tmp_path.glob("*.csv")) == []
