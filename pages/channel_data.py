"""Upload: drop exports, see what they are and what they would change, load them, and see which days are missing."""

import streamlit as st

from adcrm.imports.clients import name_like
from adcrm.messages import Message
from adcrm.ui.filters import client_names, number_of
from adcrm.ui.frame import escape, page_head
from adcrm.ui.import_accounts import accounts_card
from adcrm.ui.import_calendar import calendar
from adcrm.ui.import_counted import counted_card
from adcrm.ui.import_last import last_imports
from adcrm.ui.import_preview import how_far, sheet_card
from adcrm.ui.import_state import (
    ask_to_load,
    ask_to_undo,
    check_for,
    clear,
    drop_round,
    examples,
    is_in_books,
    load_asked,
    loaded_here,
    sheets,
    take_dropped,
    take_in,
    undo_asked,
)
from adcrm.ui.import_table import was_anything_imported
from adcrm.ui.import_waiting import waiting_card
from adcrm.ui.import_watch import watched_folder
from adcrm.ui.language import t, tn, tr
from adcrm.ui.stores import crm_version, facts_version
from adcrm.ui.sync_sources import sync_sources

page_head(t("Channel data"), t("Is everything in, is it right?"))

with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
    dropped = st.file_uploader(
        t("Exports of ad platforms, shops, CRM systems and web analytics, as they come: CSV, Excel or zip, several at once"),
        accept_multiple_files=True,
        key=f"drop_{drop_round()}",
    )
    names = client_names(crm_version())
    asked = number_of(st.query_params.get("client", ""))  # a link from elsewhere knows whose days are missing
    client = st.selectbox(
        t("Whose reports are they?"),
        list(names.values()),
        index=list(names).index(asked) if asked in names else None,
        key="import_client",
        accept_new_options=True,
        placeholder=t("Choose a client, or type a new one"),
        help=t("In a file of several accounts, each account goes to the client it is known to belong to."),
        width=360,
    )
slot = st.empty()


def reading(name: str, share: float) -> None:
    """Say which file is being read."""
    slot.progress(share, t("Reading {file} …", file=escape(name)))


def loading(name: str, what: Message, share: float) -> None:
    """Say what is being done to which file."""
    slot.progress(share, f"{escape(name)}: {tr(what)}")


take_dropped(dropped, reading)
slot.empty()

if not sheets() and examples() and not was_anything_imported(facts_version()):
    with st.container(border=True, horizontal=True, vertical_alignment="center", key="examples"):
        st.markdown(t("First time here? Try it with made-up example exports; what they bring can be undone."))
        if st.button(t("Put the examples on the page"), icon=":material/science:"):
            for example in examples():
                take_in(example.name, example.read_bytes())
            st.rerun()

known = next((key for key, name in names.items() if client and name.casefold() == client.casefold()), None)
if client and known is None and (alike := name_like(client, names.values())):
    st.warning(
        t("“{client}” would be a new client. Is it {name}? Then choose that one.", client=escape(client), name=escape(alike)),
        icon=":material/person_search:",
    )
check_for(known)
if load_asked(client, loading) or undo_asked(loading):
    st.rerun()
if loaded := st.session_state.pop("import_loaded", []):  # the card moves down to those that are done
    words = t("{file} is loaded.", file=escape(loaded[0])) if len(loaded) == 1 else tn("{n} file is loaded.", "{n} files are loaded.", len(loaded))
    st.toast(words, icon=":material/check_circle:")

held = sheets()
if held:
    waiting = [key for key, sheet in held.items() if sheet.is_ready and not is_in_books(sheet, known)]
    fresh = [key for key in waiting if not held[key].is_undone]
    ready = fresh or waiting  # what was undone is loaded again only by itself
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader(tn("{n} file on the page", "{n} files on the page", len(held)), anchor=False, width="content")
        if len(held) > 1:
            st.caption(how_far(held.values(), len(fresh)), width="content")
        if len(ready) > 1:
            st.button(
                tn("Load {n} file", "Load all {n} files", len(ready)),
                type="primary",
                icon=":material/download_done:",
                key="load_all",
                disabled=not client,
                help=None if client else t("Choose a client first."),
                on_click=ask_to_load,
                args=(ready,),
            )
        if len(stand := loaded_here()) > 1:
            with st.popover(tn("Undo {n} load", "Undo all {n} loads", len(stand)), icon=":material/undo:", key="undo_all"):
                st.markdown(t("The books will say what the other imports say. The files and their entries in the history are kept."))
                st.button(t("Yes, undo them all"), key="take_all_back", icon=":material/undo:", on_click=ask_to_undo)
        st.button(t("Clear the page"), type="tertiary", icon=":material/clear_all:", key="clear_all", on_click=clear)
    for sheet in sorted(held.values(), key=lambda one: one.stage):
        sheet_card(sheet, client)

waiting_card()
watched_folder()
sync_sources()
accounts_card()
calendar(known, client or "")
counted_card(known, client or "")
last_imports()
