"""What stands on Home: the cards of today, what changed, the newest suggestions, the first steps."""

import streamlit as st

from adcrm.demo.prepare import load_and_prepare
from adcrm.metrics.scope import Scope
from adcrm.recommend.attention import Attention
from adcrm.ui import dashboard_data, formats, home_data
from adcrm.ui.figures import why_not_compared
from adcrm.ui.filters import client_names
from adcrm.ui.frame import errors_shown, escape, page_path
from adcrm.ui.language import t, tn, tr
from adcrm.ui.stores import actor, crm_version, facts_version, stores
from adcrm.ui.suggestion_words import amount, kind_name, metric_name, say, shown

ICONS = {
    "spend": ":material/trending_up:",
    "click_rate": ":material/trending_down:",
    "data": ":material/cloud_off:",
    "rows": ":material/rule:",
    "unassigned": ":material/link_off:",
    "contract": ":material/contract:",
    "lead": ":material/local_fire_department:",
    "client": ":material/heart_broken:",
    "suggestion": ":material/lightbulb:",
}
COLOURS = {"spend": "orange", "click_rate": "red", "data": "gray", "rows": "orange", "unassigned": "gray", "client": "red", "contract": "orange"}


def today(cards: list[Attention]) -> None:
    """The cards, four in a row."""
    if not cards:
        st.success(t("Nothing needs a hand: spend is in its band, the data is in, nobody waits."), icon=":material/check_circle:")
        return
    with st.grid(4, min_column_width=260, gap="small"):
        for number, one in enumerate(cards):
            _card(one, number)


def what_changed(scope: Scope) -> None:
    """What changed against the period before and why, in two sentences; else why that cannot be told."""
    sentences = dashboard_data.change_sentences(facts_version(), scope)
    if sentences:
        st.markdown(" ".join(escape(tr(one)) for one in sentences))
        st.caption(t("On the final days of both periods; the youngest days still grow."))
        return
    why = why_not_compared(scope, dashboard_data.ripeness(facts_version()).days_final(scope))
    st.caption(why or t("No conversion is reported for the period before, so there is nothing to compare with."))


def suggestions(scope: Scope) -> None:
    """The open suggestions worth most, one line each."""
    found = home_data.newest_suggestions(scope)
    if not found:
        st.caption(t("No suggestion stands up to the evidence yet."))
    for one in found:
        effect = one.effect
        gain = t("{point} {metric} in {days} days", point=escape(amount(effect, effect.point)), metric=metric_name(effect.metric), days=effect.days)
        client = escape(client_names(crm_version()).get(one.client_id, "?"))
        st.markdown(f"**{say(one.sentence)}**  \n:gray[{kind_name(one.kind)} · {client} · {gain}]")
    st.page_link(page_path("suggestions.py"), label=t("All suggestions"), icon=":material/arrow_forward:", width="content")


def made_up_note() -> None:
    """On the first visits: this is the demo, and how to start with one's own data."""
    count = home_data.demo_clients()
    if not count:
        return
    with st.container(border=True, horizontal=True, vertical_alignment="center", key="made_up"):
        made_up = tn("Made-up data of {n} client. Start with your own:", "Made-up data of {n} clients. Start with your own:", count)
        st.markdown(f":material/science: {made_up}")
        steps()


def steps() -> None:
    """Import, check, first insight, as links."""
    for page, label in (
        ("channel_data.py", t("1 Import an export")),
        ("import_history.py", t("2 Check what was read")),
        ("overview.py", t("3 See how you are doing")),
    ):
        st.page_link(page_path(page), label=label, icon=":material/arrow_forward:", width="content")


def welcome() -> None:
    """Home of an empty AdCRM: three steps, or the demo agency."""
    left, right = st.columns(2, gap="large")
    with left.container(border=True, height="stretch"):
        st.subheader(t("Start with your own data"), anchor=False)
        st.markdown(t("Download a report from any ad platform and drop it in. AdCRM recognises it, checks its totals and shows what it means."))
        steps()
    with right.container(border=True, height="stretch"):
        st.subheader(t("Or look around first"), anchor=False)
        st.markdown(t("A made-up agency with sixteen clients and fourteen months of data. One click in the settings clears it again."))
        if st.button(t("Load the demo agency"), type="primary", icon=":material/science:", key="load_demo"):
            _load()


def _load() -> None:
    with st.status(t("Making the demo agency, about twenty seconds …"), expanded=True) as status, errors_shown():
        bar = st.progress(0.0)
        made = load_and_prepare(stores(), actor(), on_step=lambda share, what: bar.progress(share, tr(what)))
        status.update(
            label=t("{facts} figures of {clients} clients are in.", facts=formats.number(made.facts), clients=made.clients), state="complete"
        )
        st.rerun()


def _card(one: Attention, number: int) -> None:
    with st.container(border=True, height="stretch", gap="xxsmall", key=f"today_{number}"):
        client = client_names(crm_version()).get(one.client_id or 0, "")
        st.badge(_kind(one.kind) + (f" · {escape(client)}" if client else ""), icon=ICONS[one.kind], color=COLOURS.get(one.kind, "green"))  # type: ignore[arg-type]
        st.markdown(f"**{say(one.title)}**")
        st.subheader(f"{escape(shown(one.figure))} :small[:gray[{_meaning(one.kind)}]]", anchor=False)
        st.caption(say(one.detail))
        st.page_link(
            page_path(one.page), label=_action(one.kind), icon=":material/arrow_forward:", query_params=dict(one.query) or None, width="content"
        )


def _kind(kind: str) -> str:
    return {
        "spend": t("Unusual spend"),
        "click_rate": t("Click rate"),
        "data": t("Data missing"),
        "rows": t("Rows set aside"),
        "unassigned": t("No client"),
        "contract": t("Contract"),
        "lead": t("Hot leads"),
        "client": t("Client at risk"),
        "suggestion": t("Suggestion"),
    }[kind]


def _meaning(kind: str) -> str:
    """What the figure of a card is."""
    return {
        "spend": t("against the usual"),
        "click_rate": t("against the usual"),
        "data": t("spend not seen"),
        "rows": t("rows"),
        "unassigned": t("in 28 days"),
        "contract": t("contract value"),
        "lead": t("leads"),
        "client": t("spend in 28 days"),
        "suggestion": t("at today's cost, in 28 days"),
    }[kind]


def _action(kind: str) -> str:
    return {
        "spend": t("Look at its spend"),
        "click_rate": t("Look at its campaigns"),
        "data": t("Upload the missing days"),
        "rows": t("Correct the rows"),
        "unassigned": t("Assign it to a client"),
        "contract": t("Open the client"),
        "lead": t("Call the first one"),
        "client": t("Open the client"),
        "suggestion": t("See the evidence"),
    }[kind]
