"""What the tabs of a client's page show besides timeline and results: profile, cases, contracts, satisfaction."""

from datetime import date
from functools import cache
from statistics import mean
from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from adcrm.clients.classes import CASE_KINDS, CONTACT_ROLES, CONTRACT_STATES, FEE_MODELS, name_of
from adcrm.clients.dealings import SURVEY_RANGES, add_case, add_survey, answer_case, resolve_case
from adcrm.clients.editing import tag_client, untag_client
from adcrm.clients.profile import CaseCard, ContactCard, ContractCard, Profile, SurveyCard, cases, contracts, surveys
from adcrm.ui import client_data as data
from adcrm.ui import formats
from adcrm.ui.charts import dataless, draw, month_format
from adcrm.ui.client_done import change, changing, remember
from adcrm.ui.client_forms import open_contact, open_delete_client, open_edit_client
from adcrm.ui.frame import escape
from adcrm.ui.language import language, t, tr
from adcrm.ui.stores import actor, stores


def draw_profile(profile: Profile) -> None:
    """Who the client is, what it wants, its tags and contacts; each can be changed."""
    left, right = st.columns([3, 2], gap="large")
    with left:
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.subheader(t("Contacts"), anchor=False)
            if st.button(t("Add contact"), icon=":material/person_add:", key="add_contact"):
                open_contact(profile.id, None)
        if not profile.contacts:
            st.caption(t("Nobody yet. Add the person you call first."))
        for contact in profile.contacts:
            _contact(profile.id, contact)
    with right:
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.subheader(t("Profile"), anchor=False)
            if st.button(t("Edit"), icon=":material/edit:", key="edit_client"):
                open_edit_client(profile)
        facts = (
            (t("What the client wants now"), profile.needs),
            (t("Next step"), profile.next_step),
            (t("Owner"), profile.owner),
            (t("Short name"), profile.short_name),
            (t("Website"), profile.website),
            (t("Currency"), profile.currency),
            (t("In the book since"), formats.day(formats.local(profile.created_at).date())),
        )
        for label, value in facts:
            st.markdown(f":gray[{label}]  \n{escape(value) or formats.DASH}")
        _tags(profile)
        if st.button(t("Delete client"), icon=":material/delete:", type="tertiary", key="delete_client"):
            open_delete_client(profile)


def draw_cases(profile: Profile) -> None:
    """Open cases with what to do, then the resolved ones; a form for a new one."""
    found = cases(stores().crm, profile.id)
    with st.expander(t("Note an inquiry, a complaint or feedback"), icon=":material/add:", expanded=not found):
        _case_form(profile)
    if not found:
        st.caption(t("No inquiry, complaint or feedback was ever noted."))
    for case in found:
        _case(case)


def draw_contracts(profile: Profile) -> None:
    """Contracts, the one that ends last on top."""
    found = contracts(stores().crm, profile.id)
    if not found:
        st.caption(t("No contract was noted."))
        return
    st.dataframe(
        pd.DataFrame(
            {
                t("Contract no."): [one.reference for one in found],
                t("State"): [tr(name_of(CONTRACT_STATES, one.status)) for one in found],
                t("Starts"): [formats.day(one.starts_on) for one in found],
                t("Ends"): [formats.day(one.ends_on) for one in found],
                t("Contract value"): [formats.money(one.value, one.currency) for one in found],
                t("Fee"): [_fee(one) for one in found],
            }
        ),
        hide_index=True,
        width="stretch",
        column_config={t("Contract value"): st.column_config.TextColumn(alignment="right")},
    )


def draw_satisfaction(profile: Profile) -> None:
    """Answers to the question "would you recommend us" over time, and a form for the next one."""
    found = surveys(stores().crm, profile.id)
    nps = [one for one in found if one.kind == "nps"]
    if nps:
        st.markdown(f"**{_finding(nps)}**")
        table = pd.DataFrame(
            {
                "day": pd.to_datetime([one.answered_on for one in nps]),
                "month": pd.to_datetime([one.answered_on.replace(day=15) for one in nps]),
                "score": [one.score for one in nps],
                "shown": [f"{formats.day(one.answered_on)}: {one.score}" for one in nps],
                "comment": [one.comment for one in nps],
            }
        )
        draw(_satisfaction(language()), table, "satisfaction", t("Answers from 0 to 10 over time"), height=260, width="stretch")
        st.caption(t("“Would you recommend us?” from 0 to 10. Points are answers, the line is the mean of each month."))
    else:
        st.caption(t("No satisfaction survey yet. Note the first answer below."))
    with st.form("survey_form", enter_to_submit=False), st.container(horizontal=True, vertical_alignment="bottom"):
        kind = st.selectbox(t("Question"), list(SURVEY_RANGES), width=230, format_func=_question)
        score = st.number_input(t("Answer"), min_value=0, max_value=10, value=8, step=1, width=120)
        comment = st.text_input(t("Comment"), width=280, max_chars=4000)
        sent = st.form_submit_button(t("Note the answer"))
    if sent:
        with changing():
            remember(add_survey(stores().crm, profile.id, kind, int(score), comment, actor()))
            st.rerun()


def _contact(client_id: int, contact: ContactCard) -> None:
    with (
        st.container(border=True, key=f"contact_{contact.id}"),
        st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"),
    ):
        reach = (
            (":material/mail:", contact.email),
            (":material/call:", contact.phone),
            (":material/chat:", contact.wechat),
        )
        lines = " ".join(f"{icon} {escape(value)}" for icon, value in reach if value)
        role = tr(name_of(CONTACT_ROLES, contact.role))
        with st.container(gap="xxsmall"):
            st.markdown(f"**{escape(contact.name)}** {escape(contact.title)} :gray-badge[{escape(role)}]")
            st.markdown(lines or formats.DASH)
        if st.button(t("Edit"), key=f"edit_contact_{contact.id}", type="tertiary", icon=":material/edit:"):
            open_contact(client_id, contact)


def _tags(profile: Profile) -> None:
    st.markdown(":gray[" + t("Tags") + "]")
    known = sorted({*data.held_choices().tags, *profile.tags})
    state_key = f"tags_{profile.id}"
    st.session_state[state_key] = list(profile.tags)
    st.multiselect(
        t("Tags"),
        known,
        key=state_key,
        accept_new_options=True,
        label_visibility="collapsed",
        placeholder=t("Add a tag"),
        on_change=_retag,
        args=(profile.id, profile.tags, state_key),
    )


def _retag(client_id: int, before: tuple[str, ...], state_key: str) -> None:
    wanted = list(st.session_state[state_key])
    crm, who = stores().crm, actor()
    for tag in wanted:
        if tag not in before:
            change(lambda tag=tag: tag_client(crm, client_id, tag, who))  # type: ignore[misc]
    for tag in before:
        if tag not in wanted:
            change(lambda tag=tag: untag_client(crm, client_id, tag, who))  # type: ignore[misc]


def _case_form(profile: Profile) -> None:
    count = st.session_state.get("cases_made", 0)
    with st.form(f"case_{count}", border=False, enter_to_submit=False):
        kind = st.segmented_control(t("Kind"), list(CASE_KINDS), default="inquiry", required=True, format_func=lambda key: tr(CASE_KINDS[key]))
        subject = st.text_input(t("Subject"), max_chars=200)
        detail = st.text_area(t("Details"), height=80, max_chars=8000)
        sent = st.form_submit_button(t("Open the case"), type="primary")
    if sent:
        with changing():
            remember(add_case(stores().crm, profile.id, kind or "inquiry", subject, detail, actor()))
            st.session_state["cases_made"] = count + 1
            st.rerun()


def _case(case: CaseCard) -> None:
    is_open = case.status == "open"
    with st.container(border=True, key=f"case_card_{case.id}"):
        badge = "red" if is_open and case.kind == "complaint" else "orange" if is_open else "green"
        status = t("Still open") if is_open else t("Resolved")
        st.markdown(f":{badge}-badge[{tr(name_of(CASE_KINDS, case.kind))} · {status}] **{escape(case.subject)}**")
        answered = (
            t("no answer yet") if case.answer_hours is None else t("first answer after {hours} hours", hours=formats.number(case.answer_hours, 1))
        )
        told = [t("Opened {day}", day=formats.day(formats.local(case.opened_at).date())), answered]
        if case.resolved_at:
            told.append(t("resolved {day}", day=formats.day(formats.local(case.resolved_at).date())))
        st.caption(" · ".join(told))
        if case.detail:
            st.markdown(escape(case.detail))
        if case.resolution:
            st.markdown(":gray[" + t("What was done") + "]  \n" + escape(case.resolution))
        if is_open:
            _case_actions(case)


def _case_actions(case: CaseCard) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if case.answer_hours is None:
            st.button(
                t("First answer given"),
                key=f"answer_{case.id}",
                icon=":material/reply:",
                on_click=change,
                args=(lambda: answer_case(stores().crm, case.id, actor()),),
            )
        with st.popover(t("Resolve"), icon=":material/check:"), st.form(f"resolve_{case.id}", border=False, enter_to_submit=False):
            resolution = st.text_area(t("What was done"), height=80, max_chars=8000)
            if st.form_submit_button(t("Resolve the case"), type="primary"):
                with changing():
                    remember(resolve_case(stores().crm, case.id, resolution, actor()))
                    st.rerun()


def _fee(one: ContractCard) -> str:
    name = tr(name_of(FEE_MODELS, one.fee_model))
    return f"{name} · {formats.percent(one.fee_rate)}" if one.fee_model == "percent" and one.fee_rate else name


def _question(kind: str) -> str:
    return {"nps": t("Would recommend us, 0–10"), "csat": t("Satisfied, 1–5")}[kind]


def _finding(nps: list[SurveyCard]) -> str:
    """The mean of the last month with answers against that of the month with answers before."""
    months: dict[date, list[int]] = {}
    for one in nps:
        months.setdefault(one.answered_on.replace(day=1), []).append(one.score)
    means = [(month, mean(scores)) for month, scores in months.items()]
    month, last = means[-1]
    if len(means) == 1:
        return t("{score} of 10 in {month}, the only survey so far", score=formats.number(last, 1), month=formats.month(month))
    before, former = means[-2]
    values = {"score": formats.number(last, 1), "month": formats.month(month), "former": formats.number(former, 1), "before": formats.month(before)}
    if last > former:
        return t("Up to {score} of 10 in {month}, from {former} in {before}", **values)
    if last < former:
        return t("Down to {score} of 10 in {month}, from {former} in {before}", **values)
    return t("{score} of 10 in {month}, as in {before}", **values)


@cache
def _satisfaction(lang: str) -> dict[str, Any]:
    base = alt.Chart(pd.DataFrame({"day": [], "month": [], "score": [], "shown": [], "comment": []}))
    height = alt.Y("score:Q", title=None, scale=alt.Scale(domain=[0, 10]), axis=alt.Axis(tickMinStep=1))
    time_axis = alt.Axis(format=month_format(lang), tickCount=6, grid=False)
    line = base.mark_line(strokeWidth=2).encode(alt.X("month:T", title=None, axis=time_axis), height.aggregate("mean"))
    dots = base.mark_circle(size=70, opacity=0.7).encode(
        alt.X("day:T", title=None, axis=time_axis),
        height,
        tooltip=[alt.Tooltip("shown:N", title=t("Answer")), alt.Tooltip("comment:N", title=t("Comment"))],
    )
    return dataless(line + dots)
