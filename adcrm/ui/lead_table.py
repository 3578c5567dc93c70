"""The ranked table of leads: 25 a page, best score first; a click on a row opens the drawer."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from adcrm.leads.queries import Filter, LastTouch, Row
from adcrm.scoring.apply import reasons_of
from adcrm.scoring.report import grade
from adcrm.ui import formats
from adcrm.ui import lead_data as data
from adcrm.ui.frame import empty_state
from adcrm.ui.language import t, tn
from adcrm.ui.lead_filters import clear_filters, is_filtered
from adcrm.ui.lead_words import GRADE_COLOURS, amount, channel_name, status_name, top_reasons, touch_name
from adcrm.ui.tables import download_table

PAGE_SIZE = 25
MOST_DOWNLOADED = 50_000
ROW_PIXELS = 35
SCORED = ("score", "grade", "why", "expected")  # blank, and left out, while no lead of the page has a score


def lead_table(wanted: Filter, sort: str, model: data.Model | None) -> int | None:
    """Draw the page of the list that was asked for; the id of the lead whose row was clicked just now."""
    state = st.session_state
    number = int(state.get("ld_page") or 1)
    page = data.page_of_leads(wanted, sort, number, PAGE_SIZE)
    pages = max(1, -(-page.total // PAGE_SIZE))
    if number > pages:  # a change made the list shorter than the page that was open
        state["ld_page"] = pages
        page = data.page_of_leads(wanted, sort, pages, PAGE_SIZE)
    with st.container(horizontal=True, vertical_alignment="center", key="lead_count"):
        st.caption(tn("{count} lead", "{count} leads", page.total, count=formats.number(page.total)), width="content")
        if is_filtered(wanted):
            st.button(t("Clear the filters"), on_click=clear_filters, type="tertiary", icon=":material/filter_alt_off:", key="clear_leads")
    if not page.total:
        empty_state(t("No lead matches"), t("Nobody fits all of these filters at once. Take one away, or clear them."))
        return None
    picked = _grid(page.rows, model)
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        if pages > 1:
            st.pagination(pages, key="ld_page", persist_state="session")
        download_table(lambda: _whole(wanted, sort, model), "adcrm-leads", "leads_csv", t("Download this list"))
    return picked


def _grid(rows: Sequence[Row], model: data.Model | None) -> int | None:
    shown = _shown(rows, model)
    event: Any = st.dataframe(
        shown,
        hide_index=True,
        width="stretch",
        height=ROW_PIXELS * (len(rows) + 1) + 3,
        key=f"leads_{st.session_state.get('ld_opened', 0)}",
        on_select="rerun",
        selection_mode="single-row",
        column_config=_columns(rows, model),
        column_order=[str(name) for name in shown if name not in SCORED or any(row.lead.score is not None for row in rows)],
        alt=t("Leads by score, with the reasons; choose a row to open the lead"),
    )
    marked = event.selection.rows
    if not marked or marked[0] >= len(rows):
        return None
    st.session_state["ld_opened"] = st.session_state.get("ld_opened", 0) + 1  # the next run draws an unmarked table
    return int(rows[marked[0]].lead.id)


def _shown(rows: Sequence[Row], model: data.Model | None) -> pd.DataFrame:
    leads = [row.lead for row in rows]
    limits = model.report.grades if model else {}
    return pd.DataFrame(
        {
            "score": [lead.score for lead in leads],
            "grade": [[letter] if (letter := grade(lead.score, limits)) else [] for lead in leads],
            "name": [lead.name for lead in leads],
            "why": ["   ".join(top_reasons(reasons_of(lead.reasons))) for lead in leads],
            "expected": [
                amount(row.expected_value, row.typical.currency) if row.expected_value is not None and row.typical else formats.DASH for row in rows
            ],
            "touch": [_touch(row.last_touch) for row in rows],
            "campaign": [lead.campaign or channel_name(lead.channel) for lead in leads],
            "owner": [lead.owner or formats.DASH for lead in leads],
            "company": [lead.company for lead in leads],
            "status": [status_name(lead.status) for lead in leads],
            "client": [row.client for row in rows],
            "came": [lead.captured_at.date() for lead in leads],
        }
    )


def _columns(rows: Sequence[Row], model: data.Model | None) -> dict[str, Any]:
    column = st.column_config
    learned = model is not None and model.is_learned
    days = model.report.horizon_days if model else 0
    chance = t("Chance to buy within {days} days, calibrated on what really happened.", days=days)
    points = t("Points of the visible rules, 0 to 100; not a chance.")
    return {
        "score": column.ProgressColumn(
            t("Chance") if learned else t("Points"),
            min_value=0,
            max_value=max([row.lead.score or 0 for row in rows] + [1.0]),
            format="%.0f%%" if learned else "%.0f",
            width=95,
            pinned=True,
            help=chance if learned else points,
        ),
        "grade": column.MultiselectColumn(t("Grade"), options=list(GRADE_COLOURS), color=list(GRADE_COLOURS.values()), width=55),
        "name": column.TextColumn(t("Lead"), width=105),
        "why": column.TextColumn(
            t("Why"), width=395, help=t("The three strongest reasons: ▲ raises, ▼ lowers the score against an average open lead.")
        ),
        "expected": column.TextColumn(
            t("Expected value"),
            width=100,
            alignment="right",
            help=t("Chance × the median value of the client's won leads. A dash: no chance, or fewer than five won values."),
        ),
        "touch": column.TextColumn(t("Last activity"), width=140),
        "campaign": column.TextColumn(t("Brought by"), width=150, help=t("The campaign that brought the lead.")),
        "owner": column.TextColumn(t("Owner"), width=85),
        "company": column.TextColumn(t("Company"), width=150),
        "status": column.TextColumn(t("Status"), width=80),
        "client": column.TextColumn(t("Client"), width=150),
        "came": column.DateColumn(t("Came on"), width=100, format="YYYY-MM-DD"),
    }


def _whole(wanted: Filter, sort: str, model: data.Model | None) -> pd.DataFrame:
    """Every lead that matches, for the download."""
    rows = data.page_of_leads(wanted, sort, 1, MOST_DOWNLOADED).rows
    shown = _shown(rows, model)
    return pd.DataFrame(
        {
            t("Lead"): [row.lead.name for row in rows],
            t("Company"): [row.lead.company for row in rows],
            t("Mail"): [row.lead.email for row in rows],
            t("Phone"): [row.lead.phone for row in rows],
            t("Client"): shown["client"],
            t("Status"): shown["status"],
            t("Owner"): [row.lead.owner for row in rows],
            t("Chance"): [row.lead.probability for row in rows],
            t("Score"): shown["score"],
            t("Grade"): ["".join(letters) for letters in shown["grade"]],
            t("Why"): shown["why"],
            t("Expected value"): [str(row.expected_value) if row.expected_value is not None else "" for row in rows],
            t("Currency"): [row.lead.currency for row in rows],
            t("Last activity"): [row.last_touch.at.isoformat(sep=" ") if row.last_touch else "" for row in rows],
            t("Campaign"): shown["campaign"],
            t("Came on"): shown["came"],
        }
    )


def _touch(last: LastTouch | None) -> str:
    return formats.DASH if last is None else f"{formats.short_day(last.at.date())} · {touch_name(last.kind)}"
