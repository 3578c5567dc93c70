"""What was read of somebody's own file: plain data, nothing here computes."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from adcrm.attribution.model import Journeys
from adcrm.imports.model import SetAside
from adcrm.messages import Message

#: A table of paths with counts; one journey a row with its steps in columns; one event a row.
Kind = Literal["paths", "steps", "events"]


@dataclass(frozen=True)
class OwnFile:
    """A file read for attribution.

    Attributes
    ----------
    journeys : what it says, as the warehouse would say it. A row of a table of paths stands for as many people as ``journeys.weight`` says.
    columns : which head each fact was read from, as ``{"path": ("path",)}``; ``left_out``: heads that nothing was read from.
    rows_read : rows below the head, totals left out; ``set_aside``: those of them that were not taken, each with line and reason.
    orders, value, without_order : how many orders the file tells of, what they are worth, and how many journeys (of a log: people) ended without one.
    currency : ISO 4217, '' where the file names none.
    has_times : false where only the order of steps is known, so that age counts steps and a look-back window says nothing.
    notes : what a reader must know, as that a count was missing.
    """

    name: str
    kind: Kind
    journeys: Journeys
    columns: dict[str, tuple[str, ...]]
    left_out: tuple[str, ...]
    rows_read: int
    set_aside: tuple[SetAside, ...]
    orders: int
    value: Decimal
    without_order: int
    currency: str
    has_times: bool
    notes: tuple[Message, ...]
