"""Sheets that people keep by hand: SMS batches, posts by influencers, offline events and costs; and what is refused by name."""

import io
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from adcrm.errors import FileRefusedError
from adcrm.imports.dates import read_range
from adcrm.imports.model import NeedsAnswerError
from adcrm.imports.read import read
from tests.channels.made import export, report, values

OWN = Path(__file__).parents[2] / "data" / "samples"


def test_sms_batches_on_one_day_stay_apart_by_their_number() -> None:
    head = "发送日期,批次号,签名,模板名称,提交条数,成功条数,费用(元),点击数,下单数,成交金额(元)"
    found = report(
        head,
        "2026-07-01,S1,【云】,会员日,1000,990,45.00,20,3,300.00",
        "2026-07-01,S2,【云】,会员日,2000,1980,90.00,40,6,600.00",
        "合计,,,,3000,2970,135.00,60,9,900.00",
    )
    assert (found.platform, found.rows_read, found.stated_total == found.sums) == ("sms", 2, True)
    assert values(found, "item_id", "campaign", "sent", "delivered", "clicks", "cost") == [
        ("S1", "会员日", 1000, 990, 20, "45.00"),
        ("S2", "会员日", 2000, 1980, 40, "90.00"),
    ]


def test_posts_have_their_influencer_platform_and_day() -> None:
    found = read("any name", (OWN / "kol_达人投放.xlsx").read_bytes())
    row = found.rows.to_pylist()[0]
    assert {key: row[key] for key in ("publisher", "placement", "category", "item_id")} == {
        "publisher": "茶山阿姨", "placement": "小红书", "category": "图文", "item_id": "https://social.example/1",
    }  # fmt: skip
    assert (found.level, found.breakdown, found.stated_total == found.sums, found.warnings) == ("account", (), True, ())


def test_figures_that_are_not_known_yet_are_no_zeros() -> None:
    found = report(
        "博主,平台,发布时间,合作费用,播放量,点赞,评论,收藏,转发,备注",
        "阿宽,抖音,2026年7月3日,1.2万,10w+,300,20,10,5,",
        "Lily,B站,2026.7.4,¥800,待更新,-,,,,已发",
    )
    assert values(found, "publisher", "cost", "impressions", "engagements") == [("阿宽", "12000.00", None, 335), ("Lily", "800.00", None, None)]


def test_a_day_without_its_year_takes_the_one_year_of_the_title() -> None:
    head, rows = "达人,发布日期,报价,播放量", ("阿宽,7月3日,3000,1.2万", "Lily,7月4日-6日,2000,3万", "豆豆,7月32日,1,1")
    found = report(head, *rows, above=("2026年Q3达人投放汇总,,,",))
    assert values(found, "date_start", "date_end") == [(date(2026, 7, 3), date(2026, 7, 3)), (date(2026, 7, 4), date(2026, 7, 6))]
    assert [row.line for row in found.set_aside] == [5]
    for title in ("达人投放汇总,,,", "2025年12月至2026年1月达人投放,,,"):
        with pytest.raises(FileRefusedError):
            report(head, *rows, above=(title,))


def test_a_day_that_lost_its_format_is_read_only_among_days_close_to_it() -> None:
    found = report("达人,发布日期,报价,播放量", "阿宽,2026/7/3,3000,12000", "Lily,46204,2000,300", "豆豆,39999,1,1")
    assert (values(found, "date_start"), [row.line for row in found.set_aside]) == ([(date(2026, 7, 3),), (date(2026, 7, 1),)], [4])


def test_events_keep_their_city_without_a_breakdown_and_merged_cells_are_filled() -> None:
    found = read("any name", (OWN / "offline_线下活动.xlsx").read_bytes())
    assert (found.platform, found.level, found.breakdown) == ("offline", "campaign", ())
    rows = found.rows.to_pylist()
    assert [row["region"] for row in rows] == ["杭州"] * 21 + ["成都"] * 21
    assert {row["campaign"][:2] for row in rows[:21]} == {"杭州"}
    assert found.stated_total == found.sums


def test_an_event_without_a_total_column_costs_what_its_parts_cost_and_may_last_days() -> None:
    found = report(
        "城市,活动名称,活动日期,场地费(元),物料费(元),人力费(万元),到场人数(人),留资人数", "北京,车展,2026/7/3-7/5,3800,1800,0.35,156人,64"
    )
    assert values(found, "date_start", "date_end", "cost", "attendees", "leads") == [(date(2026, 7, 3), date(2026, 7, 5), "9100.00", 156, 64)]


@pytest.mark.parametrize("head", ["日期,活动名称,曝光,点击,花费,线索数", "日期,类别,金额", "日期,活动名称,发送数,成功数,打开率"])
def test_tables_in_everybodys_words_are_asked_about(head: str) -> None:
    cells = ["2026-07-01", "甲", "100", "30", "4", "1"][: head.count(",") + 1]
    with pytest.raises(NeedsAnswerError) as asked:
        report(head, ",".join(cells))
    assert asked.value.needs == ("columns",)
    if "类别" in head:
        assert report(head, ",".join(cells), above=("线下投放费用表",)).platform == "offline"


def test_cost_items_of_one_campaign_and_day_add_up() -> None:
    head = "日期,项目,费用类别,金额,备注"
    found = report(
        head, "2026-07-01,路演,场地费,3000,", "2026-07-01,路演,人员费,1200.50,", "2026-07-02,路演,物料费,800,", "小计,,,5000.50,", "合计,,,5000.50,"
    )
    assert (found.platform, found.level, str(found.sums["cost"])) == ("offline", "ad_group", "5000.50")
    assert values(found, "campaign", "ad_group") == [("路演", "场地费"), ("路演", "人员费"), ("路演", "物料费")]
    assert found.stated_total == found.sums


@pytest.mark.parametrize("total", ["", ",合计"])
def test_a_column_for_each_kind_of_cost_is_one_cost(total: str) -> None:
    cell = ",1100" if total else ""
    found = report(f"日期,活动,媒体费,物料费,场地费,人力费{total}", f"2026-07-01,路演,500,300,200,100{cell}")
    assert (found.platform, *values(found, "campaign", "cost")) == ("offline", ("路演", "1100.00"))


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (export("操作类型,推广计划名称,推广单元名称,关键词,匹配模式,出价", "新增,a,b,c,短语,3.5"), "in bulk"),
        (export("计划ID,计划名称,日预算", "1,餐桌,300"), "in bulk"),
        (export("计划ID,计划名称,展现量,点击量,花费,新出价", "1,餐桌,10,2,3,0.5", above=("批量修改模板（请勿修改表头）",)), "in bulk"),
        (export("行类型,操作,广告系列,广告组,展示次数,费用", "广告,修改,a,b,1,2"), "in bulk"),
        (export("Zeilentyp,Aktion,Kampagne,Impr.,Kosten", "Anzeige,Bearbeiten,a,1,2"), "in bulk"),
        (export("Campaign ID,Campaign Name,Campaign Status,Objective,Campaign Budget,Placement,Bid", "1,a,Enable,x,1,p,1"), "in bulk"),
        (export("Campaign Group Name,Campaign ID,Campaign Name,Daily Budget,Bid Amount,Start Date", "a,1,b,10,2,7/1/2026"), "in bulk"),
        (export("达人昵称,平台,粉丝数,图文报价,视频报价,返点", "Lily,小红书,12万,3000,5000,20%"), "list of offers"),
        (export("博主,平台,粉丝数,报价,平均播放量,预估曝光", "Lily,小红书,12万,3000,5000,20000", encoding="gb18030"), "list of offers"),
    ],
)
def test_look_alikes_are_refused_by_what_they_are(data: bytes, word: str) -> None:
    with pytest.raises(FileRefusedError) as refused:
        read("any name", data)
    assert word in str(refused.value.what)
    assert str(refused.value.remedy)


def test_english_event_sheets_ask_for_the_currency_unless_it_stands_somewhere() -> None:
    head = "City,Event name,Event date,Venue cost,Material cost,Staff cost,Total cost{},Attendees,Leads,Deals,Revenue{}"
    rows = ("Berlin,Expo,2026-07-03,100,20,30,150,40,10,1,500", "Berlin subtotal,,,100,20,30,150,40,10,1,500", "Total,,,100,20,30,150,40,10,1,500")
    with pytest.raises(NeedsAnswerError) as asked:
        report(head.format("", ""), *rows)
    assert asked.value.needs == ("currency",)
    found = report(head.format(" (EUR)", " (EUR)"), *rows)
    assert (found.platform, found.level, found.currency, found.rows_read, found.stated_total == found.sums) == ("offline", "campaign", "EUR", 1, True)
    assert values(found, "region", "campaign", "cost", "attendees", "leads", "conversion_value") == [("Berlin", "Expo", "150.00", 40, 10, "500.00")]


def test_english_cost_items_and_cost_columns() -> None:
    wide = report("Date,Campaign,Media,Materials,Venue,Staff", "2026-07-03,Roadshow,$100,$20,$30,$150")
    long = report("Date,Campaign,Cost type,Amount,Currency", "2026-07-03,Roadshow,Media,100,USD", "2026-07-03,Roadshow,Staff,200,USD")
    assert (values(wide, "campaign", "cost"), wide.currency) == ([("Roadshow", "300.00")], "USD")
    assert (values(long, "ad_group", "cost"), long.currency) == ([("Media", "100.00"), ("Staff", "200.00")], "USD")


def test_mailings_are_told_from_sms_by_their_opens() -> None:
    head = "发送日期,邮件主题,发送数,送达数,打开数,点击数,费用(元),成交金额(元)"
    found = report(head, "2026-07-01,会员日,1000,980,300,40,45.00,600.00", "合计,,1000,980,300,40,45.00,600.00")
    assert (found.platform, found.stated_total == found.sums) == ("email", True)
    assert values(found, "campaign", "sent", "delivered", "opens", "clicks", "cost") == [("会员日", 1000, 980, 300, 40, "45.00")]


def test_words_in_merged_cells_stand_in_each_row_and_figures_only_once() -> None:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["城市", "活动名称", "活动日期", "总费用", "到场人数"])
        for at in range(3):
            sheet.write_row(at + 1, 1, [f"第{at + 1}场", "", "", 10 + at])
        sheet.merge_range(1, 0, 3, 0, "杭州")
        sheet.merge_range(1, 2, 3, 2, "2026-07-01")
        sheet.merge_range(1, 3, 3, 3, "¥9,000")
    found = read("any name", made.getvalue())
    assert values(found, "region", "campaign", "cost") == [("杭州", "第1场", "9000.00"), ("杭州", "第2场", None), ("杭州", "第3场", None)]
    assert (found.date_start, found.date_end, found.is_daily) == (date(2026, 7, 1), date(2026, 7, 1), True)


def test_days_without_a_year_lie_before_the_day_on_which_the_sheet_was_made() -> None:
    head, rows = "达人,发布日期,报价,播放量", ("阿宽,12月28日,3000,1.2万", "Lily,12月30日-1月3日,2000,3万", "豆豆,1月4日,500,1万")
    report = read("x.csv", "\n".join(["制表日期：2026-01-05", head, *rows, ""]).encode())
    days = [(row["date_start"].isoformat(), row["date_end"].isoformat()) for row in report.rows.to_pylist()]
    assert days == [("2025-12-28", "2025-12-28"), ("2025-12-30", "2026-01-03"), ("2026-01-04", "2026-01-04")]


def test_a_range_over_new_year_is_read_and_a_mistyped_month_is_not() -> None:
    assert read_range("2025年12月30日-1月3日") == (date(2025, 12, 30), date(2026, 1, 3))
    assert read_range("2026-07-18至06-24") is None
