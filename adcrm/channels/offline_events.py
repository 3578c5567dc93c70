"""Sheets of offline events, kept by hand: a row an event, with what it cost, who came, who left details, who bought.

The city is where an event was, no breakdown of it. Rows such as ``广州 小计`` sum up a city, 合计 sums up all. Money is yuan.
"""

from adcrm.channels.declare import MISSING, SUBTOTALS, Channel, Totals, above, count, day, identifier, money, number, span, text

EVENT = ("活动名称", "活动主题", "活动", "场次名称", "会议名称", "展会名称")
MEDIA = ("媒体费", "媒介费", "广告费", "宣传费", "推广费", "媒体费用", "媒介费用", "媒体成本", "广告费用")
MATERIAL = ("物料费", "制作费", "印刷费", "礼品费", "物料费用", "制作费用", "物料成本")
VENUE = ("场地费", "场租费", "搭建费", "场地费用", "场地成本", "场租")
STAFF = ("人力费", "人员费", "兼职费", "人工费", "人力费用", "人员费用", "人力成本", "人工成本")
OTHER = ("设备费", "讲师费", "嘉宾费", "差旅费", "交通费", "餐饮费", "茶歇费", "物流费", "其他费用", "其它费用")
FEES = (*MEDIA, *MATERIAL, *VENUE, *STAFF, *OTHER)
WHOLE = ("总费用", "费用合计", "合计费用", "总成本", "总花费", "实际总费用", "实际费用", "活动费用", "活动总费用", "费用总计", "费用", "花费", "成本")
CAME = ("到场人数", "到场", "实到人数", "签到人数", "签到", "参会人数", "参与人数", "参加人数", "到访人数")
LEADS = ("留资人数", "留资", "留资数", "线索数", "线索量", "有效线索", "收集线索", "获客数", "加微人数")
CHANNEL = Channel(
    key="offline",
    layout="events",
    signatures=(
        (EVENT, (*WHOLE, *FEES), (*CAME, "活动日期", "举办日期", "报名成交")),
        (EVENT, FEES, LEADS),
        (above("线下"), EVENT, (*WHOLE, *FEES)),
        ((*WHOLE, *FEES), CAME, ("日期", "活动日期", "举办日期", "活动时间", "开始日期")),
    ),
    columns=(
        day("活动日期", "举办日期", "举办时间", "活动时间", "日期", "时间"),
        span("start", "开始日期", "活动开始日期", "开始时间"),
        span("end", "结束日期", "活动结束日期", "结束时间"),
        text("region", "城市", "举办城市", "活动城市", "所在城市", "区域", "地区", "省份"),
        text("placement", "场地", "活动地点", "地点", "举办地点", "场馆", "门店"),
        identifier("item_id", "活动编号", "活动ID", "场次编号"),
        text("campaign", *EVENT, "项目名称", "项目"),
        text("campaign_type", "活动类型", "活动形式", "类型", "形式"),
        money("cost", *WHOLE, FEES),
        count("attendees", *CAME),
        count("leads", *LEADS),
        number("conversions", "报名成交", "成交", "成交数", "成交人数", "成交单数", "成交订单", "签约数", "签约人数", "订单数", "转化数"),
        money("conversion_value", "成交金额", "签约金额", "销售额", "销售金额", "订单金额", "成交额", "回款金额"),
        text("", "序号", "报名人数", "邀约人数", "备注", "负责人", *FEES),
    ),
    currency="CNY",
    missing=(*MISSING, "无", "/", "\\", "暂无", "待定", "待更新", "未统计"),
    totals=Totals(subtotals=SUBTOTALS),
    magnitudes=True,
)
