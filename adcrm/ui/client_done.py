"""After a change of a client: what happened, and Undo. It stays for some minutes, over the client pages."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import streamlit as st

from adcrm.clients.changes import Done, undo_edit
from adcrm.errors import AdcrmError
from adcrm.store.session import now
from adcrm.ui.frame import error_card, escape, undo_offer
from adcrm.ui.language import t, tr
from adcrm.ui.stores import actor, stores

SHOWN_FOR = timedelta(minutes=5)


def done_line() -> None:
    """Draw the last change with its Undo, or why an undo was refused."""
    state = st.session_state
    refused: AdcrmError | None = state.pop("client_refused", None)
    if refused is not None:
        error_card(refused)
    held: tuple[Done, bool, datetime] | None = state.get("client_done")
    if held is None:
        return
    done, taken_back, at = held
    if now() - at > SHOWN_FOR:
        del state["client_done"]
        return
    undo_offer(escape(tr(done.words)), t("Do it again") if taken_back else t("Undo"), _undo, "client")


def remember(done: Done, taken_back: bool = False) -> None:
    """Offer the undo of ``done`` on the next run."""
    st.session_state["client_done"] = (done, taken_back, now())


def change(make: Callable[[], Done]) -> None:
    """Make a change from a button's callback; a refusal is shown on the next run."""
    try:
        remember(make())
    except AdcrmError as error:
        st.session_state["client_refused"] = error


@contextmanager
def changing() -> Iterator[None]:
    """Around a change from a form: a refusal is drawn in the form, with what the person typed still in it."""
    try:
        yield
    except AdcrmError as error:
        error_card(error)


def _undo() -> None:
    done, taken_back, _ = st.session_state["client_done"]
    try:
        remember(undo_edit(stores(), done.audit_id, actor()), not taken_back)
    except AdcrmError as error:
        st.session_state["client_refused"] = error
        del st.session_state["client_done"]
