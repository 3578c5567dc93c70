"""The exchange rate behind a converted figure: its columns beside the rows, and one line that says how it was made."""

from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd
import streamlit as st

from adcrm.messages import Message
from adcrm.metrics.currency import MONEY, rate_table
from adcrm.metrics.definitions import Metric
from adcrm.metrics.exchange import PeriodRate
from adcrm.rates.model import SOURCES
from adcrm.ui import formats
from adcrm.ui.frame import escape
from adcrm.ui.language import t, tn, tr
from adcrm.ui.stores import stores
from adcrm.ui.tables import metric_column


def converted_columns(rows: pd.DataFrame, what: Metric) -> dict[str, Any]:
    """For the table of rows behind a converted figure: converted amounts, rate, its day and source."""
    return {
        **{f"{measure}_converted": rows[f"{measure}_converted"] for measure in what.measures if measure in MONEY},
        "rate": rows["rate"],
        "rate_day": [formats.DASH if pd.isna(day) else formats.short_day(day) for day in rows["rate_day"]],
        "rate_source": [source_name(key) if key else formats.DASH for key in rows["rate_source"]],
    }


def converted_heads(what: Metric, target: str) -> dict[str, Any]:
    """The heads of :func:`converted_columns`."""
    return {
        **{f"{measure}_converted": metric_column(measure, target) for measure in what.measures if measure in MONEY},
        "rate": st.column_config.NumberColumn(t("Rate"), format="%.6f", width="small"),
        "rate_day": st.column_config.TextColumn(t("Rate of"), width="small"),
        "rate_source": st.column_config.TextColumn(t("Source of the rate"), width="small"),
    }


def rate_line(row: pd.Series, target: str) -> None:
    """One row's rate in words: what it is, of which day, from whom, and of which published rates it was made."""
    currency, first, last = str(row["currency"]), _day(row["date_start"]), _day(row["date_end"])
    if currency == target:
        st.caption(t("Billed in {currency}: nothing was converted.", currency=target))
        return
    found = rate_table(stores().facts, target, {currency}, first, last).over(currency, first, last)
    if isinstance(found, PeriodRate):
        st.caption(":material/currency_exchange: " + escape(_rate_words(found, currency, target)))


def _rate_words(rate: PeriodRate, currency: str, target: str) -> str:
    worth = t("1 {currency} = {factor} {target}", currency=currency, factor=exact(rate.factor), target=target)
    if rate.days > 1:
        average = tn("the average of {n} daily rate", "the average of {n} daily rates", rate.days)
        days = f"{formats.day(rate.first.published)} – {formats.day(rate.last.published)}"
        return " · ".join((worth, average, days, source_name(rate.last.source)))
    parts = [f"{part.base}/{part.quote} {exact(part.rate)}" for part in rate.first.parts]
    return " · ".join((worth, formats.day(rate.first.published), source_name(rate.first.source), *parts))


def source_name(key: str) -> str:
    """Where rates come from, in the reader's language."""
    return tr(SOURCES.get(key, Message(key)))


def exact(rate: Decimal) -> str:
    """A rate with all of its digits and no zeros at the end."""
    return format(rate.normalize(), "f")


def _day(value: Any) -> date:
    found: date = value.date() if hasattr(value, "date") else value
    return found
