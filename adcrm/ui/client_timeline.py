"""The timeline of a client, with the form that notes a call, mail, meeting, visit or note on it."""

from datetime import UTC, datetime, time

import streamlit as st

from adcrm.clients.classes import INTERACTION_KINDS
from adcrm.clients.dealings import note_interaction
from adcrm.clients.profile import Moment, Profile, timeline
from adcrm.store.session import now
from adcrm.ui import formats
from adcrm.ui.client_done import changing, remember
from adcrm.ui.frame import escape
from adcrm.ui.language import t, tr
from adcrm.ui.stores import actor, stores

ICONS = {
    "call": ":material/call:",
    "mail": ":material/mail:",
    "meeting": ":material/groups:",
    "visit": ":material/storefront:",
    "note": ":material/edit_note:",
    "system": ":material/settings:",
    "case": ":material/support_agent:",
    "answer": ":material/sentiment_satisfied:",
    "contract": ":material/description:",
    "import": ":material/upload_file:",
}
STEP = 20
WRITTEN_BY_HAND = [kind for kind in INTERACTION_KINDS if kind != "system"]


def draw_timeline(profile: Profile) -> None:
    """The form, then everything that happened, newest first."""
    _note_form(profile)
    shown = int(st.session_state.get(f"timeline_{profile.id}", STEP))
    moments = timeline(stores(), profile.id, shown + 1)
    if not moments:
        st.caption(t("Nothing has happened yet. Note the first call or mail above."))
    month = ""
    for moment in moments[:shown]:
        heading = formats.month((moment.at if moment.all_day else formats.local(moment.at)).date())
        if heading != month:
            st.markdown(f"**{heading}**")
            month = heading
        _draw(moment)
    if len(moments) > shown:
        st.button(t("Show older"), on_click=_older, args=(profile.id,), key="older_moments", icon=":material/expand_more:")


def _note_form(profile: Profile) -> None:
    count = st.session_state.get("notes_made", 0)  # a fresh form after each note; a refused one keeps what was typed
    with st.form(f"note_{count}", enter_to_submit=False):
        kind = st.segmented_control(
            t("What happened?"), WRITTEN_BY_HAND, default="call", required=True, format_func=lambda key: f"{ICONS[key]} {tr(INTERACTION_KINDS[key])}"
        )
        summary = st.text_area(t("What was said"), height=80, max_chars=4000)
        with st.container(horizontal=True, vertical_alignment="bottom"):
            today = formats.local(now()).date()
            day = st.date_input(t("Day"), today, max_value=today, width=160, format="YYYY-MM-DD")
            people = {contact.id: contact.name for contact in profile.contacts}
            person = st.selectbox(t("With"), [None, *people], width=220, format_func=lambda key: "–" if key is None else people[key])
            sent = st.form_submit_button(t("Add to the timeline"), type="primary")
    if sent:
        with changing():
            noon = datetime.combine(day, time(12), formats.zone())
            at = now() if day == today else noon.astimezone(UTC).replace(tzinfo=None)
            remember(note_interaction(stores().crm, profile.id, kind or "note", summary, actor(), at=at, contact_id=person))
            st.session_state["notes_made"] = count + 1
            st.rerun()


def _draw(moment: Moment) -> None:
    kind = tr(INTERACTION_KINDS[moment.kind]) if moment.kind in INTERACTION_KINDS else ""
    title = " ".join(part for part in (kind, tr(moment.title)) if part)
    when = formats.day(moment.at.date()) if moment.all_day else formats.moment(moment.at)
    with st.container(horizontal=True, gap="small", vertical_alignment="top"):
        st.markdown(ICONS.get(moment.kind, ":material/circle:"), width="content")
        with st.container(gap="xxsmall"):
            st.markdown(f"**{escape(title)}**  :gray[{escape(when)}{' · ' + escape(moment.by) if moment.by else ''}]")
            if moment.text:
                st.markdown(escape(moment.text))


def _older(client_id: int) -> None:
    key = f"timeline_{client_id}"
    st.session_state[key] = st.session_state.get(key, STEP) + STEP
