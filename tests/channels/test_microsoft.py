"""Microsoft Advertising: lines above the head say the days, the aggregation and the number of rows."""

import io
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from adcrm.errors import FileRefusedError
from adcrm.imports.read import read
from tests.channels.exports import read_table, shared, sums, table

HEAD = "TimePeriod,AccountName,CampaignName,CurrencyCode,Impressions,Clicks,Ctr,Spend,Conversions,Revenue"


def above(aggregation: str = "Daily", rows: int = 2, days: str = "3/1/2026, 3/31/2026") -> tuple[str, ...]:
    lines = ("Report Name: x", f"Report Time: {days}", "Time Zone: (GMT)", f"Report Aggregation: {aggregation}", "Report Filter: ", f"Rows: {rows}")
    return (*(f'"{line}"' for line in lines), "")


FOOTER = ("", '"©2026 Microsoft Corporation. All rights reserved. "')


def test_the_shared_report_reads_exactly(samples: Path) -> None:
    report, about = shared(samples, "fernwick/Campaign_Performance_Report.csv")
    assert {fact: report.sums[fact] for fact in about["sums"]} == {fact: Decimal(text) for fact, text in about["sums"].items()}
    assert (report.platform, report.rows_read, report.currency) == ("microsoft_ads", 810, "USD")
    assert (report.account, report.header_line, report.is_daily) == (about["account"], 11, True)
    assert (report.date_start.isoformat(), report.date_end.isoformat()) == (about["date_start"], about["date_end"])
    assert {fact: list(report.columns[fact]) for fact in about["columns"]} == about["columns"]
    assert report.breakdown == ("device",)
    assert [str(note)[:54] for note in report.warnings] == ["The file says that its figures may be incomplete: impo"]
    assert report.set_aside == ()


def test_a_file_with_fewer_rows_than_it_says_is_noticed() -> None:
    report = read_table(HEAD, '2026-03-01,A,C,USD,100,10,10.00%,5.00,1,"1,250.50"', above=above(rows=2), below=FOOTER)
    assert [str(w) for w in report.warnings] == ["The file says that it has 2 rows, but 1 were found: a part of it may be missing."]
    assert sums(report, "cost", "conversion_value") == {"cost": "5.00", "conversion_value": "1250.50"}


@pytest.mark.parametrize("cells", [("2026-03-15|7", "2026-03-15|23"), ("3/15/2026 12:00:00 AM|7", "3/15/2026 12:00:00 AM|23")])
def test_an_hour_stands_behind_the_day(cells: tuple[str, str]) -> None:
    report = read_table(HEAD, *(f"{cell},A,C,USD,100,10,1%,5.00,1,2.00" for cell in cells), above=above("Hourly"))
    assert (report.breakdown, report.is_daily) == (("hour",), True)
    assert report.rows["hour"].to_pylist() == [7, 23]
    assert set(report.rows["date_start"].to_pylist()) == {date(2026, 3, 15)}


def test_weekdays_count_from_sunday_and_cover_the_whole_report() -> None:
    report = read_table(HEAD, "1,A,C,USD,100,10,1%,5.00,1,2.00", "7,A,C,USD,100,10,1%,5.00,1,2.00", above=above("DayOfWeek"))
    assert (report.breakdown, report.is_daily) == (("weekday",), False)
    assert report.rows["weekday"].to_pylist() == [6, 5]  # 0 is Monday
    assert (report.date_start, report.date_end) == (date(2026, 3, 1), date(2026, 3, 31))


def test_hours_of_the_day_cover_the_whole_report() -> None:
    report = read_table(HEAD, "0,A,C,USD,100,10,1%,5.00,1,2.00", "13,A,C,USD,100,10,1%,5.00,1,2.00", above=above("HourOfDay"))
    assert (report.breakdown, report.is_daily, report.rows["hour"].to_pylist()) == (("hour",), False, [0, 13])


@pytest.mark.parametrize(
    ("aggregation", "cell", "days"),
    [
        ("Weekly", "2026-03-08", (date(2026, 3, 8), date(2026, 3, 14))),
        ("Monthly", "2026-03-01", (date(2026, 3, 1), date(2026, 3, 31))),
        ("Yearly", "2026", (date(2026, 3, 1), date(2026, 3, 31))),
    ],
)
def test_a_row_of_a_week_or_month_is_not_dated_to_one_day(aggregation: str, cell: str, days: tuple[date, date]) -> None:
    report = read_table(HEAD, f"{cell},A,C,USD,100,10,1%,5.00,1,2.00", above=above(aggregation, rows=1))
    assert (report.rows["date_start"][0].as_py(), report.rows["date_end"][0].as_py()) == days


def test_a_summary_covers_the_days_of_the_report() -> None:
    report = read_table(HEAD.removeprefix("TimePeriod,"), "A,C,USD,100,10,1%,5.00,1,2.00", above=above("Summary", rows=1), below=FOOTER)
    assert (report.is_daily, report.date_start, report.date_end) == (False, date(2026, 3, 1), date(2026, 3, 31))


def test_the_download_of_the_page_has_spaced_heads_and_a_total() -> None:
    head = "Gregorian date,Account name,Campaign,Currency code,Impr.,Clicks,CTR,Avg. CPC,Spend,Conv.,Revenue"
    report = read_table(
        head, "3/13/2026,A,C,EUR,100,10,1%,0.5,5.00,1,2.00", "3/14/2026,A,D,EUR,100,10,1%,0.5,6.00,--,2.00", "Total,,,,200,20,,,11.00,1,4.00"
    )
    assert (report.platform, report.currency) == ("microsoft_ads", "EUR")
    assert report.stated_total == report.sums
    assert report.rows["date_start"].to_pylist() == [date(2026, 3, 13), date(2026, 3, 14)]


def test_a_report_that_says_it_may_be_incomplete_is_said_to_be() -> None:
    row = "2026-03-01,A,C,USD,100,10,1%,5.00,1,2.00"
    said = read_table(HEAD, row, above=('"Potential Incomplete Data: true"', *above(rows=1)), below=FOOTER)
    assert [str(note) for note in said.warnings] == [
        "The file says that its figures may be incomplete: import these days again when the platform has settled them."
    ]
    assert read_table(HEAD, row, above=('"Potential Incomplete Data: false"', *above(rows=1)), below=FOOTER).warnings == ()


def test_a_table_of_a_warehouse_reads_too() -> None:
    head = "date,account_id,campaign_id,currency_code,device_type,network,clicks,impressions,spend,conversions,revenue,conversions_qualified"
    report = read_table(head, "2026-03-01,1,2,USD,Computer,Bing,10,100,5.00,1,2.00,1")
    assert (report.platform, report.breakdown) == ("microsoft_ads", ("device", "network"))


def test_a_zip_with_one_report_is_read() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as made:
        made.writestr("report.csv", table(HEAD, "2026-03-01,A,C,USD,100,10,1%,5.00,1,2.00", above=above(rows=1), below=FOOTER))
    report = read("x.zip", packed.getvalue())
    assert (report.platform, report.rows_read) == ("microsoft_ads", 1)


def test_a_bulk_sheet_is_refused_by_name() -> None:
    with pytest.raises(FileRefusedError) as refused:
        read("x", table("Type,Status,Id,Parent Id,Campaign,Impressions,Clicks,Spend", "Campaign,Active,1,2,C,,,"))
    assert "bulk sheet of Microsoft" in str(refused.value.what)
