"""Orders of Chinese shop systems as Youzan, Weidian, Doudian and JD hand them out: yuan, times of Beijing, a row an order or an item."""

from adcrm.channels.declare import Channel, currency, identifier, moment, money, number, text

CHANNEL = Channel(
    key="shop_orders",
    layout="orders_chinese",
    target="orders",
    signatures=(
        (
            ("订单号", "订单编号", "主订单编号", "父订单号"),
            ("订单实付金额", "实付金额", "订单应付金额", "应付金额", "订单金额", "实收金额", "支付金额", "订单总额", "商品实付金额"),
            ("下单时间", "订单创建时间", "订单提交时间", "创建时间", "付款时间", "支付时间", "买家付款时间", "下单日期"),
        ),
    ),
    columns=(
        identifier("order_key", "订单号", "主订单编号", "订单编号", "父订单号"),
        text("person_key", "访客ID", "客户ID", "买家ID", "会员ID", "用户ID", "买家昵称", "买家", "下单帐号", "下单账号"),
        text("status_word", "订单状态", "状态"),
        moment("ordered_at", "下单时间", "订单创建时间", "订单提交时间", "创建时间", "下单日期", "买家付款时间", "付款时间", "支付时间"),
        currency("币种"),
        money("gross_value", "订单实付金额", "实付金额", "实收金额", "支付金额", "订单应付金额", "应付金额", "订单总额", "订单金额"),
        money("discount", "订单优惠金额", "优惠金额", "优惠总额", "平台优惠", "店铺优惠"),
        money("refund", "订单已退款金额", "退款金额", "已退款金额", "退款总额"),
        number("items", "商品总数", "商品总件数", "商品总数量"),
        number("item_quantity", "商品数量", "数量", "购买数量", "订购数量", "件数"),
        money("line_value", "商品实付金额", "商品实际成交金额", "小计"),
        money("item_price", "商品单价", "单价", "商品价格", "京东价"),
        text("item_name", "商品名称", "全部商品名称", "选购商品", "商品", "商品标题"),
        text("item_category", "商品类目", "商品分类", "类目", "品类"),
        text("account", "归属店铺", "店铺名称", "店铺", "所属店铺"),
        text("coupon", "优惠码", "优惠券", "优惠券名称"),
        text("source", "订单来源", "来源", "渠道", "流量来源", "流量渠道"),
        text("medium", "流量类型", "媒介"),
        text("campaign", "推广计划", "广告计划", "活动名称", "utm_campaign"),
        text("click_id", "点击ID", "click_id", "gdt_vid", "clickid"),
        text("country", "国家"),
        text("region", "收货省份", "省份", "收货人省份", "省", "收货地址", pattern=r"^(\S+)"),
        text("", "商品编码", "规格", "运费", "备注", "买家备注", "收货人", "手机号", "支付方式", "发货时间", "物流单号"),
    ),
    currency="CNY",
    time_zone="Asia/Shanghai",
)
