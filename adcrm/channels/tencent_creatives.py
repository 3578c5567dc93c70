"""Tencent Ads and WeChat ads by creative: the ad (广告) is then the group of its creatives (创意)."""

from adcrm.channels.declare import Channel, identifier, text
from adcrm.channels.tencent_ads import FIGURES, SETTING_LABELS, SETTINGS

CHANNEL = Channel(
    key="tencent_ads",
    layout="creatives",
    signatures=((("广告名称", "广告ID"), ("创意名称", "创意ID"), ("曝光次数", "曝光量"), ("花费", "消耗")),),
    columns=(
        text("campaign", "推广计划名称", "推广计划", "计划名称"),
        identifier("campaign_id", "推广计划ID", "计划ID"),
        text("ad_group", "广告名称"),
        identifier("ad_group_id", "广告ID"),
        text("ad", "创意名称"),
        identifier("ad_id", "创意ID"),
        *FIGURES,
    ),
    currency="CNY",
    attributions=SETTINGS,
    attribution_labels=SETTING_LABELS,
    account_labels=("账户名称:", "账户:", "广告主:"),
    period_labels=("时间范围", "统计时间", "日期范围", "报表时间"),
)
