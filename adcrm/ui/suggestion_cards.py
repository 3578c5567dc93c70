"""The cards of the suggestions page: what to change, how much it should bring, how sure, and the three answers to it."""

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from adcrm.channels.platforms import platform_name
from adcrm.recommend import decisions
from adcrm.recommend.decisions import Decision
from adcrm.recommend.model import KINDS, CannotTell, Record, Suggestion
from adcrm.ui import formats, suggestion_data
from adcrm.ui.filters import client_names
from adcrm.ui.frame import errors_shown, escape, undo_offer
from adcrm.ui.language import t, tn, tr
from adcrm.ui.stores import actor, crm_version, stores
from adcrm.ui.suggestion_charts import effect_range, evidence
from adcrm.ui.suggestion_words import effect_sentence, kind_name, record_sentence, say

ICONS = {"budget": ":material/account_balance_wallet:", "creative": ":material/palette:", "timing": ":material/schedule:"}
COLOURS = {"budget": "green", "creative": "violet", "timing": "blue"}
CARDS_A_PAGE = 5


@dataclass(frozen=True)
class Answer:
    """What was just decided, for the line that offers to take it back."""

    key: str
    status: str


def answered() -> None:
    """Say what was just decided and offer to undo it."""
    last: Answer | None = st.session_state.get("suggestion_answered")
    if last is None:
        return
    done = {
        "accepted": t("Accepted. Nothing is changed on the platform; do it there."),
        "dismissed": t("Dismissed."),
        "later": t("Put off by a week."),
    }
    undo_offer(done[last.status], t("Undo"), lambda: _undo(last.key), "suggestion")


def card(one: Suggestion, record: dict[str, Record] | None) -> None:
    """One open suggestion."""
    with st.container(border=True, key=f"card_{one.key}"):
        left, right = st.columns([3, 2], gap="large")
        with left:
            st.badge(f"{kind_name(one.kind)} · {_client(one.client_id)}", icon=ICONS.get(one.kind), color=COLOURS.get(one.kind, "gray"))  # type: ignore[arg-type]
            st.markdown(f"**{say(one.sentence)}**")
            st.caption(say(one.why))
            if one.action.what == "ad":
                platform, campaign, group = one.action.place
                st.caption(" › ".join(escape(part) for part in (tr(platform_name(platform)), campaign, group) if part))
        with right:
            effect_range(one)
            st.caption(
                t("{sure} sure: {effect}.", sure=formats.percent(one.confidence, 0), effect=effect_sentence(one.effect))
                + "  \n"
                + record_sentence((record or {}).get(one.kind), record is not None)
                + "  \n"
                + _basis(one)
            )
        with st.container(horizontal=True):
            st.button(t("Accept"), key=f"accept_{one.key}", type="primary", icon=":material/check:", on_click=_accept, args=(one,))
            with st.popover(t("Dismiss"), icon=":material/close:"):
                reason = st.selectbox(t("Why?"), _reasons(), key=f"reason_{one.key}", accept_new_options=True)
                st.button(t("Dismiss this suggestion"), key=f"dismiss_{one.key}", on_click=_dismiss, args=(one, reason or ""))
            st.button(t("Later"), key=f"later_{one.key}", icon=":material/snooze:", on_click=_later, args=(one,))
            st.button(t("Show the evidence"), key=f"open_{one.key}", type="tertiary", icon=":material/query_stats:", on_click=_open, args=(one.key,))


def opened(cards: list[Suggestion], record: dict[str, Record] | None) -> None:
    """The drawer with the evidence of the card whose button was pressed; call it once at the end of the page."""
    asked = st.session_state.pop("suggestion_open", None)
    found = next((one for one in cards if one.key == asked), None)
    if found is not None:
        st.dialog(t("What this rests on"), width="large", position="right", icon=":material/query_stats:")(_drawer)(found, record)


def cannot_tell(found: list[CannotTell]) -> None:
    """Where the data do not decide, and what is missing."""
    about = " · ".join((t("Client"), t("Kind"), t("Channel")))  # one column: three of their own leave no room for the reason on a phone
    rows = [{about: f"{_client(one.client_id)} · {kind_name(one.kind)} · {_place(one)}", t("Cannot tell, because"): say(one.needs)} for one in found]
    # What a client lacks in each of its currencies is one thing to do.
    st.table(pd.DataFrame(rows).drop_duplicates(), border="horizontal", hide_index=True)


def _place(one: CannotTell) -> str:
    return escape(tr(platform_name(one.platform))) if one.platform else t("all channels")


def decided(found: list[Decision]) -> None:
    """What was decided before, each with its undo."""
    names = {"accepted": t("Accepted"), "dismissed": t("Dismissed"), "later": t("Later")}
    for one in found:
        with st.container(horizontal=True, vertical_alignment="center", key=f"decided_{one.card.key}"):
            reason = f" ({escape(one.reason)})" if one.reason else ""
            who = t("{status} on {day} by {name}", status=names[one.status], day=formats.short_day(one.at.date()), name=escape(one.by))
            st.markdown(f"{_client(one.card.client_id)}: {say(one.card.sentence)}  \n:gray[{who}{reason}]")
            st.button(t("Undo"), key=f"reopen_{one.card.key}", icon=":material/undo:", on_click=_undo, args=(one.card.key,))


def _drawer(one: Suggestion, record: dict[str, Record] | None) -> None:
    st.markdown(f"**{say(one.sentence)}**")
    st.markdown(say(one.why))
    evidence(one)
    st.caption(
        t(
            "Window: {first} – {last}. The days after it are left out, because conversions still arrive.",
            first=formats.day(one.window.first),
            last=formats.day(one.window.last),
        )
    )
    st.subheader(t("What it should bring"), anchor=False)
    st.markdown(t("{sure} sure: {effect}.", sure=formats.percent(one.confidence, 0), effect=effect_sentence(one.effect)))
    st.markdown(record_sentence((record or {}).get(one.kind), record is not None))
    for title, lines in (
        (t("Limits that hold it back"), one.bounds),
        (t("What would change our mind"), (one.change_our_mind,)),
        (t("Read with care"), one.caveats),
    ):
        if lines:
            st.subheader(title, anchor=False)
            st.markdown("\n".join(f"- {say(line)}" for line in lines))


def _basis(one: Suggestion) -> str:
    """Window and n in one line."""
    seen = t(
        "{first} – {last} · {days} days · {conversions} conversions",
        first=formats.short_day(one.window.first),
        last=formats.short_day(one.window.last),
        days=formats.number(one.evidence.days),
        conversions=formats.number(one.evidence.conversions),
    )
    return " · ".join([seen, tn("{n} row", "{n} rows", one.evidence.rows)])


def _client(client_id: int) -> str:
    return escape(client_names(crm_version()).get(client_id, "?"))


def _reasons() -> list[str]:
    return [t("The client does not want it"), t("Already done"), t("The figures are not right"), t("Other plans for this channel")]


def _open(key: str) -> None:
    st.session_state["suggestion_open"] = key


def _accept(one: Suggestion) -> None:
    with errors_shown():
        decisions.accept(stores().crm, actor(), one)
        st.session_state["suggestion_answered"] = Answer(one.key, "accepted")


def _dismiss(one: Suggestion, reason: str) -> None:
    with errors_shown():
        decisions.dismiss(stores().crm, actor(), one, reason)
        st.session_state["suggestion_answered"] = Answer(one.key, "dismissed")


def _later(one: Suggestion) -> None:
    with errors_shown():
        decisions.later(stores().crm, actor(), one)
        st.session_state["suggestion_answered"] = Answer(one.key, "later")


def _undo(key: str) -> None:
    with errors_shown():
        decisions.undo(stores().crm, actor(), key)
    last: Answer | None = st.session_state.get("suggestion_answered")
    if last is not None and last.key == key:
        del st.session_state["suggestion_answered"]


def hidden_note(count: int) -> None:
    """Say that cards in other currencies exist."""
    if count:
        st.caption(
            tn(
                "{n} more suggestion is in another currency; choose it above.",
                "{n} more suggestions are in other currencies; choose one above.",
                count,
            )
        )


def window_note() -> None:
    """Which days the advice looks at, whatever period the filter bar shows."""
    last = suggestion_data.advice().until
    st.caption(
        t("From days up to {day}. Each card has its own window, whatever period is chosen above; younger days are left out.", day=formats.day(last))
    )


def kind_choice(found: list[Suggestion]) -> list[Suggestion]:
    """The switch between kinds, with counts; returns the cards of the chosen one."""
    counts = {"all": len(found), **{kind: sum(one.kind == kind for one in found) for kind in KINDS}}
    every = t("All")
    kind = st.segmented_control(
        t("Kind"),
        list(counts),
        key="suggestion_kind",
        default="all",
        required=True,
        label_visibility="collapsed",
        format_func=lambda key: f"{every if key == 'all' else kind_name(key)} ({counts.get(key, 0)})",
    )
    return [one for one in found if kind in ("all", one.kind)]


def page_of(chosen: list[Suggestion]) -> list[Suggestion]:
    """The cards of the page that is open."""
    page = min(int(st.session_state.get("suggestion_page", 1)), _pages(chosen))
    return chosen[(page - 1) * CARDS_A_PAGE : page * CARDS_A_PAGE]


def page_choice(chosen: list[Suggestion]) -> None:
    """Page numbers below the cards, where one page does not hold them."""
    if _pages(chosen) > 1:
        st.pagination(_pages(chosen), key="suggestion_page")


@st.fragment(run_every=3)
def wait_for_record() -> None:
    """Look every few seconds whether the record is there, and draw the page again when it is."""
    if suggestion_data.records_now() is not None:
        st.rerun()


def _pages(chosen: list[Suggestion]) -> int:
    return max(1, -(-len(chosen) // CARDS_A_PAGE))
