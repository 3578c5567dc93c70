"""Whether the data-driven model keeps its promises: foretold against real orders, of people it had not seen."""

from dataclasses import replace
from functools import cache
from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from adcrm.attribution.calibration import Calibration, calibration_of
from adcrm.attribution.model import Question
from adcrm.ui import formats
from adcrm.ui.attribution_choice import Choice
from adcrm.ui.charts import dataless, draw
from adcrm.ui.dashboard_charts import chart_title
from adcrm.ui.language import language, t
from adcrm.ui.remember import remembered
from adcrm.ui.stores import crm_version, facts_version, stores

LINE, MARK = "#8792A0", "#0D9488"


def draw_calibration(choice: Choice) -> None:
    """The chart, or why there is none."""
    made = _judged(facts_version(), crm_version(), replace(choice.question, by="channel"))
    if made is None:
        chart_title(t("Does the data-driven model keep its promises?"))
        st.caption(t("It has too few journeys with and without an order to be asked: twenty of each for every four fifths of the people."))
        return
    verdict = (
        t("The data-driven model keeps its promises") if made.is_sound else t("The data-driven model does not keep its promises here: trust it less")
    )
    chart_title(verdict, t("Learnt from four fifths of the people and asked about the others, five times. On the dashed line it is right."))
    draw(
        _chart(language()),
        made.groups,
        "attribution_calibration",
        t("Share of journeys that ended in an order against the share foretold"),
        height=260,
    )
    st.caption(
        t(
            "Slope {slope}: 1 is as foretold. Of a journey with an order and one without it picks the right one in {auc} of cases.",
            slope=formats.number(made.slope, 2),
            auc=formats.percent(made.auc, 0),
        )
    )


@remembered(8)
def _judged(version: int, crm: int, question: Question) -> Calibration | None:
    return calibration_of(stores(), question)


@cache
def _chart(lang: str) -> dict[str, Any]:
    data = pd.DataFrame({"predicted": [0.1], "observed": [0.1], "low": [0.0], "high": [0.2], "journeys": [1.0]})
    share = alt.Axis(format="%", grid=True)
    base = alt.Chart(data).encode(x=alt.X("predicted:Q", title=t("Foretold"), axis=share, scale=alt.Scale(zero=True, nice=True)))
    really = t("Really ordered")
    tips = [
        alt.Tooltip("predicted:Q", title=t("Foretold"), format=".1%"),
        alt.Tooltip("observed:Q", title=really, format=".1%"),
        alt.Tooltip("journeys:Q", title=t("Journeys"), format=","),
    ]
    line = base.mark_line(color=LINE, strokeDash=[4, 4]).encode(y=alt.Y("predicted:Q", title=really, axis=share))
    spread = base.mark_rule(strokeWidth=2, opacity=0.55, color=MARK).encode(y=alt.Y("low:Q", title=really), y2="high:Q")
    points = base.mark_circle(size=70, opacity=1, color=MARK).encode(y=alt.Y("observed:Q", title=really), tooltip=tips)
    return dataless(alt.layer(line, spread, points).properties(height=260))
