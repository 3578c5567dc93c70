"""Each rule on journeys worked out by hand."""

from collections.abc import Sequence

import numpy as np
import pytest

from adcrm.attribution.material import Milestones
from adcrm.attribution.model import Question
from adcrm.attribution.models import model_of, models
from adcrm.errors import InputError
from tests.attribution.made import DEFAULT, Touch, material, touches

NAN = float("nan")


def weights(key: str, *journeys: Sequence[Touch], question: Question = DEFAULT, milestones: Milestones | None = None) -> list[float]:
    return [round(float(weight), 12) for weight in model_of(key).weigh(material(journeys, question, milestones))]


@pytest.mark.parametrize(
    ("key", "path", "expected"),
    [
        ("first", "a > b > c", [1, 0, 0]),
        ("first", "a", [1]),
        ("last", "a > b > c", [0, 0, 1]),
        ("last_non_direct", "a > b > direct", [0, 1, 0]),
        ("last_non_direct", "a > direct > direct", [1, 0, 0]),
        ("last_non_direct", "direct > direct", [0, 1]),
        ("last_non_direct", "a > (direct)", [1, 0]),
        ("linear", "a > b > b > c", [0.25, 0.25, 0.25, 0.25]),
        ("position", "a", [1]),
        ("position", "a > b", [0.5, 0.5]),
        ("position", "a > b > c", [0.4, 0.2, 0.4]),
        ("position", "a > b > c > d", [0.4, 0.1, 0.1, 0.4]),
        ("position_even", "a > b > c > d", [0.5, 0, 0, 0.5]),
        ("position_even", "a", [1]),
        ("paid_only", "a > email > b", [0.5, 0, 0.5]),
        ("paid_only", "email > direct", [0, 0]),
    ],
)
def test_a_journey_is_shared_as_the_rule_says(key: str, path: str, expected: list[float]) -> None:
    assert weights(key, touches(path)) == expected


def test_an_empty_journey_has_no_steps_and_disturbs_no_other() -> None:
    for key in ("first", "last", "last_non_direct", "linear", "time_decay", "position", "position_even", "w_shaped", "full_path", "paid_only"):
        assert weights(key, [], touches("a > b"), [], touches("c"), []) == [*weights(key, touches("a > b")), 1.0]


def test_a_touch_a_half_life_older_gets_half() -> None:
    journey = [Touch("a", 14), Touch("b", 7), Touch("c", 0)]
    assert weights("time_decay", journey) == [round(x / 7, 12) for x in (1, 2, 4)]
    # What counts is how far the touches lie apart, so a long wait before the order changes nothing, however long.
    old = [Touch("a", 100_014), Touch("b", 100_007), Touch("c", 100_000)]
    assert weights("time_decay", old) == [round(x / 7, 12) for x in (1, 2, 4)]
    assert weights("time_decay", [Touch("a", 2), Touch("b", 0)], question=Question(half_life_days=1)) == [0.2, 0.8]


def test_a_half_life_of_no_time_is_refused() -> None:
    with pytest.raises(InputError):
        weights("time_decay", touches("a > b"), question=Question(half_life_days=0))


def test_w_and_full_path_take_the_milestones_that_the_crm_has() -> None:
    journey = [Touch("a", 10), Touch("b", 8), Touch("c", 6), Touch("d", 4), Touch("e", 2)]
    crm = Milestones(np.array([7.0]), np.array([4.0]))  # the lead was made a day after b, the opportunity with d
    assert weights("w_shaped", journey, milestones=crm) == [0.3, 0.3, 0.05, 0.3, 0.05]
    assert weights("full_path", journey, milestones=crm) == [0.225, 0.225, 0.1, 0.225, 0.225]


def test_without_the_crm_a_form_is_the_lead_and_a_call_the_opportunity() -> None:
    journey = [Touch("a", 5), Touch("web", 4, "form"), Touch("b", 3), Touch("sales", 2, "call"), Touch("c", 1)]
    assert weights("w_shaped", journey) == [0.3, 0.3, 0.05, 0.3, 0.05]
    assert weights("full_path", journey) == [0.225, 0.225, 0.1, 0.225, 0.225]


def test_a_missing_milestone_leaves_its_part_to_the_others() -> None:
    only_lead = [Touch("a", 5), Touch("web", 4, "form"), Touch("b", 3), Touch("c", 1)]
    assert weights("w_shaped", only_lead) == [0.45, 0.45, 0.05, 0.05]
    assert weights("full_path", only_lead) == [0.3, 0.3, 0.1, 0.3]
    assert weights("w_shaped", touches("a > b > c")) == [0.45, 0.1, 0.45]
    assert weights("w_shaped", touches("a > b")) == [0.5, 0.5]
    assert weights("w_shaped", touches("a")) == [1.0]
    unknown = Milestones(np.array([NAN]), np.array([NAN]))
    assert weights("w_shaped", only_lead, milestones=unknown) == weights("w_shaped", only_lead)


def test_milestones_that_fall_on_one_touch_add_up_there() -> None:
    crm = Milestones(np.array([1.0]), np.array([1.0]))
    assert weights("w_shaped", touches("a > b > c"), milestones=crm) == [0.3, 0.1, 0.6]
    assert weights("full_path", [Touch("a", 3), Touch("b", 1)], milestones=Milestones(np.array([3.0]), np.array([1.0]))) == [0.5, 0.5]


def test_a_paid_medium_makes_any_channel_paid() -> None:
    journey = [Touch("organic", 3), Touch("", 2, medium="cpc"), Touch("Display", 1)]
    assert weights("paid_only", journey) == [0, 0.5, 0.5]


def test_every_model_says_what_it_is() -> None:
    for key, model in models().items():
        assert model.key == key
        assert model.label.text and model.formula.text and model.answers.text and model.source
    with pytest.raises(InputError):
        model_of("guess")
