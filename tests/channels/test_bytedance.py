"""Ocean Engine in its old and new layouts, and Qianchuan."""

from datetime import date

import pytest

from adcrm.errors import FileRefusedError
from adcrm.imports.model import NeedsAnswerError
from adcrm.imports.read import read
from tests.channels.made import export, report, values


def test_the_old_plan_sheet_has_groups_as_campaigns() -> None:
    head = "时间,广告计划id,广告计划,广告组id,广告组,展示数,点击数,点击率(%),平均点击单价(元),平均千次展现费用(元),总花费(元)"
    found = report(head, "2026-07-04,1711,计划A,55,组A,1000,20,2.00,1.00,20.00,20.00", encoding="gb18030")
    assert (found.platform, found.level) == ("ocean_engine", "ad_group")
    assert values(found, "campaign", "campaign_id", "ad_group", "ad_group_id", "cost") == [("组A", "55", "计划A", "1711", "20.00")]


@pytest.mark.parametrize(
    ("heads", "cells", "level", "breakdown"),
    [
        ("时间-天", "2026-07-04", "account", ()),
        ("时间-天,时间-小时", "2026-07-04,13", "account", ("hour",)),
        ("时间-天,项目ID,项目名称", "2026-07-04,9007199254740993111,项目A", "campaign", ()),
        ("时间-天,项目ID,项目名称,单元ID,单元名称", "2026-07-04,9007199254740993111,项目A,9007199254740993222,单元A", "ad_group", ()),
        ("时间-天,单元ID,单元名称,素材ID,素材名称", "2026-07-04,1,单元A,2,视频A", "ad", ()),
    ],
)
def test_new_reports_by_day_and_hour(heads: str, cells: str, level: str, breakdown: tuple[str, ...]) -> None:
    found = report(f"{heads},消耗,展示数,点击数,点击率%,转化数,平均转化成本", f"{cells},185.73,12229,187,1.53,7,-")
    assert (found.platform, found.level, found.breakdown, found.currency) == ("ocean_engine", level, breakdown, "CNY")
    assert values(found, "cost", "impressions", "clicks", "conversions") == [("185.73", 12229, 187, "7.00")]
    assert "9007199254740993111" in heads + cells if level == "campaign" else True


@pytest.mark.parametrize("cell", ["2026-07-04 13:00", "2026-07-04 13:00 - 13:59", "2026/7/4 13:00:00"])
def test_a_column_of_hours_may_hold_the_day_too(cell: str) -> None:
    found = report("时间-小时,单元名称,消耗,展示数,点击数,激活数,次留数,备注", f"{cell},单元A,10.00,100,3,1,0,")
    assert values(found, "date_start", "hour", "cost") == [(date(2026, 7, 4), 13, "10.00")]


def test_the_material_report_has_no_day_and_asks_for_its_period() -> None:
    with pytest.raises(NeedsAnswerError) as asked:
        read("any name", export("素材ID,素材名称,素材类型,消耗,展示数,点击数,转化数", "2,视频A,视频,10.00,100,3,1"))
    assert asked.value.needs == ("period",)


def test_an_empty_report_is_refused_as_empty() -> None:
    with pytest.raises(FileRefusedError) as refused:
        read("any name", export("时间-天,项目ID,项目名称,消耗,展示数,点击数,转化数"))
    assert "no row below it" in str(refused.value.what)


@pytest.mark.parametrize(("head", "setting"), [("转化数", ""), ("转化数(计费时间)", "计费时间"), ("转化数（回传时间）", "回传时间")])
def test_what_conversions_are_counted_by_is_kept(head: str, setting: str) -> None:
    found = report(f"时间-天,消耗,展示数,点击数,{head}", "2026-07-04,1.00,100,3,1")
    assert values(found, "conversions", "attribution") == [("1.00", setting)]


@pytest.mark.parametrize(
    "head", ["转化数,转化成本,转化率,深度转化次数,深度转化成本,深度转化率", "转化数,转化成本,转化率,深度转化数,深度转化成本,深度转化率"]
)
def test_heads_of_feiyu(head: str) -> None:
    found = report(f"日期,广告计划,消耗,展示数,点击数,{head}", "2026-07-04,计划A,10.00,100,3,2,5.00,66%,1,10.00,33%")
    assert (found.platform, found.level, *values(found, "cost", "conversions")) == ("ocean_engine", "ad_group", ("10.00", "2.00"))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_qianchuan_by_material(encoding: str) -> None:
    head = "日期,素材ID,整体消耗(元),整体支付ROI,整体成交金额(元),展示次数,点击次数,点击率(%),千次展示费用(元),点击均价,转化数"
    found = report(
        head,
        "2026-07-04,7381112223334445556,20.00,3.00,60.00,1000,20,2.00,20.00,1.00,2",
        "2026-07-05,7381112223334445556,0,--,0,0,0,—,--,--,0",
        encoding=encoding,
    )
    assert (found.platform, found.level) == ("qianchuan", "ad")
    assert values(found, "ad_id", "cost", "conversions", "conversion_value") == [
        ("7381112223334445556", "20.00", "2.00", "60.00"),
        ("7381112223334445556", "0.00", "0.00", "0.00"),
    ]


def test_qianchuan_by_plan_with_direct_orders() -> None:
    found = report(
        "日期,计划ID,计划名称,消耗(元),展示次数,点击次数,直接支付ROI,直接支付成交金额,订单数", "2026-07-04,1,直播间,10.00,100,5,3.00,30.00,2"
    )
    assert (found.platform, found.level, *values(found, "cost", "conversions", "conversion_value")) == (
        "qianchuan", "campaign", ("10.00", "2.00", "30.00"),
    )  # fmt: skip
