"""Tencent Ads and WeChat ads (腾讯广告, 广点通, 朋友圈): per ad, per plan or per hour, UTF-8 or GBK, money in yuan.

The same conversion lands on different days by 广告播放 (when the ad was shown), 数据上报 (when it was reported) or 激活时间; where
a column, a head or a line above says which, it is kept. The old plan sheet of 广点通 has no day. A head that says 分 is honoured.
"""

from adcrm.channels.declare import Channel, count, day, identifier, money, number, split, text

SETTINGS = ("广告播放", "数据上报", "激活时间")
SETTING_LABELS = ("归因口径", "统计口径", "数据口径", "转化口径", "口径")
FIGURES = (
    day("日期", "时间", "统计日期"),
    text("account", "广告主名称", "账户名称", "账号名称", "广告主"),
    identifier("account_id", "账户ID", "账号ID", "广告主ID"),
    text("attribution", "归因口径", "口径", "统计口径", "数据口径", "转化口径", "广告播放口径"),
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
    number(
        "conversions", "目标转化量", "转化量", "转化次数", "下单次数", "表单预约量", "有效线索量", "网页咨询量", "APP激活次数", "注册次数",
        "公众号关注次数", "可转化点击次数",
    ),
    money("conversion_value", "下单金额", "付费金额"),
    text("", "点击率", "点击均价", "千次展现均价", "目标转化成本", "目标转化率", "下单次数", "公众号关注次数", "限额", "状态", "点击人数"),
    text("", "人均曝光次数", "深度转化量", "深度转化成本", "深度目标转化率", "表单预约率", "表单预约成本", "点赞次数", "分享次数", "评论次数"),
    text("", "当日成本偏差", "下单ROI", "可转化点击率", "可转化点击成本"),
)  # fmt: skip
CHANNEL = Channel(
    key="tencent_ads",
    signatures=(
        (("曝光次数", "曝光量"), "花费", ("推广计划名称", "推广计划", "推广计划ID", "广告名称", "广告ID", "广告组名称", "广告组ID", "创意名称")),
        (("曝光次数", "曝光量"), "花费", ("目标转化量", "千次展现均价", "可转化点击次数", "表单预约量", "有效线索量", "下单次数", "曝光人数")),
        (("曝光次数", "曝光量"), "花费", ("账户ID", "账号ID", "广告主名称", "点击次数")),
        (("曝光次数", "曝光量"), "点击均价"),
        ("曝光量", "推广计划名称"),
        (("曝光次数", "曝光量"), "消耗", ("目标转化量", "千次展现均价", "推广计划名称", "广告名称")),
    ),
    columns=(
        text("campaign", "推广计划名称", "推广计划", "计划名称"),
        identifier("campaign_id", "推广计划ID", "计划ID"),
        text("ad_group", "广告组名称", "营销单元名称"),
        identifier("ad_group_id", "广告组ID", "营销单元ID"),
        text("ad", "广告名称", "创意名称"),
        identifier("ad_id", "广告ID", "创意ID"),
        *FIGURES,
    ),
    currency="CNY",
    attributions=SETTINGS,
    attribution_labels=SETTING_LABELS,
    account_labels=("账户名称:", "账户:", "广告主:"),
    period_labels=("时间范围", "统计时间", "日期范围", "报表时间"),
)
