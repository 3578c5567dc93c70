"""One lead at the right-hand side: who it is, what to do with it, why it has its score, and everything it did."""

from typing import Any

import pandas as pd
import streamlit as st

from adcrm.leads.changes import assign, set_status
from adcrm.leads.queries import STATUSES, Row, Track
from adcrm.scoring.apply import Reason, reasons_of
from adcrm.scoring.points import POINTS_PER_LOG_ODDS, chance, in_points
from adcrm.scoring.report import grade
from adcrm.ui import formats
from adcrm.ui import lead_data as data
from adcrm.ui.frame import errors_shown, escape
from adcrm.ui.language import t, tn
from adcrm.ui.lead_charts import reason_bars
from adcrm.ui.lead_done import change, done_line
from adcrm.ui.lead_sources import where_from
from adcrm.ui.lead_words import GRADE_COLOURS, amount, channel_name, status_name, touch_name, value_name
from adcrm.ui.stores import actor, stores

MOST_TOUCHES = 200


def open_lead(lead_id: int, model: data.Model | None) -> None:
    """Open the drawer; the list behind it is drawn anew when it is closed."""
    with errors_shown():
        name = data.track(lead_id).row.lead.name
        st.dialog(escape(name), position="right", width="medium", on_dismiss="rerun")(lead_details)(lead_id, model)


def lead_details(lead_id: int, model: data.Model | None) -> None:
    """Everything about one lead; reads it again on every run, so that a change shows at once."""
    track = data.track(lead_id)
    done_line("drawer")
    _who(track.row, model)
    _what_to_do(track.row)
    _figures(track.row, model)
    where_from(track.row.lead)
    _why(track.row, model)
    _what_it_did(track)


def _who(row: Row, model: data.Model | None) -> None:
    lead = row.lead
    letter = grade(lead.score, model.report.grades) if model else ""
    with st.container(horizontal=True, gap="xsmall"):
        if letter:
            st.badge(t("Grade {letter}", letter=letter), color=GRADE_COLOURS[letter])  # type: ignore[arg-type]
        st.badge(escape(row.client), color="blue", icon=":material/storefront:")
        st.badge(channel_name(lead.channel), color="gray", icon=":material/campaign:")
        st.badge(status_name(lead.status), color="green" if lead.status == "won" else "gray", icon=":material/flag:")
    about = [lead.company, value_name("job_level", lead.job_level), value_name("company_size", lead.company_size) if lead.company_size else ""]
    wants = [lead.product, value_name("region", lead.region)]
    reach = [lead.phone, lead.email]
    lines = [" · ".join(escape(part) for part in parts if part) for parts in (about, wants, reach)]
    st.markdown("  \n".join(line for line in lines if line))
    if lead.campaign:
        st.caption(t("Brought by {campaign}", campaign=escape(lead.campaign)))


def _what_to_do(row: Row) -> None:
    """Status and owner; each change can be taken back."""
    lead, state = row.lead, st.session_state
    status_key, owner_key = f"lead_status_{lead.id}", f"lead_owner_{lead.id}"
    owners = data.held_choices().owners
    state[status_key], state[owner_key] = lead.status, lead.owner or None

    def say_status() -> None:
        change(lambda: set_status(stores().crm, lead.id, state[status_key], actor()))

    def say_owner() -> None:
        change(lambda: assign(stores().crm, lead.id, state[owner_key] or "", actor()))

    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox(t("Status"), STATUSES, key=status_key, format_func=status_name, on_change=say_status, width=150)
        st.selectbox(
            t("Owner"),
            [None, *owners, *([lead.owner] if lead.owner and lead.owner not in owners else [])],
            key=owner_key,
            format_func=lambda name: t("Nobody yet") if name is None else name,
            on_change=say_owner,
            accept_new_options=True,
            placeholder=t("Nobody yet"),
            width=210,
        )


def _figures(row: Row, model: data.Model | None) -> None:
    lead, learned = row.lead, lead_is_learned(row)
    days = model.report.horizon_days if model else 0
    with st.grid(3, min_column_width=130, gap="small"):
        if learned:
            st.metric(
                t("Chance"),
                formats.percent(lead.probability),
                border=True,
                height="stretch",
                help=t("To buy within {days} days of {moment}.", days=days, moment=formats.moment(lead.scored_at)),
            )
        else:
            points = formats.DASH if lead.score is None else formats.number(lead.score)
            st.metric(t("Points"), points, border=True, height="stretch", help=t("Points of the visible rules, 0 to 100; not a chance."))
        st.metric(
            t("Expected value"),
            amount(row.expected_value, row.typical.currency) if row.typical and row.expected_value is not None else formats.DASH,
            border=True,
            height="stretch",
            help=_value_help(row),
        )
        st.metric(t("Came on"), formats.short_day(lead.captured_at.date()), border=True, height="stretch", help=formats.moment(lead.captured_at))


def _value_help(row: Row) -> str:
    if row.typical is None:
        return t("Fewer than five won leads of this client have a value, so a typical value is not known.")
    return t(
        "Chance × {amount}, the median of {n} won leads of this client.",
        amount=formats.money(row.typical.amount, row.typical.currency),
        n=row.typical.n,
    )


def _why(row: Row, model: data.Model | None) -> None:
    reasons = reasons_of(row.lead.reasons)
    if not reasons:
        return
    learned = lead_is_learned(row)
    st.markdown("**" + t("Why this score") + "**")
    reason_bars(reasons, learned, f"reasons_{row.lead.id}")
    st.caption(_sum_line(reasons, learned))


def _sum_line(reasons: list[Reason], learned: bool) -> str:
    points = in_points(reasons, learned)
    base = sum(one for reason, one in points if reason.field == "base")
    total = sum(one for _, one in points)
    if not learned:
        return t("The points add up to {total} of 100.", total=total)
    exact = sum(reason.effect for reason in reasons)
    start = next(reason.effect for reason in reasons if reason.field == "base")
    return t(
        "An average open lead has {base} points: {start}. With the bars, {added}, this one has {total}: {chance}. Ten points double the odds.",
        base=base,
        start=formats.percent(chance(start * POINTS_PER_LOG_ODDS)),
        added=f"{total - base:+d}",
        total=total,
        chance=formats.percent(chance(exact * POINTS_PER_LOG_ODDS)),
    )


def _what_it_did(track: Track) -> None:
    st.markdown("**" + t("The whole track") + "**")
    for order in track.orders:
        paid = formats.money(order["net_value"], order["currency"])
        st.markdown(
            ":material/shopping_bag: "
            + t("Order {key} on {day}: {amount}", key=escape(order["order_key"]), day=formats.day(order["ordered_at"].date()), amount=paid)
        )
    if not track.touches:
        st.caption(t("Nothing is known of what this lead did."))
        return
    shown: list[dict[str, Any]] = track.touches[:MOST_TOUCHES]
    frame = pd.DataFrame(
        {
            "when": [formats.moment(touch["at"]) for touch in shown],
            "what": [touch_name(touch["kind"]) for touch in shown],
            "channel": [channel_name(touch["channel"]) for touch in shown],
            "campaign": [touch["campaign"] or "" for touch in shown],
        }
    )
    column = st.column_config
    names = {"when": t("When"), "what": t("What"), "channel": t("Channel"), "campaign": t("Campaign")}
    st.dataframe(
        frame,
        hide_index=True,
        width="stretch",
        height=min(35 * (len(frame) + 1) + 3, 420),
        column_config={key: column.TextColumn(name) for key, name in names.items()},
        alt=t("Everything this lead did, newest first"),
        key=f"track_{track.row.lead.id}",
    )
    st.caption(tn("{n} touchpoint, times in UTC", "{n} touchpoints, times in UTC", len(track.touches)))


def lead_is_learned(row: Row) -> bool:
    """Whether the lead's score is a chance; otherwise it is points of the rules, or nothing yet."""
    return row.lead.probability is not None
