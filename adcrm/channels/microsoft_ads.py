"""Microsoft Advertising (Bing Ads): reports by download (spaced heads) and by the interface (joined heads).

Up to ten quoted lines stand above the head: the report's days, how it is put together, and how many rows it has. What
``TimePeriod`` means depends on the aggregation named there: a day, a week, an hour (``2026-07-01|7``), a weekday from 1, Sunday.
"""

from adcrm.channels.declare import Channel, Lookalike, Totals, count, currency, day, identifier, money, number, span, split, text
from adcrm.messages import message

TIME = ("TimePeriod", "Time period", "Gregorian date")
WEEKDAYS = {"1": "Sunday", "2": "Monday", "3": "Tuesday", "4": "Wednesday", "5": "Thursday", "6": "Friday", "7": "Saturday"}

CHANNEL = Channel(
    key="microsoft_ads",
    signatures=(
        ("TimePeriod", "Spend"),
        ("AccountName", "Spend"),
        ("CampaignName", "Spend", "Impressions"),
        ("Spend", "Impressions", "CurrencyCode"),
        ("Spend", "Impr.", ("Conv.", "Revenue", "Avg. CPC", "CTR")),
        ("Spend", "Impressions", "Clicks", ("Conv.", "Currency code", "Gregorian date", "Delivered match type")),
    ),
    columns=(
        day(*TIME, "Date", "Day"),
        span("week", *TIME, when="Report Aggregation: Weekly"),
        span("week", *TIME, when="Report Aggregation: WeeklyStartingMonday"),
        span("month", *TIME, when="Report Aggregation: Monthly"),
        span("year", *TIME, when="Report Aggregation: Yearly"),
        split("hour", "hour", *TIME, after="|"),
        split("hour", "hour", *TIME, when="Report Aggregation: HourOfDay"),
        split("weekday", "weekday", *TIME, when="Report Aggregation: DayOfWeek", words=WEEKDAYS),
        text("account", "AccountName", "Account name", "Account"),
        identifier("account_id", "AccountId", "Account ID", "AccountNumber", "Account number"),
        text("campaign", "CampaignName", "Campaign name", "Campaign"),
        identifier("campaign_id", "CampaignId", "Campaign ID"),
        text("campaign_type", "CampaignType", "Campaign type"),
        text("ad_group", "AdGroupName", "Ad group name", "Ad group"),
        identifier("ad_group_id", "AdGroupId", "Ad group ID"),
        text("ad", "AdTitle", "TitlePart1", "Ad title", "Title part 1"),
        identifier("ad_id", "AdId", "Ad ID"),
        text("match_type", "DeliveredMatchType", "BidMatchType", "Delivered match type", "Bid match type", "Match type"),
        split("hour", "hour", "HourOfDay", "Hour of day"),
        split("weekday", "weekday", "DayOfWeek", "Day of week", words=WEEKDAYS),
        split("region", "region", ("Country", "State", "City"), ("Country/region", "State/province"), "MostSpecificLocation", "Location"),
        split("age", "age", "AgeGroup", "Age group"),
        split("gender", "gender", "Gender"),
        split("device", "device", "DeviceType", "Device type", "Device"),
        split("network", "placement", "Network", "TopVsOther", "Top vs. other", "PublisherUrl", "Website"),
        split("audience", "placement", "AudienceName", "Audience name", "CompanyName", "IndustryName", "JobFunctionName"),
        split("action", "placement", "Goal", "GoalName", "Goal name", "ClickType", "Click type"),
        split("product", "product", "MerchantProductId", "Item ID", "Product title", "Title"),
        split("keyword", "keyword", "Keyword"),
        split("search_term", "search_term", "SearchQuery", "Search term", "Search query"),
        split("asset", "asset", "AssetContent", "AssetId", "Asset content", "Asset"),
        currency("CurrencyCode", "Currency code", "Currency"),
        count("impressions", "Impressions", "Impr."),
        count("clicks", "Clicks", within="impressions"),
        money("cost", "Spend"),
        number("conversions", "ConversionsQualified", "Conversions", "Conv. (qualified)", "Conv.", "AllConversions", "All conv."),
        money("conversion_value", "Revenue", "Conversion value", "AllRevenue", "All revenue"),
        text("", "Ctr", "CTR", "AverageCpc", "Avg. CPC", "AveragePosition", "ReturnOnAdSpend", "AllConversions", "AllRevenue", "All conv."),
        text("", "All revenue", "CampaignStatus", "AccountStatus", "Assists", "ExtendedCost", "QualityScore", "CostPerConversion"),
    ),
    totals=Totals(starts=("Total -", "Total:"), equals=("Total", "Totals", "Grand total")),
    footers=("©", "@20"),
    lookalikes=(
        Lookalike(
            ("Type", "Status", "Id", "Parent Id"),
            message("This is a bulk sheet of Microsoft Advertising (its first columns are “Type”, “Status” and “Id”), not a performance report."),
        ),
    ),
    period_labels=("Report Time:",),
    account_labels=("Account:",),
    rows_label="Rows:",
    incomplete=("Potential Incomplete Data: true", "Potential Incomplete Data: True"),
    overlapping=("asset", "audience", "action"),
    date_order="mdy",
)  # fmt: skip
