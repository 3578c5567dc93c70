"""The made-up world's clock, dice and laws: what every part of the demo is drawn from.

Every draw comes from a generator that is named by numbers (seed, client, channel, purpose), so that the same
seed and end day give the same data bit for bit, whatever else is drawn before it.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import numpy as np
import numpy.typing as npt

MONTHS = 14
MATURITY = np.array([0.42, 0.60, 0.73, 0.83, 0.90, 0.95, 0.98])  # share of the final conversions seen 1, 2 ... 7 days after the click

Floats = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Channel:
    """One client's account on one platform, and how it truly responds.

    Expected final conversions of a campaign on a day are ``(base / cpa) * (spend / base) ** elasticity`` times season, weekday,
    creative and a day's luck; ``base`` is the campaign's ordinary daily spend. ``elasticity`` 1 is linear, 0.3 is nearly exhausted.
    """

    platform: str
    share: float  # of the client's monthly spend
    cpa: float  # cost of one conversion at the ordinary spend, in the client's currency
    elasticity: float


@dataclass(frozen=True)
class Effects:
    """How strong the client's true effects are; all at zero or ``flat`` where there is nothing to find.

    ``hours`` and ``weekdays`` name a pattern of :data:`HOUR_PATTERNS` and :data:`WEEKDAY_PATTERNS`; ``regions`` is the standard deviation of
    the log of the regions' conversion rates; ``creatives`` scales what creatives differ by; ``fatigue`` is the share of creatives that tire.
    """

    hours: str = "flat"
    weekdays: str = "flat"
    regions: float = 0.0
    creatives: float = 0.0
    fatigue: float = 0.0
    campaigns: float = 0.0
    season: float = 0.3


@dataclass(frozen=True)
class Person:
    """A contact at a client, as typed into the book."""

    name: str
    title: str
    role: str
    mailbox: str


@dataclass(frozen=True)
class Advertiser:
    """One made-up client: how it is filed, what it spends, and its true effects."""

    key: str
    name: str
    short: str
    language: str
    industry: str
    region: str
    size: str
    frequency: str
    owner: str
    currency: str
    monthly: float
    order_value: float
    channels: tuple[Channel, ...]
    effects: Effects
    places: str  # key of PLACES
    products: tuple[str, ...]
    tags: tuple[str, ...]
    contacts: tuple[Person, ...]
    needs: str
    next_step: str
    leads: float  # weight of its part of the leads
    buyers: float  # weight of its part of the shoppers
    is_business: bool = False  # sells to companies
    nps: tuple[int, ...] = (8, 8, 8, 8, 8)
    contract_ends: int = 200  # days after the end day
    surprises: tuple[str, ...] = field(default=())


@dataclass(frozen=True)
class World:
    """One run of the made-up world: ``end_day`` is the last day with facts; ``scale`` shrinks days and people for tests."""

    seed: int
    end_day: date
    scale: float = 1.0

    @property
    def days(self) -> int:
        """How many days of facts there are."""
        start = (self.end_day.year * 12 + self.end_day.month - 1) - MONTHS
        first = date(start // 12, start % 12 + 1, min(self.end_day.day, 28)) + timedelta(days=1)
        return max(30, round(((self.end_day - first).days + 1) * self.scale))

    @property
    def first_day(self) -> date:
        """The first day with facts."""
        return self.end_day - timedelta(days=self.days - 1)

    @property
    def dates(self) -> npt.NDArray[np.datetime64]:
        """Every day with facts."""
        return np.arange(np.datetime64(self.first_day), np.datetime64(self.end_day) + 1)

    @property
    def weekdays(self) -> Whole:
        """The weekday of every day, 0 Monday to 6 Sunday."""
        return ((self.dates.astype("int64") + 3) % 7).astype(np.int64)

    @property
    def end_of_data(self) -> datetime:
        """The moment after the last day, UTC without a zone."""
        return datetime(self.end_day.year, self.end_day.month, self.end_day.day) + timedelta(days=1)

    def dice(self, *names: int) -> np.random.Generator:
        """The generator of the purpose that ``names`` number."""
        return np.random.default_rng(np.random.SeedSequence([self.seed, *names]))


def yesterday() -> date:
    """The last full day."""
    return datetime.now(UTC).date() - timedelta(days=1)


def _hours(level: float, **parts: float) -> Floats:
    made = np.full(24, level)
    for part, value in parts.items():
        start, end = (int(x) for x in part.removeprefix("h").split("_"))
        made[start:end] = value
    return made


# Conversion rate by hour of the day, before it is scaled to a mean of one over the impressions.
HOUR_PATTERNS = {
    "flat": np.ones(24),
    "evening": _hours(1.0, h1_7=0.45, h7_11=0.85, h19_23=1.55),
    "office": _hours(0.55, h9_12=1.5, h13_18=1.3),
    "noon": _hours(0.9, h1_7=0.5, h11_14=1.6, h17_19=1.25),
}
# Impressions by hour of the day; the same for everybody.
AUDIENCE_HOURS = np.array([2.2, 1.2, 0.7, 0.5, 0.5, 0.7, 1.6, 3.0, 4.2, 4.8, 5.0, 5.2, 5.8, 5.2, 4.7, 4.7, 4.8, 5.0, 5.4, 6.2, 7.2, 7.6, 6.6, 4.2])
AUDIENCE_HOURS = AUDIENCE_HOURS / AUDIENCE_HOURS.sum()
# Conversion rate by weekday, Monday first.
WEEKDAY_PATTERNS = {
    "flat": np.ones(7),
    "weekend": np.array([0.9, 0.88, 0.9, 0.94, 1.02, 1.22, 1.2]),
    "workday": np.array([1.18, 1.2, 1.16, 1.12, 1.02, 0.66, 0.62]),
}
PLACES = {
    "china": ("上海", "广东", "北京", "浙江", "江苏", "四川", "湖北", "山东"),
    "america": ("California", "Texas", "New York", "Florida", "Illinois", "Washington", "Georgia", "Colorado"),
    "europe": ("Bavaria", "Île-de-France", "North Holland", "Stockholm", "Berlin", "Vienna", "Lombardy", "Oslo"),
    "asia": ("Hong Kong", "Singapore", "Taipei", "Bangkok", "Kuala Lumpur", "Manila", "Jakarta", "Ho Chi Minh City"),
}
PLACE_SHARES = np.array([0.2, 0.19, 0.15, 0.12, 0.11, 0.09, 0.07, 0.07])
