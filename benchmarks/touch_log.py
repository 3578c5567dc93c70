"""A made-up log of touches of the size of Criteo's, by seed: 6 million people, 16.5 million touches, 45,000 orders, 12 channels, 672 campaigns.

It goes into the table ``touchpoints`` of a warehouse in order of time, as a tracker writes it, and is indexed as an import would.
"""

import time
from pathlib import Path

import numpy as np
import pyarrow as pa

from adcrm.warehouse import open_warehouse
from adcrm.warehouse.steps import index_steps
from adcrm.warehouse.tables import TOUCHPOINTS

SEED, CLIENT = 20_261_125, 1
CHANNELS, CAMPAIGNS = 12, 56  # campaigns of each channel
TOUCHES_EACH, MOST_TOUCHES = 2.76, 60  # of a person: mean, and where bots are cut off
ORDER_SHARE = 45_000 / 6_000_000
FIRST, DAYS, SPAN = 1_780_000_000, 60, 25 * 86_400  # seconds: first touch; days on which people come; time that one takes


def write_log(file: Path, people: int) -> dict[str, float]:
    """Make the warehouse ``file`` with the log of so many people; what it holds and how long the index took."""
    chance = np.random.default_rng(SEED)
    lengths = np.minimum(chance.geometric(1 / TOUCHES_EACH, people), MOST_TOUCHES)
    person = np.repeat(np.arange(people, dtype=np.int64), lengths)
    n = len(person)
    share = chance.dirichlet(np.full(CHANNELS, 3.0))
    favourite = chance.choice(CHANNELS, people, p=share).astype(np.int32)[person]
    channel = np.where(chance.random(n) < 0.45, favourite, chance.choice(CHANNELS, n, p=share)).astype(np.int32)
    campaign = channel * CAMPAIGNS + np.minimum(chance.geometric(0.08, n) - 1, CAMPAIGNS - 1).astype(np.int32)
    at = FIRST + chance.integers(0, DAYS * 86_400, people)[person] + chance.integers(0, SPAN, n)
    # An order comes after some touch of its person; later touches begin another journey.
    pull = chance.normal(0, 0.6, CHANNELS)[channel]
    buys = chance.random(n) < ORDER_SHARE / TOUCHES_EACH * np.exp(pull) / np.exp(pull).mean()
    order_at = at[buys] + chance.integers(60, 40_000, int(buys.sum()))
    rows = {
        "p": np.concatenate([person, person[buys]]),
        "t": np.concatenate([at, order_at]),
        "c": np.concatenate([channel, np.full(len(order_at), -1, np.int32)]),
        "a": np.concatenate([campaign, np.full(len(order_at), -1, np.int32)]),
        "o": np.concatenate([np.full(n, -1), np.arange(len(order_at))]),
        "v": np.concatenate([np.zeros(n), np.round(chance.lognormal(4, 0.6, len(order_at)), 2)]),
    }
    in_time = np.argsort(rows["t"], kind="stable")
    log = pa.table({name: pa.array(column[in_time]) for name, column in rows.items()})
    made = {
        "row_key": "CAST(md5(CAST(p AS VARCHAR) || '-' || CAST(t AS VARCHAR) || '-' || CAST(o AS VARCHAR)) AS UUID)",
        "import_id": "1",
        "source_part": "''",
        "source_line": "1",
        "client_id": str(CLIENT),
        "account": "''",
        "person_key": "'v' || lpad(CAST(p * 7919 % 99999989 AS VARCHAR), 8, '0')",
        "at": "make_timestamp(t * 1000000)",
        "day": "CAST(make_timestamp(t * 1000000) AS DATE)",
        "channel": "CASE WHEN c >= 0 THEN 'channel_' || lpad(CAST(c AS VARCHAR), 2, '0') END",
        "campaign": "CASE WHEN a >= 0 THEN 'campaign_' || lpad(CAST(a AS VARCHAR), 3, '0') END",
        "kind": "CASE WHEN c >= 0 THEN 'click' ELSE 'conversion' END",
        "order_key": "CASE WHEN o >= 0 THEN 'A-' || CAST(o AS VARCHAR) END",
        "value": "v",
        "currency": "'CNY'",
    }
    columns = ", ".join(f'"{name}"' for name in TOUCHPOINTS.names)
    picked = ", ".join(f'{made.get(name, "NULL")} AS "{name}"' for name in TOUCHPOINTS.names)
    facts = open_warehouse(f"duckdb:///{file}")
    with facts.write() as writer:
        writer.stage("log_rows", log)
        writer.execute(f"INSERT INTO touchpoints ({columns}) SELECT {picked} FROM log_rows")
        writer.execute("DROP TABLE log_rows")
    began = time.perf_counter()
    with facts.write() as writer:
        index_steps(writer, [CLIENT])
    took = time.perf_counter() - began
    facts.close()  # or a peer would have to replay what is not yet in the file
    return {"touches": n, "people": people, "orders": len(order_at), "index_seconds": took}
