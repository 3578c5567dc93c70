"""Whatever reports of one client are loaded, in whatever order, the totals are what was really spent."""

import json
import random
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from adcrm.books import Books
from adcrm.imports.clients import ensure_client
from adcrm.imports.load import load
from adcrm.imports.model import Report
from adcrm.imports.read import read
from adcrm.warehouse.tables import ad_performance
from tests.imports.worlds import OWNER

PLATFORMS = (
    *("google_ads", "meta_ads", "baidu_search", "tencent_ads"),
    *("taobao", "ocean_engine", "sms", "kol", "offline"),
)
CALLED = {"offline": "offline_events"}  # where the truth has another word for the channel
MEASURES = ("cost", "impressions", "clicks", "conversions", "conversion_value")


@pytest.fixture(scope="module")
def expected(samples: Path) -> dict[str, Any]:
    """What the samples are known to say."""
    found: dict[str, Any] = json.loads((samples / "expected.json").read_text("utf-8"))
    return found


@pytest.fixture(scope="module")
def exports(samples: Path, expected: dict[str, Any]) -> list[tuple[str, bytes, Report]]:
    """Every export of these platforms with its client, read once: the order only matters to the books."""
    made = []
    for name, client in sorted(_files(expected)):
        data = (samples / name).read_bytes()
        made.append((client, data, read(Path(name).name, data)))
    return made


def _files(expected: dict[str, Any]) -> list[tuple[str, str]]:
    known = expected["files"]
    entries = known.items() if isinstance(known, dict) else [(one["file"], one) for one in known]
    return [(name, one["client"]) for name, one in entries if one["platform"] in PLATFORMS]


@pytest.mark.parametrize("seed", range(4))
def test_totals_are_the_truth_in_any_order(books: Books, exports: list[tuple[str, bytes, Report]], expected: dict[str, Any], seed: int) -> None:
    clients = {name: ensure_client(books.crm, name, OWNER) for name in expected["clients"]}
    for client, data, report in random.Random(seed).sample(exports, len(exports)):
        load(books, report, clients[client], OWNER, data)
    facts = ad_performance.filter(ad_performance.in_total)
    sums = facts.group_by("client_id", "platform", "currency").agg(**{m: facts[m].sum() for m in MEASURES})
    found = {(row["client_id"], row["platform"]): row for row in books.facts.query(sums).to_pylist()}
    assert len(found) == len(books.facts.query(sums))
    for client, channels in expected["truth"].items():
        for platform in PLATFORMS:
            if (truth := channels.get(CALLED.get(platform, platform))) is not None:
                here = found[clients[client], platform]
                assert here["currency"] == truth["currency"]
                told = {m: (Decimal(truth[m]), Decimal(here[m] or 0)) for m in MEASURES if m in truth}
                assert {m for m, (a, b) in told.items() if a != b} == set(), (client, platform, told)
