"""Small made-up worlds for the rules: facts whose truth is known, straight into the tables or as the rules' own aggregates."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import numpy as np
import pandas as pd
import pyarrow as pa

from adcrm.books import Books
from adcrm.recommend.rules.budget import ChannelDays
from adcrm.recommend.rules.creative import NAMES, SUMS, AdWeeks
from adcrm.recommend.rules.timing import PARTS, WeekParts
from adcrm.store.session import now
from adcrm.store.tables import Client
from adcrm.warehouse import Warehouse
from adcrm.warehouse.tables import AD_PERFORMANCE

UNTIL = date(2026, 10, 1)
PLATFORMS = ("google_ads", "meta_ads", "baidu_search", "tencent_ads")
LUCK = 0.10


def channel_days(seed: int, clients: int = 10, elasticities: tuple[float, ...] | None = None, levels: tuple[float, ...] | None = None) -> ChannelDays:
    """Half a year of four channels for each client; all alike unless ``elasticities`` and ``levels`` (conversions at the base) say otherwise."""
    chance, days = np.random.default_rng(seed), 182
    moments = pd.date_range(end=pd.Timestamp(UNTIL), periods=days)
    weekend = np.where(moments.day_of_week >= 5, 0.85, 1.0)
    frames = []
    for client in range(1, clients + 1):
        season = 1 + 0.25 * np.sin(np.arange(days) / 40 + client)
        for number, platform in enumerate(PLATFORMS):
            base = 1000 * float(np.exp(chance.normal(0, 0.4)))
            b = 0.65 if elasticities is None else elasticities[number]
            level = (base / 50) * (1.0 if levels is None else levels[number])
            cost = base * season**0.5 * weekend * np.exp(chance.normal(0, 0.2, days))
            expected = level * (cost / base) ** b * season * weekend * np.exp(chance.normal(0, LUCK, days))
            made = {"client_id": client, "platform": platform, "currency": "CNY", "day": moments, "rows": 1, "cost": cost, "clicks": cost / 2}
            frames.append(pd.DataFrame({**made, "conversions": chance.poisson(expected).astype(float), "value": np.nan}))
    return ChannelDays(pd.concat(frames, ignore_index=True))


def ad_weeks(seed: int, clients: int = 10, worse: float = 1.0, wear: float = 0.0) -> AdWeeks:
    """Twelve weeks of three groups of three ads for each client; the first ad of each group is ``worse`` (times) or wears out by ``wear`` a week.

    Weeks swing by a tenth for the group and a twentieth for each ad, more than counting alone would.
    """
    chance, weeks, ads = np.random.default_rng(seed), 12, []
    sums: dict[str, list[np.ndarray]] = {name: [] for name in SUMS}
    for client in range(1, clients + 1):
        for group in range(3):
            swing = np.exp(chance.normal(0, 0.1, weeks))
            shown = np.full((3, weeks), 20_000.0)
            own = np.exp(chance.normal(0, 0.05, (3, weeks)))
            rate = 0.03 * swing * own
            rate[0] *= np.exp(-wear * np.arange(weeks)[::-1])  # the newest week first
            convert = np.full((3, 1), 0.05)
            convert[0] *= worse
            clicks = chance.poisson(shown * rate).astype(float)
            conversions = chance.poisson(clicks * convert).astype(float)
            cost = shown * 0.05
            for ad in range(3):
                others = [i for i in range(3) if i != ad]
                ads.append((client, "meta_ads", "CNY", "campaign", f"group {group}", f"ad {ad}", f"ad {ad}"))
                rows = {
                    "rows": np.full(weeks, 7.0), "days": np.full(weeks, 7.0), "impressions": shown[ad], "clicks": clicks[ad],
                    "conversions": conversions[ad], "cost": cost[ad],
                    "by_cost": cost[ad] * conversions[others].sum(0) / cost[others].sum(0),
                    "by_click": clicks[ad] * conversions[others].sum(0) / clicks[others].sum(0),
                    "clicks_expected": shown[ad] * clicks[others].sum(0) / shown[others].sum(0),
                    "sibling_clicks": clicks[others].sum(0),
                }  # fmt: skip
                for name, values in rows.items():
                    sums[name].append(values)
    return AdWeeks(UNTIL, pd.DataFrame(ads, columns=NAMES), {name: np.array(rows) for name, rows in sums.items()})


def week_parts(seed: int, clients: int = 10, best: float = 1.0) -> WeekParts:
    """26 weeks of two channels for each client; part 5 (workdays from 20 o'clock) converts ``best`` times as well."""
    chance, weeks, channels = np.random.default_rng(seed), 26, []
    shape = (2 * clients, weeks, PARTS)
    cost = np.full(shape, 500.0) * np.exp(chance.normal(0, 0.1, shape))
    swing = np.exp(chance.normal(0, 0.15, (2 * clients, weeks, 1)) + chance.normal(0, 0.1, shape))
    rate = np.full(PARTS, 0.02)
    rate[5] *= best
    conversions = chance.poisson(cost * rate * swing).astype(float)
    for client in range(1, clients + 1):
        channels += [(client, "google_ads", "CNY"), (client, "meta_ads", "CNY")]
    sums = {"rows": np.full(shape, 20.0), "cost": cost, "clicks": conversions * 20, "conversions": conversions}
    return WeekParts(UNTIL, pd.DataFrame(channels, columns=["client_id", "platform", "currency"]), sums, np.ones(len(channels), dtype=bool))


def add_client(books: Books, name: str = "Harbour Tea") -> int:
    """A client without anything."""
    with books.crm.write() as session:
        client = Client(name=name, created_at=now(), updated_at=now())
        session.add(client)
        session.flush()
        return client.id


def add_facts(facts: Warehouse, rows: list[dict[str, Any]]) -> None:
    """Rows of ``ad_performance``; what a row does not name is empty, daily, additive and counts."""
    text = {name: "" for name, kind in AD_PERFORMANCE.items() if kind.is_string()}
    common = {**text, "import_id": 1, "source_line": 1, "is_additive": True, "breakdown": "none", "level": "ad", "currency": "CNY"}
    filled = []
    for row in rows:
        one = {**common, "date_end": row["day"], **row, "row_key": str(uuid4()), "date_start": row["day"]}
        counts = one["client_id"] is not None  # rows of nobody count nowhere
        one["in_total"], one["in_split"] = counts and one["breakdown"] == "none", counts and one["breakdown"] != "none"
        filled.append(one)
    columns = {}
    for field in AD_PERFORMANCE.to_pyarrow():
        values = [row.get(field.name) for row in filled]
        if pa.types.is_decimal(field.type):
            values = [None if value is None else Decimal(str(value)) for value in values]
        kind = pa.string() if field.name == "row_key" else field.type
        columns[field.name] = pa.array(values, kind)
    with facts.write() as writer:
        names = ", ".join(f'"{name}"' for name in columns)
        writer.stage("made_rows", pa.table(columns))
        writer.execute(
            f"INSERT INTO ad_performance ({names}) SELECT {names.replace(chr(34) + 'row_key' + chr(34), 'CAST(row_key AS UUID)', 1)} FROM made_rows"
        )


def agency(facts: Warehouse, client: int, days: int = 200, seed: int = 3) -> None:
    """One client with clear truth in all three rules, in the tables. Channel two returns three times as much, ``ad 0`` brings a third."""
    chance = np.random.default_rng(seed)
    rows = []
    for number, platform in enumerate(("google_ads", "meta_ads")):
        for back in range(days):
            day = UNTIL - timedelta(days=back)
            spend = 900 * float(np.exp(chance.normal(0, 0.25)))
            conversions = chance.poisson(18 * (1 + 2 * number) * (spend / 900) ** 0.7, 1)[0]
            where = {"client_id": client, "platform": platform, "account": platform, "campaign": "C", "ad_group": "G", "day": day}
            for ad, (share, rate) in enumerate(((0.3, 0.4), (0.7, 1.26))):
                shown = int(20_000 * share)
                rows.append(
                    {
                        **where, "ad": f"ad {ad}", "ad_id": f"{platform}-{ad}", "impressions": shown, "cost": round(spend * share, 2),
                        "clicks": int(chance.poisson(shown * 0.02 * rate)), "conversions": round(conversions * share * rate),
                    }
                )  # fmt: skip
            for hour in (9, 21):
                rows.append(
                    {
                        **where, "level": "account", "breakdown": "hour", "hour": hour, "ad": "", "impressions": 10_000, "clicks": 200,
                        "cost": round(spend / 2, 2), "conversions": int(chance.poisson(conversions * (0.25 if hour == 9 else 0.75))),
                    }
                )  # fmt: skip
    add_facts(facts, rows)
