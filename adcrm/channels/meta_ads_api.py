"""Meta: rows of the insights interface, as loaders and warehouses keep them; names in small letters with underscores.

``clicks`` are all clicks, ``inline_link_clicks`` those on links. What people did afterwards stands in a table of its own
there, with a column for each attribution window; it holds no spend and is not read as a report.
"""

from adcrm.channels.declare import Channel, count, currency, day, identifier, money, number, span, split, text

CHANNEL = Channel(
    key="meta_ads",
    layout="api",
    signatures=(
        ("spend", "inline_link_clicks"),
        ("spend", "date_start", "date_stop"),
        ("spend", "adset_id", "impressions"),
        ("spend", "adset_name", "impressions"),
    ),
    columns=(
        day("date", "date_day"),
        span("start", "date_start"),
        span("end", "date_stop"),
        text("account", "account_name"),
        identifier("account_id", "account_id"),
        text("campaign", "campaign_name"),
        identifier("campaign_id", "campaign_id"),
        text("campaign_type", "objective"),
        text("ad_group", "adset_name", "ad_set_name"),
        identifier("ad_group_id", "adset_id", "ad_set_id"),
        text("ad", "ad_name"),
        identifier("ad_id", "ad_id"),
        text("attribution", "attribution_setting"),
        split(
            "hour", "hour", "hourly_stats_aggregated_by_advertiser_time_zone", "hourly_stats_aggregated_by_audience_time_zone"
        ),
        split("age", "age", "age"),
        split("gender", "gender", "gender"),
        split("region", "region", ("country", "region"), "dma"),
        split("placement", "placement", ("publisher_platform", "platform_position")),
        split("device", "device", "impression_device", "device_platform"),
        split("product", "product", "product_id"),
        currency("account_currency", "currency"),
        count("impressions", "impressions"),
        count("clicks", "clicks", "inline_link_clicks"),
        count("link_clicks", "inline_link_clicks"),
        count("reach", "reach"),
        money("cost", "spend"),
        number("conversions", "purchases", "conversions"),
        money("conversion_value", "purchase_value", "conversion_values", "conversions_value"),
        text("", "cpc", "cpm", "ctr", "frequency", "inline_link_click_ctr", "unique_clicks", "_fivetran_id", "_fivetran_synced"),
    ),
    blank_is_zero=True,
)  # fmt: skip
