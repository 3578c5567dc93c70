"""Somebody's own file of journeys: drop a table of paths, journeys in columns or a log of events, and every model answers. Nothing is kept."""

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from adcrm.attribution.files.ask import answer_own
from adcrm.attribution.files.model import OwnFile
from adcrm.attribution.files.read import read_own
from adcrm.attribution.model import Answer, Question
from adcrm.errors import AdcrmError
from adcrm.imports.model import NeedsAnswerError
from adcrm.messages import Message, message
from adcrm.ui import attribution_data as data
from adcrm.ui import formats
from adcrm.ui.attribution_choice import MEASURES, WINDOWS, Choice, model_names
from adcrm.ui.attribution_models import draw_dots, draw_proof, draw_table
from adcrm.ui.frame import error_card, escape
from adcrm.ui.language import t, tn, tr
from adcrm.ui.stores import crm_version

KINDS: dict[str, Message] = {
    "paths": message("Table of paths"),
    "steps": message("Journeys with their steps in columns"),
    "events": message("Log of events"),
}
# What a head of a file was read as; the keys are those of adcrm/attribution/files/heads.py.
FACTS: dict[str, Message] = {
    "path": message("path"),
    "steps": message("steps"),
    "orders": message("orders"),
    "value": message("value"),
    "without": message("journeys without an order"),
    "all": message("all journeys"),
    "person_key": message("person"),
    "at": message("time"),
    "channel": message("channel"),
    "source": message("source"),
    "medium": message("medium"),
    "campaign": message("campaign"),
    "ad": message("ad"),
    "publisher": message("publisher"),
    "country": message("country"),
    "kind": message("kind of touch"),
    "click_id": message("click number"),
    "cost": message("cost"),
    "currency": message("currency"),
    "flag": message("conversion"),
    "order_key": message("order number"),
}
MOST_SET_ASIDE = 20
SUFFIXES = ["csv", "tsv", "txt", "xlsx", "xls", "zip"]


@dataclass(frozen=True)
class Dropped:
    """A file that was dropped, and what of its reading is kept for the next run: the file read, or why not."""

    identity: tuple[str, ...]
    own: OwnFile | None
    refused: AdcrmError | None


def draw_own() -> None:
    """Drop zone, what was recognised, and the models' answer."""
    st.markdown(
        t(
            "Drop a table of paths (“a > b > c” with counts), journeys with a step in each column, or a log of events (person, time, channel). "
            "Every model answers at once; nothing is stored."
        )
    )
    file = st.file_uploader(t("Your own journeys: CSV, Excel or zip"), type=SUFFIXES, key="own_file")
    if file is None:
        st.caption(t("To keep orders and touches in the books and compare them with claims and cost, upload them as channel data instead."))
        return
    currency = st.selectbox(
        t("Currency of the amounts"),
        formats.CURRENCIES,
        index=None,
        key="own_currency",
        width=200,
        placeholder=t("as in the file"),
        accept_new_options=True,
    )
    read = _read(file.name, file.getvalue(), file.file_id, (currency or "").upper())
    if read.refused is not None or read.own is None:
        _refused(read.refused)
        return
    _recognised(read.own)
    model, measure, window = _choose(read.own)
    question = Question(lookback_days=window)
    _answer(_answered(read, question), Choice(model, measure, question))


def _choose(own: OwnFile) -> tuple[str, str, int | None]:
    """Model, measure and window; a file without times has no window."""
    names = model_names()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        model = st.selectbox(t("Model"), list(names), key="own_model", width=220, format_func=lambda key: names[key])
        measure = st.segmented_control(
            t("Count"), list(MEASURES), default="orders", required=True, key="own_measure", format_func=lambda key: tr(MEASURES[key])
        )
        window = "none"
        if own.has_times:
            window = st.selectbox(
                t("Look-back window"),
                WINDOWS,
                index=WINDOWS.index("30"),
                key="own_window",
                width=160,
                format_func=lambda key: t("No limit") if key == "none" else t("{days} days", days=key),
            )
    return model, str(measure or "orders"), None if window == "none" else int(window)


def _answer(made: Answer, choice: Choice) -> None:
    with st.container(border=True):
        draw_dots(made, choice)
    with st.container(border=True):
        draw_table(made, choice, "own")
    with st.container(border=True):
        draw_proof(made, "own")


def _read(name: str, content: bytes, file_id: str, currency: str) -> Dropped:
    """Read the file once; a rerun finds it in the session."""
    said = (st.session_state.get("own_zone") or "", st.session_state.get("own_order") or "")
    identity = (file_id, currency, *said)
    held: Dropped | None = st.session_state.get("own_read")
    if held is not None and held.identity == identity:
        return held
    try:
        with st.spinner(t("Reading the file …"), show_time=True):
            made = Dropped(identity, read_own(name, content, currency=currency, time_zone=said[0], date_order=said[1]), None)
    except AdcrmError as error:
        made = Dropped(identity, None, error)
    st.session_state["own_read"] = made
    st.session_state.pop("own_answer", None)
    return made


def _answered(read: Dropped, question: Question) -> Answer:
    assert read.own is not None
    rules = data.rules(crm_version())
    key = (read.identity, question, rules.number)
    held = st.session_state.get("own_answer")
    if held is None or held[0] != key:
        with st.spinner(t("Asking every model …"), show_time=True):
            held = (key, answer_own(read.own, question, rules=rules.rules))
        st.session_state["own_answer"] = held
    made: Answer = held[1]
    return made


def _refused(error: AdcrmError | None) -> None:
    if error is None:
        return
    error_card(error)
    if isinstance(error, NeedsAnswerError) and "date_order" in error.needs:
        orders = {"dmy": t("day / month / year"), "mdy": t("month / day / year")}
        st.segmented_control(t("How are days written in this file?"), list(orders), key="own_order", format_func=lambda key: orders[key])


def _recognised(own: OwnFile) -> None:
    columns = " · ".join(f"{tr(FACTS.get(fact, Message(fact)))}: {', '.join(heads)}" for fact, heads in own.columns.items() if heads)
    recognised = t("Recognised: {what}", what=tr(KINDS[own.kind]))
    st.markdown(f":material/check_circle: **{escape(recognised)}**  \n:small[:gray[{escape(columns)}]]")
    with st.grid(4, min_column_width=150, gap="small"):
        st.metric(t("Rows read"), formats.number(own.rows_read), border=True)
        st.metric(t("Orders"), formats.number(own.orders), border=True)
        value = formats.money(own.value, own.currency, short=True) if own.currency else formats.number(own.value, 2)
        st.metric(t("Order value"), value, border=True)
        st.metric(t("Journeys without an order"), formats.number(own.without_order), border=True)
    said = [tr(note) for note in own.notes]
    if own.left_out:
        said.append(t("Not read: {columns}", columns=", ".join(own.left_out)))
    if said:
        st.caption("  \n".join(":material/info: " + escape(text) for text in said))
    if own.set_aside:
        with st.expander(tn("{n} row was set aside", "{n} rows were set aside", len(own.set_aside)), icon=":material/rule:"):
            rows = own.set_aside[:MOST_SET_ASIDE]
            table = pd.DataFrame(
                {t("Line"): [row.line for row in rows], t("Column"): [row.column for row in rows], t("Reason"): [tr(row.reason) for row in rows]}
            )
            st.dataframe(table, hide_index=True, width="stretch", key="own_aside")
