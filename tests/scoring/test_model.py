"""The additive score: it finds what was planted, its reasons add up, and it can be kept and opened again."""

import numpy as np
import pandas as pd
import pytest
import skops.io as sio
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import expit
from skops.io.exceptions import UntrustedTypesFoundException

from adcrm.scoring.apply import Reason
from adcrm.scoring.model import AdditiveScore, straight_line
from adcrm.scoring.points import chance, in_points

PLANTED = {"a": -0.7, "b": 0.0, "c": 0.9}


def made_up(rows: int, seed: int) -> tuple[pd.DataFrame, np.ndarray, np.ndarray]:
    """A text of three kinds and two numbers, of which only the first counts (0.8 a unit); true chances; outcomes."""
    draw = np.random.default_rng(seed)
    frame = pd.DataFrame(
        {"kind": draw.choice(list(PLANTED), rows).astype(object), "visits": draw.normal(2, 1, rows), "noise": draw.normal(0, 1, rows)}
    )
    true = expit(-2.5 + 0.8 * frame["visits"].to_numpy() + frame["kind"].map(PLANTED).to_numpy(float))
    return frame, true, draw.random(rows) < true


def test_planted_effects_and_chances_are_found() -> None:
    examples, true, won = made_up(20_000, 1)
    score = AdditiveScore(("kind",), ("visits", "noise")).fit(examples, won)
    assert np.abs(score.probability(examples) - true).max() < 0.04
    effects = score.reasons(examples).effects
    slope = np.polyfit(examples["visits"], effects["visits"], 1)[0]
    assert slope == pytest.approx(0.8, abs=0.06)
    by_kind = effects["kind"].groupby(examples["kind"]).mean()
    assert by_kind["c"] - by_kind["a"] == pytest.approx(1.6, abs=0.12)
    assert effects["noise"].abs().max() < 0.15


@pytest.mark.parametrize("bins", [0, 8])
def test_reasons_add_up_exactly_to_the_calibrated_score(bins: int) -> None:
    examples, _, won = made_up(4_000, 2)
    later, _, later_won = made_up(2_000, 3)
    score = AdditiveScore(("kind",), ("visits", "noise"), bins).fit(examples, won).calibrate(later, later_won)
    fresh, _, _ = made_up(500, 4)
    fresh.loc[0, "kind"], fresh.loc[1, "visits"] = "never seen", np.nan
    reasons = score.reasons(fresh)
    total = reasons.base + reasons.effects.sum(axis=1).to_numpy()
    assert np.abs(total - score.log_odds(fresh)).max() < 1e-9
    assert np.abs(expit(total) - score.probability(fresh)).max() < 1e-12


def test_a_kept_model_gives_the_same_chances_and_its_note() -> None:
    examples, _, won = made_up(3_000, 5)
    score = AdditiveScore(("kind",), ("visits", "noise"), 8).fit(examples, won).calibrate(examples, won)
    opened, note = AdditiveScore.from_bytes(score.to_bytes(half_life=30))
    assert note == {"half_life": 30}
    assert np.array_equal(opened.probability(examples), score.probability(examples))


def test_bytes_that_hold_anything_but_a_model_are_refused() -> None:
    with pytest.raises(UntrustedTypesFoundException):
        AdditiveScore.from_bytes(sio.dumps({"categories": [], "run": Reason}))


def test_calibration_finds_a_planted_line_and_survives_extreme_scores() -> None:
    draw = np.random.default_rng(6)
    raw = draw.normal(0, 2, 30_000)
    slope, intercept = straight_line(raw, draw.random(len(raw)) < expit(0.6 * raw - 1))
    assert slope == pytest.approx(0.6, abs=0.03)
    assert intercept == pytest.approx(-1, abs=0.05)
    wild = np.concatenate([draw.normal(0, 1, 200), [400.0, -900.0]])
    slope, intercept = straight_line(wild, np.arange(len(wild)) % 2 == 0)
    assert 0 < slope < 1
    assert abs(intercept) < 2


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(-4, 4), min_size=1, max_size=20))
def test_whole_points_add_up_to_the_rounded_total(effects: list[float]) -> None:
    reasons = [Reason(f"f{i}", None, effect) for i, effect in enumerate(effects)]
    for learned, factor in ((True, 10 / np.log(2)), (False, 1.0)):
        points = in_points(reasons, learned)
        assert sum(whole for _, whole in points) == round(sum(effect * factor for effect in effects))
        assert all(abs(whole - reason.effect * factor) <= 1 for reason, whole in points)


def test_ten_points_double_the_odds() -> None:
    assert chance(0) == pytest.approx(1 / 2)
    assert chance(10) == pytest.approx(2 / 3)
    assert chance(-20) == pytest.approx(1 / 5)
