"""Whatever columns, words, days, figures, totals, encodings and containers a platform's export comes in, it gives the sums that went into it."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from adcrm.imports.model import NeedsAnswerError, Report
from adcrm.imports.read import read
from tests.imports.flavours import Flavour, flavours

VARIANTS = 2000


def answered(flavour: Flavour) -> Report:
    """The file read as a person would have it read who answers what the file leaves open."""
    answers: dict[str, Any] = {}
    for _ in range(5):
        try:
            return read(flavour.name, flavour.data, **answers)
        except NeedsAnswerError as question:
            assert question.needs and set(question.needs) <= set(flavour.answers), f"{question.needs} asked of {flavour.about}"
            answers |= {need: flavour.answers[need] for need in question.needs}
    raise AssertionError(f"asked without end: {flavour.about}")


@pytest.mark.slow
@pytest.mark.timeout(1200)
@given(flavours())
@settings(max_examples=VARIANTS, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None)
def test_every_flavour_gives_the_sums_that_went_into_it(flavour: Flavour) -> None:
    report = answered(flavour)
    assert report.platform == flavour.channel.key, flavour.about
    assert (report.rows_read, len(report.set_aside)) == (flavour.rows, 0), f"{report.set_aside[:3]} {flavour.about}"
    found = {name: report.sums.get(name) for name in flavour.sums}
    assert found == flavour.sums, flavour.about
