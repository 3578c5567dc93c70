"""Turns a declared table into facts: one vectorised pass in DuckDB over the cells as they stand.

The declaration is compiled to SQL. Figures are exact decimals; rows that sum up others are told apart before anything
is added; a row that fails a check is set aside with its line.
"""

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from adcrm.channels.declare import NUMERIC, normal_head
from adcrm.errors import FileRefusedError, Place
from adcrm.imports.body import Body, Record
from adcrm.imports.checks import Check, code_checks, odd_day_checks, row_checks
from adcrm.imports.compute import compute
from adcrm.imports.currencies import is_currency_stated, named_currencies
from adcrm.imports.dates import read_days
from adcrm.imports.disk import small_connection
from adcrm.imports.doubts import doubts
from adcrm.imports.facts import fact_rows, found_level, record_rows
from adcrm.imports.layout import Layout
from adcrm.imports.model import Answers, SetAside
from adcrm.imports.moments import read_moments
from adcrm.imports.numbers import Numbers, profile
from adcrm.imports.recognise import Reading
from adcrm.imports.roles import count_rows, name_roles, odd_rows
from adcrm.imports.rows import Rows, StoredRows
from adcrm.imports.shapes import Shaped, shape
from adcrm.imports.swallowed import refuse_open_end, refuse_swallowed
from adcrm.imports.targets import ADS, MONEY, rounded
from adcrm.imports.words import read_words
from adcrm.messages import Message, message, plural

GOOD = "role = 'row' AND problem IS NULL"


@dataclass(frozen=True)
class Parsed:
    """One table read and checked.

    ``rows`` have the columns of the target (``Target.rows``); ``sums`` are over them, ``all_sums`` also over rows set
    aside; ``totals`` are the stated total rows, label first. ``currencies`` is empty where nothing names one.
    ``decided``: what a person said, and what the file decided where nobody said anything.
    ``counts``: as in ``Report.counts``. ``kind``: the report's, where its rows say it.
    ``is_currency_stated``: by the file itself, unmistakably.
    """

    reading: Reading
    rows: Rows
    rows_read: int
    set_aside: tuple[SetAside, ...]
    level: str
    splits: tuple[str, ...]
    is_daily: bool
    is_additive: bool
    currencies: tuple[str, ...]
    has_currency_column: bool
    sums: dict[str, Decimal]
    all_sums: dict[str, Decimal]
    totals: tuple[tuple[str, dict[str, Decimal]], ...]
    columns: dict[str, tuple[str, ...]]
    left_out: tuple[str, ...]
    warnings: tuple[Message, ...]
    decided: Answers
    counts: dict[str, Decimal] = field(default_factory=dict)
    kind: str = ""
    is_currency_stated: bool = False


def parse(file: str, reading: Reading, answers: Answers, is_all: bool = True) -> Parsed:
    """Read, check and add up one table. ``is_all`` false: these are some rows of it, and none of them may be good.

    Raises
    ------
    EmptyTableError, FileRefusedError : nothing of it can be taken.
    NeedsAnswerError : its period or the order of day and month is not in the file.
    """
    layout = Layout.of(file, reading, answers)
    cells = {i: (str(column.kind), f"c{i}") for column, at in layout.of_kind(*NUMERIC).values() for i in at}
    body = reading.table.body(reading.head, reading.delimiter, cells)
    refuse_open_end(layout, body)
    odd = odd_rows(layout, body)
    with body.folder.connect() if body.folder else small_connection() as connection:
        laid_out = name_roles(connection, layout, body)
        rows_read = count_rows(connection, layout, body, odd)
        if is_all:
            refuse_swallowed(connection, layout, body, laid_out)
        _one_result_type(connection, layout)
        if is_all:
            _whole_period(connection, layout)
        joins, codes = read_words(connection, layout)
        joins += read_moments(connection, layout)
        taken = {i for _, at in layout.of_kind(*NUMERIC).values() for i in at}  # some facts may be out by now
        cells = {i: cell for i, cell in cells.items() if i in taken}
        numbers = profile(connection, cells, layout.absent(), answers.decimal_mark, layout.place, layout.channel.magnitudes, body.decimals)
        checks = _checks(layout, numbers)
        currencies = named_currencies(layout, numbers, codes)
        if len(codes) > 1 or not (is_all or currencies):  # nor is a row that a person tries again in no currency
            checks += code_checks([fact for fact in MONEY if fact in layout.columns and "currency" in layout.columns])
        if is_all and "day" in layout.columns and layout.target is ADS:  # a row that a person tries again is meant so
            days = [row[0] for row in connection.sql("SELECT DISTINCT first FROM words_day WHERE first IS NOT NULL").fetchall()]
            checks += odd_day_checks(days, date.today())
        computed = compute(connection, layout, numbers, joins, checks, laid_out, body.folder)
        failed = [(line, checks[problem].fact, checks[problem].reason) for line, problem in computed.failed]
        is_ads = layout.target is ADS
        level = found_level(connection, layout) if is_ads else ""
        if is_ads:
            shaped = Shaped(fact_rows(connection, layout, level, GOOD, computed.stored, body.folder, computed.summary))
        else:
            shaped = shape(layout, record_rows(connection, layout, GOOD))
        set_aside = _set_aside(layout, body, sorted([*failed, *shaped.refused], key=lambda one: one[0]), odd)
        if is_all and not shaped.rows.num_rows:
            raise _nothing_good(layout, set_aside)
        summary = shaped.rows.summary if isinstance(shaped.rows, StoredRows) else None
        if summary is not None and all(decimals <= 6 for decimals in numbers.decimals.values()):  # or the sum of what is rounded is another
            sums = _added_up(layout, summary, {name for name in layout.target.summed if name in layout.columns})
        else:
            sums = _sums(connection, layout, GOOD) if is_ads else _added_up(layout, shaped.rows) if shaped.sums is None else shaped.sums
        if shaped.is_daily is not None:
            is_daily = shaped.is_daily
        else:
            is_daily = _is_daily(connection) if summary is None else bool(pc.all(summary["is_daily"]).as_py())
        taken = {i for _, at in layout.columns.values() for i in at}
        return Parsed(
            reading=reading,
            rows=shaped.rows,
            rows_read=rows_read,
            set_aside=set_aside,
            level=level,
            splits=layout.splits,
            is_daily=is_daily,
            is_additive=layout.is_additive,
            currencies=currencies,
            has_currency_column=bool(codes),
            is_currency_stated=is_currency_stated(layout, numbers, codes),
            sums=sums,
            all_sums=_sums(connection, layout, "role = 'row'") if (failed if is_ads else shaped.refused) else sums,
            totals=_totals(connection, layout),
            columns={fact: tuple(layout.head(i) for i in at) for fact, (column, at) in layout.columns.items() if column.kind != "tally"},
            left_out=tuple(layout.head(i) for i, head in enumerate(reading.head.cells) if i not in taken and head.strip()),
            warnings=(
                *layout.warnings,
                *(doubts(connection, layout, numbers, rows_read) if is_ads and is_all else ()),
                *shaped.warnings,
            ),
            decided=replace(
                answers,
                currency=currencies[0] if len(currencies) == 1 else answers.currency,
                account=answers.account or reading.account,
                date_order=answers.date_order or layout.date_order,
                decimal_mark=numbers.decimal_mark,
                level=level,
                period=layout.period,
                without=tuple(sorted({column.fact for column, _ in reading.places} - set(layout.columns))),
            ),
            counts=shaped.counts,
            kind=shaped.kind,
        )


def _whole_period(connection: duckdb.DuckDBPyConnection, layout: Layout) -> None:
    """Rows that all bear the first day of a longer report cover the whole report: they are not dated to that day."""
    if not layout.channel.day_may_open_period or "day" not in layout.columns or layout.period is None or layout.period[0] == layout.period[1]:
        return
    cell = f"c{layout.columns['day'][1][0]}"
    texts = [row[0] for row in connection.sql(f"SELECT DISTINCT {cell} FROM rows WHERE role = 'row' LIMIT 2").fetchall()]
    if len(texts) == 1 and read_days(texts, layout.channel.date_order).dates[texts[0]] == layout.period[0]:
        del layout.columns["day"]
        layout.warnings.append(
            message(
                "Every row bears the first day of the report, so its figures were read as those of {first} to {last}.",
                first=layout.period[0],
                last=layout.period[1],
            )
        )


def _is_daily(connection: duckdb.DuckDBPyConnection) -> bool:
    return bool(connection.sql(f"SELECT bool_and(date_start = date_end) FROM parsed WHERE {GOOD}").fetchall()[0][0])


def _one_result_type(connection: duckdb.DuckDBPyConnection, layout: Layout) -> None:
    """Results of different kinds (leads, purchases) must not be added: then none are taken, and a warning says so."""
    heads = {normal_head(cell): i for i, cell in reversed(list(enumerate(layout.reading.head.cells)))}
    for result, kind in layout.channel.one_result_type:
        at = heads.get(normal_head(kind))
        read_from = layout.columns.get("conversions")
        if at is None or read_from is None or normal_head(layout.head(read_from[1][0])) != normal_head(result):
            continue
        absent = layout.absent().format(cell=f"c{at}")
        kinds = [row[0] for row in connection.sql(f"SELECT DISTINCT c{at} FROM rows WHERE role = 'row' AND NOT {absent} ORDER BY 1").fetchall()]
        if len(kinds) > 1:
            del layout.columns["conversions"]
            layout.warnings.append(
                message(
                    "“{column}” counts different things ({kinds}), so conversions were not read from it.", column=result, kinds=", ".join(kinds[:5])
                )
            )


def _checks(layout: Layout, numbers: Numbers) -> list[Check]:
    figures = {fact: at for fact, (_, at) in layout.of_kind(*NUMERIC).items()}
    fractional = {fact for fact, at in figures.items() if any(numbers.decimals[i] for i in at)}
    large = {fact for fact, at in figures.items() if any(numbers.longest[i] > 12 or numbers.decimals[i] > 12 for i in at)}
    return row_checks(
        {fact: (column, layout.head(at[0])) for fact, (column, at) in layout.columns.items() if at},
        layout.splits,
        fractional,
        large,
        layout.target.required,
    )


def _set_aside(layout: Layout, body: Body, failed: list[tuple[int, str, Message]], odd: tuple[Record, ...]) -> tuple[SetAside, ...]:
    heads = cell_names(layout.reading.head.cells)
    is_shown = [not layout.channel.records or any(i in at for _, at in layout.columns.values()) for i in range(len(heads))]
    aside = []
    for (line, fact, reason), cells in zip(failed, body.raw([line for line, _, _ in failed]) if failed else (), strict=True):
        raw = {head: cell for head, cell, is_read in zip(heads, cells, is_shown, strict=True) if is_read}
        aside.append(SetAside(layout.place.part, line, layout.head(layout.columns[fact][1][0]) if fact in layout.columns else "", reason, raw))
    for record in odd:
        reason = message("The row has {cells} cells where the head has {columns}.", cells=len(record.cells), columns=len(heads))
        raw = {heads[i] if i < len(heads) else f"({i + 1})": cell for i, cell in enumerate(record.cells)} if all(is_shown) else {}
        aside.append(SetAside(layout.place.part, record.line, "", reason, raw))
    return tuple(sorted(aside, key=lambda row: row.line))


def cell_names(head: tuple[str, ...]) -> list[str]:
    """What the cells of a row are called: their heads, told apart by their place where a head is blank or comes twice."""
    names: list[str] = []
    for i, cell in enumerate(head, 1):
        name = cell.strip()
        names.append(name if name and name not in names else f"{name} ({i})".strip())
    return names


def _nothing_good(layout: Layout, aside: tuple[SetAside, ...]) -> FileRefusedError:
    return FileRefusedError(
        plural(
            "The only row cannot be taken: {reason}", "None of the {n} rows can be taken; the first one: {reason}", len(aside), reason=aside[0].reason
        ),
        message("Download the report again from the platform and import the new file as it is."),
        Place(layout.place.file, layout.place.part, aside[0].line, aside[0].column),
    )


def _sums(connection: duckdb.DuckDBPyConnection, layout: Layout, condition: str) -> dict[str, Decimal]:
    names = [name for name in layout.target.summed if name in layout.columns]
    if not names:
        return {}
    found = connection.sql(f"SELECT {', '.join(f'sum({name})' for name in names)} FROM parsed WHERE {condition}").fetchall()[0]
    return {name: rounded(name, Decimal(value or 0)) for name, value in zip(names, found, strict=True)}


def _added_up(layout: Layout, rows: pa.Table, facts: set[str] | None = None) -> dict[str, Decimal]:
    """The sums of a target's measures over its records; a measure that no record has is left out, unless it is one of ``facts``."""
    sums = {name: pc.sum(rows[name]).as_py() for name in layout.target.summed if facts is None or name in facts}
    return {name: rounded(name, Decimal(value or 0)) for name, value in sums.items() if facts is not None or value is not None}


def _totals(connection: duckdb.DuckDBPyConnection, layout: Layout) -> tuple[tuple[str, dict[str, Decimal]], ...]:
    names = [name for name in layout.target.summed if name in layout.columns]
    found = connection.sql(f"SELECT {', '.join(['label', *names])} FROM parsed WHERE role = 'total' ORDER BY line").fetchall()
    return tuple((row[0], {n: rounded(n, Decimal(v)) for n, v in zip(names, row[1:], strict=True) if v is not None}) for row in found)
