"""Leads of the made-up agency: who they are, what they did, and how likely each truly was to buy.

A lead's true log-odds are a sum over fit (company size, job level, product, region, channel) and over what it did in its first
fourteen days or until it was closed, whichever is shorter. A planted leak: calls happen only after a lead is closed,
nearly all of them after a win, so a model that counts them knows the outcome.
"""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from adcrm.demo.facts import AccountFacts
from adcrm.demo.names import lead_names
from adcrm.demo.world import AUDIENCE_HOURS, PLACE_SHARES, PLACES, Advertiser, Floats, Whole, World

Texts = npt.NDArray[np.object_]
LEADS = 20_000
DAY = 86_400
SALES = {"zh": ("周放", "宋之遥", "李想容"), "en": ("Hannah Cole", "Marcus Yip", "Lena Brandt")}  # who calls the leads
WINDOW_DAYS = 14.0
SIZES = {"1-49": -0.5, "50-199": 0.0, "200-999": 0.4, "1000+": 0.7}
LEVELS = {"staff": -0.5, "manager": 0.1, "director": 0.6, "executive": 0.8}
CHANNELS = {"offline": 0.6, "email": 0.4, "google_ads": 0.2, "baidu_search": 0.2, "taobao": 0.0, "sms": -0.1, "kol": -0.2, "affiliate": -0.4}
OTHER_CHANNEL = -0.3
# Behaviour: mean count of an ordinary lead, weight in the log-odds of each, and from which count on more says nothing.
BEHAVIOUR = {
    "visit": (2.4, 0.14, 6),
    "form": (0.5, 0.6, 2),
    "download": (0.5, 0.55, 2),
    "mail_open": (1.6, 0.12, 4),
    "mail_click": (0.5, 0.5, 2),
    "event": (0.14, 0.9, 1),
    "live": (0.25, 0.35, 2),
    "click": (0.4, 0.1, 3),
}
BEHAVIOUR_CHANNEL = {"mail_open": "email", "mail_click": "email", "event": "offline"}
BASE = -4.15  # gives about one win in ten leads
STRENGTH = 0.95


@dataclass
class Touches:
    """Touchpoints being collected; each entry is an array of equal length. ``at`` in seconds since 1970."""

    person: list[Texts] = field(default_factory=list)
    client: list[Whole] = field(default_factory=list)
    at: list[Whole] = field(default_factory=list)
    channel: list[Texts] = field(default_factory=list)
    campaign: list[Texts] = field(default_factory=list)
    ad: list[Texts] = field(default_factory=list)
    kind: list[Texts] = field(default_factory=list)

    def add(self, person: object, client: int, at: Whole, channel: object, campaign: object, ad: object, kind: object) -> None:
        """Append rows; a single text stands for all of them."""
        n = len(at)
        self.client.append(np.full(n, client))
        self.at.append(at)
        for into, what in ((self.person, person), (self.channel, channel), (self.campaign, campaign), (self.ad, ad), (self.kind, kind)):
            into.append(what if isinstance(what, np.ndarray) else np.full(n, what, object))


@dataclass(frozen=True)
class Leads:
    """Leads of one client, one array entry a lead. Times in seconds since 1970; ``closed`` is -1 for open ones, ``value`` in cents."""

    client: int
    person: Texts
    name: list[str]
    company: list[str]
    email: list[str]
    phone: list[str]
    region: Texts
    company_size: Texts
    job_level: Texts
    product: Texts
    channel: Texts
    campaign: Texts
    ad: Texts
    captured: Whole
    closed: Whole
    status: Texts
    value: Whole
    owner: Texts
    probability: Floats  # over everything it does in its window
    seen: Floats  # over what it had done by the end of the data
    will_win: npt.NDArray[np.bool_]


def make_leads(world: World, client: int, advertiser: Advertiser, count: int, accounts: list[AccountFacts], touches: Touches) -> Leads:
    """Draw ``count`` leads of one client, each brought by an ad on a day on which that ad truly had conversions."""
    draw = world.dice(client, 50)
    day, ads = _sources(draw, accounts, count)
    seconds = _time_of_day(draw, count)
    start = int(np.datetime64(world.first_day, "s").astype(np.int64))
    end = int(np.datetime64(world.end_of_data, "s").astype(np.int64))
    captured = start + day * DAY + seconds
    order = np.argsort(captured, kind="stable")
    captured, source = captured[order], {name: column[order] for name, column in ads.items()}

    person = np.array([f"{world.seed % 4096:03x}{client:02x}{n:07x}" for n in range(count)], object)
    sizes, levels = list(SIZES), list(LEVELS)
    size = draw.choice(len(sizes), count, p=[0.4, 0.32, 0.19, 0.09])
    level = draw.choice(len(levels), count, p=[0.38, 0.36, 0.18, 0.08])
    product = draw.choice(len(advertiser.products), count)
    region = draw.choice(len(PLACE_SHARES), count, p=PLACE_SHARES)
    fit = draw.normal(0, 0.3, len(advertiser.products))[product] + draw.normal(0, 0.15, len(PLACE_SHARES))[region]
    fit = fit + np.array([CHANNELS.get(c, OTHER_CHANNEL) for c in source["channel"]]) + draw.normal(0, 0.15)
    if advertiser.is_business:
        fit = fit + np.array(list(SIZES.values()))[size] + np.array(list(LEVELS.values()))[level]

    lag = np.rint((4 + draw.lognormal(np.log(20), 0.6, count)) * DAY).astype(np.int64)
    open_days = np.minimum(lag / DAY, WINDOW_DAYS)
    interest = draw.normal(0, 1, count)
    full, seen = fit.copy(), fit.copy()
    touches.add(person, client, captured - draw.integers(20, 900, count), source["channel"], source["campaign"], source["ad"], "click")
    touches.add(person, client, captured, source["channel"], source["campaign"], source["ad"], "form")
    for kind, (mean, weight, most) in BEHAVIOUR.items():
        counts = np.minimum(draw.poisson(mean * np.exp(0.55 * interest - 0.15)), most + 3)
        who = np.repeat(np.arange(count), counts)
        delay = draw.exponential(4.5, len(who))
        who, delay = who[delay < open_days[who]], delay[delay < open_days[who]]
        at = captured[who] + 60 + np.rint(delay * DAY).astype(np.int64)
        full += weight * np.minimum(np.bincount(who, minlength=count), most)
        who, at = who[at < end], at[at < end]
        seen += weight * np.minimum(np.bincount(who, minlength=count), most)
        brought = kind == "click"
        touches.add(
            person[who],
            client,
            at,
            source["channel"][who] if brought else BEHAVIOUR_CHANNEL.get(kind, "direct"),
            source["campaign"][who] if brought else "",
            source["ad"][who] if brought else "",
            kind,
        )
    probability, seen_probability = (1 / (1 + np.exp(-(BASE + STRENGTH * odds))) for odds in (full, seen))
    wins = draw.random(count) < probability
    lag = np.where(wins, lag, np.rint(lag * 1.3).astype(np.int64))
    closed = np.where(captured + lag < end, captured + lag, -1)
    worked = draw.random(count) < 0.75
    status = np.where(closed < 0, np.where(worked & (end - captured > 3 * DAY), "working", "new"), np.where(wins, "won", "lost")).astype(object)
    deal = advertiser.order_value * (40 if advertiser.is_business else 8) * (1 + 0.6 * size * advertiser.is_business)
    value = np.rint(deal * draw.lognormal(-0.15, 0.55, count) * 100).astype(np.int64)
    _after_closing(draw, client, person, closed, wins, end, touches)
    name, company, email, phone = lead_names(draw, advertiser, count)
    return Leads(
        client, person, name, company, email, phone,
        np.array(PLACES[advertiser.places], object)[region],
        np.array(sizes, object)[size] if advertiser.is_business else np.full(count, "", object),
        np.array(levels, object)[level] if advertiser.is_business else np.full(count, "", object),
        np.array(advertiser.products, object)[product],
        source["channel"], source["campaign"], source["ad"], captured, closed, status,
        np.where((closed >= 0) & wins, value, -1),
        np.where(status == "new", "", np.array(SALES[advertiser.language], object)[draw.choice(3, count)]),
        probability, seen_probability, wins,
    )  # fmt: skip


def _sources(draw: np.random.Generator, accounts: list[AccountFacts], count: int) -> tuple[Whole, dict[str, Texts]]:
    """Day of each lead, and its channel, campaign and ad, drawn by the conversions that there truly were."""
    weights = np.concatenate([a.final for a in accounts]).astype(float)
    pick = draw.choice(len(weights), count, p=weights / weights.sum())
    which = np.repeat(np.arange(len(accounts)), [len(a.day) for a in accounts])[pick]
    day, ad = np.concatenate([a.day for a in accounts])[pick], np.concatenate([a.ad for a in accounts])[pick]
    channel, campaign, name = (np.empty(count, object) for _ in range(3))
    for k, account in enumerate(accounts):
        mine, made = which == k, account.creatives
        channel[mine] = account.channel.platform
        campaign[mine] = np.array(made.campaign_names, object)[made.campaign[ad[mine]]]
        name[mine] = np.array(made.names, object)[ad[mine]]
    return day, {"channel": channel, "campaign": campaign, "ad": name}


def _time_of_day(draw: np.random.Generator, count: int) -> Whole:
    made: Whole = draw.choice(24, count, p=AUDIENCE_HOURS) * 3600 + draw.integers(0, 3600, count)
    return made


def _after_closing(
    draw: np.random.Generator, client: int, person: Texts, closed: Whole, wins: npt.NDArray[np.bool_], end: int, touches: Touches
) -> None:
    """What happens once the outcome is known: calls and mails to customers, hardly any to those who were lost."""
    for kind, mean_won, mean_lost, channel in (("call", 2.0, 0.04, "direct"), ("mail_open", 1.5, 0.3, "email"), ("visit", 1.2, 0.2, "direct")):
        who = np.repeat(np.arange(len(person)), draw.poisson(np.where(closed < 0, 0, np.where(wins, mean_won, mean_lost))))
        at = closed[who] + draw.integers(DAY // 12, 20 * DAY, len(who))
        touches.add(person[who[at < end]], client, at[at < end], channel, "", "", kind)
