"""The made-up reports as files: the rows of the warehouse with the lines they stand on, and the CSV that holds those lines."""

import hashlib
import io
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pyarrow.csv as pacsv

from adcrm.demo.columns import decimals
from adcrm.demo.creatives import TRAITS
from adcrm.demo.facts import AccountFacts
from adcrm.demo.splits import Split
from adcrm.demo.world import PLACES, Advertiser, Whole, World
from adcrm.warehouse.tables import AD_PERFORMANCE, IMPORTS

SCHEMA = AD_PERFORMANCE.to_pyarrow()
# Columns of the files by the column of the warehouse, in the order of the file.
HEADS = {
    "date_start": "Day",
    "account_id": "Account ID",
    "account": "Account",
    "campaign_id": "Campaign ID",
    "campaign": "Campaign",
    "campaign_type": "Campaign type",
    "ad_group_id": "Ad group ID",
    "ad_group": "Ad group",
    "ad_id": "Ad ID",
    "ad": "Ad",
    "hour": "Hour",
    "region": "Region",
    "currency": "Currency",
    "impressions": "Impressions",
    "clicks": "Clicks",
    "link_clicks": "Link clicks",
    "cost": "Cost",
    "conversions": "Conversions",
    "conversion_value": "Conversion value",
}
ENTITIES = ("campaign_id", "campaign", "campaign_type", "ad_group_id", "ad_group", "ad_id", "ad")
SUMS = ("impressions", "clicks", "cost", "conversions", "conversion_value")


@dataclass(frozen=True)
class Made:
    """One made-up file: its bytes, the rows it stands for (without keys and ids) and its entry for the log."""

    data: bytes
    rows: pa.Table
    entry: dict[str, object]


def account_id(client: int, channel: int) -> str:
    """The id of an account, in a range that no platform gives out."""
    return f"99{client + 10:02d}{channel + 1:02d}0000"


def account_files(world: World, client: int, number: int, advertiser: Advertiser, facts: AccountFacts) -> list[Made]:
    """The reports of one account: by ad, and where the platform gives them by hour and by region."""
    made = [_file(world, client, number, advertiser, facts, "ad", "none", facts.day, facts.measures, _ad_columns(client, number, facts))]
    for breakdown, split in (("hour", facts.hours), ("region", facts.regions)):
        if split is not None:
            columns = {breakdown: _part(breakdown, advertiser, split)}
            made.append(_file(world, client, number, advertiser, facts, "account", breakdown, split.day, split.measures, columns))
    return made


def csv_bytes(table: pa.Table) -> bytes:
    """The table as a CSV file with a header line."""
    text = io.BytesIO()
    pacsv.write_csv(table, text, pacsv.WriteOptions(quoting_style="needed"))
    return text.getvalue()


def log_entry(world: World, name: str, data: bytes, rows: int) -> dict[str, object]:
    """An entry of the import log, made the morning after the last day, with all columns but the number."""
    empty: dict[str, object] = dict.fromkeys(IMPORTS.names)
    texts = dict.fromkeys(("platform", "account", "report", "level", "currency", "stated_total"), "")
    counts = {"rows_read": rows, "rows_loaded": rows, "rows_new": rows, "rows_quarantined": 0, "rows_changed": 0, "rows_same": 0}
    return (
        empty
        | texts
        | counts
        | {
            "created_at": world.end_of_data + timedelta(minutes=8),
            "actor": "demo",
            "file_name": name,
            "sha256": hashlib.sha256(data).hexdigest(),
            "size_bytes": len(data),
            "breakdown": "none",
            "date_start": world.first_day,
            "date_end": world.end_day,
            "sums": "{}",
            "warnings": "[]",
            "is_demo": True,
        }
    )


def _file(
    world: World, client: int, number: int, advertiser: Advertiser, facts: AccountFacts, level: str, breakdown: str,
    day: Whole, measures: dict[str, Whole], columns: dict[str, pa.Array],
) -> Made:  # fmt: skip
    n, platform = len(day), facts.channel.platform
    days = (world.dates.astype("datetime64[D]")[day]).astype("datetime64[D]")
    dates = pa.array(days, pa.date32())
    known: dict[str, pa.Array] = {
        "source_line": pa.array(np.arange(2, n + 2), pa.int32()),
        "date_start": dates,
        "date_end": dates,
        "impressions": pa.array(measures["impressions"]),
        "clicks": pa.array(measures["clicks"]),
        "link_clicks": pa.array(measures["link_clicks"]) if TRAITS[platform].has_link_clicks else pa.nulls(n, pa.int64()),
        "cost": decimals(measures["cents"] * 10_000),
        "conversions": decimals(measures["conversions"] * 1_000_000),
        "conversion_value": decimals(measures["value_cents"] * 10_000),
        **columns,
    }
    same = {
        "source_part": "",
        "platform": platform,
        "account_id": account_id(client, number),
        "account": advertiser.name,
        "level": level,
        "breakdown": breakdown,
    }
    same |= {"currency": advertiser.currency, "attribution": ""}
    flags = {"is_additive": True, "in_total": breakdown == "none", "in_split": breakdown != "none"}
    for name, value in (same | flags).items():
        known[name] = pa.repeat(pa.scalar(value), n)
    rows = pa.table({f.name: known.get(f.name) if f.name in known else pa.nulls(n, f.type) for f in SCHEMA if f.name != "row_key"})
    shown = {head: _plain(rows[name], measures, name) for name, head in HEADS.items() if rows[name].null_count < n}
    data = csv_bytes(pa.table(shown))
    suffix = "" if breakdown == "none" else f"_{breakdown}"
    first, last = (days[0].astype(object), days[-1].astype(object)) if n else (world.first_day, world.end_day)
    morning = datetime(last.year, last.month, last.day) + timedelta(days=1, seconds=22 * client + 4 * number)
    entry = log_entry(world, f"demo_{platform}_{advertiser.key}{suffix}.csv", data, n) | {
        "created_at": morning,
        "platform": platform,
        "account": advertiser.name,
        "report": f"{level if breakdown == 'none' else breakdown}_daily",
        "level": level,
        "breakdown": breakdown,
        "currency": advertiser.currency,
        "date_start": first,
        "date_end": last,
        "sums": json.dumps(_sums(measures)),
    }
    return Made(data, rows, entry)


def _ad_columns(client: int, number: int, facts: AccountFacts) -> dict[str, pa.Array]:
    made, ad = facts.creatives, facts.ad
    stem = account_id(client, number)[:6]
    campaign, group = made.campaign[ad], made.group[ad]

    def named(names: tuple[str, ...] | list[str], which: Whole) -> pa.Array:
        return pa.array(names, pa.string()).take(pa.array(which))

    return {
        "campaign_id": named([f"{stem}1{k:03d}" for k in range(len(made.campaign_names))], campaign),
        "campaign": named(made.campaign_names, campaign),
        "campaign_type": named(made.campaign_types, campaign),
        "ad_group_id": named([f"{stem}2{k:03d}" for k in range(len(made.group_names))], group),
        "ad_group": named(made.group_names, group),
        "ad_id": named(ad_ids(client, number, len(made.names)), ad),
        "ad": named(made.names, ad),
    }


def ad_ids(client: int, number: int, count: int) -> list[str]:
    """The ids of an account's ads."""
    return [f"{account_id(client, number)[:6]}3{k:04d}" for k in range(count)]


def _part(breakdown: str, advertiser: Advertiser, split: Split) -> pa.Array:
    if breakdown == "hour":
        return pa.array(split.part, pa.int16())
    return pa.array(PLACES[advertiser.places], pa.string()).take(pa.array(split.part))


def _plain(column: pa.ChunkedArray, measures: dict[str, Whole], name: str) -> pa.Array | pa.ChunkedArray:
    """The column as the file has it: money with two places, conversions whole."""
    if name in ("cost", "conversion_value"):
        return decimals(measures["cents" if name == "cost" else "value_cents"], pa.decimal128(18, 2))
    return pa.array(measures["conversions"]) if name == "conversions" else column


def _sums(measures: dict[str, Whole]) -> dict[str, str]:
    whole = {name: str(int(measures[name].sum())) for name in ("impressions", "clicks", "conversions")}
    money = {name: str(Decimal(int(measures[cents].sum())) / 100) for name, cents in (("cost", "cents"), ("conversion_value", "value_cents"))}
    return {name: (whole | money)[name] for name in SUMS}
