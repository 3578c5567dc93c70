"""Whatever reports of one client are loaded, in whatever order, the totals are what was really spent."""

import json
import random
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from adcrm.books import Books
from adcrm.imports.clients import ensure_client
from adcrm.imports.load import load
from adcrm.imports.model import Answers, Report
from adcrm.imports.read import read
from adcrm.warehouse.tables import ad_performance
from tests.imports.worlds import OWNER

# The truth's names of the channels, and ours.
PLATFORMS = {
    **{key: key for key in ("google_ads", "meta_ads", "baidu_search", "tencent_ads", "tiktok_ads", "linkedin_ads", "microsoft_ads")},
    **{key: key for key in ("taobao", "ocean_engine", "sms", "kol")},
    **{f"affiliate:{name}": f"affiliate:{name.lower()}" for name in ("CJ", "Awin", "Rakuten", "ShareASale", "Impact")},
    "email": "mailchimp",
    "offline_events": "offline",
}
MEASURES = {name: name for name in ("cost", "impressions", "clicks", "conversions", "conversion_value")} | {"sales": "conversion_value"}


@pytest.fixture(scope="module")
def expected(samples: Path) -> dict[str, Any]:
    """What the samples are known to say."""
    found: dict[str, Any] = json.loads((samples / "expected.json").read_text("utf-8"))
    return found


@pytest.fixture(scope="module")
def exports(samples: Path, expected: dict[str, Any]) -> list[tuple[str, bytes, Report]]:
    """Every export of these channels with its client, read once: the order only matters to the books."""
    made = []
    for name, about in sorted(expected["files"].items()):
        if about["platform"] in PLATFORMS.values():
            data = (samples / name).read_bytes()
            made.append((about["client"], data, read(Path(name).name, data, answers=_answers(expected, about))))
    return made


def _answers(expected: dict[str, Any], about: dict[str, Any]) -> Answers:
    """What a person would say, where the file itself says nothing: its days, or the currency of the client's shop."""
    first, last = (date.fromisoformat(day) for day in about.get("true_period", ("2026-07-01", "2026-09-30")))
    channel = next((key for key, ours in PLATFORMS.items() if ours == about["platform"]), "")
    truth = expected["truth"][about["client"]].get(channel, {})
    return Answers(currency="" if about["currency"] else truth["currency"], period=None if about["date_start"] else (first, last))


@pytest.mark.parametrize("seed", range(4))
def test_totals_are_the_truth_in_any_order(books: Books, exports: list[tuple[str, bytes, Report]], expected: dict[str, Any], seed: int) -> None:
    clients = {name: ensure_client(books.crm, name, OWNER) for name in expected["clients"]}
    for client, data, report in random.Random(seed).sample(exports, len(exports)):
        load(books, report, clients[client], OWNER, data)
    facts = ad_performance.filter(ad_performance.in_total)
    sums = facts.group_by("client_id", "platform", "currency").agg(**{m: facts[m].sum() for m in set(MEASURES.values())})
    found = {(row["client_id"], row["platform"]): row for row in books.facts.query(sums).to_pylist()}
    assert len(found) == len(books.facts.query(sums))
    for client, channels in expected["truth"].items():
        for channel in set(PLATFORMS) & set(channels):
            truth, here = channels[channel], found[clients[client], PLATFORMS[channel]]
            assert here["currency"] == truth["currency"]
            # What no export holds (the value of TikTok's ad report) nobody can find.
            held = set.intersection(*(set(expected["files"][name]["sums"]) for name in truth["count_from"])) | {"cost", "sales"}
            told = {m: (Decimal(truth[m]), Decimal(here[ours] or 0)) for m, ours in MEASURES.items() if m in truth and m in held}
            assert {m for m, (a, b) in told.items() if a != b} == set(), (client, channel, told)
