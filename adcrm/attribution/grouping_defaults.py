"""The rules for channels as they stand before anybody edits them.

A channel that the log names stays, under the name that its platform has everywhere in AdCRM. Only where the log names none do source and
medium decide, by the words that Google Analytics 4 takes for its default channel groups (support.google.com/analytics/answer/9756891),
with the platform rather than "Paid Search" where the source tells it. Spellings ("Face book", "FB") are not guessed at; merges are proposed.
"""

from functools import cache

from adcrm.attribution.grouping import BLANK, Kind, Rule, Rules
from adcrm.channels.platforms import PLATFORMS
from adcrm.messages import Message, message, translate

UNPAID_FAMILIES = ("mail", "sms")  # one's own media: sending costs, but no ad is bought
PAID_MEDIUM = "*cp*|ppc|retargeting|remarketing|paid*|sem|ads"
# Names of channels that are no platforms, with the words by which logs call them.
OTHER: dict[str, tuple[Message, Kind, str]] = {
    "direct": (
        message("Direct"),
        "direct",
        "direct|(direct)|direct traffic|direct / none|(direct) / (none)|typed/bookmarked|(none)|直接访问|直接流量|直接|直达",
    ),
    "organic_search": (message("Organic Search"), "unpaid", "organic|organic search|natural search|seo|自然搜索|自然流量"),
    "organic_social": (message("Organic Social"), "unpaid", "organic social|自然社交"),
    "organic_video": (message("Organic Video"), "unpaid", "organic video|自然视频"),
    "organic_shopping": (message("Organic Shopping"), "unpaid", "organic shopping|自然购物"),
    "referral": (message("Referral"), "unpaid", "referral|referrals|referring sites|外链|引荐|引荐流量"),
    "push": (message("Push"), "unpaid", "push|web push|app push|推送"),
    "own_wechat": (message("Own WeChat"), "unpaid", "wechat official account|公众号|私域|企微|社群"),
    "unassigned": (message("Unassigned"), "unpaid", "unassigned|(not set)|(other)|未分配"),
}
# Other words by which logs call a platform.
ALSO = {"email": ("e-mail", "edm", "newsletter", "邮件营销"), "sms": ("text message", "短信营销")}
# Sources of paid media whose platform is known by them.
SOURCES = {
    "google_ads": "google*|adwords",
    "microsoft_ads": "bing*|microsoft*|msn|yahoo",
    "meta_ads": "facebook*|fb|instagram*|ig|meta|m.facebook.com",
    "tiktok_ads": "tiktok*",
    "linkedin_ads": "linkedin*",
    "baidu_search": "baidu*|百度*",
    "360_search": "360*|so.com",
    "sogou_search": "sogou*|搜狗*",
    "shenma_search": "shenma*|sm.cn",
    "tencent_ads": "tencent*|wechat*|weixin*|gdt|qq|腾讯*|微信*",
    "ocean_engine": "douyin*|toutiao*|oceanengine|ocean_engine|巨量*|抖音*|头条*",
    "taobao": "taobao*|tmall*|淘宝*|天猫*",
}
NETWORKS = {
    "affiliate:cj": "cj|cj.com|commission junction",
    "affiliate:rakuten": "rakuten*|linkshare",
    "affiliate:shareasale": "shareasale*",
    "affiliate:awin": "awin*",
    "affiliate:impact": "impact|impact.com|impactradius",
}


@cache
def default_rules() -> Rules:
    """The rules that hold until somebody keeps a version of their own."""
    return (*_by_channel(), *_by_source())


def _by_channel() -> list[Rule]:
    """A channel that the log names: by a platform's key or name in either language, or one of the other channels."""
    made = [Rule(name.text, sort, channel=words) for name, sort, words in OTHER.values()]
    for platform in PLATFORMS.values():
        words = dict.fromkeys((platform.key, platform.name.text, translate(platform.name, "zh"), *ALSO.get(platform.key, ())))
        made.append(Rule(platform.name.text, _sort(platform.key), channel="|".join(words)))
    return made


def _by_source() -> list[Rule]:
    """No channel in the log: source and medium, then the kind of touch."""
    made = [Rule(OTHER["direct"][0].text, "direct", channel=BLANK, source="(direct)|direct", medium=f"(none)|(not set)|{BLANK}")]
    made += [_platform(key, source=words, medium="affiliate*|联盟*") for key, words in NETWORKS.items()]
    made += [_platform("affiliate", medium="affiliate*|联盟*")]
    made += [_platform("kol", medium="kol*|influencer*|达人*"), _platform("sms", medium="sms|短信"), _platform("sms", source="sms|短信")]
    made += [
        _platform("email", medium="email|e-mail|e_mail|e mail|mail|newsletter|edm|邮件"),
        _platform("email", source="email|e-mail|newsletter|edm"),
    ]
    made += [_platform("offline", medium="offline|event|events|线下")]
    made += [_platform(key, source=words, medium=PAID_MEDIUM) for key, words in SOURCES.items()]
    made += [Rule("Display", "paid", channel=BLANK, medium="display|banner|expandable|interstitial")]
    made += [Rule("Other paid", "paid", channel=BLANK, medium=PAID_MEDIUM)]
    made += [Rule(OTHER["organic_search"][0].text, "unpaid", channel=BLANK, medium="organic|seo")]
    made += [Rule(OTHER["organic_social"][0].text, "unpaid", channel=BLANK, medium="social*|sm")]
    made += [Rule(OTHER["organic_video"][0].text, "unpaid", channel=BLANK, medium="*video*")]
    made += [Rule(OTHER["referral"][0].text, "unpaid", channel=BLANK, medium="referral|app|link")]
    nothing = {"channel": BLANK, "source": BLANK, "medium": BLANK}
    made += [Rule(_name("email"), "unpaid", **nothing, kind="mail_open|mail_click"), Rule(_name("sms"), "unpaid", **nothing, kind="sms_click")]
    return [*made, Rule(OTHER["unassigned"][0].text, "unpaid", **nothing)]


def _platform(key: str, **patterns: str) -> Rule:
    return Rule(_name(key), _sort(key), channel=BLANK, **patterns)


def _name(key: str) -> str:
    return PLATFORMS[key].name.text


def _sort(key: str) -> Kind:
    return "unpaid" if PLATFORMS[key].group in UNPAID_FAMILIES else "paid"


# Words of the two names above that stand in no other list, so that they are translated.
NAMES = (message("Display"), message("Other paid"))
