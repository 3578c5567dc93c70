"""What Home draws: the things that need a hand today, in order of the money they are about."""

from datetime import date, datetime

from sqlalchemy import func, select

from adcrm.channels.platforms import platform_name
from adcrm.clients.health import drifting
from adcrm.messages import message, plural
from adcrm.metrics.scope import Scope
from adcrm.recommend.attention import Attention, contracts_ending, from_facts, hot_leads
from adcrm.recommend.late import books_behind
from adcrm.recommend.model import Count, Money, Suggestion
from adcrm.store.session import now
from adcrm.store.tables import Client
from adcrm.ui import client_data, formats, suggestion_data
from adcrm.ui.filters import client_names
from adcrm.ui.import_waiting import waiting_imports
from adcrm.ui.remember import remembered
from adcrm.ui.stores import crm_version, facts_version, stores

MOST_CARDS = 7


def cards(scope: Scope) -> list[Attention]:
    """Up to seven things to do for the client and channels of the filter bar.

    Amounts are compared within one currency only: the cards of the chosen currency come first, each kind at least once.
    """
    book = _book(crm_version(), now().replace(minute=0, second=0, microsecond=0))
    late = _late(facts_version(), datetime.now(formats.zone()).date())
    held = [*_facts(facts_version()), *late, *book, *_drifting(), *_waiting(), *_suggestion(scope)]
    mine = [one for one in held if _fits(one, scope)]
    mine.sort(key=lambda one: (one.currency != scope.currency, -one.stake))
    firsts = {one.kind: index for index, one in reversed(list(enumerate(mine)))}
    chosen = sorted(range(len(mine)), key=lambda index: (firsts[mine[index].kind] != index, index))[:MOST_CARDS]
    return [mine[index] for index in sorted(chosen)]


def newest_suggestions(scope: Scope, most: int = 3) -> list[Suggestion]:
    """The open suggestions worth most."""
    return suggestion_data.open_cards(scope)[:most]


def demo_clients() -> int:
    """How many made-up clients are in the book."""
    return _demo_clients(crm_version())


def _fits(one: Attention, scope: Scope) -> bool:
    if scope.client_id is not None and one.client_id != scope.client_id:
        return False
    return not scope.channels or not one.channel or one.channel in scope.channels


def _drifting() -> list[Attention]:
    """Clients at risk by their health score; what they spent in four weeks is what could be lost."""
    health, results, names = client_data.health(), client_data.results(), client_names(crm_version())
    made = []
    for identifier in drifting(health):
        result, worst = results.get(identifier), health[identifier].worst
        if result is None or result.spend is None or worst is None:
            continue
        made.append(
            Attention(
                kind="client",
                title=message("{client} may be drifting away.", client=names.get(identifier, "?")),
                detail=worst.words,
                figure=Money(float(result.spend), result.currency),
                stake=float(result.spend),
                currency=result.currency,
                page="client.py",
                query=(("id", str(identifier)),),
                client_id=identifier,
            )
        )
    return made


def _waiting() -> list[Attention]:
    """Rows that were set aside with an import and still wait for a hand."""
    return [
        Attention(
            kind="rows",
            title=plural(
                "{n} row of a report on {channel} was set aside.",
                "{n} rows of a report on {channel} were set aside.",
                one.rows,
                channel=platform_name(one.platform),
            ),
            detail=message("{file}: correct the rows and take them, or leave them out.", file=one.file_name),
            figure=Count(one.rows),
            stake=0.0,
            currency=one.currency,
            page="import_history.py",
            query=(("import", str(one.import_id)),),
            client_id=one.client_id,
            channel=one.platform,
        )
        for one in waiting_imports(facts_version())[:2]
    ]


def _suggestion(scope: Scope) -> list[Attention]:
    found = newest_suggestions(scope, 1)
    if not found:
        return []
    best = found[0]
    return [
        Attention(
            kind="suggestion",
            title=best.sentence,
            detail=best.why,
            figure=Money(best.effect.worth, best.effect.currency),
            stake=best.effect.worth,
            currency=best.effect.currency,
            page="suggestions.py",
            query=(("client", str(best.client_id)), ("currency", best.effect.currency), ("period", "28")),
            client_id=best.client_id,
        )
    ]


@remembered(2)
def _facts(version: int) -> list[Attention]:
    return from_facts(stores().facts)


@remembered(2)
def _late(version: int, today: date) -> list[Attention]:
    return books_behind(stores().facts, today)


@remembered(2)
def _book(version: int, moment: datetime) -> list[Attention]:
    return [*contracts_ending(stores().crm, moment.date()), *hot_leads(stores().crm, moment)]


@remembered(2)
def _demo_clients(version: int) -> int:
    with stores().crm.read() as session:
        return session.scalar(select(func.count()).select_from(Client).where(Client.is_demo)) or 0
