"""Each channel's page of declarations hangs together, and a new one is a page like these."""

from pathlib import Path

import pytest

import adcrm.channels
from adcrm.channels.declare import Channel, count, day, head_currency, money, normal_head, split, text
from adcrm.channels.known import channels
from adcrm.channels.platforms import PLATFORMS
from adcrm.imports.containers import unpack
from adcrm.imports.layout import Answers
from adcrm.imports.parse import parse
from adcrm.imports.recognise import place
from adcrm.imports.tables import Record
from adcrm.warehouse.tables import AD_PERFORMANCE

EVERY = pytest.mark.parametrize("channel", channels(), ids=lambda c: f"{c.key}-{c.layout}")
NOT_COLUMNS = {"day", "start", "end", "week", "month", "quarter", "year", ""}


@EVERY
def test_a_channel_is_a_known_platform_and_its_facts_are_columns(channel: Channel) -> None:
    assert channel.key in PLATFORMS
    assert {column.fact for column in channel.columns} - NOT_COLUMNS <= set(AD_PERFORMANCE.names)


@EVERY
def test_every_head_of_a_signature_is_one_that_the_channel_reads_or_names(channel: Channel) -> None:
    known = {normal_head(h) for column in channel.columns for head in column.heads for h in ([head] if isinstance(head, str) else head)}
    assert {normal_head(head) for signature in channel.signatures for head in signature} <= known | {"avg. cpc", "点击均价"}


@EVERY
def test_no_two_breakdowns_share_a_head(channel: Channel) -> None:
    splits = [normal_head(h) for c in channel.columns if c.split for head in c.heads for h in ([head] if isinstance(head, str) else head)]
    own = [h for h in splits if splits.count(h) > 1]
    assert not set(own) - {"platform", "placement", "版位", "省", "市"}  # a tuple of heads may repeat its single ones


def test_a_channel_file_fits_on_a_page() -> None:
    folder = Path(adcrm.channels.__file__).parent
    files = [p for p in folder.glob("*.py") if "CHANNEL = Channel(" in p.read_text(encoding="utf-8")]
    assert len(files) == len(channels())
    assert max(len(p.read_text(encoding="utf-8").splitlines()) for p in files) <= 80


@pytest.mark.parametrize(
    ("head", "plain", "currency"),
    [
        ("Amount spent (USD)", "amount spent", ("USD", 0)),
        ("花费（元）", "花费", ("CNY", 0)),
        ("花费(分)", "花费", ("CNY", 2)),
        ("Clicks (all)", "clicks (all)", ("", 0)),
        ("点击率(%)", "点击率", ("", 0)),
        ('="ID Campaign"', "id campaign", ("", 0)),
        ("Cost (Converted currency)", "cost (converted currency)", ("", 0)),
        ("客户名称（必填）", "客户名称", ("", 0)),
        ("  Avg.   CPC ", "avg. cpc", ("", 0)),
    ],
)
def test_heads_are_compared_without_width_case_and_unit(head: str, plain: str, currency: tuple[str, int]) -> None:
    assert normal_head(head) == plain
    assert head_currency(head) == currency


def test_a_new_platform_is_read_from_its_declaration_alone() -> None:
    channel = Channel(
        key="ocean_engine",
        signatures=(("时间-天", "消耗"),),
        columns=(
            day("时间-天"),
            text("campaign", "项目名称"),
            split("hour", "hour", "时间-小时"),
            count("impressions", "展示数"),
            money("cost", "消耗"),
        ),
        currency="CNY",
    )
    head = "时间-天,项目名称,时间-小时,展示数,消耗(分)"
    (table,) = unpack("any name", f"{head}\n2026-07-01,品牌,8,1200,4550\n2026-07-02,品牌,9,800,-\n".encode())
    parsed = parse("any name", place(table, channel, ",", Record(1, 1, tuple(head.split(",")))), Answers())
    assert parsed.rows.select(["campaign", "hour", "impressions"]).to_pylist() == [
        {"campaign": "品牌", "hour": 8, "impressions": 1200},
        {"campaign": "品牌", "hour": 9, "impressions": 800},
    ]
    assert [str(cost) for cost in parsed.rows["cost"].to_pylist()] == ["45.500000", "None"]
    assert (parsed.level, parsed.splits, parsed.currencies) == ("campaign", ("hour",), ("CNY",))
