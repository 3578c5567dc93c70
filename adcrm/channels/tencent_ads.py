"""Tencent Ads and WeChat ads (腾讯广告, 广点通, 朋友圈): per ad, per plan or per hour, UTF-8 or GBK, money in yuan.

The API gives hundredths of a yuan (分); a head that says so is honoured.
"""

from adcrm.channels.declare import Channel, count, day, identifier, money, number, split, text

CHANNEL = Channel(
    key="tencent_ads",
    signatures=(("曝光次数", "花费"), ("曝光量", "花费"), ("曝光次数", "点击均价"), ("曝光量", "推广计划名称")),
    columns=(
        day("日期", "时间"),
        text("account", "广告主名称", "账户名称", "账号名称"),
        identifier("account_id", "账户ID", "账号ID", "广告主ID"),
        text("campaign", "推广计划名称", "推广计划"),
        identifier("campaign_id", "推广计划ID"),
        text("ad_group", "广告组名称", "营销单元名称"),
        identifier("ad_group_id", "广告组ID", "营销单元ID"),
        text("ad", "广告名称", "创意名称"),
        identifier("ad_id", "广告ID", "创意ID"),
        text("attribution", "归因口径", "口径"),
        split("hour", "hour", "小时", "时段"),
        split("region", "region", ("省", "市"), "地域", "省份", "城市"),
        split("age", "age", "年龄"),
        split("gender", "gender", "性别"),
        split("placement", "placement", "广告版位", "版位", "投放站点"),
        split("device", "device", "设备", "操作系统"),
        count("impressions", "曝光次数", "曝光量"),
        count("clicks", "点击次数", "点击量", within="impressions"),
        count("reach", "曝光人数"),
        money("cost", "花费", "消耗"),
        number("conversions", "目标转化量", "转化量", "可转化点击次数", "下单次数", "表单预约量"),
        money("conversion_value", "下单金额", "付费金额"),
        text("", "点击率", "点击均价", "千次展现均价", "目标转化成本", "目标转化率", "下单次数", "公众号关注次数", "限额", "状态"),
    ),
    currency="CNY",
)
