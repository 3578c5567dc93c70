"""Mail campaigns: one fact a send, on the day on which it went out."""

from decimal import Decimal
from pathlib import Path

import pytest

from adcrm.errors import FileRefusedError
from adcrm.imports.model import Answers, NeedsAnswerError
from adcrm.imports.read import read
from tests.channels.exports import read_table, shared, table

KLAVIYO = "Campaign Name,Subject,Send Time,Total Recipients,Unique Placed Order,Revenue,Unique Opens,Unique Clicks,Successful Deliveries,Campaign ID"


def test_the_shared_list_of_campaigns_asks_for_its_currency_and_reads_exactly(samples: Path) -> None:
    with pytest.raises(NeedsAnswerError) as asked:
        shared(samples, "fernwick/campaigns.csv")
    assert asked.value.needs == ("currency",)
    report, about = shared(samples, "fernwick/campaigns.csv", Answers(currency="USD"))
    names = {"recipients": "sent", "delivered": "delivered", "opens": "opens", "clicks": "clicks", "cost": "cost", "revenue": "conversion_value"}
    assert {name: report.sums[ours] for name, ours in names.items()} == {name: Decimal(text) for name, text in about["sums"].items()}
    assert {name: list(report.columns[ours]) for name, ours in names.items()} == about["columns"]
    assert (report.platform, report.rows_read, report.is_daily) == (about["platform"], about["rows"], True)
    assert (report.date_start.isoformat(), report.date_end.isoformat()) == (about["date_start"], about["date_end"])
    assert len(set(report.rows["item_id"].to_pylist())) == 60 and report.set_aside == ()


def test_klaviyo_credits_orders_and_revenue_to_a_send() -> None:
    report = read_table(
        KLAVIYO,
        "Spring,[MULTIPLE VARIATIONS],2025-04-09 09:38:00,1000,12,64517.0,400,50,990,01JX",
        "Hello,Welcome,2025-04-10 09:38:00,500,,,200,20,499,01JY",
        answers=Answers(currency="EUR"),
    )
    assert (report.platform, report.kind) == ("klaviyo", "ad_daily")
    assert {k: str(v) for k, v in report.sums.items()} == {
        **{"clicks": "70", "conversions": "12", "conversion_value": "64517.00"},
        **{"sent": "1500", "delivered": "1489", "opens": "600"},
    }


def test_more_deliveries_than_recipients_cannot_be() -> None:
    report = read_table(KLAVIYO, "A,S,2025-04-09,1000,1,5.0,4,2,1001,1", "B,S,2025-04-09,1000,1,5.0,4,2,1000,2", answers=Answers(currency="EUR"))
    assert [(row.line, row.column, str(row.reason)) for row in report.set_aside] == [
        (2, "Successful Deliveries", "This is more than “Total Recipients” says.")
    ]


def test_an_audience_is_refused_by_name() -> None:
    with pytest.raises(FileRefusedError) as refused:
        read("x", table("Email Address,First Name,Last Name,MEMBER_RATING,LEID,EUID", "a@b.example,A,B,2,1,2"))
    assert "audience of Mailchimp" in str(refused.value.what)
