"""Opens a page as a visitor would, without a browser, and says what stands on it."""

import json
from typing import Any

import streamlit as st
from streamlit.testing.v1 import AppTest

from adcrm.settings import ROOT

MENU = ROOT / "adcrm" / "ui" / "menu.py"
PAGES = tuple(sorted(file.stem for file in (ROOT / "pages").glob("*.py")))


def open_page(page: str, language: str = "en", **query: Any) -> AppTest:
    """The page ``pages/<page>.py`` after its first run, opened through the menu, so that the frame is there too.

    ``query`` are parameters of the address, as ``client=3``. The menu must run once before another page can be chosen;
    paths are relative to the menu script. Later steps: ``at.switch_page(path_of("leads")).run()``.
    """
    # AppTest calls a widget's format_func outside the session, where Streamlit keeps one global state for all.
    st.session_state["language"] = language
    at = AppTest.from_file(MENU, default_timeout=60)
    at.session_state["language"] = language
    at.run()
    if page != "home":
        at.switch_page(path_of(page))
    for name, value in query.items():
        at.query_params[name] = str(value)
    if page != "home" or query:
        at.run()
    return at


def path_of(page: str) -> str:
    """The path of a page as ``AppTest.switch_page`` wants it: relative to the menu script."""
    return f"../../pages/{page}.py"


def no_exception(at: AppTest) -> None:
    """Fail with the page's own traceback where a run ended in one, or in an error card."""
    assert not at.exception, "\n".join(f"{e.message}\n{''.join(e.stack_trace or [])}" for e in at.exception)
    assert not at.error, "\n".join(e.value for e in at.error)


def texts(at: AppTest) -> list[str]:
    """Every text on the page: titles, captions, labels, options, metrics, column heads and cells of text."""
    found: list[str] = []
    for element in at.main:
        proto = getattr(element, "proto", None)
        said = [getattr(proto, name, None) for name in ("label", "body", "help", "placeholder")]
        if not getattr(proto, "id", ""):  # the value of a widget is a key; what is read are its options
            said.append(getattr(element, "value", None))
        found += [text for text in said if isinstance(text, str) and text]
        found += [str(option) for option in getattr(element, "options", ()) or ()]
    for table in at.dataframe:
        found += heads(table)
    return found


def heads(table: Any) -> list[str]:
    """What stands above the columns of a table: the label of its configuration, else the column's own name."""
    configured = json.loads(table.proto.columns or "{}")
    shown = list(table.proto.column_order) or [str(column) for column in table.value.columns]
    return [settings.get("label") or name for name in shown if not (settings := configured.get(name) or {}).get("hidden")]
