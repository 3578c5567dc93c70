"""Writes what is truly so about the made-up world to ``<data_dir>/demo_truth``, apart from the books.

No other part of the program may read that folder; benchmarks compare what the program found with it.
"""

import json
import shutil
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from adcrm.demo.creatives import LABELS, LASTING, freshness
from adcrm.demo.facts import AccountFacts, hour_laws, region_laws, season
from adcrm.demo.files import account_id, ad_ids
from adcrm.demo.journeys import Orders
from adcrm.demo.people import BASE, BEHAVIOUR, CHANNELS, LEVELS, OTHER_CHANNEL, SIZES, STRENGTH, WINDOW_DAYS, Leads
from adcrm.demo.world import MATURITY, PLACES, WEEKDAY_PATTERNS, Advertiser, Effects, World
from adcrm.settings import settings

ABOUT = {
    "responses": "Expected final conversions of a campaign on a day = (base / cpa) * (spend / base) ** elasticity * pull * season * weekday "
    "* luck (log-normal, sd 0.07) * mean creative quality; base is the campaign's ordinary daily spend. "
    "Marginal conversions per unit of money = elasticity * conversions / spend.",
    "creatives": f"CTR on a day = ctr * ({LASTING} + {1 - LASTING} * exp(-fatigue * days since launch)); "
    "CVR of the click = what the response gives, in proportion to cvr.",
    "timing": "Impression shares and multipliers of CTR and conversion rate by hour, weekday and region; all ones where nothing is to be found.",
    "days": "Per account and day: spend, conversions reported so far, final conversions and their expectation.",
    "leads": "probability: over the whole behaviour in the window; probability_seen: over what was done by the end of the data. "
    "Leak: calls (and some mails and visits) happen after a lead is closed, calls nearly only after a win.",
    "claims": "order_key: the order that a claim is truly about, '' for one of another shop; claim_key: the platform's own number of the claim.",
    "increments": "incremental_orders: expected orders that would not have been made, had nobody met the channel.",
    "maturity": "Share of the final conversions reported 1, 2 ... 7 days after the click.",
}


def folder() -> Path:
    """Where the truth is kept."""
    return settings().data_dir / "demo_truth"


def read_world() -> dict[str, object]:
    """The settings of the world that was written last, empty where none is there."""
    path = folder() / "world.json"
    found: dict[str, object] = json.loads(path.read_text("utf-8")) if path.exists() else {}
    return found


def clear_truth() -> None:
    """Remove the truth."""
    shutil.rmtree(folder(), ignore_errors=True)


def write_truth(
    world: World,
    advertisers: tuple[Advertiser, ...],
    ids: list[int],
    accounts: list[list[AccountFacts]],
    leads: list[Leads],
    orders: list[Orders],
) -> None:
    """Write all of it; ``world.json`` last, so that a half-written truth is not taken for a whole one."""
    clear_truth()
    folder().mkdir(parents=True)
    responses, creatives, days = [], [], []
    for client, (advertiser, some) in enumerate(zip(advertisers, accounts, strict=True)):
        for number, facts in enumerate(some):
            who = {"client_id": ids[client], "client": advertiser.key, "platform": facts.channel.platform, "account_id": account_id(client, number)}
            responses.append(who | _response(world, advertiser, facts))
            creatives.append(_creatives(world, client, number, facts, who))
            days.append(_days(world, facts, who))
    _write("responses", pa.Table.from_pylist(responses))
    _write("creatives", pa.concat_tables(creatives))
    _write("days", pa.concat_tables(days))
    _write("timing", pa.Table.from_pylist([row for c, a in enumerate(advertisers) for row in _timing(world, c, a, ids[c])]))
    _write("leads", pa.concat_tables([_lead_table(some, ids[some.client]) for some in leads]))
    rows = [{"client_id": ids[o.client], "client": advertisers[o.client].key, **row} for o in orders for row in o.increments]
    _write("increments", pa.Table.from_pylist(rows))
    _write("claims", pa.concat_tables([_claim_table(some, ids[some.client]) for some in orders]))
    laws = {"base": BASE, "strength": STRENGTH, "behaviour (mean, weight, most that counts)": BEHAVIOUR, "window_days": WINDOW_DAYS}
    laws |= {"company_size": SIZES, "job_level": LEVELS, "channel": CHANNELS, "other_channel": OTHER_CHANNEL}
    about = {"seed": world.seed, "end_day": world.end_day.isoformat(), "scale": world.scale, "first_day": world.first_day.isoformat(), "about": ABOUT}
    about["nothing_to_find"] = [a.key for a in advertisers if a.effects == Effects(season=a.effects.season)]
    about |= {"maturity": MATURITY.tolist(), "lead_laws": laws, "surprises": {a.key: list(a.surprises) for a in advertisers if a.surprises}}
    (folder() / "world.json").write_text(json.dumps(about, ensure_ascii=False, indent=1), "utf-8")


def _write(name: str, table: pa.Table) -> None:
    pq.write_table(table, folder() / f"{name}.parquet")


def _response(world: World, advertiser: Advertiser, facts: AccountFacts) -> dict[str, object]:
    """The law and, at the spend of the last 28 mature days, what one more unit of money truly brings."""
    channel, last = facts.channel, (facts.day >= world.days - 35) & (facts.day < world.days - 7)
    spend = facts.measures["cents"][last].sum() / 100
    expected = float(facts.expected[last].sum())
    return {
        "base_daily": advertiser.monthly * channel.share / 30.4,
        "cpa": channel.cpa,
        "elasticity": channel.elasticity,
        "order_value": advertiser.order_value,
        "currency": advertiser.currency,
        "spend_28d": spend,
        "expected_28d": expected,
        "marginal_per_unit": channel.elasticity * expected / spend if spend else None,
    }


def _creatives(world: World, client: int, number: int, facts: AccountFacts, who: dict[str, object]) -> pa.Table:
    made, n = facts.creatives, len(facts.creatives.names)
    launch, last = (world.dates[index] for index in (made.launch, made.last))
    fixed = {name: pa.repeat(pa.scalar(value), n) for name, value in who.items()}
    columns = {
        "ad_id": pa.array(ad_ids(client, number, n)),
        "ad": pa.array(made.names),
        "campaign": pa.array(np.array(made.campaign_names, object)[made.campaign]),
        "ad_group": pa.array(np.array(made.group_names, object)[made.group]),
        "launch": pa.array(launch.astype("datetime64[D]")),
        "last": pa.array(last.astype("datetime64[D]")),
        "ctr": pa.array(made.ctr),
        "cvr": pa.array(made.cvr),
        "fatigue": pa.array(made.fatigue),
        "ctr_at_end": pa.array(made.ctr * freshness(made.fatigue, made.last - made.launch)),
        "label": pa.array(np.array(LABELS, object)[made.label]),
    }
    return pa.table(fixed | columns)


def _days(world: World, facts: AccountFacts, who: dict[str, object]) -> pa.Table:
    n = world.days
    sums = {"spend": facts.measures["cents"] / 100, "reported": facts.measures["conversions"], "final": facts.final, "expected": facts.expected}
    fixed = {name: pa.repeat(pa.scalar(value), n) for name, value in who.items()}
    return pa.table(
        fixed | {"day": pa.array(world.dates.astype("datetime64[D]"))} | {k: pa.array(np.bincount(facts.day, v, n)) for k, v in sums.items()}
    )


def _timing(world: World, client: int, advertiser: Advertiser, client_id: int) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    week = WEEKDAY_PATTERNS[advertiser.effects.weekdays]
    parts = {
        "hour": ([str(h) for h in range(24)], *hour_laws(advertiser)),
        "region": (PLACES[advertiser.places], *region_laws(world, advertiser, client)),
    }
    for kind, (names, shares, ctr, cvr) in parts.items():
        for name, share, click, convert in zip(names, shares, ctr, cvr, strict=True):
            rows.append({"kind": kind, "part": name, "impression_share": float(share), "ctr_factor": float(click), "cvr_factor": float(convert)})
    rows += [{"kind": "weekday", "part": str(d), "impression_share": None, "ctr_factor": 1.0, "cvr_factor": float(week[d])} for d in range(7)]
    height = season(world, advertiser)
    rows.append({"kind": "season", "part": "highest", "impression_share": None, "ctr_factor": 1.0, "cvr_factor": float(height.max())})
    return [{"client_id": client_id, "client": advertiser.key, **row} for row in rows]


def _lead_table(leads: Leads, client_id: int) -> pa.Table:
    return pa.table(
        {
            "client_id": pa.repeat(pa.scalar(client_id), len(leads.person)),
            "person_key": pa.array(leads.person, pa.string()),
            "probability": pa.array(leads.probability),
            "probability_seen": pa.array(leads.seen),
            "will_win": pa.array(leads.will_win),
        }
    )


def _claim_table(orders: Orders, client_id: int) -> pa.Table:
    keys = np.append(orders.key, "")  # the last is that of a claim to none of our orders
    return pa.table(
        {
            "client_id": pa.repeat(pa.scalar(client_id), len(orders.claims.order)),
            "claim_key": pa.array(orders.claims.number, pa.string()),
            "order_key": pa.array(keys[orders.claims.order], pa.string()),
        }
    )
