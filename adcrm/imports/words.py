"""Columns of few different texts (days, hours, genders, currencies): each text is read once and joined back to the rows."""

from datetime import date
from typing import Any

import duckdb
import pyarrow as pa

from adcrm.channels.declare import SPANS, Column, currency_codes
from adcrm.imports.dates import read_days, read_hour, read_range, read_span, read_weekday
from adcrm.imports.layout import Layout
from adcrm.imports.model import NeedsAnswerError
from adcrm.imports.numbers import currency_of_sign
from adcrm.messages import message

DAYS = ("day", "start", "end")
WORDS = (*DAYS, *SPANS, "hour", "weekday", "word", "currency")
_TELLING = r"^(1[3-9]|2\d|3[01])[-/.]\d|^\d{1,2}[-/.](1[3-9]|2\d|3[01])[-/.]"  # one of the two is no month
GENDERS = {"女": "female", "女性": "female", "男": "male", "男性": "male", "未知": "unknown", "weiblich": "female", "männlich": "male"}
DEVICES = {
    "computers": "desktop",
    "computer": "desktop",
    "计算机": "desktop",
    "电脑": "desktop",
    "mobile phones": "mobile",
    "mobile devices with full browsers": "mobile",
    "移动设备": "mobile",
    "手机": "mobile",
    "tablets": "tablet",
    "tablets with full browsers": "tablet",
    "平板电脑": "tablet",
    "tv screens": "tv",
}


def read_words(connection: duckdb.DuckDBPyConnection, layout: Layout) -> tuple[list[str], tuple[str, ...]]:
    """Register a table ``words_<fact>`` (word, first, last) for each such column.

    Returns the SQL joins to the view ``rows``, and the currencies that a column of codes names.

    Raises
    ------
    NeedsAnswerError : days can be read in two ways and nothing in the file decides.
    """
    joins, currencies = [], ()
    for fact, (column, at) in layout.of_kind(*WORDS).items():
        texts = [row[0] for row in connection.sql(f"SELECT DISTINCT c{at[0]} FROM rows WHERE role = 'row'").fetchall()]
        values = _values(connection, layout, column, [text for text in texts if text not in layout.channel.missing])
        if column.kind == "currency":
            currencies = tuple(sorted({value for value in values.values() if value}))
            if len(currencies) == 1:  # a cell left blank in a file of one currency
                values |= dict.fromkeys((text for text in texts if text in layout.channel.missing), currencies[0])
        pairs = [value if isinstance(value, tuple) else (value, value) for value in values.values()]
        kind = _arrow_type(column)
        table = {
            "word": pa.array(values.keys(), pa.string()),
            "first": pa.array([pair[0] for pair in pairs], kind),
            "last": pa.array([pair[1] for pair in pairs], kind),
        }
        connection.register(f"words_{fact}", pa.table(table))
        joins.append(f"LEFT JOIN words_{fact} ON words_{fact}.word = c{at[0]}")
    return joins, currencies


def _values(connection: duckdb.DuckDBPyConnection, layout: Layout, column: Column, texts: list[str]) -> dict[str, Any]:
    if column.kind in DAYS:
        days = days_of(connection, layout, texts)
        if column.kind != "day":
            return {text: day or (None, None) for text, day in days.items()}
        return {text: day or read_range(text, layout.reading.year, layout.reading.made_on) or (None, None) for text, day in days.items()}
    if column.kind in SPANS:
        order = layout.answers.date_order or layout.channel.date_order
        return {text: _clipped(read_span(column.kind, text, order), layout.reading.period) or (None, None) for text in texts}
    if column.kind in ("hour", "weekday"):
        read, meant = read_hour if column.kind == "hour" else read_weekday, {word: meaning for _, word, meaning in column.words}
        behind = {text: text.split(column.after)[-1] if column.after else text for text in texts}
        return {text: read(meant.get(value, value)) for text, value in behind.items()}
    if column.kind == "currency":
        return {text: code for text in texts if (code := currency_of_sign(text) or text.upper()) in currency_codes()}
    return {text: _plain_word(column.fact, text) for text in texts}


def days_of(connection: duckdb.DuckDBPyConnection, layout: Layout, texts: list[str]) -> dict[str, date | None]:
    """The day that each text names; :class:`NeedsAnswerError` where nothing decides which of two it is."""
    read = read_days(texts, layout.answers.date_order, layout.period, lambda: _days_beside(connection, layout))
    if not read.is_open:
        layout.date_order = layout.date_order or read.order
        return read.dates
    if layout.channel.date_order:
        layout.date_order = layout.channel.date_order
        return read_days(texts, layout.channel.date_order).dates
    raise NeedsAnswerError(
        message("Days such as {example} can be read in two ways, and nothing in the file decides.", example=read.example),
        message("Say whether the day or the month comes first."),
        layout.place,
        needs=("date_order",),
    )


def _days_beside(connection: duckdb.DuckDBPyConnection, layout: Layout) -> list[str]:
    """What the columns of days and times hold that shows which of day and month comes first."""
    cells = [f"c{at[0]}" for _, at in layout.of_kind(*DAYS, "time").values()]
    each = [f"SELECT {cell} AS day FROM rows WHERE role = 'row' AND regexp_matches({cell}, '{_TELLING}')" for cell in cells]
    return [row[0] for row in connection.sql(f"SELECT DISTINCT day FROM ({' UNION ALL '.join(each)})").fetchall()]


def _clipped(days: tuple[date, date] | None, period: tuple[date, date] | None) -> tuple[date, date] | None:
    """A week or month at the edge of the report covers only the report's own days."""
    if days is None or period is None or days[1] < period[0] or days[0] > period[1]:
        return days
    return max(days[0], period[0]), min(days[1], period[1])


def _plain_word(fact: str, text: str) -> str:
    lower = text.casefold()
    if fact == "gender":
        return GENDERS.get(lower, lower)
    return DEVICES.get(lower, text) if fact == "device" else text.replace("–", "-")


def _arrow_type(column: Column) -> pa.DataType:
    if column.kind in (*DAYS, *SPANS):
        return pa.date32()
    return pa.int16() if column.kind in ("hour", "weekday") else pa.string()
