"""The measures of a score, on cases small enough to be counted by hand."""

import numpy as np
import pytest
from scipy.special import expit
from sklearn.metrics import roc_auc_score

from adcrm.scoring.judge import area, area_difference, is_sound, judge, wilson


def test_the_area_counts_pairs_in_the_right_order_and_half_of_the_ties() -> None:
    won = np.array([True, False, True, False])
    assert area(np.array([0.9, 0.8, 0.7, 0.1]), won) == 3 / 4
    assert area(np.array([0.9, 0.5, 0.5, 0.1]), won) == 3.5 / 4
    assert np.isnan(area(np.array([0.5, 0.6]), np.array([True, True])))


def test_the_area_agrees_with_scikit_learn() -> None:
    draw = np.random.default_rng(0)
    score, won = draw.integers(0, 30, 500) / 30, draw.random(500) < 0.3
    assert area(score, won) == pytest.approx(roc_auc_score(won, score), abs=1e-12)


def test_a_true_score_is_judged_sound_and_a_bold_one_is_not() -> None:
    draw = np.random.default_rng(1)
    odds = draw.normal(-1.5, 1.3, 6_000)
    won, ids = draw.random(6_000) < expit(odds), np.arange(6_000)
    honest, bold = judge(expit(odds), won, ids), judge(expit(2.2 * odds), won, ids)
    assert is_sound(honest)
    assert honest.slope.low < 1 < honest.slope.high
    assert honest.auc.low < honest.auc.point < honest.auc.high
    assert bold.slope.point == pytest.approx(1 / 2.2, abs=0.06)
    assert not is_sound(bold)


def test_a_score_that_expects_far_too_few_wins_is_not_sound() -> None:
    draw = np.random.default_rng(2)
    odds = draw.normal(0, 1.3, 6_000)
    low = judge(expit(odds - 1.5), draw.random(6_000) < expit(odds), np.arange(6_000))
    assert low.slope.point == pytest.approx(1, abs=0.15)
    assert not is_sound(low)


def test_tenths_hold_everybody_once_best_first() -> None:
    draw = np.random.default_rng(3)
    chance = draw.random(1_003)
    made = judge(chance, draw.random(1_003) < chance, np.arange(1_003))
    assert sum(group.n for group in made.tenths) == 1_003
    assert sum(group.won for group in made.tenths) == made.won
    assert [group.predicted for group in made.tenths] == sorted((group.predicted for group in made.tenths), reverse=True)
    assert all(group.low <= group.observed <= group.high for group in made.tenths)


def test_repeating_every_lead_does_not_make_the_range_narrower() -> None:
    draw = np.random.default_rng(4)
    chance = draw.random(400)
    won = draw.random(400) < chance
    once = judge(chance, won, np.arange(400)).auc
    many = judge(np.tile(chance, 5), np.tile(won, 5), np.tile(np.arange(400), 5)).auc
    assert many.high - many.low == pytest.approx(once.high - once.low, rel=0.05)


def test_a_score_is_not_better_than_itself() -> None:
    draw = np.random.default_rng(5)
    chance = draw.random(300)
    difference = area_difference(chance, chance, draw.random(300) < chance, np.arange(300))
    assert (difference.point, difference.low, difference.high) == (0, 0, 0)


def test_the_interval_of_a_share_is_wilsons() -> None:
    low, high = wilson(8, 10)
    assert low == pytest.approx(0.4902, abs=1e-4)
    assert high == pytest.approx(0.9433, abs=1e-4)
    assert wilson(0, 10)[0] == 0
