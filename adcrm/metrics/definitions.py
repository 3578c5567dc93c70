"""What each number means: name, formula, unit and direction, said once for pages, command line and suggestions.

Every ratio is a ratio of sums. A denominator of zero, or one that no report carries, leaves the ratio undefined
(``None`` or NaN, shown as a dash), never 0. Conversions can be fractional and can exceed clicks; nothing is clipped.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

import numpy as np
import pandas as pd

from adcrm.errors import InputError
from adcrm.messages import Message, message

Kind = Literal["count", "money", "share", "multiple", "money_per"]
Better = Literal["up", "down", "neither"]

# The measures of ``ad_performance`` that may be summed; reach may not.
MEASURES = ("impressions", "clicks", "cost", "conversions", "conversion_value")
# Measures that keep growing for some days after the click: the platform credits the day of the click.
LATE_MEASURES = frozenset({"conversions", "conversion_value"})


@dataclass(frozen=True)
class Metric:
    """One metric: ``numerator / denominator * scale + offset``, or the plain sum of ``numerator``.

    Attributes
    ----------
    kind : ``count`` (of anything, may be fractional), ``money``, ``share`` (0.05 is five percent), ``multiple``
        (3.2 times), ``money_per`` (an amount per unit, shown with its cents).
    numerator, denominator : measures of ``ad_performance``; ``denominator`` is None for a plain sum.
    better : the direction that is good news.
    """

    key: str
    name: Message
    short: Message
    formula: Message
    kind: Kind
    numerator: str
    denominator: str | None = None
    scale: int = 1
    offset: int = 0
    better: Better = "neither"

    @property
    def measures(self) -> tuple[str, ...]:
        """The measures it is made of, numerator first."""
        return (self.numerator,) if self.denominator is None else (self.numerator, self.denominator)

    @property
    def is_ratio(self) -> bool:
        """Whether it is a ratio of two sums."""
        return self.denominator is not None

    @property
    def is_late(self) -> bool:
        """Whether it still moves on recent days, because conversions arrive after the click."""
        return not LATE_MEASURES.isdisjoint(self.measures)

    @property
    def is_money(self) -> bool:
        """Whether it is an amount in the account's currency."""
        return self.kind in ("money", "money_per")


METRICS: dict[str, Metric] = {
    metric.key: metric
    for metric in (
        Metric("cost", message("Cost"), message("Cost"), message("Sum of cost"), "money", "cost"),
        Metric("impressions", message("Impressions"), message("Impressions"), message("Sum of impressions"), "count", "impressions", better="up"),
        Metric("clicks", message("Clicks"), message("Clicks"), message("Sum of clicks"), "count", "clicks", better="up"),
        Metric("conversions", message("Conversions"), message("Conversions"), message("Sum of conversions"), "count", "conversions", better="up"),
        Metric(
            "conversion_value",
            message("Conversion value"),
            message("Value"),
            message("Sum of conversion value"),
            "money",
            "conversion_value",
            better="up",
        ),
        Metric(
            "ctr",
            message("Click-through rate (CTR)"),
            message("CTR"),
            message("Clicks ÷ impressions"),
            "share",
            "clicks",
            "impressions",
            better="up",
        ),
        Metric(
            "conversion_rate",
            message("Conversion rate (CVR)"),
            message("CVR"),
            message("Conversions ÷ clicks"),
            "share",
            "conversions",
            "clicks",
            better="up",
        ),
        Metric("cpc", message("Cost per click (CPC)"), message("CPC"), message("Cost ÷ clicks"), "money_per", "cost", "clicks", better="down"),
        Metric(
            "cpm",
            message("Cost per 1,000 impressions (CPM)"),
            message("CPM"),
            message("Cost ÷ impressions × 1,000"),
            "money_per",
            "cost",
            "impressions",
            scale=1000,
            better="down",
        ),
        Metric(
            "cost_per_conversion",
            message("Cost per conversion (CPA)"),
            message("CPA"),
            message("Cost ÷ conversions"),
            "money_per",
            "cost",
            "conversions",
            better="down",
        ),
        Metric(
            "roas",
            message("Return on ad spend (ROAS)"),
            message("ROAS"),
            message("Conversion value ÷ cost"),
            "multiple",
            "conversion_value",
            "cost",
            better="up",
        ),
        Metric(
            "roi",
            message("Return on investment (ROI)"),
            message("ROI"),
            message("(Conversion value − cost) ÷ cost"),
            "share",
            "conversion_value",
            "cost",
            offset=-1,
            better="up",
        ),
    )
}

# Other words of the trade for the same figure, as the command line may be asked for them.
ALIASES = {
    "cvr": "conversion_rate",
    "cpa": "cost_per_conversion",
    "cpl": "cost_per_conversion",
    "cost_per_lead": "cost_per_conversion",
    "spend": "cost",
    "value": "conversion_value",
    "revenue": "conversion_value",
}


def metric(key: str) -> Metric:
    """The metric of that key or alias.

    Raises
    ------
    InputError : no metric has that name.
    """
    found = METRICS.get(ALIASES.get(key, key))
    if found is None:
        raise InputError(
            message("There is no metric called “{name}”.", name=key),
            message("Known metrics: {names}.", names=", ".join(METRICS)),
        )
    return found


def evaluate(what: Metric, sums: Mapping[str, Decimal | None]) -> Decimal | None:
    """The metric of exact sums; ``None`` where a measure is unknown or the denominator is zero."""
    top = sums.get(what.numerator)
    if what.denominator is None or top is None:
        return top
    below = sums.get(what.denominator)
    return None if not below else top / below * what.scale + what.offset


def evaluate_all(what: Metric, sums: pd.DataFrame) -> pd.Series:
    """The metric of every row of ``sums`` (columns: measures, float); NaN where it is undefined."""
    top = sums[what.numerator].astype(float)
    if what.denominator is None:
        return top
    below = sums[what.denominator].astype(float)
    return top / below.where(below != 0, np.nan) * what.scale + what.offset
