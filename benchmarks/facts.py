"""Fills a warehouse with made-up facts of a given number, fast: one seeded SQL statement a kind of report.

The proportions are those of an agency's books: ads by day, and beside them the same spend of each campaign by hour and by region.
"""

import math
from datetime import date, datetime
from pathlib import Path

from adcrm.books import Books
from adcrm.store import open_store
from adcrm.store.tables import Client
from adcrm.warehouse import Writer, open_warehouse
from adcrm.warehouse.tables import SCHEMAS

DAYS = 400
LAST_DAY = date(2026, 11, 20)
ADS, HOURS, REGIONS = 6, 24, 10
PLATFORMS = ("google_ads", "meta_ads", "tencent_ads", "baidu_search", "taobao", "ocean_engine", "affiliate", "kol", "email", "sms")
REGION_NAMES = ("上海", "北京", "广东", "浙江", "江苏", "四川", "湖北", "山东", "福建", "湖南")
CHANNELS_EACH = 4
ABOUT_CLIENTS = 32


def fill(folder: Path, facts: int) -> int:
    """Make both stores in ``folder`` with at least ``facts`` rows of ``ad_performance``; says how many there are."""
    folder.mkdir(parents=True, exist_ok=True)
    opened = Books(open_store(f"sqlite:///{folder / 'crm.sqlite'}"), open_warehouse(f"duckdb:///{folder / 'warehouse.duckdb'}"))
    of_a_campaign = CHANNELS_EACH * DAYS * (ADS + HOURS + REGIONS)
    campaigns = max(1, round(facts / ABOUT_CLIENTS / of_a_campaign))
    clients = math.ceil(facts / campaigns / of_a_campaign)
    with opened.crm.write() as session:
        made = datetime(2026, 1, 1)
        session.add_all(Client(id=i, name=f"Client {i:02d}", owner="Ling", created_at=made, updated_at=made) for i in range(1, clients + 1))
    with opened.facts.write() as writer:
        for number, (breakdown, parts) in enumerate((("none", ADS), ("hour", HOURS), ("region", REGIONS)), start=1):
            _insert(writer, number, clients, campaigns, breakdown, parts)
    there = int(opened.facts.sql("SELECT count(*) AS n FROM ad_performance")["n"][0].as_py())
    opened.facts.close()
    opened.crm.close()
    return there


def _insert(writer: Writer, number: int, clients: int, campaigns: int, breakdown: str, parts: int) -> None:
    """One row for every client, channel, campaign, part (ad, hour or region) and day; figures from a hash of these, so always the same."""
    platforms = "[" + ", ".join(f"'{key}'" for key in PLATFORMS) + "]"
    regions = "[" + ", ".join(f"'{name}'" for name in REGION_NAMES) + "]"
    ads = breakdown == "none"
    said = {
        "row_key": f"CAST(md5(concat_ws('-', {number}, client, slot, campaign, part, day)) AS UUID)",
        "import_id": str(number),
        "source_part": "''",
        "source_line": f"CAST(2 + ((((client * {CHANNELS_EACH}) + slot) * {campaigns} + campaign) * {parts} + part) * {DAYS} + day AS INTEGER)",
        "client_id": "CAST(client AS INTEGER)",
        "platform": f"{platforms}[1 + (client * 3 + slot) % {len(PLATFORMS)}]",
        "account_id": "concat('account-', client, '-', slot)",
        "account": "concat('Account ', client, '-', slot)",
        "date_start": f"DATE '{LAST_DAY}' - CAST(day AS INTEGER)",
        "date_end": f"DATE '{LAST_DAY}' - CAST(day AS INTEGER)",
        "level": "'ad'" if ads else "'campaign'",
        "breakdown": f"'{breakdown}'",
        "campaign_id": "concat(client, '-', slot, '-', campaign)",
        "campaign": "concat('Campaign ', client, '-', slot, '-', campaign)",
        "ad_group_id": "concat(client, '-', slot, '-', campaign, '-', part % 2)" if ads else "''",
        "ad_group": "concat('Group ', part % 2)" if ads else "''",
        "ad_id": "concat(client, '-', slot, '-', campaign, '-', part)" if ads else "''",
        "ad": "concat('Ad ', part)" if ads else "''",
        "hour": "CAST(part AS SMALLINT)" if breakdown == "hour" else "NULL",
        "region": f"{regions}[1 + part]" if breakdown == "region" else "''",
        "currency": "'CNY'",
        "impressions": "views",
        "clicks": "visits",
        "cost": "CAST(visits * (1.1 + chance % 70 / 100.0) AS DECIMAL(18, 6))",
        "conversions": "CAST(visits * (chance // 97 % 9) // 100 AS DECIMAL(18, 6))",
        "conversion_value": "CAST(visits * (chance // 97 % 9) // 100 * 88.5 AS DECIMAL(18, 6))",
        "is_additive": "TRUE",
        "in_total": str(ads),
        "in_split": "TRUE",
    }
    names = list(SCHEMAS["ad_performance"].names)
    empty = {name: "''" if kind.is_string() else "NULL" for name, kind in SCHEMAS["ad_performance"].items()}
    chosen = ", ".join(f'{said.get(name, empty[name])} AS "{name}"' for name in names)
    views = f"CAST((500 + chance % 3000) * {ADS} // {parts} AS BIGINT)"
    writer.execute(
        f"INSERT INTO ad_performance SELECT {chosen} FROM (SELECT *, {views} AS views, {views} * (8 + chance // 7 % 30) // 1000 AS visits FROM ("
        f" SELECT client, slot, campaign, part, day, hash(client, slot, campaign, part, day, {number}) % 1000000 AS chance"
        f" FROM range({DAYS}) AS days(day), range(1, {clients + 1}) AS clients(client), range({CHANNELS_EACH}) AS slots(slot),"
        f" range({campaigns}) AS campaigns(campaign), range({parts}) AS parts(part)))"
    )
