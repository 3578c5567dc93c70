"""Choices of one page that live in its address: a link reopens the view, the browser's way back undoes the last choice."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st


@dataclass(frozen=True)
class Kept:
    """A choice: its parameter in the address, the values that it may have, and the one that needs no parameter.

    ``key`` in the session state is the key of the widget that shows it, whose options are these values.
    """

    parameter: str
    values: tuple[str, ...]
    default: str
    key: str


def take_choices(choices: Sequence[Kept]) -> None:
    """Set the widgets from the address, before they are drawn, wherever a link or the way back brought another value than the page wrote."""
    state = st.session_state
    for one in choices:
        asked, written = st.query_params.get(one.parameter), state.get(f"{one.key}_written")
        if asked is None and written is not None and state.get("is_same_page"):
            asked = one.default  # back to the address before the first choice
        chosen = asked if asked in one.values and asked != written else state.get(one.key)
        # Set on every run: on coming back to the page a widget is new and would start at its first option.
        state[one.key] = chosen if chosen in one.values else one.default


def write_choices(choices: Sequence[Kept]) -> None:
    """Put what is chosen now into the address, only where it changed: a write costs a message to the browser."""
    state = st.session_state
    present = st.query_params.to_dict()
    wanted = dict(present)
    for one in choices:
        value = state.get(one.key, one.default)
        wanted.pop(one.parameter, None)
        if value != one.default:
            wanted[one.parameter] = value
        state[f"{one.key}_written"] = wanted.get(one.parameter)
    if wanted != present:
        st.query_params.from_dict(wanted)
