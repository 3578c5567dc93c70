"""Baidu search and feed, 360, Sogou and Shenma: sisters that write nearly the same heads."""

from datetime import date

import pytest

from adcrm.imports.model import NeedsAnswerError
from adcrm.imports.read import read
from tests.channels.made import export, report, values

ABOVE = ("数据生成时间：2026-10-22 14:02,,", "数据生成条件：,,", "1. 时间范围：20261001至20261007,,", "2. 时间单位：合计,,", "")


def test_baidu_new_search_terms_have_their_day_account_and_match() -> None:
    head = "日期,账户,账户ID,推广单元,推广单元ID,关键词/营销要点/知识问答,搜索词,触发模式,账户添加状态,匹配模式"
    head += ",展现量,点击量,消费,平均点击价格,点击率,上方位展现"
    found = report(head, "2026-10-01,qz-bd,771,茶礼,88,茶叶礼盒,茶叶礼盒 批发,关键词,未添加,短语,120,8,33.20,4.15,6.67%,40")
    assert (found.platform, found.level, found.breakdown) == ("baidu_search", "ad_group", ("search_term",))
    assert values(found, "account", "account_id", "ad_group_id", "keyword", "search_term", "match_type", "impressions", "cost") == [
        ("qz-bd", "771", "88", "茶叶礼盒", "茶叶礼盒 批发", "短语", 120, "33.20")
    ]


def test_baidu_period_report_covers_its_period_and_adds_up_three_kinds_of_contact() -> None:
    found = report(
        "推广计划,推广设备,展现,点击,消费,网页转化,商桥转化,电话转化",
        "品牌,计算机,10,2,1.50,1,2,3",
        "品牌,移动设备,20,4,3.00,0,-,1",
        above=ABOVE,
        encoding="gb18030",
    )
    assert (found.date_start, found.date_end, found.is_daily) == (date(2026, 10, 1), date(2026, 10, 7), False)
    assert values(found, "device", "conversions") == [("desktop", "6.00"), ("mobile", "1.00")]


def test_the_editors_total_under_the_head_is_compared_and_never_added() -> None:
    rows = ("账户总计,,,,,30,6,4.50", "通用,茶,白茶,短语,3.5,10,2,1.50", "通用,茶,红茶,短语,3.5,20,4,3.01")
    for total in (rows[0], ",,,,,30,6,4.50"):
        head = "推广计划,推广单元,关键词,匹配模式,出价,展现,点击,消费"
        found = report(head, total, *rows[1:], above=("2026/10/01-2026/10/07",), encoding="gb18030")
        assert (found.platform, found.rows_read, str(found.sums["cost"])) == ("baidu_search", 2, "4.51")
        assert found.stated_total is not None and str(found.stated_total["cost"]) == "4.50"
        assert (found.date_start, found.date_end) == (date(2026, 10, 1), date(2026, 10, 7))


def test_feed_is_told_by_what_stands_above_or_by_its_own_heads() -> None:
    rows = ("2026-10-01,拉新,100,3,2.00",)
    search = report("日期,推广计划,展现,点击,消费", *rows)
    feed = report("日期,推广计划,展现,点击,消费", *rows, above=("时间范围：20261001", "推广产品：信息流", ""))
    assert (search.platform, feed.platform) == ("baidu_search", "baidu_feed")


@pytest.mark.parametrize(("head", "breakdown", "additive"), [("性别", "gender", True), ("一级兴趣", "interest", False), ("学历", "education", True)])
def test_tabs_of_the_feeds_audience_are_breakdowns(head: str, breakdown: str, additive: bool) -> None:
    found = report(f"日期,{head},展现,点击,消费,移动营销页浏览量", "2026-10-01,女,100,3,2.00,1", "2026-10-01,男,50,1,1.00,0")
    assert (found.platform, found.breakdown, found.is_additive) == ("baidu_feed", (breakdown,), additive)


def test_360_reads_a_stretch_of_days_and_a_day_from_the_same_column() -> None:
    head = "时间,推广账户,产品线,推广计划,展示次数,点击次数,点击率,总费用,平均每次点击费用"
    found = report(head, '="2026-07-18至2026-07-24",qz,搜索推广,茶,1200,30,2.5%,66.00,2.20', "2026-07-25,qz,搜索推广,茶,100,1,1%,2.20,2.20")
    assert (found.platform, found.account) == ("360_search", "qz")
    assert values(found, "date_start", "date_end", "campaign_type", "cost") == [
        (date(2026, 7, 18), date(2026, 7, 24), "搜索推广", "66.00"),
        (date(2026, 7, 25), date(2026, 7, 25), "搜索推广", "2.20"),
    ]


def test_360_takes_conversions_before_shallow_ones() -> None:
    head = "时间,推广计划,推广组,关键词,展示次数,点击次数,点击率,总费用,平均每次点击费用,平均排名,浅层转化数,转化数,转化金额"
    found = report(head, "2026-07-18,茶,白茶,白茶价格,100,5,5%,10.00,2.00,1.2,9,2,300.00", encoding="gb18030")
    assert values(found, "keyword", "conversions", "conversion_value") == [("白茶价格", "2.00", "300.00")]


def test_sogous_first_row_is_the_total() -> None:
    head = "编号,日期,账户,推广计划,消耗,点击数,展示数,点击率,点击均价,有消耗词量"
    found = report(
        head, "总计,--,--,--,30.00,15,300,5%,2.00,--", "1,2026-07-18,qz,茶,10.00,5,100,5%,2.00,3", "2,2026-07-19,qz,茶,20.00,10,200,5%,2.00,3"
    )
    assert (found.platform, found.rows_read, found.stated_total == found.sums) == ("sogou_search", 2, True)


def test_shenma_is_no_baidu() -> None:
    found = report("时间,账户,推广计划,展现量,点击量,消费,点击率,平均点击价格", "20260718,qz,茶,100,5,10.00,5%,2.00")
    assert (found.platform, found.account, found.date_start) == ("shenma_search", "qz", date(2026, 7, 18))


def test_where_baidu_and_shenma_fit_alike_a_person_is_asked() -> None:
    data = export("账户,推广计划,展现量,点击量,消费", "qz,茶,100,5,10.00")
    with pytest.raises(NeedsAnswerError) as asked:
        read("any name", data)
    assert (asked.value.needs, set(asked.value.platforms)) == (("platform",), {"baidu_search", "shenma_search"})
    assert read("any name", data, platform="shenma_search", period=(date(2026, 7, 1), date(2026, 7, 7))).platform == "shenma_search"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_every_encoding_and_separator_reads_the_same(encoding: str, delimiter: str) -> None:
    data = export("日期,账户,推广计划,展现,点击,消费", "2026-07-18,qz,茶,100,5,10.00", encoding=encoding, delimiter=delimiter)
    found = read("any name", data)
    assert (found.platform, str(found.sums["cost"]), found.rows["campaign"].to_pylist()) == ("baidu_search", "10.00", ["茶"])
