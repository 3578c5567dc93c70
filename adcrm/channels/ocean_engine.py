"""Ocean Engine (巨量引擎, 头条, 抖音): account, project (项目), unit (单元) and material (素材) reports, by day or hour, and the plan
sheets of the old 今日头条 and of 飞鱼.

The account stands in no row. A project is what was a group (广告组), a unit what was a plan (广告计划). Conversions counted
by the day of the click (计费时间) and of the report (回传时间) differ by day; where the head says which, it is kept. Money is yuan.
"""

from adcrm.channels.declare import Channel, count, day, identifier, money, number, split, text

CHANNEL = Channel(
    key="ocean_engine",
    signatures=(
        (("时间-天", "时间-小时"), "消耗"),
        (("消耗", "总消耗"), "展示数", ("转化数", "转化数(计费时间)", "转化数(回传时间)", "激活数")),
        (("消耗", "总消耗"), "展示数", ("平均点击单价", "平均千次展现费用", "平均转化成本")),
        ("总花费", "展示数", "点击数"),
        (("项目ID", "项目名称", "单元ID", "单元名称", "素材ID"), "消耗", "展示数"),
        (("广告计划", "广告计划id", "广告组"), ("消耗", "总花费"), ("展示数", "点击数", "转化数")),
    ),
    columns=(
        day("时间-天", "日期", "时间"),
        text("account", "账户名称", "广告主名称", "账户", "广告主"),
        identifier("account_id", "账户ID", "广告主ID"),
        text("campaign", "项目名称", "项目", "广告组", "广告组名称"),
        identifier("campaign_id", "项目ID", "广告组ID"),
        text("campaign_type", "营销目的", "推广目的", "营销场景"),
        text("ad_group", "单元名称", "单元", "广告计划", "广告计划名称", "计划名称", "广告名称"),
        identifier("ad_group_id", "单元ID", "广告计划ID", "计划ID", "广告ID"),
        text("ad", "素材名称", "创意名称", "创意标题", "素材内容"),
        identifier("ad_id", "素材ID", "创意ID"),
        split("hour", "hour", "时间-小时", "小时", "时段"),
        split("region", "region", ("省", "市"), "省份", "城市", "地域"),
        split("age", "age", "年龄"),
        split("gender", "gender", "性别"),
        split("device", "device", "操作系统", "平台", "设备"),
        split("placement", "placement", "广告位", "首选投放位置", "投放位置", "流量位置"),
        count("impressions", "展示数", "展现数", "展示次数"),
        count("clicks", "点击数", "点击次数", within="impressions"),
        money("cost", "消耗", "总消耗", "总花费", "花费"),
        number("conversions", "转化数", "转化数(计费时间)", "转化数(回传时间)", "转化量", "激活数"),
        money("conversion_value", "付费金额", "成交金额"),
        text("", "点击率", "平均点击单价", "平均千次展现费用", "平均转化成本", "转化成本", "转化率", "深度转化数", "深度转化成本", "深度转化率"),
        text("", "深度转化次数", "转化目标", "单元出价", "素材类型", "激活数", "次留数", "备注", "转化数(计费时间)", "转化数(回传时间)"),
    ),
    currency="CNY",
    period_labels=("时间范围", "统计时间", "报表时间", "日期范围"),
    account_labels=("账户名称:", "账户:", "广告主:"),
    attributions=("计费时间", "回传时间"),
)
