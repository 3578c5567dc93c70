"""Klaviyo: the campaigns that were sent by mail or text message, one row a send.

A send counts on the day on which it went out. Opens and clicks are those of different people; orders are those that Klaviyo
credits to the send within its own window. Revenue has no currency in the file: it is the shop's.
"""

from adcrm.channels.declare import Channel, count, day, identifier, money, number, text

CHANNEL = Channel(
    key="klaviyo",
    signatures=(("Campaign Name", "Unique Placed Order"), ("Send Time", "Successful Deliveries"), ("Campaign Name", "Send Time", "Unique Opens")),
    columns=(
        day("Send Time", "Send Date", "Sent At"),
        text("campaign", "Campaign Name"),
        identifier("campaign_id", "Campaign ID"),
        text("campaign_type", "Campaign Channel", "Channel"),
        text("ad", "Subject"),
        text("category", "List", "Lists"),
        identifier("item_id", "Message ID", "Campaign ID"),
        count("sent", "Total Recipients", "Recipients"),
        count("delivered", "Successful Deliveries", within="sent"),
        count("opens", "Unique Opens", "Total Opens"),
        count("clicks", "Unique Clicks", "Total Clicks"),
        money("cost", "Cost", "Campaign Cost"),
        number("conversions", "Unique Placed Order", "Placed Order", "Total Placed Order"),
        money("conversion_value", "Revenue", "Placed Order Value"),
        text("", "Tags", "Send Weekday", "Placed Order Rate", "Open Rate", "Click Rate", "Total Opens", "Total Clicks", "Unsubscribes"),
        text("", "Spam Complaints", "Spam Complaints Rate", "Bounces", "Bounce Rate", "Unsubscribe Rate", "Winning Variant?"),
    ),
)
