"""What the words of CRM systems mean: states of leads and deals, and the lead sources that are ad channels."""

YES = ("1", "true", "yes", "y", "是", "wahr", "ja", "vrai", "oui", "verdadero", "si", "sí")
MISSING = (
    *("", "-", "--", "—", "–", "null", "NULL", "N/A", "n/a", "none", "None"),
    *("0000-00-00", "0000-00-00 00:00:00", "000000000000000AAA", "sin_factura", "Sin_Factura"),
)

LEAD_STATES = {
    "new": (
        *("new", "not contacted", "open - not contacted", "open", "neu", "offen", "nuevo", "nouveau"),
        *("未处理", "未分配", "待处理", "待分配", "新建", "未联系", "lead", "subscriber"),
    ),
    "working": (
        *("attempted to contact", "contact in future", "contacted", "pre-qualified", "working", "working - contacted", "qualified", "nurturing"),
        *("in_progress", "in progress", "open_deal", "open deal", "connected", "attempted_to_contact", "bad_timing", "bad timing"),
        *("marketingqualifiedlead", "marketing qualified lead", "salesqualifiedlead", "sales qualified lead", "opportunity"),
        *("跟进中", "处理中", "已联系", "已分配", "未成交", "in bearbeitung", "en proceso", "en cours"),
    ),
    "won": ("closed - converted", "converted", "customer", "evangelist", "已转换", "已成交", "成交", "konvertiert", "cliente", "client"),
    "lost": (
        *("junk lead", "lost lead", "not qualified", "unqualified", "disqualified", "closed - not converted"),
        *("无效", "已关闭", "已作废", "作废", "已退回", "nicht qualifiziert", "no calificado"),
    ),
}
DEAL_STATES = {
    "won": ("closed won", "closedwon", "won", "赢单", "已成交", "成交", "gewonnen", "ganado", "ganada", "gagné"),
    "lost": (
        *("closed lost", "closedlost", "closed lost to competition", "closed-lost to competition", "lost", "输单", "丢单", "无效", "流失"),
        *("verloren", "perdido", "perdida", "perdu"),
    ),
}

# Lead sources named after a channel of ours. "Paid Search" names none: it may be any search engine.
CHANNEL_OF_SOURCE = {
    "google_ads": ("google adwords", "google ads", "adwords"),
    "meta_ads": ("facebook", "facebook ads", "instagram ads", "meta ads"),
    "linkedin_ads": ("linkedin", "linkedin ads"),
    "microsoft_ads": ("bing ads", "microsoft ads", "microsoft advertising"),
    "tiktok_ads": ("tiktok", "tiktok ads"),
    "tencent_ads": ("朋友圈广告", "微信广告", "腾讯广告", "广点通"),
    "baidu_search": ("百度推广", "百度搜索", "百度竞价"),
    "ocean_engine": ("抖音", "抖音广告", "巨量引擎", "今日头条", "头条"),
    "email": ("email marketing", "email campaign", "newsletter", "邮件"),
    "sms": ("sms", "短信"),
    "event": ("trade show", "event", "événement", "evento", "messe", "conference", "seminar partner", "线下活动", "展会", "会议"),
    "affiliate": ("affiliate", "affiliates"),
    "kol": ("kol", "influencer", "达人"),
}


def state_of(word: str, states: dict[str, tuple[str, ...]]) -> str:
    """The state that a system's word means, '' where it is none of the known ones."""
    plain = " ".join(word.casefold().split())
    return next((state for state, words in states.items() if plain in words), "")


def channel_of(source: str) -> str:
    """The ad channel that a lead source means, '' where it is none or could be several."""
    plain = " ".join(source.casefold().split())
    return next((channel for channel, words in CHANNEL_OF_SOURCE.items() if plain in words), "")


def is_yes(word: str) -> bool:
    """Whether a flag is set, in the words of any system."""
    return word.strip().casefold() in YES
