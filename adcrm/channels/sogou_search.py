"""Sogou search (搜狗推广): the first row under the head is the total, ``总计,--,--,…``. Money is yuan."""

from adcrm.channels.declare import Channel, count, day, identifier, money, number, split, text

CHANNEL = Channel(
    key="sogou_search",
    signatures=(
        ("消耗", ("展示数", "展示量"), "点击均价", ("账户", "推广计划", "推广组", "关键词")),
        ("有消耗词量", "消耗"),
    ),
    columns=(
        day("日期", "时间"),
        text("account", "账户", "账户名称", "推广账户"),
        identifier("account_id", "账户ID"),
        text("campaign", "推广计划", "推广计划名称"),
        identifier("campaign_id", "推广计划ID"),
        text("ad_group", "推广组", "推广组名称"),
        identifier("ad_group_id", "推广组ID"),
        text("ad", "创意标题", "创意"),
        identifier("ad_id", "创意ID"),
        text("match_type", "匹配模式", "匹配方式"),
        split("hour", "hour", "小时", "时段"),
        split("region", "region", ("省", "市"), "地域", "省份"),
        split("device", "device", "推广设备", "设备", "平台"),
        split("keyword", "keyword", "关键词"),
        split("search_term", "search_term", "搜索词"),
        count("impressions", "展示数", "展示量"),
        count("clicks", "点击数", "点击量", within="impressions"),
        money("cost", "消耗"),
        number("conversions", "转化数", "转化量"),
        text("", "编号", "点击率", "点击均价", "有消耗词量"),
    ),
    currency="CNY",
)
