"""What a person sees when a page fails: a card with what to do, and a reference that the log has too."""

import logging
import secrets

import streamlit as st

from adcrm.errors import AdcrmError
from adcrm.ui.frame import error_card
from adcrm.ui.language import t

log = logging.getLogger(__name__)


def show_fault(error: Exception) -> bool:
    """Draw the card for ``error``. Streamlit calls this for every uncaught exception; ``True`` hides its own trace."""
    if isinstance(error, AdcrmError):
        error_card(error)
        return True
    reference = secrets.token_hex(4)
    log.error("fault %s", reference, exc_info=error)
    st.error(
        t(
            "Something went wrong on our side; your data is untouched. Reload the page. If it happens again, look for {reference} in the log.",
            reference=reference,
        ),
        icon=":material/error:",
    )
    return True
