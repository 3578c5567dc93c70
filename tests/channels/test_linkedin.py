"""LinkedIn: UTF-16 with lines above the head, M/D/YYYY, and a start day that may stand for the whole report."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from adcrm.imports.model import Answers, NeedsAnswerError
from tests.channels.exports import read_table, shared, sums

HEAD = "Start Date (in UTC),Account Name,Currency,Campaign Name,Total Spent,Impressions,Clicks,Conversions,Leads"
ABOVE = (
    *("Campaign Performance Report (in UTC)", '"Report Start: July 1, 2026, 12:00 AM"', '"Report End: July 31, 2026, 11:59 PM"'),
    *('"Date Generated: August 1, 2026, 9:12 AM"', ""),
)


def test_the_shared_report_reads_exactly(samples: Path) -> None:
    report, about = shared(samples, "kanaalhuis/campaign_performance_daily.csv")
    assert {fact: report.sums[fact] for fact in about["sums"]} == {fact: Decimal(text) for fact, text in about["sums"].items()}
    assert (report.platform, report.kind, report.rows_read, report.currency) == ("linkedin_ads", "campaign_daily", 356, "EUR")
    assert (report.account, report.header_line, report.encoding) == (about["account"], 6, "utf-16")
    assert (report.date_start.isoformat(), report.date_end.isoformat()) == (about["date_start"], about["date_end"])
    assert {fact: list(report.columns[fact]) for fact in about["columns"]} == about["columns"]
    assert report.warnings == () and report.set_aside == ()


def test_days_have_the_month_first_even_where_nothing_in_the_file_says_so() -> None:
    report = read_table(HEAD, "7/1/2026,K,EUR,A,10.00,1000,10,1,1", "7/2/2026,K,EUR,A,20.00,2000,20,1,1", above=ABOVE)
    assert report.rows["date_start"].to_pylist() == [date(2026, 7, 1), date(2026, 7, 2)]
    assert (report.date_start, report.date_end) == (date(2026, 7, 1), date(2026, 7, 31))


def test_rows_that_all_bear_the_first_day_of_the_report_cover_the_whole_report() -> None:
    report = read_table(HEAD, "7/1/2026,K,EUR,A,10.00,1000,10,1,1", "7/1/2026,K,EUR,B,20.00,2000,20,1,1", above=ABOVE)
    assert not report.is_daily
    assert set(report.rows["date_end"].to_pylist()) == {date(2026, 7, 31)}
    assert [str(w) for w in report.warnings] == [
        "Every row bears the first day of the report, so its figures were read as those of Jul 1, 2026 to Jul 31, 2026."
    ]


def test_the_first_day_alone_is_a_day_where_the_report_has_no_other() -> None:
    above = (ABOVE[0], '"Report Start: July 1, 2026, 12:00 AM"', '"Report End: July 1, 2026, 11:59 PM"', "")
    report = read_table(HEAD, "7/1/2026,K,EUR,A,10.00,1000,10,1,1", above=above)
    assert report.is_daily and report.warnings == ()


def test_a_small_export_without_lines_above_and_without_currency_asks_for_the_currency() -> None:
    head = "Date,Campaign name,Impressions,Clicks,Total spent,Conversions,Leads"
    with pytest.raises(NeedsAnswerError) as asked:
        read_table(head, "2026-07-01,A,1000,10,12.50,1,1")
    assert asked.value.needs == ("currency",)
    report = read_table(head, "2026-07-01,A,1000,10,12.50,1,1", answers=Answers(currency="EUR"))
    assert sums(report, "cost", "leads") == {"cost": "12.50", "leads": "1"}
    assert (report.platform, report.currency) == ("linkedin_ads", "EUR")


def test_who_the_viewers_were_never_enters_a_total() -> None:
    head = "Start Date (in UTC),Currency,Campaign Name,Job Title Segment,Total Spent,Impressions,Clicks"
    report = read_table(head, "7/1/2026,EUR,A,Nurse,1.00,100,1", "7/2/2026,EUR,A,Teacher,2.00,200,2", above=ABOVE)
    assert (report.breakdown, report.is_additive) == (("audience",), False)


def test_a_report_of_single_conversions_is_read_and_never_enters_a_total() -> None:
    head = (
        "Start Date (in UTC),Account Name,Campaign Name,Conversion Name,Conversion Type,Conversions,Post-Click Conversions,View-Through Conversions"
    )
    report = read_table(head, "7/1/2026,K,A,Buy,Purchase,3,2,1", "7/1/2026,K,A,Ask,Lead,4,2,2", above=ABOVE)
    assert (report.platform, report.breakdown, report.is_additive) == ("linkedin_ads", ("action",), False)
    assert report.rows["placement"].to_pylist() == ["Buy", "Ask"]
