"""Shoppers of the made-up agency: the channels they met, what they decided, and which platforms claim their orders.

The decision is a known process: log-odds = base + 0.9 * intent + the pull of every channel met. Channels that chase people of high intent
(affiliate, mail, marketplace) meet many buyers and change few minds, so claims and truth differ, as they do in life.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from adcrm.demo.claims import Claims, make_claims
from adcrm.demo.facts import AccountFacts
from adcrm.demo.people import DAY, Leads, Texts, Touches
from adcrm.demo.world import Advertiser, Floats, Whole, World

Bools = npt.NDArray[np.bool_]
SHOPPERS = 24_000
# How strongly the channel seeks out people of high intent, and how much meeting it adds to the log-odds of buying.
TARGETING = {"google_ads": 0.5, "baidu_search": 0.5, "taobao": 0.6, "affiliate": 1.0, "email": 0.7, "sms": 0.5}
PULL = {"google_ads": 0.5, "baidu_search": 0.5, "taobao": 0.7, "affiliate": 0.1, "email": 0.25, "sms": 0.3}
PULL |= {"offline": 0.8, "kol": 1.1, "meta_ads": 0.8}
OTHER_PULL = 0.9
BASE = -3.1
CLAIM_DAYS = 7
CLAIMED = 0.8  # chance that a platform notices an order of someone it met


@dataclass(frozen=True)
class Orders:
    """Orders of one client and the platforms' claims to them. Times in seconds since 1970, money in cents."""

    client: int
    key: Texts
    person: Texts
    at: Whole
    net: Whole
    refund: Whole
    status: Texts
    claims: Claims
    increments: list[dict[str, object]]  # truth: one a channel


def make_orders(
    world: World, client: int, advertiser: Advertiser, shoppers: int, accounts: list[AccountFacts], leads: Leads, touches: Touches
) -> Orders:
    """Draw the journeys of ``shoppers`` people and the orders of them and of the leads that were won."""
    draw = world.dice(client, 60)
    start = int(np.datetime64(world.first_day, "s").astype(np.int64))
    end = int(np.datetime64(world.end_of_data, "s").astype(np.int64))
    person = np.array([f"{world.seed % 4096:03x}{client:02x}s{n:06x}" for n in range(shoppers)], object)
    begins = start + draw.integers(0, max(1, end - start - DAY), shoppers)
    intent = draw.normal(0, 1, shoppers)
    last, spans = begins.copy(), draw.uniform(1, 25, shoppers) * DAY
    latest: dict[str, Whole] = {}  # when each channel was met last, -1 for never
    for account in accounts:
        platform = account.channel.platform
        counts = np.minimum(draw.poisson((0.2 + 1.3 * account.channel.share) * np.exp(TARGETING.get(platform, 0.0) * intent)), 6)
        who = np.repeat(np.arange(shoppers), counts)
        at = begins[who] + np.rint(draw.random(len(who)) * spans[who]).astype(np.int64)
        who, at = who[at < end], at[at < end]
        np.maximum.at(last, who, at)
        latest[platform] = np.full(shoppers, -1)
        np.maximum.at(latest[platform], who, at)
        campaigns = np.array(account.creatives.campaign_names, object)
        kind = np.where(draw.random(len(who)) < 0.7, "click", "view").astype(object)
        touches.add(person[who], client, at, platform, campaigns[draw.choice(len(campaigns), len(who), p=account.creatives.weights)], "", kind)
    met = {platform: touched >= 0 for platform, touched in latest.items()}
    odds = BASE + 0.9 * intent + sum(PULL.get(p, OTHER_PULL) * met[p] for p in met)
    chance = 1 / (1 + np.exp(-odds))
    at = last + np.rint(draw.exponential(1.1, shoppers) * DAY).astype(np.int64) + 60
    buys = np.nonzero((draw.random(shoppers) < chance) & (at < end))[0]
    in_time = at < end
    increments = [_increment(p, chance, odds, met[p], in_time, buys) for p in met]

    won = np.nonzero(leads.status == "won")[0]
    keys = [f"{advertiser.key.upper()}-{n + 1:06d}" for n in range(len(buys) + len(won))]
    value = np.rint(advertiser.order_value * draw.lognormal(-0.08, 0.4, len(buys)) * 100).astype(np.int64)
    gross = np.concatenate([value, leads.value[won]])
    fate = draw.choice(3, len(gross), p=[0.87, 0.08, 0.05])
    part = np.where(fate == 2, np.rint(gross * draw.choice([0.3, 1.0], len(gross))).astype(np.int64), np.where(fate == 1, gross, 0))
    ordered = np.concatenate([at[buys], leads.closed[won]])
    status = np.array(["paid", "cancelled", "refunded"], object)[fate]
    claimed, platform_of, claimed_at, touched = _claims(draw, latest, buys, at, leads.channel[won], leads.closed[won])
    texts = np.array(keys, object)
    return Orders(
        client,
        texts,
        np.concatenate([person[buys], leads.person[won]]),
        ordered,
        gross - part,
        part,
        status,
        make_claims(world, client, texts, gross, status, claimed, platform_of, claimed_at, touched),
        increments,
    )


def _increment(platform: str, chance: Floats, odds: Floats, met: Bools, in_time: Bools, buys: Whole) -> dict[str, object]:
    """Orders that would not have been made, had nobody met the channel: the expectation over the same people."""
    without = 1 / (1 + np.exp(-(odds - PULL.get(platform, OTHER_PULL) * met)))
    return {
        "platform": platform,
        "people_met": int(met.sum()),
        "orders_touched": int(met[buys].sum()),
        "incremental_orders": float(((chance - without) * in_time).sum()),
        "orders": len(buys),
    }


def _claims(
    draw: np.random.Generator, latest: dict[str, Whole], buys: Whole, at: Whole, lead_channel: Texts, lead_closed: Whole
) -> tuple[Whole, Texts, Whole, Whole]:
    """Every platform that was met shortly before an order claims it, whoever else does: which order, who, when, by which touch."""
    order, platform, when, touch = [], [], [], []
    for name, touched in latest.items():
        last = touched[buys]
        mine = np.nonzero((last >= 0) & (at[buys] - last < CLAIM_DAYS * DAY) & (draw.random(len(buys)) < CLAIMED))[0]
        order.append(mine)
        platform.append(np.full(len(mine), name, object))
        when.append(at[buys][mine])
        touch.append(last[mine])
    led = np.nonzero(draw.random(len(lead_channel)) < 0.9)[0]
    order.append(led + len(buys))
    platform.append(lead_channel[led])
    when.append(lead_closed[led])
    touch.append(lead_closed[led] - DAY)
    return np.concatenate(order), np.concatenate(platform), np.concatenate(when) + 3600, np.concatenate(touch)
