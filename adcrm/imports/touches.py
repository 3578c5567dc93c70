"""Touchpoint logs and lists of claimed orders, in the columns of their tables.

A row of a log that names an order is the conversion itself. A claim without an order's number is kept with none and matches nothing.
"""

from decimal import Decimal

import duckdb
import pyarrow as pa

from adcrm.imports.layout import Layout, quoted
from adcrm.imports.shapes import Shaped, person_sql
from adcrm.imports.targets import rounded

KINDS = {
    "click": ("click", "ad click", "ad_click", "点击", "广告点击", "klick"),
    "view": ("view", "impression", "ad_impression", "view-through", "展示", "曝光", "impression_view"),
    "visit": ("visit", "session", "session_start", "page_view", "pageview", "landing", "访问", "会话", "浏览"),
    "conversion": ("conversion", "purchase", "order", "transaction", "sale", "转化", "购买", "成交", "下单", "支付"),
    "form": ("form", "form_submit", "lead", "generate_lead", "表单", "留资"),
    "mail_open": ("mail_open", "email_open", "open", "邮件打开"),
    "mail_click": ("mail_click", "email_click", "邮件点击"),
    "sms_click": ("sms_click", "短信点击"),
    "call": ("call", "phone", "电话"),
}
NO_ORDER = ("", "null", "none", "n/a", "na", "nan", "undefined", "(not set)", "-", "--", "0", "无", "未知")


def touchpoints(layout: Layout, rows: pa.Table) -> Shaped:
    """Touches and conversions, their kinds in our words; a word of nobody's stays as it stands."""
    known = " ".join(f"WHEN {_list(words)} THEN '{kind}'" for kind, words in KINDS.items())
    kind = f"CASE WHEN {_order_key()} <> '' THEN 'conversion' {known} ELSE coalesce(lower(trim(kind)), 'visit') END"
    names = layout.target.rows.names
    with duckdb.connect() as connection:
        connection.register("lines", rows)
        made = f"SELECT * REPLACE ({person_sql()} AS person_key, {kind} AS kind, nullif({_order_key()}, '') AS order_key) FROM lines"
        good = connection.sql(f"SELECT {_named(names)} FROM ({made})").to_arrow_table()
        connection.register("good", good)
        counted = connection.sql(
            "SELECT count(*) FILTER (WHERE NOT buys), count(*) FILTER (WHERE buys), count(DISTINCT person_key), "
            "count(DISTINCT person_key) FILTER (WHERE buys), count(*) FILTER (WHERE kind = 'click'), count(*) FILTER (WHERE kind = 'view') "
            "FROM (SELECT *, kind = 'conversion' AS buys FROM good)"
        ).fetchall()[0]
    counts = ("touches", "conversions", "visitors", "converting_visitors", "clicks", "impressions")
    return Shaped(good, {name: Decimal(value) for name, value in zip(counts, counted, strict=True)})


def claims(layout: Layout, rows: pa.Table) -> Shaped:
    """Claims with the order's number as the shop writes it, '' where the platform gave none."""
    names = layout.target.rows.names
    with duckdb.connect() as connection:
        connection.register("lines", rows)
        made = f"SELECT * REPLACE ({_order_key()} AS order_key) FROM lines"
        good = connection.sql(f"SELECT {_named(names)} FROM ({made})").to_arrow_table()
        connection.register("good", good)
        found = connection.sql(
            "SELECT count(*), count(DISTINCT nullif(order_key, '')), count(*) FILTER (WHERE order_key = ''), sum(value) FROM good"
        ).fetchall()[0]
    counts = {name: Decimal(value) for name, value in zip(("rows", "distinct_orders", "without_order"), found[:3], strict=True)}
    return Shaped(good, counts, sums={"conversion_value": rounded("value", Decimal(found[3] or 0))})


def _order_key() -> str:
    none = ", ".join(quoted(word) for word in NO_ORDER)
    return f"(CASE WHEN lower(trim(coalesce(order_key, ''))) IN ({none}) THEN '' ELSE ltrim(trim(order_key), '#') END)"


def _list(words: tuple[str, ...]) -> str:
    return f"lower(trim(kind)) IN ({', '.join(quoted(word) for word in words)})"


def _named(names: list[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)
