"""The panel of paths: which channels open, help and close, how long it takes, and the paths that are walked most."""

from typing import Any

import pandas as pd
import streamlit as st

from adcrm.attribution.paths import LONGEST
from adcrm.ui import attribution_data as data
from adcrm.ui import formats
from adcrm.ui.attribution_charts import draw_columns, draw_flow, draw_parts
from adcrm.ui.attribution_choice import Choice
from adcrm.ui.attribution_words import GREY, colour_of, counted, day_group, in_currency, name_of, names_of
from adcrm.ui.dashboard_charts import chart_title
from adcrm.ui.frame import empty_state
from adcrm.ui.language import t, tn
from adcrm.ui.stores import crm_version, facts_version
from adcrm.ui.tables import download_table, height_of, plain_heads

MOST_CHANNELS = 6  # in the flow; the others stand together
ARROW = " › "
SHOWN_PATHS = 25


def draw_paths(choice: Choice, currency: str) -> None:
    """All of the panel; amounts are in ``currency``."""
    question = choice.question
    with st.spinner(t("Reading the journeys …"), show_time=True):
        steps, days, (median_steps, median_days), roles = data.path_figures(facts_version(), crm_version(), question)
    orders = float(steps["orders"].sum())
    touched = orders - float(steps.loc[steps["steps"] == 0, "orders"].iloc[0])
    if not touched:
        empty_state(
            t("No order here had a touch before it"),
            t("Paths need touches and orders of the same people. A longer look-back window or views may bring some."),
        )
        return
    assisted = touched - float(roles["alone"].sum())
    with st.grid(4, min_column_width=200, gap="small"):
        st.metric(
            t("Orders with a touch"),
            counted(touched),
            delta=t("{share} of all orders", share=formats.percent(touched / orders, 0)),
            delta_color="off",
            delta_arrow="off",
            border=True,
            height="stretch",
        )
        st.metric(t("Steps before an order, median"), formats.number(median_steps), border=True, height="stretch")
        st.metric(t("Days from first touch, median"), formats.number(median_days, 1), border=True, height="stretch")
        st.metric(
            t("Orders that met several"),
            formats.percent(assisted / touched, 0),
            border=True,
            height="stretch",
            help=t("Orders before which more than one channel was met: only for these can models differ."),
        )
    with st.container(border=True):
        _flow(choice)
    with st.container(border=True):
        _roles(roles, question.by, currency)
    left, right = st.columns(2)
    with left.container(border=True, height="stretch"):
        chart_title(t("How many touches before an order"), t("0: no touch within the window"))
        names = [f"{step}+" if step == LONGEST else str(step) for step in steps["steps"]]
        draw_columns(_columns(names, steps["orders"], t("touches")), "paths_steps", t("Orders by number of touches"))
    with right.container(border=True, height="stretch"):
        chart_title(t("Days from the first touch to the order"), t("0: the same day; orders without a touch are left out"))
        days = days.iloc[: int(days["orders"].to_numpy().nonzero()[0].max()) + 1]
        names = [day_group(place) for place in days["days"]]
        draw_columns(_columns(names, days["orders"], t("days")), "paths_days", t("Orders by days from the first touch"))
    with st.container(border=True):
        _top(choice, currency)


def _columns(names: list[str], orders: pd.Series, unit: str) -> pd.DataFrame:
    total = float(orders.sum()) or 1.0
    said = [
        " · ".join((f"{name} {unit}".strip(), t("{orders} orders", orders=counted(value)), formats.percent(value / total, 0)))
        for name, value in zip(names, orders, strict=True)
    ]
    return pd.DataFrame({"name": names, "value": orders.to_numpy(), "said": said})


def _roles(roles: pd.DataFrame, by: str, currency: str) -> None:
    opener = roles["channel"].iloc[int(roles["opened"].argmax())]
    closer = roles["channel"].iloc[int(roles["closed"].argmax())]
    chart_title(
        t("{channel} opens and closes most paths", channel=name_of(str(opener), by))
        if opener == closer
        else t("{opener} opens most paths, {closer} closes most", opener=name_of(str(opener), by), closer=name_of(str(closer), by)),
        t("A channel that opens and closes the same order counts at both ends in the table; the bars show each order once."),
    )
    shown = roles.head(12)
    both = shown["opened"] + shown["closed"] + shown["between"] - shown["orders"]  # opened and closed by the same channel
    parts = {
        t("Opened only"): (shown["opened"] - both, "#0EA5E9"),
        t("Opened and closed"): (both, "#6366F1"),
        t("In between"): (shown["between"], "#CBD5E1"),
        t("Closed only"): (shown["closed"] - both, "#F59E0B"),
    }
    names = names_of(shown["channel"], by)
    rows = [
        {"name": name, "part": part, "value": value, "said": " · ".join((name, part, t("{orders} orders", orders=counted(value))))}
        for part, (values, _) in parts.items()
        for name, value in zip(names, values, strict=True)
    ]
    draw_parts(pd.DataFrame(rows), "paths_roles", t("The part of each channel"), [(part, colour) for part, (_, colour) in parts.items()])
    table = pd.DataFrame(
        {
            "channel": names_of(roles["channel"], by),
            **{name: roles[name] for name in ("orders", "opened", "between", "closed", "alone", "assisted")},
            "assisted_value": roles["assisted_value"] / 1e6,
            "ratio": (roles["assisted"] / roles["closed"]).where(roles["closed"] > 0),
            "place": roles["place"],
            "days": roles["days"],
        }
    )
    number = st.column_config.NumberColumn
    heads: dict[str, Any] = {
        "channel": t("Name"),
        "orders": number(t("Orders met"), format="localized", help=t("Orders before which it was met")),
        "opened": number(t("Opened"), format="localized", help=t("It was the first touch")),
        "between": number(t("In between"), format="localized", help=t("It was met, and neither opened nor closed")),
        "closed": number(t("Closed"), format="localized", help=t("It was the last touch")),
        "alone": number(t("Alone"), format="localized", help=t("No other channel was met")),
        "assisted": number(t("Assisted"), format="localized", help=t("It was met, and another channel closed")),
        "assisted_value": number(in_currency(t("Assisted value"), currency), format="localized"),
        "ratio": number(t("Assists per close"), format="localized", step=0.01, help=t("Above 1 it helps more often than it closes")),
        "place": st.column_config.ProgressColumn(
            t("Place on the path"),
            format="percent",
            min_value=0,
            max_value=1,
            help=t("From always the opener (0) to always the closer (100 %); over paths of several touches"),
        ),
        "days": number(t("Days before"), format="localized", step=0.1, help=t("Mean age of its touches at the order")),
    }
    st.dataframe(
        table.round({"assisted_value": 0}), hide_index=True, width="stretch", column_config=heads, height=height_of(table), key="paths_roles_table"
    )
    download_table(table.rename(columns=plain_heads(heads)), "adcrm-channel-roles", "paths_roles_download")


def _flow(choice: Choice) -> None:
    made, channels = data.flow(facts_version(), crm_version(), choice.question)
    chart_title(
        t("From touch to touch to the order"),
        t("The first three steps, touches of one channel in a row as one; the width is the number of orders"),
    )
    by = choice.question.by
    most = made.groupby("source")["orders"].sum().nlargest(MOST_CHANNELS).index

    def kept(code: int) -> str:
        return channels[code] if code in set(most) else ""

    rows = made.assign(
        source=[f"{stage}|{kept(code)}" for stage, code in zip(made["stage"], made["source"], strict=True)],
        target=[
            "order" if code == -1 else "more" if code == -2 else f"{stage + 1}|{kept(code)}"
            for stage, code in zip(made["stage"], made["target"], strict=True)
        ],
    )
    links = rows.groupby(["source", "target"], sort=False)["orders"].sum().reset_index()
    if (links["target"] == "more").any():
        beyond = pd.DataFrame({"source": ["more"], "target": ["order"], "orders": [links.loc[links["target"] == "more", "orders"].sum()]})
        links = pd.concat([links, beyond], ignore_index=True)
    nodes = []
    for one in dict.fromkeys([*links["source"], *links["target"]]):
        channel = one.partition("|")[2]
        if one == "order":
            nodes.append((one, t("Order"), "#16A34A"))
        elif one == "more":
            nodes.append((one, t("more touches"), GREY))
        else:
            place = channels.index(channel) if channel else 0
            nodes.append((one, name_of(channel, by) if channel else t("Others"), colour_of(channel, place) if channel else GREY))
    draw_flow(nodes, [tuple(link) for link in links.itertuples(index=False)], "paths_flow", t("Orders from step to step"))


def _top(choice: Choice, currency: str) -> None:
    merged = st.toggle(t("Touches of one channel in a row as one step"), value=True, key="paths_merged")
    made, different = data.top_paths(facts_version(), crm_version(), choice.question, merged)
    chart_title(
        t("The paths that are walked most"),
        tn("{n} different path led to orders", "{n} different paths led to orders", different),
    )
    by = choice.question.by
    table = pd.DataFrame(
        {
            "path": [ARROW.join(names_of(path, by)) if path else t("No touch before the order") for path in made["path"]],
            "steps": made["steps"],
            "orders": made["orders"],
            "share": made["share"],
            "value": made["value"] / 1e6,
        }
    )
    heads: dict[str, Any] = {
        "path": st.column_config.TextColumn(t("Path"), width="large"),
        "steps": st.column_config.NumberColumn(t("Steps"), format="localized", width="small"),
        "orders": st.column_config.ProgressColumn(
            t("Orders"), format="localized", min_value=0, max_value=float(made["orders"].max()) if len(made) else 1.0
        ),
        "share": st.column_config.NumberColumn(t("Share"), format="percent", step=0.001),
        "value": st.column_config.NumberColumn(in_currency(t("Order value"), currency), format="localized"),
    }
    st.dataframe(
        table.head(SHOWN_PATHS).round({"value": 0}),
        hide_index=True,
        width="stretch",
        column_config=heads,
        height=height_of(table, SHOWN_PATHS),
        key="paths_top",
    )
    download_table(table.rename(columns=plain_heads(heads)), "adcrm-paths", "paths_top_download")
