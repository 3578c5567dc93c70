"""A made-up book of leads whose chances follow from planted effects, for the tests of scoring and of the lead pages.

A lead's log-odds of ever buying are ``BASE`` plus ``LEVEL`` of its job level plus ``DOWNLOAD`` for each download in its first five
days. Who buys does so 8 to 30 days after coming; who does not is closed after 12 to 45 days. After closing there are calls, nearly
all with buyers: whoever looks at the future finds them.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
import pandas as pd
import pyarrow as pa
from sqlalchemy import insert

from adcrm.books import Books
from adcrm.store.tables import Client, Lead
from adcrm.warehouse.tables import SCHEMAS

END = datetime(2026, 11, 20, 18)
BASE, LEVEL, DOWNLOAD = -1.8, {"staff": -0.6, "manager": 0.0, "director": 1.0}, 0.7
CHANNELS = ("google_ads", "tencent_ads", "email")


@dataclass(frozen=True)
class LeadWorld:
    """``chance`` is each lead's true chance of ever buying, by lead id."""

    chance: dict[int, float]
    leads: pd.DataFrame


def build_lead_world(books: Books, leads: int = 2400, days: int = 300, seed: int = 3, level: float = BASE) -> LeadWorld:
    """Fill both stores with two clients and their leads, captured evenly over the ``days`` before ``END``."""
    draw = np.random.default_rng(seed)
    with books.crm.write() as session:
        made = [
            Client(name="Alder Software", industry="software", currency="CNY", created_at=END, updated_at=END),
            Client(name="云杉教育", industry="education", currency="CNY", created_at=END, updated_at=END),
        ]
        session.add_all(made)
        session.flush()
        clients = [client.id for client in made]
    job = draw.choice(list(LEVEL), leads, p=[0.5, 0.3, 0.2])
    downloads = draw.poisson(1.0, leads)
    chance = 1 / (1 + np.exp(-(level + np.array([LEVEL[name] for name in job]) + DOWNLOAD * np.minimum(downloads, 4))))
    captured = [END - timedelta(days=float(back)) for back in np.sort(draw.uniform(0.2, days, leads))[::-1]]
    buys = draw.random(leads) < chance
    lag = np.where(buys, draw.uniform(8, 30, leads), draw.uniform(12, 45, leads))
    rows, touches = [], []
    for i in range(leads):
        closing = captured[i] + timedelta(days=float(lag[i]))
        closed, client, person, channel = closing <= END, clients[i % 2], f"p{i:05d}", CHANNELS[i % 3]
        rows.append(
            {
                "id": i + 1, "client_id": client, "person_key": person, "name": f"Lead {i:05d}", "company": f"Company {i % 97}",
                "region": ("上海", "广东")[i % 2], "company_size": ("1-49", "50-199", "1000+")[i % 3], "job_level": str(job[i]),
                "product": ("Classic", "Plus")[i % 2], "channel": channel, "campaign": f"{channel} brand", "captured_at": captured[i],
                "status": ("won" if buys[i] else "lost") if closed else ("working" if i % 2 else "new"), "closed_at": closing if closed else None,
                "value": 1000 + i % 5 * 100 if closed and buys[i] else None, "owner": ("Ling", "Omar", "")[i % 3], "currency": "CNY",
            }
        )  # fmt: skip
        kinds = ["form", *["visit"] * int(draw.poisson(1.5)), *["download"] * int(downloads[i])]
        touches += [
            (person, client, captured[i] + timedelta(days=float(5 * draw.random()) if n else 0), channel, kind) for n, kind in enumerate(kinds)
        ]
        if closed and buys[i]:
            touches += [(person, client, closing + timedelta(hours=5), channel, "call")] * 2
    with books.crm.write() as session:
        session.execute(insert(Lead), rows)
    add_touchpoints(books, [touch for touch in touches if touch[2] <= END])
    return LeadWorld(dict(zip(range(1, leads + 1), chance.tolist(), strict=True)), pd.DataFrame(rows))


def add_touchpoints(books: Books, touches: list[tuple[str, int, datetime, str, str]]) -> None:
    """Append touchpoints given as (person, client, time, channel, kind)."""
    schema = SCHEMAS["touchpoints"].to_pyarrow()
    with books.facts.write() as writer:
        rows = [
            {
                "person_key": person, "client_id": client, "at": at.replace(microsecond=0), "channel": channel,
                "campaign": f"{channel} brand", "ad": "", "kind": kind, "cost": None, "currency": "CNY", "import_id": 1, "source_line": n + 1,
            }
            for n, (person, client, at, channel, kind) in enumerate(touches, start=1)
        ]  # fmt: skip
        writer.insert("touchpoints", pa.Table.from_pylist(rows, schema=schema))
