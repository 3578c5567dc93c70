"""Taobao: the reports of 万相台 by plan, item, creative, keyword and scene, the old 直通车 sheets, the shop's own days."""

from datetime import date

import pytest

from adcrm.imports.model import NeedsAnswerError
from adcrm.imports.read import read
from tests.channels.made import export, report, values

HEAD = "日期,场景ID,场景名字,计划ID,计划名字"
FIGURES = "展现量,点击量,花费,点击率,总成交金额,总成交笔数,投入产出比"
ROW = "2026-07-04,371,关键词推广,23493232773,餐桌"


@pytest.mark.parametrize(
    ("more", "cells", "level", "breakdown", "named"),
    [
        ("", "", "campaign", (), {"campaign": "餐桌", "campaign_id": "23493232773", "campaign_type": "关键词推广"}),
        (",主体ID,主体名称", ",6801112223334,橡木餐桌", "ad_group", (), {"ad_group": "橡木餐桌", "ad_group_id": "6801112223334"}),
        (",主体ID,创意ID,创意名字", ",6801112223334,991,竖图", "ad", (), {"ad": "竖图", "ad_id": "991", "ad_group_id": "6801112223334"}),
        (",关键词", ",实木餐桌", "keyword", ("keyword",), {"keyword": "实木餐桌"}),
        (",人群名字", ",老客", "campaign", ("audience",), {"placement": "老客"}),
    ],
)
def test_each_report_names_its_entity(more: str, cells: str, level: str, breakdown: tuple[str, ...], named: dict[str, str]) -> None:
    found = report(f"{HEAD}{more},{FIGURES}", f"{ROW}{cells},1000,42,55.10,0.04200,240.00,3,4.36", encoding="gb18030")
    assert (found.platform, found.level, found.breakdown, found.currency) == ("taobao", level, breakdown, "CNY")
    (row,) = found.rows.to_pylist()
    assert {key: row[key] for key in named} == named
    assert values(found, "impressions", "clicks", "cost", "conversions", "conversion_value") == [(1000, 42, "55.10", "3.00", "240.00")]


def test_the_report_by_scene_is_a_breakdown_that_never_meets_the_plans() -> None:
    found = report(f"日期,场景ID,场景名字,{FIGURES}", "2026/7/4,371,关键词推广,1000,42,55.10,6.68%,240.00,3,4.36")
    assert (found.platform, found.level, found.breakdown) == ("taobao", "account", ("placement",))
    assert values(found, "placement", "cost") == [("关键词推广", "55.10")]


def test_other_words_for_the_same_heads() -> None:
    found = report(
        "日期,计划名称,宝贝名称,展现,点击,消耗,投产比,直接成交笔数,间接成交笔数,直接成交金额,间接成交金额",
        "2026-07-04,餐桌,橡木,9,2,1.10,3.1,1,2,30,50",
    )
    assert values(found, "ad_group", "cost", "conversions", "conversion_value") == [("橡木", "1.10", "3.00", "80.00")]


@pytest.mark.parametrize(("unit", "cost"), [("元", "150.38"), ("分", "15038")])
def test_the_unit_in_the_head_of_an_old_sheet_counts(unit: str, cost: str) -> None:
    head = f"日期,推广计划名称,推广单元名称,展现量,点击量,点击率(%),花费({unit}),平均点击花费({unit}),总成交金额(元),总成交笔数"
    found = report(head, f"2026/7/1,餐桌,橡木,3509,129,3.68,{cost},1.17,2331.37,2")
    assert values(found, "ad_group", "cost", "conversion_value") == [("橡木", "150.38", "2331.37")]


def test_the_attribution_window_is_kept_where_a_line_or_column_names_it_and_open_otherwise() -> None:
    rows = (f"{ROW},1000,42,55.10,0.042,240.00,3,4.36",)
    assert set(report(f"{HEAD},{FIGURES}", *rows).rows["attribution"].to_pylist()) == {""}
    above = ("统计时间：2026-07-01至2026-07-31 转化周期：15天 效果：点击,,", "")
    assert set(report(f"{HEAD},{FIGURES}", *rows, above=above).rows["attribution"].to_pylist()) == {"15天"}


def test_a_report_without_days_covers_its_period_or_asks_for_it() -> None:
    head, row = f"计划ID,计划名字,{FIGURES}", "1,餐桌,1000,42,55.10,0.042,240.00,3,4.36"
    found = report(head, row, above=("统计时间：2026-07-01至2026-07-31",))
    assert (found.date_start, found.date_end, found.is_daily) == (date(2026, 7, 1), date(2026, 7, 31), False)
    with pytest.raises(NeedsAnswerError) as asked:
        read("商品报表_20260705_122751.csv", export(head, row))
    assert asked.value.needs == ("period",)


def test_of_the_shops_own_days_only_the_costs_are_the_ads() -> None:
    head = "统计日期,店铺名称,访客数,支付金额,支付买家数,支付转化率,关键词推广花费,精准人群推广花费,全站推广花费"
    found = report(
        head, '2026-07-04,云杉店,"7,001",90000.00,700,10.00%,"1,200.50",300.25,-'.replace('"7,001"', "7001").replace('"1,200.50"', "1200.50")
    )
    assert (found.platform, found.account, found.level, found.sums) == ("taobao", "云杉店", "account", {"cost": found.sums["cost"]})
    assert str(found.sums["cost"]) == "1500.75"
