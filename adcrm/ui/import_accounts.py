"""Accounts whose rows belong to no client: visible as such until somebody says whose they are."""

import streamlit as st

from adcrm.errors import AdcrmError
from adcrm.imports.assign import assign_account, unassigned_accounts
from adcrm.imports.clients import Account, suggested_client
from adcrm.ui.filters import client_names
from adcrm.ui.frame import error_card, escape
from adcrm.ui.import_words import platform_words
from adcrm.ui.language import t, tn
from adcrm.ui.remember import remembered
from adcrm.ui.stores import actor, crm_version, facts_version, stores


@remembered(4)
def accounts_of_nobody(version: int, clients: int) -> list[tuple[str, Account, int, int | None]]:
    """(platform, account, rows, the client that its name suggests)."""
    return [(platform, account, rows, suggested_client(stores().crm, account.name)) for platform, account, rows in unassigned_accounts(stores())]


def accounts_card() -> None:
    """Draw one line an account with a choice of client; nothing where every account has its client."""
    refused: AdcrmError | None = st.session_state.pop("assign_refused", None)
    if refused is not None:
        error_card(refused)
    found, names = accounts_of_nobody(facts_version(), crm_version()), client_names(crm_version())
    if done := st.session_state.pop("assigned", None):
        words = t("{account} belongs to {client} now. Settings › Ad accounts can change that.", account=done[0], client=names.get(done[1], "?"))
        st.toast(escape(words), icon=":material/check_circle:")
    if not found:
        return
    with st.container(border=True, key="accounts_of_nobody"):
        st.subheader(t("Whose accounts are these?"), anchor=False)
        st.caption(t("Their rows are in the books but count in no total until they belong to a client."))
        for platform, account, rows, suggested in found:
            key = f"{platform}_{account.key}"
            with st.container(horizontal=True, vertical_alignment="bottom"):
                label = f"**{escape(account.name or account.key or t('no account named'))}** · {escape(platform_words(platform))} · "
                st.markdown(label + tn("{n} row", "{n} rows", rows), width=420)
                st.selectbox(
                    t("Client"),
                    list(names),
                    index=list(names).index(suggested) if suggested in names else None,
                    key=f"assign_{key}",
                    format_func=lambda client: names.get(client, "?"),
                    placeholder=t("Choose a client"),
                    width=260,
                )
                st.button(t("Assign"), key=f"assign_button_{key}", on_click=_assign, args=(platform, account, f"assign_{key}"))


def _assign(platform: str, account: Account, key: str) -> None:
    client = st.session_state.get(key)
    if client is None:
        return
    try:
        assign_account(stores(), platform, account.key, client, actor())
        st.session_state["assigned"] = (account.name or account.key, client)
    except AdcrmError as error:
        st.session_state["assign_refused"] = error
