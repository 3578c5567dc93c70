"""Starts AdCRM: pages and HTTP routes in one ASGI application (``streamlit run app.py``)."""

from pathlib import Path

import streamlit as st

from adcrm.ui.faults import show_fault
from adcrm.ui.warm import warm_caches
from adcrm.web.routes import ROUTES
from adcrm.web.shell import MIDDLEWARE
from adcrm.web.start import starting

# A literal call, because Streamlit finds the application by reading this file's syntax.
app = st.App(
    Path(__file__).parent / "adcrm" / "ui" / "menu.py",
    routes=ROUTES,
    middleware=MIDDLEWARE,
    lifespan=starting(warm_caches),
    on_script_error=show_fault,
)
