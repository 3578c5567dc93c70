"""Health follows from its declared parts, and what is unknown is left out; results are ratios of sums in one currency."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from adcrm.books import Books
from adcrm.clients.health import WEIGHTS, attention, client_health, drifting
from adcrm.clients.results import ClientResult, client_results
from adcrm.store.tables import Case, Client, Contract, Interaction, Survey
from tests.worlds import LAST_DAY, build_small_world

TODAY = date(2026, 11, 22)
NOON = datetime(2026, 11, 22, 12)


def keep(books: Books, frequency: str = "medium", **children: list[object]) -> int:
    with books.crm.write() as session:
        client = Client(name="Tea", frequency=frequency, created_at=NOON, updated_at=NOON, **children)
        session.add(client)
        session.flush()
        return client.id


def result(**changes: object) -> ClientResult:
    fields: dict[str, object] = {
        "client_id": 1, "currency": "CNY", "first_day": date(2026, 1, 1), "last_day": TODAY, "spend": Decimal(50), "spend_before": Decimal(100),
        "spend_change": -0.5, "roas": 2.0, "roas_change": None, "weekly_spend": (),
    }  # fmt: skip
    return ClientResult(**{**fields, **changes})  # type: ignore[arg-type]


def test_the_weights_make_one_whole() -> None:
    assert sum(WEIGHTS.values()) == pytest.approx(1)


def test_a_score_is_the_weighted_mean_of_its_parts(books: Books) -> None:
    client = keep(
        books,
        interactions=[Interaction(kind="call", at=NOON - timedelta(days=60), summary="x")],  # wanted every 30: half way to 0
        cases=[Case(kind="complaint", subject="x", opened_at=NOON - timedelta(days=5))],  # 100 - 40 - 20
        surveys=[Survey(score=8, answered_on=TODAY)],
        contracts=[Contract(reference="C", starts_on=date(2025, 1, 1), ends_on=TODAY - timedelta(days=1), value=Decimal(1))],
    )
    health = client_health(books.crm, {client: result(client_id=client)}, TODAY)[client]
    points = {part.key: part.points for part in health.parts}
    assert points == {"contact": 50.0, "complaints": 40.0, "satisfaction": 80.0, "spend": 0.0, "contract": 0.0}
    assert health.score == pytest.approx(0.30 * 50 + 0.25 * 40 + 0.20 * 80)
    assert health.state == "risk"
    assert health.worst is not None and health.worst.key in ("contact", "spend", "complaints")


def test_two_warning_signs_mean_drifting_away_whatever_the_mean(books: Books) -> None:
    fine = {"surveys": [Survey(score=10, answered_on=TODAY)], "interactions": [Interaction(kind="call", at=NOON, summary="x")]}
    ended = Contract(reference="C", starts_on=date(2025, 1, 1), ends_on=TODAY - timedelta(days=1), value=Decimal(1))
    client = keep(books, contracts=[ended], **fine)
    one = client_health(books.crm, {client: result(client_id=client, spend_change=0.0)}, TODAY)[client]
    two = client_health(books.crm, {client: result(client_id=client, spend_change=-0.4)}, TODAY)[client]
    assert one.score == pytest.approx((0.30 * 100 + 0.20 * 100 + 0.15 * 80) / 0.75)
    assert two.score == pytest.approx((0.30 * 100 + 0.20 * 100 + 0.15 * 16) / 0.75)
    assert (one.state, two.state) == ("good", "risk")
    assert drifting({client: two}) == (client,)


def test_unknown_parts_are_left_out_and_say_so(books: Books) -> None:
    client = keep(books, interactions=[Interaction(kind="call", at=NOON, summary="x")], surveys=[Survey(score=10, answered_on=TODAY)])
    health = client_health(books.crm, {}, TODAY)[client]
    assert health.score == 100
    unknown = {part.key: str(part.words) for part in health.parts if part.points is None}
    assert unknown == {
        "complaints": "No inquiry, complaint or feedback was ever noted.",
        "spend": "No ad data of this client yet.",
        "contract": "No contract was noted.",
    }


def test_too_little_known_gives_no_score(books: Books) -> None:
    client = keep(books, contracts=[Contract(reference="C", starts_on=TODAY, ends_on=TODAY, value=Decimal(1))])
    health = client_health(books.crm, {}, TODAY)
    assert (health[client].score, health[client].state) == (None, "unknown")
    assert drifting(health) == ()
    assert attention(health) == {client: 3000.0}


@pytest.mark.parametrize(("frequency", "points"), [("high", 0.0), ("medium", 75.0), ("low", 100.0)])
def test_silence_is_judged_by_how_often_they_work_together(books: Books, frequency: str, points: float) -> None:
    client = keep(books, frequency, interactions=[Interaction(kind="mail", at=NOON - timedelta(days=45), summary="x")])
    part = client_health(books.crm, {}, TODAY)[client].parts[0]
    assert part.points == points
    assert "45 days ago" in str(part.words)


def test_a_note_to_oneself_is_no_contact(books: Books) -> None:
    client = keep(books, interactions=[Interaction(kind="note", at=NOON, summary="x")])
    assert client_health(books.crm, {}, TODAY)[client].parts[0].points is None


def test_falling_satisfaction_counts_below_its_mean(books: Books) -> None:
    scores = (9, 9, 9, 6, 6, 6)
    client = keep(books, surveys=[Survey(score=s, answered_on=TODAY - timedelta(days=60 - 10 * i)) for i, s in enumerate(scores)])
    assert client_health(books.crm, {}, TODAY)[client].parts[2].points == 30.0  # 60, less 10 for each of three steps down


def test_a_slow_first_answer_costs_points_and_is_told(books: Books) -> None:
    opened = NOON - timedelta(days=20)
    case = Case(kind="inquiry", subject="x", status="resolved", opened_at=opened, first_answer_at=opened + timedelta(hours=50))
    client = keep(books, cases=[case])
    part = client_health(books.crm, {}, TODAY)[client].parts[1]
    assert part.points == 80.0
    assert "after 50 hours" in str(part.words)


def test_old_ad_data_says_nothing_about_today(books: Books) -> None:
    client = keep(books)
    quiet = result(client_id=client, last_day=TODAY - timedelta(days=29))
    part = client_health(books.crm, {client: quiet, 99: result(client_id=99)}, TODAY)[client].parts[3]
    assert part.points is None
    assert "Oct 24, 2026" in str(part.words)


def test_results_are_exact_sums_in_the_clients_currency(every_books: Books) -> None:
    world = build_small_world(every_books)
    currencies = dict.fromkeys(world.client_ids.values(), "CNY")
    found = client_results(every_books.facts, currencies, maturity_days=7)
    for name, i in world.client_ids.items():
        ads = world.ads[world.ads["client"] == name]
        age = ads["day"].map(lambda day: (LAST_DAY - day).days)
        assert found[i].spend == Decimal(round(ads.loc[age < 28, "cost"].sum() * 100)) / 100
        assert found[i].spend_before == Decimal(round(ads.loc[(age >= 28) & (age < 56), "cost"].sum() * 100)) / 100
        mature = ads[(age >= 7) & (age < 35)]
        assert found[i].roas == pytest.approx(mature["conversion_value"].sum() / mature["cost"].sum())
        assert found[i].weekly_spend[-1] == pytest.approx(ads.loc[age < 7, "cost"].sum())
        assert len(found[i].weekly_spend) == 12
    assert found[world.client_ids["Northfell Outdoor"]].currency == "USD"  # never billed in the currency of its profile


def test_a_row_for_a_period_counts_only_wholly_inside_and_in_no_week(books: Books) -> None:
    build_small_world(books)
    with books.facts.write() as writer:
        writer.execute("DELETE FROM ad_performance WHERE NOT (client_id = 1 AND platform = 'google_ads' AND breakdown = 'none')")
        writer.execute("DELETE FROM ad_performance WHERE date_start < DATE '2026-11-20' OR ad <> 'google_ads brand ad 1'")
        writer.execute("UPDATE ad_performance SET cost = 40, conversion_value = NULL, date_start = DATE '2026-11-01'")
    found = client_results(books.facts, {1: "CNY"}, maturity_days=0)[1]
    assert (found.spend, found.spend_change, found.roas, found.weekly_spend) == (Decimal(40), None, None, ())
    with books.facts.write() as writer:
        writer.execute("UPDATE ad_performance SET date_start = DATE '2026-10-01'")
    assert client_results(books.facts, {1: "CNY"}, maturity_days=0)[1].spend is None


def test_no_facts_give_no_results(books: Books) -> None:
    assert client_results(books.facts, {}, 7) == {}
