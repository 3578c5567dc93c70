"""Campaigns, ad groups and ads of the made-up accounts, and what is truly so about each creative."""

from dataclasses import dataclass

import numpy as np

from adcrm.demo.world import Advertiser, Channel, Floats, Whole, World

Kind = tuple[str, str, str, float, float]  # of campaign: Chinese name, English name, type, weight in spend, pull on conversions


@dataclass(frozen=True)
class Traits:
    """What an account of a platform looks like. ``ctr`` and ``cvr`` are those of an ordinary creative.

    ``flight`` is (days on, days off) where the platform runs in bursts. ``has_hours``: it reports by hour and region.
    """

    ctr: float
    cvr: float
    campaigns: tuple[Kind, ...]
    groups: int
    ads: int
    has_link_clicks: bool = False
    has_hours: bool = True
    flight: tuple[int, int] | None = None
    lives_days: int = 0  # how long a creative runs before it is replaced, 0 for ever
    tires: bool = False  # people see the same creative again, as in feeds, and some creatives lose their pull


SEARCH = (
    ("品牌词", "Brand search", "search", 0.2, 0.5),
    ("通用词", "Generic search", "search", 0.5, -0.1),
    ("竞品词", "Competitor search", "search", 0.3, -0.25),
)
FEED = (
    ("拉新-兴趣人群", "Prospecting interests", "feed", 0.45, -0.15),
    ("相似人群", "Lookalikes", "feed", 0.35, 0.0),
    ("再营销", "Retargeting", "feed", 0.2, 0.35),
)
SHELVES = (("关键词推广", "Keywords", "search", 0.6, 0.15), ("人群推广", "Audiences", "display", 0.4, -0.2))
CREATORS = (("达人种草", "Creators", "kol", 0.6, 0.0), ("达人直播", "Creator live", "kol", 0.4, 0.0))
TRAITS = {
    "google_ads": Traits(0.052, 0.045, SEARCH, 2, 2, lives_days=150),
    "baidu_search": Traits(0.046, 0.042, SEARCH, 2, 2, lives_days=150),
    "meta_ads": Traits(0.014, 0.034, FEED, 2, 2, has_link_clicks=True, lives_days=110, tires=True),
    "tencent_ads": Traits(0.013, 0.032, FEED, 2, 2, has_link_clicks=True, lives_days=110, tires=True),
    "ocean_engine": Traits(0.017, 0.03, FEED, 2, 3, has_link_clicks=True, lives_days=90, tires=True),
    "taobao": Traits(0.038, 0.05, SHELVES, 2, 2, lives_days=130, tires=True),
    "affiliate": Traits(0.016, 0.03, (("联盟分销", "Partners", "affiliate", 1.0, 0.0),), 3, 1, has_hours=False),
    "kol": Traits(0.021, 0.026, CREATORS, 2, 1, has_link_clicks=True, has_hours=False, flight=(12, 17)),
    "email": Traits(0.028, 0.05, (("会员邮件", "Newsletter", "mail", 1.0, 0.0),), 2, 1, has_hours=False),
    "sms": Traits(0.034, 0.04, (("会员短信", "Member texts", "sms", 1.0, 0.0),), 1, 2, has_hours=False),
    "offline": Traits(0.22, 0.3, (("线下活动", "Field events", "event", 1.0, 0.0),), 2, 1, has_hours=False, flight=(4, 38)),
}
GROUPS = {
    "zh": ("核心人群", "扩展人群", "地域包", "高意向"),
    "en": ("Core audience", "Wide audience", "Local", "High intent"),
}
THEMES = {
    "zh": ("用户证言", "产品特写15秒", "限时优惠图文", "场景短片", "对比测评", "痛点开场口播", "主理人出镜", "节日礼赠", "新品首发", "数据海报"),
    "en": (
        *("Customer quote", "Close-up 15s", "Limited offer", "In daily life", "Side by side"),
        *("Problem first", "Founder talks", "Gift guide", "New arrival", "Proof in numbers"),
    ),
}
LABELS = ("ordinary", "better", "worse")
LASTING = 0.4  # the part of a creative's CTR that does not tire


@dataclass(frozen=True)
class Creatives:
    """Every ad of one account: where it hangs, when it ran, and its truth. Arrays have one entry an ad.

    ``ctr`` and ``cvr`` are those of the day it started; the CTR is then multiplied by :func:`freshness`.
    """

    campaign: Whole
    group: Whole
    names: tuple[str, ...]
    group_names: tuple[str, ...]  # one a group, campaign by campaign
    campaign_names: tuple[str, ...]
    campaign_types: tuple[str, ...]
    weights: Floats  # ordinary share of the account's spend, one a campaign
    pull: Floats  # conversions for the same spend, one a campaign, mean about 1
    launch: Whole  # index of the first day
    last: Whole  # index of the last day
    ctr: Floats
    cvr: Floats
    fatigue: Floats
    label: Whole  # index into LABELS
    share: Floats  # appetite for spend within its campaign


def make_creatives(world: World, advertiser: Advertiser, channel: Channel, *dice: int) -> Creatives:
    """The ads of one account over the whole period: each place is filled by one creative after another."""
    traits, draw, language = TRAITS[channel.platform], world.dice(*dice, 1), advertiser.language
    effects, days = advertiser.effects, world.days
    groups, places = len(traits.campaigns) * traits.groups, len(traits.campaigns) * traits.groups * traits.ads
    rows: list[tuple[int, int, str, int, int]] = []
    for place in range(places):
        group = place // traits.ads
        start, version = 0, 1
        theme = f"{THEMES[language][(place + 3 * dice[-1]) % len(THEMES[language])]} {'ABC'[place // len(THEMES[language])]}"
        while start < days:
            life = int(traits.lives_days * draw.uniform(0.65, 1.35)) if traits.lives_days else days
            life -= int(draw.integers(0, max(1, life // 2))) if version == 1 and traits.lives_days else 0
            end = days - 1 if start + life > days - 10 else start + life - 1
            rows.append((group // traits.groups, group, theme if version == 1 else f"{theme}{version}", start, end))
            start, version = end + 1, version + 1
    n = len(rows)
    label = draw.choice(3, n, p=[0.6, 0.2, 0.2]) if effects.creatives else np.zeros(n, np.int64)
    step = np.array([0.0, 0.34, -0.42])[label] * effects.creatives
    wobble = draw.normal(0, 0.05, (2, n)) * (effects.creatives > 0)
    tires = (draw.random(n) < effects.fatigue) & traits.tires
    prefix = f"{advertiser.short}-" if language == "zh" else f"{advertiser.short} | "
    pull = np.array([c[4] for c in traits.campaigns]) * effects.campaigns
    weights = np.array([c[3] for c in traits.campaigns])
    return Creatives(
        campaign=np.array([r[0] for r in rows]),
        group=np.array([r[1] for r in rows]),
        names=tuple(r[2] for r in rows),
        group_names=tuple(GROUPS[language][g % traits.groups] for g in range(groups)),
        campaign_names=tuple(prefix + (c[0] if language == "zh" else c[1]) for c in traits.campaigns),
        campaign_types=tuple(c[2] for c in traits.campaigns),
        weights=weights,
        pull=(1 + pull) / ((1 + pull) * weights).sum(),
        launch=np.array([r[3] for r in rows]),
        last=np.array([r[4] for r in rows]),
        ctr=traits.ctr * np.exp(step * 0.8 + wobble[0]),
        cvr=traits.cvr * np.exp(step * 0.35 + wobble[1]),
        fatigue=np.where(tires, draw.uniform(0.01, 0.025, n), 0.0),
        label=label,
        share=draw.uniform(0.7, 1.3, n),
    )


def freshness(fatigue: Floats, days: Floats | Whole) -> Floats:
    """What the first day's CTR is multiplied by after ``days``: an exponential fall by ``fatigue`` a day towards ``LASTING``."""
    made: Floats = LASTING + (1 - LASTING) * np.exp(-fatigue * np.clip(days, 0, None))
    return made
