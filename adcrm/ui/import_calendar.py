"""The calendar of days by account: which are in the books, which still move, which are missing."""

import html
from datetime import date
from functools import cache
from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from adcrm.imports.completeness import HELD, MISSING, QUIET, YOUNG, Completeness, completeness
from adcrm.settings import settings
from adcrm.ui import formats
from adcrm.ui.charts import dataless, draw
from adcrm.ui.filters import client_names
from adcrm.ui.frame import escape
from adcrm.ui.import_words import platform_words
from adcrm.ui.language import language, t, tn
from adcrm.ui.remember import remembered
from adcrm.ui.stores import crm_version, facts_version, stores

MOST_ACCOUNTS = 12
# Pixels: of one account; of the days below, which would otherwise be taken off the rows.
ROW, AROUND = 24, 48
COLOURS = {HELD: "#0D9488", YOUNG: "#99D5CF", MISSING: "#DC2626", QUIET: "#94A3B833"}


@remembered(16)
def days_of_accounts(version: int, clients: int, today: date, client_id: int | None = None, back: int = 0) -> Completeness | None:
    """The calendar of all accounts, or of one client's, ``back`` windows before the last one."""
    return completeness(stores(), today, client_id=client_id, back=back)


def calendar(client_id: int | None = None, name: str = "") -> None:
    """Draw the calendar with one sentence that says what is missing; nothing where there are no daily rows.

    Of the client who is chosen on the page where there is one, else of all.
    """
    back = int(st.session_state.setdefault("calendar_back", 0))
    key = facts_version(), crm_version(), date.today(), client_id, back
    found = days_of_accounts(*key)
    if found is None:
        return
    with st.container(border=True, key="calendar"):
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            title = _title(found)
            st.subheader(title if client_id is None else t("{client}: {what}", client=escape(name), what=title), anchor=False)
            order = _order(*key, language())
            all_shown = len(order) > MOST_ACCOUNTS and st.toggle(t("All {n} accounts", n=len(order)), key="calendar_all")
        shown = order if all_shown else order[:MOST_ACCOUNTS]
        table = _table(*key, language(), len(shown))
        states = {
            HELD: t("in the books"),
            YOUNG: t("may still grow"),
            MISSING: t("missing"),
            QUIET: t("nothing reported"),
        }
        _legend({COLOURS[state]: states[state] for state in COLOURS if (table["state"] == state).any()})
        table["state"] = table["state"].map(states)
        spec = _spec(language(), tuple(states[one] for one in COLOURS), t("Account"), t("Day"), t("Rows"), t("Cost"))
        draw(spec, table, "calendar_chart", t("Days of each account in the books"), height=AROUND + ROW * len(shown), width="stretch")
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.button(
                t("Earlier days"),
                key="calendar_earlier",
                type="tertiary",
                icon=":material/chevron_left:",
                disabled=found.date_from <= found.first,
                on_click=_step,
                args=(1,),
            )
            st.button(
                t("Later days"), key="calendar_later", type="tertiary", icon=":material/chevron_right:", disabled=not back, on_click=_step, args=(-1,)
            )
            st.caption(_period(found, bool((table["state"] == states[YOUNG]).any())), width="stretch")


def _step(windows: int) -> None:
    st.session_state["calendar_back"] = max(0, st.session_state.get("calendar_back", 0) + windows)


def _period(found: Completeness, has_young: bool) -> str:
    first, last = formats.day(found.date_from), formats.day(found.date_to)
    if not has_young:
        return f"{first} – {last}"
    return t(
        "{first} – {last}. Figures of the last {days} days before the newest may still grow, because conversions arrive late.",
        first=first,
        last=last,
        days=settings().maturity_days,
    )


def _legend(words: dict[str, str]) -> None:
    """What the colours mean, on one line that wraps: Vega's own legend has no room beside long names of accounts on a phone."""
    marks = (f'<span><span style="color:{colour}">■</span> {html.escape(text)}</span>' for colour, text in words.items())
    st.html(f'<div style="display:flex;flex-wrap:wrap;gap:0 1rem;font-size:0.875rem">{"".join(marks)}</div>')


def _title(found: Completeness) -> str:
    if not found.missing:
        return t("No day is missing")
    accounts = tn("{n} account", "{n} accounts", found.accounts)
    return tn("{n} day is missing in {accounts}", "{n} days are missing in {accounts}", found.missing, accounts=accounts)


def _labels(days: pd.DataFrame) -> list[str]:
    """Client, channel and, where the client has several there, account."""
    names, place = client_names(crm_version()), ["client_id", "platform", "account"]
    accounts = days[place].drop_duplicates()
    several = accounts.groupby(place[:2])["account"].transform("size") > 1
    made = {}
    for (client, platform, account), many in zip(accounts.itertuples(index=False, name=None), several, strict=True):
        parts = [names.get(int(client), "?"), platform_words(platform), *([account] if many and account else [])]
        made[client, platform, account] = " · ".join(parts)
    return [made[key] for key in days[place].itertuples(index=False, name=None)]


@remembered(16)
def _order(version: int, clients: int, today: date, client_id: int | None, back: int, lang: str) -> list[str]:
    """Every account's label, those that need a hand first."""
    found = days_of_accounts(version, clients, today, client_id, back)
    return [] if found is None else list(dict.fromkeys(_labels(found.days)))


@remembered(16)
def _table(version: int, clients: int, today: date, client_id: int | None, back: int, lang: str, rows: int) -> pd.DataFrame:
    """The cells of the first accounts, in the words of ``lang``."""
    found = days_of_accounts(version, clients, today, client_id, back)
    assert found is not None
    days, shown = found.days, _order(version, clients, today, client_id, back, lang)[:rows]
    labelled = days.assign(label=_labels(days))
    table = labelled[labelled["label"].isin(shown)]
    return pd.DataFrame(
        {
            "account": table["label"],
            "order": table["label"].map({label: i for i, label in enumerate(shown)}),
            "day": table["day"].astype(str),
            "day_shown": [formats.short_day(day) for day in table["day"]],
            "state": table["state"],
            "rows_shown": [formats.number(value) for value in table["rows"]],
            "cost_shown": [
                formats.money(cost, code) if isinstance(code, str) and code else formats.DASH
                for cost, code in zip(table["cost"], table["currency"], strict=True)
            ],
        }
    )


@cache
def _spec(lang: str, states: tuple[str, ...], account: str, day: str, rows: str, cost: str) -> dict[str, Any]:
    chart = (
        alt.Chart(pd.DataFrame({"day": [], "account": []}))
        .mark_rect(cornerRadius=2, stroke="transparent", strokeWidth=2)
        .encode(
            x=alt.X(
                "day:O",
                title=None,
                timeUnit="utcyearmonthdate",
                axis=alt.Axis(labelAngle=0, labelOverlap=True, labelFlush=False, ticks=False, domain=False, format="%-m/%-d"),
            ),
            y=alt.Y(
                "account:N",
                title=None,
                sort=alt.SortField("order"),
                axis=alt.Axis(ticks=False, domain=False, labelLimit=320, labelOverlap=False, labelFlush=False),
            ),
            color=alt.Color(
                "state:N",
                scale=alt.Scale(domain=list(states), range=list(COLOURS.values())),
                legend=None,
            ),
            tooltip=[
                alt.Tooltip("account:N", title=account),
                alt.Tooltip("day_shown:N", title=day),
                alt.Tooltip("state:N", title=" "),
                alt.Tooltip("rows_shown:N", title=rows),
                alt.Tooltip("cost_shown:N", title=cost),
            ],
        )
    )
    return dataless(chart)
