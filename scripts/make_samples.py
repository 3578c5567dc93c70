"""Makes the example exports of data/samples: made-up figures in the layouts that the platforms really hand out.

Run ``python scripts/make_samples.py`` to write them again; the same seed gives the same bytes. ``sums.json`` beside them
says what a correct import finds, added up here and not by the reader.
"""

import json
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from chinese_samples import CHINESE
from crm_samples import CRM
from journey_samples import write_journeys
from record_samples import RECORDS
from sample_figures import Row, delimited, expected, figures, rate
from western_samples import WESTERN

FOLDER = Path(__file__).resolve().parent.parent / "data" / "samples"


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    sums = {}
    for make in (
        google_campaigns,
        google_ad_groups,
        google_chinese,
        meta_campaigns,
        meta_chinese,
        baidu_plans,
        tencent_ads,
        google_bad_rows,
        unknown_table,
        *CHINESE,
        *WESTERN,
        *RECORDS,
        *CRM,
    ):
        name, content, expected = make()
        (FOLDER / name).write_bytes(content)
        sums[name] = expected
    (FOLDER / "sums.json").write_text(json.dumps(sums, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    write_journeys(FOLDER / "journeys")


def _google(rows: list[Row], head: Sequence[str], label: str, account: str, currency: str) -> list[Sequence[object]]:
    """Google's table: counts with commas, cost without, " --" where a rate has no divisor, totals at the end."""

    def cells(first: Sequence[object], r: Row) -> Sequence[object]:
        return [
            *first,
            f"{r['impressions']:,}",
            f"{r['clicks']:,}",
            rate(r["clicks"], r["impressions"]),
            currency,
            r["cost"],
            f"{r['conversions']:.2f}",
            f"{r['value']:,}",
        ]

    total: Row = {key: sum(Decimal(str(row[key])) for row in rows) for key in ("impressions", "clicks", "cost", "conversions", "value")}
    total |= {"impressions": int(total["impressions"]), "clicks": int(total["clicks"])}
    blanks = len(head) - 9
    table: list[Sequence[object]] = [head, *(cells([row["day"], *(["Enabled"] if blanks else []), row["entity"]], row) for row in rows)]
    return [*table, cells([label, *[" --"] * (1 + blanks)], total), cells([account, *[""] * (1 + blanks)], total)]


def google_campaigns() -> tuple[str, bytes, dict[str, Any]]:
    rows = figures(1, ["Brand | Search", "City bikes, electric", 'Total comfort "cargo"'], 62)
    head = ["Day", "Campaign status", "Campaign", "Impr.", "Clicks", "CTR", "Currency code", "Cost", "Conversions", "Conv. value"]
    table = _google(rows, head, "Total: Campaigns", "Total: Account", "EUR")
    text = delimited([["Campaign report"], ["October 1, 2026 - October 21, 2026"], *table])
    return "google_campaigns.csv", text.encode(), expected(rows, "google_ads", "EUR", header_line=3)


def google_ad_groups() -> tuple[str, bytes, dict[str, Any]]:
    rows = figures(2, ["Folding bikes", "Helmets", "Repair at home"], 48)
    head = ["Day", "Ad group", "Impr.", "Clicks", "CTR", "Currency code", "Cost", "Conversions", "Conv. value"]
    text = delimited(
        [["Ad group report"], ["1 October 2026 - 21 October 2026"], *_google(rows, head, "Total: Ad groups", "Total: Account", "EUR")], "\t"
    )
    return "google_ad_groups_excel.csv", text.encode("utf-16"), expected(rows, "google_ads", "EUR", header_line=3)


def google_chinese() -> tuple[str, bytes, dict[str, Any]]:
    rows = figures(3, ["搜索-品牌词", "展示，老客再营销"], 410)
    head = ["天", "广告系列状态", "广告系列", "展示次数", "点击次数", "点击率", "货币代码", "费用", "转化次数", "转化价值"]
    text = delimited([["广告系列报告"], ["2026年10月1日 - 2026年10月21日"], *_google(rows, head, "总计：广告系列", "总计：账号", "CNY")])
    return "google_广告系列.csv", text.encode(), expected(rows, "google_ads", "CNY", header_line=3)


def _meta(rows: list[Row], head: Sequence[str], with_summary: bool) -> bytes:
    """Meta's table: blank where nothing happened, eight decimals in rates, an optional first row that sums up."""
    body = [
        [
            row["entity"],
            row["day"],
            row["impressions"],
            row["clicks"] or "",
            row["cost"],
            row["conversions"] or "",
            row["value"] or "",
            row["day"],
            row["day"],
        ]
        for row in rows
    ]
    first, last = rows[0]["day"], rows[-1]["day"]
    totals = [sum(Decimal(str(row[key])) for row in rows) for key in ("impressions", "clicks", "cost", "conversions", "value")]
    summary = [["", "", *totals, first, last]] if with_summary else []
    return delimited([head, *summary, *body]).encode("utf-8-sig")


def meta_campaigns() -> tuple[str, bytes, dict[str, Any]]:
    rows = figures(4, ["NB | cold | Sales", "NB | warm, 30 days", "NB | shop visits"], 55)
    head = ["Campaign name", "Day", "Impressions", "Clicks (all)", "Amount spent (EUR)", "Purchases", "Purchases conversion value"]
    return "meta_campaigns.csv", _meta(rows, [*head, "Reporting starts", "Reporting ends"], True), expected(rows, "meta_ads", "EUR", header_line=1)


def meta_chinese() -> tuple[str, bytes, dict[str, Any]]:
    rows = figures(5, ["春茶_视频_01", "礼盒，中秋"], 380)
    head = ["广告名称", "单日", "展示次数", "点击量（全部）", "花费金额 (CNY)", "购物次数", "购物转化价值", "报告开始日期", "报告结束日期"]
    return "meta_广告.csv", _meta(rows, head, False), expected(rows, "meta_ads", "CNY", header_line=1)


def baidu_plans() -> tuple[str, bytes, dict[str, Any]]:
    rows = figures(6, ["品牌词", "茶礼，企业采购"], 520)
    above = [
        "数据生成时间：2026-10-22 09:05",
        "数据生成条件：",
        "1. 时间范围：20261001至20261021",
        "2. 时间单位：分日",
        "3. 推广设备：移动设备，计算机",
        "4. 投放网络：全部",
        "",
    ]
    head = ["日期", "推广计划", "账户", "展现", "点击", "消费", "点击率", "网页转化", "商桥转化", "电话转化"]
    body = []
    for row in rows:
        page = row["conversions"] // 2
        chat = row["conversions"] - page
        body.append(
            [
                row["day"],
                row["entity"],
                "qingzhu-bd",
                row["impressions"],
                row["clicks"],
                row["cost"],
                rate(row["clicks"], row["impressions"], "-"),
                page,
                chat,
                0,
            ]
        )
    text = "\r\n".join(above) + "\r\n" + delimited([head, *body], end="\r\n")
    return "baidu_推广计划.csv", text.encode("gb18030"), expected(rows, "baidu_search", "CNY", value=False, header_line=8, account="qingzhu-bd")


def tencent_ads() -> tuple[str, bytes, dict[str, Any]]:
    rows = figures(7, ["视频号_秋茶_竖版", "朋友圈_礼盒_大图"], 260)
    head = ["日期", "账户ID", "广告ID", "广告名称", "曝光次数", "点击次数", "点击率", "花费", "目标转化量", "下单金额"]
    body = [
        [
            r["day"],
            "1500234987",
            "40012009981",
            r["entity"],
            r["impressions"],
            r["clicks"],
            rate(r["clicks"], r["impressions"], "-"),
            r["cost"],
            r["conversions"],
            r["value"],
        ]
        for r in rows
    ]
    text = delimited([head, *body], end="\r\n")
    return "tencent_广告日报.csv", text.encode("utf-8-sig"), expected(rows, "tencent_ads", "CNY", header_line=1, account="1500234987")


def google_bad_rows() -> tuple[str, bytes, dict[str, Any]]:
    """Five rows that cannot be true: a day that does not exist, clicks below zero and above impressions, a word for a figure."""
    rows = figures(8, ["Winter lights"], 70)
    head = ["Day", "Campaign", "Impr.", "Clicks", "Currency code", "Cost", "Conversions", "Conv. value"]
    body = [[r["day"], r["entity"], r["impressions"], r["clicks"], "EUR", r["cost"], r["conversions"], r["value"]] for r in rows]
    spoiled: dict[int, tuple[int, object]] = {2: (0, "2026-02-30"), 5: (3, -4), 9: (3, 99_999), 12: (5, "n.a."), 20: (0, "yesterday")}
    for at, (column, cell) in spoiled.items():
        body[at][column] = cell
    good = [row for at, row in enumerate(rows) if at not in spoiled]
    text = delimited([["Campaign report"], ["October 1, 2026 - October 21, 2026"], head, *body])
    more: dict[str, Any] = {"header_line": 3, "bad_lines": [at + 4 for at in spoiled]}
    return "google_bad_rows.csv", text.encode(), expected(good, "google_ads", "EUR", **more)


def unknown_table() -> tuple[str, bytes, dict[str, Any]]:
    """A sponsor's own sheet from a German spreadsheet: semicolons, decimal commas, day before month."""
    rows = figures(9, ["Radio-Spot Herbst", "Podcast „Feierabend“"], 90)
    head = ["Datum", "Motiv", "Kontakte", "Besuche", "Betrag (EUR)", "Bestellungen"]
    body = [
        [
            date.fromisoformat(str(r["day"])).strftime("%d.%m.%Y"),
            r["entity"],
            _german(r["impressions"], 0),
            r["clicks"],
            _german(r["cost"], 2),
            r["conversions"],
        ]
        for r in rows
    ]
    columns = {
        "day": "Datum",
        "campaign": "Motiv",
        "impressions": "Kontakte",
        "clicks": "Besuche",
        "cost": "Betrag (EUR)",
        "conversions": "Bestellungen",
    }
    text = delimited([head, *body], ";", "\r\n")
    return "unknown_sponsor_sheet.csv", text.encode("cp1252"), expected(rows, "radio", "EUR", value=False, header_line=1, mapping=columns)


def _german(value: object, places: int) -> str:
    return f"{Decimal(str(value)):,.{places}f}".translate(str.maketrans(",.", ".,"))


if __name__ == "__main__":
    main()
