"""Pages under test: a fresh cache and fresh stores for each; ``small_world`` where the page needs something to show.

    from tests.app.harness import no_exception, open_page

    def test_the_list_shows_every_client(small_world):
        at = open_page("clients", language="zh")
        no_exception(at)

Without ``small_world`` both stores are empty. What a test changes is gone after it. ``stores()`` of adcrm.ui.stores gives the same books.
"""

import logging
import threading
from collections.abc import Iterator

import pytest
import streamlit as st

from adcrm import books
from adcrm.recommend import record

# AppTest calls from outside a session on purpose.
QUIET = ("scriptrunner_utils.script_run_context", "caching.cache_data_api", "caching.cache_resource_api", "state.session_state_proxy")
for name in (f"streamlit.runtime.{part}" for part in QUIET):
    logging.getLogger(name).addFilter(lambda line: line.levelno >= logging.ERROR)  # Streamlit sets levels anew


@pytest.fixture(autouse=True)
def fresh_pages(own_settings: None) -> Iterator[None]:
    """No page may see what another test cached; the stores that the page opened are closed behind it."""
    st.cache_data.clear()
    st.cache_resource.clear()
    running = set(threading.enumerate())
    yield
    record.stop()
    for thread in set(threading.enumerate()) - running:  # work that a page left in the background still reads the stores
        thread.join(60)
    st.session_state.pop("language", None)
    if books._open.cache_info().currsize:
        opened = books.books()
        opened.facts.close()
        opened.crm.close()
        books._open.cache_clear()
