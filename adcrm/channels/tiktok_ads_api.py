"""TikTok Ads: rows of the reporting interface, as loaders and warehouses keep them, by hour or by day.

``stat_time_hour`` holds the day and the hour in one text. Names are those of the interface; "-" stands for nothing known.
"""

from adcrm.channels.declare import Channel, count, currency, day, identifier, money, number, split, text

CHANNEL = Channel(
    key="tiktok_ads",
    layout="api",
    signatures=(("stat_time_hour", "spend"), ("stat_time_day", "spend")),
    columns=(
        day("stat_time_day", "stat_time_hour"),
        split("hour", "hour", "stat_time_hour"),
        identifier("account_id", "advertiser_id"),
        text("account", "advertiser_name"),
        identifier("campaign_id", "campaign_id"),
        text("campaign", "campaign_name"),
        text("campaign_type", "objective_type"),
        identifier("ad_group_id", "adgroup_id"),
        text("ad_group", "adgroup_name"),
        identifier("ad_id", "ad_id"),
        text("ad", "ad_name", "ad_text"),
        split("age", "age", "age"),
        split("gender", "gender", "gender"),
        split("region", "region", "country_code", "province_id"),
        split("placement", "placement", "placement"),
        split("device", "device", "platform"),
        currency("currency"),
        count("impressions", "impressions"),
        count("clicks", "clicks"),
        count("reach", "reach"),
        money("cost", "spend"),
        number("conversions", "conversion", "conversions"),
        money("conversion_value", "total_purchase_value", "total_complete_payment_value"),
        text("", "cpc", "cpm", "ctr", "cost_per_conversion", "conversion_rate", "frequency", "likes", "comments", "shares", "follows"),
        text("", "video_play_actions", "video_watched_2s", "video_watched_6s", "profile_visits", "_fivetran_synced"),
    ),
)
