"""The filter bar: client, period, channel and currency, the same on every page, kept in the address.

A link with these parameters reopens the same view; changing the page keeps them.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import streamlit as st
from sqlalchemy import select

from adcrm.channels.platforms import PLATFORMS, platform_name
from adcrm.metrics.currency import carry_days, reporting_currency
from adcrm.metrics.scope import Scope
from adcrm.store.tables import Client
from adcrm.ui import formats
from adcrm.ui.language import language, t, tr
from adcrm.ui.remember import remembered
from adcrm.ui.stores import crm_version, facts_version, stores
from adcrm.warehouse.tables import ad_performance

PERIODS = ("7", "28", "90", "365", "custom")
ALL = 0  # the choice of every client; the numbers of clients start at 1
ALL_CURRENCIES = "all"  # in place of a code: every account, its money converted into the reporting currency
# Days of an address beyond these are a slip of the hand; no advertising account is older.
EARLIEST, LATEST = date(2000, 1, 1), date(2100, 1, 1)
PARAMETERS = ("client", "period", "from", "to", "channel", "currency")


@dataclass(frozen=True)
class Held:
    """What the books hold, for the choices of the bar."""

    first_day: date | None
    last_day: date | None
    channels: tuple[str, ...]
    currencies: tuple[str, ...]  # most rows first
    reporting: str

    @property
    def currency_choices(self) -> tuple[str, ...]:
        """The single currencies and, where there is something to convert, all of them in the reporting currency."""
        return (*self.currencies, ALL_CURRENCIES) if set(self.currencies) - {self.reporting} else self.currencies


def filter_bar(show_channels: bool = True, converts: bool = True, held: Held | None = None, compares: bool = True) -> Scope | None:
    """Draw the bar and return what was chosen; ``None`` while there are no facts at all.

    ``converts``: whether the page shows "all currencies" converted into one, else each amount in its own. ``held``: what there is to choose from,
    for a page that is about more than ad facts. ``compares``: whether the page shows the period before beside the chosen one.
    """
    held = held_facts(facts_version()) if held is None else held
    if held.last_day is None:
        return None
    clients = client_names(crm_version())
    _take_from_address(held, clients)
    chosen = st.session_state
    bar = st.container(horizontal=True, vertical_alignment="bottom", key="filter_bar")
    with bar:
        st.selectbox(
            t("Client"),
            [ALL, *clients],
            key="f_client",
            persist_state="session",
            width=240,
            format_func=lambda key: t("All clients") if key == ALL else clients.get(key, "?"),
        )
        st.selectbox(t("Period"), PERIODS, key="f_period", persist_state="session", width=170, format_func=_period_name)
        if chosen.f_period == "custom":
            st.date_input(
                t("From – to"),
                key="f_days",
                persist_state="session",
                width=230,
                # The calendar refuses days beyond its ends; a link may be older than the books, and an undo moves their first day.
                min_value=min(held.first_day, *chosen.f_days),
                max_value=max(held.last_day, date.today(), *chosen.f_days),
                format="YYYY-MM-DD",
            )
        if show_channels:
            st.multiselect(
                t("Channels"),
                held.channels,
                key="f_channels",
                persist_state="session",
                width=300,
                format_func=lambda key: tr(platform_name(key)),
                placeholder=t("All channels"),
            )
        if len(held.currency_choices) > 1:
            st.selectbox(
                t("Currency"),
                held.currency_choices,
                key="f_currency",
                persist_state="session",
                width=170,
                format_func=lambda code: t("All, in {currency}", currency=held.reporting) if code == ALL_CURRENCIES else code,
                help=t(
                    "One currency: only accounts that bill in it. All: every account, each amount converted at the rate of its own day. "
                    "Amounts in different currencies are never added up as they are."
                ),
            )
    scope = _scope(held)
    _write_address(scope, held)
    if compares:
        compared(scope)
    else:
        bar.caption(f"{formats.day(scope.date_from)} – {formats.day(scope.date_to)}", width="content")
    if scope.converted:
        own = t("Amounts stand here in their own currency, each apart.")
        st.caption(":material/currency_exchange: " + (conversion_rule(facts_version(), held.reporting, language()) if converts else own))
    return scope


@remembered(8)
def conversion_rule(version: int, currency: str, lang: str) -> str:
    """How amounts are converted, in one sentence for the reader."""
    return t(
        "Amounts are converted into {currency} at the rate of their own day, cost and value alike. A day without a published rate takes the last one "
        "of at most {days} days before; a row that covers several days takes the average of their rates.",
        currency=currency,
        days=carry_days(stores().facts),
    )


def show_currency(code: str) -> None:
    """From a button: choose a currency in the bar."""
    st.session_state["f_currency"] = code


def number_of(asked: str) -> int:
    """The number that a parameter of the address holds, 0 for anything else: people and programs write addresses too."""
    return int(asked) if asked.isdecimal() and len(asked) < 10 else 0


def default_scope() -> Scope | None:
    """What a first visitor sees: four weeks up to the last day with data, everybody; ``None`` while there are no facts."""
    held = held_facts(facts_version())
    if held.last_day is None:
        return None
    currency = held.currencies[0] if held.currencies else None
    return Scope(held.last_day - timedelta(days=27), held.last_day, currency=currency)


@remembered(4)
def held_facts(version: int) -> Held:
    """First and last day, channels and currencies of the facts that count."""
    facts = ad_performance.filter(ad_performance.in_total)
    days = stores().facts.query(facts.agg(first=facts.date_start.min(), last=facts.date_end.max()))
    kinds = stores().facts.frame(facts.group_by("platform", "currency").agg(rows=facts.count()))
    order = list(PLATFORMS)
    channels = sorted(set(kinds["platform"]), key=lambda key: (order.index(key) if key in order else len(order), key))
    reporting = reporting_currency(stores().facts)
    by_currency = kinds.groupby("currency")["rows"].sum().sort_values(ascending=False)
    currencies = sorted(by_currency.index, key=lambda code: (code != reporting, -by_currency[code]))
    return Held(days["first"][0].as_py(), days["last"][0].as_py(), tuple(channels), tuple(currencies), reporting)


@remembered(4)
def client_names(version: int) -> dict[int, str]:
    """Every client's name by id, in the order of the names."""
    with stores().crm.read() as session:
        return {row.id: row.name for row in session.execute(select(Client.id, Client.name).order_by(Client.name))}


def _take_from_address(held: Held, clients: dict[int, str]) -> None:
    """Set the widgets from the address, on a first visit and whenever a link inside the app brought other values."""
    state, asked = st.session_state, {k: v for k, v in st.query_params.items() if k in PARAMETERS}
    if "f_period" not in state:
        state.f_client, state.f_channels = ALL, []
        state.f_period, state.f_days = "28", None
        state.f_currency = held.currencies[0] if held.currencies else None
    if asked and asked != state.get("f_written"):
        state.f_client = number_of(asked.get("client", ""))
        state.f_channels = [c for c in asked.get("channel", "").split(",") if c in held.channels]
        if asked.get("currency") in held.currency_choices:
            state.f_currency = asked["currency"]
        if asked.get("period") in PERIODS and asked["period"] != "custom":
            state.f_period = asked["period"]
        days = _days(asked.get("from"), asked.get("to"))
        if days and asked.get("period", "custom") == "custom":
            state.f_period, state.f_days = "custom", days
    if state.get("f_client") not in clients:
        state.f_client = ALL
    state.f_days = state.get("f_days") or (max(held.first_day, held.last_day - timedelta(days=27)), held.last_day)  # type: ignore[operator,type-var]
    state.f_channels = [c for c in state.get("f_channels", []) if c in held.channels]
    if state.get("f_currency") not in held.currency_choices:
        state.f_currency = held.currencies[0] if held.currencies else None
    # On another page the bar is a new set of widgets, which start at their first option unless their value is set again.
    for name in ("f_client", "f_period", "f_days", "f_currency"):
        if name in state:
            state[name] = state[name]


def _scope(held: Held) -> Scope:
    state = st.session_state
    assert held.last_day is not None
    if state.f_period == "custom":
        days: tuple[date, ...] = state.get("f_days") or ()
        start = days[0] if days else held.last_day
        end = days[1] if len(days) > 1 else start
    else:
        end = held.last_day
        start = end - timedelta(days=int(state.f_period) - 1)
    converted = state.get("f_currency") == ALL_CURRENCIES
    currency = held.reporting if converted else state.get("f_currency")
    return Scope(start, end, state.f_client or None, tuple(state.get("f_channels", ())), currency, converted=converted)


def _write_address(scope: Scope, held: Held) -> None:
    """Put the choice into the address, only where it changed: a write costs a message to the browser."""
    state = st.session_state
    wanted = {"period": state.f_period}
    if scope.client_id is not None:
        wanted["client"] = str(scope.client_id)
    if state.f_period == "custom":
        wanted |= {"from": scope.date_from.isoformat(), "to": scope.date_to.isoformat()}
    if scope.channels:
        wanted["channel"] = ",".join(scope.channels)
    if scope.currency and len(held.currency_choices) > 1:
        wanted["currency"] = ALL_CURRENCIES if scope.converted else scope.currency
    present = {k: v for k, v in st.query_params.items() if k in PARAMETERS}
    if present != wanted:
        others = {k: v for k, v in st.query_params.items() if k not in PARAMETERS}
        st.query_params.from_dict({**others, **wanted})
    state.f_written = wanted


def _period_name(key: str) -> str:
    return t("Custom days") if key == "custom" else t("Last {days} days", days=key)


def _days(start: str | None, end: str | None) -> tuple[date, date] | None:
    try:
        made = date.fromisoformat(start or ""), date.fromisoformat(end or "")
    except ValueError:  # an address typed by hand: the period stays as it is
        return None
    return made if EARLIEST <= made[0] <= made[1] <= LATEST else None


def compared(scope: Scope) -> None:
    """Say which days are shown and which they are compared with."""
    before = scope.previous()
    st.caption(
        t(
            "{from_day} – {to_day}, compared with {from_before} – {to_before}",
            from_day=formats.day(scope.date_from),
            to_day=formats.day(scope.date_to),
            from_before=formats.day(before.date_from),
            to_before=formats.day(before.date_to),
        )
    )
