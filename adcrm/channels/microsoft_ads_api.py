"""Microsoft Advertising: rows as loaders and warehouses keep them, names in small letters with underscores."""

from adcrm.channels.declare import Channel, count, currency, day, identifier, money, number, split, text

CHANNEL = Channel(
    key="microsoft_ads",
    layout="api",
    signatures=(
        ("spend", "conversions_qualified"),
        ("spend", "currency_code", "device_type"),
        ("spend", "device_os", "network"),
        ("spend", "delivered_match_type"),
    ),
    columns=(
        day("date", "date_day", "time_period"),
        text("account", "account_name"),
        identifier("account_id", "account_id"),
        text("campaign", "campaign_name"),
        identifier("campaign_id", "campaign_id"),
        text("campaign_type", "campaign_type"),
        text("ad_group", "ad_group_name"),
        identifier("ad_group_id", "ad_group_id"),
        text("ad", "ad_name", "ad_title"),
        identifier("ad_id", "ad_id"),
        text("match_type", "delivered_match_type", "bid_match_type"),
        split("device", "device", "device_type"),
        split("network", "placement", "network", "top_vs_other"),
        split("keyword", "keyword", "keyword", "keyword_name", "keyword_id"),
        split("search_term", "search_term", "search_query"),
        currency("currency_code"),
        count("impressions", "impressions"),
        count("clicks", "clicks", within="impressions"),
        money("cost", "spend"),
        number("conversions", "conversions_qualified", "conversions", "all_conversions_qualified", "all_conversions"),
        money("conversion_value", "revenue", "all_revenue"),
        text("", "device_os", "bid_strategy_type", "ad_distribution", "budget_association_status", "budget_name", "_fivetran_id", "_fivetran_synced"),
        text("", "all_conversions", "all_conversions_qualified", "all_revenue", "view_through_conversions", "conversions", "bid_match_type"),
    ),
)
