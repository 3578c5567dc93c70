"""What people said about the files of accounts: shown, and forgotten at a press."""

import streamlit as st

from adcrm.channels.platforms import platform_name
from adcrm.errors import AdcrmError
from adcrm.imports.answers import of
from adcrm.imports.memory import ANY
from adcrm.store.remembered import Said, answers, forget_answers, put_back
from adcrm.ui import formats
from adcrm.ui.frame import escape, undo_offer
from adcrm.ui.import_correct import answers_words
from adcrm.ui.language import t, tr
from adcrm.ui.stores import actor, stores


def draw_answers() -> None:
    """A line for each account with a button to forget what was said."""
    offer_to_put_back("answers", t("What was said is forgotten."))
    held = answers(stores().crm)
    if not held:
        return
    st.subheader(t("Said about their files"), anchor=False)
    st.caption(t("Used again for the next file of the account, where it says “As last time”."))
    for one in held:
        with st.container(border=True, horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", key=f"said_{one.id}"):
            with st.container(gap="xxsmall"):
                st.markdown(f"**{escape(_whose(one))}** :gray[{formats.moment(one.updated_at)} · {escape(one.updated_by)}]")
                st.caption(escape(", ".join(answers_words(of(one.answers)))))
            st.button(t("Forget"), key=f"forget_said_{one.id}", icon=":material/delete:", on_click=_forget, args=(one.id,))


def _whose(one: Said) -> str:
    if one.platform == ANY:
        return " · ".join(part for part in (one.client, t("files that fit several channels")) if part)
    return " · ".join(part for part in (tr(platform_name(one.platform)), one.account or one.client) if part)


def offer_to_put_back(kind: str, done: str) -> None:
    """After a forgetting: that it was done, and its way back. ``kind``: ``answers`` or ``mapping``."""
    if f"forgotten_{kind}" in st.session_state:
        undo_offer(done, t("Put it back"), lambda: _put_back(kind), kind)


def _put_back(kind: str) -> None:
    try:
        put_back(stores().crm, st.session_state.pop(f"forgotten_{kind}"), actor())
    except AdcrmError as error:
        st.session_state["settings_refused"] = error


def _forget(said_id: int) -> None:
    try:
        st.session_state["forgotten_answers"] = forget_answers(stores().crm, said_id, actor())
    except AdcrmError as error:
        st.session_state["settings_refused"] = error
