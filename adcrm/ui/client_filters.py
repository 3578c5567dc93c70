"""The filters of the client list: chips with counts, choices and a live search, kept in the address and over pages."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import streamlit as st

from adcrm.clients.classes import FREQUENCIES, SIZES, UNKNOWN
from adcrm.clients.health import AT_RISK, SIGNS, WARNING, Health
from adcrm.clients.listing import SORTS, ClientFilter
from adcrm.ui import client_data as data
from adcrm.ui.language import t

STATES = ("risk", "watch", "good", "unknown")
# widget key: (parameter of the address, whether it holds several values)
WIDGETS = {
    "cl_state": ("state", False),
    "cl_size": ("size", True),
    "cl_frequency": ("frequency", True),
    "cl_industry": ("industry", True),
    "cl_region": ("region", True),
    "cl_tag": ("tag", True),
    "cl_owner": ("owner", True),
    "cl_text": ("q", False),
    "cl_sort": ("sort", False),
}
PARAMETERS = tuple(name for name, _ in WIDGETS.values())
BETWEEN = "|"  # stands between values in the address; owners and tags may hold commas


def client_filters(health: dict[int, Health]) -> tuple[ClientFilter, str]:
    """Draw chips and choices; what was chosen and how to sort."""
    held = data.held_choices()
    _take_from_address()
    state = st.session_state
    states = tuple(name for name in STATES if any(one.state == name for one in health.values()))
    allowed: dict[str, tuple[str, ...]] = {
        "cl_state": states, "cl_size": _held("size", SIZES), "cl_frequency": _held("frequency", FREQUENCIES),
        "cl_industry": held.industries, "cl_region": held.regions, "cl_tag": held.tags, "cl_owner": held.owners, "cl_sort": SORTS,
    }  # fmt: skip
    for key, known in allowed.items():  # set again on every run: labels carry counts, by which the browser would lose the choice
        if WIDGETS[key][1]:
            state[key] = [value for value in state[key] if value in known]
        elif state[key] not in known:
            state[key] = "attention" if key == "cl_sort" else None
    chosen = _filter(health)
    _chips(chosen, health, allowed)
    _boxes(chosen, allowed)
    chosen = _filter(health)
    _write_address()
    return chosen, state["cl_sort"]


def _held(by: str, names: Iterable[str]) -> tuple[str, ...]:
    """The classes to choose from; that nothing is known is one only while there is such a client."""
    return tuple(code for code in names if code != UNKNOWN or data.counts(ClientFilter(), by).get(code))


def clear_filters() -> None:
    """Show every client again."""
    for key in WIDGETS:
        _reset(key)
    st.session_state["cl_page"] = 1


def is_filtered(chosen: ClientFilter) -> bool:
    """Whether anything is filtered out at all."""
    return chosen != ClientFilter()


def _chips(chosen: ClientFilter, health: dict[int, Health], allowed: dict[str, tuple[str, ...]]) -> None:
    states = allowed["cl_state"]
    by_state = {name: sum(one.state == name for one in health.values()) for name in states}
    sizes, rhythms = data.counts(chosen, "size"), data.counts(chosen, "frequency")
    with st.container(horizontal=True, gap="medium", key="client_chips"):
        st.pills(
            t("How are they?"),
            states,
            key="cl_state",
            persist_state="session",
            wrap=True,
            on_change=_first_page,
            format_func=lambda name: f"{data.STATE_ICONS[name]} {data.state_name(name)} · {by_state[name]}",
            help=t(
                "Drifting away: health under {points}, or {signs} parts of it under {warning}. Open a client to see its parts.",
                points=AT_RISK,
                signs=SIGNS,
                warning=WARNING,
            ),
        )
        st.pills(
            t("Company size"),
            allowed["cl_size"],
            key="cl_size",
            selection_mode="multi",
            persist_state="session",
            wrap=True,
            on_change=_first_page,
            format_func=lambda code: f"{data.class_name('size', code)} · {sizes.get(code, 0)}",
        )
        st.pills(
            t("Cooperation"),
            allowed["cl_frequency"],
            key="cl_frequency",
            selection_mode="multi",
            persist_state="session",
            wrap=True,
            on_change=_first_page,
            format_func=lambda code: f"{data.class_name('frequency', code)} · {rhythms.get(code, 0)}",
        )


def _boxes(chosen: ClientFilter, allowed: dict[str, tuple[str, ...]]) -> None:
    industries, regions, owners = (data.counts(chosen, by) for by in ("industry", "region", "owner"))
    with st.container(horizontal=True, vertical_alignment="bottom", key="client_boxes"):
        st.text_input(
            t("Search"),
            key="cl_text",
            type="search",
            live="300ms",
            persist_state="session",
            on_change=_first_page,
            width=225,
            placeholder=t("Client, contact or mail address"),
            icon=":material/search:",
        )
        _box("cl_industry", t("Industry"), allowed, lambda code: f"{data.class_name('industry', code)} · {industries.get(code, 0)}")
        _box("cl_region", t("Region"), allowed, lambda code: f"{data.class_name('region', code)} · {regions.get(code, 0)}")
        _box("cl_tag", t("Tag"), allowed, str)
        _box("cl_owner", t("Owner"), allowed, lambda name: f"{name} · {owners.get(name, 0)}")
        st.selectbox(t("Sort by"), SORTS, key="cl_sort", persist_state="session", on_change=_first_page, width=175, format_func=_sort_name)


def _box(key: str, label: str, allowed: dict[str, tuple[str, ...]], name: Any) -> None:
    if allowed[key]:
        st.multiselect(
            label, allowed[key], key=key, persist_state="session", on_change=_first_page, width=165, format_func=name, placeholder=t("All")
        )


def _sort_name(key: str) -> str:
    return {
        "attention": t("What needs a hand"),
        "name": t("Name"),
        "last_contact": t("Longest silence"),
        "newest": t("Newest client"),
    }[key]


def _filter(health: dict[int, Health]) -> ClientFilter:
    state = st.session_state
    made = ClientFilter(
        industries=tuple(state["cl_industry"]),
        regions=tuple(state["cl_region"]),
        sizes=tuple(state["cl_size"]),
        frequencies=tuple(state["cl_frequency"]),
        tags=tuple(state["cl_tag"]),
        owners=tuple(state["cl_owner"]),
        text=(state["cl_text"] or "").strip()[:200],
    )
    if state["cl_state"] is None:
        return made
    return replace(made, ids=frozenset(i for i, one in health.items() if one.state == state["cl_state"]))


def _take_from_address() -> None:
    """Set the widgets on a first visit, and whenever a link brought other values than this page wrote last."""
    state, asked = st.session_state, {name: value for name, value in st.query_params.items() if name in PARAMETERS}
    for key in WIDGETS:
        if key not in state:
            _reset(key)
    if asked and asked != state.get("cl_written"):
        for key, (name, several) in WIDGETS.items():
            if name not in asked:
                _reset(key)
            else:
                state[key] = [value for value in asked[name].split(BETWEEN) if value] if several else asked[name]


def _write_address() -> None:
    state, wanted = st.session_state, {}
    for key, (name, several) in WIDGETS.items():
        value = BETWEEN.join(state[key]) if several else state[key]
        if value and not (key == "cl_sort" and value == "attention"):
            wanted[name] = value
    if {name: value for name, value in st.query_params.items() if name in PARAMETERS} != wanted:
        st.query_params.from_dict({**{name: value for name, value in st.query_params.items() if name not in PARAMETERS}, **wanted})
    state["cl_written"] = wanted


def _reset(key: str) -> None:
    several = WIDGETS[key][1]
    st.session_state[key] = [] if several else {"cl_state": None, "cl_text": "", "cl_sort": "attention"}[key]


def _first_page() -> None:
    st.session_state["cl_page"] = 1
