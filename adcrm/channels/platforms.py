"""The platforms AdCRM knows, by the key that stands in every table's ``platform`` column.

A platform that has one file of its own may be named there (``Channel(platform=...)``) instead of here.
"""

from adcrm.channels.declare import Platform
from adcrm.channels.known import channels
from adcrm.messages import Message, message

PLATFORMS = {
    platform.key: platform
    for platform in (
        Platform("google_ads", message("Google Ads"), "search", "#2563EB"),
        Platform("meta_ads", message("Meta Ads"), "social", "#7C3AED"),
        Platform("tencent_ads", message("Tencent Ads"), "social", "#059669"),
        Platform("baidu_search", message("Baidu Search"), "search", "#DC2626"),
        Platform("taobao", message("Taobao Wanxiangtai"), "marketplace", "#EA580C"),
        Platform("ocean_engine", message("Ocean Engine"), "feed", "#0891B2"),
        Platform("tiktok_ads", message("TikTok Ads"), "feed", "#334155"),
        Platform("linkedin_ads", message("LinkedIn Ads"), "social", "#1D4ED8"),
        Platform("microsoft_ads", message("Microsoft Ads"), "search", "#0D9488"),
        Platform("affiliate", message("Affiliate"), "affiliate", "#CA8A04"),
        Platform("affiliate:cj", message("CJ Affiliate"), "affiliate", "#A16207"),
        Platform("affiliate:awin", message("Awin"), "affiliate", "#EAB308"),
        Platform("affiliate:rakuten", message("Rakuten Advertising"), "affiliate", "#854D0E"),
        Platform("affiliate:shareasale", message("ShareASale"), "affiliate", "#D97706"),
        Platform("affiliate:impact", message("Impact"), "affiliate", "#B45309"),
        Platform("kol", message("KOL"), "kol", "#DB2777"),
        Platform("email", message("Email"), "mail", "#65A30D"),
        Platform("mailchimp", message("Mailchimp"), "mail", "#4D7C0F"),
        Platform("klaviyo", message("Klaviyo"), "mail", "#84CC16"),
        Platform("sms", message("SMS"), "sms", "#C026D3"),
        Platform("offline", message("Offline events"), "offline", "#92400E"),
        Platform("qianchuan", message("Qianchuan"), "feed", "#0E7490"),
        Platform("360_search", message("360 Search"), "search", "#16A34A"),
        Platform("sogou_search", message("Sogou Search"), "search", "#F97316"),
        Platform("shenma_search", message("Shenma Search"), "search", "#A16207"),
        Platform("baidu_feed", message("Baidu Feed"), "feed", "#BE123C"),
    )
} | {channel.platform.key: channel.platform for channel in channels() if channel.platform}
# Sources of records that are no ad facts.
OTHER_SOURCES = {
    "shop_orders": message("Shop orders"),
    "touchpoints": message("Touchpoints"),
    "claims:google_ads": message("Claims of Google Ads"),
    "claims:meta_ads": message("Claims of Meta Ads"),
    "claims:affiliate": message("Claims of affiliates"),
    "ga4": message("Google Analytics 4"),
    "universal_analytics": message("Universal Analytics"),
    "adobe_analytics": message("Adobe Analytics"),
}
# Systems whose exports hold people and deals; they are no ad channels.
CRM_SYSTEMS = {
    "zoho": message("Zoho CRM"),
    "fxiaoke": message("Fxiaoke"),
    "hubspot": message("HubSpot"),
    "salesforce": message("Salesforce"),
}


def platform_name(key: str) -> Message:
    """The name of a platform or other source; a key that is not in the lists (from a mapped table) is its own name."""
    return PLATFORMS[key].name if key in PLATFORMS else (OTHER_SOURCES | CRM_SYSTEMS).get(key, Message(key))
