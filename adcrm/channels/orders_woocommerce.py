"""WooCommerce orders: the store's own list, the Customer/Order export (a row an order or an item) and the import/export suite."""

from adcrm.channels.declare import Channel, Totals, currency, moment, money, number, text

CHANNEL = Channel(
    key="shop_orders",
    layout="orders_woocommerce",
    target="orders",
    signatures=(
        ("order_number", "order_total", ("status", "order_status")),
        ("order_id", "order_total", ("status", "order_status")),
        ("Order Number", "Order Status", ("Order Total Amount", "Order Total")),
        ("Order #", "Status", ("N. Revenue", "Net Sales", "N. Revenue (formatted)")),
    ),
    columns=(
        text("order_key", "order_number", "order_id", "Order Number", "Order ID", "Order #", pattern="^#?(.*)$"),
        text("person_key", "visitor_id", "customer_id", "Customer User ID", "billing_email", "customer_email", "Email (Billing)", "Customer"),
        text("status_word", "status", "order_status", "Order Status"),
        moment("ordered_at", "date", "order_date", "Order Date", "date_created", "Paid Date", "paid_date"),
        currency("order_currency", "currency", "Order Currency"),
        money("gross_value", "order_total", "Order Total Amount", "Order Total", signed=True),
        money("net_value", "N. Revenue", "Net Sales", "N. Revenue (formatted)", signed=True),
        money("discount", "discount_total", "Cart Discount Amount", "cart_discount", "order_discount", signed=True),
        money("refund", "refunded_total", "Order Refund Amount", "refund_total", signed=True),
        number("items", "Items sold", "item_count"),
        number("item_quantity", "item_quantity", "Quantity", "Quantity (- Refund)", "line_item_quantity"),
        money("line_value", "item_total", "Order Line Subtotal", "line_item_total", signed=True),
        money("item_price", "Item Cost", "item_price", signed=True),
        text("item_name", "item_name", "Item Name", "line_item_name", "Product(s)"),
        text("item_category", "item_category", "Category", "product_category"),
        text("coupon", "coupon_code", "Coupon Code", "coupon_items", "Coupon(s)", "coupons"),
        text("landing_page", "meta:_wc_order_attribution_session_entry", "session_entry"),
        text("source", "meta:_wc_order_attribution_utm_source", "utm_source", "Attribution"),
        text("medium", "meta:_wc_order_attribution_utm_medium", "utm_medium"),
        text("campaign", "meta:_wc_order_attribution_utm_campaign", "utm_campaign"),
        text("click_id", "gclid", "fbclid", "click_id"),
        text("country", "shipping_country", "billing_country", "Country Code (Billing)", "Country Code (Shipping)"),
        text("region", "shipping_state", "billing_state", "State Code (Billing)"),
        text("", "order_subtotal", "shipping_total", "tax_total", "Order Subtotal Amount", "Order Shipping Amount", "Customer type", "SKU"),
    ),
    totals=Totals(equals=()),
)
