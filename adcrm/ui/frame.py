"""The frame around every page: its title and question, how fresh the data is, empty states, errors."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import urlencode

import streamlit as st

from adcrm.errors import AdcrmError
from adcrm.messages import LANGUAGES
from adcrm.metrics.currency import RateMissingError
from adcrm.ui.language import language, t, tr


def page_head(title: str, question: str) -> None:
    """The page's name, the one question it answers, and the way to the other language and theme."""
    with st.container(horizontal=True, vertical_alignment="center", key="page_head"):
        st.title(title, anchor=False, width="content")
        st.caption(question, width="stretch")
        st.html(_switches(), width="content")


def _switches() -> str:
    """Links, not widgets: the browser's own locale is fixed when a page is loaded, so a change must load it again."""
    here = "/" + st.session_state.get("page", "")
    if st.query_params:
        here += "?" + urlencode(st.query_params.to_dict())
    other = next(code for code in LANGUAGES if code != language())
    targets = ((f"/lang/{other}", LANGUAGES[other]), ("/theme/light", t("Light")), ("/theme/dark", t("Dark")))
    links = (f'<a style="color:inherit" href="{target}?{urlencode({"next": here})}">{name}</a>' for target, name in targets)
    return f'<div style="font-size:0.875rem;white-space:nowrap">{" · ".join(links)}</div>'


def empty_state(title: str, why: str, actions: list[tuple[str, str]] | None = None) -> None:
    """Why there is nothing to see, and the next step. ``actions`` are (page file, label) links."""
    with st.container(border=True, horizontal_alignment="center"):
        st.subheader(title, anchor=False, text_alignment="center")
        st.markdown(why, text_alignment="center")
        for page, label in actions or []:
            st.page_link(page_path(page), label=label, icon=":material/arrow_forward:")


def nothing_yet() -> None:
    """The empty state of every page that needs facts."""
    empty_state(
        t("No channel data yet"),
        t("Upload an export of any ad platform, or load the made-up demo agency to look around first."),
        [("channel_data.py", t("Upload channel data")), ("settings.py", t("Load the demo agency"))],
    )


def page_path(name: str) -> str:
    """The path of a page file, as ``st.Page`` and links take it."""
    from adcrm.settings import ROOT

    return str(ROOT / "pages" / name)


def error_card(error: AdcrmError) -> None:
    """What went wrong, where, and what to do, in the reader's words."""
    place = tr(error.where.message())
    lines = [f"**{escape(tr(error.what))}**", escape(place), escape(tr(error.remedy))]
    st.error("\n\n".join(line for line in lines if line), icon=":material/error:")
    if isinstance(error, RateMissingError):
        st.page_link(page_path("settings.py"), label=t("Add exchange rates"), icon=":material/currency_exchange:", query_params={"tab": "rates"})


@contextmanager
def errors_shown() -> Iterator[None]:
    """Run a block; an error meant for a person is drawn in its place instead of ending the page."""
    try:
        yield
    except AdcrmError as error:
        error_card(error)


def escape(text: str) -> str:
    """Text of a person or a file, safe inside Markdown."""
    for sign in "\\`*_[]<>$#:|~":
        text = text.replace(sign, "\\" + sign)
    return text


def undo_offer(done: str, label: str, undo: Callable[[], None], key: str) -> None:
    """Say what happened and offer to take it back."""
    with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"undo_{key}"):
        st.markdown(":material/check_circle: " + done)
        st.button(label, on_click=undo, key=f"undo_button_{key}", icon=":material/undo:")
