"""Tencent Ads and WeChat ads as their API gives them: names of fields as heads, and every amount in hundredths of a yuan (分)."""

from adcrm.channels.declare import Channel, count, day, identifier, money, number, split, text

CHANNEL = Channel(
    key="tencent_ads",
    layout="api",
    signatures=(("view_count", "valid_click_count"), ("view_count", "cost", ("conversions_count", "adgroup_id", "campaign_id", "ad_id"))),
    columns=(
        day("date", "ref_date"),
        text("account", "account_name", "advertiser_name"),
        identifier("account_id", "account_id", "advertiser_id"),
        text("campaign", "campaign_name"),
        identifier("campaign_id", "campaign_id"),
        text("ad_group", "adgroup_name", "ad_group_name"),
        identifier("ad_group_id", "adgroup_id", "ad_group_id"),
        text("ad", "ad_name", "creative_name", "dynamic_creative_name"),
        identifier("ad_id", "ad_id", "creative_id", "dynamic_creative_id"),
        text("attribution", "time_line"),
        split("hour", "hour", "hour"),
        count("impressions", "view_count", "exp_pv"),
        count("clicks", "valid_click_count", "clk_pv", within="impressions"),
        count("reach", "view_user_count"),
        money("cost", "cost", scale=2),
        number("conversions", "conversions_count", "order_pv", "order_count"),
        money("conversion_value", "order_amount", "order_value", scale=2),
        text("", "ctr", "cpc", "thousand_display_price", "conversions_cost", "conversions_rate"),
    ),
    currency="CNY",
)
