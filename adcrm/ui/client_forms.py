"""The forms about clients and contacts, as dialogs. What a person typed stays when something is refused."""

from collections.abc import Callable

import streamlit as st

from adcrm.clients.changes import Done
from adcrm.clients.classes import CONTACT_ROLES, FREQUENCIES, INDUSTRIES, REGIONS, SIZES, UNKNOWN, name_of
from adcrm.clients.editing import add_client, add_contact, delete_client, delete_contact, edit_client, edit_contact
from adcrm.clients.profile import ContactCard, Profile
from adcrm.messages import Message
from adcrm.settings import settings
from adcrm.ui import formats
from adcrm.ui.client_done import changing, remember
from adcrm.ui.frame import escape
from adcrm.ui.language import t, tr
from adcrm.ui.stores import actor, stores


def open_add_client() -> None:
    """The dialog that adds a client."""
    st.dialog(t("Add client"), width="medium", icon=":material/person_add:")(_client_form)(None)


def open_edit_client(profile: Profile) -> None:
    """The dialog that changes a client."""
    st.dialog(t("Edit client"), width="medium", icon=":material/edit:")(_client_form)(profile)


def open_delete_client(profile: Profile) -> None:
    """The dialog that deletes a client once its name is typed."""
    st.dialog(t("Delete client"), icon=":material/delete:")(_delete_form)(profile)


def open_contact(client_id: int, contact: ContactCard | None) -> None:
    """The dialog that adds (``None``) or changes a contact."""
    title = t("Add contact") if contact is None else t("Edit contact")
    st.dialog(title, width="medium", icon=":material/contacts:")(_contact_form)(client_id, contact)


def _client_form(held: Profile | None) -> None:
    with st.form("client_form", border=False, enter_to_submit=False):
        name = st.text_input(t("Name"), held.name if held else "", max_chars=200, required=True)
        with st.grid(2, min_column_width=200):
            short_name = st.text_input(t("Short name"), held.short_name if held else "", max_chars=80)
            owner = st.text_input(t("Owner"), held.owner if held else actor().name, max_chars=80, help=t("Who looks after this client."))
            industry = _choice(t("Industry"), INDUSTRIES, held.industry if held else UNKNOWN)
            region = _choice(t("Region"), REGIONS, held.region if held else UNKNOWN)
            size = _choice(t("Company size"), SIZES, held.size if held else UNKNOWN)
            frequency = _choice(t("Cooperation"), FREQUENCIES, held.frequency if held else UNKNOWN)
            currency = st.selectbox(
                t("Currency"), _currencies(held), accept_new_options=True, help=t("In which this client's accounts bill, by its three letters.")
            )
            website = st.text_input(t("Website"), held.website if held else "", max_chars=200)
        needs = st.text_area(t("What the client wants now"), held.needs if held else "", max_chars=4000, height=80)
        next_step = st.text_input(t("Next step"), held.next_step if held else "", max_chars=1000)
        sent = st.form_submit_button(t("Add client") if held is None else t("Save"), type="primary")
    if sent:
        fields = {
            "name": name, "short_name": short_name, "owner": owner, "industry": industry, "region": region, "size": size, "frequency": frequency,
            "currency": currency or "", "website": website, "needs": needs, "next_step": next_step,
        }  # fmt: skip
        _finish(lambda: add_client(stores().crm, actor(), **fields) if held is None else edit_client(stores().crm, held.id, actor(), **fields))


def _contact_form(client_id: int, held: ContactCard | None) -> None:
    with st.form("contact_form", border=False, enter_to_submit=False):
        with st.grid(2, min_column_width=200):
            name = st.text_input(t("Name"), held.name if held else "", max_chars=120, required=True)
            title = st.text_input(t("Job title"), held.title if held else "", max_chars=120)
            role = _choice(t("Role"), CONTACT_ROLES, held.role if held else "other")
            email = st.text_input(t("Mail address"), held.email if held else "", max_chars=200)
            phone = st.text_input(t("Phone"), held.phone if held else "", max_chars=40)
            wechat = st.text_input(t("WeChat"), held.wechat if held else "", max_chars=80)
        with st.container(horizontal=True, horizontal_alignment="distribute"):
            sent = st.form_submit_button(t("Add contact") if held is None else t("Save"), type="primary")
            gone = held is not None and st.form_submit_button(t("Delete contact"), icon=":material/delete:")
    fields = {"name": name, "title": title, "role": role, "email": email, "phone": phone, "wechat": wechat}
    if sent:
        _finish(
            lambda: (
                add_contact(stores().crm, client_id, actor(), **fields) if held is None else edit_contact(stores().crm, held.id, actor(), **fields)
            )
        )
    elif gone and held is not None:
        _finish(lambda: delete_contact(stores().crm, held.id, actor()))


def _delete_form(held: Profile) -> None:
    st.markdown(t("This deletes {name} with its contacts, notes, cases, surveys and contracts. You can undo it.", name=f"**{escape(held.name)}**"))
    with st.form("delete_form", border=False, enter_to_submit=False):
        typed = st.text_input(t("Type the client's name to confirm"))
        sent = st.form_submit_button(t("Delete client"), type="primary", icon=":material/delete:")
    if sent:
        _finish(lambda: delete_client(stores(), held.id, typed, actor()))


def _finish(make: Callable[[], Done]) -> None:
    """Make the change, offer its undo and close the dialog; a refusal leaves it open."""
    with changing():
        remember(make())
        st.rerun()


def _choice(label: str, names: dict[str, Message], held: str) -> str:
    codes = list(names) if held in names else [*names, held]
    return st.selectbox(label, codes, index=codes.index(held), format_func=lambda code: tr(name_of(names, code)))


def _currencies(held: Profile | None) -> list[str]:
    first = held.currency if held else settings().reporting_currency
    return [first, *(code for code in formats.CURRENCIES if code != first)]
