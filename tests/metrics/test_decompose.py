"""A change taken apart adds up, and the sentences about it are true."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adcrm.metrics.decompose import decompose, explain_change

COLUMNS = ("platform", "cost", "clicks", "conversions", "conversion_value")


def frame(*rows: tuple[str, float, float, float, float]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=list(COLUMNS))


positive = st.floats(0.01, 1e7)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(*[positive] * 4), min_size=2, max_size=2), st.lists(st.tuples(*[positive] * 4), min_size=2, max_size=2))
def test_the_parts_add_up_to_the_change(now: list[tuple[float, ...]], before: list[tuple[float, ...]]) -> None:
    current = frame(*((name, *row) for name, row in zip("ab", now, strict=True)))  # type: ignore[misc]
    previous = frame(*((name, *row) for name, row in zip("ab", before, strict=True)))  # type: ignore[misc]
    for target in ("conversion_value", "conversions"):
        change = current[target].sum() - previous[target].sum()
        scale = max(current[target].sum(), previous[target].sum())
        assert sum(part.amount for part in decompose(current, previous, target)) == pytest.approx(change, abs=1e-6 * scale)  # type: ignore[arg-type]


def test_a_change_of_spend_alone_is_laid_to_spend_alone() -> None:
    parts = decompose(frame(("meta_ads", 200, 400, 20, 1000)), frame(("meta_ads", 100, 200, 10, 500)))
    assert {part.cause: round(part.amount, 9) for part in parts} == {"spend": 500, "click_price": 0, "conversion_rate": 0, "order_value": 0}


def test_a_channel_that_started_is_one_part() -> None:
    parts = decompose(frame(("meta_ads", 100, 200, 10, 500), ("kol", 50, 9, 3, 80)), frame(("meta_ads", 100, 200, 10, 500)))
    assert [(part.platform, part.cause, part.amount) for part in parts if part.amount] == [("kol", "channel", 80.0)]


def test_the_sentences_name_the_largest_cause_and_what_worked_against_it() -> None:
    current = frame(("meta_ads", 200, 400, 15, 750), ("google_ads", 100, 100, 10, 500))
    previous = frame(("meta_ads", 100, 200, 10, 500), ("google_ads", 100, 100, 10, 500))
    first, second = (str(sentence) for sentence in explain_change(current, previous))
    assert first == "Conversion value rose 25.0%."
    assert second == "+42.7 points come from higher spend, above all on Meta Ads; -17.7 points come from weaker conversion rates."


def test_a_change_too_small_to_matter_is_called_so() -> None:
    same = frame(("meta_ads", 100, 200, 10, 500))
    assert [str(sentence) for sentence in explain_change(same, same)] == ["Conversion value hardly changed (+0.0%)."]


def test_without_a_period_before_nothing_is_claimed() -> None:
    assert explain_change(frame(("meta_ads", 100, 200, 10, 500)), frame()) == ()


def test_without_values_the_sentence_is_about_conversions() -> None:
    current, previous = frame(("meta_ads", 100, 200, 5, 0)), frame(("meta_ads", 100, 200, 10, 0))
    sentences = [str(sentence) for sentence in explain_change(current, previous)]
    assert sentences == ["Conversions fell 50.0%.", "-50.0 points come from weaker conversion rates, above all on Meta Ads."]
