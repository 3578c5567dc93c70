"""Universal Analytics (to 2023) as a workbook: the sheet ``Summary`` says view and days, ``Dataset1`` holds the rows, the total last."""

from adcrm.channels.declare import Channel, count, day, money, number, text

CHANNEL = Channel(
    key="universal_analytics",
    layout="report",
    target="web",
    signatures=((("Sessions", "Pageviews"), ("Bounce Rate", "Avg. Session Duration", "Pages / Session", "New Users", "Users", "Day Index")),),
    columns=(
        day("Day Index", "Date"),
        text("channel_group", "Default Channel Grouping"),
        text("source_medium", "Source / Medium", "Source/Medium"),
        text("source", "Source", "Social Network"),
        text("medium", "Medium"),
        text("campaign", "Campaign"),
        text("landing_page", "Landing Page"),
        text("page", "Page", "Page Title"),
        text("country", "Country"),
        text("region", "Region", "City"),
        text("device", "Device Category"),
        text("dimension_value", "Browser", "Operating System", "Language", "Age", "Gender", "Segment"),
        count("sessions", "Sessions"),
        count("users", "Users"),
        count("new_users", "New Users"),
        count("views", "Pageviews"),
        number("conversions", "Goal Completions"),
        number("orders", "Transactions"),
        money("revenue", "Revenue", signed=True),
        text("", "Bounce Rate", "Pages / Session", "Avg. Session Duration", "Ecommerce Conversion Rate", "% New Sessions"),
    ),
)
