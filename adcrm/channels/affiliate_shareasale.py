"""ShareASale: the merchant's ledger of transactions.

A transaction counts on its own day (Trans Date). A voided one is declined; a locked one can no longer change and is approved;
the rest are pending. The order's number is a part of the comment. Money is in US dollars, the only currency of the network.
"""

from adcrm.channels.declare import Channel, Totals, day, identifier, mapped, money, tally, text

ORDER = r"(?i)^(?:.*\border\b(?:\s|no\.?|number|id|[:#])*)?([^\s,;]+)"
YES = ("1", "yes", "true", "y")
NO = dict.fromkeys(("0", "no", "false", "n"), "")

CHANNEL = Channel(
    key="affiliate:shareasale",
    signatures=(("Trans ID", "Trans Amount"), ("Trans ID", "Commission", "Voided"), ("transid", "transamount"), ("Transaction ID", "Trans Amount")),
    columns=(
        day("Trans Date", "Transaction Date", "transdate"),
        text("account", "Merchant Organization", "Merchant", "merchantorganization"),
        identifier("account_id", "Merchant ID", "merchantid"),
        text("publisher", "Affiliate Organization", "Affiliate", "User ID", "Affiliate ID", "userid", "affiliateid"),
        identifier("item_id", "Trans ID", "Transaction ID", "transid"),
        identifier("order_key", "Order Number", "ordernumber", "Comment", "transcomment", pattern=ORDER),
        mapped(
            "status",
            {"Voided": dict.fromkeys(YES, "declined") | NO, "Locked": dict.fromkeys(YES, "approved") | NO},
            otherwise="pending",
        ),
        money("cost", "Commission", "commission", signed=True),
        money("conversion_value", "Trans Amount", "transamount"),
        tally("conversions", "conversion_value", "cost"),
        text("", "Pending Date", "Aff Comment", "Click Date", "Click Time", "SKU List", "Banner ID", "Lock Date", "Transaction Type"),
    ),
    currency="USD",
    totals=Totals(equals=("Total", "Totals")),
    date_order="mdy",
)
