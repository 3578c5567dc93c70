"""Which days are still growing: platforms credit a conversion to the day of its click, often days later.

Immature days are marked wherever they are drawn, and no comparison, rule or alert decides on them.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from adcrm.metrics.scope import Scope
from adcrm.settings import settings


@dataclass(frozen=True)
class Maturity:
    """``first_young`` is the first day that still grows; ``None`` when every day is final."""

    first_young: date | None

    def days_final(self, scope: Scope) -> int:
        """How many days of ``scope``, from its first, are final."""
        if self.first_young is None:
            return scope.days
        return max(0, min(scope.days, (self.first_young - scope.date_from).days))

    def touches(self, scope: Scope) -> bool:
        """Whether some day of ``scope`` still grows."""
        return self.days_final(scope) < scope.days


def maturity(last_day: date | None) -> Maturity:
    """The young days of books whose last day with data is ``last_day``: the last ``maturity_days`` days."""
    days = settings().maturity_days
    if last_day is None or days == 0:
        return Maturity(None)
    return Maturity(last_day - timedelta(days=days - 1))
