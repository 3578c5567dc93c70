"""Whole files, as platforms hand them out: sums, rows, days, currency and lines exactly as somebody else added them up."""

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from adcrm.errors import FileRefusedError
from adcrm.imports.answers import of
from adcrm.imports.model import NeedsAnswerError, Report, TableMapping
from adcrm.imports.read import read
from tests.conftest import SAMPLES, expected

OWN = Path(__file__).parents[2] / "data" / "samples"
OWN_SUMS: dict[str, dict[str, Any]] = json.loads((OWN / "sums.json").read_text(encoding="utf-8"))
SHARED = expected()
PLATFORMS = (
    *("google_ads", "meta_ads", "baidu_search", "tencent_ads"),
    *("taobao", "ocean_engine", "sms", "kol", "offline"),
)
GOOD = {name: about for name, about in SHARED["files"].items() if about.get("platform") in PLATFORMS and "claims" not in name}


def sums(report: Report) -> dict[str, Decimal]:
    return {fact: report.sums[fact] for fact in report.sums if fact != "link_clicks"}


def decimals(texts: dict[str, str]) -> dict[str, Decimal]:
    return {fact: Decimal(text) for fact, text in texts.items()}


@pytest.mark.parametrize("name", OWN_SUMS)
def test_each_example_of_the_repository_reads_exactly(name: str) -> None:
    about = OWN_SUMS[name]
    mapping = TableMapping(about["platform"], about["mapping"]) if "mapping" in about else None
    report = read(name, (OWN / name).read_bytes(), answers=replace(of(about.get("answers", {})), mapping=mapping))
    assert sums(report) == decimals(about["sums"])
    assert (report.platform, report.currency, report.rows.num_rows) == (about["platform"], about["currency"], about["rows"])
    assert (report.header_line, report.account) == (about["header_line"], about.get("account", ""))
    assert [row.line for row in report.set_aside] == about.get("bad_lines", [])
    days = (report.date_start and report.date_start.isoformat(), report.date_end and report.date_end.isoformat())
    assert days == ((None, None) if "counts" in about else ("2026-10-01", "2026-10-21"))  # a list of people covers no days
    assert report.is_daily == about.get("daily", True)


def test_the_table_of_nobody_is_asked_about_with_its_head_and_first_rows() -> None:
    name = "unknown_sponsor_sheet.csv"
    with pytest.raises(NeedsAnswerError) as asked:
        read(name, (OWN / name).read_bytes())
    assert asked.value.needs == ("columns",)
    assert asked.value.header == ("Datum", "Motiv", "Kontakte", "Besuche", "Betrag (EUR)", "Bestellungen")
    assert asked.value.sample[0][1] == "Radio-Spot Herbst"
    assert asked.value.guess is not None and asked.value.guess.columns["day"] == "Datum"


def test_a_table_of_paths_is_sent_where_paths_are_looked_at() -> None:
    with pytest.raises(FileRefusedError, match="table of paths to orders, not a report"):
        read("paths.csv", (OWN / "journeys" / "paths.csv").read_bytes())


@pytest.mark.samples
@pytest.mark.parametrize("name", GOOD)
def test_each_shared_export_reads_exactly(name: str) -> None:
    about = GOOD[name]
    report = read("any name", (SAMPLES / name).read_bytes())
    wanted = decimals(about["sums"])
    wanted.pop("converted_cost", None)
    assert {fact: report.sums.get(fact) for fact in wanted} == wanted
    assert (report.platform, report.rows_read) == (about["platform"], about["rows"])
    assert (report.currency or "mixed") == about["currency"]
    assert (report.date_start.isoformat(), report.date_end.isoformat(), report.is_daily) == (about["date_start"], about["date_end"], about["has_day"])
    assert report.breakdown == tuple(about["breakdown"])
    assert report.header_line == about.get("header_row", 1)
    assert report.is_additive == about.get("additive", True)
    assert not report.set_aside
    for fact, heads in about.get("columns", {}).items():
        if fact in report.columns:
            assert list(report.columns[fact]) == heads
    if about.get("stated_total_equals_rows"):
        assert report.stated_total == report.sums
        assert not report.warnings


@pytest.mark.samples
@pytest.mark.parametrize("name", SHARED["bad"])
def test_each_bad_shared_file_gets_its_outcome(name: str) -> None:
    about, data = SHARED["bad"][name], (SAMPLES / name).read_bytes()
    if about["outcome"] == "refuse":
        with pytest.raises(FileRefusedError) as refused:
            read("any name", data)
        assert str(refused.value.what) and str(refused.value.remedy)
        return
    report = read("any name", data)
    assert [row.line for row in report.set_aside] == about["bad_lines"]
    assert (report.rows_read, report.rows.num_rows) == (about["rows"], about["good_rows"])
    assert sums(report) == decimals(about["good_sums"])


@pytest.mark.samples
def test_the_manager_account_keeps_each_currency_apart(samples: Path) -> None:
    report = read("x", (samples / "fernwick/Campaign report (1).csv").read_bytes())
    assert report.cost_by_currency == {"EUR": Decimal("78189.59"), "USD": Decimal("63604.01")}
    assert report.accounts == ("Fernwick Outdoors - US", "Kanaalhuis EU")
    assert "cost" not in report.sums and report.stated_total is not None and "cost" not in report.stated_total


@pytest.mark.samples
def test_overview_cards_load_each_card_and_add_up_only_the_days(samples: Path) -> None:
    report = read("x", (samples / "fernwick/Overview_cards_csv(2026-10-01_07_16_32).zip").read_bytes())
    members = GOOD["fernwick/Overview_cards_csv(2026-10-01_07_16_32).zip"]["members"]
    assert {part.name: (part.rows, part.sums) for part in report.parts} == {
        name: (about["rows"], decimals(about["sums"])) for name, about in members.items() if about["rows"]
    }
    assert [part.kind for part in report.parts if part.is_headline] == ["account_daily"]
    assert {part.kind for part in report.parts if not part.is_additive} == {"keyword_period"}
    assert set(report.rows["currency"].to_pylist()) == {"USD"}


@pytest.mark.samples
def test_real_spend_that_no_row_shows_is_said(samples: Path) -> None:
    keywords = read("x", (samples / "fernwick/Search keyword report.csv").read_bytes())
    assert [str(w) for w in keywords.warnings] == ["“Total: Keywords in your account” states a cost of 27,298.25; 1,636.24 of it is in no row."]
    assert keywords.stated_total == keywords.sums
    places = read("x", (samples / "fernwick/Location report.csv").read_bytes())
    assert [str(w) for w in places.warnings] == ["“Total: Other locations”: a cost of 8,225.37 is real spend that no row shows."]
