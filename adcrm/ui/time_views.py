"""The panels of the page about hours, weekdays and regions."""

import pandas as pd
import streamlit as st

from adcrm.metrics.definitions import METRICS
from adcrm.metrics.queries import coverage, with_metrics
from adcrm.metrics.rates import standing
from adcrm.metrics.scope import Scope
from adcrm.ui import dashboard_data as data
from adcrm.ui import formats
from adcrm.ui.dashboard_charts import bars_table, chart_title, draw_bars, draw_heat, shown_name
from adcrm.ui.dashboard_views import NOW, hour_coverage, hour_table
from adcrm.ui.figures import shown
from adcrm.ui.frame import empty_state, escape
from adcrm.ui.language import language, t
from adcrm.ui.remember import remembered
from adcrm.ui.stores import facts_version
from adcrm.ui.tables import bar_column, download_table, metric_column, plain_heads, rounded

HEAT_FIGURES = ("impressions", "ctr", "conversion_rate", "cost_per_conversion")
MOST_REGIONS = 12


def hours(scope: Scope) -> None:
    """Four heat maps with how much of the total they cover, and the hours that really differ."""
    version = facts_version()
    rows = data.by_hour(version, scope)
    if rows.empty:
        empty_state(
            t("No report by hour in this selection"),
            t("Export the report by hour of the day from the platform and upload it; the figures of the other pages do not change."),
            [("channel_data.py", t("Upload channel data"))],
        )
        return
    st.markdown(":material/donut_small: " + hour_coverage(version, scope, language()))
    _verdict(scope)
    whole_days = rows[rows["weekday"].isna()]
    if len(whole_days):
        part = coverage(whole_days, rows, "impressions") or coverage(whole_days, rows, "cost")
        st.caption(
            t("{share} of it is known by hour only, without the weekday: it is in the best hours, not in the maps.", share=formats.percent(part, 0))
        )
    with st.grid(2, min_column_width=420):
        for key in HEAT_FIGURES:
            with st.container(border=True, height="stretch"):
                _heat(scope, key)


def _heat(scope: Scope, key: str) -> None:
    what = METRICS[key]
    chart_title(t("{metric} by hour and weekday", metric=shown_name(what)))
    table = hour_table(facts_version(), scope, key, language())
    if table.empty:
        st.caption(t("No report by hour carries this figure."))
        return
    draw_heat(table, key, f"heat_{key}", height=235)
    low, high = table["value"].min(), table["value"].max()
    ends = {name: escape(shown(what, value, scope.currency)) for name, value in (("low", low), ("high", high))}  # two $ would make a formula
    st.caption(t("Pale: {low} · strong: {high}", **ends))


def _verdict(scope: Scope) -> None:
    """Best and worst hours by conversion rate, each with what it rests on, or the words "cannot tell"."""
    made = _hours_apart(facts_version(), scope)
    best, worst = made[made["verdict"] == "better"].head(3), made[made["verdict"] == "worse"].tail(3).iloc[::-1]
    if best.empty and worst.empty:
        st.info(
            t("Cannot tell: no hour's conversion rate differs from the others by more than chance, on days whose conversions are final."),
            icon=":material/balance:",
        )
        return
    with st.grid(2, min_column_width=320):
        for label, icon, found in (
            (t("Best hours by conversion rate"), "trending_up", best),
            (t("Weakest hours by conversion rate"), "trending_down", worst),
        ):
            with st.container(border=True, height="stretch"):
                st.markdown(f":material/{icon}: **{label}**")
                if found.empty:
                    st.caption(t("None stands out by more than chance."))
                for row in found.to_dict("records"):
                    st.markdown(
                        t(
                            "**{hour}** {rate} of {n} clicks; the other hours {rest}",
                            hour=_clock(row["hour"]),
                            rate=formats.percent(row["rate"], 2),
                            n=formats.number(row["clicks"]),
                            rest=formats.percent(row["rest"], 2),
                        )
                    )
    st.caption(
        t("Only days whose conversions are final; an hour is named when it differs from all others by more than chance, corrected for 24 looks.")
    )


@remembered(64)
def _hours_apart(version: int, scope: Scope) -> pd.DataFrame:
    rows = data.final_hours(version, scope)
    known = rows[rows["conversions"].notna() & rows["clicks"].notna()]
    return standing(known, "hour", "conversions", "clicks") if len(known) else pd.DataFrame(columns=["verdict"])


def _clock(hour: float) -> str:
    return f"{int(hour)}:00–{int(hour) + 1}:00"


def regions(scope: Scope) -> None:
    """Regions compared: a chart of what each costs per conversion, and the table behind it."""
    version = facts_version()
    rows = data.by_region(version, scope)
    rows = rows[rows["region"].notna()]
    if rows.empty:
        empty_state(
            t("No report by region in this selection"),
            t("Export the report by region from the platform and upload it; the figures of the other pages do not change."),
            [("channel_data.py", t("Upload channel data"))],
        )
        return
    total = data.daily(version, scope)
    part = coverage(rows, total[total["part"].isin(NOW)], "cost")
    made = with_metrics(rows, ["region"]).sort_values("cost", ascending=False, ignore_index=True)
    key = "cost_per_conversion" if made["conversions"].sum() > 0 else "ctr"
    what = METRICS[key]
    whole = with_metrics(rows, [], [key])[key].iloc[0]
    left, right = st.columns([2, 3])
    with left.container(border=True, height="stretch"):
        chart_title(t("{metric} by region", metric=shown_name(what)), t("Dashed: all regions, {value}", value=shown(what, whole, scope.currency)))
        bars = made.head(MOST_REGIONS).dropna(subset=key).assign(value=lambda frame: frame[key], name=lambda frame: frame["region"], platform="")
        bars = bars.sort_values("value", ascending=what.better == "down")
        draw_bars(bars_table(bars, key, scope.currency, float(whole)), key, "chart_regions", height=300)
    with right.container(border=True, height="stretch"):
        chart_title(
            t("Where the money goes"),
            t("Reports by region cover {share} of cost", share=formats.percent(part, 0)) if part is not None else "",
        )
        figures = ("cost", "impressions", "ctr", "conversions", "conversion_rate", "cost_per_conversion", "roas")
        table = rounded(made[["region", *(name for name in figures if made[name].notna().any())]])
        columns = {
            "region": t("Region"),
            **{name: metric_column(name, scope.currency) for name in figures},
            "cost": bar_column("cost", float(made["cost"].max()), scope.currency),
        }
        height = min(360, 38 + 35 * len(table))
        st.dataframe(table, hide_index=True, width="stretch", height=height, placeholder=formats.DASH, column_config=columns)
        download_table(table.rename(columns=plain_heads(columns)), f"adcrm-regions-{scope.date_from}-{scope.date_to}", "regions_csv")
