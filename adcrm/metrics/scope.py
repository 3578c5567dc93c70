"""The part of the books that a question is about: which days, client, channels, campaign, currency."""

from dataclasses import dataclass, replace
from datetime import date, timedelta


@dataclass(frozen=True)
class Scope:
    """A filter over ``ad_performance``; both days are included. ``None`` and ``()`` mean all.

    ``currency`` (ISO 4217) restricts money to accounts that bill in it: amounts in different currencies are
    never added up. ``None`` leaves every currency in, for counts only.
    """

    date_from: date
    date_to: date
    client_id: int | None = None
    channels: tuple[str, ...] = ()
    currency: str | None = None
    campaign: str | None = None
    ad_group: str | None = None
    converted: bool = False

    @property
    def days(self) -> int:
        """How many days the scope covers."""
        return (self.date_to - self.date_from).days + 1

    def previous(self) -> "Scope":
        """The period of the same length that ended the day before this one began."""
        return replace(self, date_from=self.date_from - timedelta(days=self.days), date_to=self.date_from - timedelta(days=1))
