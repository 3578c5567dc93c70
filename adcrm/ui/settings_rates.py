"""The part of the settings page on currencies: the reporting currency, the rates in the books, add and upload, and what is missing."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

import pandas as pd
import streamlit as st

from adcrm.channels.declare import currency_codes
from adcrm.errors import AdcrmError, InputError
from adcrm.imports.model import LoadResult
from adcrm.messages import message
from adcrm.metrics.currency import CARRY_DAYS, Gap, carry_days, prepare, reporting_currency
from adcrm.rates.agency import MOST_CARRY_DAYS, set_carry_days, set_reporting_currency
from adcrm.rates.held import HeldPair, held_pairs, single_rates
from adcrm.rates.load import load_rates, type_in
from adcrm.rates.read import read_rates
from adcrm.ui import formats
from adcrm.ui.frame import error_card, errors_shown, escape, page_path
from adcrm.ui.language import locale, t, tn
from adcrm.ui.rate_words import exact, source_name
from adcrm.ui.remember import remembered
from adcrm.ui.stores import actor, facts_version, stores
from adcrm.ui.tables import download_table

COMMON = ("CNY", "USD", "EUR", "GBP", "JPY", "HKD", "TWD", "SGD", "KRW", "AUD", "CAD", "CHF")
ROWS_SEEN = 10


@dataclass(frozen=True)
class Missing:
    """Days of one currency for which facts have no rate: how many days or periods, and the first and last of them."""

    currency: str
    spans: int
    of: int
    first: date
    last: date


def draw_rates() -> None:
    """The reporting currency, what is missing, the rates held, and the two ways to bring more."""
    _say_what_happened()
    _decisions()
    _missing()
    left, right = st.columns(2)
    with left.container(border=True, height="stretch"):
        _upload()
    with right.container(border=True, height="stretch"):
        _type()
    _held()


@remembered(8)
def missing(version: int, target: str) -> tuple[tuple[Missing, ...], int]:
    """What has no rate into ``target``, the currency with most first; and how many currencies need rates at all."""
    prepared = prepare(stores().facts, target)
    gaps: dict[str, list[Gap]] = {}
    for gap in prepared.gaps:
        gaps.setdefault(gap.currency, []).append(gap)
    spans = {need.currency: need.spans for need in prepared.needs}
    made = [
        Missing(code, len(found), spans[code], min(gap.missing for gap in found), max(gap.date_end for gap in found)) for code, found in gaps.items()
    ]
    return tuple(sorted(made, key=lambda one: (-one.spans, one.currency))), len(prepared.needs)


@remembered(4)
def _pairs(version: int) -> tuple[HeldPair, ...]:
    return held_pairs(stores().facts)


def _decisions() -> None:
    target, carry = reporting_currency(stores().facts), carry_days(stores().facts)
    with st.form("agency_currency", enter_to_submit=False), st.container(horizontal=True, vertical_alignment="bottom"):
        code = st.selectbox(t("Reporting currency"), _codes(target), index=_codes(target).index(target), width=260, format_func=_currency_name)
        days = st.number_input(
            t("Days back for a missing rate"),
            min_value=0,
            max_value=MOST_CARRY_DAYS,
            value=carry,
            width=220,
            help=t(
                "Banks publish no rate on week-ends and holidays; such a day takes the last one of at most so many days before. {days} days reach "
                "over the Spring Festival.",
                days=CARRY_DAYS,
            ),
        )
        sent = st.form_submit_button(t("Save"), icon=":material/save:")
    st.caption(
        t(
            "The filter bar offers all accounts in this currency. Each amount is converted at the rate of its own day, cost and value alike; "
            "where a rate is missing the figure is refused."
        )
    )
    if sent:
        with errors_shown():
            set_reporting_currency(stores(), code or target, actor())
            set_carry_days(stores(), int(days), actor())
            st.session_state["rates_done"] = t("Agency-wide figures are shown in {currency}.", currency=code)
            st.rerun()


def _missing() -> None:
    target = reporting_currency(stores().facts)
    gaps, needed = missing(facts_version(), target)
    if not needed:
        st.info(t("Every account bills in {currency}, so no rate is needed.", currency=target), icon=":material/check_circle:")
        return
    if not gaps:
        st.success(t("Every day with foreign amounts has a rate into {currency}.", currency=target), icon=":material/check_circle:")
        return
    st.warning(t("Rates into {currency} are missing; figures that need them are refused until they are there.", currency=target))
    table = pd.DataFrame(
        {
            t("Currency"): [one.currency for one in gaps],
            t("Days without a rate"): [one.spans for one in gaps],
            t("Days that need one"): [one.of for one in gaps],
            t("First"): [formats.day(one.first) for one in gaps],
            t("Last"): [formats.day(one.last) for one in gaps],
        }
    )
    st.dataframe(table, hide_index=True, width="stretch", height="content")


def _upload() -> None:
    title = t("Load a bank’s file")
    st.markdown(f"**{title}**")
    st.caption(
        t(
            "European Central Bank: eurofxref-hist.csv or the data portal’s CSV. People’s Bank: the table of the central parity (人民币汇率中间价). "
            "Or a table with the columns day, base, quote and rate."
        )
    )
    number = st.session_state.setdefault("rates_upload", 0)
    files = st.file_uploader(
        t("Files of rates"), ["csv", "xlsx", "xls", "zip", "txt"], accept_multiple_files=True, key=f"rates_{number}", label_visibility="collapsed"
    )
    if files and st.button(t("Load the rates"), type="primary", icon=":material/upload:"):
        said: list[str] = []
        refused: list[AdcrmError] = []
        for file in files:
            data = file.getvalue()
            try:
                read = read_rates(file.name, data)
                said.append(escape(file.name) + ": " + _outcome(load_rates(stores(), read, actor(), data)))
            except AdcrmError as error:
                refused.append(error)
        st.session_state["rates_done"], st.session_state["rates_refused"] = "  \n".join(said), refused
        st.session_state["rates_upload"] = number + 1  # an uploader is emptied by becoming another one
        st.rerun()


def _type() -> None:
    title = t("Type in a rate")
    st.markdown(f"**{title}**")
    target = reporting_currency(stores().facts)
    gaps, _ = missing(facts_version(), target)
    first, last = (gaps[0].first, gaps[0].last) if gaps else (date.today() - timedelta(days=1), date.today() - timedelta(days=1))
    code = gaps[0].currency if gaps else "USD" if target != "USD" else "EUR"
    with st.form("type_rate", border=False):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            base = st.selectbox(t("One"), _codes(code), index=_codes(code).index(code), width=110)
            rate = st.text_input(t("is worth"), placeholder="7.1012", width=130)
            quote = st.selectbox(t("in"), _codes(target), index=_codes(target).index(target), width=110)
        days = st.date_input(t("From – to"), (first, last), format="YYYY-MM-DD", width=260)
        sent = st.form_submit_button(t("Add the rate"), icon=":material/add:")
    st.caption(t("A typed-in rate comes before a published one of the same day. It stands in the import history and can be undone there."))
    if sent:
        with errors_shown():
            chosen: tuple[date, ...] = days if isinstance(days, tuple) else (days,)
            result = type_in(stores(), base or "", quote or "", _number(rate), chosen[0], chosen[-1], actor())
            st.session_state["rates_done"] = _outcome(result)
            st.rerun()


def _held() -> None:
    st.subheader(t("Rates in the books"), anchor=False)
    st.caption(
        t(
            "Of several rates for one day a typed-in one counts, then a published one of the pair itself, then one made of two pairs of the same "
            "source; of equals the one that was loaded last."
        )
    )
    pairs = _pairs(facts_version())
    if not pairs:
        st.caption(t("There is no rate yet. Load a bank’s file, or type in the first one."))
        return
    table = pd.DataFrame(
        {
            "pair": [f"1 {one.base} = … {one.quote}" for one in pairs],
            "source": [source_name(one.source) for one in pairs],
            "days": [one.days for one in pairs],
            "first": [formats.day(one.date_start) for one in pairs],
            "last": [formats.day(one.date_end) for one in pairs],
            "newest": [exact(one.newest) for one in pairs],
        }
    )
    event = st.dataframe(
        table,
        hide_index=True,
        width="stretch",
        height=min(38 + 35 * len(table), 38 + 35 * ROWS_SEEN),
        on_select="rerun",
        selection_mode="single-row",
        key="rate_pairs",
        column_config={
            "pair": t("Pair"),
            "source": t("Source"),
            "days": st.column_config.NumberColumn(t("Days with a rate"), format="localized"),
            "first": t("First"),
            "last": t("Last"),
            "newest": st.column_config.TextColumn(t("Newest rate"), alignment="right"),
        },
    )
    chosen: Any = event["selection"]["rows"]
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(tn("{n} pair", "{n} pairs", len(table)) + " · " + t("Choose a row to see its single rates"))
        st.page_link(page_path("import_history.py"), label=t("Import history: undo a file of rates"), icon=":material/history:")
    if chosen and chosen[0] < len(pairs):
        _single(pairs[chosen[0]])


def _single(pair: HeldPair) -> None:
    rows = single_rates(stores().facts, pair.base, pair.quote, pair.source)
    shown = pd.DataFrame(
        {
            t("Day"): [formats.day(day) for day in rows["day"]],
            t("Rate"): [exact(rate) for rate in rows["rate"]],
            t("File"): rows["file_name"],
            t("Line"): rows["source_line"],
            t("Import"): rows["import_id"],
        }
    )
    st.dataframe(shown, hide_index=True, width="stretch", height=min(38 + 35 * len(shown), 38 + 35 * ROWS_SEEN))
    download_table(shown, f"adcrm-rates-{pair.base}-{pair.quote}-{pair.source}", "rates_csv")


def _say_what_happened() -> None:
    if done := st.session_state.pop("rates_done", None):
        st.success(done, icon=":material/check_circle:")
    for error in st.session_state.pop("rates_refused", ()):
        error_card(error)


def _outcome(result: LoadResult) -> str:
    if result.outcome == "unchanged":
        return t("Nothing new: the books hold all of these rates already.")
    told = (
        (result.rows_new, tn("{n} new rate", "{n} new rates", result.rows_new)),
        (result.rows_changed, tn("{n} changed rate", "{n} changed rates", result.rows_changed)),
    )
    return t("{what} (import {id}).", what=" · ".join(words for number, words in told if number), id=str(result.import_id))


def _number(text: str) -> Decimal:
    """The typed number; :class:`InputError` for what is none."""
    refusal = InputError(
        message("“{value}” is no exchange rate.", value=text.strip()), message("Type a number above zero with at most twelve decimals.")
    )
    try:
        made = Decimal(text.strip().replace(",", "."))
    except InvalidOperation as error:
        raise refusal from error
    if not made.is_finite():
        raise refusal
    return made


def _codes(first: str) -> list[str]:
    """Currencies to choose from: common ones first."""
    return list(dict.fromkeys((*COMMON, first, *sorted(currency_codes()))))


def _currency_name(code: str) -> str:
    name = locale().currencies.get(code, "")
    return f"{code} · {name}" if name else code
