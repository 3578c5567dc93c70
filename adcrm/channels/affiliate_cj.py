"""CJ Affiliate (Commission Junction): the advertiser's commission detail, one row an action or a correction of one.

A row counts on the day of the click's sale (Event Date), not on the later day of posting. A correction is a row of its
own with a negative amount; it takes cost and value back and is no sale. CJ locks an action before it closes it; only
what is closed is settled.
"""

from adcrm.channels.declare import Channel, Totals, currency, day, identifier, mapped, money, tally, text

CHANNEL = Channel(
    key="affiliate:cj",
    signatures=(
        ("Posting Date", "SID"),
        ("Posting Date", "Event Date", "Commission"),
        ("Action Status", "Commission ID"),
        ("postingDate", "commissionId"),
    ),
    columns=(
        day("Event Date", "eventDate", "Posting Date", "postingDate"),
        text("account", "Advertiser", "Advertiser Name", "advertiserName"),
        identifier("account_id", "Advertiser ID", "Advertiser CID", "advertiserId"),
        text("publisher", "Website", "Website Name", "Publisher", "Publisher Name", "websiteName", "publisherName"),
        text("category", "Action Type", "actionType"),
        identifier("item_id", "Commission ID", "commissionId", "Action ID", "Original Action ID"),
        identifier("order_key", "Order ID", "orderId"),
        mapped(
            "status",
            {
                head: {"new": "pending", "extended": "pending", "locked": "pending", "closed": "approved", "corrected": "approved"}
                for head in ("Status", "Action Status", "actionStatus")
            },
        ),
        currency("Currency", "Currency Code", "pubCommissionCurrency"),
        money("cost", "Commission", "Commission Amount", "Advertiser Commission", "advCommissionAmountAdvCurrency", signed=True),
        money("conversion_value", "Sale Amount", "Order Amount", "saleAmountAdvCurrency"),
        tally("conversions", "conversion_value", "cost", unless={"Original": ("No", "false", "0")}),
        text("", "Action Name", "SID", "Website ID", "Publisher ID", "Original", "Link ID", "Ad ID", "Click Date", "Locking Date"),
    ),
    totals=Totals(equals=("Total", "Totals")),
)
