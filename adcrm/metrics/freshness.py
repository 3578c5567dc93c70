"""How fresh the data is: the last day of each channel, and how far behind today it is."""

from dataclasses import dataclass
from datetime import date

from adcrm.channels.platforms import platform_name
from adcrm.messages import Message, message, plural
from adcrm.warehouse import Warehouse
from adcrm.warehouse.tables import ad_performance


@dataclass(frozen=True)
class Freshness:
    """``days_behind`` counts from yesterday, the last day that can be complete; never below 0."""

    platform: str
    last_day: date
    days_behind: int

    def message(self) -> Message:
        """As "Google Ads to yesterday" or "Tencent Ads 3 days behind"."""
        name = platform_name(self.platform)
        if self.days_behind == 0:
            return message("{channel} to yesterday", channel=name)
        return plural("{channel} {n} day behind", "{channel} {n} days behind", self.days_behind, channel=name)


def freshness(facts: Warehouse, today: date, client_id: int | None = None) -> list[Freshness]:
    """The freshness of every channel that has data in a total, the one furthest behind first."""
    rows = ad_performance.filter(ad_performance.in_total)
    if client_id is not None:
        rows = rows.filter(rows.client_id == client_id)
    found = facts.query(rows.group_by("platform").agg(last=rows.date_end.max())).to_pylist()
    made = [Freshness(row["platform"], row["last"], max(0, (today - row["last"]).days - 1)) for row in found]
    return sorted(made, key=lambda one: (-one.days_behind, one.platform))
