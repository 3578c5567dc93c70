"""The panel of claims: by how much each channel claims too much, who claims the same orders, and every order claimed more than once."""

from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from adcrm.ui import attribution_data as data
from adcrm.ui import formats
from adcrm.ui.attribution_charts import draw_matrix
from adcrm.ui.attribution_sources import Span, claimed_often
from adcrm.ui.attribution_words import in_currency, names_of
from adcrm.ui.dashboard_charts import chart_title
from adcrm.ui.frame import empty_state
from adcrm.ui.language import t, tn
from adcrm.ui.stores import crm_version, facts_version
from adcrm.ui.tables import download_table, height_of, plain_heads

MOST_WEEKS = 26


def draw_claims(span: Span) -> None:
    """Over-claim by channel, by week, the overlap, and the orders themselves."""
    with st.spinner(t("Matching claims and orders …"), show_time=True):
        found = data.claim_summary(facts_version(), crm_version(), *span)
    if not found.claims:
        empty_state(
            t("No claim to an order in these days"),
            t(
                "Upload the lists of orders that platforms and networks claim: "
                "Google Ads conversions with order numbers, Meta events, affiliate transactions."
            ),
            [("channel_data.py", t("Upload channel data"))],
        )
        return
    with st.container(border=True):
        _by_channel(span)
    with st.container(border=True):
        _by_week(span)
    with st.container(border=True):
        _overlap(span)
    with st.container(border=True):
        chart_title(
            tn("{n} order is claimed more than once", "{n} orders are claimed more than once", found.several),
            t("Each claim with its time, its value and its window, as the platform’s own list has them"),
        )
        claimed_often(span)


def _by_channel(span: Span) -> None:
    made = data.claims_by_channel(facts_version(), crm_version(), *span)
    chart_title(
        t("What each channel claims, and what is left when orders are counted once"),
        t("An order that several claim is split evenly among them; the ratio is the claims over this share. 1.00: nobody else claims its orders."),
    )
    table = pd.DataFrame(
        {
            "channel": names_of(made["channel"]),
            **{name: made[name] for name in ("claims", "orders", "share", "ratio", "alone", "voided")},
            "value": [formats.number(value, 2) for value in made["value"]],
            "real_value": [formats.number(value, 2) for value in made["real_value"]],
        }
    )
    number, text = st.column_config.NumberColumn, st.column_config.TextColumn
    heads: dict[str, Any] = {
        "channel": t("Claimed by"),
        "claims": st.column_config.ProgressColumn(t("Claims"), format="localized", min_value=0, max_value=float(made["claims"].max())),
        "orders": number(t("Orders claimed"), format="localized", help=t("Distinct orders of the shop")),
        "share": number(
            t("Its share"),
            format="localized",
            step=0.1,
            help=t("Each order split evenly among those who claim it; the shares add up to the orders claimed"),
        ),
        "ratio": number(t("Over-claim ratio"), format="localized", step=0.01, help=t("Claims ÷ its share")),
        "alone": number(t("Claimed alone"), format="localized", help=t("Orders that no other channel claims")),
        "voided": number(t("Cancelled"), format="localized", help=t("Claimed orders that the shop cancelled")),
        "value": text(in_currency(t("Claimed value"), span[3]), alignment="right"),
        "real_value": text(
            in_currency(t("Worth after refunds"), span[3]), alignment="right", help=t("What the real orders among them are worth now")
        ),
    }
    st.dataframe(
        table.round({"share": 1, "ratio": 2}), hide_index=True, width="stretch", column_config=heads, height=height_of(table), key="claims_by_channel"
    )
    download_table(table.rename(columns=plain_heads(heads)), "adcrm-claims-by-channel", "claims_by_channel_download")


def _by_week(span: Span) -> None:
    weeks, cells = data.claims_by_week(facts_version(), crm_version(), *span)
    known = weeks[weeks["ratio"].notna()].tail(MOST_WEEKS)
    chart_title(
        t("Over-claim ratio by channel and week"), t("By the week of the order; the darker, the more often its orders are claimed by others too")
    )
    totals = data.claims_by_channel(facts_version(), crm_version(), *span)
    order = [str(name) for name in totals["channel"]]
    names, every = dict(zip(order, names_of(order), strict=True)), t("All channels")
    columns = {week: formats.short_day(week) for week in known["week"]}
    shown = cells[cells["week"].isin(list(columns))]
    rows = pd.DataFrame(
        {
            "row": [*([every] * len(known)), *shown["channel"].map(names)],
            "column": [*known["week"].map(columns), *shown["week"].map(columns)],
            "ratio": np.concatenate([known["ratio"], shown["ratio"]]).astype(float),
            "claims": np.concatenate([known["claims"], shown["claims"]]).astype(int),
        }
    )
    rows["value"] = ((rows["ratio"] - 1) / max(float((rows["ratio"] - 1).max()), 1e-9)).clip(0, 1)
    rows["label"] = [formats.multiple(value) for value in rows["ratio"]] if len(columns) <= 14 else ""
    rows["said"] = [
        f"{row} · {column} · {formats.multiple(ratio)} · " + tn("{n} claim", "{n} claims", claims)
        for row, column, ratio, claims in zip(rows["row"], rows["column"], rows["ratio"], rows["claims"], strict=True)
    ]
    draw_matrix(
        rows[["row", "column", "value", "label", "said"]], "claims_weeks", t("Over-claim ratio by channel and week"),
        [every, *names.values()], list(columns.values()),
    )  # fmt: skip


def _overlap(span: Span) -> None:
    made = data.overlap(facts_version(), crm_version(), *span)
    most = np.diag(made.to_numpy())
    order = [made.index[i] for i in np.argsort(-most, kind="stable")]
    names = dict(zip(order, names_of(order), strict=True))
    pairs = [(a, b, int(made.loc[a, b])) for a in order for b in order if a != b]
    top = max(pairs, key=lambda pair: pair[2], default=None)
    chart_title(
        t("{one} and {other} claim {n} of the same orders", one=names[top[0]], other=names[top[1]], n=formats.number(top[2]))
        if top and top[2]
        else t("No two channels claim the same order"),
        t("How many orders both claim; the colour is the part of the row’s own orders. On the diagonal: all that a channel claims"),
    )
    rows = []
    for a in order:
        own = int(made.loc[a, a])
        for b in order:
            both = int(made.loc[a, b])
            part = both / own if own else 0.0
            said = (
                t("{channel} claims {n} orders", channel=names[a], n=formats.number(both))
                if a == b
                else t(
                    "{n} orders of {one} are also claimed by {other} ({share})",
                    n=formats.number(both),
                    one=names[a],
                    other=names[b],
                    share=formats.percent(part, 0),
                )
            )
            rows.append(
                {"row": names[a], "column": names[b], "value": 0.0 if a == b else part, "label": formats.number(both) if both else "", "said": said}
            )
    draw_matrix(pd.DataFrame(rows), "claims_overlap", t("Orders that two channels both claim"), list(names.values()), list(names.values()))
