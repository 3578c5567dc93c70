"""Meta beside its plain exports: the table of the Ads Manager, traditional Chinese, rows of the interface, every breakdown."""

import io
from datetime import date
from decimal import Decimal

import pytest
from openpyxl import Workbook

from adcrm.errors import FileRefusedError
from adcrm.imports.model import Answers
from adcrm.imports.read import read
from tests.channels.exports import read_table, sums, table

MANAGER = "Reporting starts,Reporting ends,Campaign name,Campaign delivery,Ad set budget,Ad set budget type,Attribution setting,Results"
MANAGER += ",Result indicator,Reach,Impressions,Cost per results,Amount spent (USD),Ends"
END = "Reporting starts,Reporting ends"


def test_the_table_of_the_ads_manager_covers_its_period() -> None:
    report = read_table(
        MANAGER,
        "2024-09-01,2024-09-30,A,inactive,10,Daily,7-day click or 1-day view,12,actions:lead,900,1200,3.00,36.10,Ongoing",
        "2024-09-01,2024-09-30,B,active,10,Daily,7-day click or 1-day view,,actions:lead,100,200,,4.00,2024-10-05",
    )
    assert (report.platform, report.kind, report.currency) == ("meta_ads", "campaign_period", "USD")
    assert (report.date_start, report.date_end) == (date(2024, 9, 1), date(2024, 9, 30))
    assert sums(report, "cost", "conversions") == {"cost": "40.10", "conversions": "12"}
    assert set(report.rows["attribution"].to_pylist()) == {"7-day click or 1-day view"}


def test_results_of_several_kinds_are_not_added_up_in_the_table_of_the_ads_manager() -> None:
    row = "2024-09-01,2024-09-30,{},active,10,Daily,7-day click,12,{},900,1200,3.00,36.10,Ongoing"
    report = read_table(MANAGER, row.format("A", "actions:lead"), row.format("B", "reach"))
    assert "conversions" not in report.sums and "actions:lead, reach" in str(report.warnings[0])


def test_traditional_chinese_heads_are_read_in_any_currency() -> None:
    head = (
        "行銷活動名稱,廣告組合名稱,廣告名稱,廣告投遞,歸因設定,花費金額 (TWD),觸及人數,曝光次數,頻率,連結點擊次數,點擊次數（全部）,購買次數,購買轉換值"
    )
    report = read_table(
        head + ",分析報告開始,分析報告結束", "甲,組,圖,active,點擊後 7 天、瀏覽後 1 天,1200,800,1000,1.2,20,35,2,5600,2026-07-01,2026-07-01"
    )
    assert (report.kind, report.currency) == ("ad_daily", "TWD")
    assert sums(report, "cost", "clicks", "link_clicks", "conversions", "conversion_value") == {
        **{"cost": "1200.00", "clicks": "35", "link_clicks": "20"},
        **{"conversions": "2", "conversion_value": "5600.00"},
    }


@pytest.mark.parametrize(
    ("heads", "values", "breakdown"),
    [
        ("Age,Gender", "18-24,female", ("age", "gender")),
        ("Country", "ID", ("region",)),
        ("Country,Region", "ID,Jakarta", ("region",)),
        ("DMA region", "New York", ("region",)),
        ("Platform", "instagram", ("placement",)),
        ("Platform,Placement,Device platform", "instagram,Instagram Reels,mobile_app", ("placement", "device")),
        ("Impression device", "iphone", ("device",)),
        ("Time of day (viewer's time zone)", "00:00:00 - 00:59:59", ("hour",)),
        ("Product ID", '"123, shoe"', ("product",)),
        ("国家/地区", "印度尼西亚", ("region",)),
        ("平台,版位", "facebook,动态", ("placement",)),
        ("裝置平台", "mobile_app", ("device",)),
    ],
)
def test_every_breakdown_is_known_as_one(heads: str, values: str, breakdown: tuple[str, ...]) -> None:
    report = read_table(f"Campaign name,{heads},Impressions,Amount spent (IDR),{END}", f"A,{values},100,2000,2026-07-01,2026-07-01")
    assert (report.breakdown, report.currency, report.is_additive) == (breakdown, "IDR", True)


def test_creative_parts_show_the_same_spend_several_times() -> None:
    head = f'"Campaign name","Image, video and slideshow",Impressions,Amount spent (EUR),{END}'
    report = read_table(head, "A,one.png,100,2.00,2026-07-01,2026-07-01", "A,two.png,100,2.00,2026-07-01,2026-07-01")
    assert (report.breakdown, report.is_additive) == (("asset",), False)


def test_metrics_of_their_own_are_left_out_whatever_they_are_called() -> None:
    head = f"Campaign name,Day,* LC to LPV,Cost /CV (IDR),* Cost /ATC (IDR),Impressions,Amount spent (IDR),{END}"
    report = read_table(head, "A,2026-07-01,0.5,1000,2000,100,3000,2026-07-01,2026-07-01")
    assert report.left_out[:3] == ("* LC to LPV", "Cost /CV (IDR)", "* Cost /ATC (IDR)")
    assert sums(report, "cost", "impressions") == {"cost": "3000.00", "impressions": "100"}


def test_the_currency_may_stand_in_a_column_of_its_own() -> None:
    report = read_table(f"Campaign name,Day,Impressions,Amount spent,Currency,{END}", "A,2026-07-01,100,3000,VND,2026-07-01,2026-07-01")
    assert (report.currency, report.sums["cost"]) == ("VND", Decimal(3000))


def test_the_day_goes_before_a_range_that_stays_whole() -> None:
    report = read_table(f"Campaign name,Day,Impressions,Amount spent (EUR),{END}", "A,2026-07-05,100,3.00,2026-07-01,2026-07-31")
    assert report.rows["date_start"].to_pylist() == [date(2026, 7, 5)]


@pytest.mark.parametrize(
    ("head", "row", "kind"),
    [
        ("ad_id,date,account_id,impressions,inline_link_clicks,spend", "7,2026-07-01,48,100,3,1.50", "ad_daily"),
        (
            "campaign_id,campaign_name,impressions,clicks,inline_link_clicks,spend,date_start,date_stop",
            "7,A,100,4,3,1.50,2026-07-01,2026-07-31",
            "campaign_period",
        ),
        (
            "adset_id,publisher_platform,impressions,clicks,spend,date_start,date_stop",
            "7,instagram,100,4,1.50,2026-07-01,2026-07-01",
            "ad_group_placement_daily",
        ),
    ],
)
def test_rows_of_the_interface_are_read(head: str, row: str, kind: str) -> None:
    report = read_table(head, row, answers=Answers(currency="USD"))
    assert (report.platform, report.kind, report.currency) == ("meta_ads", kind, "USD")
    assert sums(report, "cost", "impressions") == {"cost": "1.50", "impressions": "100"}


def test_a_bulk_sheet_is_refused_by_name() -> None:
    head = "Campaign ID,Campaign Name,Campaign Status,Campaign Objective,Buying Type,Ad Set Run Status,Amount spent,Impressions"
    with pytest.raises(FileRefusedError) as refused:
        read("x", table(head, "1,A,ACTIVE,Sales,AUCTION,ACTIVE,,"))
    assert "in bulk" in str(refused.value.what)


def test_collaborative_ads_count_what_was_bought_with_shared_items() -> None:
    head = "Campaign name,Day,Impressions,Amount spent (IDR),Purchases with shared items,Purchases conversion value for shared items only"
    head += ",Result type,Results,Reporting starts,Reporting ends"
    row = "A,2026-07-01,10,5,3,99,Adds to cart with shared items,7,2026-07-01,2026-07-01"
    assert sums(read_table(head, row), "conversions", "conversion_value") == {"conversions": "3", "conversion_value": "99.00"}
    both = read_table(head.replace("Result type,Results", "Purchases,Results"), row.replace("Adds to cart with shared items", "2"))
    assert sums(both, "conversions") == {"conversions": "2"}


def test_the_formatted_sheet_of_a_workbook_repeats_the_raw_one() -> None:
    made, book = io.BytesIO(), Workbook()
    for name, cost in (("Formatted Report", 5.5), ("Raw Data Report", 5.4987)):
        sheet = book.create_sheet(name)
        sheet.append(["Campaign name", "Day", "Impressions", "Amount spent (USD)", "Reporting starts", "Reporting ends"])
        sheet.append(["A", "2026-07-01", 1000, cost, "2026-07-01", "2026-07-01"])
    book.remove(book.worksheets[0])
    book.save(made)
    report = read("x.xlsx", made.getvalue())
    assert report.rows["cost"].to_pylist() == [Decimal("5.4987")]
    assert [str(note) for note in report.warnings] == [
        "“Formatted Report” repeats “Raw Data Report” in rounded figures, and was left out, so that it does not count twice."
    ]
