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


def freshness(facts: Warehouse, today: date, client_id: int | None = None) -> list[Freshness]:
    """The freshness of every channel that has data in a total, the one furthest behind first."""
    rows = ad_performance.filter(ad_performance.in_total)
    if client_id is not None:
        rows = rows.filter(rows.client_id == client_id)
    found = facts.query(rows.group_by("platform").agg(last=rows.date_end.max())).to_pylist()
    made = [Freshness(row["platform"], row["last"], max(0, (today - row["last"]).days - 1)) for row in found]
    return sorted(made, key=lambda one: (-one.days_behind, one.platform))


def in_words(held: list[Freshness]) -> tuple[Message, ...]:
    """As "Google Ads to yesterday", "Tencent Ads 3 days behind"; channels with the same lag share one, many are counted."""
    lags: dict[int, list[str]] = {}
    for one in held:
        lags.setdefault(one.days_behind, []).append(one.platform)
    made = []
    for behind, platforms in lags.items():
        channels = _together(platforms)
        if behind == 0:
            made.append(message("{channels} to yesterday", channels=channels))
        else:
            made.append(plural("{channels} {n} day behind", "{channels} {n} days behind", behind, channels=channels))
    return tuple(made)


def _together(platforms: list[str]) -> Message:
    names = [platform_name(key) for key in platforms]
    if len(names) == 1:
        return names[0]
    if len(names) == 2:
        return message("{first} and {second}", first=names[0], second=names[1])
    return plural("{n} channel", "{n} channels", len(names))
