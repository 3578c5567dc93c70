"""The filters of the lead list: grades as chips with counts, choices and a live search, kept in the address and over pages."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from adcrm.leads.queries import NOBODY, SORTS, STATUSES, Filter
from adcrm.ui import lead_data as data
from adcrm.ui.filters import client_names
from adcrm.ui.formats import percent
from adcrm.ui.language import t
from adcrm.ui.lead_words import channel_name, status_name
from adcrm.ui.stores import crm_version

GRADES = ("A", "B", "C", "D")
# widget key: (parameter of the address, value that means "all" and is not written)
WIDGETS: dict[str, tuple[str, Any]] = {
    "ld_client": ("client", None),
    "ld_channel": ("channel", None),
    "ld_status": ("status", "open"),
    "ld_owner": ("owner", None),
    "ld_text": ("q", ""),
    "ld_sort": ("sort", "score"),
    "ld_grades": ("grade", []),
}
PARAMETERS = tuple(name for name, _ in WIDGETS.values())


def lead_filters(model: data.Model | None) -> tuple[Filter, str]:
    """Draw the filters; what was chosen and how to sort."""
    held, names = data.held_choices(), client_names(crm_version())
    clients = [key for key in names if key in held.clients]
    allowed: dict[str, Sequence[Any]] = {
        "ld_client": clients,
        "ld_channel": held.channels,
        "ld_owner": [NOBODY, *held.owners],
        "ld_status": ["open", *STATUSES, "all"],
        "ld_sort": list(SORTS),
    }
    _take_from_address()
    state = st.session_state
    for key, known in allowed.items():
        state[key] = state[key] if state[key] in known else WIDGETS[key][1]
    state["ld_grades"] = [grade for grade in state["ld_grades"] if grade in GRADES]
    with st.container(horizontal=True, vertical_alignment="bottom", key="lead_boxes"):
        st.text_input(
            t("Search"),
            key="ld_text",
            type="search",
            live="300ms",
            persist_state="session",
            on_change=_first_page,
            width=225,
            placeholder=t("Name, company, mail or phone"),
            icon=":material/search:",
        )
        _box("ld_client", t("Client"), clients, t("All clients"), lambda key: names.get(key, "?"), 200)
        _box("ld_channel", t("Channel"), held.channels, t("All channels"), channel_name, 165)
        _box("ld_owner", t("Owner"), allowed["ld_owner"], t("Everybody"), lambda name: t("Nobody yet") if name == NOBODY else name, 150)
        st.selectbox(
            t("Status"), allowed["ld_status"], key="ld_status", persist_state="session", on_change=_first_page, width=140, format_func=_status
        )
        st.selectbox(t("Sort by"), SORTS, key="ld_sort", persist_state="session", on_change=_first_page, width=165, format_func=_sort)
    if model is not None:
        _grades(model)
    _write_address()
    return chosen_filter(model), state["ld_sort"]


def chosen_filter(model: data.Model | None) -> Filter:
    """What the widgets are set to."""
    state = st.session_state
    return Filter(
        client_id=state["ld_client"],
        channel=state["ld_channel"] or "",
        status=state["ld_status"],
        owner=state["ld_owner"] or "",
        grades=tuple(sorted(state["ld_grades"])) if model else (),
        grade_limits=model.grade_limits if model else (),
        text=(state["ld_text"] or "").strip()[:200],
    )


def clear_filters() -> None:
    """Show every open lead again."""
    for key, (_, everything) in WIDGETS.items():
        st.session_state[key] = list(everything) if isinstance(everything, list) else everything
    _first_page()


def is_filtered(wanted: Filter) -> bool:
    """Whether anything is filtered out, apart from closed leads."""
    return replace(wanted, grade_limits=()) != Filter()


def _grades(model: data.Model) -> None:
    counts = data.counts(chosen_filter(model))
    limits = model.report.grades

    def words(grade: str) -> str:
        if grade == "D":
            return t("D below · {n}", n=counts["D"])
        least = percent(limits[grade] / 100, 0 if limits[grade] >= 10 else 1) if model.is_learned else f"{limits[grade]:.0f}"
        return t("{grade} from {least} · {n}", grade=grade, least=least, n=counts[grade])

    st.pills(
        t("Grade"),
        GRADES,
        key="ld_grades",
        selection_mode="multi",
        persist_state="session",
        on_change=_first_page,
        format_func=words,
        help=t("A: the best tenth of the open leads when the score was trained, B: the next two tenths, C: the next three.")
        if model.is_learned
        else t("Limits of the rule score, which goes from 0 to 100."),
    )


def _box(key: str, label: str, options: Sequence[Any], everything: str, name: Callable[[Any], str], width: int) -> None:
    st.selectbox(
        label,
        [None, *options],
        key=key,
        persist_state="session",
        on_change=_first_page,
        width=width,
        placeholder=everything,
        format_func=lambda value: everything if value is None else name(value),
    )


def _status(key: str) -> str:
    return {"open": t("Still open"), "all": t("All statuses")}.get(key) or status_name(key)


def _sort(key: str) -> str:
    return {"score": t("Highest score"), "newest": t("Newest first")}[key]


def _take_from_address() -> None:
    """Set the widgets on a first visit, and whenever a link brought other values than this page wrote last."""
    state, asked = st.session_state, {name: value for name, value in st.query_params.items() if name in PARAMETERS}
    for key, (_, everything) in WIDGETS.items():
        state.setdefault(key, list(everything) if isinstance(everything, list) else everything)
    if asked and asked != state.get("ld_written"):
        for key, (name, everything) in WIDGETS.items():
            value = asked.get(name)
            if key == "ld_client":
                state[key] = int(value) if value and value.isdecimal() else None
            elif key == "ld_grades":
                state[key] = [letter for letter in (value or "").split(",") if letter]
            else:
                state[key] = value if value is not None else everything


def _write_address() -> None:
    state, wanted = st.session_state, {}
    for key, (name, everything) in WIDGETS.items():
        value = state[key]
        if value not in (everything, None, "", []):
            wanted[name] = ",".join(value) if isinstance(value, list) else str(value)
    if {name: value for name, value in st.query_params.items() if name in PARAMETERS} != wanted:
        st.query_params.from_dict({**{name: value for name, value in st.query_params.items() if name not in PARAMETERS}, **wanted})
    state["ld_written"] = wanted


def _first_page() -> None:
    st.session_state["ld_page"] = 1
