"""Rakuten Advertising: Signature Orders, which have no number of their own for a transaction.

An item of an order is known by the order's number and the item's. So named, the report is another set than one with
transaction numbers, and the same sales in both kinds of report count once. See :mod:`adcrm.channels.affiliate_rakuten`.
"""

from adcrm.channels.declare import Channel, Totals, currency, day, identifier, money, tally, text

CHANNEL = Channel(
    key="affiliate:rakuten",
    layout="signature_orders",
    signatures=(
        ("Member ID (U1)", "MID", "Order ID", "Transaction Date", "SKU", "Sales", "Total Commission"),
        ("MID", "Order ID", "Transaction Date", "Transaction Time", "SKU", "Sales", "Total Commission"),
    ),
    columns=(
        day("Transaction Date"),
        text("account", "Advertiser Name"),
        identifier("account_id", "MID"),
        text("publisher", "Publisher Name", "Affiliate Name", "Publisher ID"),
        identifier("item_id", ("Order ID", "SKU")),
        identifier("order_key", "Order ID"),
        identifier("click_ref", "Member ID (U1)"),
        currency("Currency"),
        money("cost", "Total Commission", signed=True),
        money("conversion_value", "Sales"),
        tally("conversions", "conversion_value", "cost", once="order_key"),
        text("", "Transaction Time", "# of Items", "Process Date", "Process Time"),
    ),
    totals=Totals(equals=("Total", "Totals", "Grand Total")),
    date_order="mdy",
)
