"""Google Ads: saved reports that were turned around, with one column for each conversion action.

``Day`` and then ``Purchase_Conversions``, ``Contact_Conversions`` ...: put together they are the conversions of the day. Most
cells are empty. There is no cost, so such a report never stands for one that has it.
"""

from adcrm.channels.declare import Channel, Totals, day, identifier, money, number, span, text
from adcrm.channels.google_ads import DASHED

CHANNEL = Channel(
    key="google_ads",
    layout="pivoted",
    signatures=((("Day", "Week", "Month", "Campaign", "Ad group"), "*_Conversions"),),
    columns=(
        day("Day"),
        span("week", "Week"),
        span("month", "Month"),
        text("account", "Account", "Account name"),
        identifier("account_id", "Customer ID", written=DASHED),
        text("campaign", "Campaign"),
        identifier("campaign_id", "Campaign ID"),
        text("ad_group", "Ad group"),
        identifier("ad_group_id", "Ad group ID"),
        number("conversions", ("*_Conversions",)),
        money("conversion_value", ("*_Conv. value",)),
    ),
    totals=Totals(starts=("Total:",), equals=("Total",)),
)
