"""Google Ads: rows of the interface, as queries, scripts and warehouses keep them. Cost is in millionths of the currency.

Names come with dots (``metrics.cost_micros``), with underscores (``metrics_cost_micros``) or bare (``cost_micros``).
"""

from adcrm.channels.declare import Channel, count, currency, day, identifier, money, number, split, text
from adcrm.channels.google_ads import DASHED

CHANNEL = Channel(
    key="google_ads",
    layout="api",
    signatures=(("cost_micros",), ("metrics.cost_micros",), ("metrics_cost_micros",), ("metrics.costMicros",)),
    columns=(
        day("segments.date", "segments_date", "date", "date_day", "_DATA_DATE"),
        text("account", "customer.descriptive_name", "customer_descriptive_name", "account_name", "customer.descriptiveName"),
        identifier("account_id", "customer.id", "customer_id", "account_id", "external_customer_id", written=DASHED),
        text("campaign", "campaign.name", "campaign_name"),
        identifier("campaign_id", "campaign.id", "campaign_id", "id"),
        text("campaign_type", "campaign.advertising_channel_type", "campaign_advertising_channel_type", "advertising_channel_type"),
        text("ad_group", "ad_group.name", "ad_group_name", "adGroup.name"),
        identifier("ad_group_id", "ad_group.id", "ad_group_id", "adGroup.id"),
        text("ad", "ad_group_ad.ad.name", "ad_group_ad_ad_name", "ad_name"),
        identifier("ad_id", "ad_group_ad.ad.id", "ad_group_ad_ad_id", "ad_id"),
        text("match_type", "ad_group_criterion.keyword.match_type", "ad_group_criterion_keyword_match_type", "keyword_match_type", "match_type"),
        split("hour", "hour", "segments.hour", "segments_hour", "hour"),
        split("device", "device", "segments.device", "segments_device", "device"),
        split("network", "placement", "segments.ad_network_type", "segments_ad_network_type", "ad_network_type"),
        split("keyword", "keyword", "ad_group_criterion.keyword.text", "ad_group_criterion_keyword_text", "keyword_text"),
        split("search_term", "search_term", "search_term_view.search_term", "search_term_view_search_term", "search_term"),
        currency("customer.currency_code", "customer_currency_code", "currency_code", "customer.currencyCode"),
        count("impressions", "metrics.impressions", "metrics_impressions", "impressions"),
        count(
            "clicks", "metrics.clicks", "metrics_clicks", "clicks", within="impressions", judged=("metrics.clicks", "metrics_clicks", "clicks")
        ),
        money("cost", "metrics.cost_micros", "metrics_cost_micros", "cost_micros", "metrics.costMicros", scale=6),
        number("conversions", "metrics.conversions", "metrics_conversions", "conversions"),
        money("conversion_value", "metrics.conversions_value", "metrics_conversions_value", "conversions_value", "metrics.conversionsValue"),
        text("", "_fivetran_id", "_fivetran_synced", "base_campaign", "interactions", "interaction_event_types", "view_through_conversions"),
        text("", "active_view_impressions", "active_view_measurability", "active_view_viewability", "_LATEST_DATE"),
    ),
)  # fmt: skip
