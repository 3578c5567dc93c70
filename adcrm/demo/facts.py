"""Daily facts of one made-up account, drawn from its true laws: spend, impressions, clicks, conversions, value."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from adcrm.demo.creatives import TRAITS, Creatives, freshness, make_creatives
from adcrm.demo.splits import Split, split
from adcrm.demo.world import (
    AUDIENCE_HOURS,
    HOUR_PATTERNS,
    MATURITY,
    PLACE_SHARES,
    WEEKDAY_PATTERNS,
    Advertiser,
    Channel,
    Floats,
    Whole,
    World,
)

# Weekly spend of a campaign in units of its ordinary spend. The last weeks are calm, so that what stands out there is what was planted.
PULSES, CALM_PULSES, CALM_WEEKS = (0.5, 0.75, 1.0, 1.0, 1.3, 1.8), (0.93, 1.0, 1.07), 5
TRICKLE = 0.04  # what goes on between two flights, as a share of the spend in one
MEASURES = ("impressions", "clicks", "link_clicks", "cents", "conversions", "value_cents")


@dataclass(frozen=True)
class AccountFacts:
    """One account. ``ads`` has one row an ad and day with delivery; ``day`` counts from the first day, money in cents.

    ``final`` are the conversions that will be there when all have arrived; ``expected`` what they were drawn around.
    """

    channel: Channel
    creatives: Creatives
    day: Whole
    ad: Whole
    measures: dict[str, Whole]
    final: Whole
    expected: Floats
    hours: Split | None
    regions: Split | None


def simulate(world: World, advertiser: Advertiser, channel: Channel, *dice: int) -> AccountFacts:
    """Draw all facts of ``channel``; ``dice`` numbers the client and the channel."""
    traits, creatives = TRAITS[channel.platform], make_creatives(world, advertiser, channel, *dice)
    draw, days = world.dice(*dice, 2), world.days
    ages = np.arange(days)[None, :] - creatives.launch[:, None]
    runs = (ages >= 0) & (np.arange(days)[None, :] <= creatives.last[:, None])

    base = advertiser.monthly * channel.share / 30.4 * creatives.weights
    if traits.flight:  # the same money in bursts
        base = base * sum(traits.flight) / (traits.flight[0] + TRICKLE * traits.flight[1])
    spend = base[:, None] * _spend_plan(world, advertiser, channel, len(base), draw)
    appetite = creatives.share[:, None] * runs * draw.lognormal(0, 0.15, runs.shape)
    within = appetite / np.maximum(_per_campaign(appetite, creatives.campaign, len(base))[creatives.campaign], 1e-9)
    cents = np.rint(spend[creatives.campaign] * within * 100).astype(np.int64)

    ctr = creatives.ctr[:, None] * freshness(creatives.fatigue[:, None], ages)
    if f"{channel.platform} collapse" in advertiser.surprises:
        ctr = np.where(np.arange(days)[None, :] >= days - 7, ctr * 0.5, ctr)
    quality = ctr * creatives.cvr[:, None] / (traits.ctr * traits.cvr)
    luck = demand(world, advertiser) * draw.lognormal(0, 0.07, days)
    answer = (base[:, None] / channel.cpa) * (spend / base[:, None]) ** channel.elasticity * creatives.pull[:, None] * luck[None, :]
    expected = answer[creatives.campaign] * within * quality

    cpm = channel.cpa * traits.ctr * traits.cvr * 1000
    impressions = np.rint(cents / 100 / cpm * 1000 * draw.lognormal(0, 0.06, cents.shape)).astype(np.int64)
    impressions = np.where(cents > 0, np.maximum(impressions, 1), 0)
    clicks = draw.binomial(impressions, np.minimum(ctr, 0.6))
    rate = np.clip(expected / np.maximum(impressions * ctr, 1e-9), 0, 0.7)
    final = draw.binomial(clicks, rate)
    arrived = np.ones(days)
    arrived[-len(MATURITY) :] = MATURITY[::-1][-days:]
    conversions = draw.binomial(final, np.broadcast_to(arrived, final.shape))
    baskets = np.exp(draw.normal(0, 0.22, final.shape) / np.sqrt(np.maximum(conversions, 1)))
    value = np.rint(conversions * baskets * advertiser.order_value * 100).astype(np.int64)
    links = draw.binomial(clicks, 0.82) if traits.has_link_clicks else np.zeros_like(clicks)

    there = (cents > 0) & _reported(world, advertiser, channel)[None, :]
    day, ad = np.nonzero(there.T)
    cells = dict(zip(MEASURES, (impressions, clicks, links, cents, conversions, value), strict=True))
    measures = {name: cell[ad, day] for name, cell in cells.items()}
    totals = {name: np.bincount(day, m, days).astype(np.int64) for name, m in measures.items()}
    hours = regions = None
    if traits.has_hours:
        hours = split(world.dice(*dice, 3), totals, *hour_laws(advertiser))
        regions = split(world.dice(*dice, 4), totals, *region_laws(world, advertiser, dice[0]))
    return AccountFacts(channel, creatives, day, ad, measures, final[ad, day], expected[ad, day], hours, regions)


def demand(world: World, advertiser: Advertiser) -> Floats:
    """How ready people are to buy on each day, 1 on an ordinary one: season and weekday."""
    made: Floats = season(world, advertiser) * WEEKDAY_PATTERNS[advertiser.effects.weekdays][world.weekdays]
    return made


def season(world: World, advertiser: Advertiser) -> Floats:
    """Slow yearly wave plus the sales festivals of 18 June, 11 November and December; ``effects.season`` is the height."""
    year_day = (world.dates - world.dates.astype("datetime64[Y]")).astype(np.int64)
    peaks = sum(np.exp(-0.5 * ((year_day - centre) / width) ** 2) for centre, width in ((168, 7.0), (314, 6.0), (349, 9.0)))
    made: Floats = 1 + advertiser.effects.season * (0.25 * np.sin(2 * np.pi * (year_day - 90) / 365) + peaks)
    return made


def hour_laws(advertiser: Advertiser) -> tuple[Floats, Floats, Floats]:
    """Impressions by hour (shares), and what CTR and conversion rate are multiplied by there."""
    cvr = HOUR_PATTERNS[advertiser.effects.hours]
    return AUDIENCE_HOURS, cvr**0.25, cvr / (cvr * AUDIENCE_HOURS).sum()


def region_laws(world: World, advertiser: Advertiser, client: int) -> tuple[Floats, Floats, Floats]:
    """Impressions by region (shares), and what CTR and conversion rate are multiplied by there."""
    cvr = np.exp(world.dice(client, 99, 5).normal(0, 1, len(PLACE_SHARES)) * advertiser.effects.regions)
    return PLACE_SHARES, np.ones(len(PLACE_SHARES)), cvr / (cvr * PLACE_SHARES).sum()


def _spend_plan(world: World, advertiser: Advertiser, channel: Channel, campaigns: int, draw: np.random.Generator) -> Floats:
    """Spend of each campaign and day in units of its ordinary spend: pulses by week, steps by quarter, noise by day."""
    days = world.days
    week = np.arange(days)[::-1] // 7  # counted back from the last day
    pulses = draw.choice(PULSES, (campaigns, week[0] + 1))
    pulses[:, :CALM_WEEKS] = draw.choice(CALM_PULSES, pulses[:, :CALM_WEEKS].shape)
    steps = draw.lognormal(0, 0.15, (campaigns, days // 90 + 1))[:, np.arange(days) // 90]
    made: Floats = pulses[:, week] * steps * draw.lognormal(0, 0.1, (campaigns, days)) * season(world, advertiser) ** 0.6
    flight = TRAITS[channel.platform].flight
    if flight:
        phase = int(draw.integers(0, sum(flight)))
        made = made * np.where((np.arange(days) + phase) % sum(flight) < flight[0], 1.0, TRICKLE)
    if f"{channel.platform} overspend" in advertiser.surprises:
        made[:, -6:] *= 1.9
    return made


def _reported(world: World, advertiser: Advertiser, channel: Channel) -> npt.NDArray[np.bool_]:
    """Which days the account's reports hold."""
    made = np.ones(world.days, bool)
    if f"{channel.platform} late" in advertiser.surprises:
        made[-3:] = False
    if f"{channel.platform} gap" in advertiser.surprises:
        made[-20:-18] = False
    return made


def _per_campaign(cells: Floats, campaign: Whole, campaigns: int) -> Floats:
    made = np.zeros((campaigns, cells.shape[1]))
    np.add.at(made, campaign, cells)
    return made
