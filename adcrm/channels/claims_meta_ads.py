"""Meta Ads: the orders it claims, one row a purchase event with its attribution window and the moment of the touch."""

from adcrm.channels.declare import Channel, Totals, currency, identifier, moment, money, text

CHANNEL = Channel(
    key="claims:meta_ads",
    layout="order_claims",
    target="claims",
    signatures=(("event_name", "event_time", "order_id", "attribution_window"), ("event_name", "event_time", "order_id", ("fbc", "fbp"))),
    columns=(
        identifier("order_key", "order_id"),
        identifier("claim_key", "event_id"),
        moment("claimed_at", "event_time"),
        moment("click_at", "touch_time"),
        text("click_id", "fbc", "fbclid"),
        text("campaign", "campaign_name", "campaign"),
        text("ad", "ad_name", "ad"),
        text("attribution", "attribution_window", "attribution_setting"),
        money("value", "value", signed=True),
        currency("currency"),
        text("", "event_name", "fbp"),
    ),
    totals=Totals(equals=()),
)
