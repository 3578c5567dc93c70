"""TikTok: the report of the ads manager, the creative sheet of GMV Max, and rows of the interface."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from adcrm.imports.model import Answers, NeedsAnswerError
from tests.channels.exports import read_table, shared, sums

PERIOD = (date(2026, 7, 1), date(2026, 9, 30))
GMV_ENGLISH = "Campaign name,Campaign ID,Product ID,Video title,Video ID,Time posted,Cost,SKU orders,Gross revenue,Product ad impressions"
GMV_ENGLISH += ",Product ad clicks,Currency"


def test_the_shared_report_reads_exactly_and_agrees_with_its_total_row(samples: Path) -> None:
    report, about = shared(samples, "senja/Senja-Ad-report-20260701-20260930.xlsx")
    assert {fact: report.sums[fact] for fact in about["sums"]} == {fact: Decimal(text) for fact, text in about["sums"].items()}
    assert (report.platform, report.kind, report.rows_read, report.currency) == ("tiktok_ads", "ad_daily", 652, "IDR")
    assert report.stated_total == report.sums and report.warnings == ()
    assert {fact: list(report.columns[fact]) for fact in about["columns"]} == about["columns"]


def test_the_creative_sheet_asks_for_its_days_and_then_reads_exactly(samples: Path) -> None:
    name = "senja/creative_data_20260701_20260930.tsv"
    with pytest.raises(NeedsAnswerError) as asked:
        shared(samples, name)
    assert asked.value.needs == ("period",)
    report, about = shared(samples, name, Answers(period=PERIOD))
    assert {fact: report.sums[fact] for fact in about["sums"]} == {fact: Decimal(text) for fact, text in about["sums"].items()}
    assert (report.rows_read, report.currency, report.is_daily) == (110, "IDR", False)
    assert (report.date_start, report.date_end) == PERIOD
    assert {fact: list(report.columns[fact]) for fact in about["columns"]} == about["columns"]


def test_the_creative_sheet_reads_in_english_with_a_dash_for_a_card_without_video() -> None:
    report = read_table(
        GMV_ENGLISH,
        "GMV,96,17,Batik,76,2026-02-05 22:58,161074.000,3,508364.000,18566,262,IDR",
        "GMV,96,17,-,-,-,2000.000,-,-,100,2,IDR",
        answers=Answers(period=PERIOD),
    )
    assert (report.platform, report.kind) == ("tiktok_ads", "ad_period")
    assert sums(report, "cost", "conversions", "conversion_value") == {"cost": "163074.00", "conversions": "3", "conversion_value": "508364.00"}
    assert report.rows["ad_id"].to_pylist() == ["76", None]
    assert report.rows["conversions"].to_pylist() == [Decimal(3), None]


def test_other_casing_singular_heads_and_masked_counts_are_read() -> None:
    head = "Campaign name,Ad Group Name,Ad Name,Date,Cost,CPC (Destination),CPM,Impression,Clicks (Destination),CTR (Destination)"
    head += ",Conversions,CPA,Currency"
    report = read_table(head, "C,G,A,2026-07-01,12000,100,50,5000,120,0.28,<5,--,IDR", "C,G,A,2026-07-02,9000,90,45,4000,100,0.25,7,1285,IDR")
    assert sums(report, "cost", "impressions", "clicks", "conversions") == {
        **{"cost": "21000.00", "impressions": "9000"},
        **{"clicks": "220", "conversions": "7"},
    }
    assert report.rows["conversions"].to_pylist() == [None, Decimal(7)]


def test_a_report_without_a_day_asks_for_its_days() -> None:
    with pytest.raises(NeedsAnswerError) as asked:
        read_table("Campaign name,Primary status,Currency,Cost,Impressions,CPM,Clicks (destination)", "C,Active,USD,10.00,1000,1,10")
    assert asked.value.needs == ("period",)


def test_breakdowns_are_known_as_such() -> None:
    head = "Campaign name,Date,Age,Gender,Currency,Cost,Impressions,Clicks (destination)"
    report = read_table(head, "C,2026-07-01,18-24,Female,USD,10.00,1000,10", "C,2026-07-01,25-34,Male,USD,5.00,500,5")
    assert report.breakdown == ("age", "gender")


def test_rows_of_the_interface_hold_the_day_and_the_hour_in_one_text() -> None:
    head = "ad_id,stat_time_hour,impressions,clicks,spend,conversion,currency"
    report = read_table(head, "17,2026-07-01 05:00:00,1000,10,12.50,-,USD", "17,2026-07-01 23:00:00,500,5,6.25,2,USD")
    assert (report.kind, report.breakdown) == ("ad_hour_daily", ("hour",))
    assert report.rows["hour"].to_pylist() == [5, 23]
    assert sums(report, "cost", "conversions") == {"cost": "18.75", "conversions": "2"}


def test_days_that_were_said_of_a_folder_say_nothing_about_a_file_with_days_of_its_own() -> None:
    head = "Campaign name,Date,Currency,Cost,Impressions,Clicks (destination)"
    report = read_table(head, "C,2026-07-05,USD,10.00,1000,10", "C,2026-07-06,USD,5.00,500,5", answers=Answers(period=PERIOD))
    assert (report.date_start, report.date_end, report.warnings) == (date(2026, 7, 5), date(2026, 7, 6), ())
