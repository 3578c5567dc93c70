"""SMS batches (短信发送明细): a row a batch, the cost of what was billed, and what the links in it led to. Money is yuan."""

from adcrm.channels.declare import MISSING, SUBTOTALS, Channel, Totals, above, count, day, identifier, money, number, text

SENT = ("提交条数", "发送条数", "提交数", "发送数", "发送量", "提交总数", "发送总数")
DELIVERED = ("成功条数", "送达条数", "成功数", "送达数", "到达数", "发送成功条数", "发送成功数", "成功量")
COST = ("费用", "总费用", "短信费用", "费用合计", "花费", "金额")
OWN = ("签名", "短信签名", "模板名称", "短信模板", "模板ID", "短信内容", "批次号", "批次ID", "批次", "计费条数", "短信类型")
CHANNEL = Channel(
    key="sms",
    signatures=(
        (("提交条数", "发送条数"), DELIVERED),
        (SENT, (*DELIVERED, *COST), OWN),
        (above("短信"), SENT, (*DELIVERED, *COST)),
    ),
    columns=(
        day("发送日期", "发送时间", "提交时间", "日期", "时间"),
        text("account", "账号", "账户", "子账号", "通道账号"),
        text("campaign", "活动名称", "任务名称", "模板名称", "短信模板", "短信内容", "模板内容"),
        text("campaign_type", "短信类型", "类型", "业务类型"),
        identifier("item_id", "批次号", "批次ID", "批次", "任务ID", "任务编号"),
        count("sent", *SENT),
        count("delivered", *DELIVERED),
        count("clicks", "点击数", "点击量", "点击次数", "短链点击数", "点击人数"),
        money("cost", *COST),
        number("conversions", "下单数", "订单数", "成交订单数", "成交笔数", "转化数", "下单人数"),
        money("conversion_value", "成交金额", "下单金额", "订单金额", "支付金额", "转化金额"),
        text("", "签名", "短信签名", "模板ID", "失败条数", "失败数", "计费条数", "单价", "退订数", "送达率", "点击率", "备注", "通道"),
    ),
    currency="CNY",
    missing=(*MISSING, "无", "/", "暂无"),
    totals=Totals(subtotals=SUBTOTALS),
    magnitudes=True,
)
