"""Orders of Taobao and Tmall (订单报表): a row an order, times of Beijing, yuan; and the item list (宝贝报表) with its sub-orders."""

from adcrm.channels.declare import Channel, currency, identifier, moment, money, number, text

CHANNEL = Channel(
    key="shop_orders",
    layout="orders_taobao",
    target="orders",
    signatures=(
        ("订单编号", ("买家实际支付金额", "买家实付金额", "买家应付货款"), ("订单创建时间", "订单付款时间", "订单状态")),
        ("订单编号", "买家实际支付金额"),
        (("订单编号", "主订单编号"), "宝贝标题", ("订单创建时间", "订单付款时间", "订单状态")),
    ),
    columns=(
        identifier("order_key", "主订单编号", "订单编号"),
        text("person_key", "访客ID", "买家会员名", "买家ID", "买家昵称"),
        text("status_word", "订单状态"),
        moment("ordered_at", "订单创建时间", "订单付款时间", "下单时间"),
        currency("币种"),
        money("gross_value", "买家实际支付金额", "买家实付金额", "总金额"),
        money("discount", "优惠金额", "店铺优惠"),
        money("refund", "退款金额", "买家退款金额"),
        number("items", "宝贝总数量"),
        number("item_quantity", "购买数量", "宝贝数量"),
        money("line_value", "子订单实付金额", "买家实付"),
        money("item_price", "价格", "宝贝单价"),
        text("item_name", "宝贝标题", "标题", "商品标题"),
        text("item_category", "类目", "商品类目"),
        text("account", "店铺名称", "店铺"),
        text("source", "订单来源", "来源"),
        text("campaign", "推广计划"),
        text("click_id", "点击ID"),
        text("region", "收货省份", "省份", "收货地址", pattern=r"^(\S+)"),
        text("", "买家应付货款", "买家应付邮费", "买家支付积分", "返点积分", "买家支付宝账号", "宝贝种类", "物流单号", "物流公司", "订单关闭原因"),
    ),
    currency="CNY",
    time_zone="Asia/Shanghai",
)
