"""Loads the made-up agency into the books, and takes exactly it out again.

Everything is drawn first; then the warehouse commits, and the CRM database after it. After a kill in between, the next
load or clear finds the made-up imports by their mark and removes them.
"""

from dataclasses import dataclass
from datetime import date
from time import perf_counter

import numpy as np
import pyarrow as pa
from sqlalchemy import func, insert, select

from adcrm.actors import Actor, require
from adcrm.books import Books
from adcrm.demo import truth
from adcrm.demo.clients import add_clients
from adcrm.demo.facts import AccountFacts, simulate
from adcrm.demo.files import Made, account_files, csv_bytes, log_entry
from adcrm.demo.journeys import SHOPPERS, Orders, make_orders
from adcrm.demo.people import LEADS, Leads, Touches, make_leads
from adcrm.demo.plans import add_plans
from adcrm.demo.rates import load_rates
from adcrm.demo.remove import remove_demo
from adcrm.demo.roster import ADVERTISERS
from adcrm.demo.tables import claim_table, lead_rows, order_table, touchpoint_table
from adcrm.demo.world import World, yesterday
from adcrm.imports import archive
from adcrm.imports.keys import key_uuid
from adcrm.imports.staging import number_repeats
from adcrm.imports.targets import named, target_of
from adcrm.store.session import record
from adcrm.store.tables import Client, Lead
from adcrm.warehouse import Writer
from adcrm.warehouse.setup import sql_type
from adcrm.warehouse.steps import index_steps
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
    files = [(i, made) for i, a in enumerate(ADVERTISERS) for j, facts in enumerate(accounts[i]) for made in account_files(world, i, j, a, facts)]
    remove_demo(books, actor)
    truth.clear_truth()
    with books.crm.write() as session:
        clients = add_clients(session, world, ADVERTISERS)
        ids = [client.id for client in clients]
        session.execute(insert(Lead), [row for some in leads for row in lead_rows(some, ids[some.client], ADVERTISERS[some.client].currency)])
        add_plans(session, world, ADVERTISERS, clients)
        for client in clients:
            record(session, actor, "demo.load", client)
        with books.facts.write() as writer:
            _load_facts(writer, files, ids)
            _load_people(writer, world, ids, touches, orders)
            load_rates(writer, world)
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
    remove_demo(books, actor)
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


def _load_facts(writer: Writer, files: list[tuple[int, Made]], ids: list[int]) -> None:
    """Insert every file's rows with their keys, keep its bytes, and note it in the log. ``files`` come with the number of their client."""
    tables, entries = [], []
    for client, made in files:
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


def _load_people(writer: Writer, world: World, ids: list[int], touches: Touches, orders: list[Orders]) -> None:
    """Insert touchpoints, orders and claims, each as one kept file."""
    currencies = [advertiser.currency for advertiser in ADVERTISERS]
    tables = {
        "touchpoints": touchpoint_table(touches, ids),
        "orders": order_table(orders, ids, currencies, [advertiser.products for advertiser in ADVERTISERS]),
        "claims": claim_table(orders, ids, currencies),
    }
    entries = []
    for key, table in tables.items():
        target = target_of(key)
        name = target.table
        data = csv_bytes(table.combine_chunks())
        number, n = writer.next_import_id(), table.num_rows
        entry = log_entry(world, f"demo_{name}.csv", data, n) | {"import_id": number, "report": name}
        archive.keep(str(entry["sha256"]), data)
        entries.append(entry)
        writer.stage("demo_rows", table.append_column("source_line", pa.array(np.arange(2, n + 2), pa.int32())))
        day = f"CAST({named(target.moment)} AS DATE)"
        made = {"import_id": str(number), "source_part": "''", "account": "''", "source_line": "source_line", "day": day}
        made |= {name: named(name) for name in table.column_names}
        picked = ", ".join(f"CAST({made.get(name, 'NULL')} AS {sql_type(kind)}) AS {named(name)}" for name, kind in target.schema.items())
        writer.execute(f"CREATE TEMP TABLE demo_keyed AS SELECT {picked} FROM demo_rows")
        writer.execute(f"UPDATE demo_keyed SET row_key = {key_uuid(target=target)}")
        number_repeats(writer, "demo_keyed", target=target)
        writer.execute(f"INSERT INTO {name} ({target.columns}) SELECT {target.columns} FROM demo_keyed")
        for made_here in ("demo_rows", "demo_keyed"):
            writer.execute(f"DROP TABLE {made_here}")
    writer.insert("imports", pa.Table.from_pylist(entries, IMPORTS.to_pyarrow()))
    index_steps(writer, ids)


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
