"""What is shown adds up to the last digit."""

from decimal import Decimal

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as some

from adcrm.attribution.exact import decimal_of, share_out


def test_three_thirds_of_a_euro_are_a_euro() -> None:
    assert share_out(np.full(3, 100 / 3), 100).tolist() == [34, 33, 33]


def test_a_channel_without_credit_gets_no_leftover() -> None:
    assert share_out(np.array([0.0, 0.5, 0.5]), 1).tolist() == [0, 1, 0]
    assert share_out(np.array([0.0, 3.0]), 2).tolist() == [0, 2]


def test_rounding_of_the_floats_is_no_remainder() -> None:
    assert share_out(np.array([2.9999999999, 7.0000000001]), 10).tolist() == [3, 7]
    assert share_out(np.zeros(0), 0).tolist() == []


def test_millionths_are_shown_with_two_places() -> None:
    assert decimal_of(1_234_567) == Decimal("1.23")


@settings(deadline=None, max_examples=60)
@given(some.lists(some.floats(0, 1e6), min_size=1, max_size=300), some.integers(-3, 3))
def test_shares_add_up_and_are_never_a_unit_away_for_each_unit_of_error(credit: list[float], off: int) -> None:
    made = share_out(np.array(credit), round(sum(credit)) + off)
    assert int(made.sum()) == round(sum(credit)) + off
    assert np.abs(made - np.array(credit)).max() <= 2 + abs(off)
