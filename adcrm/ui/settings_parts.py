"""The parts of the settings page, each a function that draws one tab."""

from pathlib import Path

import pandas as pd
import streamlit as st

from adcrm.channels.platforms import platform_name
from adcrm.demo import clear_demo, demo_clients
from adcrm.demo.prepare import load_and_prepare
from adcrm.errors import AdcrmError
from adcrm.imports.assign import assign_account
from adcrm.imports.mapping import FACTS
from adcrm.messages import LANGUAGES
from adcrm.metrics.currency import reporting_currency
from adcrm.metrics.definitions import METRICS
from adcrm.settings import settings
from adcrm.status import StoreState, store_states
from adcrm.store.log import count_events, latest_events
from adcrm.store.remembered import Account, Mapping, accounts, forget_mapping, mappings
from adcrm.ui import formats
from adcrm.ui.filters import client_names
from adcrm.ui.frame import error_card, errors_shown, escape
from adcrm.ui.language import language, t, tn, tr
from adcrm.ui.settings_answers import offer_to_put_back
from adcrm.ui.settings_words import action_name, field_name, object_name
from adcrm.ui.stores import actor, crm_version, stores
from adcrm.ui.tables import download_table

PAGE_SIZE = 25


def draw_general() -> None:
    """Language, currency, maturity and the two stores."""
    with st.grid(3, min_column_width=220, gap="small"):
        st.metric(
            t("Language"), LANGUAGES[language()], border=True, height="stretch", help=t("Change it, and the theme, at the top right of every page.")
        )
        st.metric(
            t("Reporting currency"),
            reporting_currency(stores().facts),
            border=True,
            height="stretch",
            help=t("Agency-wide figures can be shown in it, converted at dated rates. Change it under “Currencies and rates”."),
        )
        st.metric(
            t("Days that still grow"),
            formats.number(settings().maturity_days),
            border=True,
            height="stretch",
            help=t("Conversions of the newest days are still arriving; no rule decides on them. Set by ADCRM_MATURITY_DAYS."),
        )
    crm, facts = store_states(stores())
    left, right = st.columns(2)
    with left:
        _store(t("CRM database"), t("Clients, people, decisions, the change log"), crm, "ADCRM_DATABASE_URL")
    with right:
        _store(t("Ad warehouse"), t("Ad facts, touchpoints, orders, imports"), facts, "ADCRM_WAREHOUSE_URL")
    st.caption(
        t("Files that were loaded are kept in {place}. Back up this folder and both stores together.", place=escape(_short(settings().files_dir)))
    )


def draw_demo() -> None:
    """Whether the made-up agency is there; load it, or clear it after a confirmation."""
    state = st.session_state
    held = demo_clients(stores())
    if done := state.pop("demo_done", None):
        st.success(done, icon=":material/check_circle:")
    if isinstance(refused := state.pop("demo_refused", None), AdcrmError):
        error_card(refused)
    if not held:
        st.markdown(t("The made-up agency shows every page at work: sixteen clients, fourteen months of eleven channels, 20,000 leads."))
        if st.button(t("Load the demo agency"), type="primary", icon=":material/science:", key="load_demo"):
            _load_demo()
        return
    st.markdown(
        tn("The made-up agency is loaded: {n} client.", "The made-up agency is loaded: {n} clients.", held)
        + " "
        + t("Your own clients and files stand beside it and are never touched by clearing it.")
    )
    with st.popover(t("Clear the demo agency"), icon=":material/delete:", key="clear_demo"):
        st.markdown(t("All made-up clients, leads and figures go. You can load them again at any time."))
        if st.button(t("Clear it now"), type="primary", key="clear_demo_now"):
            _clear_demo()


def draw_accounts() -> None:
    """Which client each ad account belongs to, and a form to give one to another client."""
    held = accounts(stores().crm)
    if done := st.session_state.pop("account_done", None):
        st.success(done, icon=":material/check_circle:")
    if not held:
        st.caption(t("No ad account is known yet. It is remembered when its first export is loaded."))
        return
    table = pd.DataFrame(
        {
            t("Client"): [one.client for one in held],
            t("Channel"): [tr(platform_name(one.platform)) for one in held],
            t("Account"): [one.account for one in held],
            t("Name"): [one.name for one in held],
            t("Currency"): [one.currency for one in held],
        }
    )
    st.dataframe(table, hide_index=True, width="stretch", height=min(36 * (len(table) + 1), 420))
    download_table(table, "adcrm-accounts", "accounts_csv")
    names = client_names(crm_version())
    with st.form("assign_account", enter_to_submit=False), st.container(horizontal=True, vertical_alignment="bottom"):
        account = st.selectbox(t("Account"), held, width=440, format_func=_account_name)
        client = st.selectbox(t("belongs to"), list(names), width=260, format_func=lambda key: names[key])
        sent = st.form_submit_button(t("Give it to this client"))
    st.caption(t("All figures of the account move to the client, past and future."))
    if sent and account is not None and client is not None:
        with errors_shown():
            moved = assign_account(stores(), account.platform, account.account, client, actor())
            st.session_state["account_done"] = tn("{n} row moved to {client}.", "{n} rows moved to {client}.", moved, client=escape(names[client]))
            st.rerun()


def draw_mappings() -> None:
    """Remembered column mappings, each with a button to forget it."""
    offer_to_put_back("mapping", t("The mapping is forgotten; the next table with this head is asked about."))
    held = mappings(stores().crm)
    if not held:
        st.caption(t("Nothing is remembered yet. When a table is not recognised, the upload asks once what its columns mean."))
    for one in held:
        with (
            st.container(border=True, key=f"mapping_{one.id}"),
            st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"),
        ):
            with st.container(gap="xxsmall"):
                st.markdown(f"**{escape(tr(platform_name(one.name)))}** :gray[{formats.moment(one.created_at)} · {escape(one.created_by)}]")
                st.caption(escape(_pairs(one)))
            st.button(t("Forget"), key=f"forget_{one.id}", icon=":material/delete:", on_click=_forget, args=(one.id,))


def draw_metrics() -> None:
    """Every metric with its formula."""
    table = pd.DataFrame(
        {
            t("Metric"): [tr(what.name) for what in METRICS.values()],
            t("Short"): [tr(what.short) for what in METRICS.values()],
            t("Formula"): [tr(what.formula) for what in METRICS.values()],
        }
    )
    st.dataframe(table, hide_index=True, width="stretch", height="content")
    st.caption(t("Every ratio is a ratio of sums. A zero below the line leaves it unknown, shown as a dash. Reach is never summed."))


def draw_log() -> None:
    """The last changes: when, who, what."""
    total = count_events(stores().crm)
    if not total:
        st.caption(t("Nothing was changed yet."))
        return
    pages = max(1, -(-total // PAGE_SIZE))
    page = st.pagination(pages, key="log_page") if pages > 1 else 1
    events = latest_events(stores().crm, PAGE_SIZE, (page - 1) * PAGE_SIZE)
    st.dataframe(
        pd.DataFrame(
            {
                t("When"): [formats.moment(one.at) for one in events],
                t("Who"): [one.actor for one in events],
                t("What"): [action_name(one.action) for one in events],
                t("About"): [one.name or object_name(one.object_type, one.object_id) for one in events],
                t("Fields"): [", ".join(field_name(name) for name in one.fields) for one in events],
            }
        ),
        hide_index=True,
        width="stretch",
        height="content",
    )
    st.caption(tn("{n} change in the log; it is never edited.", "{n} changes in the log; it is never edited.", total))


def _store(title: str, holds: str, state: StoreState, setting: str) -> None:
    with st.container(border=True, gap="xsmall"):
        st.markdown(f"**{title}**  \n:gray[{holds}]")
        with st.container(horizontal=True, gap="xsmall"):
            st.badge(f"{state.engine} {state.engine_version}", color="blue")
            if state.size_bytes is not None:
                st.badge(t("{size} MB", size=formats.number(state.size_bytes / 1e6, 1)), color="gray")
        st.caption(
            t(
                "{place} · tables of version {schema} · {changes} changes so far",
                place=escape(_short(Path(state.place))),
                schema=state.schema,
                changes=formats.number(state.data_version),
            )
        )
        st.caption(t("Another place is set by {setting}.", setting=escape(setting)))


def _short(place: Path) -> str:
    """The last two parts of a path: enough to recognise it, no more of the machine than needed."""
    return str(Path(*place.parts[-2:])) if place.parts else ""


def _load_demo() -> None:
    with st.status(t("Making fourteen months of an agency …"), expanded=True) as status:
        st.caption(t("This takes about 20 seconds. You may leave the page; it goes on."))
        bar = st.progress(0.0)
        try:
            made = load_and_prepare(stores(), actor(), on_step=lambda share, what: bar.progress(share, tr(what)))
        except AdcrmError as error:
            status.update(state="error")
            error_card(error)
            return
    st.session_state["demo_done"] = t(
        "The made-up agency is there: {clients} clients, {facts} rows of ad data, {leads} leads.",
        clients=formats.number(made.clients),
        facts=formats.number(made.facts),
        leads=formats.number(made.leads),
    )
    st.rerun()


def _clear_demo() -> None:
    try:
        with st.spinner(t("Clearing …")):
            clear_demo(stores(), actor())
        st.session_state["demo_done"] = t("The made-up agency is gone. Your own data stands as it was.")
    except AdcrmError as error:
        st.session_state["demo_refused"] = error
    st.rerun()


def _forget(mapping_id: int) -> None:
    try:
        st.session_state["forgotten_mapping"] = forget_mapping(stores().crm, mapping_id, actor())
    except AdcrmError as error:
        st.session_state["settings_refused"] = error


def _account_name(one: Account) -> str:
    return f"{tr(platform_name(one.platform))} · {one.name or one.account} ({one.client})"


def _pairs(one: Mapping) -> str:
    """Which column is read as what."""
    columns = one.mapping.get("columns", {})
    return ", ".join(f"{head} → {tr(FACTS[fact].name) if fact in FACTS else fact}" for fact, head in columns.items())
