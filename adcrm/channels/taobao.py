"""Taobao and Tmall ads (阿里妈妈 万相台无界, formerly 直通车): reports by plan, item, creative, keyword or audience.

GBK or UTF-8, alone or in a zip, no total row. Rates are fractions, money is yuan; old 直通车 sheets name the unit in the head,
花费(元) or 花费(分). An item (主体) is the ad group of its plan. In how many days after the click an order counts
(转化周期) is chosen at the export and as a rule not written into the file.
"""

from adcrm.channels.declare import SUBTOTALS, Channel, Totals, count, day, identifier, money, number, split, text

FIGURES = (
    day("日期", "统计日期", "时间"),
    text("account", "店铺名称", "店铺", "账户名称", "账户"),
    text("attribution", "转化周期", "归因周期", "效果口径"),
    split("hour", "hour", "小时", "时段"),
    split("region", "region", ("省", "市"), "地域", "省份", "城市"),
    split("device", "device", "设备", "终端类型"),
    count("impressions", "展现量", "展现"),
    count("clicks", "点击量", "点击", within="impressions"),
    money("cost", "花费", "消耗"),
    number("conversions", "总成交笔数", ("直接成交笔数", "间接成交笔数"), "成交笔数", "成交订单数"),
    money("conversion_value", "总成交金额", ("直接成交金额", "间接成交金额"), "成交金额"),
    text("", "点击率", "平均点击花费", "千次展现花费", "投入产出比", "投产比", "ROI", "含预售投产比", "点击转化率", "总成交成本", "加购率"),
    text("", "直接成交金额", "间接成交金额", "直接成交笔数", "间接成交笔数", "总购物车数", "总收藏数", "总收藏加购数", "收藏宝贝数"),
    text("", "原二级场景ID", "原二级场景名字", "主体类型", "素材类型", "素材尺寸", "素材内容"),
)
SETTINGS = ("转化周期", "归因周期", "效果口径", "口径")
PERIOD = ("统计时间", "统计日期", "时间范围", "报表时间", "日期范围")
CHANNEL = Channel(
    key="taobao",
    signatures=(
        (("计划ID", "计划名字", "计划名称", "推广计划名称", "推广计划", "推广计划ID"), ("展现量", "展现"), ("花费", "消耗")),
        (("主体ID", "主体名称", "宝贝名称", "商品名称", "推广单元名称", "创意ID", "创意名字"), ("展现量", "展现"), ("花费", "消耗")),
        (("关键词", "关键词名称", "关键词名字", "词名字", "词名称", "人群名字", "人群名称"), ("展现量", "展现"), ("花费", "消耗")),
    ),
    columns=(
        text("campaign_type", "场景名字", "场景名称", "营销场景", "推广类型"),
        text("campaign", "计划名字", "计划名称", "推广计划名称", "推广计划", "计划"),
        identifier("campaign_id", "计划ID", "推广计划ID"),
        text("ad_group", "主体名称", "宝贝名称", "商品名称", "推广单元名称", "推广单元", "单元名称", "单元名字"),
        identifier("ad_group_id", "主体ID", "商品ID", "宝贝ID", "推广单元ID", "单元ID"),
        text("ad", "创意名字", "创意名称", "素材名称", "创意标题"),
        identifier("ad_id", "创意ID", "素材ID"),
        split("keyword", "keyword", "关键词", "关键词名称", "关键词名字", "词名字", "词名称"),
        split("search_term", "search_term", "搜索词"),
        split("audience", "placement", "人群名字", "人群名称"),
        *FIGURES,
        text("", "场景ID", "关键词ID", "词ID", "人群ID"),
    ),
    currency="CNY",
    totals=Totals(subtotals=SUBTOTALS),
    period_labels=PERIOD,
    account_labels=("店铺名称:", "店铺:", "账户:"),
    attribution_labels=SETTINGS,
)
