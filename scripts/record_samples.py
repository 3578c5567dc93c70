"""Examples of records that are no ad facts: shop orders, touchpoints, claimed orders, web analytics. See ``make_samples.py``."""

import random
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from sample_figures import delimited

FIRST, DAYS = date(2026, 10, 1), 21
ITEMS = (("City bike", "649.00"), ("Helmet, white", "59.90"), ('Bag "Commuter"', "84.50"))
RULE = "# ----------------------------------------\n"


def _orders(seed: int, count: int) -> list[dict[str, Any]]:
    """Orders on every day: number, moment by the shop's clock, lines (item, pieces, price), status, refund."""
    dice = random.Random(seed)
    made = []
    for i in range(count):
        at = datetime.combine(FIRST + timedelta(days=i % DAYS), time(dice.randrange(7, 22), dice.randrange(60), dice.randrange(60)))
        lines = [(name, dice.randint(1, 2), Decimal(price)) for name, price in dice.sample(ITEMS, dice.randint(1, 2))]
        total = sum((pieces * price for _, pieces, price in lines), Decimal(0))
        status = "voided" if i % 13 == 5 else "refunded" if i % 11 == 3 else "paid"
        made.append(
            {"number": 5001 + i, "at": at, "lines": lines, "total": total, "status": status, "refund": total if status == "refunded" else Decimal(0)}
        )
    return made


def _said(orders: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    counted = [order for order in orders if order["status"] != "voided"]
    gross, refund = (sum((order[name] for order in counted), Decimal(0)) for name in ("total", "refund"))
    sums = {"gross_value": gross, "discount": Decimal(0), "refund": refund, "net_value": gross - refund}
    sums["items"] = Decimal(sum(pieces for order in counted for _, pieces, _ in order["lines"]))
    return {"platform": "shop_orders", "rows": len(orders), "sums": {name: str(value) for name, value in sums.items()}, **more}


def shopify_orders() -> tuple[str, bytes, dict[str, Any]]:
    orders = _orders(31, 42)
    table: list[list[object]] = [
        [
            *("Name", "Email", "Financial Status", "Currency", "Total", "Discount Amount", "Created at", "Lineitem quantity", "Lineitem name"),
            *("Lineitem price", "Cancelled at", "Refunded Amount", "Landing Site", "Visitor ID"),
        ]
    ]
    for order in orders:
        at = f"{order['at']} +0200"
        for place, (name, pieces, price) in enumerate(order["lines"]):
            own: list[object] = [order["status"], "EUR", order["total"], "0.00", at] if place == 0 else [""] * 5
            rest: list[object] = [
                at if order["status"] == "voided" else "",
                order["refund"],
                f"/bikes?gclid=Cj{order['number']}",
                f"v_{order['number']}",
            ]
            table.append([f"#{order['number']}", f"b{order['number']}@example.com", *own, pieces, name, price, *(rest if place == 0 else [""] * 4)])
    return "shopify_orders.csv", delimited(table).encode(), _said(orders, currency="EUR", header_line=1)


def taobao_orders() -> tuple[str, bytes, dict[str, Any]]:
    orders = _orders(32, 42)
    words = {"paid": "交易成功", "refunded": "退款成功", "voided": "交易关闭"}
    head = ["订单编号", "买家会员名", "买家实际支付金额", "订单状态", "收货地址", "订单创建时间", "订单付款时间", "宝贝标题", "宝贝总数量"]
    table: list[list[object]] = [[*head, "店铺名称", "退款金额", "优惠金额"]]
    for order in orders:
        pieces, names = sum(line[1] for line in order["lines"]), "，".join(line[0] for line in order["lines"])
        first = [f"20261001{order['number']:011d}", f"tb_{order['number']}", order["total"], words[order["status"]], "浙江省 杭州市", order["at"]]
        table.append([*first, order["at"], names, pieces, "单车小店", order["refund"], "0.00"])
    return "taobao_订单.csv", delimited(table).encode("gb18030"), _said(orders, currency="CNY", header_line=1, account="单车小店")


def touchpoint_log() -> tuple[str, bytes, dict[str, Any]]:
    dice = random.Random(33)
    table: list[list[object]] = [["visitor_id", "timestamp", "channel", "campaign", "type", "click_id", "order_id"]]
    for order in _orders(31, 42):
        for step in range(dice.randint(1, 3)):
            channel, kind = dice.choice((("Google Ads", "click"), ("Meta Ads", "impression"), ("Email", "click"), ("Direct", "visit")))
            at = max(order["at"] - timedelta(hours=9 * step + 2), datetime.combine(FIRST, time(1, step)))
            table.append([f"v_{order['number']}", f"{at.isoformat()}Z", channel, "" if channel == "Direct" else "Autumn", kind, "", ""])
        table.append([f"v_{order['number']}", f"{order['at'].isoformat()}Z", "", "", "conversion", "", order["number"]])
    about = {"platform": "touchpoints", "currency": "", "rows": len(table) - 1, "sums": {}, "header_line": 1}
    return "touchpoint_log.csv", delimited(table).encode(), about


def affiliate_claims() -> tuple[str, bytes, dict[str, Any]]:
    table: list[list[object]] = [["network", "publisher", "order_id", "transaction_time", "click_time", "sale_amount", "currency", "coupon"]]
    value = Decimal(0)
    for i, order in enumerate(_orders(31, 42)):
        value += order["total"]
        key = "" if i % 9 == 4 else order["number"]  # a claim without an order matches nothing
        table.append([("CJ", "Awin")[i % 2], "Bike Blog", key, order["at"], order["at"] - timedelta(hours=1), order["total"], "EUR", ""])
    about = {"platform": "claims:affiliate", "currency": "EUR", "rows": len(table) - 1, "sums": {"conversion_value": str(value)}, "header_line": 1}
    return "affiliate_order_claims.csv", delimited(table).encode(), about


def ga4_report() -> tuple[str, bytes, dict[str, Any]]:
    groups = {"Paid Search": (4210, 3320, 97, "5310.40"), "Direct": (1880, 1490, 21, "990.10"), "(not set)": (12, 11, 0, "0")}
    top = f"{RULE}# Traffic acquisition: Channel\n# Account: Bikes\n# Property: Bikes - GA4\n{RULE}# \n# All Users\n"
    head = ["Session primary channel group (Default Channel Group)", "Sessions", "Total users", "Key events", "Total revenue", "Engagement rate"]
    rows = [[name, *figures, "0.61"] for name, figures in groups.items()]
    text = f"{top}# Start date: 20261001\n# End date: 20261021\n" + delimited([head, *rows])
    sums = {"sessions": "6102", "conversions": "118", "revenue": "6300.50"}
    about = {"platform": "ga4", "currency": "", "rows": 3, "sums": sums, "header_line": 10, "daily": False, "account": "Bikes - GA4"}
    return "ga4_traffic_acquisition.csv", text.rstrip("\n").encode(), about


def adobe_freeform() -> tuple[str, bytes, dict[str, Any]]:
    rule, block = "#" + "=" * 65, "#" * 46
    days = [(FIRST + timedelta(days=i), 900 + 37 * i, 9 + i % 5, Decimal("312.40") + 17 * i) for i in range(DAYS)]
    visits, orders, revenue = (sum(day[place] for day in days) for place in (1, 2, 3))
    lines = [
        rule, "# Freeform", "# Report suite: bikes.prod", '"# Date: Oct 1, 2026 - Oct 21, 2026"', rule, "",
        block, "# Freeform table", block, ",Visits,Orders,Revenue", f"Day,{visits},{orders},{revenue}",
        *(f"{day.isoformat()},{seen},{bought},{money}" for day, seen, bought, money in days), "",
        block, "# Freeform table (2)", block, ",,Visits,Visits", ",,Visits,Desktop", "Segments,,900,500",
        "Paid Search,,900,500", "Paid Search,Month,900,500", "Paid Search,2026-10-01,900,500",
    ]  # fmt: skip
    sums = {"visits": str(visits), "orders": str(orders), "revenue": str(revenue)}
    about = {"platform": "adobe_analytics", "currency": "", "rows": DAYS + 1, "sums": sums, "header_line": 10, "account": "bikes.prod"}
    return "adobe_freeform.csv", ("\ufeff" + "\n".join(lines) + "\n").encode(), about


RECORDS: tuple[Callable[[], tuple[str, bytes, dict[str, Any]]], ...] = (
    shopify_orders,
    taobao_orders,
    touchpoint_log,
    affiliate_claims,
    ga4_report,
    adobe_freeform,
)
