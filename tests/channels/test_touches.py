"""Touchpoint logs and order claims: every sample to the last claim, a missing order number matches nothing."""

from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from adcrm.imports.read import read
from tests.conftest import SAMPLES, expected

EXPECTED = expected()
CLAIMS = [name for name, about in EXPECTED["files"].items() if str(about["platform"]).startswith("claims:")]


def test_the_sample_log_has_exactly_its_touches_and_conversions(samples: Path) -> None:
    report = read("touchpoints.csv", (samples / "fernwick" / "touchpoints.csv").read_bytes())
    said = EXPECTED["files"]["fernwick/touchpoints.csv"]["touch"]
    assert report.counts == {name: said[name] for name in report.counts}
    channels = report.rows["channel"].value_counts().to_pylist()
    assert {one["values"]: one["counts"] for one in channels if one["values"]} == said["touches_by_channel"]


@pytest.mark.parametrize("name", CLAIMS)
def test_each_sample_list_of_claims_reads_exactly(name: str) -> None:
    about: dict[str, Any] = EXPECTED["files"][name]
    report = read(name, (SAMPLES / name).read_bytes())
    assert (report.platform, report.kind, report.rows_read, report.currency) == (about["platform"], about["kind"], about["rows"], about["currency"])
    assert report.sums == {"conversion_value": Decimal(about["sums"]["conversion_value"])}
    assert {key: report.counts[key] for key in about["counts"]} == about["counts"]


def test_the_claims_of_all_platforms_are_as_many_as_was_counted(samples: Path) -> None:
    reports = [read(name, (samples / name).read_bytes()) for name in CLAIMS]
    keys = [key for report in reports for key in report.rows["order_key"].to_pylist()]
    assert (len(keys), len(set(keys))) == (EXPECTED["claims"]["total_claims"], EXPECTED["claims"]["distinct_orders_claimed"])


def test_a_claim_without_an_order_number_keeps_none() -> None:
    head = b"network,publisher,order_id,transaction_time,click_time,sale_amount,currency,coupon\n"
    rows = (b"CJ,DealNest,(not set),2026-07-11 13:02:29,,10.00,USD,\n", b"CJ,DealNest,9.53E+12,2026-07-11 14:02:29,,10.00,USD,\n")
    report = read("claims.csv", head + b"".join(rows) + b"CJ,Blog,#104,2026-07-12,,5,USD,")
    assert report.rows["order_key"].to_pylist() == ["", "", "104"]
    assert report.counts["without_order"] == 2


def test_times_without_a_zone_are_read_in_the_zone_that_is_named_for_the_account() -> None:
    data = b"visitor_id,timestamp,channel,type\nv_1,2026-07-01 08:00:00,Baidu,click\nv_2,2026-07-01T08:00:00+02:00,Baidu,click\n"
    shanghai = read("t.csv", data, time_zone="Asia/Shanghai")
    assert shanghai.rows["at"].to_pylist() == [datetime(2026, 7, 1, 0), datetime(2026, 7, 1, 6)]
    unsaid = read("t.csv", data)
    assert unsaid.rows["at"].to_pylist() == [datetime(2026, 7, 1, 8), datetime(2026, 7, 1, 6)]
    assert [note.text for note in unsaid.warnings] == ["Times without a zone were read as UTC."]


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026/7/4 13:11", datetime(2026, 7, 4, 13, 11)),
        ("2026年7月4日 下午1:11", datetime(2026, 7, 4, 13, 11)),
        ("Jul 4, 2026, 1:11 PM", datetime(2026, 7, 4, 13, 11)),
        ("04.07.2026 13:11:05", datetime(2026, 7, 4, 13, 11, 5)),
        ("46207.5", datetime(2026, 7, 4, 12)),
        ("1783170660", datetime(2026, 7, 4, 13, 11)),
        ("2026-07-04", datetime(2026, 7, 4)),
    ],
)
def test_moments_are_read_in_every_spelling(text: str, moment: datetime) -> None:
    data = f'visitor_id,timestamp,channel,type\nv_1,"{text}",Baidu,click\nv_2,2026-07-31T00:00:00Z,Baidu,click\n'.encode()
    assert read("t.csv", data).rows["at"].to_pylist()[0] == moment


def test_a_touch_without_a_time_is_set_aside() -> None:
    data = b"visitor_id,timestamp,channel,type\nv_1,,Baidu,click\nv_2,2026-07-31T25:00:00Z,Baidu,click\nv_3,2026-07-31,Baidu,click\n"
    report = read("t.csv", data)
    assert [(row.line, row.reason.text) for row in report.set_aside] == [(2, "This cell must not be empty."), (3, "This is no date and time.")]


def test_the_template_of_offline_conversions_has_the_month_first() -> None:
    data = b"Google Click ID,Conversion Name,Conversion Time,Conversion Value,Conversion Currency\nabc,Buy,07/01/2026 10:00:00,10.50,EUR\n"
    report = read("x", data)
    assert (report.platform, report.rows["claimed_at"].to_pylist()) == ("claims:google_ads", [datetime(2026, 7, 1, 10)])
