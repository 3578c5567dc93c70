"""All models side by side: credits, ranges, ROAS and cost by channel, where they part, and the proof that nothing was lost."""

from typing import Any

import pandas as pd
import streamlit as st

from adcrm.attribution.claimed import CLAIM
from adcrm.attribution.credit_table import credit_table
from adcrm.attribution.model import Answer, Question
from adcrm.attribution.models import models
from adcrm.ui import formats
from adcrm.ui.attribution_asked import answered, those_not_asked
from adcrm.ui.attribution_charts import draw_models
from adcrm.ui.attribution_choice import DATES, DIMENSIONS, Choice, model_name
from adcrm.ui.attribution_words import BESIDE, counted, in_currency, name_of
from adcrm.ui.dashboard_charts import chart_title
from adcrm.ui.frame import escape
from adcrm.ui.language import t, tr
from adcrm.ui.tables import download_table, height_of

MOST_LINES = 14
VIEWS = ("credit", "range", "roas", "cost")


def draw_side_by_side(choice: Choice) -> None:
    """The chosen model explained, the table of models and channels, the proof and the download."""
    made = answered(choice)
    _explained(choice)
    those_not_asked(choice, choice.question.by)
    with st.container(border=True):
        draw_dots(made, choice)
    with st.container(border=True):
        draw_table(made, choice, "models")
    with st.container(border=True):
        draw_proof(made, "models")


def rules_line(question: Question, currency: str) -> str:
    """By which rules an answer was counted, in one line."""
    window = t("No limit") if question.lookback_days is None else t("{days} days", days=question.lookback_days)
    parts = [
        t("Look-back window: {window}", window=window),
        t("Dated by: {basis}", basis=tr(DATES[question.date_of])),
        t("with views") if question.with_views else t("without views"),
    ]
    if question.start is not None and question.end is not None:
        parts.insert(0, f"{formats.day(question.start)} – {formats.day(question.end)}")
    return " · ".join([*parts, *([currency] if currency else [])])


def _explained(choice: Choice) -> None:
    what = models()[choice.model]
    with st.container(border=True):
        st.markdown(f"**{escape(tr(what.label))}**  \n{escape(tr(what.answers))}")
        st.caption(f"{escape(tr(what.formula))}  \n" + t("Source: {source}", source=escape(what.source)))


def draw_dots(made: Answer, choice: Choice) -> None:
    """A line a channel with every model on it."""
    measure, low, high = ("conversions", "low", "high") if choice.measure == "orders" else ("value", "value_low", "value_high")
    chart_title(
        t("What each model gives to each channel") if choice.question.by == "channel" else t("What each model gives"),
        t("A grey dot a model; blue: {model} with its range (95 %)", model=model_name(choice.model)),
    )
    rows = made.credits[(made.credits["model"] != CLAIM) & ~made.credits["channel"].isin(list(BESIDE))]
    top = rows.groupby("channel")[measure].max().sort_values(ascending=False).head(MOST_LINES)
    rows = rows[rows["channel"].isin(top[top > 0].index)]
    if rows.empty:
        st.caption(t("No order here had a touch before it, so there is nothing to share out."))
        return
    rows = rows.assign(place=rows["channel"].map({name: i for i, name in enumerate(top.index)})).sort_values("place", kind="stable")
    names = {str(name): name_of(str(name), choice.question.by) for name in top.index}
    labels = {key: model_name(key) for key in rows["model"].unique()}
    values = [_amount(value, choice, made.currency) for value in rows[measure]]
    table = pd.DataFrame(
        {
            "name": rows["channel"].map(names).to_numpy(),
            "value": rows[measure].to_numpy(float),
            "low": rows[low].to_numpy(float),
            "high": rows[high].to_numpy(float),
            "chosen": (rows["model"] == choice.model).to_numpy(),
            "said": [f"{names[name]} · {labels[key]} · {value}" for name, key, value in zip(rows["channel"], rows["model"], values, strict=True)],
        }
    )
    draw_models(table, "chart_models")


def draw_table(made: Answer, choice: Choice, place: str) -> None:
    """The table of models and channels, and the download; ``place`` is a word for the keys of its widgets."""
    has_cost = bool(made.credits["cost"].notna().any())
    views = {"credit": t("Credit"), "range": t("Range (95 %)"), "roas": t("ROAS"), "cost": t("Cost per order")}
    with st.container(horizontal=True, vertical_alignment="bottom", horizontal_alignment="distribute"):
        view = st.segmented_control(
            t("Show in the table"),
            VIEWS if has_cost else VIEWS[:2],
            default="credit",
            required=True,
            key=f"{place}_view",
            format_func=lambda key: views[key],
            label_visibility="collapsed",
        )
        download_table(
            lambda: credit_table(made), f"adcrm-attribution-{made.question.start}-{made.question.end}", f"{place}_download", t("Download with proof")
        )
    st.caption(rules_line(made.question, made.currency))
    table, heads = model_table(made, choice, str(view or "credit"))
    st.dataframe(
        table, hide_index=True, width="stretch", column_config=heads, placeholder=formats.DASH, height=height_of(table), key=f"{place}_table_{view}"
    )
    if view in ("roas", "cost"):
        st.caption(t("Cost is what ad reports name for these days; credits know only the orders in the books. A dash: no cost, or no credit."))


def model_table(made: Answer, choice: Choice, view: str) -> tuple[pd.DataFrame, dict[str, Any]]:
    """One row a channel, a column a model, and beside them cost and disagreement; with the heads of the columns."""
    rows = made.credits if choice.question.by == "channel" else made.credits[made.credits["model"] != CLAIM]
    keys = [choice.model, *(key for key in rows["model"].unique() if key != choice.model)]
    measure, low, high = ("conversions", "low", "high") if choice.measure == "orders" else ("value", "value_low", "value_high")
    if view == "range":
        cell: Any = [formats.DASH if pd.isna(a) else f"{_short(a, choice)} – {_short(b, choice)}" for a, b in zip(rows[low], rows[high], strict=True)]
    elif view == "roas":
        cell = rows["roas"]
    elif view == "cost":
        cell = (rows["cost"] / rows["conversions"]).where(rows["conversions"] > 0)
    else:
        cell = rows[measure]
    wide = rows.assign(cell=cell).pivot(index="channel", columns="model", values="cell").reindex(columns=keys)
    order = rows[rows["model"] == choice.model].set_index("channel")[measure]
    names = sorted(wide.index, key=lambda name: (name in BESIDE, -float(order.get(name, -1.0)), name))
    wide = wide.loc[names]
    cost = rows.groupby("channel")["cost"].max()
    apart = made.disagreement.set_index("channel")["spread"]
    table = pd.DataFrame({"name": [name_of(str(name), choice.question.by) for name in names]})
    heads: dict[str, Any] = {"name": st.column_config.TextColumn(tr(DIMENSIONS[choice.question.by]), pinned=True)}
    places = {"credit": 1 if choice.measure == "orders" else 0, "roas": 2, "cost": 2}
    known = models()
    for key in keys:
        table[key] = wide[key].to_numpy() if view == "range" else wide[key].astype(float).round(places[view]).to_numpy()
        about = tr(known[key].answers) if key in known else t("What the platforms say themselves; they do not share, so the sum exceeds the orders.")
        label = f"{model_name(key)} ●" if key == choice.model else model_name(key)
        heads[key] = (
            st.column_config.TextColumn(label, help=about, alignment="right", width=max(140, 8 * len(label)))
            if view == "range"
            else st.column_config.NumberColumn(label, help=about, format="localized", step=10 ** -places[view])
        )
    if cost.notna().any():
        table["cost"] = [cost.get(name) for name in names]
    heads["cost"] = st.column_config.NumberColumn(in_currency(t("Cost"), made.currency), format="localized")
    table["spread"] = [apart.get(name) for name in names]
    heads["spread"] = st.column_config.NumberColumn(
        t("Disagreement"), format="percent", step=0.01, help=t("Highest less lowest, as a share of the mean of all models")
    )
    return table.round({"cost": 0}), heads


def draw_proof(made: Answer, place: str) -> None:
    """What the credits of each model add up to, beside the books."""
    chart_title(
        t("Proof: one order, one credit"),
        t("The credits of each model against the books; the same rows stand at the end of the download"),
    )
    proof = made.proof[made.proof["model"] != CLAIM]
    whole = bool((proof["order_difference"] == 0).all() and (proof["value_difference"] == 0).all())
    text = formats.number
    table = pd.DataFrame(
        {
            "model": [model_name(str(key)) for key in proof["model"]],
            "orders": [text(value, 2) for value in proof["orders"]],
            "books": text(made.orders, 2),
            "order_difference": [text(value, 2) for value in proof["order_difference"]],
            "value": [text(value, 2) for value in proof["value"]],
            "books_value": text(made.value, 2),
            "value_difference": [text(value, 2) for value in proof["value_difference"]],
        }
    )
    right = st.column_config.TextColumn
    heads: dict[str, Any] = {
        "model": t("Model"),
        "orders": right(t("Orders credited"), alignment="right"),
        "books": right(t("Orders in the books"), alignment="right"),
        "order_difference": right(t("Difference"), alignment="right"),
        "value": right(in_currency(t("Value credited"), made.currency), alignment="right"),
        "books_value": right(in_currency(t("Value in the books"), made.currency), alignment="right"),
        "value_difference": right(t("Difference of value"), alignment="right"),
    }
    if whole:
        st.markdown(
            ":material/verified: "
            + t(
                "Every model shares out exactly {orders} orders worth {value}: difference 0.00.",
                orders=text(made.orders),
                value=escape(formats.money(made.value, made.currency) if made.currency else text(made.value, 2)),
            )
        )
    st.dataframe(table, hide_index=True, width="stretch", column_config=heads, height=height_of(table, 20), key=f"{place}_proof")


def _short(value: float, choice: Choice) -> str:
    """An end of a range, where there is little room."""
    return counted(value) if choice.measure == "orders" else formats.compact(value)


def _amount(value: float, choice: Choice, currency: str) -> str:
    if choice.measure == "orders":
        return counted(value)
    return formats.money(value, currency, short=True) if currency else formats.number(value)
