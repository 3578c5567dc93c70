"""From a headline figure of attribution to the claims and orders behind it, and from each of them to its file and line."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd
import streamlit as st

from adcrm.attribution.claims import REAL
from adcrm.attribution.overclaim import Summary
from adcrm.imports.history import original_lines
from adcrm.metrics.records import lines_behind, order_keys
from adcrm.ui import attribution_data as data
from adcrm.ui import formats
from adcrm.ui.attribution_words import CLAIM_STATES, in_currency, name_of
from adcrm.ui.claim_review import claimant_name
from adcrm.ui.frame import errors_shown, escape, page_path
from adcrm.ui.language import t, tn, tr
from adcrm.ui.record_words import STATUSES
from adcrm.ui.stores import crm_version, facts_version, stores
from adcrm.ui.tables import download_table, height_of, plain_heads

MOST_ROWS, HEIGHT = 300, 360
Span = tuple[int | None, date, date, str]  # client, days, currency


def source_button(what: str, enabled: bool) -> None:
    """The way from a card to its rows; ``what``: claims, orders or several."""
    st.button(
        t("Where from?"), key=f"source_{what}", type="tertiary", icon=":material/lab_profile:", on_click=_open, args=(what,), disabled=not enabled
    )


def _open(what: str) -> None:
    st.session_state["attribution_source"] = what


def source_drawer(span: Span) -> None:
    """Open the drawer of the figure whose button was pressed; call it once at the end of the page."""
    asked = st.session_state.pop("attribution_source", None)
    if asked is not None:
        st.dialog(t("Where does this number come from?"), width=900, position="right", icon=":material/lab_profile:")(_source)(asked, span)


def _source(what: str, span: Span) -> None:
    client, start, end, currency = span
    found = data.matched_within(facts_version(), crm_version(), client, start, end, currency)
    counts = data.claim_summary(facts_version(), crm_version(), client, start, end, currency)
    st.markdown(_formula(what, counts))
    if what == "orders":
        orders = found.orders[found.orders["status"].isin(REAL)].sort_values(["day", "order_key"], ascending=[False, True], ignore_index=True)
        st.markdown(tn("**{count} order** of the shop", "**{count} orders** of the shop", len(orders), count=formats.number(len(orders))))
        row = _orders(orders, currency)
        if row is not None:
            order_lines(int(orders["client_id"].iloc[row]) or None, str(orders["order_key"].iloc[row]))
        return
    if what == "several":
        st.markdown(t("Every order that more than one platform claims, with each claim:"))
        claimed_often(span)
        return
    claims = found.claims.sort_values(["day", "claim"], ascending=[False, True], ignore_index=True)
    told = tn("**{count} row** of claims", "**{count} rows** of claims", len(claims), count=formats.number(len(claims)))
    if counts.retold:
        again = tn("{n} of them tells what another report told already", "{n} of them tell what another report told already", counts.retold)
        told += f" · {again}"
    st.markdown(told)
    row = _claims(claims)
    if row is not None:
        claim_line(str(claims["claim"].iloc[row]))


def _formula(what: str, counts: Summary) -> str:
    """How the figure comes about, with its parts."""
    number = formats.number
    if what == "orders":
        return t(
            "**Real orders** = orders that were paid, refunded ones too: {real} of {orders} in the shop; cancelled and unpaid ones are none.",
            real=number(counts.real),
            orders=number(counts.orders),
        )
    if what == "several":
        return t(
            "**Over-claim ratio** = claims ÷ distinct orders claimed = {claims} ÷ {claimed} = {ratio}",
            claims=number(counts.claims),
            claimed=number(counts.claimed),
            ratio=formats.multiple(counts.ratio),
        )
    return t(
        "**Claimed by platforms** = {made} claims: {claims} to an order of the shop, {waiting} waiting to be looked at, "
        "{other} repeated, taken back or rejected.",
        made=number(counts.made),
        claims=number(counts.claims),
        waiting=number(counts.in_review),
        other=number(counts.made - counts.claims - counts.in_review),
    )


def claimed_often(span: Span) -> None:
    """Orders claimed more than once, a row a claim; choosing one shows the line of the claim and of the order."""
    made = data.claimed_often(facts_version(), crm_version(), *span)
    if made.empty:
        st.caption(t("No order of these days is claimed by more than one platform."))
        return
    right: dict[str, Any] = {"alignment": "right"}
    text = st.column_config.TextColumn
    heads: dict[str, Any] = {
        "order": t("Order"),
        "claims": st.column_config.NumberColumn(t("Claims"), format="localized", width="small"),
        "day": t("Day of the order"),
        "net": text(t("Order value"), **right),
        "channel": t("Claimed by"),
        "claimed_at": t("Claimed at"),
        "value": text(t("Claimed value"), **right),
        "currency": t("Currency"),
        "window": text(t("Its window"), help=t("The attribution window that the platform’s own list names")),
        "publisher": t("Publisher"),
        "status": t("Status"),
    }
    row = _chosen(made, _often_table, heads, "claimed_often", "adcrm-orders-claimed-more-than-once")
    if row is not None:
        claim_line(str(made["claim"].iloc[row]))
        order_lines(span[0], str(made["order_key"].iloc[row]))


def _often_table(made: pd.DataFrame) -> pd.DataFrame:
    table = pd.DataFrame(
        {
            "order": made["order_key"],
            "claims": made["claims"],
            "day": [formats.day(day) for day in made["order_day"]],
            "net": [_amount(value) for value in made["net"]],
            "channel": [name_of(str(name)) for name in made["channel"]],
            "claimed_at": [formats.moment(at) for at in made["claimed_at"]],
            "value": [_amount(value) for value in made["value"]],
            "currency": made["currency"],
            "window": made["window"],
            "publisher": made["publisher"],
            "status": _statuses(made["status"]),
        }
    )
    return table.drop(columns=[name for name in ("window", "publisher") if (made[name] == "").all()])


def claim_line(key: str) -> None:
    """The line of a claim's file, by the key of its row."""
    _lines(t("The claim"), [key])


def order_lines(client_id: int | None, order_key: str) -> None:
    """The line of the order's file."""
    keys = order_keys(stores().facts, client_id, order_key) if order_key else []
    if keys:
        _lines(t("The order"), keys)


def _lines(what: str, keys: list[str]) -> None:
    with errors_shown():
        for row in lines_behind(stores().facts, keys).to_dict("records"):
            st.markdown(
                f"**{escape(what)}** · "
                + t(
                    "Line {line} of {file}, import {id}",
                    line=int(row["source_line"]),
                    file=escape(str(row["file_name"])),
                    id=str(int(row["import_id"])),
                )
            )
            lines = original_lines(stores(), int(row["import_id"]), str(row["source_part"] or ""), [int(row["source_line"])])
            st.code("\n".join(text for _, text in lines) or formats.DASH, language=None, wrap_lines=True)
            st.page_link(
                page_path("import_history.py"),
                label=t("Open the import"),
                icon=":material/history:",
                query_params={"import": str(int(row["import_id"]))},
            )


def _orders(orders: pd.DataFrame, currency: str) -> int | None:
    heads: dict[str, Any] = {
        "day": t("Day"),
        "order": t("Order"),
        "status": t("Status"),
        "net": st.column_config.TextColumn(in_currency(t("Value after refunds"), currency), alignment="right"),
    }

    def table(rows: pd.DataFrame) -> pd.DataFrame:
        return pd.DataFrame(
            {
                "day": [formats.day(day) for day in rows["day"]],
                "order": rows["order_key"],
                "status": _statuses(rows["status"]),
                "net": [formats.number(value / 1e6, 2) for value in rows["net"]],
            }
        )

    return _chosen(orders, table, heads, "rows_orders", "adcrm-real-orders")


def _claims(claims: pd.DataFrame) -> int | None:
    heads: dict[str, Any] = {
        "day": t("Day"),
        "claimant": t("Claimed by"),
        "order": t("Order"),
        "state": t("Counted?"),
        "value": st.column_config.TextColumn(t("Claimed value"), alignment="right"),
        "currency": t("Currency"),
    }

    def table(rows: pd.DataFrame) -> pd.DataFrame:
        return pd.DataFrame(
            {
                "day": [formats.day(day) for day in rows["day"]],
                "claimant": [claimant_name(str(key)) for key in rows["claimant"]],
                "order": rows["order_key"],
                "state": [tr(CLAIM_STATES[state]) for state in rows["state"]],
                "value": [formats.number(value / 1e6, 2) for value in rows["value"]],
                "currency": rows["currency"],
            }
        )

    return _chosen(claims, table, heads, "rows_claims", "adcrm-claims")


def _chosen(rows: pd.DataFrame, table: Callable[[pd.DataFrame], pd.DataFrame], heads: dict[str, Any], key: str, name: str) -> int | None:
    """Show the first rows as ``table`` words them, all of them in the download; the place of the one that is chosen."""
    shown = table(rows.head(MOST_ROWS))
    event = st.dataframe(
        shown, hide_index=True, width="stretch", column_config=heads, on_select="rerun", selection_mode="single-row", key=key,
        placeholder=formats.DASH, height=min(height_of(shown), HEIGHT),
    )  # fmt: skip
    with st.container(horizontal=True, vertical_alignment="center"):
        said = t("Choose a row to see its line in the file.")
        if len(rows) > MOST_ROWS:
            said += " " + tn("The first {n} row is shown, the download has all.", "The first {n} rows are shown, the download has all.", MOST_ROWS)
        st.caption(said)
        download_table(lambda: table(rows).rename(columns=plain_heads(heads)), name, f"{key}_download")
    chosen = event.selection.rows
    return int(chosen[0]) if chosen and chosen[0] < len(shown) else None


def _statuses(words: pd.Series) -> list[str]:
    return [tr(STATUSES[word]) if word in STATUSES else str(word) for word in words]


def _amount(value: Decimal) -> str:
    return formats.number(value, 2)
