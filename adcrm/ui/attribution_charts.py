"""The charts of attribution: specs made once for each language and names, data with the call. Names are in the reader's language already.

The order of names is part of the spec: a chart whose data is exchanged would keep the order in which it saw its names first.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from adcrm.ui.charts import compact_axis, dataless, draw
from adcrm.ui.language import language, t

QUIET = "#8A97A6"
CLAIMED, CREDITED = "#A8B3C2", "#2563EB"
HEAT = "#D97706"
BAR = 22
# Text on a coloured ground, by theme: a canvas does not know the page’s own colour.
INK = {"light": "#1F2937", "dark": "#E5E7EB"}


def draw_claimed_and_credited(table: pd.DataFrame, key: str) -> None:
    """Two bars a channel: what is claimed and what is credited, the latter with its range.

    ``table``: ``name``, ``part`` (claimed, credited), ``value``, ``low``, ``high`` (NaN without a range), ``label``, ``said``; in the order shown.
    """
    height = 2 * BAR * table["name"].nunique() + 20
    draw(_pairs(language(), _order(table)), table, key, t("Claimed and credited by channel"), height=height, width="stretch")


def draw_models(table: pd.DataFrame, key: str) -> None:
    """One line a channel from the lowest to the highest model, a dot a model, the chosen one large with its range.

    ``table``: ``name``, ``model``, ``value``, ``low``, ``high``, ``chosen``, ``said``.
    """
    height = BAR * 1.4 * table["name"].nunique() + 30
    draw(_dots(language(), _order(table)), table, key, t("What each model gives to each channel"), height=int(height), width="stretch")


def draw_matrix(table: pd.DataFrame, key: str, alt_text: str, rows: Sequence[str], columns: Sequence[str]) -> None:
    """Squares of one colour, the stronger the higher, with the figure in each: ``row``, ``column``, ``value`` (0 to 1), ``label``, ``said``."""
    height = 30 * len(rows) + 110
    spec = _matrix(language(), tuple(rows), tuple(columns), INK[st.context.theme.type or "light"])
    draw(spec, table, key, alt_text, height=height, width="stretch")


def draw_columns(table: pd.DataFrame, key: str, alt_text: str) -> None:
    """Columns side by side: ``name``, ``value``, ``said``; in the order given."""
    draw(_columns(language(), _order(table)), table, key, alt_text, height=220, width="stretch")


def draw_parts(table: pd.DataFrame, key: str, alt_text: str, parts: Sequence[tuple[str, str]]) -> None:
    """One bar a channel, parted: ``name``, ``part``, ``value``, ``said``; ``parts`` are names and colours in order."""
    height = int(BAR * 1.3 * table["name"].nunique()) + 90  # the legend in two rows and the axis besides
    draw(_parted(language(), _order(table), tuple(parts)), table, key, alt_text, height=height, width="stretch")


def draw_ranked(table: pd.DataFrame, key: str, alt_text: str) -> None:
    """One bar a row with its figure, the chosen one in colour: ``name``, ``value``, ``label``, ``chosen``, ``said``; in the order given."""
    draw(_ranked(language(), _order(table)), table, key, alt_text, height=int(BAR * 1.3) * len(table) + 20, width="stretch")


def draw_flow(nodes: Sequence[tuple[str, str, str]], links: Sequence[tuple[str, str, float]], key: str, alt_text: str) -> None:
    """A Sankey picture. ``nodes``: identity, name and colour; ``links``: source, target, orders."""
    spec = {
        "animation": False,
        "tooltip": {"trigger": "item"},
        "series": [
            {
                "type": "sankey",
                "nodeAlign": "justify",
                "draggable": False,
                "left": 8,
                "layoutIterations": 64,
                "right": 70,
                "top": 8,
                "bottom": 8,
                "nodeWidth": 12,
                "nodeGap": 9,
                "label": {"fontSize": 12},
                "lineStyle": {"color": "source", "opacity": 0.22},
                "emphasis": {"focus": "adjacency"},
                "data": [{"name": one, "label": {"formatter": name}, "itemStyle": {"color": colour}} for one, name, colour in nodes],
                "links": [{"source": source, "target": target, "value": value} for source, target, value in links],
            }
        ],
    }
    st.echarts_chart(spec, height=420, width="stretch", key=key, alt=alt_text)


def _order(table: pd.DataFrame) -> tuple[str, ...]:
    """The names in the order given."""
    return tuple(dict.fromkeys(str(name) for name in table["name"]))


def _names(order: tuple[str, ...], gap: float | None = None) -> alt.Y:
    scale = alt.Scale(domain=list(order)) if gap is None else alt.Scale(domain=list(order), paddingInner=gap)
    return alt.Y("name:N", scale=scale, axis=alt.Axis(title=None, ticks=False, domain=False, labelLimit=190))


@lru_cache(maxsize=64)
def _pairs(lang: str, names: tuple[str, ...]) -> dict[str, Any]:
    base = alt.Chart(pd.DataFrame(columns=["name"]))
    y = _names(names, gap=0.28)
    offset = alt.YOffset("part:N", sort=["claimed", "credited"], scale=alt.Scale(paddingInner=0.12))
    colour = alt.Color("part:N", scale=alt.Scale(domain=["claimed", "credited"], range=[CLAIMED, CREDITED]), legend=None)
    x = alt.X("value:Q", axis=None, scale=alt.Scale(zero=True, nice=False))
    bars = base.mark_bar(cornerRadiusEnd=2).encode(x=x, y=y, yOffset=offset, color=colour, tooltip="said:N")
    ranged = base.transform_filter("datum.part == 'credited' && isValid(datum.low)")
    ranges = ranged.mark_rule(strokeWidth=2, color=QUIET).encode(x=alt.X("low:Q"), x2="high:Q", y=y, yOffset=offset, tooltip="said:N")
    reach = base.transform_calculate(end="isValid(datum.high) ? max(datum.high, datum.value) : datum.value")
    labels = reach.mark_text(align="left", dx=6, fontSize=12, color=QUIET).encode(x=alt.X("end:Q"), y=y, yOffset=offset, text="label:N")
    room = reach.transform_calculate(far="datum.end * 1.22").mark_point(opacity=0).encode(x=alt.X("far:Q"), y=y)
    return dataless(alt.layer(bars, ranges, labels, room))


@lru_cache(maxsize=64)
def _dots(lang: str, names: tuple[str, ...]) -> dict[str, Any]:
    base = alt.Chart(pd.DataFrame(columns=["name"]))
    x = alt.X("value:Q", axis=alt.Axis(labelExpr=compact_axis(lang), title=None, tickCount=6, domain=False), scale=alt.Scale(zero=True))
    span = base.transform_aggregate(least="min(value)", most="max(value)", groupby=["name"])
    lines = span.mark_rule(strokeWidth=2, color=QUIET, opacity=0.5).encode(x=alt.X("least:Q"), x2="most:Q", y=_names(names))
    chosen = base.transform_filter("datum.chosen")
    ranges = chosen.mark_rule(strokeWidth=7, opacity=0.25, color=CREDITED).encode(x=alt.X("low:Q"), x2="high:Q", y=_names(names))
    dots = base.transform_filter("!datum.chosen").mark_circle(size=46, color=QUIET, opacity=0.85).encode(x=x, y=_names(names), tooltip="said:N")
    large = chosen.mark_circle(size=130, color=CREDITED, opacity=1).encode(x=x, y=_names(names), tooltip="said:N")
    return dataless(alt.layer(lines, ranges, dots, large))


@lru_cache(maxsize=64)
def _matrix(lang: str, rows: tuple[str, ...], columns: tuple[str, ...], ink: str) -> dict[str, Any]:
    base = alt.Chart(pd.DataFrame(columns=["row"]))
    narrow = "bandwidth('x') < 28"  # on a phone, where figures would lie over one another: the colour and the touch of a finger tell them
    y = alt.Y("row:N", scale=alt.Scale(domain=list(rows), paddingInner=0.06), axis=alt.Axis(title=None, ticks=False, domain=False, labelLimit=190))
    x = alt.X(
        "column:N",
        scale=alt.Scale(domain=list(columns), paddingInner=0.04),
        axis=alt.Axis(
            title=None,
            ticks=False,
            domain=False,
            orient="top",
            labelLimit=130,
            labelOverlap=False,
            labelAngle=alt.ExprRef(f"{narrow} ? -90 : -35"),
            labelBaseline=alt.ExprRef(f"{narrow} ? 'middle' : 'bottom'"),
            labelAlign="left",
        ),
    )
    strength = alt.Opacity("value:Q", scale=alt.Scale(domain=[0, 1], range=[0.05, 0.7]), legend=None)
    cells = base.mark_rect(cornerRadius=2, color=HEAT).encode(x=x, y=y, opacity=strength, tooltip="said:N")
    labels = base.mark_text(fontSize=12, color=ink, opacity=alt.ExprRef(f"{narrow} ? 0 : 1")).encode(x=x, y=y, text="label:N", tooltip="said:N")
    return dataless(alt.layer(cells, labels))


@lru_cache(maxsize=64)
def _ranked(lang: str, names: tuple[str, ...]) -> dict[str, Any]:
    base = alt.Chart(pd.DataFrame(columns=["name"]))
    x, y = alt.X("value:Q", axis=None, scale=alt.Scale(zero=True, nice=False)), _names(names, gap=0.25)
    colour = alt.Color("chosen:N", scale=alt.Scale(domain=[False, True], range=[CLAIMED, CREDITED]), legend=None)
    bars = base.mark_bar(cornerRadiusEnd=2).encode(x=x, y=y, color=colour, tooltip="said:N")
    labels = base.mark_text(align="left", dx=6, fontSize=12, color=QUIET).encode(x=x, y=y, text="label:N")
    room = base.transform_calculate(far="datum.value * 1.2").mark_point(opacity=0).encode(x=alt.X("far:Q"), y=y)
    return dataless(alt.layer(bars, labels, room))


@lru_cache(maxsize=64)
def _columns(lang: str, names: tuple[str, ...]) -> dict[str, Any]:
    base = alt.Chart(pd.DataFrame(columns=["name"]))
    bars = base.mark_bar(cornerRadiusEnd=3, color=CREDITED).encode(
        x=alt.X("name:N", scale=alt.Scale(domain=list(names)), axis=alt.Axis(title=None, ticks=False, domain=False, labelAngle=0, labelOverlap=True)),
        y=alt.Y("value:Q", axis=alt.Axis(labelExpr=compact_axis(lang), title=None, tickCount=4, domain=False), scale=alt.Scale(zero=True)),
        tooltip="said:N",
    )
    return dataless(bars)


@lru_cache(maxsize=64)
def _parted(lang: str, order: tuple[str, ...], parts: tuple[tuple[str, str], ...]) -> dict[str, Any]:
    names = [name for name, _ in parts]
    base = alt.Chart(pd.DataFrame(columns=["name"])).transform_calculate(order=f"indexof({names!r}, datum.part)")
    scale = alt.Scale(domain=names, range=[colour for _, colour in parts])
    # Four in a row are wider than a phone.
    legend = alt.Legend(orient="top", title=None, symbolType="square", labelLimit=0, columns=2, columnPadding=4, labelFontSize=11)
    bars = base.mark_bar().encode(
        x=alt.X("value:Q", axis=alt.Axis(labelExpr=compact_axis(lang), title=None, tickCount=5, domain=False), stack="zero"),
        y=_names(order, gap=0.25),
        color=alt.Color("part:N", scale=scale, legend=legend),
        order=alt.Order("order:Q"),
        tooltip="said:N",
    )
    return dataless(bars)
