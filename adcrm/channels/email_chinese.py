"""Chinese sheets of mail campaigns (邮件营销, EDM): a row a mailing, told from SMS batches by its opens. Money is yuan."""

from adcrm.channels.declare import MISSING, SUBTOTALS, Channel, Totals, count, day, identifier, money, number, text

SENT = ("发送数", "发送量", "发送总数", "发送总量", "投递数", "投递总数", "发送邮件数", "发送封数")
OPENS = ("打开数", "打开量", "独立打开数", "打开人数", "独立打开", "打开次数", "总打开数")
CHANNEL = Channel(
    key="email",
    layout="chinese",
    signatures=(
        (SENT, OPENS),
        (("邮件主题", "邮件名称", "EDM名称"), (*SENT, *OPENS)),
    ),
    columns=(
        day("发送日期", "发送时间", "投递时间", "日期", "时间"),
        text("account", "发件人", "发件账户", "账户", "发信域名"),
        text("campaign", "活动名称", "任务名称", "邮件主题", "邮件名称", "EDM名称", "主题"),
        identifier("item_id", "任务ID", "任务编号", "批次号", "邮件ID"),
        count("sent", *SENT),
        count("delivered", "送达数", "送达量", "投递成功数", "成功数", "到达数"),
        count("opens", *OPENS),
        count("clicks", "独立点击数", "点击人数", "点击数", "点击量", "点击次数"),
        money("cost", "费用", "总费用", "费用合计", "花费"),
        number("conversions", "下单数", "订单数", "成交订单数", "转化数"),
        money("conversion_value", "成交金额", "订单金额", "下单金额", "支付金额"),
        text("", "送达率", "打开率", "点击率", "退订数", "退订率", "硬退信", "软退信", "投诉数", "备注", "收件人组"),
    ),
    currency="CNY",
    missing=(*MISSING, "无", "/", "暂无"),
    totals=Totals(subtotals=SUBTOTALS),
    magnitudes=True,
)
