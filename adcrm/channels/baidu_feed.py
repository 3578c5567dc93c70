"""Baidu feed ads (百度信息流): the search report's sister, with fewer lines above the head and tabs about the audience.

People have several interests, and the intent words are the top of a list: these tabs never enter a total.
"""

from adcrm.channels.declare import Channel, Totals, above, count, day, identifier, money, number, split, text

CHANNEL = Channel(
    key="baidu_feed",
    signatures=(
        (above("信息流"), ("展现", "展现量"), ("点击", "点击量"), "消费"),
        ("移动营销页浏览量", ("展现", "展现量"), "消费"),
        (("一级兴趣", "二级兴趣", "意图词", "学历"), ("展现", "展现量"), "消费"),
    ),
    columns=(
        day("日期", "时间"),
        text("account", "账户", "推广账户", "账户名称"),
        identifier("account_id", "账户ID"),
        text("campaign", "推广计划", "推广计划名称", "计划", "计划名称"),
        identifier("campaign_id", "推广计划ID", "计划ID"),
        text("ad_group", "推广单元", "推广单元名称", "单元", "单元名称"),
        identifier("ad_group_id", "推广单元ID", "单元ID"),
        text("ad", "创意标题", "标题", "创意", "创意名称"),
        identifier("ad_id", "创意ID"),
        split("hour", "hour", "小时", "时段"),
        split("region", "region", ("省", "市"), "地域", "省份"),
        split("device", "device", "平台", "推广设备", "设备"),
        split("network", "placement", "网络", "投放网络", "投放流量"),
        split("age", "age", "年龄"),
        split("gender", "gender", "性别"),
        split("interest", "placement", ("一级兴趣", "二级兴趣")),
        split("education", "placement", "学历"),
        split("intent", "search_term", "意图词"),
        count("impressions", "展现", "展现量"),
        count("clicks", "点击", "点击量", within="impressions"),
        money("cost", "消费", "总消费"),
        number("conversions", ("网页转化", "商桥转化", "电话转化"), "目标转化量", "转化量", "转化"),
        text("", "点击率", "平均点击价格", "千次展现消费", "移动营销页浏览量", "出价", "状态"),
    ),
    currency="CNY",
    totals=Totals(blank_dimensions=True),
    period_labels=("时间范围",),
    account_labels=("账户:", "推广账户:"),
    overlapping=("interest", "intent"),
)
