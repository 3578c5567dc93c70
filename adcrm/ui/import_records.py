"""What the upload page shows of a CRM export: what it counts, whose it is, and field by field what loading would change."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pandas as pd
import streamlit as st

from adcrm.imports.changes import Preview
from adcrm.imports.model import Report
from adcrm.imports.records.compose import Change
from adcrm.imports.records.room import OWN_CLIENTS
from adcrm.imports.targets import RECORD_TARGETS
from adcrm.leads.changes import STATUS_NAMES
from adcrm.leads.deals import OUTCOMES
from adcrm.messages import Message, message
from adcrm.ui import formats
from adcrm.ui.frame import escape, page_path
from adcrm.ui.import_state import Sheet, check
from adcrm.ui.import_words import OTHER_REPORTS
from adcrm.ui.language import t, tn, tr

MOST_CHANGES = 200
COUNTS: dict[str, Message] = {
    "emails": message("With an e-mail address"),
    "emails_distinct": message("Different addresses"),
    "converted": message("Converted"),
    "with_click_id": message("With a click id"),
    "won": message("Won"),
    "won_amount": message("Amount won"),
    "all_amount": message("Amount in all"),
    "deleted": message("Deleted, left out"),
}
FIELDS: dict[str, Message] = {
    "name": message("Name"),
    "company": message("Company"),
    "contact": message("Contact"),
    "email": message("E-mail"),
    "phone": message("Phone"),
    "region": message("Region"),
    "product": message("Product"),
    "channel": message("Channel"),
    "campaign": message("Campaign"),
    "source": message("Lead source"),
    "captured_at": message("Came on"),
    "status": message("Status"),
    "closed_at": message("Closing date"),
    "owner": message("Owner"),
    "origin": message("Click and campaign"),
    "website": message("Website"),
    "stage": message("Stage"),
    "outcome": message("Outcome"),
    "amount": message("Amount"),
    "currency": message("Currency"),
    "closes_on": message("Closes on"),
    "opened_at": message("Opened on"),
}
HIDDEN = ("person_key",)  # follows from the address


def is_records(report: Report) -> bool:
    """Whether the file holds people or deals of a CRM system."""
    return report.target in RECORD_TARGETS


def record_words(report: Report) -> str:
    """What the file holds, as "Leads"."""
    return tr(OTHER_REPORTS.get(report.kind, Message(report.kind)))


def record_counts(report: Report) -> None:
    """What the file counts, as figures."""
    shown = [name for name in COUNTS if report.counts.get(name)]
    with st.grid(5, min_column_width=200, gap="small"):
        for name in shown:
            value = report.counts[name]
            st.metric(tr(COUNTS[name]), formats.money(value, report.currency) if name.endswith("_amount") else formats.number(value))


def whose_accounts(sheet: Sheet, report: Report) -> None:
    """A list of accounts may be one client's customers or the agency's own clients: the switch between the two."""
    if report.target != "clients":
        return
    key = f"meaning_{sheet.key}"
    names = {"": t("Customers of the client chosen above"), OWN_CLIENTS: t("The agency’s own clients")}

    def say() -> None:
        sheet.answers = replace(sheet.answers, meaning=st.session_state[key] or "")
        check(sheet)

    st.session_state[key] = report.answers.meaning
    st.segmented_control(t("Who are these?"), list(names), key=key, format_func=lambda code: names[code], on_change=say)


def seen_where(report: Report, client_id: int | None) -> None:
    """The link to the page that shows what was loaded."""
    if report.target == "deals":
        st.page_link(page_path("client.py"), label=t("See the deals"), icon=":material/handshake:", query_params={"id": str(client_id)})
    elif client_id is None or report.answers.meaning == OWN_CLIENTS:
        st.page_link(page_path("clients.py"), label=t("See the clients"), icon=":material/storefront:")
    else:
        st.page_link(
            page_path("leads.py"), label=t("See the leads"), icon=":material/group:", query_params={"client": str(client_id), "status": "all"}
        )


def field_changes(found: Preview) -> None:
    """Each field that loading would change: before and after, and what stays because a person typed it."""
    shown = [one for one in found.fields if one.field not in HIDDEN]
    for note in found.notes:
        st.markdown(":orange[:material/warning:] " + escape(tr(note)))
    if not shown:
        return
    st.markdown(f"**{t('What would change')}**")
    table = pd.DataFrame(
        {
            t("Who or what"): [one.name for one in shown[:MOST_CHANGES]],
            t("Field"): [tr(FIELDS.get(one.field, Message(one.field))) for one in shown[:MOST_CHANGES]],
            t("Before"): [_value(one, one.before) for one in shown[:MOST_CHANGES]],
            t("After"): [_value(one, one.after) for one in shown[:MOST_CHANGES]],
            t("What happens"): [t("stays: typed by hand") if one.is_kept else t("changes") for one in shown[:MOST_CHANGES]],
        }
    )
    st.dataframe(table, hide_index=True, width="stretch", height=min(320, 36 * (len(table) + 1) + 2))
    if len(shown) > MOST_CHANGES:
        st.caption(tn("… and {n} change more", "… and {n} changes more", len(shown) - MOST_CHANGES))


def _value(change: Change, value: Any) -> str:
    if value in (None, ""):
        return formats.DASH
    if change.field == "status":
        return tr(STATUS_NAMES.get(str(value), Message(str(value))))
    if change.field == "outcome":
        return tr(OUTCOMES.get(str(value), Message(str(value))))
    if change.field == "amount":
        return formats.number(Decimal(str(value)))
    if isinstance(value, dict):
        return " · ".join(f"{name}: {one}" for name, one in value.items())
    return str(value).replace("T", " ") if change.field.endswith("_at") else str(value)
