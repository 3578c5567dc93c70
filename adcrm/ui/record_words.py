"""Words for records that are no ad facts: their kinds, their counts, their measures and the heads of their tables."""

from collections.abc import Mapping
from decimal import Decimal

from adcrm.imports.targets import MONEY
from adcrm.messages import Message, message
from adcrm.ui import formats
from adcrm.ui.language import t, tr

KINDS = {"orders": message("Orders"), "touchpoints": message("Touchpoints"), "claims": message("Claimed orders"), "web": message("Web data")}
REPORTS = {
    "orders": message("Order list"),
    "touch_log": message("Touchpoint log"),
    "order_claims": message("List of claimed orders"),
    "freeform_tables": message("Freeform tables"),
    "exploration_daily": message("Exploration by day"),
    "exploration_period": message("Exploration, totals of the period"),
}
WEB_DIMENSIONS = {
    "channel": message("channel group"),
    "source": message("source"),
    "medium": message("medium"),
    "campaign": message("campaign"),
    "landing_page": message("landing page"),
    "page": message("page"),
    "event": message("event"),
    "country": message("country"),
    "region": message("region"),
    "device": message("device"),
    "dimension": message("other dimension"),
    "total": message("all visits"),
}
COUNTS = {
    "orders": message("Orders"),
    "paid": message("Paid"),
    "voided": message("Voided"),
    "pending": message("Not paid yet"),
    "gross": message("Gross"),
    "refunds": message("Refunds"),
    "net": message("Net"),
    "touches": message("Touches"),
    "conversions": message("Conversions"),
    "visitors": message("Visitors"),
    "converting_visitors": message("Visitors who bought"),
    "clicks": message("Clicks"),
    "impressions": message("Impressions"),
    "rows": message("Claims"),
    "distinct_orders": message("Different orders"),
    "without_order": message("Without an order number"),
}
MEASURES = {
    "gross_value": message("Gross"),
    "discount": message("Discount"),
    "refund": message("Refunds"),
    "net_value": message("Net"),
    "items": message("Pieces"),
    "value": message("Value"),
    "conversion_value": message("Conversion value"),
    "sessions": message("Sessions"),
    "visits": message("Visits"),
    "engaged_sessions": message("Engaged sessions"),
    "views": message("Page views"),
    "events": message("Events"),
    "orders": message("Orders"),
    "revenue": message("Revenue"),
}
HEADS = {
    "day": message("Day"),
    "date_start": message("First day"),
    "date_end": message("Last day"),
    "order_key": message("Order"),
    "status": message("Status"),
    "currency": message("Currency"),
    "product": message("Product"),
    "source": message("Source"),
    "medium": message("Medium"),
    "campaign": message("Campaign"),
    "person_key": message("Visitor"),
    "kind": message("Kind"),
    "channel": message("Channel"),
    "ad": message("Ad"),
    "platform": message("Platform"),
    "network": message("Network"),
    "publisher": message("Publisher"),
    "attribution": message("Window"),
    "channel_group": message("Channel group"),
    "dimension_value": message("Dimension"),
    "claims": message("Claims"),
    "page": message("Page address"),
    "event": message("Event name"),
    "country": message("Country"),
    "device": message("Device"),
    "conversions": message("Conversions"),
    "file_name": message("File"),
    "source_part": message("Part"),
    "source_line": message("Line"),
    "import_id": message("Import"),
}
STATUSES = {"paid": message("paid"), "refunded": message("refunded"), "cancelled": message("voided"), "pending": message("not paid yet")}
MONEY_COUNTS = ("gross", "refunds", "net")


def record_report(kind: str) -> str:
    """What a report of records is called: "Order list", "Web report by channel group, totals of the period"."""
    if kind in REPORTS:
        return tr(REPORTS[kind])
    dimension, _, grain = kind.rpartition("_")
    by = WEB_DIMENSIONS.get(dimension, Message(dimension))
    if grain == "daily":
        return t("Web report by day and {dimension}", dimension=by)
    return t("Web report by {dimension}, totals of the period", dimension=by)


def web_name(column: str) -> Message:
    """The word for a column that names what rows of web data are about, as "channel group"."""
    return WEB_DIMENSIONS.get({"channel_group": "channel", "dimension_value": "dimension"}.get(column, column), WEB_DIMENSIONS["dimension"])


def is_record_report(kind: str) -> bool:
    """Whether a kind of report in the log is one of these."""
    return kind in REPORTS or kind.rpartition("_")[0] in (
        "channel",
        "source",
        "medium",
        "page",
        "landing_page",
        "event",
        "country",
        "dimension",
        "total",
    )


def record_cards(counts: Mapping[str, Decimal], sums: Mapping[str, Decimal], currency: str) -> list[tuple[str, str, str | None]]:
    """The figures of a report of records as (name, value in the reader's way, the exact one where that is longer)."""
    made = [(tr(COUNTS[name]), *_figure(value, name in MONEY_COUNTS, currency)) for name, value in counts.items() if name in COUNTS]
    if "gross" not in counts:
        made += [(measure_name(name), *_figure(value, name in MONEY, currency)) for name, value in sums.items()]
    return made


def measure_name(measure: str) -> str:
    """A measure's name; one that has no word of its own is shown as it is called."""
    return tr(MEASURES[measure]) if measure in MEASURES else tr(COUNTS[measure]) if measure in COUNTS else measure.replace("_", " ")


def head(column: str) -> str:
    """The head of a column of records."""
    return tr(HEADS[column]) if column in HEADS else measure_name(column)


def _figure(value: Decimal, is_money: bool, currency: str) -> tuple[str, str | None]:
    if is_money:
        return formats.amount_for_card(value, currency)
    return formats.number(value, 0 if value == value.to_integral_value() else 2), None
