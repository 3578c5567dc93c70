"""Lift tests: what was measured, typed in with its interval, taken away and put back; and what the calibrated model makes of it."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pandas as pd
import streamlit as st

from adcrm.attribution.lift_tests import LiftTest, Unit, add_lift_test, put_back, remove_lift_test
from adcrm.errors import AdcrmError
from adcrm.ui import attribution_data as data
from adcrm.ui import formats
from adcrm.ui.attribution_choice import Choice
from adcrm.ui.attribution_words import BESIDE, counted, name_of
from adcrm.ui.dashboard_charts import chart_title
from adcrm.ui.frame import error_card, escape, undo_offer
from adcrm.ui.language import t, tn
from adcrm.ui.stores import actor, crm_version, facts_version, stores
from adcrm.ui.tables import height_of

BEFORE, AFTER = "data_driven", "lift_calibrated"
FIELDS = ("channel", "days", "unit", "effect", "low", "high", "note")


def draw_lift_tests(choice: Choice) -> None:
    """The tests of the client, the form, and the calibrated model."""
    client = choice.question.client_id
    chart_title(
        t("Lift tests"),
        t(
            "An experiment is the only thing that measures what would not have come anyway: a hold-out group, a switched-off region, "
            "a platform’s lift study."
        ),
    )
    if client is None:
        st.caption(t("Choose one client above: tests are kept for each client."))
        return
    _said_before()
    held = data.tests(crm_version(), client)
    for one in held:
        _row(one)
    if not held:
        st.caption(t("No test yet. With one, the data-driven model is pulled toward what was measured, as far as the test is precise."))
    _form(client, choice)
    if held:
        _calibrated(choice, len(held))


def _row(one: LiftTest) -> None:
    unit = t("orders") if one.unit == "orders" else t("lift")
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute", key=f"lift_{one.id}"):
        days = f"{formats.day(one.starts_on)} – {formats.day(one.ends_on)}"
        effect, low, high = (
            formats.number(value, 1) if one.unit == "orders" else formats.percent(value) for value in (one.effect, one.low, one.high)
        )
        measured = f"{effect} ({low} – {high})"
        note = f" · {escape(one.note)}" if one.note else ""
        st.markdown(f"**{escape(name_of(one.channel))}** · {measured} {unit}  \n:small[:gray[{days}{note}]]")
        st.button(t("Remove"), key=f"lift_remove_{one.id}", icon=":material/delete:", on_click=_remove, args=(one.id,))


def _form(client: int, choice: Choice) -> None:
    channels = [name for name in data.channel_names(facts_version(), crm_version(), client) if name not in BESIDE]
    with st.expander(t("Add a lift test"), icon=":material/add:", key="lift_form_open"), st.form("lift_form", border=False, enter_to_submit=False):
        with st.grid(3, min_column_width=200):
            st.selectbox(t("Channel"), channels, key="lift_channel", format_func=name_of, index=None, placeholder=t("Choose"))
            end = choice.question.end or date.today()
            st.date_input(t("Days of the test"), (end - timedelta(days=27), end), key="lift_days", format="YYYY-MM-DD")
            st.selectbox(
                t("Measured as"),
                ("orders", "lift"),
                key="lift_unit",
                format_func=lambda key: t("incremental orders") if key == "orders" else t("lift in percent of orders without it"),
            )
            st.number_input(
                t("Effect"), key="lift_effect", value=None, format="%.2f", help=t("Orders that would not have come, or the lift: 12 for 12 %")
            )
            st.number_input(t("Lower end of the interval (95 %)"), key="lift_low", value=None, format="%.2f")
            st.number_input(t("Upper end of the interval (95 %)"), key="lift_high", value=None, format="%.2f")
        st.text_input(t("Note: how it was measured"), key="lift_note", max_chars=500)
        st.form_submit_button(t("Keep the test"), type="primary", on_click=_add, args=(client,))


def _add(client: int) -> None:
    state: Any = st.session_state
    days = tuple(state.get("lift_days") or ())
    unit: Unit = "lift" if state.get("lift_unit") == "lift" else "orders"
    scale = 100 if unit == "lift" else 1
    numbers = [float("nan") if state.get(f"lift_{name}") is None else float(state[f"lift_{name}"]) / scale for name in ("effect", "low", "high")]
    try:
        made = add_lift_test(
            stores().crm,
            actor(),
            client_id=client,
            channel=state.get("lift_channel") or "",
            starts_on=days[0] if days else date.today(),
            ends_on=days[-1] if days else date.today(),
            unit=unit,
            effect=numbers[0],
            low=numbers[1],
            high=numbers[2],
            note=state.get("lift_note") or "",
        )
    except AdcrmError as error:
        state["lift_refused"] = error
        return
    state["lift_done"] = ("added", made)
    for name in ("channel", "effect", "low", "high", "note"):
        state.pop(f"lift_{name}", None)


def _remove(number: int) -> None:
    try:
        st.session_state["lift_done"] = ("removed", remove_lift_test(stores().crm, number, actor()))
    except AdcrmError as error:
        st.session_state["lift_refused"] = error


def _undo(word: str, one: LiftTest) -> None:
    st.session_state.pop("lift_done", None)
    try:
        if word == "added":
            remove_lift_test(stores().crm, one.id, actor())
        else:
            put_back(stores().crm, one, actor())
    except AdcrmError as error:
        st.session_state["lift_refused"] = error


def _said_before() -> None:
    refused: AdcrmError | None = st.session_state.pop("lift_refused", None)
    if refused is not None:
        error_card(refused)
    word, one = st.session_state.get("lift_done", ("", None))
    if one is not None:
        done = t("The test is kept.") if word == "added" else t("The test is removed.")
        undo_offer(done, t("Undo"), lambda: _undo(word, one), "lift")


def _calibrated(choice: Choice, tests: int) -> None:
    question = replace(choice.question, by="channel")
    made = data.credited(facts_version(), crm_version(), question, data.model_keys(crm_version(), question.client_id))
    before, after = (made.credits[made.credits["model"] == key] for key in (BEFORE, AFTER))
    if before.empty or after.empty:
        return
    rows = before[["channel", "conversions"]].merge(after[["channel", "conversions", "low", "high"]], "outer", "channel", suffixes=("", "_after"))
    rows = rows.assign(last=rows["channel"].isin(list(BESIDE))).sort_values(["last", "conversions", "channel"], ascending=[True, False, True])
    table = pd.DataFrame(
        {
            "channel": [name_of(str(name), "channel") for name in rows["channel"]],
            "before": [counted(value) for value in rows["conversions"]],
            "after": [counted(value) for value in rows["conversions_after"]],
            "range": [f"{counted(low)} – {counted(high)}" for low, high in zip(rows["low"], rows["high"], strict=True)],
        }
    )
    text = st.column_config.TextColumn
    heads: dict[str, Any] = {
        "channel": t("Name"),
        "before": text(t("Data driven"), alignment="right"),
        "after": text(t("Calibrated by your tests"), alignment="right"),
        "range": text(t("Range (95 %)"), alignment="right"),
    }
    chart_title(
        tn(
            "What {n} test makes of the data-driven model",
            "What {n} tests make of the data-driven model",
            len(data.tests(crm_version(), choice.question.client_id)),
        ),
        t("Orders of these days; what a channel loses goes to “would have come anyway”"),
    )
    st.dataframe(table, hide_index=True, width="stretch", height=height_of(table), column_config=heads, key="lift_table")
