"""TikTok Ads: the report of the ads manager, as xlsx or csv, per day or for a period.

The last row ("Total of 652 results") sums up the rest. "-" and "--" stand for nothing known, "<5" for a count too small
to be shown. Clicks are those to the destination. No line says the period: without a day it must be asked.
"""

from adcrm.channels.declare import Channel, Totals, count, currency, day, identifier, money, number, split, text

CHANNEL = Channel(
    key="tiktok_ads",
    signatures=(
        ("Cost", "Clicks (destination)"),
        ("Cost", "CPC (destination)"),
        ("Cost", "Impressions", "CPM", "Primary status"),
        ("Cost", "Impressions", "Ad group name", "CPA"),
        ("Cost", "Impressions", "2-second video views"),
    ),
    columns=(
        day("Date", "By Day", "Day", "Time"),
        text("account", "Account name", "Advertiser name"),
        identifier("account_id", "Account ID", "Advertiser ID"),
        text("campaign", "Campaign name"),
        identifier("campaign_id", "Campaign ID"),
        text("campaign_type", "Advertising objective", "Objective", "Objective type"),
        text("ad_group", "Ad group name"),
        identifier("ad_group_id", "Ad group ID"),
        text("ad", "Ad name"),
        identifier("ad_id", "Ad ID"),
        text("attribution", "Attribution window", "Attribution settings"),
        split("hour", "hour", "By Hour", "Hour"),
        split("age", "age", "Age"),
        split("gender", "gender", "Gender"),
        split("region", "region", ("Country/Region", "Province/State"), "Country or region", "Location", "Region", "Subregion"),
        split("placement", "placement", "Placement", "Placements"),
        split("device", "device", "Operating system", "Device", "Device brand", "Platform"),
        split("audience", "placement", "Interest category", "Interest", "Audience", "Behavior"),
        split("asset", "asset", "Creative", "Video name", "Image name", "Material name"),
        currency("Currency"),
        count("impressions", "Impressions", "Impression"),
        count("clicks", "Clicks (destination)", "Clicks", "Clicks (all)", within="impressions", judged=("Clicks (destination)",)),
        count("reach", "Reach"),
        money("cost", "Cost", "Total cost", "Amount spent"),
        number("conversions", "Conversions", "Total conversions", "Results"),
        money("conversion_value", "Total purchase value", "Total complete payment value", "Purchase value", "Total conversion value"),
        text("", "Primary status", "Secondary status", "CPM", "CPC (destination)", "CTR (destination)", "CTR (all)", "CPA", "Frequency"),
        text("", "Cost per 1,000 people reached", "Conversion rate (CVR)", "2-second video views", "6-second video views"),
        text("", "Video views at 25%", "Video views at 50%", "Video views at 75%", "Video views at 100%"),
        text("", "Average play time per video view", "Result rate", "Cost per result", "Video views"),
    ),
    totals=Totals(starts=("Total of ",), equals=("Total", "Total:", "Grand total")),
    overlapping=("asset", "audience"),
)
