"""Shop exports become orders: one record an order, money once, status and time as they were meant."""

import hashlib
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from adcrm.imports.model import NeedsAnswerError
from adcrm.imports.read import read
from tests.conftest import expected
from tests.imports.record_worlds import decimals, shop_file, shop_order


def test_the_sample_export_has_exactly_its_orders(samples: Path) -> None:
    report = read("orders_export_1.csv", (samples / "fernwick" / "orders_export_1.csv").read_bytes())
    said = expected()["orders"]
    assert report.counts == decimals(
        orders=str(said["distinct_orders"]),
        paid=str(said["paid_orders"]),
        voided=str(said["voided_orders"]),
        gross=said["gross_revenue"],
        refunds=said["refunds"],
        net=said["net_revenue"],
    )
    assert (report.rows_read, report.currency, report.date_start, report.date_end) == (1697, "USD", date(2026, 7, 1), date(2026, 9, 29))


def test_a_time_with_an_offset_becomes_utc_and_keeps_the_day_of_the_shop() -> None:
    (row,) = read("o.csv", shop_file(shop_order(1, "10.00"))).rows.to_pylist()
    assert (row["ordered_at"], row["day"]) == (datetime(2026, 7, 2, 6, 30), date(2026, 7, 1))


def test_what_the_landing_page_says_of_the_visit_is_kept() -> None:
    (row,) = read("o.csv", shop_file(shop_order(7, "10.00", more="Peg"))).rows.to_pylist()
    assert (row["click_id"], row["source"], row["medium"], row["campaign"]) == ("Cj7", "google", "cpc", "Brand")
    assert (row["product"], row["first_item"], row["last_item"], row["items"]) == ("Tent", "Tent", "Peg", 3)


def test_an_order_without_an_amount_or_a_known_status_is_set_aside_with_its_lines() -> None:
    lost = ["#9,a@example.com,,,,,,,,,,1,Peg,5.00,,,,,,,,"]
    odd = shop_order(8, "10.00", "teleported")
    report = read("o.csv", shop_file(shop_order(1, "10.00"), lost, odd))
    assert [(row.line, row.column, row.reason.text) for row in report.set_aside] == [
        (3, "Created at", "The order has no date."),
        (4, "Financial Status", "This order status is none that AdCRM knows."),
    ]
    assert report.counts["orders"] == 1


def test_a_chinese_shop_counts_each_order_once_in_the_time_of_beijing() -> None:
    head = (
        "订单编号,买家会员名,买家应付货款,总金额,买家实际支付金额,订单状态,收货地址,订单创建时间,订单付款时间,宝贝标题,宝贝总数量,店铺名称,退款金额"
    )
    rows = (
        "2026070112345678901,tb_a,100.00,110.00,110.00,交易成功,浙江省 杭州市,2026-07-01 00:10:00,2026-07-01 00:11:00,台灯,1,云杉,0.00",
        '2026070112345678902,tb_b,80.00,80.00,0.00,交易关闭,上海 上海市,2026/7/2 9:05,,"茶杯，两只",2,云杉,0.00',
        "2026070112345678903,tb_c,50.00,50.00,50.00,卖家已发货，等待买家确认,北京 北京市,2026-07-03 18:00:00,2026-07-03 18:01:00,书架,1,云杉,12.50",
    )
    report = read("ExportOrderList.csv", "\n".join((head, *rows)).encode("gb18030"))
    assert report.counts == decimals(orders="3", paid="2", voided="1", gross="160.00", refunds="12.50", net="147.50")
    assert (report.currency, report.account) == ("CNY", "云杉")
    first = report.rows.to_pylist()[0]
    assert (first["ordered_at"], first["day"], first["region"]) == (datetime(2026, 6, 30, 16, 10), date(2026, 7, 1), "浙江省")


def test_youzan_repeats_the_total_on_every_line_and_it_is_taken_once() -> None:
    head = "订单号,订单状态,下单时间,订单实付金额,商品名称,商品数量,商品单价"
    rows = ("E1,交易完成,2026-07-01 10:00:00,30.00,茶,1,10.00", "E1,交易完成,2026-07-01 10:00:00,30.00,壶,1,20.00", "E2,待付款,2026-07-01,9,杯,1,9")
    report = read("订单.csv", "\n".join((head, *rows)).encode())
    assert report.counts == decimals(orders="2", paid="1", voided="0", pending="1", gross="30.00", refunds="0.00", net="30.00")


@pytest.mark.parametrize(
    ("head", "row"),
    [
        (
            "order_number,order_date,status,order_total,order_currency,billing_email,item_name",
            "1001,2026-07-01 10:00:00,wc-completed,42.50,EUR,a@b.de,Mug",
        ),
        (
            "Order Number,Order Status,Order Date,Order Total Amount,Order Currency,Quantity,Item Name",
            "1001,Completed,2026-07-01 10:00,42.50,EUR,2,Mug",
        ),
        ("Bestellnummer;Bestelldatum;Bestellstatus;Gesamtbetrag;Währung;E-Mail", "1001;01.07.2026 10:00;bezahlt;42,50;EUR;a@b.de"),
        ("order_id,timestamp,value,currency", "1001,2026-07-01T10:00:00Z,42.50,EUR"),
        ("order_id,created_at,order_total,currency,refund_amount", "1001,2026-07-01 10:00,50.00,EUR,7.50"),
        ("Order ID,Order Date,Total,Status,Currency,Product", "1001,7/1/2026 10:00:00 AM,42.50,Completed,EUR,Mug"),
    ],
)
def test_other_shops_read_alike(head: str, row: str) -> None:
    report = read("orders.csv", f"{head}\n{row}\n".encode(), date_order="mdy" if "7/1" in row else None)
    assert report.platform == "shop_orders"
    assert report.rows["order_key"].to_pylist() == ["1001"]
    assert report.sums["net_value"] == Decimal("42.50")
    assert report.rows["ordered_at"].to_pylist() == [datetime(2026, 7, 1, 10)]


def test_a_shop_that_names_no_currency_is_asked_about() -> None:
    with pytest.raises(NeedsAnswerError) as asked:
        read("orders.csv", b"order_number,order_date,status,order_total\n1001,2026-07-01,completed,42.50\n")
    assert asked.value.needs == ("currency",)


def test_a_buyer_known_by_mail_is_kept_as_the_digest_that_leads_have_too() -> None:
    head = "order_number,order_date,status,order_total,order_currency,billing_email"
    (row,) = read("orders.csv", f"{head}\n1001,2026-07-01 10:00:00,completed,42.50,EUR, Ann@Example.com \n".encode()).rows.to_pylist()
    assert row["person_key"] == hashlib.sha256(b"ann@example.com").hexdigest()[:40]
