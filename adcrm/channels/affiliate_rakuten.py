"""Rakuten Advertising (LinkShare): reports of transactions, one row an item of an order.

A row counts on the day of the transaction, not of its processing. The items of one order are one conversion; an item sent
back is a row of its own below zero. What the advertiser pays is the total commission; Rakuten's fee stands elsewhere.
"""

from adcrm.channels.declare import Channel, Totals, currency, day, identifier, mapped, money, tally, text

CHANNEL = Channel(
    key="affiliate:rakuten",
    signatures=(
        ("Member ID (U1)", "MID"),
        ("MID", "Order ID", "Total Commission"),
        ("Order ID", "SKU", "Total Commission"),
        ("Advertiser Name", "Sales", "Total Commission", "Transaction Date"),
    ),
    columns=(
        day("Transaction Date", "Process Date"),
        text("account", "Advertiser Name"),
        identifier("account_id", "MID", "Advertiser ID"),
        text("publisher", "Publisher Name", "Publisher", "Affiliate Name", "Publisher ID", "Affiliate ID"),
        text("product", "SKU", "Product Name"),
        identifier("item_id", "Transaction ID", "Order ID"),
        identifier("order_key", "Order ID"),
        identifier("click_ref", "Member ID (U1)", "U1"),
        mapped(
            "status",
            {
                head: {
                    "approved": "approved", "locked": "approved", "paid": "approved", "pending": "pending", "new": "pending", "open": "pending",
                    "declined": "declined", "rejected": "declined", "canceled": "declined", "cancelled": "declined", "void": "declined",
                }
                for head in ("Commission Status", "Order Status")
            },
        ),
        currency("Currency", "Currency Code"),
        money("cost", "Total Commission", "Gross Total Commissions", "Commissions", signed=True),
        money("conversion_value", "Sales", "Gross Sales"),
        tally("conversions", "conversion_value", "cost", once="order_key"),
        text("", "Offer ID", "Offer Name", "Offer Number", "Offer Rule", "Order Coupon Code(s)", "Transaction Time", "Process Time", "# of Items"),
        text("", "Adjusted Commission", "Baseline Commission", "Gross Commissions", "Non-Commissionable Items", "Non-Commissionable Order ID"),
        text("", "Browser", "Consumer City", "Device", "Mobile Operating System", "Sale Flag"),
    ),
    totals=Totals(equals=("Total", "Totals", "Grand Total")),
    date_order="mdy",
)  # fmt: skip
