"""What is proposed where a file leaves something open."""

from datetime import date

import pytest

from adcrm.ui.import_questions import days_in_name


@pytest.mark.parametrize("name", ["creative_data_20260701_20260930.tsv", "日报_2026-07-01_2026-09-30.csv", "a 2026.07.01-2026.09.30 (1).xlsx"])
def test_the_days_that_a_name_speaks_of_are_proposed(name: str) -> None:
    assert days_in_name(name) == (date(2026, 7, 1), date(2026, 9, 30))


@pytest.mark.parametrize("name", ["report.csv", "20260701.csv", "20260930-20260701.csv", "20261301_20261305.csv", "id 1202607012 20260930.csv"])
def test_anything_else_proposes_nothing(name: str) -> None:
    assert days_in_name(name) == ()
