"""What counts in the totals, report by report: the guard against counting twice, to be seen."""

from datetime import date

import pandas as pd
import streamlit as st

from adcrm.imports.coverage import Counted, counted
from adcrm.imports.history import ImportDetail
from adcrm.messages import Message, message
from adcrm.ui import formats
from adcrm.ui.frame import escape
from adcrm.ui.import_words import amount, days, logged_report, platform_words
from adcrm.ui.language import t, tr
from adcrm.ui.remember import remembered
from adcrm.ui.stores import facts_version, stores

ROLES: dict[str, Message] = {
    "total": message("in the totals"),
    "partly": message("in the totals in part"),
    "chart": message("only in its own chart"),
    "overlaps": message("overlaps: never in a total"),
    "nowhere": message("kept; another report counts"),
}


@remembered(16)
def _counted(version: int, client_id: int, first: date | None, last: date | None, platform: str) -> tuple[Counted, ...]:
    return counted(stores(), client_id, first, last, platform)


def counted_beside(detail: ImportDetail) -> None:
    """How the reports of the same channel and days count beside one another; nothing for an import that is undone or of nobody."""
    entry = detail.entry
    if detail.is_undone or entry["client_id"] is None or entry["date_start"] is None:
        return
    found = _counted(facts_version(), entry["client_id"], entry["date_start"], entry["date_end"], entry["platform"])
    if not found:
        return
    with st.container(border=True, key="what_counts"):
        st.subheader(t("What counts on these days"), anchor=False)
        if not detail.rows_in_total:
            st.markdown(
                ":blue[:material/info:] " + t("No row of this import is in a total: another report holds the same spend, and it is counted once.")
            )
        counted_table(found, f"import_{entry['import_id']}")


def counted_card(client_id: int | None, name: str) -> None:
    """The same for all channels of the client that is chosen on the page; nothing while none is."""
    if client_id is None:
        return
    found = _counted(facts_version(), client_id, None, None, "")
    if not found:
        return
    with st.expander(t("What counts in the totals of {client}", client=name), icon=":material/rule_settings:"):
        st.caption(t("Each unit of spend counts once: one kind of report for each account and day. The others feed their own charts."))
        counted_table(found, f"client_{client_id}")


def counted_table(found: tuple[Counted, ...], key: str) -> None:
    """A sentence for each breakdown that does not cover all, and a row for each kind of report."""
    told = [line for one in found if (line := _gap(one))]
    if told:
        st.markdown("  \n".join(told))
    several = len({(one.platform, one.account) for one in found}) > 1
    table = pd.DataFrame(
        {
            "channel": [" · ".join(part for part in (platform_words(one.platform), one.account) if part) for one in found],
            "report": [_report(one) for one in found],
            "role": [tr(ROLES[one.role]) for one in found],
            "coverage": [None if one.coverage is None else min(float(one.coverage), 1.0) for one in found],
            "cost": [amount("cost", one.cost, one.currency) for one in found],
            "period": [days(one.date_start, one.date_end) for one in found],
            "rows": [one.rows for one in found],
        }
    )
    st.dataframe(
        table,
        key=f"counted_{key}",
        hide_index=True,
        width="stretch",
        height=min(640, 36 * (len(table) + 1) + 3),
        column_config={
            "channel": st.column_config.TextColumn(t("Account"), width=170) if several else None,
            "report": st.column_config.TextColumn(t("Report"), width=290),
            "role": st.column_config.TextColumn(t("How it counts"), width=190),
            "coverage": st.column_config.ProgressColumn(
                t("Of the total"),
                min_value=0,
                max_value=1,
                format="percent",
                width=110,
                help=t("Cost in the chart of this breakdown ÷ cost in totals"),
            ),
            "cost": st.column_config.TextColumn(t("Cost"), width=120, alignment="right"),
            "period": st.column_config.TextColumn(t("Period"), width=210),
            "rows": st.column_config.NumberColumn(t("Rows"), format="localized", width=70),
        },
    )
    if any(not one.is_daily for one in found):
        st.caption(t("Rows that cover a period are never dated to a day; they count only where no daily report covers the same campaign."))


def _report(one: Counted) -> str:
    return logged_report(one.level, one.breakdown, "daily_daily" if one.is_daily else "period")


def _gap(one: Counted) -> str:
    """As "Campaign report by day and location covers 87 % of the cost; €8,225.37 is in none of its rows.\""""
    if one.coverage is None or one.missing is None or abs(1 - one.coverage) < 0.0005:
        return ""
    report, share = escape(_report(one)), formats.percent(one.coverage)
    if one.missing > 0:
        missing = escape(amount("cost", one.missing, one.currency))
        return ":gray[:material/donut_large:] " + t(
            "{report} covers {share} of the cost; {missing} is in none of its rows.", report=report, share=share, missing=missing
        )
    more = escape(amount("cost", -one.missing, one.currency))
    return ":orange[:material/warning:] " + t("{report} shows {more} more than the totals ({share}).", report=report, share=share, more=more)
