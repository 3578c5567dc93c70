"""What is planted in the made-up world can be found in its data, and the program cannot look it up."""

import json
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest
from sklearn.metrics import roc_auc_score
from sqlalchemy import select

from adcrm.channels.platforms import PLATFORMS
from adcrm.clients import classes
from adcrm.demo.facts import simulate
from adcrm.demo.roster import ADVERTISERS
from adcrm.demo.world import World
from adcrm.store.tables import Client, Lead
from tests.demo.conftest import Agency
from tests.demo.worlds import END, rows_of

ROOT = Path(__file__).parents[2]
BY_KEY = {advertiser.key: number for number, advertiser in enumerate(ADVERTISERS)}


def test_no_program_code_outside_the_demo_knows_the_truth() -> None:
    tellers = [
        str(file.relative_to(ROOT))
        for folder in ("adcrm", "pages")
        for file in (*(ROOT / folder).rglob("*.py"), ROOT / "app.py")
        if "demo_truth" in file.read_text("utf-8") and (ROOT / "adcrm" / "demo") not in file.parents
    ]
    assert tellers == []


def test_the_roster_is_an_agency_worth_looking_at() -> None:
    assert len(ADVERTISERS) >= 14
    assert len({a.industry for a in ADVERTISERS}) >= 10
    assert len({a.region for a in ADVERTISERS}) >= 8
    assert {a.size for a in ADVERTISERS} == {"large", "medium", "small"}
    assert {a.frequency for a in ADVERTISERS} == {"high", "medium", "low"}
    assert {a.language for a in ADVERTISERS} == {"zh", "en"}
    assert sorted(a.currency for a in ADVERTISERS if a.currency != "CNY") == ["EUR", "USD"]
    assert len({c.platform for a in ADVERTISERS for c in a.channels}) >= 10
    assert all(2 <= len(a.contacts) <= 4 for a in ADVERTISERS)
    assert all(abs(sum(c.share for c in a.channels) - 1) < 1e-9 for a in ADVERTISERS)


def test_every_code_is_one_that_the_classes_name() -> None:
    for a in ADVERTISERS:
        assert a.industry in classes.INDUSTRIES
        assert a.region in classes.REGIONS
        assert a.size in classes.SIZES
        assert a.frequency in classes.FREQUENCIES
        assert all(c.platform in PLATFORMS for c in a.channels)
        assert all(p.role in classes.CONTACT_ROLES for p in a.contacts)


@pytest.mark.parametrize(
    ("key", "platform"), [("qimu", "tencent_ads"), ("qimu", "ocean_engine"), ("tidewell", "google_ads"), ("chenghai", "baidu_search")]
)
def test_spend_moves_so_that_the_response_can_be_found(key: str, platform: str) -> None:
    client = BY_KEY[key]
    number = [c.platform for c in ADVERTISERS[client].channels].index(platform)
    facts = simulate(World(7, END), ADVERTISERS[client], ADVERTISERS[client].channels[number], client, number)
    cell = facts.creatives.campaign[facts.ad] * 1000 + facts.day
    spend, expected = (np.bincount(cell, values) for values in (facts.measures["cents"] / 100, facts.final))
    there = np.nonzero(spend)[0]
    slope = _slope_within(there // 1000, there % 1000 // 14, np.log(spend[there]), np.log(np.maximum(expected[there], 0.5)))
    assert slope == pytest.approx(facts.channel.elasticity, abs=0.16)


def test_recent_conversions_are_still_to_come_and_older_ones_are_final() -> None:
    facts = simulate(World(7, END), ADVERTISERS[0], ADVERTISERS[0].channels[1], 0, 1)
    last, older = facts.day == facts.day.max(), facts.day < facts.day.max() - 6
    assert facts.measures["conversions"][last].sum() < 0.6 * facts.final[last].sum()
    assert (facts.measures["conversions"][older] == facts.final[older]).all()


def test_the_surprises_are_in_the_books(agency: Agency) -> None:
    with agency.books.crm.read() as session:
        ids = {row.short_name: row.id for row in session.execute(select(Client.short_name, Client.id))}

    def daily(short: str, platform: str) -> dict[object, dict[str, float]]:
        rows = rows_of(
            agency.books,
            f"SELECT date_start, sum(cost) AS cost, sum(impressions) AS seen, sum(clicks) AS clicks FROM ad_performance "
            f"WHERE in_total AND client_id = {ids[short]} AND platform = '{platform}' GROUP BY 1 ORDER BY 1",
        )
        return {(END - row["date_start"]).days: {k: float(str(row[k])) for k in ("cost", "seen", "clicks")} for row in rows}  # type: ignore[operator]

    def mean(days: dict[object, dict[str, float]], which: range, measure: str) -> float:
        return float(np.mean([days[d][measure] for d in which]))

    assert min(daily("屿山", "baidu_search")) == 3
    assert {18, 19}.isdisjoint(daily("蓝砚", "tencent_ads"))
    assert {17, 20} <= set(daily("蓝砚", "tencent_ads"))
    over = daily("栖木", "ocean_engine")
    assert mean(over, range(6), "cost") > 1.5 * mean(over, range(7, 14), "cost")
    fallen = daily("禾暖", "ocean_engine")
    now, before = (mean(fallen, days, "clicks") / mean(fallen, days, "seen") for days in (range(7), range(7, 14)))
    assert now < 0.6 * before


def test_the_truth_of_the_leads_is_calibrated_and_tells_them_apart(agency: Agency) -> None:
    truth = pq.read_table(agency.folder / "demo_truth" / "leads.parquet").to_pandas()
    wins = truth["will_win"].mean()
    assert 0.07 < wins < 0.14
    assert truth["probability"].mean() == pytest.approx(wins, abs=0.02)
    assert 0.72 < roc_auc_score(truth["will_win"], truth["probability"]) < 0.88  # 0.80 with all 20,000


def test_a_lead_is_called_only_after_it_was_closed(agency: Agency) -> None:
    with agency.books.crm.read() as session:
        closed = {row.person_key: row.closed_at for row in session.execute(select(Lead.person_key, Lead.closed_at))}
    calls = rows_of(agency.books, "SELECT person_key, \"at\" FROM touchpoints WHERE kind = 'call'")
    assert len(calls) > 50
    assert all(closed[call["person_key"]] < call["at"] for call in calls)  # type: ignore[index, operator]


def test_platforms_claim_more_orders_than_there_are(agency: Agency) -> None:
    orders = rows_of(agency.books, "SELECT count(*) AS n, count(DISTINCT order_key) AS k FROM orders")[0]
    claims = rows_of(agency.books, "SELECT count(*) AS n, sum(CASE WHEN order_key = '' THEN 1 ELSE 0 END) AS unkeyed FROM order_claims")[0]
    assert orders["n"] == orders["k"]
    assert 1.25 < float(str(claims["n"])) / float(str(orders["n"])) < 1.6
    assert 0.07 < float(str(claims["unkeyed"])) / float(str(claims["n"])) < 0.17
    on_cancelled = rows_of(
        agency.books, "SELECT count(*) AS n FROM order_claims c JOIN orders o ON o.order_key = c.order_key WHERE o.status = 'cancelled'"
    )
    assert int(str(on_cancelled[0]["n"])) > 0
    increments = pq.read_table(agency.folder / "demo_truth" / "increments.parquet").to_pandas()
    assert (increments["incremental_orders"] <= increments["orders_touched"] + 3 * np.sqrt(increments["orders_touched"]) + 3).all()


def test_the_truth_says_who_has_nothing_to_be_found(agency: Agency) -> None:
    about = json.loads((agency.folder / "demo_truth" / "world.json").read_text("utf-8"))
    assert about["nothing_to_find"] == ["tidewell", "qingqiao"]
    creatives = pq.read_table(agency.folder / "demo_truth" / "creatives.parquet").to_pandas()
    plain = creatives[creatives["client"].isin(about["nothing_to_find"])]
    assert (plain.groupby("platform")[["ctr", "cvr"]].nunique() == 1).all().all()
    assert (plain["fatigue"] == 0).all()


def _slope_within(campaign: np.ndarray, fortnight: np.ndarray, x: np.ndarray, y: np.ndarray) -> float:
    """Slope of y on x with a level of its own for each campaign and fortnight."""
    cells = campaign * 100 + fortnight
    _, where = np.unique(cells, return_inverse=True)
    sizes = np.bincount(where)
    x, y = (values - (np.bincount(where, values) / sizes)[where] for values in (x, y))
    return float((x * y).sum() / (x * x).sum())
