"""The panels of the dashboards: each asks the cached data for its part, says its finding as a title and draws."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from adcrm.channels.platforms import platform_name
from adcrm.metrics.definitions import METRICS
from adcrm.metrics.figures import cut_sum, period_only_share, shares
from adcrm.metrics.queries import coverage, is_weekly, trend, with_metrics
from adcrm.metrics.scope import Scope
from adcrm.ui import dashboard_data as data
from adcrm.ui import formats
from adcrm.ui.dashboard_charts import bars_table, chart_title, draw_bars, draw_heat, draw_trend, heat_table, shown_name, trend_table
from adcrm.ui.figures import shown
from adcrm.ui.filters import client_names, show_currency
from adcrm.ui.frame import empty_state, page_path
from adcrm.ui.language import language, t, tr
from adcrm.ui.remember import remembered
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
    others = [] if scope.converted else [code for code in data.currencies(facts_version(), scope) if code != scope.currency]
    if others:
        why = t("Nothing in this selection was billed in {currency}. It was billed in another currency:", currency=scope.currency)
        empty_state(t("Nothing in this selection"), why)
        with st.container(horizontal=True, horizontal_alignment="center"):
            for code in others:
                st.button(
                    t("Show {currency}", currency=code), key=f"show_{code}", on_click=show_currency, args=(code,), icon=":material/currency_exchange:"
                )
        return
    if (rows["part"] == "cut").any():
        why = t("Reports of this selection cover longer spans than these days, so they cannot be cut to fit. Choose a longer period.")
    else:
        why = t("No report has a row for this client, these channels and these days. Choose a longer period or fewer filters.")
    empty_state(t("Nothing in this selection"), why, [("channel_data.py", t("Upload channel data"))])


def figure_switch(keys: Sequence[str], default: str) -> str:
    """Which figure the charts below show; kept in the address as ``figure``."""
    state, asked = st.session_state, st.query_params.get("figure")
    if asked is None and state.get("is_same_page") and state.get("figure_written", default) != default:
        asked = default  # the browser's way back to the address before the first choice
    # Set on every run: on coming back to the page the switch is a new widget and would start at its first option.
    state["figure"] = asked if asked in keys and asked != state.get("figure_written") else state.get("figure") or default
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
    state["figure_written"] = key
    return key


def trend_by_channel(scope: Scope, key: str) -> None:
    """Lines by channel and day, young days shaded, with what is not on the chart said below."""
    name = shown_name(METRICS[key])
    chart_title(t("{metric} by channel and week", metric=name) if is_weekly(scope) else t("{metric} by channel and day", metric=name))
    table, apart, cut = _trend(facts_version(), scope, key, language())
    if table.empty:
        st.caption(t("No daily row reports {metric}.", metric=name))
    else:
        draw_trend(table, key, scope.currency, "chart_trend")
    if apart > 0.0005:
        share = formats.percent(apart)
        st.caption(t("{share} of cost comes from reports that name no day: it is in the totals, not on these lines.", share=share))
    if cut > 0:
        amount = shown(METRICS["cost"], cut, scope.currency)
        st.caption(t("Reports that reach beyond these days hold another {amount}; they cannot be cut and are left out.", amount=amount))


def channels_compared(scope: Scope, key: str) -> None:
    """Each channel's part of a sum, or its ratio beside the average of all."""
    title, note, table = _channels(facts_version(), scope, key, language())
    chart_title(title, note)
    if len(table):
        draw_bars(table, key, "chart_channels", height=290)


def campaigns_compared(scope: Scope, key: str) -> None:
    """The campaigns that cost most, one bar each; a click opens the campaign."""
    name = shown_name(METRICS[key])
    table, campaigns = _campaigns(facts_version(), crm_version(), scope, key, language())
    chart_title(t("{metric} of the campaigns that cost most", metric=name), "" if table.empty else t("Click a bar to open the campaign"))
    event = None
    if table.empty:
        st.caption(t("No row reports {metric}.", metric=name))
    else:
        event = draw_bars(table, key, "chart_campaigns", clickable=True)
    picked = event.selection.get("picked") if event else None
    if picked:
        platform, campaign, client = campaigns[int(picked[0]["index"])]
        open_campaign(platform, campaign, client)
    st.page_link(page_path("campaigns.py"), label=t("All channels and campaigns"), icon=":material/arrow_forward:")


def open_campaign(platform: str, key: str, client_id: int) -> None:
    """Go to the campaigns page with this campaign open and the same filter."""
    kept = {name: value for name, value in st.query_params.items() if name != "figure"}
    st.switch_page(page_path("campaigns.py"), query_params={**kept, "platform": platform, "owner": str(client_id), "campaign": key})


def hours_at_a_glance(scope: Scope, key: str) -> None:
    """A small heat map of one figure by hour and weekday, with how much of the total it covers."""
    table = hour_table(facts_version(), scope, key, language())
    chart_title(t("{metric} by hour and weekday", metric=shown_name(METRICS[key])), hour_coverage(facts_version(), scope, language()))
    if table.empty:
        st.caption(t("No report by hour of the day and day covers this selection. Export one from the platform and upload it."))
        return
    draw_heat(table, key, "chart_hours", height=250)
    st.page_link(page_path("time.py"), label=t("Best and worst hours"), icon=":material/arrow_forward:")


@remembered(64)
def hour_coverage(version: int, scope: Scope, lang: str) -> str:
    """How much of the total the reports by hour cover, in words; empty where there are none."""
    rows, total = data.by_hour(version, scope), data.daily(version, scope)
    now = total[total["part"].isin(NOW)]
    for measure in ("cost", "impressions", "clicks"):
        part = coverage(rows, now, measure) if len(rows) else None
        if part is not None and part > 0:
            share = formats.percent(part, 0)
            return t("Reports by hour cover {share} of the total ({metric})", share=share, metric=shown_name(METRICS[measure]))
    return ""


@remembered(128)
def hour_table(version: int, scope: Scope, key: str, lang: str) -> pd.DataFrame:
    """The cells of a heat map by weekday and hour, for :func:`draw_heat`; undefined cells are left out."""
    what = METRICS[key]
    rows = data.by_hour(version, scope)
    placed = rows[rows["weekday"].notna()]
    made = with_metrics(placed, ["weekday", "hour"], [key])
    made["value"] = made[key]
    made["n"] = ""
    if what.denominator is not None:
        base = shown_name(METRICS[what.denominator])
        made["n"] = [t("{n} {metric}", n=formats.number(value), metric=base) for value in made[what.denominator]]
    return heat_table(made.dropna(subset="value"), key, scope.currency)


@remembered(128)
def _trend(version: int, scope: Scope, key: str, lang: str) -> tuple[pd.DataFrame, float, float]:
    """The lines' table, the part of cost that is on no day, and the cost of reports that reach beyond the days."""
    rows = data.daily(version, scope)
    young = data.ripeness(version).first_young
    made = trend(rows, scope, key).dropna(subset="value")
    return trend_table(made, key, scope.currency, pd.Timestamp(young) if young else None), period_only_share(rows), cut_sum(rows)


@remembered(128)
def _channels(version: int, scope: Scope, key: str, lang: str) -> tuple[str, str, pd.DataFrame]:
    """Title, note and bars of the channels."""
    what, rows = METRICS[key], data.daily(version, scope)
    note, average = "", None
    if what.is_ratio:
        made = with_metrics(rows[rows["part"].isin(NOW)], ["platform"], [key]).dropna(subset=key)
        made = made.rename(columns={key: "value"}).sort_values("value", ascending=what.better == "down")
        (whole,) = data.key_figures(version, scope, (key,))
        average = whole.value
        title = t("{metric} by channel", metric=shown_name(what))
        note = t("Dashed: all channels, {value}", value=shown(what, average, scope.currency))
    else:
        made = shares(rows, key)
        made["note"] = [formats.percent(value, 0) for value in made["share"]]
        title = t("No channel reports {metric}", metric=shown_name(what))
        if len(made):
            share, name = formats.percent(made["share"].iloc[0], 0), tr(platform_name(made["platform"].iloc[0]))
            title = t("{metric}: {channel} has {share}", metric=shown_name(what), channel=name, share=share)
    made = made.head(MOST_BARS).assign(name=lambda frame: data.channel_names(frame["platform"]))
    return title, note, bars_table(made, key, scope.currency, average)


@remembered(128)
def _campaigns(version: int, clients: int, scope: Scope, key: str, lang: str) -> tuple[pd.DataFrame, list[tuple[str, str, int]]]:
    """Bars of the campaigns that cost most, and the channel, key and client of each."""
    what, rows = METRICS[key], data.entities(version, scope, "campaign")
    now = rows[rows["part"].isin(NOW) & (rows["key"] != "")]
    made = with_metrics(now, ["client_id", "platform", "key", "name"], [key]).nlargest(MOST_BARS, "cost")
    made["value"] = made[key]
    made = made.dropna(subset="value").sort_values("value", ascending=what.better == "down", ignore_index=True)
    if made["name"].duplicated().any():
        made["name"] = made["name"] + " · " + made["client_id"].map(client_names(clients)).fillna(t("No client"))
    identity = list(zip(made["platform"], made["key"], made["client_id"].astype(int), strict=True))
    return bars_table(made, key, scope.currency), identity
