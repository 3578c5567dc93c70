"""The overview's charts that are opened on demand: regions, and the way from an impression to a conversion."""

import pandas as pd
import streamlit as st

from adcrm.metrics.definitions import METRICS
from adcrm.metrics.queries import coverage, with_metrics
from adcrm.metrics.scope import Scope
from adcrm.ui import dashboard_data as data
from adcrm.ui import formats
from adcrm.ui.dashboard_charts import bars_table, chart_title, draw_bars, shown_name
from adcrm.ui.dashboard_views import MOST_BARS, NOW
from adcrm.ui.frame import page_path
from adcrm.ui.language import language, t
from adcrm.ui.remember import remembered
from adcrm.ui.stores import facts_version

# Each step with the rate that leads to it from the step before.
STEPS = (("impressions", None), ("clicks", "ctr"), ("conversions", "conversion_rate"))


def regions_at_a_glance(scope: Scope, key: str) -> None:
    """The regions that cost most, one bar each, with how much of the total their reports cover."""
    note, table = _regions(facts_version(), scope, key, language())
    chart_title(t("{metric} by region", metric=shown_name(METRICS[key])), note)
    if table.empty:
        st.caption(t("No report by region covers this selection. Export one from the platform and upload it."))
        return
    draw_bars(table, key, "chart_overview_regions", height=260)
    st.page_link(page_path("time.py"), label=t("All regions"), icon=":material/arrow_forward:", query_params=st.query_params.to_dict())


def funnel(scope: Scope) -> None:
    """Impressions, clicks and conversions, each with its part of the step before."""
    table = _funnel(facts_version(), scope, language())
    note = t("Rates are over channels that report both steps") if len(table) else t("No report carries these figures")
    chart_title(t("From impression to conversion"), note)
    if len(table):
        draw_bars(table, "impressions", "chart_funnel", height=160)


@remembered(64)
def _regions(version: int, scope: Scope, key: str, lang: str) -> tuple[str, pd.DataFrame]:
    """Coverage in words, and the bars."""
    what, rows, total = METRICS[key], data.by_region(version, scope), data.daily(version, scope)
    rows = rows[rows["region"].notna() & (rows["region"] != "")]
    part = coverage(rows, total[total["part"].isin(NOW)], "cost")
    note = t("Reports by region cover {share} of cost", share=formats.percent(part, 0)) if part else ""
    made = with_metrics(rows, ["region"], [key]).nlargest(MOST_BARS, "cost")
    made = made.assign(value=made[key], name=made["region"], platform="").dropna(subset="value")
    made = made.sort_values("value", ascending=what.better == "down", ignore_index=True)
    return note, bars_table(made, key, scope.currency)


@remembered(64)
def _funnel(version: int, scope: Scope, lang: str) -> pd.DataFrame:
    """One bar a step that any report carries."""
    keys = tuple(key for pair in STEPS for key in pair if key)
    figures = {figure.metric.key: figure.value for figure in data.key_figures(version, scope, keys)}
    made = []
    for step, rate in STEPS:
        if figures[step] is None:
            continue
        part = figures[rate] if rate else None
        note = "" if part is None else t("{share} of the step before", share=formats.percent(part, 2))
        made.append({"name": shown_name(METRICS[step]), "platform": "", "value": figures[step], "note": note})
    return bars_table(pd.DataFrame(made, columns=["name", "platform", "value", "note"]), "impressions", scope.currency)
