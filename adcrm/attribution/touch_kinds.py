"""Which touches are direct visits and which are paid for, told from the words that the log has for channel, medium and kind.

Words are compared whole, in lower case, after everything that is no letter or digit became a blank.
"""

import re

import numpy as np
import pandas as pd

from adcrm.attribution.material import Bools

# "(direct)", "(none)" and "direct / none" are Google Analytics' words, "typed/bookmarked" Adobe's.
DIRECT = frozenset(("direct", "direct none", "none", "typed bookmarked", "typed bookmark", "direct traffic", "直接访问", "直接", "直达", "直接流量"))
# A channel or medium of one of these costs nothing by the touch. Mail and SMS are the client's own channels: sent, not bought.
UNPAID = DIRECT | {
    *("organic", "organic search", "organic social", "organic video", "organic shopping", "seo", "natural search", "referral", "referring sites"),
    *("email", "e mail", "mail", "edm", "newsletter", "mailchimp", "klaviyo", "sms", "push", "web push", "app push", "wechat official account"),
    *("自然搜索", "自然流量", "自然社交", "引荐", "外链", "邮件", "短信", "公众号", "私域", "企微", "社群"),
}
UNPAID_KINDS = frozenset(("form", "download", "mail_open", "mail_click", "sms_click", "call"))
# A medium of one of these was paid for, whatever the channel is called.
PAID = re.compile(r"(?:^| )(?:cpc|ppc|cpm|cpv|cpa|cps|paid|display|banner|retargeting|affiliate|sponsored)(?: |$)")
_SIGNS = re.compile(r"[\W_]+")


def plain(text: str) -> str:
    """The words of a name: lower case, one blank between them."""
    return _SIGNS.sub(" ", text.lower()).strip()


def direct(labels: pd.DataFrame) -> Bools:
    """Which labels are direct visits: by their channel, or, where that is empty, by source and medium."""
    channel = labels["channel"].map(plain)
    beside = (labels["source"].map(plain) + " " + labels["medium"].map(plain)).str.strip()
    return np.asarray(channel.isin(DIRECT) | (channel.eq("") & beside.isin(DIRECT)), bool)


def paid(labels: pd.DataFrame) -> Bools:
    """Which labels were paid for: everything whose medium says so, or of which neither channel, medium nor kind says that it was free."""
    channel, medium = labels["channel"].map(plain), labels["medium"].map(plain)
    bought = medium.str.contains(PAID) | channel.str.contains(PAID)
    free = channel.isin(UNPAID) | medium.isin(UNPAID) | labels["kind"].isin(UNPAID_KINDS)
    return np.asarray(bought | ~free, bool)
