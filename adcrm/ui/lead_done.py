"""After a change of a lead: what happened, and Undo; drawn on the list and in the drawer."""

from collections.abc import Callable
from datetime import datetime, timedelta

import streamlit as st

from adcrm.errors import AdcrmError
from adcrm.leads.changes import Done, undo_change
from adcrm.store.session import now
from adcrm.ui.frame import error_card, escape, undo_offer
from adcrm.ui.language import t, tr
from adcrm.ui.stores import actor, stores

SHOWN_FOR = timedelta(minutes=5)


def done_line(place: str) -> None:
    """Draw the last change with its Undo, or why a change was refused. ``place`` keeps the keys of two lines apart."""
    state = st.session_state
    refused: AdcrmError | None = state.pop("lead_refused", None)
    if refused is not None:
        error_card(refused)
    held: tuple[Done, bool, datetime] | None = state.get("lead_done")
    if held is None:
        return
    done, taken_back, at = held
    if now() - at > SHOWN_FOR:
        del state["lead_done"]
        return
    undo_offer(escape(tr(done.words)), t("Do it again") if taken_back else t("Undo"), undo, f"lead_{place}")


def change(make: Callable[[], Done]) -> None:
    """Make a change and offer its undo; a refusal is shown on the next run."""
    try:
        st.session_state["lead_done"] = (make(), False, now())
    except AdcrmError as error:
        st.session_state["lead_refused"] = error


def undo() -> None:
    """Take the last change back, or make it again."""
    done, taken_back, _ = st.session_state["lead_done"]
    try:
        st.session_state["lead_done"] = (undo_change(stores().crm, done.audit_id, actor()), not taken_back, now())
    except AdcrmError as error:
        st.session_state["lead_refused"] = error
        del st.session_state["lead_done"]
