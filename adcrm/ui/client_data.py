"""What the client pages draw, kept while neither store has changed; and the names of the classes in the reader's language."""

from datetime import date, timedelta

import streamlit as st
from sqlalchemy import select

from adcrm.clients import classes
from adcrm.clients.health import Health, client_health
from adcrm.clients.listing import Choices, ClientFilter, ClientPage, choices, list_clients, segment_counts
from adcrm.clients.results import ClientResult, client_results
from adcrm.settings import settings
from adcrm.store.session import now
from adcrm.store.tables import Client
from adcrm.ui.language import t, tr
from adcrm.ui.remember import remembered
from adcrm.ui.stores import crm_version, facts_version, stores

NAMES = {
    "industry": classes.INDUSTRIES,
    "region": classes.REGIONS,
    "size": classes.SIZES,
    "frequency": classes.FREQUENCIES,
}
STATE_ICONS = {"risk": ":material/trending_down:", "watch": ":material/visibility:", "good": ":material/check_circle:", "unknown": ":material/help:"}
STATE_COLOURS = {"risk": "red", "watch": "orange", "good": "green", "unknown": "gray"}


def today() -> date:
    """The day by which contacts, cases and contracts are judged."""
    return now().date()


def results() -> dict[int, ClientResult]:
    """Spend and return of every client."""
    return _results(facts_version(), crm_version())


def health() -> dict[int, Health]:
    """The health of every client today."""
    return _health(facts_version(), crm_version(), today())


def page_of_clients(chosen: ClientFilter, page: int, page_size: int, sort: str, rank: dict[int, float] | None) -> ClientPage:
    """One page of the list."""
    return _page(crm_version(), chosen, page, page_size, sort, rank)


def counts(chosen: ClientFilter, by: str) -> dict[str, int]:
    """How many clients each chip would show."""
    return _counts(crm_version(), chosen, by)


def held_choices() -> Choices:
    """What there is to filter by."""
    return _choices(crm_version())


def class_name(kind: str, code: str) -> str:
    """The name of a code of ``kind`` (a key of ``NAMES``) in the reader's language."""
    return tr(classes.name_of(NAMES[kind], code))


def state_name(state: str) -> str:
    """A client's state in words."""
    return {"risk": t("Drifting away"), "watch": t("Worth a look"), "good": t("Going well"), "unknown": t("Too little known")}[state]


def ago(moment: date | None) -> str:
    """How long ago a day was, in words."""
    if moment is None:
        return t("never")
    days = (today() - moment).days
    return t("today") if days <= 0 else t("yesterday") if days == 1 else t("{days} days ago", days=days)


@st.cache_data(show_spinner=False, max_entries=4, ttl=timedelta(hours=12))
def _results(facts: int, crm: int) -> dict[int, ClientResult]:
    with stores().crm.read() as session:
        currencies = {row.id: row.currency for row in session.execute(select(Client.id, Client.currency))}
    return client_results(stores().facts, currencies, settings().maturity_days)


@remembered(4)
def _health(facts: int, crm: int, day: date) -> dict[int, Health]:
    return client_health(stores().crm, _results(facts, crm), day)


@st.cache_data(show_spinner=False, max_entries=128)
def _page(version: int, chosen: ClientFilter, page: int, page_size: int, sort: str, rank: dict[int, float] | None) -> ClientPage:
    return list_clients(stores().crm, chosen, page, page_size, sort, rank)


@remembered(128)
def _counts(version: int, chosen: ClientFilter, by: str) -> dict[str, int]:
    return segment_counts(stores().crm, chosen, by)


@remembered(4)
def _choices(version: int) -> Choices:
    return choices(stores().crm)
