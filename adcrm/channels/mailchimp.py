"""Mailchimp: the list of campaigns that were sent, one row a send.

A send counts on the day on which it went out. Opens and clicks are those of different people; rates are computed, never
read. There is no currency in the file: revenue is in the shop's. An audience (addresses of people) is no report.
"""

from adcrm.channels.declare import Channel, Lookalike, count, day, identifier, money, number, text
from adcrm.messages import message

AUDIENCE = message("This is an audience of Mailchimp (the addresses of people), not a report of what was sent.")

CHANNEL = Channel(
    key="mailchimp",
    signatures=(
        ("Title", "Subject", "Send Date", "Total Recipients"),
        ("Send Date", "Successful Deliveries", "Unique Opens"),
        ("Total Recipients", "Abuse Complaints", "Unique Id"),
    ),
    columns=(
        day("Send Date"),
        text("campaign", "Title", "Campaign Title"),
        text("ad", "Subject"),
        text("category", "List", "Audience"),
        identifier("item_id", "Unique Id", "Campaign Id"),
        count("sent", "Total Recipients", "Recipients"),
        count("delivered", "Successful Deliveries", "Deliveries", within="sent"),
        count("opens", "Unique Opens", "Total Opens"),
        count("clicks", "Unique Clicks", "Total Clicks"),
        money("cost", "Campaign Cost"),
        number("conversions", "Orders", "Total Orders"),
        money("conversion_value", "Revenue Created", "Revenue", "Total Revenue"),
        text("", "Send Weekday", "Soft Bounces", "Hard Bounces", "Total Bounces", "Times Forwarded", "Forwarded Opens", "Open Rate"),
        text("", "Total Opens", "Click Rate", "Total Clicks", "Unsubscribes", "Abuse Complaints", "Analytics ROI", "Visits", "New Visits"),
        text("", "Pages/Visit"),
    ),
    lookalikes=(Lookalike(("Email Address", "First Name", "Last Name"), AUDIENCE),),
    date_order="mdy",
)
