"""Google Ads beside its plain reports: rows of the interface, AdWords, pivoted reports, channel distribution, look-alikes."""

from datetime import date
from decimal import Decimal

import pytest

from adcrm.errors import FileRefusedError
from adcrm.imports.model import Answers, NeedsAnswerError
from adcrm.imports.read import read
from tests.channels.exports import read_table, sums, table


@pytest.mark.parametrize("dot", ["", "metrics.", "metrics_"])
def test_millionths_of_the_interface_become_money(dot: str) -> None:
    day, account, code = {"": ("date", "customer_id", "currency_code"), "metrics.": ("segments.date", "customer.id", "customer.currency_code")}.get(
        dot, ("segments_date", "customer_id", "customer_currency_code")
    )
    names = ("clicks", "impressions", "conversions", "conversions_value", "cost_micros")
    head = ",".join([account, day, code, *(f"{dot}{name}" for name in names)])
    report = read_table(head, "48,2026-07-01,USD,12,400,1.5,99.90,36150000", "48,2026-07-02,USD,1,40,0,0,1234567")
    assert report.rows["cost"].to_pylist() == [Decimal("36.15"), Decimal("1.234567")]
    assert (report.platform, report.account, report.is_daily) == ("google_ads", "48", True)
    assert sums(report, "cost", "conversions", "clicks") == {"cost": "37.38", "conversions": "1.5", "clicks": "13"}


def test_rows_of_a_warehouse_without_a_currency_ask_for_it() -> None:
    head = "customer_id,date,id,clicks,impressions,conversions,conversions_value,cost_micros"
    with pytest.raises(NeedsAnswerError) as asked:
        read_table(head, "1,2026-07-01,77,1,10,0,0,36150000")
    assert asked.value.needs == ("currency",)
    report = read_table(head, "1,2026-07-01,77,1,10,0,0,36150000", answers=Answers(currency="EUR"))
    assert report.rows["campaign_id"].to_pylist() == ["77"] and report.sums["cost"] == Decimal("36.15")


def test_adwords_reports_read_with_their_own_totals() -> None:
    head = "Campaign state,Campaign,Day,Budget,Clicks,Impressions,CTR,Avg. CPC,Cost,Avg. position,Converted clicks,Currency"
    report = read_table(
        head,
        "enabled,Total comfort,2016-07-01,10.00,5,100,5%,0.20,1.00,1.2,2,USD",
        "paused,Other,2016-07-02,10.00,5,100,5%,0.20,2.00,1.2,1,USD",
        "Total,,,,10,200,5%,0.30,3.00,1.2,3,",
        "Total - Search,,,,5,100,5%,0.30,1.00,1.2,2,",
        above=("Campaign performance report (Jul 1, 2016-Jul 31, 2016)",),
    )
    assert (report.platform, report.kind, report.rows_read) == ("google_ads", "campaign_daily", 2)
    assert sums(report, "cost", "conversions") == {"cost": "3.00", "conversions": "3"}
    assert report.stated_total == report.sums and report.warnings == ()


def test_a_column_for_each_conversion_action_is_put_together() -> None:
    report = read_table(
        "Day,Purchase_Conversions,Contact form_Conversions,Call_Conversions",
        "2026-07-01,1.5,,2",
        "2026-07-02,,,",
        "2026-07-03,,1.00,",
        above=("Untitled report", '"July 1, 2026 - July 31, 2026"'),
    )
    assert (report.platform, report.kind, report.currency) == ("google_ads", "account_daily", "")
    assert report.rows["conversions"].to_pylist() == [Decimal("3.5"), None, Decimal(1)]
    assert report.columns["conversions"] == ("Purchase_Conversions", "Contact form_Conversions", "Call_Conversions")
    assert (report.date_start, report.date_end) == (date(2026, 7, 1), date(2026, 7, 31))


def test_results_of_several_kinds_in_one_cell_are_not_read_and_the_channels_are_a_breakdown() -> None:
    report = read_table(
        "Campaign,Channel,Impr.,Clicks,Currency code,Cost,Conversions,Results",
        ["PMax", "Google Search", "1,200", "30", "EUR", "40.50", "4.29", "Add to cart: 4.29; Contact: 64.53"],
        ["PMax", "YouTube", "900", "10", "EUR", "20.00", "1.00", "Contact: 1.00"],
        above=("Channel distribution report", '"July 1, 2026 - July 31, 2026"'),
    )
    assert (report.kind, report.breakdown) == ("campaign_network_period", ("network",))
    assert sums(report, "cost", "conversions") == {"cost": "60.50", "conversions": "5.29"}
    assert report.left_out == ("Results",)
    assert report.rows["placement"].to_pylist() == ["Google Search", "YouTube"]


@pytest.mark.parametrize(
    ("head", "what"),
    [
        ("Row Type,Action,Campaign status,Campaign,Impr.,Clicks,Cost", "upload sheet of the ad editor"),
        ("Campaign,Labels,Campaign Type,Networks,Budget,Bid Strategy Type,Languages", "sheet of Google Ads Editor"),
    ],
)
def test_sheets_of_an_editor_are_refused_by_name(head: str, what: str) -> None:
    with pytest.raises(FileRefusedError) as refused:
        read("Ad report.csv", table(head, ",".join("x" for _ in head.split(","))))
    assert what in str(refused.value.what)


@pytest.mark.parametrize(
    ("head", "breakdown", "is_additive"),
    [
        ("Household income", "income", True),
        ("Item ID", "product", True),
        ("Audience segment", "audience", False),
        ("Conversion action", "action", False),
        ("Click type", "action", False),
    ],
)
def test_what_splits_a_report_is_known_and_what_overlaps_never_enters_a_total(head: str, breakdown: str, is_additive: bool) -> None:
    report = read_table(f"Day,Campaign,{head},Impr.,Clicks,Currency code,Cost", "2026-07-01,A,x,100,5,EUR,1.00", "2026-07-01,A,y,100,5,EUR,1.00")
    assert (report.breakdown, report.is_additive) == ((breakdown,), is_additive)


def test_a_breakdown_that_nobody_declared_is_noticed() -> None:
    head = "Day,Campaign,Landing page,Impr.,Clicks,Currency code,Cost"
    rows = [f"2026-07-0{day},A,https://shop.example/{page},100,5,EUR,1.00" for day in (1, 2) for page in ("tents", "boots")]
    report = read_table(head, *rows)
    assert (report.sums["cost"], report.breakdown) == (Decimal(4), ())
    assert [str(w).split(",")[0] for w in report.warnings] == ["Rows of the same day and thing differ only by “Landing page”"]
    assert read_table(head, rows[0], rows[2]).warnings == ()


def test_a_report_of_single_conversion_actions_has_no_impressions_and_never_enters_a_total() -> None:
    above = ("Campaign report", '"July 1, 2026 - July 31, 2026"')
    head = "Day,Campaign,Conversion action,Currency code,Conversions,Conv. value"
    report = read_table(head, "2026-07-01,A,Buy,USD,1.50,5.00", "2026-07-01,A,Ask,USD,2.00,0.00", above=above)
    assert (report.platform, report.breakdown, report.is_additive) == ("google_ads", ("action",), False)
    assert sums(report, "conversions", "conversion_value") == {"conversions": "3.5", "conversion_value": "5.00"}
