"""Loads the made-up agency into the books, and takes exactly it out again.

Everything is drawn first; then the warehouse commits, and the CRM database after it. After a kill in between, the next
load or clear finds the made-up imports by their mark and removes them.
"""

from dataclasses import dataclass
from datetime import date
from time import perf_counter
from typing import Any

import numpy as np
import pyarrow as pa
from sqlalchemy import func, insert, select

from adcrm.actors import Actor, require
from adcrm.books import Books
from adcrm.demo import truth
from adcrm.demo.clients import add_clients
from adcrm.demo.facts import AccountFacts, simulate
from adcrm.demo.files import Made, account_files, csv_bytes, decimals, log_entry, times
from adcrm.demo.journeys import SHOPPERS, Orders, make_orders
from adcrm.demo.people import LEADS, Leads, Touches, make_leads
from adcrm.demo.remove import remove_demo
from adcrm.demo.roster import ADVERTISERS
from adcrm.demo.world import World, yesterday
from adcrm.imports import archive
from adcrm.imports.keys import key_uuid
from adcrm.store.session import record
from adcrm.store.tables import Client, Lead
from adcrm.warehouse import Writer
from adcrm.warehouse.tables import AD_PERFORMANCE, IMPORTS

SEED = 20_260_921


@dataclass(frozen=True)
class DemoResult:
    """What a load did. ``was_there``: the same agency was in the books already and nothing was changed."""

    was_there: bool
    seed: int
    first_day: date
    end_day: date
    clients: int
    facts: int
    leads: int
    touchpoints: int
    orders: int
    seconds: float


def load_demo(books: Books, actor: Actor, seed: int = SEED, end_day: date | None = None, scale: float = 1.0) -> DemoResult:
    """Make the agency of ``seed`` whose last day with facts is ``end_day`` (yesterday where none is given), and load it.

    Where the very same agency is in the books nothing is changed; another one is cleared first. ``scale`` below 1
    makes fewer days and people, for tests.

    Raises
    ------
    PermissionRefusedError : ``actor`` may not load the demo.
    """
    require(actor, "demo.load")
    began = perf_counter()
    world = World(seed, end_day or yesterday(), scale)
    if _is_there(books, world):
        return _result(books, world, True, began)
    accounts = [[simulate(world, a, c, i, j) for j, c in enumerate(a.channels)] for i, a in enumerate(ADVERTISERS)]
    touches = Touches()
    leads, orders = _people(world, accounts, touches)
    files = [made for i, a in enumerate(ADVERTISERS) for j, facts in enumerate(accounts[i]) for made in account_files(world, i, j, a, facts)]
    remove_demo(books)
    truth.clear_truth()
    with books.crm.write() as session:
        clients = add_clients(session, world, ADVERTISERS)
        ids = [client.id for client in clients]
        session.execute(insert(Lead), [row for some in leads for row in _lead_rows(some, ids)])
        for client in clients:
            record(session, actor, "demo.load", client)
        with books.facts.write() as writer:
            _load_facts(writer, files, ids)
            _load_people(writer, world, ids, touches, orders)
    truth.write_truth(world, ADVERTISERS, ids, accounts, leads, orders)
    return _result(books, world, False, began)


def clear_demo(books: Books, actor: Actor) -> None:
    """Remove the made-up agency and its truth, and nothing of the user's own.

    A report that the user loaded for a made-up client stays in the books, without a client.

    Raises
    ------
    PermissionRefusedError : ``actor`` may not clear the demo.
    """
    require(actor, "demo.load")
    remove_demo(books)
    truth.clear_truth()


def demo_clients(books: Books) -> int:
    """How many made-up clients are in the books."""
    with books.crm.read() as session:
        return session.scalar(select(func.count()).select_from(Client).where(Client.is_demo)) or 0


def _is_there(books: Books, world: World) -> bool:
    known = truth.read_world()
    same = (known.get("seed"), known.get("end_day"), known.get("scale")) == (world.seed, world.end_day.isoformat(), world.scale)
    imports = books.facts.sql("SELECT count(*) AS n FROM imports WHERE is_demo")["n"][0].as_py()
    return bool(same and imports and demo_clients(books) == len(ADVERTISERS))


def _people(world: World, accounts: list[list[AccountFacts]], touches: Touches) -> tuple[list[Leads], list[Orders]]:
    leads_ends = np.rint(np.cumsum([a.leads for a in ADVERTISERS]) / sum(a.leads for a in ADVERTISERS) * LEADS * world.scale).astype(int)
    buyers_ends = np.rint(np.cumsum([a.buyers for a in ADVERTISERS]) / sum(a.buyers for a in ADVERTISERS) * SHOPPERS * world.scale).astype(int)
    leads, orders = [], []
    for i, advertiser in enumerate(ADVERTISERS):
        count, shoppers = (int(np.diff(ends, prepend=0)[i]) for ends in (leads_ends, buyers_ends))
        leads.append(make_leads(world, i, advertiser, count, accounts[i], touches))
        orders.append(make_orders(world, i, advertiser, shoppers, accounts[i], leads[i], touches))
    return leads, orders


def _lead_rows(leads: Leads, ids: list[int]) -> list[dict[str, Any]]:
    currency = ADVERTISERS[leads.client].currency
    columns = {
        "person_key": leads.person, "name": leads.name, "company": leads.company, "email": leads.email, "phone": leads.phone, "region": leads.region,
        "company_size": leads.company_size, "job_level": leads.job_level, "product": leads.product, "channel": leads.channel, "campaign": leads.campaign,
        "captured_at": times(leads.captured).to_pylist(), "status": leads.status, "closed_at": times(leads.closed).to_pylist(),
        "value": decimals(leads.value, pa.decimal128(18, 2), leads.value < 0).to_pylist(), "owner": leads.owner,
    }  # fmt: skip
    same = {"client_id": ids[leads.client], "currency": currency}
    return [same | dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def _load_facts(writer: Writer, files: list[Made], ids: list[int]) -> None:
    """Insert every file's rows with their keys, keep its bytes, and note it in the log."""
    clients = [i for i, a in enumerate(ADVERTISERS) for facts in range(_files_of(files, a.key))]
    tables, entries = [], []
    for client, made in zip(clients, files, strict=True):
        number = writer.next_import_id()
        rows = made.rows
        for name, value, kind in (("import_id", number, pa.int64()), ("client_id", ids[client], pa.int32())):
            rows = rows.set_column(rows.schema.get_field_index(name), name, pa.repeat(pa.scalar(value, kind), rows.num_rows))
        tables.append(rows)
        archive.keep(str(made.entry["sha256"]), made.data)
        entries.append(made.entry | {"import_id": number, "client_id": ids[client]})
    names = ", ".join(AD_PERFORMANCE.names)
    picked = ", ".join(key_uuid() if name == "row_key" else name for name in AD_PERFORMANCE.names)
    writer.stage("demo_rows", pa.concat_tables(tables))
    writer.execute(f"INSERT INTO ad_performance ({names}) SELECT {picked} FROM demo_rows")
    writer.execute("DROP TABLE demo_rows")
    writer.insert("imports", pa.Table.from_pylist(entries, IMPORTS.to_pyarrow()))


def _files_of(files: list[Made], key: str) -> int:
    return sum(f"_{key}" in str(made.entry["file_name"]) for made in files)


def _load_people(writer: Writer, world: World, ids: list[int], touches: Touches, orders: list[Orders]) -> None:
    """Insert touchpoints, orders and claims, each as one kept file."""
    client_of = np.array(ids, np.int32)
    currency_of = np.array([a.currency for a in ADVERTISERS], object)
    first = int(writer.query("SELECT coalesce(max(touchpoint_id), 0) AS n FROM touchpoints")["n"][0].as_py()) + 1
    order = np.lexsort((np.concatenate(touches.person), np.concatenate(touches.at)))
    client, person, at, channel, campaign, ad, kind = (
        np.concatenate(part)[order]
        for part in (touches.client, touches.person, touches.at, touches.channel, touches.campaign, touches.ad, touches.kind)
    )
    text = pa.string()
    tables = {
        "touchpoints": pa.table(
            {
                "touchpoint_id": pa.array(np.arange(first, first + len(at))),
                "person_key": pa.array(person, text),
                "client_id": pa.array(client_of[client]),
                "at": times(at),
                "channel": pa.array(channel, text),
                "campaign": pa.array(campaign, text),
                "ad": pa.array(ad, text),
                "kind": pa.array(kind, text),
                "cost": pa.nulls(len(at), pa.decimal128(18, 6)),
                "currency": pa.nulls(len(at), text),
            }
        ),
        "orders": pa.concat_tables(
            pa.table(
                {
                    "order_key": pa.array(o.key, text),
                    "client_id": pa.array(np.full(len(o.key), ids[o.client], np.int32)),
                    "person_key": pa.array(o.person, text),
                    "ordered_at": times(o.at),
                    "net_value": decimals(o.net * 10_000),
                    "refund": decimals(o.refund * 10_000),
                    "currency": pa.array(np.full(len(o.key), currency_of[o.client], object), text),
                    "status": pa.array(o.status, text),
                }
            )
            for o in orders
        ),
        "order_claims": pa.concat_tables(
            pa.table(
                {
                    "platform": pa.array(o.claim_platform, text),
                    "client_id": pa.array(np.full(len(o.claim_at), ids[o.client], np.int32)),
                    "order_key": pa.array(o.claim_key, text),
                    "claimed_at": times(o.claim_at),
                    "value": decimals(o.claim_value * 10_000),
                    "currency": pa.array(np.full(len(o.claim_at), currency_of[o.client], object), text),
                }
            )
            for o in orders
        ),
    }
    entries = []
    for name, table in tables.items():
        data = csv_bytes(table.combine_chunks())
        number, n = writer.next_import_id(), table.num_rows
        entry = log_entry(world, f"demo_{name}.csv", data, n, import_id=number, report=name)
        archive.keep(str(entry["sha256"]), data)
        entries.append(entry)
        table = table.append_column("import_id", pa.repeat(pa.scalar(number, pa.int64()), n))
        writer.insert(name, table.append_column("source_line", pa.array(np.arange(2, n + 2), pa.int32())))
    writer.insert("imports", pa.Table.from_pylist(entries, IMPORTS.to_pyarrow()))


def _result(books: Books, world: World, was_there: bool, began: float) -> DemoResult:
    counts = {
        name: int(
            books.facts.sql(f"SELECT count(*) AS n FROM {name} WHERE import_id IN (SELECT import_id FROM imports WHERE is_demo)")["n"][0].as_py()
        )
        for name in ("ad_performance", "touchpoints", "orders")
    }
    with books.crm.read() as session:
        leads = session.scalar(select(func.count()).select_from(Lead).join(Client, Lead.client_id == Client.id).where(Client.is_demo)) or 0
    return DemoResult(
        was_there, world.seed, world.first_day, world.end_day, demo_clients(books), counts["ad_performance"], leads,
        counts["touchpoints"], counts["orders"], round(perf_counter() - began, 2),
    )  # fmt: skip
