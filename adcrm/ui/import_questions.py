"""What a file leaves open, asked where it stands: its columns in a dialog, its currency, period or date order in the card."""

import re
from collections import Counter
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from adcrm.channels.platforms import PLATFORMS, platform_name
from adcrm.errors import AdcrmError
from adcrm.imports.mapping import FACTS, LEVELS, remember
from adcrm.imports.model import NeedsAnswerError, TableMapping
from adcrm.ui import formats
from adcrm.ui.frame import error_card, escape
from adcrm.ui.import_state import Sheet, check, discard
from adcrm.ui.import_words import LEVELS as LEVEL_WORDS
from adcrm.ui.import_words import platform_words
from adcrm.ui.language import t, tr
from adcrm.ui.stores import actor, stores


def ask(sheet: Sheet) -> None:
    """Say what is asked, and take the answer."""
    question = sheet.question
    assert question is not None
    if question.platform:
        st.caption(" · ".join(escape(part) for part in (platform_words(question.platform), question.account) if part))
    st.markdown(f"**{escape(tr(question.what))}** {escape(tr(question.remedy))}")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if "columns" in question.needs:
            if st.button(t("Say what the columns are"), key=f"map_{sheet.key}", type="primary", icon=":material/table_edit:"):
                mapping_dialog()(sheet, question)
        else:
            _small_questions(sheet, question)
        st.button(t("Discard"), key=f"discard_{sheet.key}", icon=":material/close:", type="tertiary", on_click=discard, args=(sheet.key,))


def change_columns(sheet: Sheet) -> None:
    """A button that asks again what the columns mean, where a person said it before; nothing otherwise."""
    if sheet.columns is not None and st.button(t("Change the columns"), key=f"remap_{sheet.key}", icon=":material/table_edit:"):
        mapping_dialog()(sheet, sheet.columns)


def _small_questions(sheet: Sheet, question: NeedsAnswerError) -> None:
    needs, said = question.needs, sheet.answers
    platform: str | None = said.platform
    currency: str | None = said.currency
    order: str | None = said.date_order
    period: Any = said.period
    if "platform" in needs:
        platform = st.selectbox(
            t("Channel"),
            question.platforms,
            index=None,
            key=f"platform_{sheet.key}",
            width=240,
            format_func=lambda key: tr(platform_name(key)),
            placeholder=t("Choose"),
        )
    if "currency" in needs:
        currency = st.selectbox(
            t("Currency"),
            formats.CURRENCIES,
            index=None,
            key=f"currency_{sheet.key}",
            accept_new_options=True,
            width=140,
            placeholder=t("Choose or type"),
        )
    if "date_order" in needs:
        order = st.selectbox(
            t("Dates are written"), ["dmy", "mdy"], index=None, key=f"order_{sheet.key}", width=220, format_func=_order_name, placeholder=t("Choose")
        )
    if "period" in needs:
        period = st.date_input(
            t("First and last day"),
            value=list(days_in_name(sheet.name)),
            key=f"period_{sheet.key}",
            max_value=date.today(),
            format="YYYY-MM-DD",
            width=260,
            help=t("Days that the file’s name speaks of are proposed; look whether they are right."),
        )
    complete = all(
        given for need, given in (("platform", platform), ("currency", currency), ("date_order", order), ("period", period)) if need in needs
    ) and ("period" not in needs or len(period) == 2)
    if st.button(t("Read the file so"), key=f"answer_{sheet.key}", type="primary", disabled=not complete):
        sheet.answers = replace(
            said,
            platform=platform or "",
            currency=(currency or "").strip().upper(),
            date_order=order or "",
            period=(period[0], period[1]) if period else None,
        )
        check(sheet)
        st.rerun()


def days_in_name(name: str) -> tuple[date, ...]:
    """The first and last day that a file's name speaks of, as ``data_20260701-20260930.csv``, to be proposed; none where it names no two."""
    found = []
    for year, month, day in re.findall(r"(?<!\d)(20\d\d)[-_.]?([01]\d)[-_.]?([0-3]\d)(?!\d)", name):
        try:
            found.append(date(int(year), int(month), int(day)))
        except ValueError:  # a number that only looks like a day
            return ()
    return tuple(found) if len(found) == 2 and found[0] <= found[1] <= date.today() else ()


def mapping_dialog() -> Any:
    """The dialog, its title in the session's language."""
    return st.dialog(t("What do the columns mean?"), width="large", icon=":material/table_edit:")(_map_columns)


def _map_columns(sheet: Sheet, question: NeedsAnswerError) -> None:
    guess = question.guess
    assert guess is not None
    st.caption(escape(sheet.name) + " · " + t("The first rows of the table"))
    width = len(question.header)
    rows = [(*row[:width], *[""] * (width - len(row))) for row in question.sample[:4]]
    names = [head if question.header.index(head) == i and head else f"{head} ({i + 1})" for i, head in enumerate(question.header)]
    st.dataframe(pd.DataFrame(rows, columns=names), hide_index=True, width="stretch")
    with st.container(horizontal=True):
        platforms = list(dict.fromkeys([*PLATFORMS, *([guess.platform] if guess.platform else [])]))
        platform = st.selectbox(
            t("Channel"),
            platforms,
            index=platforms.index(guess.platform) if guess.platform else None,
            key=f"map_platform_{sheet.key}",
            accept_new_options=True,
            format_func=lambda key: tr(platform_name(key)),
            placeholder=t("Choose, or type a name of your own"),
            width=320,
        )
        currencies = list(dict.fromkeys([*formats.CURRENCIES, *([guess.currency] if guess.currency else [])]))
        currency = st.selectbox(
            t("Currency, where no column says it"),
            currencies,
            index=currencies.index(guess.currency) if guess.currency else None,
            key=f"map_currency_{sheet.key}",
            accept_new_options=True,
            placeholder=t("Choose or type"),
            width=240,
        )
        level = st.selectbox(
            t("One row is about"),
            ["", *LEVELS],
            index=["", *LEVELS].index(guess.level),
            key=f"map_level_{sheet.key}",
            format_func=lambda key: tr(LEVEL_WORDS[key]) if key else t("the finest thing named below"),
            width=260,
        )
    st.markdown(t("**Each column is**"))
    guessed = {head: fact for fact, head in guess.columns.items()}
    chosen: list[tuple[str, str]] = []
    with st.grid(4, min_column_width=180, gap="small"):
        for position, head in enumerate(question.header):
            if not head:
                continue
            fact = st.selectbox(
                escape(head),
                list(FACTS),
                index=list(FACTS).index(guessed[head]) if head in guessed else None,
                key=f"map_column_{position}_{sheet.key}",
                format_func=lambda one: tr(FACTS[one].name),
                placeholder=t("left out"),
            )
            if fact:
                chosen.append((fact, head))
    twice = [fact for fact, times in Counter(fact for fact, _ in chosen).items() if times > 1]
    if twice:
        st.warning(t("Two columns are said to be “{fact}”.", fact=FACTS[twice[0]].name), icon=":material/warning:")
    if st.button(t("Keep, and read the file so"), key=f"map_save_{sheet.key}", type="primary", icon=":material/check:", disabled=bool(twice)):
        mapping = TableMapping(platform or "", dict(chosen), level=level or "", currency=(currency or "").strip().upper())
        try:
            remember(stores().crm, question.header, mapping, actor())
        except AdcrmError as error:
            error_card(error)
            return
        sheet.answers = replace(sheet.answers, mapping=mapping)
        check(sheet)
        st.rerun()
    st.caption(t("The answer is remembered for every file with the same head."))


def _order_name(order: str) -> str:
    return t("day/month/year") if order == "dmy" else t("month/day/year")
