"""Tencent Ads and WeChat: reports in yuan, the interface in 分, and what conversions are counted by."""

import pytest

from adcrm.imports.model import NeedsAnswerError
from adcrm.imports.read import read
from tests.channels.made import export, report, values


def test_a_wechat_report_by_creative_has_ads_as_groups() -> None:
    found = report("日期,广告名称,创意名称,曝光次数,点击次数,花费,目标转化量,下单金额", "2026-07-04,秋茶,竖版,1000,10,5.20,2,88.00")
    assert (found.platform, found.level) == ("tencent_ads", "ad")
    assert values(found, "ad_group", "ad", "cost", "conversion_value") == [("秋茶", "竖版", "5.20", "88.00")]


def test_the_interface_gives_hundredths_of_a_yuan() -> None:
    found = report("date,adgroup_id,view_count,valid_click_count,cost,conversions_count,order_amount", "2026-07-04,77,1000,10,520,2,8800")
    assert (found.platform, found.level) == ("tencent_ads", "ad_group")
    assert values(found, "ad_group_id", "cost", "conversion_value") == [("77", "5.20", "88.00")]


@pytest.mark.parametrize(("head", "cost"), [("花费", "5.20"), ("花费(元)", "5.20"), ("花费（分）", "520"), ("消耗(元)", "5.20")])
def test_the_unit_in_the_head_is_honoured(head: str, cost: str) -> None:
    assert values(report(f"日期,广告名称,曝光次数,点击次数,{head}", f"2026-07-04,秋茶,1000,10,{cost}"), "cost") == [("5.20",)]


def test_the_old_plan_sheet_has_no_day_and_asks_for_its_period() -> None:
    with pytest.raises(NeedsAnswerError) as asked:
        read("any name", export("推广计划名称,限额(元),状态,曝光量,点击量,点击率,花费(元),点击均价", "秋茶,100,投放中,1000,10,1%,5.20,0.52"))
    assert asked.value.needs == ("period",)


@pytest.mark.parametrize(
    ("head", "cell", "above", "setting"),
    [
        (",归因口径", ",广告播放", (), "广告播放"),
        ("", "", ("统计口径：数据上报口径",), "数据上报口径"),
        ("", "", ("腾讯广告 按激活时间统计",), "激活时间"),
        ("", "", (), ""),
    ],
)
def test_what_conversions_are_counted_by_is_kept(head: str, cell: str, above: tuple[str, ...], setting: str) -> None:
    found = report(f"日期,广告名称,曝光次数,点击次数,花费,目标转化量{head}", f"2026-07-04,秋茶,1000,10,5.20,2{cell}", above=above)
    assert values(found, "attribution") == [(setting,)]
