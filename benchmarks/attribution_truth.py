"""How near each credit model comes to what the channels truly changed, on the made-up agency, whose truth is known.

    python -m benchmarks.attribution_truth            print the distances
    python -m benchmarks.attribution_truth --write    and keep them for the page, in adcrm/attribution/trust.json

The agency is made anew in a folder of its own, by its seed and a fixed last day. Its truth says, for each client and channel, how many orders would
not have been made had nobody met the channel; it is known for shoppers, so leads and what they bought are taken out of the books first.

Distances, of a client: ``share``, half the sum of differences between a model's shares of the channels and the true ones (0: the same, 1: nothing in
common); ``orders``, the sum of differences between credited and truly incremental orders over the true ones. Means are weighted by orders.
Lift tests are drawn as an experiment would measure the truth: with a standard error of a tenth of it, on every second channel of a client.
"""

import json
import os
import sys
import tempfile
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from adcrm.actors import Actor
from adcrm.attribution.answer import CLAIM, answer
from adcrm.attribution.lift_tests import TWO_SIDED_95, add_lift_test
from adcrm.attribution.model import BESIDE, Answer, Question
from adcrm.attribution.trust import FILE, VERSION
from adcrm.books import Books
from adcrm.channels.platforms import platform_name
from adcrm.demo import load_demo
from adcrm.demo.load import SEED
from adcrm.demo.truth import folder
from adcrm.settings import settings
from adcrm.store import open_store
from adcrm.warehouse import open_warehouse
from adcrm.warehouse.steps import index_steps

END_DAY = date(2026, 10, 31)
TEST_ERROR = 0.1
OWNER = Actor("benchmark")
# Everything that people met counts in the truth; the second row is how the page asks at first.
WAYS = {
    "everything": {"lookback_days": None, "with_views": True},
    "as_asked_first": {"lookback_days": Question().lookback_days, "with_views": Question().with_views},
}


def world() -> Books:
    """The made-up agency without its leads, in the folder that the settings name."""
    settings().data_dir.mkdir(parents=True, exist_ok=True)
    books = Books(open_store(settings().crm_url), open_warehouse(settings().facts_url))
    load_demo(books, OWNER, end_day=END_DAY)
    leads = pd.read_parquet(folder() / "leads.parquet")["person_key"]
    clients = pd.read_parquet(folder() / "increments.parquet")["client_id"].unique()
    with books.facts.write() as writer:
        import pyarrow as pa

        writer.stage("lead_people", pa.table({"lead": pa.array(leads, pa.string())}))
        for table in ("touchpoints", "orders"):
            writer.execute(f"DELETE FROM {table} WHERE person_key IN (SELECT lead FROM lead_people)")
        writer.drop("lead_people")
        index_steps(writer, [int(client) for client in clients])
    return books


def truth() -> pd.DataFrame:
    """``client_id``, ``client``, ``channel`` (as the rules name it), ``incremental`` orders."""
    rows = pd.read_parquet(folder() / "increments.parquet")
    return pd.DataFrame(
        {
            "client_id": rows["client_id"],
            "client": rows["client"],
            "channel": [platform_name(key).text for key in rows["platform"]],
            "incremental": rows["incremental_orders"],
        }
    )


def compared(made: Answer, true: pd.DataFrame, keys: list[str]) -> tuple[list[dict[str, object]], list[pd.DataFrame]]:
    """Distances of each model for one client, and its channels' credits beside the truth."""
    rows, tables = [], []
    known = true.set_index("channel")["incremental"]
    for key in keys:
        own = made.credits[(made.credits["model"] == key) & ~made.credits["channel"].isin(BESIDE)].set_index("channel")["conversions"]
        both = pd.DataFrame({"credit": own, "incremental": known}).fillna(0.0)
        credit, incremental = both["credit"].to_numpy(), both["incremental"].to_numpy()
        if credit.sum() <= 0 or incremental.sum() <= 0:
            continue
        share = float(np.abs(credit / credit.sum() - incremental / incremental.sum()).sum() / 2)
        orders = float(np.abs(credit - incremental).sum() / incremental.sum())
        rows.append({"model": key, "client": true["client"].iloc[0], "n": made.orders, "share": share, "orders": orders})
        tables.append(both.reset_index().assign(model=key))
    return rows, tables


def ask(books: Books, true: pd.DataFrame, way: dict[str, object], keys: list[str] | None) -> tuple[pd.DataFrame, pd.DataFrame]:
    """All clients: distances, and credits by channel."""
    rows, tables = [], []
    for client, mine in true.groupby("client_id", sort=True):
        made = answer(books, Question(client_id=int(client), **way), keys)  # type: ignore[arg-type]
        found, beside = compared(made, mine, list(made.proof["model"]))
        rows += found
        tables += beside
    return pd.DataFrame(rows), pd.concat(tables)


def measure_lift(books: Books, true: pd.DataFrame) -> set[tuple[int, str]]:
    """Put in a test for every second channel of a client, by size, as an experiment would have measured it; which these are."""
    chance = np.random.default_rng(SEED)
    tested = set()
    for client, mine in true.groupby("client_id", sort=True):
        for row in mine.sort_values("incremental", ascending=False).iloc[::2].itertuples():
            error = max(TEST_ERROR * row.incremental, 1.0)
            found = float(row.incremental + error * chance.standard_normal())
            reach = TWO_SIDED_95 * error
            days = {"starts_on": date(2020, 1, 1), "ends_on": END_DAY}
            add_lift_test(books.crm, OWNER, client_id=int(client), channel=row.channel, effect=found, low=found - reach, high=found + reach, **days)
            tested.add((int(client), row.channel))
    return tested


def summed(rows: pd.DataFrame) -> list[dict[str, object]]:
    """One entry a model, the nearest first: weighted means, and for how many clients it came nearest."""
    best = rows.loc[rows.groupby("client")["share"].idxmin(), "model"].value_counts()
    made = []
    for key, mine in rows.groupby("model"):
        mean = {name: round(float(np.average(mine[name], weights=mine["n"])), 4) for name in ("share", "orders")}
        worst = {f"worst_{name}": round(float(mine[name].max()), 4) for name in ("share", "orders")}
        made.append({"model": key, **mean, **worst, "nearest_for": int(best.get(key, 0)), "clients": len(mine)})
    return sorted(made, key=lambda one: one["share"])


def main() -> None:
    """Measure, print, and with ``--write`` keep."""
    with tempfile.TemporaryDirectory() as made:
        os.environ["ADCRM_DATA_DIR"] = made
        settings.cache_clear()
        books, found = world(), {}
        true = truth()
        orders = 0
        channels = pd.DataFrame()
        for name, way in WAYS.items():
            rows, beside = ask(books, true, way, None)
            found[name] = summed(rows)
            if name == "everything":
                orders = int(rows.drop_duplicates("client")["n"].sum())
                channels = beside.groupby(["model", "channel"], sort=True)[["credit", "incremental"]].sum().reset_index()
        measure_lift(books, true)
        rows, beside = ask(books, true, WAYS["everything"], ["data_driven", "lift_calibrated"])
        found["with_lift_tests"] = summed(rows)
        more = beside[beside["model"] == "lift_calibrated"].groupby(["model", "channel"], sort=True)[["credit", "incremental"]].sum().reset_index()
        books.close()
    document = {
        "version": VERSION,
        "made_by": "python -m benchmarks.attribution_truth --write",
        "world": {"seed": SEED, "end_day": END_DAY.isoformat(), "clients": int(true["client"].nunique()), "orders": orders},
        "lift_tests": {"error": TEST_ERROR, "channels": "every second channel of a client, by size"},
        "distances": found,
        "channels": [
            {"model": row.model, "channel": row.channel, "credit": round(row.credit, 1), "incremental": round(row.incremental, 1)}
            for row in pd.concat([channels, more]).itertuples()
        ],
    }
    for name, models in found.items():
        print(f"\n{name}: share = part of the credit that stands at the wrong channel; orders = wrong orders over true ones; worst client")
        for one in models:
            print(
                "  {model:18s} share {share:.3f} ({worst_share:.2f})  orders {orders:.3f} ({worst_orders:.2f})  nearest for {nearest_for}".format(
                    **one
                )
            )
    print(f"\n{CLAIM}: what the platforms claim, for comparison; {orders:,} orders of {true['client'].nunique()} clients")
    if "--write" in sys.argv:
        Path(FILE).write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", "utf-8")
        print(f"kept in {FILE.name}")


if __name__ == "__main__":
    main()
