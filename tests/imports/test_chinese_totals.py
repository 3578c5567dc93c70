"""The many reports of one Chinese account, one hand-kept list and another: what was spent counts once in any order."""

import itertools
import random
from decimal import Decimal

import pytest

from adcrm.books import Books
from adcrm.imports.clients import ensure_client
from adcrm.imports.load import load
from adcrm.imports.read import read
from tests.channels.made import export
from tests.imports.worlds import OWNER, total

DAYS = ("2026-07-01", "2026-07-02", "2026-07-03")
PLANS = (("371", "关键词推广", "11", "餐桌"), ("372", "人群推广", "12", "床"))
FIGURES = "展现量,点击量,花费,总成交金额,总成交笔数"


def taobao() -> dict[str, bytes]:
    """Two plans of two items each on three days, told by plan, item, creative, scene and by the shop's own days; a part by keyword."""
    plans, items, creatives, scenes, shop, keywords = [], [], [], [], [], []
    for at, day in enumerate(DAYS):
        for number, (scene_id, scene, plan_id, plan) in enumerate(PLANS):
            cost = Decimal(100 * (number + 1) + at) + Decimal("0.50")
            plans.append(f"{day},{scene_id},{scene},{plan_id},{plan},1000,40,{cost},900.00,4")
            scenes.append(f"{day},{scene_id},{scene},1000,40,{cost},900.00,4")
            for part in (1, 2):
                cells = f"{day},{scene_id},{scene},{plan_id},{plan},80{plan_id}{part},{plan}{part}"
                items.append(f"{cells},500,20,{cost / 2},450.00,2")
                creatives.append(f"{cells},99{plan_id}{part},图{part},500,20,{cost / 2},450.00,2")
        keywords.append(f"{day},11,餐桌,实木,400,10,{Decimal(40)},300.00,1")
        shop.append(f"{day},云杉店,7001,90000,{Decimal(100 + at) + Decimal('0.50')},{Decimal(200 + at) + Decimal('0.50')},0")
    head = "日期,场景ID,场景名字,计划ID,计划名字"
    return {
        "plans": export(f"{head},{FIGURES}", *plans),
        "items": export(f"{head},主体ID,主体名称,{FIGURES}", *items),
        "creatives": export(f"{head},主体ID,主体名称,创意ID,创意名字,{FIGURES}", *creatives),
        "scenes": export(f"日期,场景ID,场景名字,{FIGURES}", *scenes),
        "keywords": export(f"日期,计划ID,计划名字,关键词,{FIGURES}", *keywords),
        "shop": export("统计日期,店铺名称,访客数,支付金额,关键词推广花费,精准人群推广花费,全站推广花费", *shop),
    }


@pytest.mark.parametrize("seed", range(3))
def test_taobaos_reports_of_the_same_plans_count_once(books: Books, seed: int) -> None:
    client = ensure_client(books.crm, "云杉", OWNER)
    files = list(taobao().items())
    random.Random(seed).shuffle(files)
    for name, data in files:
        load(books, read(f"{name}.csv", data), client, OWNER, data)
    assert {m: total(books, m) for m in ("cost", "impressions", "conversions", "conversion_value")} == {
        "cost": Decimal("909.00"), "impressions": 6000, "conversions": 24, "conversion_value": 5400,
    }  # fmt: skip


@pytest.mark.parametrize("only", ["scenes", "shop", "items"])
def test_each_of_them_alone_gives_the_cost_too(books: Books, only: str) -> None:
    data = taobao()[only]
    load(books, read("any name", data), ensure_client(books.crm, "云杉", OWNER), OWNER, data)
    assert total(books) == Decimal("909.00")


def test_ocean_engine_by_hour_unit_and_material_counts_once(books: Books) -> None:
    client = ensure_client(books.crm, "云杉", OWNER)
    figures = "消耗,展示数,点击数,转化数"
    files = [
        export(f"时间-天,项目ID,项目名称,单元ID,单元名称,{figures}", "2026-07-01,1,a,2,b,30.00,300,9,3", "2026-07-01,1,a,3,c,10.00,100,3,1"),
        export(f"时间-天,时间-小时,{figures}", "2026-07-01,8,15.00,150,4,1", "2026-07-01,9,25.00,250,8,3"),
        export(f"时间-天,项目ID,项目名称,{figures}", "2026-07-01,1,a,40.00,400,12,4"),
        export(f"素材ID,素材名称,{figures}", "7,x,40.00,400,12,4", above=("时间范围：2026-07-01至2026-07-01",)),
        export(f"素材ID,素材名称,{figures}", "7,x,39.00,390,12,4", above=("时间范围：2026-06-30至2026-07-01",)),
    ]
    for order in itertools.islice(itertools.permutations(files), 0, 120, 37):
        for data in order:
            load(books, read("any name", data), client, OWNER, data)
        assert (total(books), total(books, "conversions")) == (40, 4)


def test_a_sheet_sent_again_with_more_rows_and_a_new_order_counts_each_post_once(books: Books) -> None:
    client = ensure_client(books.crm, "云杉", OWNER)
    head = "序号,达人,发布日期,报价,曝光,链接"
    first = export(head, "1,阿宽,2026-07-03,1000,1.2万,h/1", "2,Lily,2026-07-03,2000,3万,h/2", "合计,,,3000,4.2万,")
    again = export(head, "1,Lily,2026-07-03,2000,5万,h/2", "2,阿宽,2026/7/3,1000,1.5万,h/1", "3,阿宽,2026-07-04,500,1万,h/3", "合计,,,3500,7.5万,")
    for data in (first, again):
        load(books, read("any name", data), client, OWNER, data)
    assert (total(books), total(books, "impressions")) == (3500, 75000)


def test_cost_items_and_the_event_sheet_of_the_same_day_count_once(books: Books) -> None:
    client = ensure_client(books.crm, "青禾", OWNER)
    items = export("日期,项目,费用类别,金额", "2026-07-03,公开课,场地费,3000", "2026-07-03,公开课,物料费,500")
    event = export("城市,活动名称,活动日期,场地费,物料费,总费用,到场人数,报名成交,成交金额", "北京,公开课,2026-07-03,3000,500,3500,80,3,9000")
    for data in (items, event):
        load(books, read("any name", data), client, OWNER, data)
    assert (total(books), total(books, "conversions"), total(books, "attendees")) == (3500, 3, 80)
