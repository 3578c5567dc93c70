"""The panels of the dashboards: each asks the cached data for its part, says its finding as a title and draws."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from adcrm.channels.platforms import platform_name
from adcrm.metrics.definitions import METRICS
from adcrm.metrics.figures import cut_sum, figures, period_only_share, shares
from adcrm.metrics.queries import coverage, is_weekly, trend, with_metrics
from adcrm.metrics.scope import Scope
from adcrm.ui import dashboard_data as data
from adcrm.ui import formats
from adcrm.ui.dashboard_charts import chart_title, draw_bars, draw_heat, draw_trend, shown_name
from adcrm.ui.figures import shown
from adcrm.ui.filters import client_names
from adcrm.ui.frame import empty_state, page_path
from adcrm.ui.language import t, tr
from adcrm.ui.stores import crm_version, facts_version

MOST_BARS = 10
NOW = ("current", "current_fresh")


def has_rows(scope: Scope) -> bool:
    """Whether any row counts in the scope's days."""
    rows = data.daily(facts_version(), scope)
    return bool(rows["part"].isin(NOW).any())


def nothing_in_scope(scope: Scope) -> None:
    """The empty state of a filter that leaves nothing, with the reason where it is known."""
    rows = data.daily(facts_version(), scope)
    if (rows["part"] == "cut").any():
        why = t("Reports of this selection cover longer spans than these days, so they cannot be cut to fit. Choose a longer period.")
    else:
        why = t("No report has a row for this client, these channels and these days. Choose a longer period or fewer filters.")
    empty_state(t("Nothing in this selection"), why, [("channel_data.py", t("Upload channel data"))])


def figure_switch(keys: Sequence[str], default: str) -> str:
    """Which figure the charts below show; kept in the address as ``figure``."""
    asked = st.query_params.get("figure")
    # Set on every run: on coming back to the page the switch is a new widget and would start at its first option.
    st.session_state["figure"] = st.session_state.get("figure") or (asked if asked in keys else default)
    chosen = st.segmented_control(
        t("Show in the charts"),
        keys,
        format_func=lambda key: tr(METRICS[key].short),
        key="figure",
        required=True,
        persist_state="session",
        label_visibility="collapsed",
    )
    key = str(chosen or default)
    if st.query_params.get("figure", default) != key:
        st.query_params["figure"] = key
    return key


def trend_by_channel(scope: Scope, key: str) -> None:
    """Lines by channel and day, young days shaded, with what is not on the chart said below."""
    version = facts_version()
    what = METRICS[key]
    rows = data.daily(version, scope)
    made = trend(rows, scope, key).dropna(subset="value")
    name = shown_name(what)
    chart_title(t("{metric} by channel and week", metric=name) if is_weekly(scope) else t("{metric} by channel and day", metric=name))
    young = data.ripeness(version).first_young
    draw_trend(made, key, scope.currency, pd.Timestamp(young) if young else None, "chart_trend")
    said = []
    apart, cut = period_only_share(rows, "cost"), cut_sum(rows, "cost")
    if apart > 0.0005:
        said.append(t("{share} of cost comes from reports that name no day: it is in the totals, not on these lines.", share=formats.percent(apart)))
    if cut > 0:
        amount = shown(METRICS["cost"], cut, scope.currency)
        said.append(t("Reports that reach beyond these days hold another {amount}; they cannot be cut and are left out.", amount=amount))
    for line in said:
        st.caption(line)


def channels_compared(scope: Scope, key: str) -> None:
    """Each channel's part of a sum, or its ratio beside the average of all."""
    what = METRICS[key]
    rows = data.daily(facts_version(), scope)
    if not what.is_ratio:
        made = shares(rows, key)
        if made.empty:
            chart_title(t("No channel reports {metric}", metric=shown_name(what)))
            return
        top = made.iloc[0]
        chart_title(
            t(
                "{metric}: {channel} has {share}",
                channel=tr(platform_name(top["platform"])),
                share=formats.percent(top["share"], 0),
                metric=shown_name(what),
            )
        )
        made["note"] = [formats.percent(value, 0) for value in made["share"]]
        average = None
    else:
        made = with_metrics(rows[rows["part"].isin(NOW)], ["platform"], [key]).dropna(subset=key)
        made = made.rename(columns={key: "value"}).sort_values("value", ascending=what.better == "down")
        (whole,) = figures(rows, scope, data.ripeness(facts_version()), [key])
        chart_title(
            t("{metric} by channel", metric=shown_name(what)), t("Dashed: all channels, {value}", value=shown(what, whole.value, scope.currency))
        )
        average = whole.value
    made = made.head(MOST_BARS).assign(name=lambda frame: data.channel_names(frame["platform"]))
    draw_bars(made, key, scope.currency, "chart_channels", average, height=290)


def campaigns_compared(scope: Scope, key: str) -> None:
    """The campaigns that cost most, one bar each; a click opens the campaign."""
    what = METRICS[key]
    rows = data.entities(facts_version(), scope, "campaign")
    now = rows[rows["part"].isin(NOW) & (rows["key"] != "")]
    identity = ["client_id", "platform", "key", "name"]
    made = with_metrics(now, identity, [key]).nlargest(MOST_BARS, "cost").rename(columns={key: "value"} if what.is_ratio else {})
    if not what.is_ratio:
        made["value"] = made[key]
    made = made.dropna(subset="value").sort_values("value", ascending=what.better == "down" and what.is_ratio, ignore_index=True)
    chart_title(t("{metric} of the campaigns that cost most", metric=shown_name(what)), t("Click a bar to open the campaign"))
    if made["name"].duplicated().any():
        made["name"] = made["name"] + " · " + made["client_id"].map(client_names(crm_version())).fillna(t("No client"))
    event = draw_bars(made, key, scope.currency, "chart_campaigns", clickable=True)
    picked = event.selection.get("picked") if event else None
    if picked:
        row = made.iloc[int(picked[0]["index"])]
        open_campaign(row["platform"], row["key"], int(row["client_id"]))
    st.page_link(page_path("campaigns.py"), label=t("All channels and campaigns"), icon=":material/arrow_forward:")


def open_campaign(platform: str, key: str, client_id: int) -> None:
    """Go to the campaigns page with this campaign open."""
    st.session_state["drill"] = {"platform": platform, "campaign": key, "owner": client_id}
    st.switch_page(page_path("campaigns.py"))


def hours_at_a_glance(scope: Scope, key: str) -> None:
    """A small heat map of one figure by hour and weekday, with how much of the total it covers."""
    version = facts_version()
    what = METRICS[key]
    rows = data.by_hour(version, scope)
    total = data.daily(version, scope)
    chart_title(t("{metric} by hour and weekday", metric=shown_name(what)), hour_coverage(rows, total))
    grid = hour_grid(rows, key)
    if grid.empty:
        st.caption(t("No report by hour of the day and day covers this selection. Export one from the platform and upload it."))
        return
    draw_heat(grid, key, scope.currency, "chart_hours", height=250)
    st.page_link(page_path("time.py"), label=t("Best and worst hours"), icon=":material/arrow_forward:")


def hour_coverage(rows: pd.DataFrame, total: pd.DataFrame) -> str:
    """How much of the total the reports by hour cover, in words; empty where there are none."""
    now = total[total["part"].isin(NOW)]
    for measure in ("cost", "impressions", "clicks"):
        part = coverage(rows, now, measure) if len(rows) else None
        if part is not None and part > 0:
            return t(
                "Reports by hour cover {share} of the total ({metric})",
                share=formats.percent(min(part, 9.99), 0),
                metric=shown_name(METRICS[measure]),
            )
    return ""


def hour_grid(rows: pd.DataFrame, key: str) -> pd.DataFrame:
    """Weekday × hour cells for :func:`draw_heat`: columns ``weekday``, ``hour``, ``value``, ``n``; undefined cells are left out."""
    what = METRICS[key]
    placed = rows[rows["weekday"].notna()]
    if placed.empty:
        return pd.DataFrame(columns=["weekday", "hour", "value", "n"])
    made = with_metrics(placed, ["weekday", "hour"], [key])
    made["value"] = made[key]
    made["n"] = ""
    if what.denominator is not None:
        base = METRICS[what.denominator]
        made["n"] = [t("{n} {metric}", n=formats.number(value), metric=shown_name(base)) for value in made[what.denominator]]
    return made.dropna(subset="value")[["weekday", "hour", "value", "n"]]
