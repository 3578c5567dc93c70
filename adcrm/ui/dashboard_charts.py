"""The charts of the dashboards. Specs are made once for each language and metric; data comes with the call.

A chart of channels carries only the channels that have data, each in its own colour. Days that still grow are shaded.
"""

from collections.abc import Iterable
from functools import cache
from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from adcrm.channels.platforms import PLATFORMS
from adcrm.metrics.definitions import METRICS, Metric
from adcrm.ui import formats
from adcrm.ui.charts import channel_scale, compact_axis, dataless, draw
from adcrm.ui.dashboard_data import channel_names
from adcrm.ui.figures import shown
from adcrm.ui.frame import escape
from adcrm.ui.language import language, t, tr

# Mid grey reads on white and on the dark ground.
QUIET = "#8A97A6"
HEAT_COLOURS = {"up": "#0D9488", "down": "#D97706", "neither": "#3B82F6"}
BAR_STEP = 26
# Height of a line of text as a part of the chart's height.
LABEL_GAP = 0.07


def trend_table(rows: pd.DataFrame, key: str, currency: str | None, first_young: pd.Timestamp | None) -> pd.DataFrame:
    """What :func:`draw_trend` draws, out of columns ``day``, ``platform``, ``value``; its words are in the reader's language."""
    what = METRICS[key]
    days = rows["day"].map({day: formats.short_day(day) for day in rows["day"].unique()})
    channels = channel_names(rows["platform"])
    values = [shown(what, value, currency) for value in rows["value"]]
    table = pd.DataFrame(
        {
            "platform": rows["platform"],
            "day": rows["day"],
            "channel": channels,
            "value": rows["value"],
            # One text for each point: a table of three would be put together in the browser for every point, hovered or not.
            "said": [f"{day} · {channel} · {value}" for day, channel, value in zip(days, channels, values, strict=True)],
            "young": rows["day"] >= first_young if first_young is not None and what.is_late else False,
        }
    )
    return table.assign(label=_end_labels(table))


def draw_trend(table: pd.DataFrame, key: str, currency: str | None, key_of_chart: str) -> None:
    """Lines by channel, named at their ends where there is room; every point says its figure on hover."""
    what = METRICS[key]
    spec = _trend(language(), _channels(table), what.kind, formats.symbol(currency) if what.is_money and currency else "")
    alt_text = t("{metric} by day and channel", metric=shown_name(what))
    draw(spec, table.drop(columns="platform"), key_of_chart, alt_text, height=320, width="stretch")


def bars_table(rows: pd.DataFrame, key: str, currency: str | None, average: float | None = None) -> pd.DataFrame:
    """What :func:`draw_bars` draws, one bar a row in the order given, out of columns ``name``, ``platform``, ``value`` and, if wanted, ``note``."""
    what = METRICS[key]
    values = [shown(what, value, currency, short=True) for value in rows["value"]]
    notes = rows["note"] if "note" in rows else [""] * len(rows)
    return pd.DataFrame(
        {
            "platform": rows["platform"].to_numpy(),
            "index": range(len(rows)),
            "name": _distinct(name if len(name) <= 28 else name[:27] + "…" for name in rows["name"]),
            "full": rows["name"].to_numpy(),
            "channel": channel_names(rows["platform"]).to_numpy(),
            "value": rows["value"].to_numpy(),
            "shown": values,
            "average": average,
            "label": [" · ".join(part for part in pair if part) for pair in zip(values, notes, strict=True)],
        }
    )


def draw_bars(table: pd.DataFrame, key: str, key_of_chart: str, clickable: bool = False, height: int = 0) -> Any:
    """Bars labelled with value and note, the average of all as a dashed line where the table has one.

    Returns Streamlit's event where ``clickable``: ``event.selection.picked`` holds the bar's ``index``.
    """
    has_average = bool(table["average"].notna().any())
    spec = _bars(language(), _channels(table), METRICS[key].kind, has_average, clickable)
    options: dict[str, Any] = {"on_select": "rerun", "selection_mode": ["picked"]} if clickable else {}
    height = max(BAR_STEP * len(table), min(height, 2 * BAR_STEP * len(table))) + 20
    alt_text = t("{metric} compared", metric=shown_name(METRICS[key]))
    return draw(spec, table.drop(columns="platform"), key_of_chart, alt_text, height=height, width="stretch", **options)


def heat_table(rows: pd.DataFrame, key: str, currency: str | None) -> pd.DataFrame:
    """What :func:`draw_heat` draws, out of columns ``weekday``, ``hour``, ``value``, ``n`` (what the figure rests on, in words)."""
    return pd.DataFrame(
        {
            "weekday": rows["weekday"].astype(int).map(dict(enumerate(weekday_names()))),
            "hour": rows["hour"].astype(int),
            "value": rows["value"],
            "shown": [shown(METRICS[key], value, currency) for value in rows["value"]],
            "n": rows["n"],
        }
    )


def draw_heat(table: pd.DataFrame, key: str, key_of_chart: str, height: int = 220) -> None:
    """Hour by weekday, the stronger the higher."""
    alt_text = t("{metric} by hour and weekday", metric=shown_name(METRICS[key]))
    draw(_heat(language(), METRICS[key].better), table, key_of_chart, alt_text, height=height, width="stretch")


def weekday_names() -> list[str]:
    """Short names of the days from Monday."""
    return [t("Mon"), t("Tue"), t("Wed"), t("Thu"), t("Fri"), t("Sat"), t("Sun")]


def shown_name(what: Metric) -> str:
    """The metric's short name in the reader's language."""
    return tr(what.short)


def chart_title(text: str, note: str = "") -> None:
    """A chart's title, its finding or question, with a quieter note below; both plain text."""
    st.markdown(f"**{escape(text)}**" + (f"  \n:small[:gray[{escape(note)}]]" if note else ""))


def _axis(lang: str, kind: str, prefix: str) -> alt.Axis:
    if kind == "share":
        return alt.Axis(format=".1~%", title=None, tickCount=5, domain=False)
    return alt.Axis(labelExpr=compact_axis(lang, prefix), title=None, tickCount=5, domain=False)


def _channels(table: pd.DataFrame) -> tuple[str, ...]:
    """Every channel there is, and those of mapped tables: always the same, so that a chart is built once for all filters."""
    return (*PLATFORMS, *sorted(set(table["platform"]) - set(PLATFORMS)))


def _end_labels(table: pd.DataFrame) -> list[str]:
    """The channel's name on its last point, as long as no higher name is nearer than a line of text."""
    if table.empty:
        return []
    last = table.loc[table.groupby("channel")["day"].idxmax()].sort_values("value", ascending=False)
    gap = table["value"].max() * LABEL_GAP
    labelled: dict[Any, str] = {}
    height = float("inf")
    for index, channel, value in zip(last.index, last["channel"], last["value"], strict=True):
        if height - value >= gap and last.at[index, "day"] == table["day"].max():
            labelled[index] = channel
            height = value
    return [labelled.get(index, "") for index in table.index]


def _distinct(names: Iterable[str]) -> list[str]:
    """Bars of equal names stay apart: the later ones get invisible spaces."""
    seen: dict[str, int] = {}
    made = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        made.append(name + "\u200b" * (seen[name] - 1))
    return made


@cache
def _trend(lang: str, channels: tuple[str, ...], kind: str, prefix: str) -> dict[str, Any]:
    base = alt.Chart(pd.DataFrame(columns=["day"]))  # its rows have no unknown values, so none need be looked for: invalid=None
    colour = alt.Color("channel:N", scale=channel_scale(channels), sort=None, legend=None)
    lines = base.mark_line(strokeWidth=2, interpolate="linear", invalid=None).encode(
        x=alt.X("day:T", axis=alt.Axis(title=None, grid=False, format="%-m/%-d", tickCount=8, labelOverlap=True)),
        y=alt.Y("value:Q", axis=_axis(lang, kind, prefix), scale=alt.Scale(zero=True)),
        color=colour,
    )
    names = base.transform_filter("datum.label != ''").mark_text(align="left", dx=6, fontSize=12, fontWeight=600)
    names = names.encode(x="day:T", y="value:Q", text="label:N", color=colour)
    # Nothing to see, but something to hover: a line alone is a pixel or two wide.
    points = base.mark_circle(size=90, opacity=0, invalid=None).encode(x="day:T", y="value:Q", color=colour, tooltip="said:N")
    young = base.transform_filter("datum.young").transform_aggregate(start="min(day)", end="max(day)").transform_filter("isValid(datum.start)")
    shade = young.mark_rect(opacity=0.12, color=QUIET).encode(x="start:T", x2="end:T")
    words = young.mark_text(align="right", baseline="top", dx=-4, dy=4, fontSize=11, color=QUIET).encode(
        x="end:T", y=alt.value(0), text=alt.value(t("still arriving"))
    )
    return dataless(alt.layer(shade, lines, points, names, words).resolve_scale(color="shared"))


@cache
def _bars(lang: str, channels: tuple[str, ...], kind: str, has_average: bool, clickable: bool) -> dict[str, Any]:
    base = alt.Chart(pd.DataFrame(columns=["index"]))
    x = alt.X("value:Q", axis=None, scale=alt.Scale(zero=True, nice=False))
    y = alt.Y("name:N", sort=None, axis=alt.Axis(title=None, ticks=False, domain=False, labelLimit=200), scale=alt.Scale(paddingInner=0.25))
    tooltip = [
        alt.Tooltip("full:N", title=t("Name")),
        alt.Tooltip("channel:N", title=t("Channel")),
        alt.Tooltip("shown:N", title=t("Value of the figure")),
    ]
    colour = alt.Color("channel:N", scale=channel_scale(channels), legend=None)
    bars = base.mark_bar(cornerRadiusEnd=3, cursor="pointer" if clickable else "default").encode(x=x, y=y, color=colour, tooltip=tooltip)
    labels = base.mark_text(align="left", dx=6, color=QUIET, fontSize=12).encode(x=x, y=y, text="label:N")
    room = base.transform_calculate(reach="datum.value * 1.45").mark_point(opacity=0).encode(x=alt.X("reach:Q"), y=y)
    if clickable:
        bars = bars.add_params(alt.selection_point(name="picked", fields=["index"], on="click"))
    parts = [bars, labels, room]
    if has_average:
        parts.append(base.mark_rule(color=QUIET, strokeDash=[4, 3]).encode(x=alt.X("average:Q", aggregate="max")))
    return dataless(alt.layer(*parts))


@cache
def _heat(lang: str, better: str) -> dict[str, Any]:
    base = alt.Chart(pd.DataFrame(columns=["hour"]))
    cells = base.mark_rect(cornerRadius=2, color=HEAT_COLOURS[better]).encode(
        x=alt.X(
            "hour:O",
            scale=alt.Scale(domain=list(range(24)), paddingInner=0.06),
            axis=alt.Axis(title=None, labelAngle=0, ticks=False, domain=False, values=list(range(0, 24, 3)), labelExpr="datum.value + ':00'"),
        ),
        y=alt.Y("weekday:O", scale=alt.Scale(domain=weekday_names(), paddingInner=0.1), axis=alt.Axis(title=None, ticks=False, domain=False)),
        # Strength of one colour instead of a scheme: a scheme's pale end glares on the dark ground.
        opacity=alt.Opacity("value:Q", scale=alt.Scale(range=[0.06, 1], zero=False), legend=None),
        tooltip=[
            alt.Tooltip("weekday:N", title=t("Weekday")),
            alt.Tooltip("hour:O", title=t("Hour")),
            alt.Tooltip("shown:N", title=t("Value of the figure")),
            alt.Tooltip("n:N", title=t("Rests on")),
        ],
    )
    return dataless(cells)
