"""Google Ads: the small tables behind the cards of the overview page, one by one or as a zip.

They carry no title, no totals and no period: the period stands in the name of each file. Money has a sign, no code.
Cards that rank (keywords, searches) show only the top of the list.
"""

from adcrm.channels.declare import Channel, Totals, count, day, money, number, span, split, text

CHANNEL = Channel(
    key="google_ads",
    layout="overview_cards",
    only_known=True,
    signatures=(
        ("Date", "Clicks", "Avg. CPC"),
        ("Date", "Clicks", "Impressions", "Cost"),
        ("Quarter", "Clicks", "Impressions"),
        ("Hour", "Clicks", "Impressions"),
        ("Campaign Name", "Campaign Group Name", "Cost"),
        ("Search Keyword", "Criterion Status"),
        ("Search", "Cost", "Clicks", "Impressions"),
        ("Device", "Cost", "Impressions", "Clicks"),
        ("Network", "Clicks", "Cost", "Avg. CPC"),
        ("Age Range", "Impressions", "Percent of known total"),
        ("Gender", "Impressions", "Percent of known total"),
        ("Day", "Impressions"),
        ("Start Hour", "Impressions"),
        ("Optimization Score", "Campaign Name"),
    ),
    columns=(
        day("Date"),
        span("quarter", "Quarter"),
        text("campaign", "Campaign Name"),
        text("match_type", "Match type"),
        split("weekday", "weekday", "Day"),
        split("hour", "hour", "Start Hour", "Hour"),
        split("location", "region", "Location"),
        split("device", "device", "Device"),
        split("network", "placement", "Network"),
        split("age", "age", "Age Range"),
        split("gender", "gender", "Gender"),
        split("keyword", "keyword", "Search Keyword"),
        split("search_term", "search_term", "Search", "Word"),
        count("impressions", "Impressions"),
        count("clicks", "Clicks", within="impressions"),
        money("cost", "Cost"),
        number("conversions", "Conversions"),
        # Read by nobody; listed so that every head of a card is a known one.
        text("", "Avg. CPC", "CTR", "Campaign Group Name", "Campaign Status", "Criterion Status", "Ad Group Status"),
        text("", "Percent of known total", "Optimization Score", "Avg. CPM", "Avg. cost", "Conv. rate", "Cost / conv."),
    ),
    totals=Totals(equals=()),
    period_in_name=True,
    overlapping=("keyword", "search_term"),
    date_order="dmy",
)
