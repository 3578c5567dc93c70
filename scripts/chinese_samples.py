"""The example exports of Chinese platforms, and of the sheets that Chinese marketers keep by hand."""

import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import xlsxwriter
from sample_figures import DAYS, FIRST_DAY, Row, delimited, expected, figures, rate

Made = tuple[str, bytes, dict[str, Any]]


def taobao_items() -> Made:
    """Items of plans, in a zip: rates as fractions, blank where the divisor is zero."""
    rows = figures(11, ["白茶饼 357g", "茉莉花茶，礼盒"], 130)
    head = ["日期", "场景ID", "场景名字", "计划ID", "计划名字", "主体ID", "主体类型", "主体名称", "展现量", "点击量", "花费", "点击率"]
    head += ["直接成交金额", "间接成交金额", "总成交金额", "总成交笔数", "投入产出比", "总成交成本"]
    body = []
    for r in rows:
        direct = (r["value"] * 2 / 3).quantize(Decimal("0.01"))
        item = "6801112223334" if "白茶" in r["entity"] else "6801112223335"
        body.append(
            cells(
                [r["day"], 371, "关键词推广", "23493230001", "秋茶_主推", item, "商品", r["entity"], r["impressions"], r["clicks"], r["cost"]],
                [f"{r['clicks'] / r['impressions']:.5f}" if r["impressions"] else "", direct, r["value"] - direct, r["value"], r["conversions"]],
                [rate_of(r["value"], r["cost"], ""), rate_of(r["cost"], r["conversions"], "")],
            )
        )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("商品报表.csv", (2026, 10, 22, 9, 0, 0)), delimited([head, *body], end="\r\n").encode("gb18030"))
    return "taobao_商品报表.zip", buffer.getvalue(), expected(rows, "taobao", "CNY", header_line=1)


def taobao_old_plans() -> Made:
    """A 直通车 sheet that gives the cost in 分 and the sales in 元."""
    rows = figures(12, ["白茶饼", "茉莉花茶"], 130)
    head = ["日期", "推广计划名称", "推广单元名称", "展现量", "点击量", "点击率(%)", "花费(分)", "总成交金额(元)", "总成交笔数"]
    body = [
        cells(
            [r["day"].replace("-0", "-").replace("-", "/"), "秋茶_主推", r["entity"], r["impressions"], r["clicks"]],
            [f"{100 * r['clicks'] / r['impressions']:.2f}" if r["impressions"] else "", int(r["cost"] * 100), r["value"], r["conversions"]],
        )
        for r in rows
    ]
    return "taobao_直通车.csv", delimited([head, *body], "\t").encode("utf-16"), expected(rows, "taobao", "CNY", header_line=1)


def shop_days() -> Made:
    """The shop's own days: thousands with commas, as texts of a workbook, and a column of cost for each kind of promotion."""
    rows = figures(13, ["青竹茶旗舰店"], 300)
    head = ["统计日期", "店铺名称", "访客数", "支付金额", "支付买家数", "支付转化率", "关键词推广花费", "精准人群推广花费", "全站推广花费"]
    body = []
    for r in rows:
        keywords, people = (r["cost"] / 2).quantize(Decimal("0.01")), (r["cost"] / 4).quantize(Decimal("0.01"))
        figures_of_shop = [f"{r['impressions']:,}", f"{r['value'] * 3:,}", f"{r['conversions'] * 2}", "10.00%"]
        body.append([r["day"], r["entity"], *figures_of_shop, f"{keywords:,}", f"{people:,}", f"{r['cost'] - keywords - people:,}"])
    cost = {"cost": str(sum(r["cost"] for r in rows))}
    about = expected(rows, "taobao", "CNY", header_line=1, account="青竹茶旗舰店") | {"sums": cost}
    return "taobao_生意参谋.xlsx", workbook({"核心数据": [head, *body]}), about


def ocean_units() -> Made:
    """Units by day and hour; conversions are counted by the day of the click, as their head says."""
    rows = figures(14, ["单元_竖版_01", "单元_直播"], 95)
    head = ["时间-天", "时间-小时", "项目ID", "项目名称", "单元ID", "单元名称", "消耗", "展示数", "平均千次展现费用(元)", "点击数", "点击率%"]
    head += ["转化数(计费时间)", "平均转化成本"]
    body = [
        cells(
            [r["day"], f"{8 + at % 12:02d}:00", "1492358608290306091", "项目_秋茶", f"541998628614589827{r['entity'] == '单元_直播':d}", r["entity"]],
            [r["cost"], r["impressions"], "12.10", r["clicks"], "1.50", r["conversions"], rate_of(r["cost"], r["conversions"])],
        )
        for at, r in enumerate(rows)
    ]
    content = delimited([head, *body]).encode("utf-8-sig")
    return "ocean_engine_单元分时.csv", content, expected(rows, "ocean_engine", "CNY", value=False, header_line=1)


def qianchuan_materials() -> Made:
    rows = figures(15, ["开箱_口播", "茶园实拍"], 120)
    head = ["日期", "素材ID", "素材名称", "整体消耗(元)", "整体支付ROI", "整体成交金额(元)", "展示次数", "点击次数", "点击率(%)", "转化数"]
    body = [
        cells(
            [r["day"], f"738111222333444555{len(r['entity'])}", r["entity"], r["cost"], rate_of(r["value"], r["cost"], "—"), r["value"]],
            [r["impressions"], r["clicks"], rate(r["clicks"], r["impressions"], "--"), r["conversions"]],
        )
        for r in rows
    ]
    return "qianchuan_素材.csv", delimited([head, *body]).encode("gb18030"), expected(rows, "qianchuan", "CNY", header_line=1)


def search_360_terms() -> Made:
    """Search terms by week: the stretch of days stands in one wrapped cell."""
    rows = figures(16, ["白茶 价格", "茶叶礼盒 定制"], 210)
    head = [
        "时间",
        "推广账户",
        "推广计划",
        "推广组",
        "关键词",
        "搜索词",
        "展示次数",
        "点击次数",
        "点击率",
        "总费用",
        "平均每次点击费用",
        "转化数",
        "转化金额",
    ]
    lines = []
    for entity in ("白茶 价格", "茶叶礼盒 定制"):
        for week in range(DAYS // 7):
            first, last = FIRST_DAY + timedelta(days=7 * week), FIRST_DAY + timedelta(days=7 * week + 6)
            part = [r for r in rows if r["entity"] == entity and first.isoformat() <= r["day"] <= last.isoformat()]
            shown, clicked, cost, won, value = (sum(r[k] for r in part) for k in ("impressions", "clicks", "cost", "conversions", "value"))
            words = ["qingzhu", "秋茶", "通用词", entity.split()[0], entity]
            numbers = [shown, clicked, rate(clicked, shown), cost, rate_of(cost, clicked), won, value]
            lines.append(",".join([f'="{first}至{last}"', *words, *map(str, numbers)]))
    text = "\r\n".join([",".join(head), *lines]) + "\r\n"
    about = expected(rows, "360_search", "CNY", header_line=1, account="qingzhu") | {"rows": len(lines), "daily": False}
    return "360_搜索词.csv", text.encode("utf-8-sig"), about


def sogou_plans() -> Made:
    """The total is the first row under the head."""
    rows = figures(17, ["品牌词", "茶礼，企业采购"], 180)
    head = ["编号", "日期", "账户", "推广计划", "消耗", "点击数", "展示数", "点击率", "点击均价", "有消耗词量"]
    body = [
        cells(
            [at, r["day"], "qingzhu-sg", r["entity"], r["cost"], r["clicks"], r["impressions"], rate(r["clicks"], r["impressions"], "0.00%")],
            [rate_of(r["cost"], r["clicks"]), 12],
        )
        for at, r in enumerate(rows, 1)
    ]
    shown, clicked, cost = (sum(r[k] for r in rows) for k in ("impressions", "clicks", "cost"))
    total = ["总计", "--", "--", "--", cost, clicked, shown, rate(clicked, shown), rate_of(cost, clicked), "--"]
    return "sogou_推广计划.csv", delimited([head, total, *body]).encode("gb18030"), _three(rows, "sogou_search", account="qingzhu-sg", header_line=1)


def shenma_plans() -> Made:
    rows = figures(18, ["品牌词", "茶礼"], 90)
    head = ["时间", "账户", "推广计划", "展现量", "点击量", "消费", "点击率", "平均点击价格"]
    body = [
        cells(
            [r["day"].replace("-", ""), "qingzhu-sm", r["entity"], r["impressions"], r["clicks"], r["cost"]],
            [rate(r["clicks"], r["impressions"], "-"), rate_of(r["cost"], r["clicks"])],
        )
        for r in rows
    ]
    return "shenma_推广计划.csv", delimited([head, *body]).encode("gb18030"), _three(rows, "shenma_search", account="qingzhu-sm", header_line=1)


def baidu_feed_plans() -> Made:
    rows = figures(19, ["兴趣_茶", "再营销"], 150)
    above = ["数据生成时间：2026-10-22 09:10", "时间范围：20261001至20261021", "推广产品：信息流推广", ""]
    head = ["日期", "推广计划", "推广计划ID", "展现", "点击", "消费", "点击率", "平均点击价格", "千次展现消费", "移动营销页浏览量", "网页转化"]
    body = [
        cells(
            [r["day"], r["entity"], 88001 + len(r["entity"]), r["impressions"], r["clicks"], r["cost"], rate(r["clicks"], r["impressions"], "-")],
            [rate_of(r["cost"], r["clicks"]), "9.80", r["clicks"] // 2, r["conversions"]],
        )
        for r in rows
    ]
    text = "\r\n".join(above) + "\r\n" + delimited([head, *body], end="\r\n")
    return "baidu_信息流.csv", text.encode("gb18030"), expected(rows, "baidu_feed", "CNY", value=False, header_line=5)


def baidu_editor() -> Made:
    """What the editor writes: the days alone on line 1, the account's total right under the head."""
    names = ["白茶", "白茶 价格", "茶礼 定制"]
    rows = figures(20, names, 300)
    head = ["推广计划", "推广单元", "关键词", "匹配模式", "出价", "展现", "点击", "消费", "点击率", "平均点击价格"]
    body = []
    for name in [None, *names]:
        part = [r for r in rows if name in (None, r["entity"])]
        shown, clicked, cost = (sum(r[k] for r in part) for k in ("impressions", "clicks", "cost"))
        words = ["通用词", "茶叶", name, "短语", "3.50"] if name else ["", "", "", "", ""]
        body.append([*words, shown, clicked, cost, rate(clicked, shown), rate_of(cost, clicked)])
    text = delimited([["2026-10-01至2026-10-21"], head, *body], end="\r\n")
    about = _three(rows, "baidu_search", header_line=2) | {"rows": len(names), "daily": False}
    return "baidu_编辑器.csv", text.encode("gb18030"), about


def tencent_api() -> Made:
    """Fields of the interface: every amount in 分."""
    rows = figures(21, ["40012009981", "40012009982"], 260)
    head = ["date", "account_id", "adgroup_id", "view_count", "valid_click_count", "cost", "conversions_count", "order_amount"]
    body = [
        [r["day"], "1500234987", r["entity"], r["impressions"], r["clicks"], int(r["cost"] * 100), r["conversions"], int(r["value"] * 100)]
        for r in rows
    ]
    return "tencent_接口.csv", delimited([head, *body]).encode(), expected(rows, "tencent_ads", "CNY", header_line=1, account="1500234987")


def sms_batches() -> Made:
    rows = figures(22, ["会员日", "召回，90天未购"], 12)
    head = [
        "发送时间",
        "批次号",
        "签名",
        "模板名称",
        "提交条数",
        "成功条数",
        "失败条数",
        "计费条数",
        "单价(元)",
        "费用(元)",
        "点击数",
        "退订数",
        "下单数",
        "成交金额(元)",
    ]
    body: list[list[object]] = [
        cells(
            [f"{r['day']} 10:30:00", f"SMS{at:04d}", "【青竹茶】", r["entity"], r["impressions"], r["impressions"] * 99 // 100],
            [r["impressions"] - r["impressions"] * 99 // 100, r["impressions"], "0.045", r["cost"], r["clicks"], 3, r["conversions"], r["value"]],
        )
        for at, r in enumerate(rows)
    ]
    total: list[object] = ["合计：", "", "", "", *(sum(int(str(row[i])) for row in body) for i in (4, 5, 6, 7)), "", sum(r["cost"] for r in rows)]
    total += [sum(r["clicks"] for r in rows), "", sum(r["conversions"] for r in rows), sum(r["value"] for r in rows)]
    about = expected(rows, "sms", "CNY", header_line=1)
    about["sums"]["sent"] = about["sums"].pop("impressions")
    about["sums"]["delivered"] = str(total[5])
    return "sms_短信批次.csv", delimited([head, *body, total]).encode("gb18030"), about


def kol_posts() -> Made:
    """A sheet of posts: a title over the head, days as cells and as texts, prices with a sign, views in 万, a total."""
    rows = [r for r in figures(23, ["茶山阿姨", "Leo喝茶"], 900) if r["impressions"]]
    head = ["序号", "达人昵称", "平台", "粉丝数", "合作形式", "发布日期", "报价(元)", "曝光量", "互动量", "带货GMV", "链接", "备注"]
    body: list[list[object]] = []
    for at, r in enumerate(rows, 1):
        day = date.fromisoformat(r["day"])
        body.append(
            cells(
                [at, r["entity"], "小红书", "12.5万", "图文", day if at % 3 else f"{day.year}/{day.month}/{day.day}"],
                [f"¥{r['cost']:,}" if at % 4 == 0 else float(r["cost"]), f"{Decimal(r['impressions']) / 10}万", r["clicks"]],
                [float(r["value"]), f"https://social.example/{at}", "含税\n已结算" if at % 7 == 0 else ""],
            )
        )
    shown, cost, value = sum(r["impressions"] for r in rows) * 1000, sum(r["cost"] for r in rows), sum(r["value"] for r in rows)
    total = ["合 计", "", "", "", "", "", float(cost), shown, sum(r["clicks"] for r in rows), float(value), "", ""]
    sums = {"impressions": str(shown), "engagements": str(total[8]), "cost": str(cost), "conversion_value": str(value)}
    about = expected(rows, "kol", "CNY", header_line=2) | {"sums": sums}
    return "kol_达人投放.xlsx", workbook({"达人投放": [["青竹茶 10月达人投放汇总表"], head, *body, total]}, title_over=len(head)), about


def offline_events() -> Made:
    """A sheet of notes first; then a city in merged cells, its subtotal, and the grand total."""
    rows = figures(24, ["杭州", "成都"], 400)
    head = ["城市", "活动名称", "活动日期", "场地费", "物料费", "人力费", "总费用", "到场人数", "留资人数", "报名成交", "成交金额"]
    body: list[list[object]] = []
    merged = []
    came, left = 0, 0
    for city in ("杭州", "成都"):
        part = [r for r in rows if r["entity"] == city]
        merged.append((2 + len(body), 1 + len(body) + len(part)))
        for at, r in enumerate(part, 1):
            venue = (r["cost"] / 2).quantize(Decimal("0.01"))
            fees = [float(venue), float(r["cost"] - venue), 0, float(r["cost"])]
            came, left = came + r["clicks"] * 2, left + r["clicks"]
            words = [city if at == 1 else "", f"{city}品茶会第{at}场", date.fromisoformat(r["day"])]
            body.append([*words, *fees, r["clicks"] * 2, r["clicks"], r["conversions"], float(r["value"])])
        body.append([f"{city} 小计", "", "", "", "", "", float(sum(r["cost"] for r in part)), *[""] * 4])
    cost, won, value = (sum(r[k] for r in rows) for k in ("cost", "conversions", "value"))
    body.append(["合计", "", "", "", "", "", float(cost), came, left, won, float(value)])
    sums = {"cost": str(cost), "attendees": str(came), "leads": str(left), "conversions": str(won), "conversion_value": str(value)}
    about = expected(rows, "offline", "CNY", header_line=1) | {"sums": sums}
    sheets: dict[str, list[Sequence[object]]] = {"填写说明": [["本表由市场部填写"], ["金额单位：元"]], "活动明细": [head, *body]}
    return "offline_线下活动.xlsx", workbook(sheets, cities=merged), about


def offline_costs() -> Made:
    """What outdoor and venue campaigns cost, an item a row."""
    rows = figures(25, ["媒体费", "物料费", "场地费", "人员费"], 500)
    head = ["序号", "日期", "项目名称", "城市", "费用类别", "金额（元）", "供应商", "备注"]
    body = [[at, r["day"].replace("-", "."), "国庆路演", "杭州", r["entity"], f"{r['cost']:,}", "某公司", ""] for at, r in enumerate(rows, 1)]
    cost = sum(r["cost"] for r in rows)
    total = ["合计", "", "", "", "", f"{cost:,}", "", ""]
    about = expected(rows, "offline", "CNY", header_line=2) | {"sums": {"cost": str(cost)}}
    text = delimited([["线下投放费用明细表", *[""] * 7], head, *body, total], end="\r\n")
    return "offline_费用明细.csv", text.encode("gb18030"), about


def cells(*groups: Sequence[object]) -> list[object]:
    return [cell for group in groups for cell in group]


def rate_of(amount: object, whole: object, missing: str = "-") -> str:
    return f"{Decimal(str(amount)) / Decimal(str(whole)):.2f}" if whole else missing


def _three(rows: list[Row], platform: str, **more: Any) -> dict[str, Any]:
    """What is expected of a report without conversions."""
    about = expected(rows, platform, "CNY", value=False, **more)
    del about["sums"]["conversions"]
    return about


def workbook(sheets: dict[str, list[Sequence[object]]], title_over: int = 0, cities: Sequence[tuple[int, int]] = ()) -> bytes:
    """A workbook of these sheets; ``title_over`` columns merged in row 1, and rows of the last sheet merged in column A."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "default_date_format": "yyyy/m/d"})
    book.set_properties({"created": datetime(2026, 10, 22)})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for at, row in enumerate(rows):
            for column, cell in enumerate(row):
                if cell != "":
                    sheet.write(at, column, cell if isinstance(cell, int | float | date) else str(cell))
    if title_over:
        sheet.merge_range(0, 0, 0, title_over - 1, str(rows[0][0]))
    for first, last in cities:
        sheet.merge_range(first - 1, 0, last - 1, 0, str(rows[first - 1][0]))
    book.close()
    return buffer.getvalue()


CHINESE: tuple[Callable[[], Made], ...] = (
    *(taobao_items, taobao_old_plans, shop_days, ocean_units, qianchuan_materials, search_360_terms, sogou_plans, shenma_plans),
    *(baidu_feed_plans, baidu_editor, tencent_api, sms_batches, kol_posts, offline_events, offline_costs),
)
