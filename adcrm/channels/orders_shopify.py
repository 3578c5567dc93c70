"""Shopify orders: a row an item, the order's money only on its first row, ``#`` before the number, times with their offset.

``Total`` is what the buyer was charged. Apps add columns for the visit that led to the order; an address with a click id says as much.
"""

from adcrm.channels.declare import Channel, Totals, currency, moment, money, number, text

CHANNEL = Channel(
    key="shop_orders",
    layout="orders_shopify",
    target="orders",
    signatures=(("Name", "Financial Status", "Total"), ("Name", "Lineitem name", "Lineitem price"), ("Name", "Paid at", "Lineitem quantity")),
    columns=(
        text("order_key", "Name", pattern="^#?(.*)$"),
        text("person_key", "Visitor ID", "Customer ID", "Email"),
        text("status_word", "Financial Status"),
        moment("ordered_at", "Created at", "Paid at", "Processed at"),
        moment("cancelled_at", "Cancelled at"),
        currency("Currency"),
        money("gross_value", "Total", signed=True),
        money("discount", "Discount Amount", signed=True),
        money("refund", "Refunded Amount", signed=True),
        number("item_quantity", "Lineitem quantity"),
        money("item_price", "Lineitem price", signed=True),
        text("item_name", "Lineitem name"),
        text("item_category", "Lineitem type", "Product Type", "Vendor"),
        text("coupon", "Discount Code"),
        text("landing_page", "Landing Site", "Landing Page"),
        text("source", "utm_source", "UTM Source"),
        text("medium", "utm_medium", "UTM Medium"),
        text("campaign", "utm_campaign", "UTM Campaign"),
        text("click_id", "Click ID", "gclid", "fbclid"),
        text("country", "Shipping Country", "Billing Country"),
        text("region", "Shipping Province", "Billing Province"),
        text("", "Subtotal", "Shipping", "Taxes", "Lineitem sku", "Fulfillment Status", "Fulfilled at", "Note", "Tags", "Source", "Risk Level"),
    ),
    totals=Totals(equals=()),
)
