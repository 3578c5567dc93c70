"""360 search (360 点睛): a row's day may be a stretch of days, ``="2026-07-18至2026-07-24"``. Money is yuan."""

from adcrm.channels.declare import Channel, count, day, identifier, money, number, split, text

CHANNEL = Channel(
    key="360_search",
    signatures=(
        (("展示次数", "展示量"), "总费用", ("平均每次点击费用", "推广账户", "推广计划", "推广组")),
        ("推广账户", "产品线", ("总费用", "消费")),
    ),
    columns=(
        day("时间", "日期"),
        text("account", "推广账户", "账户", "账户名称"),
        identifier("account_id", "账户ID", "推广账户ID"),
        text("campaign_type", "产品线", "推广类型"),
        text("campaign", "推广计划", "推广计划名称", "计划名称"),
        identifier("campaign_id", "推广计划ID", "计划ID"),
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
        count("impressions", "展示次数", "展示量"),
        count("clicks", "点击次数", "点击量", within="impressions"),
        money("cost", "总费用", "消费"),
        number("conversions", "转化数", "转化量", "浅层转化数"),
        money("conversion_value", "转化金额"),
        text("", "点击率", "平均每次点击费用", "平均排名", "浅层转化数", "关键词ID"),
    ),
    currency="CNY",
)
