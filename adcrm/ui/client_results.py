"""The results of one client's campaigns: key figures against the period before, and the campaigns that cost most."""

from datetime import timedelta

import pandas as pd
import streamlit as st

from adcrm.clients.profile import Profile
from adcrm.clients.results import ClientResult
from adcrm.metrics.figures import contrast
from adcrm.metrics.scope import Scope
from adcrm.ui import client_data, dashboard_data, formats
from adcrm.ui.figures import metric_cards, period_figures, source_drawer
from adcrm.ui.filters import compared
from adcrm.ui.frame import nothing_yet, page_path
from adcrm.ui.language import t, tn
from adcrm.ui.stores import facts_version
from adcrm.ui.tables import bar_column, change_column, download_table, metric_column, plain_heads, rounded

PERIODS = ("28", "90", "365")
FIGURES = ("cost", "clicks", "conversions", "cost_per_conversion", "conversion_value", "roas")
MOST_SHOWN = 15
MEASURED = ("cost", "clicks", "conversions", "cost_per_conversion", "roas")


def draw_results(profile: Profile) -> None:
    """Figures and campaigns of a period that ends on the client's last day of data."""
    result = client_data.results().get(profile.id)
    if result is None:
        nothing_yet()
        return
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="bottom"):
        period = st.segmented_control(
            t("Period"), PERIODS, default="28", required=True, key="client_period", format_func=lambda days: t("Last {days} days", days=days)
        )
        st.page_link(
            page_path("overview.py"),
            label=t("Open the dashboards for this client"),
            icon=":material/monitoring:",
            query_params={"client": str(profile.id), "period": period or "28", "currency": result.currency},
            width="content",
        )
    scope = _scope(result, int(period or 28))
    compared(scope)
    if result.other_currencies:
        st.caption(
            t("Only what was billed in {currency}; not in here: {others}.", currency=result.currency, others=", ".join(result.other_currencies))
        )
    metric_cards(period_figures(scope, FIGURES), scope, columns=3)
    _campaigns(scope, result.currency)
    source_drawer(scope)


def _campaigns(scope: Scope, currency: str) -> None:
    version = facts_version()
    rows = dashboard_data.entities(version, scope, "campaign")
    table = contrast(rows[rows["name"] != ""], ["platform", "name"], "cost", dashboard_data.has_before(version, scope))
    if table.empty:
        st.caption(t("No campaign ran in this period."))
        return
    table = table.sort_values("cost", ascending=False, ignore_index=True)
    total = table["cost"].sum()
    st.markdown(
        tn(
            "**Where did the money go?** {n} campaign; the largest took {share}.",
            "**Where did the money go?** {n} campaigns; the largest took {share}.",
            len(table),
            share=formats.percent(table["cost"].iloc[0] / total if total else None, 0),
        )
    )
    shown = rounded(
        pd.DataFrame(
            {
                "campaign": table["name"],
                "channel": dashboard_data.channel_names(table["platform"]),
                "cost": table["cost"],
                "change": table["change"] * 100,
            }
            | {key: table[key] for key in MEASURED[1:]}
        )
    )
    columns = {
        "campaign": st.column_config.TextColumn(t("Campaign"), pinned=True, width="medium"),
        "channel": t("Channel"),
        "cost": bar_column("cost", float(table["cost"].max()), currency),
        "change": change_column(t("Change of cost"), t("Against the period before.")),
        **{key: metric_column(key, currency) for key in MEASURED[1:]},
    }
    st.dataframe(shown.head(MOST_SHOWN), hide_index=True, width="stretch", column_config=columns, placeholder=formats.DASH)
    download_table(shown.rename(columns=plain_heads(columns)), f"adcrm-campaigns-{scope.client_id}", "client_campaigns_csv")


def _scope(result: ClientResult, days: int) -> Scope:
    return Scope(result.last_day - timedelta(days=days - 1), result.last_day, result.client_id, (), result.currency)
