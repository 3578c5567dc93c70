"""The language of the person who looks: chosen once per session, used by every text drawn.

It lives in the session state, because fragments and callbacks run on threads of their own.
"""

from functools import cache
from typing import Any

import streamlit as st
from babel import Locale

from adcrm.messages import DEFAULT_LANGUAGE, LANGUAGES, LOCALES, Message, message, plural, translate


def language() -> str:
    """The session's language, a key of ``LANGUAGES``."""
    return str(st.session_state.get("language", DEFAULT_LANGUAGE))


def locale() -> Locale:
    """The session's locale for Babel. Parsed once: by name, every formatted number would look for its file again."""
    return _parsed(language())


@cache
def _parsed(code: str) -> Locale:
    return Locale.parse(LOCALES[code])


def t(text: str, **values: Any) -> str:
    """``text`` (an English template of the catalogue) in the session's language, its ``{places}`` filled."""
    return translate(message(text, **values), language())


def tn(one: str, many: str, n: int, **values: Any) -> str:
    """Like :func:`t`, choosing by ``n`` between one and many; ``{n}`` is the number."""
    return translate(plural(one, many, n, **values), language())


def tr(what: Message | str) -> str:
    """A message of the domain in the session's language."""
    return translate(what, language())


def choose_language() -> None:
    """Settle the session's language on its first run: address, then cookie, then browser."""
    if "language" in st.session_state:
        return
    asked = (st.query_params.get("lang"), st.context.cookies.get("lang"), st.context.locale)
    for candidate in asked:
        code = (candidate or "").lower().replace("_", "-").split("-")[0]
        if code in LANGUAGES:
            st.session_state["language"] = code
            return
    st.session_state["language"] = DEFAULT_LANGUAGE
