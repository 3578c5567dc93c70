"""The charts of the lead pages: reasons as bars, calibration, lift, the split in time."""

from datetime import timedelta
from functools import cache
from typing import Any

import altair as alt
import pandas as pd

from adcrm.scoring.apply import Reason
from adcrm.scoring.judge import Group
from adcrm.scoring.points import in_points
from adcrm.scoring.report import Report, Slice
from adcrm.ui import formats
from adcrm.ui.charts import dataless, draw, month_format
from adcrm.ui.language import language, t
from adcrm.ui.lead_words import field_name, reason_text

UP, DOWN = "#0D9488", "#C2410C"
GREY = "#8792A0"
MOST_BARS = 9


def reason_bars(reasons: list[Reason], learned: bool, key: str) -> None:
    """What raises and lowers a lead against an average one, in points that add up; small ones are drawn as one."""
    held = [(reason, points) for reason, points in in_points(reasons, learned) if reason.field != "base"]
    held.sort(key=lambda one: (-abs(one[1]), -abs(one[0].effect)))
    shown, rest = held[:MOST_BARS], held[MOST_BARS:]
    rows = [(reason_text(reason), points) for reason, points in shown if points]
    others = sum(points for _, points in rest)
    if others:
        rows.append((t("Everything else"), others))
    frame = pd.DataFrame(rows, columns=["reason", "points"])
    frame["words"] = [f"{points:+d}" for points in frame["points"]]
    draw(_reasons(), frame, key, t("What raises and lowers this lead's score, in points"), height=28 * max(2, len(frame)) + 10)


def calibration(groups: list[Group], key: str) -> None:
    """Expected against real share of wins in ten groups, with intervals; a point on the line is a promise kept."""
    frame = pd.DataFrame(
        {
            "predicted": [group.predicted for group in groups],
            "observed": [group.observed for group in groups],
            "low": [group.low for group in groups],
            "high": [group.high for group in groups],
            "n": [group.n for group in groups],
        }
    )
    draw(_calibration(language()), frame, key, t("Share that bought against the share the score expected, by tenth of the leads"))


def lift(groups: list[Group], share: float, key: str) -> None:
    """How many times the average each tenth bought."""
    frame = pd.DataFrame(
        {
            "tenth": list(range(1, len(groups) + 1)),
            "lift": [group.observed / share for group in groups],
            "words": [f"{formats.number(group.observed / share, 1)}×" for group in groups],
            "won": [group.won for group in groups],
            "n": [group.n for group in groups],
        }
    )
    draw(_lift(language()), frame, key, t("Times the average share of wins, by tenth of the leads, best first"))


def split_in_time(report: Report, key: str) -> None:
    """On which stretch of time the score learned, was calibrated and was judged."""
    parts: list[tuple[str, Slice]] = [(t("Learned"), report.learned), (t("Calibrated"), report.calibrated), (t("Judged"), report.judged)]
    frame = pd.DataFrame(
        {
            "part": [
                t("{part}: {leads} leads, {won} bought", part=name, leads=formats.number(part.leads), won=formats.number(part.won))
                for name, part in parts
                if part.first
            ],
            "first": [part.first for _, part in parts if part.first],
            "last": [part.last + timedelta(days=report.horizon_days) for _, part in parts if part.last],
        }
    )
    draw(_split(language()), frame, key, t("The past, cut in time: learned, calibrated, judged"), height=130)


def weights(report: Report, key: str) -> None:
    """Which fields move the score most between leads."""
    held = [(field_name(field), weight) for field, weight in (report.weights or []) if weight > 0.005][:12]
    total = sum(weight for _, weight in held) or 1.0
    frame = pd.DataFrame(held, columns=["field", "weight"]).assign(weight=[weight / total for _, weight in held])
    frame["words"] = [formats.percent(weight, 0) for weight in frame["weight"]]
    draw(_weights(), frame, key, t("Which fields move the score most"), height=26 * max(2, len(frame)) + 10)


@cache
def _reasons() -> dict[str, Any]:
    data = pd.DataFrame({"reason": [""], "points": [1], "words": [""]})
    base = alt.Chart(data).encode(
        y=alt.Y("reason:N", sort=None, title=None, axis=alt.Axis(labelLimit=230, ticks=False, domain=False, labelPadding=8)),
        x=alt.X("points:Q", title=None, axis=None, scale=alt.Scale(padding=34)),
    )
    bars = base.mark_bar(height=16, cornerRadiusEnd=3).encode(color=alt.condition("datum.points > 0", alt.value(UP), alt.value(DOWN)))
    more = base.transform_filter("datum.points > 0").mark_text(align="left", dx=4, fontWeight="bold", color=UP).encode(text="words:N")
    less = base.transform_filter("datum.points < 0").mark_text(align="right", dx=-4, fontWeight="bold", color=DOWN).encode(text="words:N")
    zero = alt.Chart(data).mark_rule(color=GREY, opacity=0.5).encode(x=alt.datum(0))
    return dataless(alt.layer(bars, more, less, zero))


@cache
def _calibration(lang: str) -> dict[str, Any]:
    data = pd.DataFrame({"predicted": [0.1], "observed": [0.1], "low": [0.0], "high": [0.2], "n": [1]})
    share = alt.Axis(format="%", grid=True)
    base = alt.Chart(data).encode(x=alt.X("predicted:Q", title=t("Expected by the score"), axis=share, scale=alt.Scale(zero=True, nice=True)))
    tips = [
        alt.Tooltip("predicted:Q", title=t("Expected"), format=".1%"),
        alt.Tooltip("observed:Q", title=t("Bought"), format=".1%"),
        alt.Tooltip("n:Q", title=t("Examples"), format=","),
    ]
    line = base.mark_line(color=GREY, strokeDash=[4, 4]).encode(y=alt.Y("predicted:Q", title=t("Really bought"), axis=share))
    spread = base.mark_rule(strokeWidth=2, opacity=0.55, color=UP).encode(y=alt.Y("low:Q", title=t("Really bought")), y2="high:Q")
    points = base.mark_circle(size=70, opacity=1, color=UP).encode(y=alt.Y("observed:Q", title=t("Really bought")), tooltip=tips)
    return dataless(alt.layer(line, spread, points).properties(height=280))


@cache
def _lift(lang: str) -> dict[str, Any]:
    data = pd.DataFrame({"tenth": [1], "lift": [1.0], "words": [""], "won": [1], "n": [1]})
    tips = [alt.Tooltip("won:Q", title=t("Bought"), format=","), alt.Tooltip("n:Q", title=t("Examples"), format=",")]
    base = alt.Chart(data).encode(
        x=alt.X("tenth:O", title=t("Tenth of the leads, best score first"), axis=alt.Axis(labelAngle=0)),
        y=alt.Y("lift:Q", title=None, axis=alt.Axis(labels=False, ticks=False, grid=False, domain=False)),
    )
    bars = base.mark_bar(cornerRadiusEnd=3).encode(color=alt.condition("datum.lift >= 1", alt.value(UP), alt.value(GREY)), tooltip=tips)
    words = base.mark_text(dy=-8, color=GREY, fontWeight="bold").encode(text="words:N")
    average = alt.Chart(data).mark_rule(color=GREY, strokeDash=[4, 4]).encode(y=alt.datum(1))
    return dataless(alt.layer(bars, average, words).properties(height=280))


@cache
def _split(lang: str) -> dict[str, Any]:
    data = pd.DataFrame({"part": [""], "first": [pd.Timestamp("2026-01-01")], "last": [pd.Timestamp("2026-02-01")]})
    chart = (
        alt.Chart(data)
        .mark_bar(height=18, cornerRadius=4)
        .encode(
            y=alt.Y("part:N", sort=None, title=None, axis=alt.Axis(ticks=False, domain=False, labelPadding=8, labelLimit=260)),
            x=alt.X("first:T", title=None, axis=alt.Axis(format=month_format(lang), tickCount=5)),
            x2="last:T",
            color=alt.value(UP),
        )
    )
    return dataless(chart)


@cache
def _weights() -> dict[str, Any]:
    base = alt.Chart(pd.DataFrame({"field": [""], "weight": [0.1], "words": [""]})).encode(
        y=alt.Y("field:N", sort=None, title=None, axis=alt.Axis(labelLimit=200, ticks=False, domain=False, labelPadding=8)),
        x=alt.X("weight:Q", title=None, axis=None, scale=alt.Scale(zero=True, padding=30)),
    )
    bars = base.mark_bar(height=14, cornerRadiusEnd=3, color=UP)
    words = base.mark_text(align="left", dx=4, color=GREY).encode(text="words:N")
    return dataless(alt.layer(bars, words))
