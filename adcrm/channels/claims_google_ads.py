"""Google Ads: the orders it claims, one row a conversion with the click that it rests on (the columns of its offline conversions)."""

from adcrm.channels.declare import Channel, Totals, currency, identifier, moment, money, text

CHANNEL = Channel(
    key="claims:google_ads",
    layout="order_claims",
    target="claims",
    signatures=(("Google Click ID", "Conversion Time", "Conversion Value"), ("Google Click ID", "Conversion Time", "Order ID")),
    columns=(
        identifier("order_key", "Order ID", "Transaction ID"),
        moment("claimed_at", "Conversion Time", "Conversion date"),
        moment("click_at", "Click Time", "Ad interaction time"),
        text("click_id", "Google Click ID"),
        text("campaign", "Campaign"),
        text("ad", "Ad group", "Ad"),
        text("attribution", "Attribution model", "Conversion window", "Attributed Credit"),
        money("value", "Conversion Value", signed=True),
        currency("Conversion Currency", "Currency code", "Currency"),
        text("", "Conversion Name"),
    ),
    totals=Totals(equals=()),
    date_order="mdy",  # its template writes 07/01/2026 10:00:00 or the year first
)
