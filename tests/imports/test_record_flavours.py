"""Shop exports in other orders of columns, languages, ways of writing days and figures, encodings and separators give the same orders."""

import csv
import io
import random
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from adcrm.imports.read import read

VARIANTS = 120
FACTS = ("key", "status", "at", "total", "refund", "item", "pieces", "price", "person", "currency")
# the heads of FACTS, the words of paid and voided, the currency in which a shop of this kind bills without saying so
SHOPS: tuple[tuple[str, tuple[str, str], str], ...] = (
    (
        "Name|Financial Status|Created at|Total|Refunded Amount|Lineitem name|Lineitem quantity|Lineitem price|Visitor ID|Currency",
        ("paid", "voided"),
        "",
    ),
    (
        "order_number|status|order_date|order_total|refunded_total|item_name|item_quantity|item_price|customer_id|order_currency",
        ("completed", "wc-cancelled"),
        "",
    ),
    ("订单编号|订单状态|订单创建时间|买家实际支付金额|退款金额|宝贝标题|购买数量|宝贝单价|买家会员名", ("交易成功", "交易关闭"), "CNY"),
    ("订单号|订单状态|下单时间|订单实付金额|退款金额|商品名称|商品数量|商品单价|买家昵称", ("已完成", "已关闭"), "CNY"),
    (
        "Order ID|Order Status|Order Date|Order Total|Refund Amount|Product|Quantity|Unit Price|Customer ID|Currency",
        ("Completed", "Cancelled"),
        "",
    ),
    (
        "Bestellnummer|Bestellstatus|Bestelldatum|Gesamtbetrag|Erstattung|Artikel|Menge|Einzelpreis|Kundennummer|Währung",
        ("bezahlt", "storniert"),
        "",
    ),
)
CLOCKS = ("%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y-%m-%dT%H:%M:%SZ", "%d.%m.%Y %H:%M:%S", "%Y-%m-%d %H:%M:%S +0200")


def _flavour(seed: int) -> tuple[bytes, dict[str, Decimal]]:
    """An export made up from a seed, and the counts that went into it."""
    dice = random.Random(seed)
    names, (paid, voided), home = dice.choice(SHOPS)
    heads = dict(zip(FACTS, names.split("|"), strict=False))
    columns = [*heads.values(), *dice.sample(["Anmerkung", "备注一", "x_custom", "Phone 2"], dice.randrange(3))]
    dice.shuffle(columns)
    comma = heads["key"] == "Bestellnummer" and dice.random() < 0.7
    clock, repeated = dice.choice(CLOCKS), dice.random() < 0.5
    rows: list[dict[str, Any]] = []
    counts = dict.fromkeys(("orders", "paid", "voided", "gross", "refunds", "net"), Decimal(0))
    for i in range(dice.randrange(1, 12)):
        lines = dice.randrange(1, 4)
        total = Decimal(dice.randrange(100, 900_000)) / 100
        is_voided = dice.random() < 0.2
        back = Decimal(0) if is_voided or dice.random() < 0.7 else (total / 2).quantize(Decimal("0.01"))
        at = (datetime(2026, 7, 14) + timedelta(minutes=dice.randrange(14_000))).strftime(clock)
        counts["orders"] += 1
        counts["voided" if is_voided else "paid"] += 1
        for name, amount in (("gross", total), ("refunds", back), ("net", total - back)):
            counts[name] += 0 if is_voided else amount
        for line in range(lines):
            row = {
                "key": f"{'#' if heads['key'] == 'Name' else ''}{7000 + i}",
                "item": f'Thing {line}, "good"',
                "pieces": 1,
                "price": _figure(total, comma),
            }
            if line == 0 or repeated:
                row |= {"status": voided if is_voided else paid, "at": at, "total": _figure(total, comma), "refund": _figure(back, comma)}
                row |= {"currency": "EUR", "person": f"v{i}"}
            rows.append({heads[fact]: value for fact, value in row.items() if fact in heads})
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, delimiter=";" if comma else dice.choice(",;\t"), lineterminator=dice.choice(("\n", "\r\n")), restval="")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode(dice.choice(("utf-8", "utf-8-sig", "utf-16", "gb18030" if home == "CNY" else "utf-8"))), counts


def _figure(value: Decimal, comma: bool) -> str:
    return f"{value:,.2f}".translate(str.maketrans(",.", ".,")) if comma else f"{value:.2f}"


@pytest.mark.parametrize("first", range(0, VARIANTS, 20))
def test_every_flavour_of_a_shop_gives_the_orders_that_went_into_it(first: int) -> None:
    for seed in range(first, first + 20):
        data, counts = _flavour(seed)
        report = read("orders.csv", data, date_order="dmy")
        assert (report.platform, report.set_aside) == ("shop_orders", ()), seed
        assert {name: report.counts[name] for name in counts} == counts, seed
