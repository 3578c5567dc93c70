"""Taobao and Tmall: the shop's own daily figures (生意参谋) with a column of cost for each kind of promotion.

Sales and visitors there are those of the whole shop, not of its ads; only the costs are read.
"""

from adcrm.channels.declare import SUBTOTALS, Channel, Totals, day, money, text

COSTS = ("关键词推广花费", "精准人群推广花费", "人群推广花费", "全站推广花费", "货品全站推广花费", "智能场景花费", "内容营销花费", "品销宝花费")
CHANNEL = Channel(
    key="taobao",
    layout="shop",
    signatures=((COSTS, ("统计日期", "日期"), ("店铺名称", "访客数", "支付金额", "支付买家数")),),
    columns=(
        day("统计日期", "日期"),
        text("account", "店铺名称", "店铺"),
        money("cost", COSTS),
        text("", "访客数", "支付金额", "支付买家数", "支付转化率", "客单价", "支付件数", "加购人数", "浏览量"),
    ),
    currency="CNY",
    totals=Totals(subtotals=SUBTOTALS),
    period_labels=("统计时间", "统计周期"),
)
