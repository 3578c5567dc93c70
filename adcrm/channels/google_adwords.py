"""AdWords, as Google Ads was called until 2018: reports with "Campaign state", "Impressions" and "Cost" in full words.

Conversions were counted per click ("Converted clicks") beside the plain ones; the plain ones are read where both stand.
"""

from adcrm.channels.bulk_sheets import BULK_SHEETS_ELSEWHERE
from adcrm.channels.declare import Channel, Totals, count, currency, day, identifier, money, number, span, split, text
from adcrm.channels.google_ads import DASHED

STATES = ("Campaign state", "Ad group state", "Keyword state", "Ad state")

CHANNEL = Channel(
    key="google_ads",
    layout="adwords",
    signatures=((STATES, "Cost"), (STATES, "Clicks", "Impressions"), ("Campaign", "Cost", "Impressions", ("Avg. position", "Converted clicks"))),
    columns=(
        day("Day", "Date"),
        span("week", "Week"),
        span("month", "Month"),
        span("quarter", "Quarter"),
        span("year", "Year"),
        text("account", "Account", "Client name"),
        identifier("account_id", "Customer ID", "Client Customer ID", written=DASHED),
        text("campaign", "Campaign"),
        identifier("campaign_id", "Campaign ID"),
        text("campaign_type", "Campaign type"),
        text("ad_group", "Ad group"),
        identifier("ad_group_id", "Ad group ID"),
        text("ad", "Ad", "Headline 1"),
        identifier("ad_id", "Ad ID"),
        text("match_type", "Match type"),
        split("hour", "hour", "Hour of day"),
        split("weekday", "weekday", "Day of week"),
        split("device", "device", "Device"),
        split("network", "placement", "Network (with search partners)", "Network"),
        split("location", "region", "Location", "Country/Territory", "City", "Region"),
        split("keyword", "keyword", "Keyword"),
        split("search_term", "search_term", "Search term"),
        currency("Currency", "Currency code"),
        count("impressions", "Impressions", "Impr."),
        count("clicks", "Clicks", within="impressions"),
        money("cost", "Cost"),
        number("conversions", "Conversions", "Conv. (many-per-click)", "Converted clicks", "Conv. (1-per-click)"),
        money("conversion_value", "Total conv. value", "Conv. value"),
        text("", *STATES, "Budget", "Status", "Status reasons", "CTR", "Avg. CPC", "Avg. CPM", "Avg. position", "Converted clicks"),
        text("", "Click conversion rate", "Cost / converted click", "Cost / conv.", "Conv. rate", "Max. CPC", "Labels", "Quality score"),
    ),
    totals=Totals(
        starts=("Total - ", "Total: "),
        equals=("Total",),
        own=("all filtered campaigns", "all filtered ad groups", "all filtered keywords", "all but removed campaigns", "all but removed ad groups"),
        whole=("all account", "account"),
    ),
    lookalikes=BULK_SHEETS_ELSEWHERE,
)
