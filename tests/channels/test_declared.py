"""Each channel's page of declarations hangs together, and a new one is a page like these."""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

import adcrm.channels
import adcrm.imports.recognise as recognising
from adcrm.channels.declare import (
    SUBTOTALS,
    Channel,
    Column,
    Totals,
    above,
    count,
    day,
    head_currency,
    money,
    normal_head,
    number,
    split,
    text,
    word_above,
)
from adcrm.channels.known import channels
from adcrm.channels.platforms import CRM_SYSTEMS, OTHER_SOURCES, PLATFORMS
from adcrm.imports.containers import unpack
from adcrm.imports.layout import Answers
from adcrm.imports.parse import Parsed, parse
from adcrm.imports.read import read
from adcrm.imports.recognise import place, recognise
from adcrm.imports.records.shape import FACTS
from adcrm.imports.tables import Record
from adcrm.imports.targets import RECORD_TARGETS, target_of

EVERY = pytest.mark.parametrize("channel", channels(), ids=lambda c: f"{c.key}-{c.layout}")
NOT_COLUMNS = {"click_ref", "day", "start", "end", "week", "month", "quarter", "year", ""}
# Facts of a row from which a record is made.
OF_LINES = {
    "orders": {"status_word", "cancelled_at", "item_name", "item_category", "item_quantity", "item_price", "line_value"},
    "web": {"source_medium", "nth_day", "dimension_name"},
    **dict.fromkeys(RECORD_TARGETS, FACTS),
}


@EVERY
def test_a_channel_is_a_known_platform_and_its_facts_are_columns(channel: Channel) -> None:
    assert channel.key in (PLATFORMS if channel.target == "ads" else CRM_SYSTEMS if channel.records else OTHER_SOURCES)
    kept = set(target_of(channel.target).schema.names) or set(target_of(channel.target).rows.names)
    assert {column.fact for column in channel.columns} - NOT_COLUMNS - OF_LINES.get(channel.target, set()) <= kept


@EVERY
def test_every_head_of_a_signature_is_one_that_the_channel_reads_or_names(channel: Channel) -> None:
    known = {normal_head(h) for column in channel.columns for head in column.heads for h in ([head] if isinstance(head, str) else head)}
    marks = [m for signature in channel.signatures for mark in signature for m in ([mark] if isinstance(mark, str) else mark)]
    assert {normal_head(mark) for mark in marks if not word_above(mark)} <= known | {"avg. cpc", "点击均价"}


@EVERY
def test_no_two_breakdowns_share_a_head(channel: Channel) -> None:
    splits = [normal_head(h) for c in _plain_splits(channel) for head in c.heads for h in ([head] if isinstance(head, str) else head)]
    own = [h for h in splits if splits.count(h) > 1]
    assert not set(own) - {"platform", "placement", "版位", "省", "市"}  # a tuple of heads may repeat its single ones


def _plain_splits(channel: Channel) -> list[Column]:
    """Breakdowns whose head always means them; ``when`` and ``after`` say when a shared head does."""
    return [column for column in channel.columns if column.split and not column.when and not column.after]


def test_a_channel_file_fits_on_a_page() -> None:
    folder = Path(adcrm.channels.__file__).parent
    files = [p for p in folder.glob("*.py") if "CHANNEL = Channel(" in p.read_text(encoding="utf-8")]
    assert len(files) == len([channel for channel in channels() if not channel.records])  # a CRM system's modules share a file
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
        ("曝光(万)", "曝光", ("", -4)),
        ("费用（万元）", "费用", ("CNY", -4)),
        ("到场人数(人)", "到场人数", ("", 0)),
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


def sheet(text_of_file: str) -> Parsed:
    """A table in the words of a sheet that people keep by hand."""
    channel = Channel(
        key="offline",
        signatures=(("城市", ("费用", "金额")),),
        columns=(
            day("日期"),
            text("region", "城市"),
            money("cost", "费用", "金额"),
            count("impressions", "曝光"),
            number("conversions", "成交", "成交(回传时间)"),
        ),
        currency="CNY",
        magnitudes=True,
        totals=Totals(subtotals=SUBTOTALS),
        attributions=("回传时间",),
        attribution_labels=("口径",),
    )
    (table,) = unpack("any name", text_of_file.encode())
    delimiter, records = next(iter(table.tops()))
    at = next(i for i, record in enumerate(records) if record.cells[0] == "城市")
    return parse("any name", place(table, channel, delimiter, records[at], records[:at]), Answers())


def test_figures_with_a_word_behind_them_are_exact() -> None:
    rows = ["北京,2026/7/1,12.5万,1.2亿,3", "上海,2026年7月2日,¥3.4w,8千,5单", '广州,2026.7.3,"1,200.50元",10万+,2', "深圳,20260704,3k,300次,1人"]
    parsed = sheet("\n".join(["城市,日期,费用,曝光,成交", *rows]))
    assert not parsed.set_aside
    assert [str(cost) for cost in parsed.rows["cost"].to_pylist()] == ["125000.000000", "34000.000000", "1200.500000", "3000.000000"]
    assert parsed.rows["impressions"].to_pylist() == [120_000_000, 8000, None, 300]
    assert parsed.sums["conversions"] == 11


def test_things_whose_names_begin_like_a_sum_or_a_footer_are_rows() -> None:
    days = (date(2026, 7, 1), date(2026, 7, 31))
    taobao = "场景ID,计划ID,计划名字,展现量,点击量,花费,投入产出比\n1,11,小计划-主推,1000,10,20,2\n1,12,日常,2000,20,30,2\n小计,,,3000,30,50,2\n"
    assert read("x", taobao.encode(), period=days).sums["cost"] == 50
    baidu = "推广计划,展现,点击,消费,平均点击价格\n全账户拓展,1000,10,20,2\n品牌,1000,10,30,3\n全账户,2000,20,50,2.5\n"
    found = read("x", baidu.encode(), period=days)
    assert (found.sums["cost"], found.stated_total) == (50, found.sums)
    microsoft = '"CampaignName","TimePeriod","Impressions","Clicks","Spend","CurrencyCode"\n"@20 off","2026-07-01","1000","10","5.00","USD"\n'
    assert read("x", (microsoft + '"@2026 Microsoft Corporation. All rights reserved. "\n').encode()).sums["cost"] == 5


def test_a_figure_that_is_only_a_word_is_set_aside() -> None:
    parsed = sheet("城市,日期,费用\n北京,2026-07-01,万\n上海,2026-07-02,12\n广州,2026-07-02,9999999亿")
    assert [row.line for row in parsed.set_aside] == [2, 4]


def test_subtotals_are_left_out_and_the_total_is_compared() -> None:
    parsed = sheet("城市,日期,费用\n北京,2026-07-01,10\n北京 小计,,10\n上海,2026-07-01,20\n小计：上海,,20\n合 计,,31")
    assert (parsed.rows_read, parsed.sums["cost"], parsed.totals) == (2, 30, (("合 计", {"cost": Decimal("31.00")}),))


def test_a_stretch_of_days_in_the_column_of_days_is_a_period() -> None:
    rows = ["北京,2026-07-18至2026-07-24,10", "上海,2026/7/3-7/5,20", "广州,2026年7月3日～5日,30", "深圳,2026-07-06,1", "苏州,2026-07-9-7,1"]
    parsed = sheet("\n".join(["城市,日期,费用", *rows]))
    days = [(one["date_start"].day, one["date_end"].day) for one in parsed.rows.to_pylist()]
    assert (days, parsed.is_daily, [row.line for row in parsed.set_aside]) == ([(18, 24), (3, 5), (3, 5), (6, 6)], False, [6])


def test_what_conversions_are_counted_by_is_kept() -> None:
    assert set(sheet("城市,日期,费用,成交(回传时间)\n北京,2026-07-01,10,1").rows["attribution"].to_pylist()) == {"回传时间"}
    assert set(sheet("口径：15天,,\n城市,日期,费用\n北京,2026-07-01,10").rows["attribution"].to_pylist()) == {"15天"}


@pytest.fixture
def only(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Channel], None]]:
    """Makes one channel the only one that is known; what was worked out about the others is forgotten before and after."""

    def known(channel: Channel) -> None:
        monkeypatch.setattr(recognising, "channels", lambda: (channel,))
        monkeypatch.setattr(recognising, "candidates", lambda row: (channel,))
        forget()

    def forget() -> None:
        recognising._known_heads.cache_clear()
        recognising._any_heads.cache_clear()

    yield known
    forget()


@pytest.mark.parametrize("heads", ["渠道,花费", "来源,消耗"])
def test_a_signature_may_need_one_of_several_heads_and_a_word_above(heads: str, only: Callable[[Channel], None]) -> None:
    columns = (text("campaign", "渠道", "来源"), money("cost", "花费", "消耗"))
    channel = Channel("offline", columns, ((above("线下"), ("渠道", "来源"), ("花费", "消耗")),))
    only(channel)
    for title, known in (("2026年线下投放", True), ("2026年投放", False)):
        (table,) = unpack("any name", f"{title},\n{heads}\n公交,100\n".encode())
        assert (recognise("any name", table) is not None) == known
