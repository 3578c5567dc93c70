"""The line on a card shows the series from its lowest to its highest value, in few bytes."""

import re
from base64 import b64decode

from adcrm.ui.sparkline import HEIGHT, MOST_POINTS, sparkline


def heights(made: str) -> list[float]:
    (picture,) = re.findall(r'src="data:image/svg\+xml;base64,([^"]*)"', made)
    (line,) = re.findall(r'<polyline points="([^"]*)"', b64decode(picture).decode())
    return [float(point.split(",")[1]) for point in line.split()]


def test_the_highest_value_is_at_the_top_and_the_lowest_at_the_foot() -> None:
    assert heights(sparkline([1.0, 3.0, 2.0])) == [HEIGHT - 1, 1, HEIGHT / 2]


def test_equal_values_are_a_flat_line() -> None:
    assert len(set(heights(sparkline([7.0] * 5)))) == 1


def test_one_value_is_no_line() -> None:
    assert sparkline([1.0]) == ""


def test_a_year_of_days_is_averaged_to_few_points_and_keeps_its_mean() -> None:
    made = heights(sparkline([float(n) for n in range(360)]))
    assert len(made) == MOST_POINTS
    assert made == sorted(made, reverse=True)
