"""The panels of the page of orders and web data: what is in the books, grouped once, and every row back to its file and line."""

from functools import cache
from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from adcrm.channels.platforms import platform_name
from adcrm.imports.history import original_lines
from adcrm.metrics import records
from adcrm.ui import formats
from adcrm.ui.charts import compact_axis, dataless, draw
from adcrm.ui.dashboard_charts import chart_title
from adcrm.ui.frame import escape, page_path
from adcrm.ui.language import language, t, tn, tr
from adcrm.ui.record_words import STATUSES, head, web_name
from adcrm.ui.remember import remembered
from adcrm.ui.stores import facts_version, stores
from adcrm.ui.tables import download_table

PAGE = 50
MONEY_COLUMNS = ("gross", "refunds", "net", "value", "revenue")
COLOUR = "#2563EB"


def orders(client_id: int | None) -> None:
    """The orders of one currency: cards, net value by week, orders by status."""
    weeks, states = (
        frame.assign(currency=frame["currency"].fillna(""))
        for frame in (_asked(facts_version(), "orders_by_week", client_id), _asked(facts_version(), "orders_by_status", client_id))
    )
    currencies = list(states.groupby("currency")["orders"].sum().sort_values(ascending=False, kind="stable").index)
    currency = str(currencies[0])
    if len(currencies) > 1:
        names = {code: code or t("no currency named") for code in currencies}
        chosen = st.segmented_control(
            t("Currency"), currencies, default=currency, required=True, key=f"records_currency_{client_id}", format_func=lambda code: names[code]
        )
        currency = str(currency if chosen is None else chosen)
    rows = states[states["currency"] == currency]
    paid = rows[rows["status"].isin(records.COUNTED)]
    with st.grid(5, min_column_width=215, gap="small"):
        st.metric(t("Orders"), formats.number(int(rows["orders"].sum())), border=True)
        st.metric(t("Paid"), formats.number(int(paid["orders"].sum())), border=True)
        for name, column in ((t("Gross"), "gross"), (t("Refunds"), "refunds"), (t("Net"), "net")):
            amount, exact = formats.amount_for_card(float(paid[column].sum()), currency)
            st.metric(name, amount, border=True, help=exact)
    one = weeks[(weeks["currency"] == currency) & weeks["week"].notna()]
    if one.empty:
        st.caption(t("No order names its day, so there is nothing to draw by week."))
    else:
        chart_title(t("Net order value by week, in {currency}", currency=currency), t("After discounts and refunds; voided orders are left out"))
        shown = [_amount(value, currency) for value in one["net"]]
        made = pd.DataFrame({"name": [formats.day(day) for day in one["week"]], "value": one["net"], "shown": shown})
        draw(_columns(language()), made, "orders_weeks", t("Net order value by week"), height=220, width="stretch")
    _table(rows.assign(status=[tr(STATUSES[word]) if word in STATUSES else word for word in rows["status"]]), "orders_status")


def touchpoints(client_id: int | None) -> None:
    """Touches by channel."""
    made = _asked(facts_version(), "touches_by_channel", client_id)
    made["channel"] = made["channel"].replace("", t("Unknown"))
    chart_title(t("Touches by channel"), t("Conversions are no touches; a person counts once in each channel"))
    _table(made, "touches_channel")


def claims(client_id: int | None) -> None:
    """Claims by platform, and how often an order is claimed."""
    made = _asked(facts_version(), "claims_by_platform", client_id)
    named, distinct = _claimed(facts_version(), client_id)
    with st.grid(3, min_column_width=170, gap="small"):
        st.metric(t("Claims"), formats.number(int(made["claims"].sum())), border=True)
        st.metric(t("Different orders claimed"), formats.number(distinct), border=True)
        st.metric(t("Claims for each claimed order"), formats.number(named / distinct, 2) if distinct else formats.DASH, border=True)
    made["platform"] = [tr(platform_name(key)) for key in made["platform"]]
    chart_title(t("Claims by platform"), t("Several platforms may claim the same order; their values must not be added up"))
    _table(made, "claims_platform")


def web(client_id: int | None) -> None:
    """One report of web analytics at a time."""
    reports = _asked(facts_version(), "web_reports", client_id)
    columns = (reports[name].astype(str) for name in ("platform", "account", "report"))
    names = [
        f"{tr(platform_name(platform))} · {account or t('no property named')} · {report.partition(' + ')[2] or report}"
        for platform, account, report in zip(*columns, strict=True)
    ]
    place = st.selectbox(t("Report"), range(len(reports)), format_func=lambda i: names[i], key=f"web_report_{client_id}")
    row = reports.iloc[place or 0]
    st.caption(t("Sessions are counted by the website, clicks by the ad platforms; the two are never added up, and neither are two reports."))
    made = records.sessions_by_group(
        stores().facts, int(row["client_id"]) if pd.notna(row["client_id"]) else None, row["platform"], row["account"], row["report"]
    )
    named = set(made.pop("by"))
    by = named.pop() if len(named) == 1 else "dimension_value"
    made = made.rename(columns={"name": by}).dropna(axis="columns", how="all")
    chart_title(t("Sessions by {dimension}", dimension=web_name(by)), f"{formats.day(row['first'])} – {formats.day(row['last'])}")
    _table(made, "web_groups")


def source_rows(kind: str, client_id: int | None, total: int) -> None:
    """The rows themselves, a page at a time; choosing one shows its line in the file."""
    pages = max(1, -(-total // PAGE))
    number = st.number_input(t("Page"), 1, pages, key=f"rows_{kind}_page") if pages > 1 else 1
    rows = records.rows_of(stores().facts, kind, client_id, PAGE, (int(number) - 1) * PAGE)
    shown = rows.dropna(axis="columns", how="all")
    event = st.dataframe(
        shown, hide_index=True, width="stretch", column_config=_heads(shown), on_select="rerun",
        selection_mode="single-row", placeholder=formats.DASH, key=f"rows_{kind}",
    )  # fmt: skip
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(tn("{n} row", "{n} rows", total) + " · " + t("Choose a row to see its line in the file."))
        download_table(lambda: records.rows_of(stores().facts, kind, client_id, total), f"adcrm-{kind}", f"rows_{kind}_download")
    if event.selection.rows:
        _line(rows.iloc[event.selection.rows[0]])


def _line(row: pd.Series) -> None:
    st.markdown(
        t("Line {line} of {file}, import {id}", line=int(row["source_line"]), file=escape(str(row["file_name"])), id=str(int(row["import_id"]))) + ":"
    )
    for _, text in original_lines(stores(), int(row["import_id"]), str(row["source_part"] or ""), [int(row["source_line"])]):
        st.code(text, language=None, wrap_lines=True)
    st.page_link(
        page_path("import_history.py"), label=t("Open the import"), icon=":material/history:", query_params={"import": str(int(row["import_id"]))}
    )


def _table(made: pd.DataFrame, key: str) -> None:
    amounts = {name: made[name].map(lambda value: formats.number(value, 2)) for name in MONEY_COLUMNS if name in made}
    heads = _heads(made) | {name: st.column_config.TextColumn(head(name), alignment="right") for name in amounts}
    st.dataframe(made.assign(**amounts).round(2), hide_index=True, width="stretch", column_config=heads, placeholder=formats.DASH, key=key)


def _heads(made: pd.DataFrame) -> dict[str, Any]:
    """The heads of a table; figures in the reader's way, except what only looks like one."""
    plain = ("source_line", "import_id")
    return {
        str(name): st.column_config.NumberColumn(head(str(name)), format="localized")
        if pd.api.types.is_numeric_dtype(made[name]) and name not in plain
        else head(str(name))
        for name in made
    }


@remembered(16)
def held(version: int, client_id: int | None) -> dict[str, int]:
    """How many rows of each kind the books hold."""
    return records.held(stores().facts, client_id)


@remembered(16)
def _claimed(version: int, client_id: int | None) -> tuple[int, int]:
    return records.claimed_orders(stores().facts, client_id)


@remembered(32)
def _asked(version: int, question: str, client_id: int | None) -> pd.DataFrame:
    made: pd.DataFrame = getattr(records, question)(stores().facts, client_id)
    return made


@cache
def _columns(lang: str) -> dict[str, Any]:
    base = alt.Chart(pd.DataFrame(columns=["name"]))
    bars = base.mark_bar(cornerRadiusEnd=3, color=COLOUR).encode(
        x=alt.X("name:N", sort=None, axis=alt.Axis(title=None, ticks=False, domain=False, labelAngle=0, labelOverlap=True)),
        y=alt.Y("value:Q", axis=alt.Axis(labelExpr=compact_axis(lang), title=None, tickCount=4, domain=False), scale=alt.Scale(zero=True)),
        tooltip=[alt.Tooltip("name:N", title=t("Week from")), alt.Tooltip("shown:N", title=t("Net"))],
    )
    return dataless(bars)


def _amount(value: float, currency: str) -> str:
    """Money with its sign, or a bare figure where the file named no currency."""
    return formats.money(value, currency) if currency else formats.number(value, 2)
