"""Sheets of what offline marketing cost, kept by hand, by day and campaign: a row an item (media, material, venue, staff), or a
column for each of them. An item is shown as an ad group of its campaign. Money is yuan.
"""

from adcrm.channels.declare import MISSING, SUBTOTALS, Channel, Totals, above, day, identifier, money, span, text
from adcrm.channels.offline_events import EVENT, FEES, MATERIAL, MEDIA, STAFF, VENUE, WHOLE

ITEM = (
    *("费用类型", "费用类别", "费用项目", "费用科目", "费用名称", "费用明细", "成本项", "成本项目", "成本类别", "成本类型"),
    *("支出项目", "支出类别"),
)
PLAIN_ITEM = ("科目", "类别", "类型", "项目类别")  # everybody's words: they need a title that speaks of costs
AMOUNT = ("实际金额", "实付金额", "实际费用", "金额", "费用金额", "支出金额", "费用", "花费", "支出", "成本", "总金额")
DAYS = ("日期", "发生日期", "费用日期", "投放日期", "支出日期", "活动日期")
CHANNEL = Channel(
    key="offline",
    layout="costs",
    signatures=(
        (DAYS, ITEM, AMOUNT),
        (("月份", "月"), ITEM, AMOUNT),
        (above("费用"), DAYS, PLAIN_ITEM, AMOUNT),
        (above("成本"), DAYS, PLAIN_ITEM, AMOUNT),
        (MEDIA, MATERIAL),
        (MEDIA, VENUE),
        (MEDIA, STAFF),
        (MATERIAL, VENUE),
        (MATERIAL, STAFF),
        (VENUE, STAFF),
    ),
    columns=(
        day(*DAYS),
        span("start", "开始日期", "投放开始日期"),
        span("end", "结束日期", "投放结束日期"),
        span("month", "月份", "月"),
        text("region", "城市", "投放城市", "区域", "地区"),
        text("placement", "媒体名称", "媒体", "点位", "投放位置", "地点"),
        text("campaign", *EVENT, "项目名称", "项目", "推广项目", "推广活动", "营销活动", "广告系列", "投放项目"),
        text("campaign_type", "渠道", "投放形式", "媒体类型", "形式"),
        text("ad_group", *ITEM, *PLAIN_ITEM),
        identifier("item_id", "单据号", "单据编号", "报销单号", "费用编号", "合同编号"),
        money("cost", "总费用", "费用合计", "合计费用", "合计", "合计金额", "总成本", "费用总计", *AMOUNT, FEES),
        text("", "序号", "供应商", "备注", "负责人", "数量", "单价", *FEES, *WHOLE),
    ),
    currency="CNY",
    missing=(*MISSING, "无", "/", "\\", "暂无", "待定"),
    totals=Totals(subtotals=SUBTOTALS),
    magnitudes=True,
)
