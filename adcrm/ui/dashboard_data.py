"""What the dashboards draw, asked once per data version and filter. Every function here is a cache over one query."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pandas as pd

from adcrm.channels.platforms import platform_name
from adcrm.messages import Message
from adcrm.metrics import freshness as fresh
from adcrm.metrics import lineage, queries
from adcrm.metrics import pending as not_settled
from adcrm.metrics.decompose import explain_change
from adcrm.metrics.figures import Figure, figures
from adcrm.metrics.maturity import Maturity, maturity
from adcrm.metrics.scope import Scope
from adcrm.ui.filters import held_facts
from adcrm.ui.language import tr
from adcrm.ui.remember import remembered
from adcrm.ui.stores import stores

SOURCE_PAGE = 25
# Rows in one downloaded file: what Excel opens comfortably.
MOST_DOWNLOADED = 100_000
LEVELS = ("platform", "campaign", "ad_group", "ad")


def at_once(*questions: Callable[..., object], version: int, scope: Scope) -> None:
    """Ask the questions of this room that a page is made of side by side, before it draws: then it is drawn in one go.

    Drawn between the questions, the browser would work on a page that is not whole while the engine could use its processor.

    Raises
    ------
    AdcrmError : whatever one of them raises.
    """
    with ThreadPoolExecutor(len(questions)) as together:
        for asked in [together.submit(question, version, scope) for question in questions]:
            asked.result()


def campaigns(version: int, scope: Scope) -> pd.DataFrame:
    """:func:`entities` of the campaigns."""
    return entities(version, scope, "campaign")


def ripeness(version: int) -> Maturity:
    """Which days still grow, by the last day in the books."""
    return maturity(held_facts(version).last_day)


@remembered(64)
def daily(version: int, scope: Scope) -> pd.DataFrame:
    """The period and the one before it by day and channel: cards, sparklines, trend and shares all come from it."""
    return queries.compared(stores().facts, scope, ripeness(version))


@remembered(128)
def key_figures(version: int, scope: Scope, keys: tuple[str, ...]) -> tuple[Figure, ...]:
    """The figures of the scope, out of the one query that also feeds the trend."""
    return figures(daily(version, scope), scope, ripeness(version), keys, has_before(version, scope))


def has_before(version: int, scope: Scope) -> bool:
    """Whether the books hold the whole period before the scope's, so that the two can be compared."""
    first = first_day(version, scope.client_id, scope.channels, billed_in(scope))
    return first is not None and first <= scope.previous().date_from and has_rates(version, scope.previous())


def billed_in(scope: Scope) -> str | None:
    """The currency that the scope's accounts bill in; ``None`` for accounts of every currency."""
    return None if scope.converted else scope.currency


@remembered(64)
def has_rates(version: int, scope: Scope) -> bool:
    """Whether every amount of the scope can be shown in its currency."""
    return queries.has_rates(stores().facts, scope)


@remembered(64)
def pending(version: int, scope: Scope) -> dict[str, float]:
    """What of the scope's figures is not approved yet: sums by measure, none where nothing is open."""
    return {name: float(value) for name, value in not_settled.pending(stores().facts, scope).items()} if _any_pending(version) else {}


@remembered(2)
def _any_pending(version: int) -> bool:
    return not_settled.any_pending(stores().facts)


@remembered(64)
def first_day(version: int, client_id: int | None, channels: tuple[str, ...], currency: str | None) -> date | None:
    """The first day with data of a client, channels and currency."""
    return queries.first_day(stores().facts, Scope(date.min, date.min, client_id, channels, currency))


@remembered(64)
def currencies(version: int, scope: Scope) -> tuple[str, ...]:
    """The currencies of the rows that the scope would hold if it named none."""
    return queries.currencies(stores().facts, scope)


@remembered(64)
def entities(version: int, scope: Scope, level: str) -> pd.DataFrame:
    """The period and the one before it by the entities of ``level`` (of ``LEVELS``).

    Columns: ``part``, ``platform``, ``client_id`` (below channels: campaigns of two clients may share a name), ``key`` (the id, or
    the name where there is none; '' for rows above that level), ``name`` (one of its names, where it was renamed), the measures.
    """
    if level == "platform":
        rows = queries.compared(stores().facts, scope, ripeness(version), ("platform",))
        return rows.assign(key=rows["platform"], name=rows["platform"], client_id=0)
    rows = queries.compared(stores().facts, scope, ripeness(version), ("client_id", "platform", f"{level}_id", level))
    identifier, name = rows[f"{level}_id"].fillna(""), rows[level].fillna("")
    rows["key"] = identifier.where(identifier != "", name)
    rows["client_id"] = rows["client_id"].fillna(0).astype(int)
    rows["name"] = name.groupby([rows["client_id"], rows["platform"], rows["key"]]).transform("max")
    return rows.drop(columns=[f"{level}_id", level])


@remembered(64)
def by_hour(version: int, scope: Scope) -> pd.DataFrame:
    """Sums by weekday, hour and channel from the reports by hour."""
    return queries.hours(stores().facts, scope)


@remembered(64)
def by_region(version: int, scope: Scope) -> pd.DataFrame:
    """Sums by region and channel from the reports by region."""
    return queries.regions(stores().facts, scope)


@remembered(64)
def final_hours(version: int, scope: Scope) -> pd.DataFrame:
    """Like :func:`by_hour` on final days only, on which alone best and worst hours may be judged; empty where there are none."""
    days = ripeness(version).days_final(scope)
    if days == 0:
        return by_hour(version, scope).iloc[:0]
    last = date.fromordinal(scope.date_from.toordinal() + days - 1)
    return queries.hours(stores().facts, replace(scope, date_to=last))


@remembered(32)
def source_rows(version: int, scope: Scope, page: int) -> pd.DataFrame:
    """One page, from 1, of the rows behind a total."""
    return lineage.rows_behind(stores().facts, scope, SOURCE_PAGE, (page - 1) * SOURCE_PAGE)


@remembered(32)
def source_count(version: int, scope: Scope) -> int:
    """How many rows are behind a total."""
    return lineage.count_behind(stores().facts, scope)


@remembered(8)
def channel_freshness(version: int, today: date, client_id: int | None) -> list[fresh.Freshness]:
    """The last day of each channel's data, the one furthest behind first."""
    return fresh.freshness(stores().facts, today, client_id)


@remembered(64)
def change_sentences(version: int, scope: Scope) -> tuple[Message, ...]:
    """What changed against the period before and why, on final days only; empty where that cannot be told."""
    if not has_before(version, scope):
        return ()
    rows = daily(version, scope)
    return explain_change(rows[rows["part"] == "current"], rows[rows["part"] == "previous"])


def channel_names(keys: pd.Series) -> pd.Series:
    """Names of channels in the reader's language."""
    return keys.map({key: tr(platform_name(key)) for key in keys.unique()})
