"""Order lists of any other shop, in English, German, Dutch or Spanish: a row an order, or an item with the order's total repeated."""

from adcrm.channels.declare import Channel, currency, moment, money, number, text

_NUMBERS = (
    "Order ID",
    "Order Number",
    "Order No",
    "Order No.",
    "OrderID",
    "order_id",
    "order_number",
    "Order",
    "Bestellnummer",
    "Bestellnr.",
    "Ordernummer",
)
_AMOUNTS = (
    *("Order Total", "Total", "Grand Total", "Order Value", "Order Amount", "Revenue", "Amount", "order_value", "amount", "total_price"),
    *("order_total", "total_amount", "order_amount", "grand_total", "Value", "Net Sales"),
    *("Gesamtbetrag", "Bestellwert", "Summe", "Totaal", "Importe total"),
)
_TIMES = (
    *("Order Date", "Order Time", "Ordered At", "ordered_at", "order_date", "Created At", "created_at", "Purchase Date", "Date"),
    *("order_time", "purchase_date", "Created", "timestamp"),
    *("Bestelldatum", "Besteldatum", "Datum", "Fecha del pedido", "Fecha"),
)
_REFUNDS = ("Refund", "Refunded", "Refund Amount", "Refunded Amount", "refunded_amount", "refund_amount", "total_refunded", "Erstattung")
_STATUSES = ("Order Status", "Status", "order_status", "Financial Status", "Bestellstatus", "Estado")

CHANNEL = Channel(
    key="shop_orders",
    layout="orders_list",
    target="orders",
    signatures=(
        (_NUMBERS, _AMOUNTS, _TIMES, (*_STATUSES, *_REFUNDS, "Customer Email", "Email")),
        (("Order ID", "Order Number", "OrderID", "order_id", "order_number"), _AMOUNTS, _TIMES, "Currency"),
    ),
    columns=(
        text("order_key", *_NUMBERS, "Pedido", pattern="^#?(.*)$"),
        text("person_key", "Visitor ID", "visitor_id", "Customer ID", "customer_id", "Customer Email", "Email", "E-Mail", "Kundennummer"),
        text("status_word", *_STATUSES),
        moment("ordered_at", *_TIMES),
        moment("cancelled_at", "Cancelled At", "cancelled_at"),
        currency("Currency", "currency", "Order Currency", "Währung", "Valuta", "Moneda"),
        money("gross_value", *_AMOUNTS, signed=True),
        money("discount", "Discount", "Discount Amount", "discount", "Rabatt", "Korting", "Descuento", signed=True),
        money("refund", *_REFUNDS, signed=True),
        number("item_quantity", "Quantity", "Qty", "quantity", "Menge", "Aantal", "Cantidad"),
        money("line_value", "Item Total", "Line Total", "line_total", "item_total", signed=True),
        money("item_price", "Item Price", "Unit Price", "Price", "price", "Einzelpreis", signed=True),
        text("item_name", "Product", "Product Name", "Item", "Item Name", "Title", "product", "Artikel", "Produkt", "Producto"),
        text("item_category", "Category", "Product Category", "category", "Kategorie", "Categoría"),
        text("account", "Shop", "Store", "Store Name"),
        text("coupon", "Coupon", "Coupon Code", "Discount Code", "coupon", "Gutschein"),
        text("landing_page", "Landing Page", "Landing Site", "landing_page"),
        text("source", "utm_source", "UTM Source", "Source"),
        text("medium", "utm_medium", "UTM Medium", "Medium"),
        text("campaign", "utm_campaign", "UTM Campaign", "Campaign"),
        text("click_id", "Click ID", "click_id", "gclid", "fbclid", "msclkid"),
        text("country", "Country", "Shipping Country", "country", "Ship Country", "Land", "País"),
        text("region", "State", "Region", "Province", "region", "Bundesland"),
    ),
)
