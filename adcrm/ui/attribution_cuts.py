"""The panel of cuts: credit by two dimensions, the combination that surely returns most, those worth a try, and ROAS by every model."""

from typing import Any, cast

import pandas as pd
import streamlit as st

from adcrm.attribution.cuts import Cut
from adcrm.attribution.findings import FEW, Finding
from adcrm.attribution.grouping import NOT_SET, OF_ORDERS
from adcrm.attribution.model import Dimension
from adcrm.attribution.notes import NOTES
from adcrm.messages import Message, message
from adcrm.ui import formats
from adcrm.ui.address import Kept, take_choices, write_choices
from adcrm.ui.attribution_asked import cut, those_not_asked
from adcrm.ui.attribution_choice import DIMENSIONS, Choice, model_name
from adcrm.ui.attribution_models import rules_line
from adcrm.ui.attribution_words import counted, in_currency, name_of
from adcrm.ui.dashboard_charts import chart_title
from adcrm.ui.frame import empty_state, escape
from adcrm.ui.language import t, tn, tr
from adcrm.ui.tables import download_table, height_of

ROWS = ("channel", "campaign", "ad", "publisher", "kind")
COLUMNS = ("campaign", "ad", "publisher", "country", "category", "product", "kind", "channel")
NAMES: dict[str, Message] = {**DIMENSIONS, "category": message("Category"), "product": message("Product")}
MOST_ROWS = 200
ROWS_SEEN = 16


def draw_cuts(choice: Choice) -> None:
    """The choice of rows and columns, what is to be learnt, and the table."""
    rows, columns = _choose()
    if rows == columns:
        st.info(t("Choose two different dimensions."), icon=":material/grid_on:")
        return
    made = cut(choice, rows, columns)
    mine = made.table[(made.table["model"] == choice.model) & (made.table["column"] != "")]
    if mine.empty:
        empty_state(t("No order here had a touch before it"), t("A longer look-back window or views may bring some."))
        return
    if set(mine["column"]) == {NOT_SET} or set(mine["row"]) == {NOT_SET}:
        of_columns = set(mine["column"]) == {NOT_SET}
        silent = tr(NAMES[made.columns if of_columns else made.rows])
        why = (
            t("The orders in the books say nothing of “{dimension}”.", dimension=silent)
            if of_columns and made.columns in OF_ORDERS
            else t("The touches in the books say nothing of “{dimension}”.", dimension=silent)
        )
        empty_state(t("Nothing to cut by here"), why)
        return
    those_not_asked(choice, made.rows)
    _findings(made, choice)
    with st.container(border=True):
        _table(made, mine, choice)


def _choose() -> tuple[Dimension, Dimension]:
    kept = (Kept("rows", ROWS, "channel", "a_rows"), Kept("columns", COLUMNS, "campaign", "a_columns"))
    take_choices(kept)
    with st.container(horizontal=True, vertical_alignment="bottom", key="cut_bar"):
        st.selectbox(t("Down the side"), ROWS, key="a_rows", width=200, format_func=lambda key: tr(NAMES[key]), persist_state="session")
        st.selectbox(t("Across"), COLUMNS, key="a_columns", width=200, format_func=lambda key: tr(NAMES[key]), persist_state="session")
    write_choices(kept)
    return cast(Dimension, st.session_state["a_rows"]), cast(Dimension, st.session_state["a_columns"])


def _findings(made: Cut, choice: Choice) -> None:
    mine = [one for one in made.findings if one.model == choice.model]
    best, tries = [one for one in mine if one.kind == "best"], [one for one in mine if one.kind == "try"]
    left, right = st.columns(2)
    with left.container(border=True, height="stretch"):
        chart_title(t("The best combination"), t("By the lower end of its range: what a few lucky orders made wins nothing"))
        for one in best:
            st.markdown(f":material/trophy: **{_pair(one, made)}**  \n{escape(_reason(one, made))}  \n:small[:gray[{_models_with(one, made)}]]")
        if not best:
            st.caption(t("No combination with at least {n} orders is surely better than all together, so none is called best.", n=FEW))
    with right.container(border=True, height="stretch"):
        chart_title(t("Worth a try"), t("Few orders so far, with a range that reaches above the best"))
        for one in tries:
            st.markdown(f":material/science: **{_pair(one, made)}**  \n{escape(_reason(one, made))}")
        if not tries:
            st.caption(t("No combination with few orders has a range that promises more."))


def _pair(one: Finding, made: Cut) -> str:
    return escape(f"{name_of(one.row, made.rows)} × {name_of(one.column, made.columns)}")


def _reason(one: Finding, made: Cut) -> str:
    named = {"row": name_of(one.row, made.rows), "column": name_of(one.column, made.columns)}
    return tr(Message(one.reason.text, {**one.reason.values, **named}))


def _models_with(one: Finding, made: Cut) -> str:
    """Under how many models the same combination is best."""
    same = sum(other.kind == "best" and (other.row, other.column) == (one.row, one.column) for other in made.findings)
    every = made.table["model"].nunique()
    return tn("best under {n} of {every} models", "best under {n} of {every} models", same, every=every)


def _table(made: Cut, mine: pd.DataFrame, choice: Choice) -> None:
    measure = "conversions" if choice.measure == "orders" else "value"
    mine = mine.sort_values([measure, "row", "column"], ascending=[False, True, True])
    chart_title(
        t(
            "{rows} × {columns}, credited by “{model}”",
            rows=tr(NAMES[made.rows]),
            columns=tr(NAMES[made.columns]),
            model=model_name(choice.model),
        ),
        rules_line(made.question, made.currency),
    )
    shown = mine.head(MOST_ROWS)
    has_cost = bool(mine["cost"].notna().any())
    table, heads = cut_table(shown, made, choice, has_cost)
    st.dataframe(
        table, hide_index=True, width="stretch", column_config=heads, height=height_of(table, ROWS_SEEN), placeholder=formats.DASH, key="cut_table"
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        said = [tn("{n} combination", "{n} combinations", len(mine))]
        if not has_cost:
            said.append(t("ad reports name no cost by both, so there is no ROAS; “against average” says how much more often than elsewhere"))
        said += [tr(NOTES[note]) for note in made.notes]
        st.caption(" · ".join(escape(text) for text in said))
        download_table(lambda: made.table, f"adcrm-cut-{made.rows}-{made.columns}", "cut_download")
    proof = made.proof[made.proof["model"] == choice.model].iloc[0]
    st.caption(
        ":material/verified: "
        + t(
            "With what no touch led to, all combinations add up to {orders} orders; difference {difference}.",
            orders=formats.number(proof["orders"], 2),
            difference=formats.number(proof["order_difference"], 2),
        )
    )


def cut_table(rows: pd.DataFrame, made: Cut, choice: Choice, has_cost: bool) -> tuple[pd.DataFrame, dict[str, Any]]:
    """One row a combination with credit, range, cost and return, and the return by every other model; with the heads of the columns."""
    measure, low, high = ("conversions", "low", "high") if choice.measure == "orders" else ("value", "value_low", "value_high")

    def said(value: float) -> str:
        return counted(value) if choice.measure == "orders" else formats.number(value)

    number, text = st.column_config.NumberColumn, st.column_config.TextColumn
    table = pd.DataFrame(
        {
            "row": [name_of(str(name), made.rows) for name in rows["row"]],
            "column": [name_of(str(name), made.columns) for name in rows["column"]],
            "credit": rows[measure].to_numpy(float).round(1 if choice.measure == "orders" else 0),
            "range": [f"{said(a)} – {said(b)}" for a, b in zip(rows[low], rows[high], strict=True)],
            "index": rows["index"].to_numpy(float).round(2),
        }
    )
    heads: dict[str, Any] = {
        "row": text(tr(NAMES[made.rows]), pinned=True),
        "column": tr(NAMES[made.columns]),
        "credit": st.column_config.ProgressColumn(
            t("Orders") if choice.measure == "orders" else in_currency(t("Order value"), made.currency),
            format="localized", min_value=0, max_value=max(float(table["credit"].max()), 1e-9),
        ),
        "range": text(t("Range (95 %)"), alignment="right"),
        "index": number(t("Against average"), format="localized", step=0.01, help=t("How much more often than elsewhere: 1 is as everywhere")),
    }  # fmt: skip
    if not has_cost:
        return table, heads
    table["cost"] = rows["cost"].to_numpy(float).round(0)
    heads["cost"] = number(in_currency(t("Cost"), made.currency), format="localized")
    table["roas_range"] = [
        formats.DASH if pd.isna(a) else f"{formats.multiple(a)} – {formats.multiple(b)}"
        for a, b in zip(rows["roas_low"], rows["roas_high"], strict=True)
    ]
    heads["roas_range"] = text(t("ROAS, range (95 %)"), alignment="right")
    pairs = pd.MultiIndex.from_frame(rows[["row", "column"]])
    keys = [choice.model, *(key for key in made.table["model"].unique() if key != choice.model)]
    for key in keys:
        own = made.table[made.table["model"] == key].set_index(["row", "column"])["roas"]
        table[f"roas_{key}"] = own.reindex(pairs).to_numpy(float).round(2)
        heads[f"roas_{key}"] = number(t("ROAS · {model}", model=model_name(key)), format="localized", step=0.01)
    return table, heads
