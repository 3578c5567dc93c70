"""Shenma search (神马推广): heads as in Baidu's new reports, but 时间 where Baidu writes 日期. Without either, a person is asked."""

from adcrm.channels.declare import Channel, count, day, identifier, money, number, split, text

CHANNEL = Channel(
    key="shenma_search",
    signatures=(
        ("时间", "展现量", "消费", ("账户", "推广计划", "推广单元", "关键词", "搜索词")),
        ("时间", "展现量", "消费", "点击量", "平均点击价格"),
        ("展现量", "消费", ("账户", "推广计划", "推广单元", "关键词", "搜索词")),
    ),
    columns=(
        day("时间", "日期"),
        text("account", "账户", "账户名称", "推广账户"),
        identifier("account_id", "账户ID"),
        text("campaign", "推广计划", "推广计划名称"),
        identifier("campaign_id", "推广计划ID"),
        text("ad_group", "推广单元", "推广单元名称"),
        identifier("ad_group_id", "推广单元ID"),
        text("ad", "创意标题", "创意"),
        identifier("ad_id", "创意ID"),
        text("match_type", "匹配模式", "匹配方式"),
        split("hour", "hour", "小时", "时段"),
        split("region", "region", ("省", "市"), "地域", "省份"),
        split("device", "device", "推广设备", "设备", "操作系统"),
        split("keyword", "keyword", "关键词"),
        split("search_term", "search_term", "搜索词"),
        count("impressions", "展现量"),
        count("clicks", "点击量", within="impressions"),
        money("cost", "消费"),
        number("conversions", "转化数", "转化量"),
        text("", "点击率", "平均点击价格", "千次展现消费", "关键词ID"),
    ),
    currency="CNY",
)
