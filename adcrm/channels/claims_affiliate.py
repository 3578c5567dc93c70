"""Affiliate networks: the orders that their publishers claim, one row a sale, from several networks in one sheet."""

from adcrm.channels.declare import Channel, Totals, currency, identifier, moment, money, text

CHANNEL = Channel(
    key="claims:affiliate",
    layout="order_claims",
    target="claims",
    signatures=(
        ("network", "publisher", "order_id", ("transaction_time", "sale_amount")),
        (("联盟", "网络"), ("媒体", "推广者"), ("订单号", "订单编号"), ("成交时间", "交易时间")),
    ),
    columns=(
        text("network", "network", "联盟", "网络"),
        text("publisher", "publisher", "affiliate", "媒体", "推广者"),
        identifier("order_key", "order_id", "订单号", "订单编号"),
        identifier("claim_key", "transaction_id", "action_id", "交易号"),
        moment("claimed_at", "transaction_time", "event_time", "成交时间", "交易时间"),
        moment("click_at", "click_time", "点击时间"),
        text("click_id", "click_id", "sub_id", "点击ID"),
        text("campaign", "campaign", "program", "推广计划"),
        text("status", "status", "状态"),
        text("coupon", "coupon", "voucher", "优惠码"),
        money("value", "sale_amount", "amount", "成交金额", "销售额", signed=True),
        currency("currency", "币种"),
    ),
    totals=Totals(equals=()),
)
