"""Taobao and Tmall ads: the report by marketing scene (营销场景报表), or by day for the whole shop."""

from adcrm.channels.declare import SUBTOTALS, Channel, Totals, split, text
from adcrm.channels.taobao import FIGURES, PERIOD, SETTINGS

CHANNEL = Channel(
    key="taobao",
    layout="overview",
    signatures=(
        (("场景名字", "场景ID", "场景名称", "营销场景"), ("展现量", "展现"), ("花费", "消耗")),
        ("展现量", "花费", ("投入产出比", "总成交金额", "总成交笔数")),
    ),
    columns=(
        split("placement", "placement", ("场景名字", "原二级场景名字"), "场景名称", "营销场景", "场景ID"),
        *FIGURES,
        text("", "场景ID"),
    ),
    currency="CNY",
    totals=Totals(subtotals=SUBTOTALS),
    period_labels=PERIOD,
    account_labels=("店铺名称:", "店铺:", "账户:"),
    attribution_labels=SETTINGS,
)
