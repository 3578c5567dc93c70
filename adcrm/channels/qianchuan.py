"""Qianchuan (巨量千川): shop ads in 抖音, by plan or material, UTF-8 or GBK, "--" and "—" for missing, money in yuan.

整体 figures count every way in which the ad sells, 直接 ones only direct orders; where a file has both, 整体 is read.
"""

from adcrm.channels.declare import SUBTOTALS, Channel, Totals, count, day, identifier, money, number, split, text

CHANNEL = Channel(
    key="qianchuan",
    signatures=(
        (("整体消耗", "整体支付ROI", "直接支付ROI", "整体成交金额", "直接支付成交金额"), ("展示次数", "点击次数", "消耗", "整体消耗")),
        (("素材ID", "计划ID", "计划名称"), "消耗", "展示次数", ("千次展示费用", "点击均价", "订单数", "成交金额", "成交订单数")),
    ),
    columns=(
        day("日期", "时间", "时间-天", "统计日期"),
        text("account", "账户名称", "广告主名称", "账户", "店铺名称"),
        identifier("account_id", "账户ID", "广告主ID"),
        text("campaign", "计划名称", "广告计划名称", "计划", "项目名称", "广告名称"),
        identifier("campaign_id", "计划ID", "广告计划ID", "项目ID", "广告ID"),
        text("campaign_type", "营销目标", "推广方式", "营销场景"),
        text("ad", "素材名称", "创意名称", "视频名称", "素材标题"),
        identifier("ad_id", "素材ID", "创意ID", "视频ID"),
        split("hour", "hour", "时间-小时", "小时", "时段"),
        split("region", "region", "省份", "城市", "地域"),
        split("age", "age", "年龄"),
        split("gender", "gender", "性别"),
        count("impressions", "展示次数", "整体展示次数", "展示数"),
        count("clicks", "点击次数", "整体点击次数", "点击数", within="impressions"),
        money("cost", "整体消耗", "消耗", "总消耗"),
        number("conversions", "转化数", "整体成交订单数", "成交订单数", "订单数", "直接成交订单数"),
        money("conversion_value", "整体成交金额", "成交金额", "直接支付成交金额", "直接成交金额", "支付成交金额"),
        text("", "点击率", "千次展示费用", "点击均价", "整体支付ROI", "直接支付ROI", "整体成交订单成本", "转化率", "转化成本", "订单数", "消耗"),
        text("", "直接支付成交金额", "成交订单数", "素材类型", "素材来源", "素材创建时间"),
    ),
    currency="CNY",
    totals=Totals(subtotals=SUBTOTALS),
    period_labels=("时间范围", "统计时间", "统计周期", "日期范围"),
    account_labels=("账户名称:", "账户:", "广告主:"),
)
