"""Awin: the transactions report, as the API and as the page name its columns.

A transaction counts on the day of the sale (``date``), whenever it is validated. A declined one costs nothing and is in
no total. The order's number stands in ``extra``; old amounts are those before a change and are not read.
"""

from adcrm.channels.declare import Channel, Totals, currency, day, identifier, mapped, money, tally, text

STATUS = {"pending": "pending", "approved": "approved", "confirmed": "approved", "declined": "declined", "deleted": "declined"}
CODES = {"0": "pending", "1": "approved", "2": "declined"}

CHANNEL = Channel(
    key="affiliate:awin",
    signatures=(
        ("publisher_id", "commission_status"),
        ("Publisher ID", "Commission Status", "Sale Amount"),
        ("publisherId", "commissionStatus"),
        ("site_name", "commission_status", "sale_amount"),
    ),
    columns=(
        day("date", "transaction_date", "Transaction Date", "transactionDate"),
        text("account", "advertiser_name", "Advertiser Name", "Advertiser", "advertiserName"),
        identifier("account_id", "advertiser_id", "Advertiser ID", "advertiserId"),
        text("campaign", "campaign_label", "Campaign Label", "campaign"),
        text("publisher", "site_name", "Site Name", "Publisher Name", "Publisher", "siteName", "publisher_id", "Publisher ID", "publisherId"),
        text("category", "type", "Transaction Type"),
        identifier("item_id", "id", "Transaction ID", "transaction_id"),
        identifier("order_key", "extra", "Order Reference", "order_reference", "orderRef"),
        mapped("status", dict.fromkeys(("commission_status", "Commission Status", "commissionStatus", "Status"), STATUS | CODES)),
        currency("currency", "commission_currency", "sale_currency", "Commission Currency", "currency_code"),
        money("cost", "commission", "commission_amount", "Commission Amount", "commissionAmount", signed=True),
        money("conversion_value", "sale_amount", "Sale Amount", "saleAmount"),
        tally("conversions", "conversion_value", "cost"),
        text("", "url", "publisher_url", "validation_date", "decline_reason", "click_ref", "click_ref2", "click_device", "transaction_device"),
        text("", "voucher_code_used", "voucher_code", "lapse_time", "amended", "amend_reason", "old_sale_amount", "old_commission"),
        text("", "customer_country", "customer_acquisition", "paid_to_publisher", "payment_id", "payment_status", "transaction_parts"),
        text("", "Validation Date", "Decline Reason", "Click Ref", "Voucher Code", "Customer Country", "Payment ID"),
    ),
    totals=Totals(equals=("Total", "Totals")),
)  # fmt: skip
