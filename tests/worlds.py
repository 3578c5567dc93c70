"""A small made-up agency for the tests of pages: three clients, 60 days of facts, leads; every figure follows from a seed.

The stores are filled directly, without the import rooms, so that a fault there cannot hide a fault in a page.
"""

import json
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from adcrm.books import Books
from adcrm.imports.keys import key_uuid
from adcrm.store.session import Store
from adcrm.store.tables import AdAccount, Case, Client, Contact, Contract, Interaction, Lead, Survey, Tag
from adcrm.warehouse.connection import Writer
from adcrm.warehouse.steps import index_steps
from adcrm.warehouse.tables import SCHEMAS

FIRST_DAY, LAST_DAY = date(2026, 9, 22), date(2026, 11, 20)
DAYS = [FIRST_DAY + timedelta(days=i) for i in range((LAST_DAY - FIRST_DAY).days + 1)]
LOADED_AT = datetime(2026, 11, 21, 8, 30)
REGIONS = ("上海", "广东", "浙江", "北京")
# client, industry, region, size, frequency, currency, its channels
CLIENTS = (
    ("Harbour Tea Ltd", "food_beverage", "east_china", "large", "high", "CNY", ("google_ads", "tencent_ads")),
    ("云杉家居", "home", "south_china", "medium", "medium", "CNY", ("baidu_search", "tencent_ads")),
    ("Northfell Outdoor", "retail", "north_america", "small", "low", "USD", ("google_ads", "meta_ads")),
)
MEASURES = ("impressions", "clicks", "cost", "conversions", "conversion_value")


@dataclass(frozen=True)
class SmallWorld:
    """What the small world holds.

    ``ads`` has one row per client, platform, campaign, ad and day with the five measures (cost and value as floats of whole
    cents); totals of the books are sums over it. ``client_ids`` maps a client's name to its id.
    """

    client_ids: dict[str, int]
    ads: pd.DataFrame
    first_day: date = FIRST_DAY
    last_day: date = LAST_DAY
    leads: int = 240

    def cost(self, **where: Any) -> Decimal:
        """Exact cost of the rows whose columns have the given values: ``cost(client="云杉家居")``."""
        rows = self.ads
        for column, value in where.items():
            rows = rows[rows[column] == value]
        return Decimal(round(rows["cost"].sum() * 100)) / 100


def build_small_world(books: Books) -> SmallWorld:
    """Fill both stores, which must be empty."""
    chance = np.random.default_rng(7)
    ids = _clients(books.crm)
    ads = _ads(chance, ids)
    with books.facts.write() as writer:
        number = 0
        for (client, platform), rows in ads.groupby(["client", "platform"], sort=False):
            number = writer.next_import_id()
            _load(writer, rows, number, f"{platform}-{ids[client]}.csv", "ad", "none")
            number = writer.next_import_id()
            _load(writer, _by_hour(rows), number, f"{platform}-{ids[client]}-hour.csv", "campaign", "hour")
            number = writer.next_import_id()
            _load(writer, _by_region(rows), number, f"{platform}-{ids[client]}-region.csv", "campaign", "region")
        _people(writer, books.crm, chance, ids, ads, writer.next_import_id())
    return SmallWorld(ids, ads)


def _clients(crm: Store) -> dict[str, int]:
    with crm.write() as session:
        tag = Tag(name="VIP")
        made = []
        for name, industry, region, size, frequency, currency, channels in CLIENTS:
            client = Client(
                name=name, industry=industry, region=region, size=size, frequency=frequency, currency=currency, owner="Ling",
                needs="More leads before the season", next_step="Call about the winter plan", created_at=LOADED_AT, updated_at=LOADED_AT,
            )  # fmt: skip
            client.contacts = [Contact(name="Chen Wei", title="CMO", role="decision", email="chen.wei@example.com", phone="021 5555 0100")]
            client.interactions = [
                Interaction(kind=kind, at=LOADED_AT - timedelta(days=back), summary=f"Talk {back} days ago", by="Ling")
                for back, kind in enumerate(("call", "mail", "meeting", "note"), start=3)
            ]
            client.cases = [Case(kind="complaint", subject="Late report", opened_at=LOADED_AT - timedelta(days=9))]
            client.surveys = [Survey(score=score, answered_on=LAST_DAY - timedelta(days=30 * i)) for i, score in enumerate((9, 7))]
            client.contracts = [
                Contract(
                    reference=f"C-{name[:2]}", starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31), value=Decimal("500000"), currency=currency
                )
            ]
            session.add(client)
            session.flush()
            session.add_all(AdAccount(platform=key, account=f"{key}-{client.id}", client_id=client.id, currency=currency) for key in channels)
            made.append(client)
        made[0].tags.append(tag)
        return {client.name: client.id for client in made}


def _ads(chance: np.random.Generator, ids: dict[str, int]) -> pd.DataFrame:
    """One row per ad and day, two campaigns of two ads for each client and channel; weekends are quieter."""
    frames = []
    for name, *_, currency, channels in CLIENTS:
        for platform in channels:
            for number in range(4):
                campaign = f"{platform} {'brand' if number < 2 else 'season'}"
                week = np.array([0.7 if day.weekday() >= 5 else 1.0 for day in DAYS])
                impressions = (chance.normal(4000 - 500 * number, 200, len(DAYS)) * week).astype(int)
                clicks = chance.binomial(impressions, 0.03 - 0.004 * number)
                conversions = chance.binomial(clicks, 0.06)
                frames.append(
                    pd.DataFrame(
                        {
                            "client": name, "client_id": ids[name], "platform": platform, "currency": currency, "day": DAYS,
                            "campaign": campaign, "ad_group": f"{campaign} group", "ad": f"{campaign} ad {number % 2 + 1}",
                            "impressions": impressions, "clicks": clicks, "cost": np.round(clicks * (1.2 + 0.3 * number), 2),
                            "conversions": conversions, "conversion_value": np.round(conversions * 86.5, 2),
                        }
                    )
                )  # fmt: skip
    return pd.concat(frames, ignore_index=True)


def _by_hour(ads: pd.DataFrame) -> pd.DataFrame:
    """The same figures by campaign, day and hour (8 to 22), spread evenly with the rest in the last hour; sums are exact."""
    return _split(ads, "hour", list(range(8, 23)))


def _by_region(ads: pd.DataFrame) -> pd.DataFrame:
    """The same figures by campaign, day and region; sums are exact."""
    return _split(ads, "region", list(REGIONS))


def _split(ads: pd.DataFrame, column: str, values: list[Any]) -> pd.DataFrame:
    keys = ["client", "client_id", "platform", "currency", "day", "campaign"]
    whole = ads.groupby(keys, sort=False, as_index=False)[list(MEASURES)].sum()
    parts = whole.loc[whole.index.repeat(len(values))].reset_index(drop=True)
    parts[column] = np.tile(np.array(values, dtype=object), len(whole))
    last = np.tile(np.arange(len(values)) == len(values) - 1, len(whole))
    for measure in MEASURES:
        step = 0.01 if measure in ("cost", "conversion_value") else 1
        units = np.rint(parts[measure].to_numpy(float) / step).astype(np.int64)
        share = units // len(values)
        parts[measure] = np.where(last, units - share * (len(values) - 1), share) * step
    return parts


def _load(writer: Writer, rows: pd.DataFrame, number: int, file_name: str, level: str, breakdown: str) -> None:
    """Insert ``rows`` as import ``number``, as the import room would have left them."""
    text = {name: "" for name, kind in SCHEMAS["ad_performance"].items() if kind.is_string()}
    filled = pd.DataFrame({**text, **rows.to_dict("series")})
    filled = filled.assign(
        import_id=number, source_line=np.arange(2, len(rows) + 2), account_id=filled["platform"] + "-" + filled["client_id"].astype(str),
        account=filled["client"], date_start=rows["day"], date_end=rows["day"], level=level, breakdown=breakdown,
        is_additive=True, in_total=breakdown == "none", in_split=True,
    )  # fmt: skip
    writer.stage("world_rows", _arrow("ad_performance", filled, without=("row_key",)))
    columns = [f'"{name}"' for name in SCHEMAS["ad_performance"].names if name != "row_key"]
    writer.execute(f"INSERT INTO ad_performance (row_key, {', '.join(columns)}) SELECT {key_uuid()}, {', '.join(columns)} FROM world_rows")
    sums = {name: f"{rows[name].sum():.2f}" for name in MEASURES}
    note = {
        "import_id": number, "created_at": LOADED_AT, "actor": "owner", "client_id": int(rows["client_id"].iloc[0]), "file_name": file_name,
        "sha256": f"{number:064x}", "size_bytes": 1000, "platform": rows["platform"].iloc[0], "account": rows["client"].iloc[0],
        "report": f"{level}_daily", "level": level, "breakdown": breakdown, "currency": rows["currency"].iloc[0], "date_start": FIRST_DAY,
        "date_end": LAST_DAY, "rows_read": len(rows), "rows_loaded": len(rows), "rows_quarantined": 0, "rows_new": len(rows),
        "rows_changed": 0, "rows_same": 0, "sums": json.dumps(sums), "stated_total": json.dumps(sums), "warnings": "[]", "is_demo": False,
        "undone_at": None, "undone_by": "",
    }  # fmt: skip
    writer.insert("imports", pa.Table.from_pylist([note], schema=SCHEMAS["imports"].to_pyarrow()))


def _people(writer: Writer, crm: Store, chance: np.random.Generator, ids: dict[str, int], ads: pd.DataFrame, number: int) -> None:
    """240 leads of the first two clients with their tracks; those who downloaded buy more often."""
    leads, touches, orders = [], [], []
    kinds = ("click", "visit", "visit", "form", "download", "event")
    for i in range(240):
        name, *_, currency, channels = CLIENTS[i % 2]
        key, channel = f"person-{i:04d}", channels[i // 2 % 2]
        captured = datetime.combine(DAYS[i % 50], time(9 + i % 9))
        downloads = int(chance.integers(0, 4))
        won, closed = chance.random() < 0.1 + 0.2 * downloads, i % 50 < 40
        leads.append(
            Lead(
                client_id=ids[name], person_key=key, name=f"Lead {i:03d}", company=f"Company {i % 40}", email=f"lead{i}@example.com",
                region="east_china", company_size=("small", "medium", "large")[i % 3], job_level=("staff", "manager", "director")[i % 3],
                product=("Classic", "Plus")[i % 2], channel=channel, campaign=f"{channel} brand", captured_at=captured, currency=currency,
                status=("won" if won else "lost") if closed else "new", closed_at=captured + timedelta(days=8) if closed else None,
                value=Decimal("1200") if won and closed else None, owner="Ling",
            )
        )  # fmt: skip
        for step, kind in enumerate((*kinds, *["download"] * downloads)):
            touches.append((key, ids[name], captured - timedelta(hours=30) + timedelta(hours=6 * step), channel, f"{channel} brand", kind, currency))
        if won and closed:
            orders.append((f"order-{i:04d}", ids[name], key, captured + timedelta(days=8), 1200.0, currency))
    with crm.write() as session:
        session.add_all(leads)
    seen = pd.DataFrame(touches, columns=["person_key", "client_id", "at", "channel", "campaign", "kind", "currency"])
    seen = seen.assign(ad="", cost=0.0, import_id=number, source_line=np.arange(2, len(seen) + 2))
    writer.insert("touchpoints", _arrow("touchpoints", seen))
    bought = pd.DataFrame(orders, columns=["order_key", "client_id", "person_key", "ordered_at", "net_value", "currency"])
    bought = bought.assign(
        refund=0.0,
        gross_value=bought["net_value"],
        day=bought["ordered_at"].dt.date,
        status="paid",
        import_id=number,
        source_line=np.arange(2, len(bought) + 2),
    )
    writer.insert("orders", _arrow("orders", bought))
    index_steps(writer, ids.values())


def _arrow(table: str, rows: pd.DataFrame, without: tuple[str, ...] = ()) -> pa.Table:
    """``rows`` with the types of ``table``; columns that are not there are NULL."""
    columns = {}
    for field in SCHEMAS[table].to_pyarrow():
        if field.name in without:
            continue
        if field.name not in rows:
            columns[field.name] = pa.nulls(len(rows), field.type)
        elif pa.types.is_decimal(field.type):
            columns[field.name] = pa.array([Decimal(f"{value:.6f}") for value in rows[field.name]], field.type)
        else:
            columns[field.name] = pa.array(rows[field.name].tolist(), field.type)
    return pa.table(columns)
