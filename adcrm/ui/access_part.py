"""The settings tab with the keys of other programs: make one, see it once, take it back."""

import streamlit as st

from adcrm.access.tokens import Token, make_token, revoke_token, tokens
from adcrm.ui import formats
from adcrm.ui.frame import errors_shown, escape
from adcrm.ui.language import t
from adcrm.ui.stores import actor, stores


def draw_access() -> None:
    """The keys there are, and a form for a new one."""
    st.caption(t("With a key, another program brings export files over HTTP. It can do nothing else, and every import names it."))
    with st.form("new_token", clear_on_submit=True, enter_to_submit=True), st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.text_input(t("Name of the program"), placeholder=t("Nightly download"), width=320, max_chars=80)
        sent = st.form_submit_button(t("Make a key"), icon=":material/key:")
    if sent:
        with errors_shown():
            made, secret = make_token(stores().crm, name, actor())
            with st.container(border=True):
                st.markdown(t("The key of **{name}**. Keep it now: it is not shown again.", name=escape(made.name)))
                st.code(secret, language=None)
                st.code(_example(secret), language="bash", wrap_lines=True)
    held = tokens(stores().crm)
    if not held:
        st.caption(t("No key yet."))
    for one in held:
        with st.container(border=True, horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", key=f"token_{one.id}"):
            st.markdown(f"**{escape(one.name)}** :gray[{escape(_history(one))}]")
            if not one.is_revoked:
                st.button(t("Take back"), key=f"revoke_{one.id}", icon=":material/key_off:", on_click=_revoke, args=(one.id,))


def _history(one: Token) -> str:
    if one.is_revoked:
        return t("taken back")
    used = t("last used {moment}", moment=formats.moment(one.last_used_at)) if one.last_used_at else t("never used")
    return t("made {moment} by {name}", moment=formats.moment(one.created_at), name=one.created_by) + " · " + used


def _example(secret: str) -> str:
    here = (st.context.url or "http://localhost:8501/settings").split("/settings")[0]
    return f'curl -H "Authorization: Bearer {secret}" -F client="Fernwick" -F files=@report.csv {here}/api/import'


def _revoke(token_id: int) -> None:
    revoke_token(stores().crm, token_id, actor())
