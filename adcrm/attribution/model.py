"""What attribution is asked and what it answers: plain data, nothing here computes.

Money is in the question's currency as exact integers of one millionth inside, and as ``Decimal`` in what is shown.
Times inside are seconds since 1970 in the clock of the touch log (UTC); days are those that the order or the touch has in the books.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

Dimension = Literal["channel", "campaign", "ad", "publisher", "country", "category", "product", "kind"]
DateOf = Literal["order", "touch"]
Ints = npt.NDArray[np.int64]
Codes = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float64]

#: What stands for an order that no touch within the window led to. It keeps its whole credit, in every model, so that nothing is lost.
NO_TOUCH = "(no touch)"
#: Of orders credited by the day of the touch: what falls to touches on days outside the question.
OTHER_DAYS = "(other days)"
#: Of the calibrated model: orders that measured lift says would have come without any of the channels.
ANYWAY = "(would have come anyway)"
#: What stands beside the channels in an answer; no channel has such a name.
BESIDE = (NO_TOUCH, OTHER_DAYS, ANYWAY)


@dataclass(frozen=True)
class Question:
    """Which orders are credited, to what, and by which rules; the same for every model, so that models can be compared.

    ``start`` and ``end`` (both included, ``None``: open) are days of the order, or of the touch where ``date_of`` is ``touch``.
    ``lookback_days``: a touch older than this at the order gets nothing; ``None``: no limit.
    """

    client_id: int | None = None
    start: date | None = None
    end: date | None = None
    by: Dimension = "channel"
    lookback_days: int | None = 30
    with_views: bool = False
    date_of: DateOf = "order"
    currency: str | None = None  # None: the one that most orders are in
    half_life_days: float = 7.0
    markov_order: int = 1
    with_null_paths: bool = True
    seed: int = 20_261_125  # of the draws that the ranges come from


@dataclass(frozen=True)
class Journeys:
    """Every touch and order of one client in order of person, then time; made once for a version of the books, whatever is asked of it.

    A touch has ``label`` >= 0 (a row of ``labels``) and ``order`` -1; an order has ``label`` -1 and ``order`` >= 0 (a row of ``orders``).
    At the same second touches come before orders, and touches stand in the order of their labels: the file's order decides nothing.
    """

    person: Codes  # 0 to people - 1, never falling
    at: Ints
    label: Codes
    order: Codes
    day: Codes  # that it has in the books, as days since 1970
    labels: pd.DataFrame  # channel, source, medium, campaign, ad, publisher, country, kind; '' where the log says nothing
    # order_key, person, day (datetime64), value (millionths), currency, status, product, category, country, client_id; '' where unknown
    orders: pd.DataFrame
    weight: Ints | None = None  # of each person: how many it stands for, as a row of a table of paths does; None: each for one

    @property
    def people(self) -> int:
        """How many people were met or ordered."""
        return int(self.person[-1]) + 1 if len(self.person) else 0


@dataclass(frozen=True)
class Paths:
    """The journeys that ended in an order, one after the other: steps of journey ``i`` are ``offsets[i]`` to ``offsets[i + 1]``.

    A journey holds the touches of the order's person after the order before it and within the look-back window. It may be empty.
    """

    offsets: Ints  # n + 1
    channel: Codes  # of each step, an index into the reduction's ``channels``
    age: Floats  # of each step: days before the order, >= 0
    label: Codes  # of each step, a row of the journeys' ``labels``
    day: Ints  # of each step: its day, as days since 1970
    value: Ints  # of each order, millionths
    order: Codes  # of each order, a row of the journeys' ``orders``
    bucket: Codes  # of each order: the random group of its person, for ranges
    weight: Ints | None = None  # of each order: how many it stands for; ``value`` is that of all of them together. None: each for one

    def __len__(self) -> int:
        return len(self.value)


@dataclass(frozen=True)
class Credits:
    """What one model gives: for each channel the orders and their value, floats that add up to all orders and all value."""

    orders: Floats
    value: Floats


@dataclass(frozen=True)
class Answer:
    """Every model's credit for the same orders.

    ``credits``: one row per model and channel: ``model``, ``channel``, ``conversions``, ``value``, ``low``, ``high`` (95 % range of the
    conversions), ``value_low``, ``value_high``, ``cost`` (NaN where none is known), ``roas``. Value and cost are in ``currency``.
    ``proof``: one row per model: ``model``, ``orders``, ``value``, ``order_difference``, ``value_difference`` as ``Decimal`` against the books.
    ``disagreement``: one row per channel: ``channel``, ``lowest``, ``lowest_model``, ``highest``, ``highest_model``, ``spread`` (share of the
    mean credit, fraction), ``is_telling`` (the spread is larger than the ranges explain).
    """

    question: Question
    currency: str
    orders: int
    value: Decimal
    without_touch: int
    journeys_without_order: int
    credits: pd.DataFrame
    proof: pd.DataFrame
    disagreement: pd.DataFrame
    notes: tuple[str, ...] = field(default=())  # keys of what a reader must know, as 'channels_do_not_differ'
