"""What a suggestion is, and what a rule is: plain data that pages, the command line and the log all read.

A sentence holds its figures as values (:class:`Money`, :class:`Share`, :class:`Count`, a date), so that each reader sees them
in the way of their own language.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Protocol

from adcrm.messages import Message
from adcrm.warehouse import Warehouse

KINDS = ("budget", "creative", "timing")
CONFIDENCE = 0.80  # of every interval shown: one chance in ten on either side


@dataclass(frozen=True)
class Money:
    """An amount inside a sentence."""

    amount: float
    currency: str

    def __str__(self) -> str:
        return f"{self.currency} {self.amount:,.0f}"


@dataclass(frozen=True)
class Share:
    """A fraction inside a sentence: 0.12 reads as 12 %. ``signed`` keeps a plus."""

    value: float
    signed: bool = False

    def __str__(self) -> str:
        return f"{self.value * 100:+.1f}%" if self.signed else f"{self.value * 100:.1f}%"


@dataclass(frozen=True)
class Count:
    """A number inside a sentence, with ``places`` after the point."""

    value: float
    places: int = 0

    def __str__(self) -> str:
        return f"{self.value:,.{self.places}f}"


@dataclass(frozen=True)
class Window:
    """The days a suggestion was read from; both are included and all of them are mature."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days it covers."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True)
class Effect:
    """What the change is expected to bring over ``days`` days.

    ``metric`` is ``conversion_value`` (in ``currency``), ``conversions`` or ``clicks``; ``low`` and ``high`` hold with
    ``CONFIDENCE``. ``worth`` is what the client pays today for as many conversions, clicks or as much value; it only orders the
    cards.
    """

    metric: str
    point: float
    low: float
    high: float
    days: int
    currency: str
    worth: float


@dataclass(frozen=True)
class Evidence:
    """How much a suggestion rests on: reported rows, days with data, conversions and clicks in them."""

    rows: int
    days: int
    conversions: float
    clicks: float = 0.0


@dataclass(frozen=True)
class Action:
    """What to change. ``what``: daily_spend, ad or daypart; ``source`` and ``target`` name where it goes from and to.

    ``amount`` is money a day in ``currency`` for budget and timing; ``before`` and ``after`` are the daily spends of
    (source, target).
    """

    what: str
    source: str
    target: str
    amount: float = 0.0
    currency: str = ""
    before: tuple[float, float] = (0.0, 0.0)
    after: tuple[float, float] = (0.0, 0.0)
    place: tuple[str, ...] = ()  # platform, campaign, ad group, as far as they are known


@dataclass(frozen=True)
class Record:
    """How a rule did on past data: advice given as of past days, judged on the days that followed.

    ``median_gain`` and ``worst`` are shares of what the advice touched (0.02 is +2 %).
    """

    kind: str
    fired: int
    right: int
    median_gain: float | None
    worst: float | None
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True)
class Suggestion:
    """One card. Everything in it was computed from days up to ``window.last``."""

    key: str
    kind: str
    client_id: int
    subject: str
    action: Action
    sentence: Message
    effect: Effect
    evidence: Evidence
    window: Window
    why: Message
    change_our_mind: Message
    caveats: tuple[Message, ...] = ()
    bounds: tuple[Message, ...] = ()
    chart: tuple[dict[str, Any], ...] = field(default=(), hash=False, compare=False)  # rows of the evidence chart
    confidence: float = CONFIDENCE


@dataclass(frozen=True)
class CannotTell:
    """Where the data do not decide: ``needs`` says why, and how much more of what would."""

    kind: str
    client_id: int
    subject: str
    needs: Message
    platform: str = ""


Answer = Suggestion | CannotTell


class Rule(Protocol):
    """A rule: one file in ``recommend/rules`` that holds an object called ``rule`` with these parts."""

    kind: str
    judge_weeks: int  # how many later weeks :meth:`judge` needs

    def gather(self, facts: Warehouse, until: date) -> Any:
        """Aggregate in the engine what the rule reads, for all clients, up to ``until`` (the last mature day)."""

    def suggest(self, gathered: Any, client_id: int, until: date) -> list[Answer]:
        """What the rule says about a client, knowing only days up to ``until``."""

    def judge(self, suggestion: Suggestion, gathered: Any, until: date) -> float | None:
        """What the advice would have brought after its window and up to ``until``, as a share; None: cannot be judged."""


def suggestion_key(kind: str, client_id: int, subject: str, last: date) -> str:
    """The same for the same advice in the same calendar week, whatever the figures in it."""
    year, week, _ = last.isocalendar()
    return hashlib.sha256(f"{kind}|{client_id}|{subject}|{year}-W{week:02d}".encode()).hexdigest()[:16]


def weeks_before(until: date, weeks: int) -> date:
    """First day of the last ``weeks`` whole weeks that end with ``until``."""
    return until - timedelta(days=7 * weeks - 1)
