"""Google Analytics 4, explorations as CSV: five lines with ``#``, a blank line, the head, the grand total first, then the rows.

Of the total only what may be added up is compared: users in it are counted once each.
"""

from adcrm.channels.declare import Channel, above
from adcrm.channels.ga4 import CHANNEL as REPORT

_METRICS = (
    "Sessions",
    "Total users",
    "Users",
    "Active users",
    "New users",
    "Event count",
    "Views",
    "Key events",
    "Conversions",
    "会话数",
    "用户总数",
)

CHANNEL = Channel(
    key="ga4",
    layout="exploration",
    target="web",
    signatures=((above("# ---"), _METRICS),),
    columns=REPORT.columns,
    account_labels=REPORT.account_labels,
)
