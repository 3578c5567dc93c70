"""The rules find what is planted, stay silent where nothing is, and never look at a young day."""

from datetime import timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adcrm.books import Books
from adcrm.recommend.advice import advise, mature_until
from adcrm.recommend.model import CannotTell, Suggestion
from adcrm.recommend.rules import budget, creative, rules, timing
from adcrm.warehouse import Warehouse, open_warehouse
from tests.recommend.worlds import PLATFORMS, UNTIL, ad_weeks, add_client, add_facts, agency, channel_days, week_parts

CLIENTS = 25


def _cards(rule, gathered, clients: int = CLIENTS) -> list[list[Suggestion]]:
    """What the rule suggests to each client."""
    return [[one for one in rule.suggest(gathered, client, UNTIL) if isinstance(one, Suggestion)] for client in range(1, clients + 1)]


def test_every_rule_file_is_found() -> None:
    assert [rule.kind for rule in rules()] == ["budget", "creative", "timing"]


@pytest.mark.parametrize(
    ("rule", "world"),
    [(budget.rule, channel_days), (creative.rule, ad_weeks), (timing.rule, week_parts)],
    ids=["budget", "creative", "timing"],
)
def test_where_nothing_differs_few_clients_see_a_card(rule, world) -> None:
    seen = sum(bool(cards) for seed in (1, 2) for cards in _cards(rule, world(seed, CLIENTS)))
    # The stated rate is one client in ten; 50 clients leave room for the chance of this very draw (95 % of Binomial(50, 0.1)).
    assert seen <= 9


def test_budget_moves_from_the_exhausted_channel_to_the_one_with_room() -> None:
    cards = _cards(budget.rule, channel_days(5, CLIENTS, (0.35, 0.6, 0.6, 0.9), (0.7, 1.0, 1.0, 1.4)))
    shown = [card for mine in cards for card in mine]
    assert len(shown) >= 0.8 * CLIENTS
    assert {card.action.target for card in shown} == {"tencent_ads"}
    assert sum(card.action.source == "google_ads" for card in shown) > len(shown) / 2  # a dearer one where it has more to give


def test_the_interval_of_the_budget_gain_covers_the_truth_about_as_often_as_stated() -> None:
    elasticities, levels = (0.35, 0.6, 0.6, 0.9), (0.7, 1.0, 1.0, 1.4)
    hits, shown = 0, 0
    for seed in (11, 12):
        world = channel_days(seed, CLIENTS, elasticities, levels)
        for cards in _cards(budget.rule, world):
            for card in cards:
                truth = 0.0
                for platform, old, new in zip((card.action.source, card.action.target), card.action.before, card.action.after, strict=True):
                    days = world.frame[(world.frame["client_id"] == card.client_id) & (world.frame["platform"] == platform)].tail(28)
                    expected = float(days["conversions"].sum())  # 28 days of counts: their own noise is a few per cent
                    truth += expected * ((new / old) ** elasticities[PLATFORMS.index(platform)] - 1)
                hits += card.effect.low <= truth <= card.effect.high
                shown += 1
    assert shown >= 30
    assert 0.6 <= hits / shown <= 1.0


def test_a_shift_stays_within_a_fifth_and_within_the_spend_seen_before() -> None:
    world = channel_days(5, CLIENTS, (0.35, 0.6, 0.6, 0.9), (0.7, 1.0, 1.0, 1.4))
    for card in (card for mine in _cards(budget.rule, world) for card in mine):
        spent = world.frame[(world.frame["client_id"] == card.client_id) & (world.frame["platform"] == card.action.target)]["cost"]
        assert card.action.amount <= 0.2 * card.action.before[0] + 1e-9
        assert card.action.after[1] <= spent.max()
        assert card.bounds


def test_the_worse_ad_is_named_and_its_interval_covers_the_truth() -> None:
    shown = [card for mine in _cards(creative.rule, ad_weeks(6, CLIENTS, worse=0.5)) for card in mine]
    assert len(shown) >= CLIENTS
    assert {card.action.source for card in shown} == {"ad 0"}
    # Siblings bring twice as much for the same spend: the gain is as large as what the ad brings in four weeks itself.
    near = [abs(np.log((card.effect.point + 1e-9) / (card.evidence.conversions / 3))) for card in shown]
    assert float(np.median(near)) < 0.25


def test_the_ad_that_wears_out_is_to_be_refreshed() -> None:
    shown = [card for mine in _cards(creative.rule, ad_weeks(7, CLIENTS, wear=0.06)) for card in mine if card.action.target == "refresh"]
    assert len(shown) >= 0.8 * CLIENTS
    assert sum(card.action.source == "ad 0" for card in shown) >= 0.9 * len(shown)


def test_the_best_part_of_the_week_gets_the_spend() -> None:
    shown = [card for mine in _cards(timing.rule, week_parts(8, CLIENTS, best=1.6)) for card in mine]
    assert len(shown) >= 1.5 * CLIENTS
    assert {card.action.target for card in shown} == {"5"}


def test_a_small_lucky_part_does_not_win() -> None:
    world = week_parts(9, 1)
    world.sums["cost"][:, :, 0] = 1.0
    world.sums["conversions"][:, :, 0] = 0.0
    world.sums["conversions"][:, 0, 0] = 6.0  # six conversions for almost nothing, all in one week
    for answer in timing.rule.suggest(world, 1, UNTIL):
        assert isinstance(answer, CannotTell) or answer.action.target != "0"


def test_too_little_data_is_said_with_what_is_missing() -> None:
    world = channel_days(1, 1)
    world.frame = world.frame[world.frame["day"] > pd.Timestamp(UNTIL) - pd.Timedelta(days=30)]
    (answer,) = budget.rule.suggest(world, 1, UNTIL)
    assert isinstance(answer, CannotTell)
    assert str(answer.needs) == "The second channel needs 26 more days with spend and conversions."


def test_one_channel_cannot_be_compared() -> None:
    world = channel_days(1, 1)
    world.frame = world.frame[world.frame["platform"] == "google_ads"]
    (answer,) = budget.rule.suggest(world, 1, UNTIL)
    assert isinstance(answer, CannotTell)


def test_all_three_rules_speak_on_both_engines_and_say_the_same(every_books: Books) -> None:
    client = add_client(every_books)
    agency(every_books.facts, client)
    found = advise(every_books.facts)
    assert found.until == UNTIL - timedelta(days=7)
    assert {card.kind for card in found.suggestions} == {"budget", "creative", "timing"}
    budgets = next(card for card in found.suggestions if card.kind == "budget")
    assert (budgets.client_id, budgets.action.source, budgets.action.target) == (client, "google_ads", "meta_ads")
    assert {card.action.source for card in found.suggestions if card.kind == "creative"} == {"ad 0"}
    assert all(card.window.last == found.until for card in found.suggestions)


@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
@given(conversions=st.integers(0, 5000), spend=st.integers(0, 100_000), back=st.integers(0, 6))
def test_young_days_change_nothing(conversions: int, spend: int, back: int) -> None:
    with_young, without = _world(), _world()
    day = UNTIL - timedelta(days=back)
    row = {"client_id": 1, "platform": "google_ads", "account": "google_ads", "campaign": "C", "ad_group": "G", "ad": "ad 0", "ad_id": "google_ads-0"}
    add_facts(with_young, [{**row, "day": day, "impressions": 10, "clicks": 5, "cost": spend, "conversions": conversions}])
    assert advise(with_young) == advise(without)


def test_as_of_a_past_day_later_days_are_unknown(facts: Warehouse) -> None:
    agency(facts, client=1)
    past = UNTIL - timedelta(days=40)
    assert mature_until(facts, past) == past - timedelta(days=7)
    assert all(card.window.last == past - timedelta(days=7) for card in advise(facts, past).suggestions)


def _world() -> Warehouse:
    """The agency in a warehouse of its own."""
    facts = open_warehouse("duckdb:///:memory:")
    agency(facts, client=1)
    return facts
