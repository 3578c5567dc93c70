"""The peers of :mod:`benchmarks.attribution`, run by the interpreter of an environment of their own; knows nothing of AdCRM.

    python attribution_peers.py {channel_attribution,mam} {log,index} WAREHOUSE_FILE

``log``: the log of touches as it was stored, which is what users of these packages have; DuckDB puts it in order of people and times. ``index``:
the steps that AdCRM has put in order before. From there on the fastest preparation that we found: no loop over people, no string for a
touch. Prints one JSON document: seconds of each part, peak memory, credits.
"""

import json
import sys
import time
from pathlib import Path
from typing import Any

import duckdb
import numpy as np

LABELS = "SELECT channel, CAST(row_number() OVER (ORDER BY channel) - 1 AS INTEGER) AS label FROM (SELECT DISTINCT channel FROM touchpoints)"
LOG = f"""
    SELECT hash(person_key) AS person, epoch("at") AS "at", coalesce(label, -1) AS label, order_key IS NOT NULL AS is_order,
        CASE WHEN order_key IS NOT NULL THEN CAST(value AS DOUBLE) ELSE 0 END AS value
    FROM touchpoints LEFT JOIN ({LABELS} WHERE channel IS NOT NULL) USING (channel)
    ORDER BY person, "at", is_order
"""
Found = dict[str, Any]


def read(source: str, file: str) -> tuple[Found, list[str], Any]:
    """Touches and orders in order as numpy columns; channel names; the channel of each label."""
    with duckdb.connect(file, read_only=True) as connection:
        if source == "log":
            steps = connection.execute(LOG).fetchnumpy()
            labels = connection.execute(f"SELECT channel FROM ({LABELS}) WHERE channel IS NOT NULL ORDER BY label").fetchnumpy()["channel"]
        else:
            steps = connection.execute('SELECT person, "at", label, order_row FROM journey_steps').fetchnumpy()
            value = connection.execute("SELECT CAST(value AS DOUBLE) AS v FROM journey_orders ORDER BY order_row").fetchnumpy()["v"]
            steps["is_order"] = steps["order_row"] >= 0
            steps["value"] = np.zeros(len(steps["person"]))
            steps["value"][steps["is_order"]] = value[steps["order_row"][steps["is_order"]]]
            labels = connection.execute("SELECT channel FROM journey_labels ORDER BY label").fetchnumpy()["channel"]
    names, code = np.unique(np.asarray(labels, str), return_inverse=True)
    return steps, [str(name) for name in names], code.astype(np.int32)


def journeys(steps: Found) -> tuple[Any, Any, Any]:
    """Of each touch whether a journey begins with it; of each journey its orders and their value."""
    is_order, person = steps["is_order"], steps["person"]
    begins = np.ones(len(person), bool)
    begins[1:] = (person[1:] != person[:-1]) | is_order[:-1]
    number = np.cumsum(begins & ~is_order) - 1
    count = int(number[-1]) + 1
    led = is_order & ~begins  # an order that no touch led to is no path
    orders, worth = np.zeros(count), np.zeros(count)
    orders[number[led]] = 1
    worth[number[led]] = steps["value"][led]
    return begins[~is_order], orders, worth


def channel_attribution(source: str, file: str) -> Found:
    """Three heuristics and Markov of ChannelAttribution. Paths are told apart by a number before any is written as text."""
    import ChannelAttribution as peer  # noqa: N813
    import pandas as pd
    import pyarrow as pa
    import pyarrow.compute as pc

    began = time.perf_counter()
    steps, names, code = read(source, file)
    loaded = time.perf_counter()
    begins, orders, worth = journeys(steps)
    channel = code[steps["label"][~steps["is_order"]]]
    starts = np.flatnonzero(begins)
    offsets = np.append(starts, len(channel)).astype(np.int32)
    place = np.arange(len(channel)) - np.repeat(starts, np.diff(offsets))
    marks = np.random.default_rng(1).integers(1, 2**62, (int(place.max()) + 1, len(names)))
    prints = np.add.reduceat(marks[place, channel], starts)
    which, distinct = pd.factorize(prints)
    first = np.full(len(distinct), len(which))
    np.minimum.at(first, which, np.arange(len(which)))
    picked = pa.ListArray.from_arrays(offsets, pa.DictionaryArray.from_arrays(channel, names).cast(pa.string())).take(pa.array(first))
    paths = pd.DataFrame({"path": pc.binary_join(picked, ">").to_pandas()})
    paths["orders"] = np.bincount(which, orders, minlength=len(distinct))
    paths["value"] = np.bincount(which, worth, minlength=len(distinct))
    paths["null"] = np.bincount(which, 1 - orders, minlength=len(distinct))
    prepared = time.perf_counter()
    ended = paths[paths["orders"] > 0].reset_index(drop=True)
    simple = peer.heuristic_models(ended, "path", "orders", var_value="value", sep=">", flg_pro=False)
    ruled = time.perf_counter()
    chain = peer.markov_model(paths, "path", "orders", var_value="value", var_null="null", sep=">", ncore=2, verbose=False, flg_pro=False)
    chain = chain["result"] if isinstance(chain, dict) else chain
    done = time.perf_counter()
    simple, chain = simple.set_index("channel_name"), chain.set_index("channel_name")
    kinds = {"first": "first_touch_conversions", "last": "last_touch_conversions", "linear": "linear_touch_conversions"}
    credits_ = {key: simple[column].to_dict() for key, column in kinds.items()}
    credits_["markov"] = chain["total_conversions"].to_dict()
    parts = {"load": loaded - began, "paths": prepared - loaded, "heuristics": ruled - prepared, "markov": done - ruled}
    return {"seconds": done - began, "parts": parts, "credits": credits_, "paths": len(paths)}


def mam(source: str, file: str) -> Found:
    """Five heuristics, Markov and Shapley of marketing-attribution-models 2; it is given touches with a mark on the one before an order."""
    import polars as pl
    from mam.core import MAM

    began = time.perf_counter()
    steps, names, code = read(source, file)
    is_order, person = steps["is_order"], steps["person"]
    led = np.flatnonzero(is_order[1:] & ~is_order[:-1] & (person[1:] == person[:-1]))
    has_order, worth = np.zeros(len(person), bool), np.zeros(len(person))
    has_order[led] = True
    worth[led] = steps["value"][led + 1]
    touch = ~is_order
    touches = pl.DataFrame(
        {
            "person": person[touch],
            "at": pl.Series((steps["at"][touch] * 1000).astype(np.int64)).cast(pl.Datetime("ms")),
            "channel": pl.Series(code[steps["label"][touch]]).replace_strict(dict(enumerate(names)), return_dtype=pl.String),
            "has_order": has_order[touch],
            "value": worth[touch],
        }
    )
    loaded = time.perf_counter()
    peer = MAM(
        touches, "session", "channel", "has_order", datetime_colname="at", user_id_colname="person",
        create_journey_id_based_on_conversion=True, conversion_value_colname="value",
    )  # fmt: skip
    parts = {"load": loaded - began, "paths": time.perf_counter() - loaded}
    found: Found = {}
    runs = {
        "first": peer.run_first_click,
        "last": peer.run_last_click,
        "linear": peer.run_linear,
        "position": peer.run_position_based,
        "time_decay": peer.run_time_decay,
        "markov": peer.run_markov,
        "shapley": lambda: peer.run_shapley(max_size=len(names)),
    }
    for key, run in runs.items():
        at = time.perf_counter()
        table = run().to_pandas()
        parts[key] = time.perf_counter() - at
        found[key] = {str(channel): float(credit) for channel, credit in table.iloc[:, :2].itertuples(index=False)}
    return {"seconds": time.perf_counter() - began, "parts": parts, "credits": found}


if __name__ == "__main__":
    answer = {"channel_attribution": channel_attribution, "mam": mam}[sys.argv[1]](*sys.argv[2:4])
    status = Path("/proc/self/status").read_text(encoding="ascii")
    answer["peak_mb"] = int(status.split("VmHWM:")[1].split()[0]) / 1024
    print(json.dumps(answer))
