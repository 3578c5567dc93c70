"""Baidu search ads (百度推广, 百度营销): GBK, with lines above the head that say when, what and for which days.

``2. 时间单位：合计`` gives one row for the whole of ``时间范围``; with 分日 there is a day in each row. The editor (百度推广编辑器)
writes the days alone on line 1 and the account's total, which names no plan, right under the head. The three ways
in which a visitor gets in touch (page, chat, phone) are added up to conversions. Money is yuan.
"""

from adcrm.channels.bulk_sheets import BULK_SHEETS
from adcrm.channels.declare import ALL_TOTALS, Channel, Totals, above, count, day, identifier, money, number, split, text

CHANNEL = Channel(
    key="baidu_search",
    signatures=(
        ("展现", "消费"),
        ("展现", "点击", "推广计划"),
        ("展现量", "消费", ("账户", "推广计划", "推广单元")),
        ("日期", "展现量", "消费", ("账户", "推广计划", "推广单元", "搜索词")),
        (above("数据生成"), ("展现", "展现量"), "消费"),
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
        text("match_type", "匹配模式", "匹配方式"),
        split("hour", "hour", "小时", "时段"),
        split("region", "region", ("省", "市"), "地域", "省份"),
        split("device", "device", "推广设备", "设备", "平台"),
        split("network", "placement", "投放网络", "网络"),
        split("age", "age", "年龄"),
        split("gender", "gender", "性别"),
        split("keyword", "keyword", "关键词", "关键词/营销要点/知识问答", "营销要点", "关键词名称"),
        split("search_term", "search_term", "搜索词"),
        count("impressions", "展现", "展现量"),
        count("clicks", "点击", "点击量", within="impressions"),
        money("cost", "消费", "总消费"),
        number("conversions", ("网页转化", "商桥转化", "电话转化"), "总转化量", "转化", "转化量", "目标转化量"),
        text("", "点击率", "平均点击价格", "千次展现消费", "关键词ID", "显示URL", "触发模式", "账户添加状态", "当前单元的添加状态"),
        text("", "上方位展现", "上方位点击", "上方位消费", "上方首位展现", "激活人数", "创意描述1", "创意描述2", "出价", "状态"),
    ),
    currency="CNY",
    totals=Totals(
        starts=("账户合计", "账户总计", "账户汇总", "全账户合计", "全账户总计", "全账户汇总"), equals=(*ALL_TOTALS, "全账户"), blank_dimensions=True
    ),
    lookalikes=BULK_SHEETS,
    period_labels=("时间范围",),
    account_labels=("账户:", "推广账户:"),
)
