"""Touchpoint logs: one row each time a person met an ad or came by, and one for each order, with its number."""

from adcrm.channels.declare import Channel, Totals, currency, identifier, moment, money, text

_PERSONS = ("visitor_id", "Visitor ID", "user_id", "client_id", "anonymous_id", "person_id", "user_pseudo_id", "访客ID", "用户ID", "客户ID", "openid")
_TIMES = ("timestamp", "event_time", "time", "touch_time", "touchpoint_time", "datetime", "occurred_at", "时间", "触点时间", "发生时间", "访问时间")
_CHANNELS = ("channel", "Channel", "touchpoint", "marketing_channel", "渠道", "触点渠道", "来源渠道")

CHANNEL = Channel(
    key="touchpoints",
    layout="touch_log",
    target="touchpoints",
    signatures=((_PERSONS, _TIMES, _CHANNELS),),
    columns=(
        text("person_key", *_PERSONS),
        moment("at", *_TIMES),
        text("channel", *_CHANNELS),
        text("source", "source", "utm_source", "来源"),
        text("medium", "medium", "utm_medium", "媒介"),
        text("campaign", "campaign", "campaign_name", "utm_campaign", "广告计划", "推广计划", "活动"),
        text("ad", "ad", "ad_name", "creative", "utm_content", "广告", "创意"),
        text("publisher", "publisher", "affiliate", "kol", "influencer", "达人", "媒体"),
        text("kind", "type", "event_type", "event", "event_name", "touch_type", "interaction", "interaction_type", "类型", "触点类型", "事件"),
        text("click_id", "click_id", "gclid", "fbclid", "clickid", "点击ID"),
        identifier("order_key", "order_id", "order_number", "transaction_id", "conversion_id", "订单号", "订单编号"),
        text("country", "country", "国家"),
        money("cost", "cost", "spend", "花费"),
        money("value", "value", "revenue", "conversion_value", "order_value", "金额", "订单金额", signed=True),
        currency("currency", "币种"),
    ),
    totals=Totals(equals=()),
)
