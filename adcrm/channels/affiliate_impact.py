"""Impact (impact.com): the action listing of a brand.

An action counts on the day on which it happened (Action Date). A reversed one is declined: its payout is zero, and its sale
was none. Locking and clearing say when an approved action is settled and paid; they do not change what it costs.
"""

from adcrm.channels.declare import Channel, Totals, currency, day, identifier, mapped, money, tally, text

STATUS = {
    "approved": "approved", "locked": "approved", "cleared": "approved", "paid": "approved", "pending": "pending", "n/a": "pending",
    "reversed": "declined", "rejected": "declined", "defaulted": "declined",
}  # fmt: skip

CHANNEL = Channel(
    key="affiliate:impact",
    signatures=(("Action Id", "Payout"), ("Action Id", "Sale Amount"), ("ActionId", "Payout"), ("Action Tracker", "Payout")),
    columns=(
        day("Action Date", "Event Date", "ActionDate", "Creation Date"),
        text("account", "Brand", "Advertiser", "Advertiser Name"),
        text("campaign", "Campaign Name", "CampaignName", "Program", "Campaign"),
        identifier("campaign_id", "Campaign Id", "CampaignId", "Program Id"),
        text("publisher", "Partner", "Partner Name", "Media Partner", "Media", "MediaPartnerName", "Media Name"),
        text("category", "Event Type", "Action Tracker", "EventTypeName"),
        identifier("item_id", "Action Id", "ActionId", "Id"),
        identifier("order_key", "Order Id", "Oid", "OrderId"),
        mapped("status", dict.fromkeys(("Status", "Action Status", "State"), STATUS)),
        currency("Currency", "Original Currency", "Payout Currency"),
        money("cost", "Payout", "Action Cost", "Media Cost", signed=True),
        money("conversion_value", "Sale Amount", "Amount", "Action Amount", "Revenue"),
        tally("conversions", "conversion_value", "cost"),
        text("", "Action Tracker Id", "Locked Status", "Posting Date", "Modification Date", "Locking Date", "Clearing Date", "Sub Id 1"),
        text("", "Sub Id 2", "Sub Id 3", "Shared Id", "Paystub Id", "Promo Code", "Referring Date"),
    ),
    totals=Totals(equals=("Total", "Totals")),
)
