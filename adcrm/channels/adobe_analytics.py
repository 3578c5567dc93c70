"""Adobe Analytics, freeform tables of Analysis Workspace: several under one another, the total in the row that names the dimension.

Visits of a total are de-duplicated, so they are less than the sum of the rows. Visitors are people and are never added up. Figures of
a segment beside the figures of all are left out.
"""

from adcrm.channels.declare import Channel, Totals, above, count, day, money, number, span, text

CHANNEL = Channel(
    key="adobe_analytics",
    layout="freeform_tables",
    target="web",
    signatures=((above("Report suite:"), ("Visits", "Unique Visitors", "Page Views", "Orders", "Revenue", "Occurrences")),),
    columns=(
        day("Day", "日"),
        span("week", "Week", "周"),
        span("month", "Month", "月"),
        span("quarter", "Quarter"),
        span("year", "Year"),
        text("channel_group", "Marketing Channel", "Last Touch Channel"),
        text("country", "Country"),
        text("device", "Mobile Device Type"),
        text("dimension_name", "Dimension name"),
        text("dimension_value", "Dimension"),
        count("visits", "Visits", "访问次数"),
        count("users", "Unique Visitors", "独特访客"),
        count("views", "Page Views", "页面查看次数"),
        count("events", "Occurrences"),
        number("orders", "Orders", "订单"),
        money("revenue", "Revenue", "收入", signed=True),
    ),
    totals=Totals(equals=("Grand total",), subtotals=("Subtotal",)),
    period_labels=("Date:",),
    account_labels=("# Report suite:",),
)
