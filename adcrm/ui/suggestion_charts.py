"""Charts of the suggestions: the range of an expected effect, and the evidence of each rule."""

from functools import cache
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from adcrm.channels.platforms import platform_name
from adcrm.recommend.model import Suggestion
from adcrm.recommend.rules.timing import PARTS, part_name
from adcrm.ui import formats
from adcrm.ui.charts import channel_scale, compact_axis, dataless, day_format, draw
from adcrm.ui.language import language, t, tr
from adcrm.ui.suggestion_words import amount, say

ACCENT, QUIET = "#0D9488", "#64748B"  # both readable on light and on dark
STEPS = 40


def effect_range(card: Suggestion) -> None:
    """The expected effect as a point in its range, from zero on."""
    effect = card.effect
    row = {"low": effect.low, "point": effect.point, "high": effect.high}
    labels = {"point_label": amount(effect, effect.point)}
    prefix = formats.symbol(effect.currency) if effect.metric == "conversion_value" else ""
    draw(
        _range_spec(language(), prefix),
        pd.DataFrame([{**row, **labels}]),
        key=f"range_{card.key}",
        alt_text=t("Expected effect between {low} and {high}", low=amount(effect, effect.low), high=amount(effect, effect.high)),
        height=86,
    )


def evidence(card: Suggestion) -> None:
    """The chart that shows what a card rests on."""
    if not card.chart:
        return
    {"budget": _responses, "creative": _weeks, "timing": _parts}[card.kind](card)


def _responses(card: Suggestion) -> None:
    """Both channels' response within the spend that was seen, with the spend now and after the change."""
    curves, points = [], []
    keys = [str(row["platform"]) for row in card.chart]
    for row in card.chart:
        name = tr(platform_name(str(row["platform"])))
        spends = np.linspace(min(row["lowest"], row["new_spend"]), max(row["highest"], row["new_spend"]), STEPS)
        level = row["rate"] * row["spend"]
        for spend in spends:
            low, high = ((spend / row["spend"]) ** (row["elasticity"] + side * 1.2816 * row["error"]) * level for side in (-1, 1))
            middle = (spend / row["spend"]) ** row["elasticity"] * level
            curves.append({"channel": name, "spend": spend, "result": middle, "low": min(low, high), "high": max(low, high), "kind": "curve"})
        for spend, label in ((row["spend"], t("now")), (row["new_spend"], t("after"))):
            points.append(
                {
                    "channel": name,
                    "spend": spend,
                    "result": (spend / row["spend"]) ** row["elasticity"] * level,
                    "label": f"{name} · {label}",
                    "kind": "point",
                }
            )
    symbol = formats.symbol(card.effect.currency)
    spec = _response_spec(language(), tuple(keys), symbol, symbol if card.effect.metric == "conversion_value" else "", card.effect.metric)
    draw(spec, pd.DataFrame(curves + points), key=f"evidence_{card.key}", alt_text=t("Response of both channels to their daily spend"), height=300)


def _weeks(card: Suggestion) -> None:
    """Week by week, the ad's rate as a share of its siblings'."""
    rows = pd.DataFrame(card.chart[1:])  # the first row is the level that the record is judged by
    rows["day"] = [pd.Timestamp(card.window.last) + pd.Timedelta(days=7 * int(week)) for week in rows["week"]]
    draw(
        _week_spec(language()),
        rows[["day", "ratio", "low", "high"]],
        key=f"evidence_{card.key}",
        alt_text=t("Rate of the ad as a share of its siblings' rate, week by week"),
        height=280,
    )


def _parts(card: Suggestion) -> None:
    """What a conversion costs in each part of the week."""
    chosen = {int(card.action.source), int(card.action.target)}
    rows = pd.DataFrame(
        [
            {
                "part": say(part_name(int(row["part"])), plain=True),
                "price": 1 / row["rate"],
                "low": 1 / row["high"],
                "high": 1 / row["low"],
                "is_chosen": int(row["part"]) in chosen,
            }
            for row in card.chart
        ]
    )
    draw(
        _part_spec(language(), formats.symbol(card.effect.currency)),
        rows,
        key=f"evidence_{card.key}",
        alt_text=t("Cost of a conversion by part of the week"),
        height=340,
    )


@cache
def _range_spec(lang: str, prefix: str) -> dict[str, Any]:
    axis = alt.Axis(title=None, labelExpr=compact_axis(lang, prefix), tickCount=4, grid=False, labelOverlap=True)
    base = alt.Chart(pd.DataFrame({"low": [0.0], "point": [0.0], "high": [0.0], "point_label": [""]}))
    x = alt.X("low:Q", axis=axis, scale=alt.Scale(zero=True, nice=True))
    band = base.mark_bar(height=10, cornerRadius=5, opacity=0.35, color=ACCENT).encode(x=x, x2="high:Q")
    point = base.mark_point(filled=True, size=110, color=ACCENT, opacity=1).encode(x="point:Q")
    label = base.mark_text(dy=-16, fontWeight=600, fontSize=13, color=QUIET).encode(x="point:Q", text="point_label:N")
    zero = base.mark_rule(color=QUIET).encode(x=alt.datum(0))
    return dataless(alt.layer(zero, band, point, label))


@cache
def _response_spec(lang: str, keys: tuple[str, ...], money: str, result: str, metric: str) -> dict[str, Any]:
    names = ["channel", "spend", "result", "low", "high", "label", "kind"]
    base = alt.Chart(pd.DataFrame({name: [0.0] for name in names}))
    colour = alt.Color("channel:N", scale=channel_scale(keys), legend=None)
    x = alt.X("spend:Q", title=t("Spend a day"), axis=alt.Axis(labelExpr=compact_axis(lang, money), grid=False), scale=alt.Scale(zero=True))
    title = t("Order value a day") if metric == "conversion_value" else t("Conversions a day")
    y = alt.Y("result:Q", title=title, axis=alt.Axis(labelExpr=compact_axis(lang, result)))
    curve = base.transform_filter("datum.kind == 'curve'")
    band = curve.mark_area(opacity=0.15).encode(x=x, y=alt.Y("low:Q", title=title), y2="high:Q", color=colour)
    line = curve.mark_line(strokeWidth=2).encode(x=x, y=y, color=colour)
    dots = base.transform_filter("datum.kind == 'point'")
    points = dots.mark_point(filled=True, size=90, opacity=1).encode(x=x, y=y, color=colour)
    labels = dots.mark_text(align="left", dx=8, dy=8).encode(x=x, y=y, text="label:N", color=colour)
    return dataless(alt.layer(band, line, points, labels))


@cache
def _week_spec(lang: str) -> dict[str, Any]:
    base = alt.Chart(pd.DataFrame({"day": [pd.Timestamp(0)], "ratio": [0.0], "low": [0.0], "high": [0.0]}))
    x = alt.X("day:T", title=t("Week ending"), axis=alt.Axis(grid=False, tickCount=6, format=day_format(lang)))
    y = alt.Y("ratio:Q", title=t("Share of its siblings' rate"), axis=alt.Axis(format="%"), scale=alt.Scale(zero=True))
    even = base.mark_rule(strokeDash=[4, 4], color=QUIET).encode(y=alt.datum(1))
    band = base.mark_rule(strokeWidth=3, opacity=0.3, color=ACCENT).encode(x=x, y=alt.Y("low:Q", title=t("Share of its siblings' rate")), y2="high:Q")
    line = base.mark_line(point=alt.OverlayMarkDef(filled=True, size=60), color=ACCENT).encode(x=x, y=y)
    return dataless(alt.layer(even, band, line))


@cache
def _part_spec(lang: str, symbol: str) -> dict[str, Any]:
    base = alt.Chart(pd.DataFrame({"part": [""], "price": [0.0], "low": [0.0], "high": [0.0], "is_chosen": [False]}))
    order = [say(part_name(part), plain=True) for part in range(PARTS)]
    y = alt.Y("part:N", title=None, sort=order, axis=alt.Axis(labelLimit=200))
    axis = alt.Axis(labelExpr=compact_axis(lang, symbol))
    colour = alt.condition("datum.is_chosen", alt.value(ACCENT), alt.value(QUIET))
    title = t("Cost of a conversion")
    band = base.mark_bar(height=8, cornerRadius=4, opacity=0.4).encode(
        x=alt.X("low:Q", title=title, axis=axis, scale=alt.Scale(zero=True)), x2="high:Q", y=y, color=colour
    )
    point = base.mark_point(filled=True, size=90, opacity=1).encode(x=alt.X("price:Q", title=title, axis=axis), y=y, color=colour)
    return dataless(alt.layer(band, point))
