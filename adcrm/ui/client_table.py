"""The table of clients: 25 a page, sorted by what needs a hand; a click on a row opens the drawer."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from adcrm.clients.health import GOOD, NAMES, Health, attention
from adcrm.clients.listing import ClientFilter, ClientPage, ClientRow
from adcrm.clients.results import ClientResult
from adcrm.settings import settings
from adcrm.ui import client_data as data
from adcrm.ui import formats
from adcrm.ui.client_filters import clear_filters, is_filtered
from adcrm.ui.frame import empty_state
from adcrm.ui.language import t, tn, tr
from adcrm.ui.tables import download_table

PAGE_SIZE = 25
MOST_DOWNLOADED = 100_000
ROW_PIXELS = 35


def client_table(chosen: ClientFilter, sort: str, health: dict[int, Health], results: dict[int, ClientResult]) -> int | None:
    """Draw the page of the list that was asked for; the id of the client whose row was clicked just now."""
    state = st.session_state
    rank = attention(health) if sort == "attention" else None
    page = data.page_of_clients(chosen, int(state.get("cl_page") or 1), PAGE_SIZE, sort, rank)
    with st.container(horizontal=True, vertical_alignment="center", key="client_count"):
        st.caption(tn("{n} client", "{n} clients", page.total), width="content")
        if is_filtered(chosen):
            st.button(t("Clear the filters"), on_click=clear_filters, type="tertiary", icon=":material/filter_alt_off:", key="clear_clients")
    if not page.total:
        empty_state(t("No client matches"), t("Nobody fits all of these filters at once. Take one away, or clear them."))
        return None
    picked = _grid(page, health, results)
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        if page.pages > 1:
            if state.get("cl_page", 1) > page.pages:
                state["cl_page"] = page.pages
            st.pagination(page.pages, key="cl_page", persist_state="session")
        download_table(lambda: _whole(chosen, sort, rank, health, results), "adcrm-clients", "clients_csv", t("Download this list"))
    return picked


def _grid(page: ClientPage, health: dict[int, Health], results: dict[int, ClientResult]) -> int | None:
    """The table; a selection stays with the rows it was made on, and opens the drawer once."""
    key = f"clients_{st.session_state.get('cl_opened', 0)}"
    rows = page.rows
    event: Any = st.dataframe(
        _shown(rows, health, results),
        hide_index=True,
        width="stretch",
        height=ROW_PIXELS * (len(rows) + 1) + 3,
        key=key,
        on_select="rerun",
        selection_mode="single-row",
        column_config=_columns(),
        alt=t("Clients with their health, spend and next step; choose a row to open it"),
    )
    marked = event.selection.rows
    if not marked or marked[0] >= len(rows):
        return None
    st.session_state["cl_opened"] = st.session_state.get("cl_opened", 0) + 1  # the next run draws an unmarked table
    return int(rows[marked[0]].id)


def _shown(rows: Sequence[ClientRow], health: dict[int, Health], results: dict[int, ClientResult]) -> pd.DataFrame:
    found = [results.get(row.id) for row in rows]
    return pd.DataFrame(
        {
            "name": [row.name for row in rows],
            "state": [[data.state_name(health[row.id].state)] if row.id in health else [] for row in rows],
            "health": [_score(health.get(row.id)) for row in rows],
            "weakest": [_weakest(health.get(row.id)) for row in rows],
            "spend": [formats.money(one.spend, one.currency, short=True) if one else formats.DASH for one in found],
            "trend": [list(one.weekly_spend) if one and one.weekly_spend else None for one in found],
            "roas": [formats.multiple(one.roas) if one else formats.DASH for one in found],
            "roas_change": [formats.percent(one.roas_change, 0, sign=True) if one else formats.DASH for one in found],
            "last_contact": [data.ago(row.last_contact.date() if row.last_contact else None) for row in rows],
            "next_step": [row.next_step for row in rows],
            "owner": [row.owner for row in rows],
            "industry": [data.class_name("industry", row.industry) for row in rows],
            "region": [data.class_name("region", row.region) for row in rows],
            "size": [data.class_name("size", row.size) for row in rows],
            "frequency": [data.class_name("frequency", row.frequency) for row in rows],
            "tags": [list(row.tags) for row in rows],
        }
    )


def _columns() -> dict[str, Any]:
    column = st.column_config
    days = settings().maturity_days
    states = [data.state_name(name) for name in data.STATE_COLOURS]
    return {
        "name": column.TextColumn(t("Client"), pinned=True, width=150),
        "state": column.MultiselectColumn(t("State"), options=states, color=list(data.STATE_COLOURS.values()), width=118),
        "health": column.ProgressColumn(
            t("Health"),
            min_value=0,
            max_value=100,
            format="%d",
            color="auto",
            width=95,
            help=t("0 to 100, out of contact, complaints, satisfaction, spend trend and contract. Open a client to see the parts."),
        ),
        "weakest": column.TextColumn(
            t("Weakest parts"), width=170, help=t("The parts of the health under {points} points, worst first.", points=GOOD)
        ),
        "spend": column.TextColumn(
            t("Spend"), width=100, alignment="right", help=t("28 days up to the client's last day of data, in its billing currency.")
        ),
        "trend": column.LineChartColumn(t("12 weeks"), width=90, y_min=0, help=t("Spend by week, oldest on the left.")),
        "roas": column.TextColumn(
            t("ROAS"),
            width=70,
            alignment="right",
            help=t(
                "Conversion value ÷ cost over 28 days, of channels that report a value; without the last {days} days, still growing.",
                days=days,
            ),
        ),
        "roas_change": column.TextColumn(t("ROAS change"), width=105, alignment="right", help=t("Against the 28 days before.")),
        "last_contact": column.TextColumn(t("Last contact"), width=105, help=t("Call, mail, meeting or visit; notes do not count.")),
        "next_step": column.TextColumn(t("Next step"), width=210),
        "owner": column.TextColumn(t("Owner"), width=95),
        "industry": column.TextColumn(t("Industry"), width=140),
        "region": column.TextColumn(t("Region"), width=130),
        "size": column.TextColumn(t("Company size"), width="small"),
        "frequency": column.TextColumn(t("Cooperation"), width=105),
        "tags": column.ListColumn(t("Tags"), width=150),
    }


def _whole(
    chosen: ClientFilter, sort: str, rank: dict[int, float] | None, health: dict[int, Health], results: dict[int, ClientResult]
) -> pd.DataFrame:
    """Every client that matches, for the download: figures as numbers, amounts with their currency beside them."""
    rows = data.page_of_clients(chosen, 1, MOST_DOWNLOADED, sort, rank).rows
    found = [results.get(row.id) for row in rows]
    return pd.DataFrame(
        {
            t("Client"): [row.name for row in rows],
            t("Industry"): [data.class_name("industry", row.industry) for row in rows],
            t("Region"): [data.class_name("region", row.region) for row in rows],
            t("Company size"): [data.class_name("size", row.size) for row in rows],
            t("Cooperation"): [data.class_name("frequency", row.frequency) for row in rows],
            t("Owner"): [row.owner for row in rows],
            t("Tags"): ["; ".join(row.tags) for row in rows],
            t("State"): [data.state_name(health[row.id].state) if row.id in health else "" for row in rows],
            t("Health"): [_score(health.get(row.id)) for row in rows],
            t("Currency"): [one.currency if one else row.currency for row, one in zip(rows, found, strict=True)],
            t("Spend of 28 days"): [one.spend if one else None for one in found],
            t("ROAS"): [one.roas if one else None for one in found],
            t("Last contact"): [row.last_contact.date().isoformat() if row.last_contact else "" for row in rows],
            t("Next step"): [row.next_step for row in rows],
        }
    )


def _score(one: Health | None) -> int | None:
    return round(one.score) if one is not None and one.score is not None else None


def _weakest(one: Health | None) -> str:
    weak = sorted((part for part in one.parts if part.points is not None and part.points < GOOD), key=lambda part: -part.lost) if one else []
    return " · ".join(tr(NAMES[part.key]) for part in weak[:2])
