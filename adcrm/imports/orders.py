"""Makes orders of the lines of a shop's export: one record an order, whether a line is an order, an item, or both.

Money of the order stands once (on its first line) or is repeated on every line; money of an item (``line_value``) is added up only
where the order itself states none. An order that cannot be placed (no time, no amount, a status that is nobody's) is set aside
with all its lines.
"""

from decimal import Decimal

import duckdb
import pyarrow as pa

from adcrm.imports.checks import LARGEST, TOO_LARGE
from adcrm.imports.layout import Layout, quoted
from adcrm.imports.shapes import Shaped, person_sql
from adcrm.imports.targets import rounded
from adcrm.messages import Message, message

STATUSES = {
    "paid": (
        *(
            "paid",
            "partially_paid",
            "partially paid",
            "processing",
            "completed",
            "complete",
            "fulfilled",
            "shipped",
            "delivered",
            "closed",
            "success",
        ),
        *("partially_refunded", "partially refunded", "authorized", "bezahlt", "versandt", "abgeschlossen", "betaald", "pagado"),
        *(
            "交易成功",
            "买家已付款,等待卖家发货",
            "卖家已发货,等待买家确认",
            "卖家部分发货",
            "已付款",
            "已支付",
            "待发货",
            "已发货",
            "待收货",
            "已收货",
        ),
        *("已完成", "交易完成", "部分退款", "完成", "成功"),
    ),
    "refunded": ("refunded", "erstattet", "terugbetaald", "已退款", "退款成功", "全额退款"),
    "cancelled": (
        *("voided", "cancelled", "canceled", "failed", "expired", "trash", "storniert", "abgebrochen", "geannuleerd", "cancelado"),
        *("交易关闭", "已关闭", "已取消", "交易取消", "卖家或买家主动关闭交易", "取消", "关闭"),
    ),
    "pending": (
        *("pending", "pending payment", "unpaid", "on-hold", "on hold", "draft", "checkout-draft", "offen", "ausstehend"),
        *("等待买家付款", "待付款", "未付款", "待支付", "未支付"),
    ),
}
MONEY = ("gross_value", "discount", "refund", "net_value", "line_value", "item_quantity", "item_price")
COUNTED = ("paid", "refunded")
CLICK_IDS = ("gclid", "wbraid", "gbraid", "fbclid", "msclkid", "ttclid", "bd_vid", "gdt_vid")
MOMENTS = ("ordered_at", "cancelled_at")
TEXTS = (
    *("order_key", "person_key", "status_word", "currency", "item_name", "item_category", "coupon", "source", "medium", "campaign", "click_id"),
    *("landing_page", "country", "region", "product", "category", "first_item", "last_item"),
)
_NO_TIME = message("The order has no date.")
_NO_AMOUNT = message("The order has no amount.")
_SEVERAL = message("The rows of this order state different totals.")
_NOBODYS = message("This order status is none that AdCRM knows.")


def shape(layout: Layout, rows: pa.Table) -> Shaped:
    """One row an order, at the line on which it begins."""
    with duckdb.connect() as connection:
        connection.register("lines", _filled(rows))
        for name, sql in (("collected", _collected()), ("judged", _judged()), ("valued", _valued()), ("made", _made())):
            connection.execute(f"CREATE TEMP TABLE {name} AS {sql}")
        good = connection.sql(f"SELECT {', '.join(layout.target.rows.names)} FROM made WHERE fault = 0 ORDER BY source_line").to_arrow_table()
        refused = _refused(connection)
        added = ", ".join(f"sum({name})" for name in layout.target.summed)
        totals = connection.sql(f"SELECT status, count(*), {added} FROM made WHERE fault = 0 GROUP BY status").fetchall()
    number_of = {status: Decimal(row[0]) for status, *row in totals}
    counted = [row[1:] for status, *row in totals if status in COUNTED]
    gross, discount, refunds, net, items = (sum((Decimal(row[i] or 0) for row in counted), Decimal(0)) for i in range(5))
    zero = Decimal(0)
    counts = {"orders": sum(number_of.values(), zero), "paid": sum((number_of.get(status, zero) for status in COUNTED), zero)}
    counts["voided"] = number_of.get("cancelled", zero)
    if "pending" in number_of:
        counts["pending"] = number_of["pending"]
    counts |= {name: rounded("cost", value) for name, value in (("gross", gross), ("refunds", refunds), ("net", net))}
    sums = {"gross_value": gross, "discount": discount, "refund": refunds, "net_value": net, "items": items}
    return Shaped(good, counts, refused, sums={name: rounded(name, value) for name, value in sums.items()})


def _filled(rows: pa.Table) -> pa.Table:
    """Every column that an order is made of, NULL where the file has none."""
    money, text, time = pa.decimal128(18, 6), pa.string(), pa.timestamp("us")
    kinds = dict.fromkeys(MONEY, money) | dict.fromkeys(TEXTS, text) | dict.fromkeys(MOMENTS, time)
    for name, kind in kinds.items():
        if name not in rows.column_names:
            rows = rows.append_column(name, pa.nulls(rows.num_rows, kind))
        elif name in MONEY:
            at = rows.schema.get_field_index(name)
            rows = rows.set_column(at, name, rows.column(at).cast(money))
    return rows


def _collected() -> str:
    """SQL: the lines of each order brought together; ``first`` means the first line on which something stands."""

    def first(column: str) -> str:
        return f"arg_min({column}, source_line) FILTER (WHERE {column} IS NOT NULL AND CAST({column} AS VARCHAR) <> '')"

    worth = "CAST(coalesce(line_value, item_price, 0) AS DOUBLE) * CASE WHEN line_value IS NULL THEN coalesce(item_quantity, 1) ELSE 1 END"
    same = {name: first(name) for name in (*TEXTS, *MOMENTS, "day", "gross_value", "discount", "refund", "net_value")}
    same |= {name: f"coalesce({first(name)}, '')" for name in ("account", "source_part")}
    same |= {
        "order_key": "order_key",
        "person_key": person_sql(first("person_key")),
        "first_item": f"coalesce({first('first_item')}, {first('item_name')})",
        "last_item": "coalesce(arg_max(last_item, source_line), arg_max(item_name, source_line) FILTER (WHERE item_name <> ''))",
        "product": f"coalesce({first('product')}, arg_max(item_name, {worth} - source_line / 1e9) FILTER (WHERE item_name <> ''))",
        "category": f"coalesce({first('category')}, arg_max(item_category, {worth} - source_line / 1e9) FILTER (WHERE item_category <> ''))",
    }
    picked = ", ".join(f"{sql} AS {name}" for name, sql in same.items())
    return (
        f"SELECT {picked}, min(source_line) AS source_line, sum(line_value) AS line_values, sum(item_quantity) AS item_quantities, "
        "count(DISTINCT gross_value) AS totals, sum(items) AS said_items FROM lines GROUP BY order_key"
    )


def _judged() -> str:
    """SQL: ``collected`` with the order's ``status``, NULL where its word is nobody's."""
    word = "regexp_replace(replace(lower(trim(coalesce(status_word, ''))), '，', ','), '^wc-', '')"
    known = " ".join(f"WHEN {word} IN ({', '.join(quoted(w) for w in words)}) THEN '{status}'" for status, words in STATUSES.items())
    taken_back = f"cancelled_at IS NOT NULL AND {word} NOT IN ('refunded', 'partially_refunded')"
    return f"SELECT *, CASE WHEN {taken_back} THEN 'cancelled' {known} WHEN {word} = '' THEN 'paid' END AS status FROM collected"


def _valued() -> str:
    """SQL: ``judged`` with the order's money and pieces."""
    gross = "coalesce(gross_value, line_values, net_value + coalesce(refund, 0))"
    # A shop that says "refunded" without an amount has given all of it back.
    back = f"CASE WHEN status = 'refunded' AND coalesce(refund, 0) = 0 THEN {gross} ELSE abs(coalesce(refund, 0)) END"
    said = "coalesce(nullif(said_items, 0), item_quantities)"
    pieces = f"CAST(CASE WHEN abs({said}) < {LARGEST} THEN {said} WHEN {said} IS NOT NULL THEN {LARGEST} END AS BIGINT) AS items"
    return f"SELECT * EXCLUDE (net_value) REPLACE ({gross} AS gross_value, {back} AS refund, abs(discount) AS discount), {pieces} FROM judged"


def _made() -> str:
    """SQL: ``valued`` with its net value, what the landing page says of the visit, and what is wrong with the order (0: nothing)."""

    def in_url(*names: str) -> str:
        found = ", ".join(f"nullif(url_decode(regexp_extract(coalesce(landing_page, ''), '[?&]{name}=([^&#]+)', 1)), '')" for name in names)
        return f"coalesce({found})"

    visit = {name: in_url(f"utm_{name}") for name in ("source", "medium", "campaign")} | {"click_id": in_url(*CLICK_IDS)}
    known = ", ".join(f"coalesce({name}, {sql}) AS {name}" for name, sql in visit.items())
    faults = "WHEN ordered_at IS NULL THEN 1 WHEN totals > 1 THEN 3 WHEN gross_value IS NULL THEN 2 WHEN status IS NULL THEN 4 "
    faults += f"WHEN greatest(abs(gross_value), abs(refund), abs(gross_value - refund)) >= {LARGEST} OR abs(items) >= {LARGEST} THEN 5"
    net = "CASE WHEN status = 'cancelled' THEN 0 ELSE gross_value - refund END"
    return f"SELECT * REPLACE ({known}), {net} AS net_value, CASE {faults} ELSE 0 END AS fault FROM valued"


def _refused(connection: duckdb.DuckDBPyConnection) -> tuple[tuple[int, str, Message], ...]:
    reasons = {
        1: ("ordered_at", _NO_TIME),
        2: ("gross_value", _NO_AMOUNT),
        3: ("gross_value", _SEVERAL),
        4: ("status_word", _NOBODYS),
        5: ("gross_value", TOO_LARGE),
    }
    found = connection.sql(
        "SELECT lines.source_line, fault FROM lines JOIN made ON lines.order_key = made.order_key WHERE fault > 0 ORDER BY 1"
    ).fetchall()
    return tuple((line, *reasons[fault]) for line, fault in found)
