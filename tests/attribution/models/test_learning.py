"""The models that learn from journeys without an order, on journeys worked out by hand or drawn from a known law."""

import csv

import numpy as np
import pytest

from adcrm.attribution.answer import credited
from adcrm.attribution.calibration import calibration
from adcrm.attribution.files.ask import answer_own
from adcrm.attribution.files.read import read_own
from adcrm.attribution.grouping_defaults import default_rules
from adcrm.attribution.model import Journeys, Question
from adcrm.attribution.study import Study
from adcrm.settings import ROOT
from tests.attribution.journey_worlds import DAY, journeys_of

PUBLISHED = ROOT.parent / "shared" / "data" / "attribution"
ALL = Question(lookback_days=None, with_views=True)
A, B, ORDER = (0, 0, 0), (DAY, 1, 0), (2 * DAY, -1, 600)


def credit(journeys: Journeys, model: str, what: str = "conversions") -> dict[str, float]:
    rows = credited(journeys, ALL, [model]).credits
    return dict(zip(rows["channel"], rows[what].round(6), strict=True))


def two(*people: list[tuple[int, int, int]]) -> Journeys:
    return journeys_of([list(steps) for steps in people], [{"channel": "a"}, {"channel": "b"}])


def test_markov_gives_what_is_lost_without_the_channel() -> None:
    # From the start to a in 2 of 3, from a on to b in 1 of 2; V = 2/3. Without a: 1/3, without b: nothing. Effects 1/2 and 1.
    made = credit(two([A, B, ORDER], [A], [B, ORDER]), "markov")
    assert made == {"a": pytest.approx(2 / 3, abs=1e-6), "b": pytest.approx(4 / 3, abs=1e-6)}


def test_markov_without_null_paths_is_another_question() -> None:
    journeys = two([A, B, ORDER], [A], [B, ORDER])
    rows = credited(journeys, Question(lookback_days=None, with_null_paths=False), ["markov"]).credits
    # Now a leads on to b always: V = 1, without a 1/2, without b nothing.
    assert rows["conversions"].round(6).tolist() == [pytest.approx(2 / 3, abs=1e-6), pytest.approx(4 / 3, abs=1e-6)]


def test_shapley_of_orders_counts_a_channel_once() -> None:
    assert credit(two([A, (5, 0, 0), (9, 0, 0), B, ORDER], [B, ORDER]), "shapley") == {"a": 0.5, "b": 1.5}


def test_shapley_of_the_rate_gives_more_to_the_channel_with_which_journeys_convert() -> None:
    # v(a) = 1/2, v(b) = 1/4, v(ab) = (1 + 1 + 1) / 8: a adds (1/2 + 1/8) / 2, b (1/4 - 1/8) / 2; shares 5 to 1 of three orders.
    journeys = two([A, ORDER], [A], [B, ORDER], [B], [B], [B], [A, B, ORDER], [A, B])
    assert credit(journeys, "shapley_rate") == {"a": 2.5, "b": 0.5}


def drawn_people(seed: int, people: int, pull: float, habit: float) -> Journeys:
    """People who meet ``helps``, ``chases`` and ``other``; the first adds ``pull`` to the log-odds, the second seeks out who would buy anyway."""
    chance = np.random.default_rng(seed)
    made = []
    for _ in range(people):
        intent = chance.normal()
        met = [chance.poisson(0.5), chance.poisson(0.5 * np.exp(habit * intent)), chance.poisson(0.5)]
        steps = [(int(chance.integers(0, 20 * DAY)), label, 0) for label, times in enumerate(met) for _ in range(times)]
        odds = -2.5 + 0.9 * intent + pull * (met[0] > 0)
        if chance.random() < 1 / (1 + np.exp(-odds)):
            steps.append((21 * DAY, -1, 5_000))
        made.append(steps)
    return journeys_of(made, [{"channel": "helps"}, {"channel": "chases"}, {"channel": "other"}])


def test_the_data_driven_model_finds_the_channel_that_changes_minds() -> None:
    journeys = drawn_people(11, 6_000, pull=1.2, habit=0.8)
    learnt, linear = credit(journeys, "data_driven"), credit(journeys, "linear")
    assert learnt["helps"] > 1.3 * linear["helps"]
    assert learnt["chases"] < linear["chases"]


def test_where_channels_do_nothing_the_data_driven_model_favours_none_by_more_than_chance() -> None:
    made = credited(drawn_people(12, 4_000, pull=0.0, habit=0.0), ALL, ["data_driven"]).credits.set_index("channel")
    others = made.drop("(no touch)")
    assert others["high"].min() > others["low"].max()


def test_the_law_foretells_orders_of_people_it_has_not_seen() -> None:
    journeys = drawn_people(13, 8_000, pull=1.2, habit=0.5)
    material = Study(journeys, ALL, default_rules()).material
    judged = calibration(material.seen, len(material.channels))
    assert judged is not None and judged.is_sound
    assert judged.brier < judged.brier_of_average
    groups = judged.groups
    assert groups["journeys"].sum() == material.seen.ordered.sum() + material.seen.not_ordered.sum()
    inside = (groups["low"] <= groups["predicted"]) & (groups["predicted"] <= groups["high"])
    assert inside.sum() >= len(groups) - 2
    few = Study(two([A, B, ORDER], [A]), ALL, default_rules()).material
    assert calibration(few.seen, 2) is None


def test_too_few_orders_to_learn_from_are_shared_evenly_and_it_is_said() -> None:
    answer = credited(two([A, B, ORDER], [A]), ALL, ["data_driven"])
    assert answer.credits["conversions"].tolist() == [0.5, 0.5]
    assert "not_learnt" in answer.notes


@pytest.mark.samples
@pytest.mark.skipif(not PUBLISHED.is_dir(), reason="the published paths are not beside this checkout (../shared/data/attribution)")
def test_markov_agrees_with_the_published_exact_solution() -> None:
    own = read_own("path_data.csv", (PUBLISHED / "path_data.csv").read_bytes())
    made = answer_own(own, Question(), ["markov", "last"]).credits.pivot(index="channel", columns="model", values="conversions")
    with (PUBLISHED / "refattr_PathData_exact.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if made.loc[row["channel_name"], "last"] > 1:
                assert made.loc[row["channel_name"], "markov"] == pytest.approx(float(row["conv_exact"]), rel=1e-3), row
