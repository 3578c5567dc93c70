"""Orders, touchpoints, claims and web reports as they stand in the books: by week, channel, platform and report, and row by row.

Nothing here decides what an order owes to which ad; that is attribution. Amounts of two currencies and rows of two web reports are
never added up. People (visitors, users) are counted once each or not at all.
"""

from collections.abc import Sequence

import ibis
import ibis.expr.types as ir
import pandas as pd

from adcrm.warehouse import Warehouse
from adcrm.warehouse.tables import ad_performance, imports, order_claims, orders, touchpoints, web_sessions

TABLES: dict[str, ir.Table] = {"orders": orders, "touchpoints": touchpoints, "claims": order_claims, "web": web_sessions}
SHOWN = {
    "orders": ("day", "order_key", "status", "gross_value", "refund", "net_value", "currency", "items", "product", "source", "medium", "campaign"),
    "touchpoints": ("day", "person_key", "kind", "channel", "campaign", "ad", "order_key"),
    "claims": ("day", "platform", "network", "publisher", "order_key", "value", "currency", "campaign", "attribution"),
    "web": (
        "date_start",
        "date_end",
        "channel_group",
        "source",
        "medium",
        "campaign",
        "dimension_value",
        "sessions",
        "visits",
        "conversions",
        "revenue",
    ),
}
# The columns that may name what a row of a web report is about, the most telling first.
WEB_NAMES = ("channel_group", "source", "campaign", "dimension_value", "page", "event", "country", "device")
COUNTED = ("paid", "refunded")


def held(facts: Warehouse, client_id: int | None = None) -> dict[str, int]:
    """How many current rows of each kind the books hold."""
    return {kind: int(facts.query(_of(kind, client_id).agg(n=ibis._.count()))["n"][0].as_py()) for kind in TABLES}


def orders_by_week(facts: Warehouse, client_id: int | None = None) -> pd.DataFrame:
    """One row a week (its Monday) and currency: ``week``, ``currency``, ``orders``, ``gross``, ``refunds``, ``net``; voided orders left out."""
    rows = _of("orders", client_id)
    paid = rows.filter(rows.status.isin(COUNTED), rows.day.notnull()).mutate(week=rows.day.truncate("W"))
    grouped = paid.group_by("week", "currency").agg(
        orders=paid.count(), gross=paid.gross_value.sum(), refunds=paid.refund.sum(), net=paid.net_value.sum()
    )
    return facts.frame(grouped.order_by("week", "currency"))


def orders_by_status(facts: Warehouse, client_id: int | None = None) -> pd.DataFrame:
    """Orders and their value by ``status`` and ``currency``."""
    rows = _of("orders", client_id)
    grouped = rows.group_by("status", "currency").agg(
        orders=rows.count(), gross=rows.gross_value.sum(), refunds=rows.refund.sum(), net=rows.net_value.sum()
    )
    return facts.frame(grouped.order_by("status", "currency"))


def touches_by_channel(facts: Warehouse, client_id: int | None = None) -> pd.DataFrame:
    """Touches by ``channel``, most first: ``touches``, ``clicks``, ``views``, ``people`` (each once in a channel); conversions are no touches."""
    rows = _of("touchpoints", client_id)
    met = rows.filter(rows.kind != "conversion").mutate(channel=rows.channel.fill_null(""))
    grouped = met.group_by("channel").agg(
        touches=met.count(),
        clicks=met.count(where=met.kind == "click"),
        views=met.count(where=met.kind == "view"),
        people=met.person_key.nunique(),
    )
    return facts.frame(grouped.order_by(ibis.desc("touches"), "channel"))


def claims_by_platform(facts: Warehouse, client_id: int | None = None) -> pd.DataFrame:
    """Claims by ``platform`` and ``currency``: ``claims``, ``orders`` (distinct), ``without_order``, ``value``."""
    rows = _of("claims", client_id)
    keyed = rows.order_key.nullif("")
    grouped = rows.group_by("platform", "currency").agg(
        claims=rows.count(), orders=keyed.nunique(), without_order=rows.count(where=keyed.isnull()), value=rows.value.sum()
    )
    return facts.frame(grouped.order_by(ibis.desc("claims"), "platform"))


def claimed_orders(facts: Warehouse, client_id: int | None = None) -> tuple[int, int]:
    """How many claims name an order, and how many distinct orders they name (of each client apart)."""
    rows = _of("claims", client_id)
    each = rows.filter(rows.order_key != "").group_by("client_id", "order_key").agg(n=ibis._.count())
    found = facts.query(each.agg(claims=each.n.sum(), orders=each.count())).to_pylist()[0]
    return int(found["claims"] or 0), int(found["orders"])


def web_reports(facts: Warehouse, client_id: int | None = None) -> pd.DataFrame:
    """The reports that the books hold: ``client_id``, ``platform``, ``account``, ``report``, ``first``, ``last``, ``rows`` and their sums."""
    rows = _of("web", client_id)
    grouped = rows.group_by("client_id", "platform", "account", "report").agg(
        first=rows.date_start.min(),
        last=rows.date_end.max(),
        rows=rows.count(),
        sessions=rows.sessions.sum(),
        visits=rows.visits.sum(),
        conversions=rows.conversions.sum(),
        revenue=rows.revenue.sum(),
    )
    return facts.frame(grouped.order_by("client_id", "platform", "report"))


def sessions_by_group(facts: Warehouse, client_id: int | None, platform: str, account: str, report: str) -> pd.DataFrame:
    """One report by ``name`` (its channel group, else source, campaign or dimension): ``sessions`` (or visits), ``conversions``, ``revenue``.

    ``by`` says for each name which column it is from.
    """
    rows = _of("web", client_id)
    one = rows.filter(rows.platform == platform, rows.account == account, rows.report == report)
    name = ibis.coalesce(*(one[column] for column in WEB_NAMES), "")
    by = ibis.coalesce(*(one[column].notnull().ifelse(column, None) for column in WEB_NAMES), "")
    named = one.mutate(name=name, by=by, counted=ibis.coalesce(one.sessions, one.visits))
    grouped = named.group_by("name").agg(
        by=named.by.min(), sessions=named.counted.sum(), conversions=named.conversions.sum(), orders=named.orders.sum(), revenue=named.revenue.sum()
    )
    return facts.frame(grouped.order_by(ibis.desc("sessions"), "name"))


def rows_of(facts: Warehouse, kind: str, client_id: int | None, limit: int, offset: int = 0) -> pd.DataFrame:
    """Rows of one kind, newest first, with ``file_name``, ``source_part``, ``source_line`` and ``import_id``."""
    rows = _of(kind, client_id)
    columns = [name for name in SHOWN[kind] if name in rows.columns]
    newest = rows.order_by(ibis.desc(columns[0]), ibis.desc("import_id"), "source_part", "source_line").limit(limit, offset=offset)
    joined = newest.left_join(imports.select("import_id", "file_name"), "import_id")
    ordered = joined.order_by(ibis.desc(columns[0]), ibis.desc("import_id"), "source_part", "source_line")
    return facts.frame(ordered.select(*columns, "file_name", "source_part", "source_line", "import_id"))


def _of(kind: str, client_id: int | None) -> ir.Table:
    table = TABLES[kind]
    return table if client_id is None else table.filter(table.client_id == client_id)


def lines_behind(facts: Warehouse, keys: Sequence[str]) -> pd.DataFrame:
    """Where rows of claims, orders or ad facts came from, by their ``row_key``: ``key``, ``file_name``, ``source_part``, ``source_line``,
    ``import_id``; in the order of the keys, without those that are not in the books any more."""
    parts = []
    for table in (order_claims, orders, ad_performance):
        rows = table.filter(table.row_key.cast("string").isin(list(keys)))
        joined = rows.select("row_key", "import_id", "source_part", "source_line").inner_join(imports.select("import_id", "file_name"), "import_id")
        parts.append(joined.select(joined.row_key.cast("string").name("key"), "file_name", "source_part", "source_line", "import_id"))
    found = facts.frame(parts[0].union(*parts[1:])) if keys else pd.DataFrame()
    return found.set_index("key").reindex([key for key in keys if key in set(found["key"])]).reset_index() if len(found) else found


def order_keys(facts: Warehouse, client_id: int | None, order_key: str) -> list[str]:
    """The ``row_key`` of every order of a client (or of all) with that number."""
    rows = _of("orders", client_id)
    found = facts.query(rows.filter(rows.order_key == order_key).select(rows.row_key.cast("string").name("key")).order_by("key"))
    return [str(key) for key in found["key"].to_pylist()]
