"""LinkedIn Campaign Manager: performance reports of campaigns and creatives, UTF-16 with tabs or a workbook.

Lines above the head name the report, its first and its last day. Days are M/D/YYYY. Without a daily breakdown every row
has the first day of the report as its start: it then covers the whole report, and is not dated to that one day.
Reports of who the viewers are (job, company) show only groups large enough, one person in several; they never enter a total. Nor
do those of single conversions, of which one click may bring several.
"""

from adcrm.channels.declare import Channel, Totals, count, currency, day, identifier, money, number, split, text

CHANNEL = Channel(
    key="linkedin_ads",
    signatures=(
        ("Start Date (in UTC)", "Impressions"),
        ("Total Spent", "Impressions"),
        ("Total Spent", "Clicks"),
        ("Start Date (in UTC)", "Total Spent"),
        ("Conversion Name", "Conversions", ("Post-Click Conversions", "View-Through Conversions")),
    ),
    columns=(
        day("Start Date (in UTC)", "Start Date", "Date (in UTC)", "Date", "Day"),
        text("account", "Account Name"),
        identifier("account_id", "Account ID"),
        text("campaign", "Campaign Name"),
        identifier("campaign_id", "Campaign ID"),
        text("campaign_type", "Campaign Objective", "Objective Type", "Campaign Type"),
        text("ad_group", "Campaign Group Name"),
        identifier("ad_group_id", "Campaign Group ID"),
        text("ad", "Creative Name", "Ad Headline", "Ad Name"),
        identifier("ad_id", "Ad ID", "Creative ID"),
        split("region", "region", "Country/Region", "Location", "Member Country", "Country", "Region"),
        split("device", "device", "Impression Device Type", "Device Type"),
        split("placement", "placement", "Placement", "Publisher Name", "On/Off Network"),
        split(
            "audience", "placement", "Job Title Segment", "Job Function Segment", "Job Seniority Segment", "Company Segment", "Company Name Segment",
            "Company Industry Segment", "Company Size Segment", "Country/Region Segment", "Location Segment", "County Segment",
        ),
        split("action", "placement", "Conversion Name", "Conversion Type"),
        currency("Currency"),
        count("impressions", "Impressions"),
        count("clicks", "Clicks", within="impressions"),
        count("link_clicks", "Clicks to Landing Page"),
        count("reach", "Reach"),
        money("cost", "Total Spent"),
        number("conversions", "Conversions", "Total Conversions"),
        money("conversion_value", "Total Conversion Value", "Conversion Value"),
        count("engagements", "Total Engagements", "Total Social Actions", ("Reactions", "Comments", "Shares", "Follows")),
        count("leads", "Leads"),
        text("", "Campaign Type", "Campaign Start Date", "Campaign End Date", "Campaign Status", "Ad Introduction Text", "Ad Headline", "Click URL"),
        text("", "Reactions", "Comments", "Shares", "Follows", "Other Clicks", "Total Social Actions", "Viral Impressions", "Viral Clicks"),
        text("", "Lead Forms Opened", "Event Registrations", "Post-Click Conversions", "View-Through Conversions"),
    ),
    totals=Totals(equals=("Total", "Total:", "Grand total")),
    period_labels=("Report Start:", "Report End:", "Date Range:"),
    overlapping=("audience", "action"),
    day_may_open_period=True,
    date_order="mdy",
)  # fmt: skip
