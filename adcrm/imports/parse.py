"""Turns a declared table into facts: one vectorised pass in DuckDB over the cells as they stand.

The declaration is compiled to SQL. Figures are exact decimals; days, hours and other words of a small vocabulary are
read once a distinct text and joined back. Rows that sum up others are told apart before anything is added.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa

from adcrm.channels.declare import NUMERIC, SPANS, Column, currency_codes, head_currency, normal_head
from adcrm.errors import FileRefusedError, Place
from adcrm.imports.checks import Check, row_checks
from adcrm.imports.dates import read_days, read_hour, read_span, read_weekday
from adcrm.imports.model import NeedsAnswerError, SetAside
from adcrm.imports.numbers import EXACT, SEVERAL_CURRENCIES_USE, SIGNS, Numbers, profile
from adcrm.imports.recognise import Reading
from adcrm.imports.tables import Body, Record
from adcrm.messages import Message, message, plural
from adcrm.warehouse.tables import AD_PERFORMANCE

ADDED_LATER = ("row_key", "import_id", "client_id", "in_total", "in_split")
FACT_SCHEMA = pa.schema([f for f in AD_PERFORMANCE.to_pyarrow() if f.name not in ADDED_LATER])
SUMMED = ("impressions", "clicks", "link_clicks", "cost", "conversions", "conversion_value")
MONEY = ("cost", "conversion_value")
ENTITY_LEVELS = (("ad", ("ad", "ad_id")), ("ad_group", ("ad_group", "ad_group_id")), ("campaign", ("campaign", "campaign_id")))
DIMENSIONS = {"campaign", "campaign_id", "ad_group", "ad_group_id", "ad", "ad_id"}
EMPTY_NOTICES = ("no data available", "no data", "没有数据", "暂无数据", "无数据", "keine daten")
GENDERS = {"女": "female", "女性": "female", "男": "male", "男性": "male", "未知": "unknown", "weiblich": "female", "männlich": "male"}
DEVICES = {
    "computers": "desktop", "computer": "desktop", "计算机": "desktop", "电脑": "desktop", "mobile phones": "mobile", "mobile devices with full browsers": "mobile",
    "移动设备": "mobile", "手机": "mobile", "tablets": "tablet", "tablets with full browsers": "tablet", "平板电脑": "tablet", "tv screens": "tv",
}  # fmt: skip
_CENT = Decimal("0.01")


@dataclass(frozen=True)
class Answers:
    """What a person said about the file, where it says nothing itself."""

    currency: str = ""
    account: str = ""
    date_order: str = ""
    decimal_mark: str = ""
    level: str = ""
    period: tuple[date, date] | None = None


@dataclass(frozen=True)
class Parsed:
    """One table read and checked. ``sums`` are exact and unrounded; ``totals`` are the stated total rows, label first."""

    reading: Reading
    rows: pa.Table
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
    warnings: tuple[Message, ...] = field(default=())


class EmptyTableError(FileRefusedError):
    """A table with a head and nothing below it."""


def parse(file: str, reading: Reading, answers: Answers) -> Parsed:
    """Read, check and add up one table.

    Raises
    ------
    EmptyTableError, FileRefusedError : nothing of it can be taken.
    NeedsAnswerError : its period or the order of day and month is not in the file.
    """
    body = reading.table.body(reading.head, reading.delimiter)
    with duckdb.connect() as connection:
        return _Pass(file, reading, answers, body, connection).run()


class _Pass:
    """One pass over one table; holds what the steps have found out so far."""

    def __init__(self, file: str, reading: Reading, answers: Answers, body: Body, connection: duckdb.DuckDBPyConnection):
        self.reading, self.answers, self.body, self.connection = reading, answers, body, connection
        self.channel = reading.channel
        self.place = Place(file, reading.table.part, reading.head.line)
        self.warnings: list[Message] = []
        self.is_wrapped = any(c.startswith('="') for _, records in reading.table.tops() for r in records for c in r.cells)
        self.columns = {column.fact: (column, at) for column, at in reading.places if column.fact not in ("start", "end")}
        self.columns |= {column.fact: (column, at) for column, at in reading.places if column.fact in ("start", "end") and "day" not in self.columns}
        if "day" in self.columns:
            for fact in (*SPANS, "weekday"):
                self.columns.pop(fact, None)
        self.joins: list[str] = []

    def run(self) -> Parsed:
        self._refuse_unsplit()
        self._name_roles()
        rows_read = self._count_rows()
        self._one_result_type()
        currencies, has_column = self._read_words()
        numbers = self._numbers()
        checks = row_checks({f: (c, self.head(at[0])) for f, (c, at) in self.columns.items()}, self._splits())
        self._compute(numbers, checks)
        set_aside = self._set_aside(checks)
        if not self.connection.sql("SELECT 1 FROM parsed WHERE role = 'row' AND problem IS NULL LIMIT 1").fetchall():
            raise self._nothing_good(set_aside)
        filled = self._filled()
        rows = self.connection.sql(
            f"SELECT {', '.join(self._fact(name, filled) for name in FACT_SCHEMA.names)} FROM parsed WHERE role = 'row' AND problem IS NULL"
        )
        table = rows.to_arrow_table().cast(FACT_SCHEMA)
        if not currencies:
            currencies = tuple(c for c in (self._named_currency(numbers),) if c)
        splits = tuple(s for s in self._splits())
        used = {fact: tuple(self.head(i) for i in at) for fact, (_, at) in self.columns.items()}
        taken = {i for _, at in self.columns.values() for i in at}
        daily = self.connection.sql("SELECT bool_and(date_start = date_end) FROM parsed WHERE role = 'row' AND problem IS NULL").fetchall()[0][0]
        return Parsed(
            reading=self.reading,
            rows=table,
            rows_read=rows_read + len(self.odd),
            set_aside=set_aside,
            level=filled,
            splits=splits,
            is_daily=bool(daily),
            is_additive=not set(splits) & set(self.channel.overlapping),
            currencies=currencies,
            has_currency_column=has_column,
            sums=self._sums("role = 'row' AND problem IS NULL"),
            all_sums=self._sums("role = 'row'"),
            totals=self._totals(),
            columns=used,
            left_out=tuple(head for i, head in enumerate(self.reading.head.cells) if i not in taken and head.strip()),
            warnings=tuple(self.warnings),
        )

    def head(self, position: int) -> str:
        return self.reading.head.cells[position].strip()

    def cell(self, position: int) -> str:
        """SQL of a cell without the blanks around it and without a spreadsheet's ``="..."``."""
        raw = f"regexp_replace(c{position}, '^=\"(.*)\"$', '\\1', 's')" if self.is_wrapped else f"c{position}"
        return f"trim({raw}, ' \t\r\n\u00a0\u202f\u3000')"

    def absent(self) -> str:
        """SQL with ``{cell}``: no figure stands here, or only a bound as ``<5``."""
        marks = ", ".join(f"'{mark}'" for mark in self.channel.missing)
        return f"{{cell}} IN ({marks}) OR {{cell}}[1] IN ('<', '>')"

    def _refuse_unsplit(self) -> None:
        """Refuse rows of another delimiter than the head's; keep total lines and notices out of the rows of another width."""
        self.odd: list[Record] = []
        for record in self.body.ragged:
            first = next((cell.strip() for cell in record.cells if cell.strip()), "")
            if first.casefold().rstrip(".。") in EMPTY_NOTICES and not self.body.cells.num_rows:
                raise EmptyTableError(
                    message("The platform exported no data: the file says “{notice}”.", notice=first),
                    message("Choose a period or an account with figures, and export the report again."),
                    Place(self.place.file, self.place.part, record.line),
                )
            if not first.startswith(self.channel.footers or "\x00") and not self._total_label(record.cells):
                self.odd.append(record)
        if len(self.odd) > max(self.body.cells.num_rows, 2):
            widths = {len(record.cells) for record in self.odd}
            what = message(
                "The head has {n} columns, but the rows are separated in another way and have one cell each.", n=len(self.reading.head.cells)
            )
            if widths != {1}:
                what = message("The head has {n} columns, but most rows have another number of cells.", n=len(self.reading.head.cells))
            raise FileRefusedError(
                what,
                message("Download the report again from the platform and import the new file as it is."),
                Place(self.place.file, self.place.part, self.odd[0].line),
            )

    def _total_label(self, cells: tuple[str, ...]) -> str:
        totals = self.channel.totals
        for cell in cells[:4]:
            plain = cell.strip().replace("：", ":")
            if plain.startswith(totals.starts or "\x00") or plain in totals.equals:
                return plain
        return ""

    def _name_roles(self) -> None:
        """A view ``rows``: the cells with their line and role (row, total, footer, blank) and a total's label."""
        self.connection.register("cells", self.body.cells.append_column("line", self.body.lines))
        width = self.body.cells.num_columns
        totals, label = self.channel.totals, "NULL"
        conditions = []
        for i in range(min(4, width)):
            plain = f"replace({self.cell(i)}, '：', ':')"
            tests = [f"starts_with({plain}, '{start}')" for start in totals.starts]
            if totals.equals and i < 2:
                tests.append(f"{plain} IN ({', '.join(_quoted(e) for e in totals.equals)})")
            if tests:
                conditions.append(f"WHEN {' OR '.join(tests)} THEN {plain}")
        if conditions:
            label = f"CASE {' '.join(conditions)} END"
        if "day" in self.columns:  # a campaign may be called "Total: ..."; a row with a day is a row
            label = f"CASE WHEN NOT regexp_matches({self.cell(self.columns['day'][1][0])}, '^\\d') THEN {label} END"
        if totals.blank_dimensions and (blank := self._blank_dimensions()):
            label = f"CASE WHEN {blank} THEN '' ELSE {label} END"
        footer = " OR ".join(f"starts_with({self.cell(0)}, {_quoted(start)})" for start in self.channel.footers) or "false"
        is_blank = " AND ".join(f"{self.cell(i)} = ''" for i in range(width))
        self.connection.execute(
            f"CREATE VIEW rows AS SELECT *, CASE WHEN {is_blank} THEN 'blank' WHEN {footer} THEN 'footer' WHEN label IS NOT NULL THEN 'total' ELSE 'row' END AS role"
            f" FROM (SELECT *, {label} AS label FROM cells)"
        )

    def _blank_dimensions(self) -> str:
        words = [at for fact, (column, at) in self.columns.items() if fact in DIMENSIONS or column.split or column.kind in ("day", *SPANS)]
        if not words or "cost" not in self.columns:
            return ""
        blank = " AND ".join(f"{self.cell(i)} = ''" for at in words for i in at)
        return f"{blank} AND {self.cell(self.columns['cost'][1][0])} <> ''"

    def _count_rows(self) -> int:
        rows = int(self.connection.sql("SELECT count(*) FROM rows WHERE role = 'row'").fetchall()[0][0])
        if rows == 1 and self.body.cells.num_columns > 1:
            only = self.connection.sql(f"SELECT {self.cell(0)} FROM rows WHERE role = 'row'").fetchall()[0][0]
            rows = 0 if only.casefold().rstrip(".。") in EMPTY_NOTICES else 1
        if rows + len(self.odd) == 0:
            raise EmptyTableError(
                message("This report has a head and no row below it."),
                message("Choose a period or an account with figures, and export the report again."),
                self.place,
            )
        return rows

    def _one_result_type(self) -> None:
        """Results of different kinds (leads, purchases) must not be added: then none are taken, and the file says so."""
        heads = {normal_head(cell): i for i, cell in reversed(list(enumerate(self.reading.head.cells)))}
        for result, kind in self.channel.one_result_type:
            at = heads.get(normal_head(kind))
            if at is None or "conversions" not in self.columns or normal_head(self.head(self.columns["conversions"][1][0])) != normal_head(result):
                continue
            absent = self.absent().format(cell=self.cell(at))
            kinds = [
                row[0]
                for row in self.connection.sql(
                    f"SELECT DISTINCT {self.cell(at)} FROM rows WHERE role = 'row' AND NOT ({absent}) ORDER BY 1"
                ).fetchall()
            ]
            if len(kinds) > 1:
                del self.columns["conversions"]
                self.warnings.append(
                    message(
                        "“{column}” counts different things ({kinds}), so conversions were not read from it.",
                        column=result,
                        kinds=", ".join(kinds[:5]),
                    )
                )

    def _read_words(self) -> tuple[tuple[str, ...], bool]:
        """Read each distinct day, hour, weekday and other word once; registers ``words_<fact>`` and its join."""
        has_column = False
        currencies: tuple[str, ...] = ()
        for fact, (column, at) in self.columns.items():
            if column.kind not in ("day", "start", "end", *SPANS, "hour", "weekday", "word", "currency"):
                continue
            cell = self.cell(at[0])
            texts = [row[0] for row in self.connection.sql(f"SELECT DISTINCT {cell} FROM rows WHERE role = 'row'").fetchall()]
            values = self._values(column, texts)
            if column.kind == "currency":
                currencies = tuple(sorted({v for v in values.values() if v}))
                has_column = bool(currencies)
                if len(currencies) == 1:
                    values = {raw: currencies[0] if raw in self.channel.missing else value for raw, value in values.items()}
            first, last = (pa.date32(), pa.date32()) if column.kind in ("day", "start", "end", *SPANS) else (pa.string(), pa.string())
            if column.kind in ("hour", "weekday"):
                first = last = pa.int16()
            pairs = [value if isinstance(value, tuple) else (value, value) for value in values.values()]
            words = {
                "word": pa.array(values.keys(), pa.string()),
                "first": pa.array([p[0] for p in pairs], first),
                "last": pa.array([p[1] for p in pairs], last),
            }
            self.connection.register(f"words_{fact}", pa.table(words))
            self.joins.append(f"LEFT JOIN words_{fact} ON words_{fact}.word = {cell}")
        return currencies, has_column

    def _values(self, column: Column, texts: list[str]) -> dict[str, Any]:
        present = [raw for raw in texts if raw not in self.channel.missing]
        none: dict[str, Any] = dict.fromkeys(texts)
        order = self.answers.date_order or self.channel.date_order
        if column.kind in ("day", "start", "end"):
            period = self.answers.period or self.reading.period
            days = read_days(present, self.answers.date_order, period)
            if days.is_open and not self.answers.date_order:
                if not self.channel.date_order:
                    raise self._needs_date_order(present[0])
                days = read_days(present, order, period)
            return none | days.dates
        if column.kind in SPANS:
            return none | {raw: self._clipped(read_span(column.kind, raw, order)) for raw in present}
        if column.kind == "hour":
            return none | {raw: read_hour(raw) for raw in present}
        if column.kind == "weekday":
            return none | {raw: read_weekday(raw) for raw in present}
        if column.kind == "currency":
            return none | {raw: code for raw in present if (code := SIGNS.get(raw) or raw.upper()) in currency_codes()}
        return none | {raw: _plain_word(column.fact, raw) for raw in present}

    def _clipped(self, days: tuple[date, date] | None) -> tuple[date, date] | None:
        """A week or month at the edge of the report covers only the report's own days."""
        period = self.reading.period
        if days is None or period is None or days[1] < period[0] or days[0] > period[1]:
            return days
        return max(days[0], period[0]), min(days[1], period[1])

    def _numbers(self) -> Numbers:
        cells = {i: (str(column.kind), self.cell(i)) for column, at in self.columns.values() if column.kind in NUMERIC for i in at}
        return profile(self.connection, cells, self.absent(), self.answers.decimal_mark, self.place)

    def _compute(self, numbers: Numbers, checks: list[Check]) -> None:
        """The table ``parsed``: exact figures, words and days of every row and total, and the first check that fails."""
        start, end = self._days()
        made = {"line": "line", "role": "role", "label": "label", "date_start": start, "date_end": end}
        for fact, (column, at) in self.columns.items():
            if column.kind in NUMERIC:
                made[fact], made[f"bad_{fact}"] = self._figure(numbers, column, at)
            elif column.kind in ("text", "id"):
                made[fact] = self._text(column, at)
            else:
                made[f"bad_{fact}"] = (
                    f"words_{fact}.first IS NULL"
                    if column.kind not in ("word", "currency")
                    else f"words_{fact}.first IS NULL AND NOT ({self.absent().format(cell=self.cell(at[0]))})"
                )
                if column.kind in ("hour", "weekday", "word", "currency"):
                    made[fact] = f"words_{fact}.first"
        if "keyword" in self.columns:
            self._keyword_marks(made)
        inner = ", ".join(f"{sql} AS {name}" for name, sql in made.items())
        problem = " ".join(f"WHEN {check.condition} THEN {i}" for i, check in enumerate(checks))
        problem = f"CASE WHEN role <> 'row' THEN NULL {problem} END" if checks else "NULL"
        self.connection.execute(
            f"CREATE TEMP TABLE parsed AS SELECT *, {problem} AS problem FROM (SELECT {inner} FROM rows {' '.join(self.joins)} WHERE role IN ('row', 'total'))"
        )

    def _figure(self, numbers: Numbers, column: Column, at: tuple[int, ...]) -> tuple[str, str]:
        """SQL of the figure and of "a filled cell could not be read"."""
        values, unread = [], []
        for i in at:
            cell, absent = self.cell(i), self.absent().format(cell=self.cell(i))
            value = numbers.sql(i, cell)
            scale = column.scale or head_currency(self.head(i))[1]
            if scale:
                value = f"CAST(({value}) * {Decimal(1).scaleb(-scale):f} AS {EXACT})"
            unread.append(f"({value} IS NULL AND NOT ({absent}))")
            if self.channel.blank_is_zero and column.fact != "reach":
                value = f"CASE WHEN {cell} = '' THEN 0 ELSE {value} END"
            values.append(f"({value})")
        if len(values) == 1:
            return values[0], unread[0]
        nothing = " AND ".join(f"{value} IS NULL" for value in values)
        return f"CASE WHEN NOT ({nothing}) THEN {' + '.join(f'coalesce({value}, 0)' for value in values)} END", " OR ".join(unread)

    def _text(self, column: Column, at: tuple[int, ...]) -> str:
        words = [f"CASE WHEN {self.cell(i)} NOT IN ('', '-', '--') THEN {self.cell(i)} END" for i in at]
        joined = words[0] if len(words) == 1 else f"NULLIF(concat_ws(' / ', {', '.join(words)}), '')"
        if column.kind == "id":
            damaged = f"regexp_full_match({joined}, '\\d(\\.\\d+)?[eE]\\+\\d+')"
            lost = self.connection.sql(f"SELECT count(*) FROM rows WHERE role = 'row' AND {damaged}").fetchall()[0][0]
            if lost:
                self.warnings.append(
                    plural(
                        "{n} number in “{column}” was damaged by a spreadsheet and left out.",
                        "{n} numbers in “{column}” were damaged by a spreadsheet and left out.",
                        lost,
                        column=self.head(at[0]),
                    )
                )
            return f"CASE WHEN NOT {damaged} THEN ltrim({joined}, '''') END"
        return joined

    def _keyword_marks(self, made: dict[str, str]) -> None:
        """Google marks ``[exact]`` and ``"phrase"`` keywords: the mark is a match type, not a part of the word."""
        raw = made["keyword"]
        made["keyword"] = f"CASE WHEN regexp_full_match({raw}, '\\[.*\\]|\".*\"') THEN ({raw})[2:-2] ELSE {raw} END"
        mark = f"CASE WHEN ({raw})[1] = '[' THEN 'Exact match' WHEN ({raw})[1] = '\"' THEN 'Phrase match' END"
        made["match_type"] = f"coalesce({made['match_type']}, {mark})" if "match_type" in made else mark

    def _days(self) -> tuple[str, str]:
        if "day" in self.columns:
            return "words_day.first", "words_day.first"
        if "start" in self.columns and "end" in self.columns:
            return "words_start.first", "words_end.first"
        for kind in SPANS:
            if kind in self.columns:
                return f"words_{kind}.first", f"words_{kind}.last"
        period = self.answers.period or self.reading.period
        if period is None:
            raise NeedsAnswerError(
                message("The file does not say which days its figures cover."),
                message("Say the first and the last day, or export the report with a column for the day."),
                self.place,
                needs=("period",),
            )
        return f"DATE '{period[0]}'", f"DATE '{period[1]}'"

    def _splits(self) -> tuple[str, ...]:
        found = tuple(column.split for fact, (column, _) in self.columns.items() if column.split)
        found = ("weekday", "hour") if set(found) == {"weekday", "hour"} else found
        return tuple(s for s in found if s != "keyword") if "search_term" in found else found

    def _filled(self) -> str:
        """The level: the finest entity that any row names."""
        if self.answers.level:
            return self.answers.level
        for split in ("asset", "keyword"):
            if split in self._splits():
                return split
        for level, facts in ENTITY_LEVELS:
            named = [fact for fact in facts if fact in self.columns]
            if (
                named
                and self.connection.sql(f"SELECT 1 FROM parsed WHERE role = 'row' AND coalesce({', '.join(named)}) IS NOT NULL LIMIT 1").fetchall()
            ):
                return level
        return "account"

    def _fact(self, name: str, level: str) -> str:
        kind = FACT_SCHEMA.field(name).type
        sql = {
            "source_part": _quoted(self.place.part),
            "source_line": "line",
            "platform": _quoted(self.channel.key),
            "level": _quoted(level),
            "breakdown": _quoted("_".join(self._splits()) or "none"),
            "is_additive": str(not set(self._splits()) & set(self.channel.overlapping)).lower(),
        }.get(name)
        if sql is None:
            known = name in self.columns or name in ("date_start", "date_end") or (name == "match_type" and "keyword" in self.columns)
            sql = name if known else "NULL"
        if name == "account" and sql == "NULL":
            sql = _quoted(self.answers.account or self.reading.account)
        elif pa.types.is_string(kind) and name not in ("source_part", "platform", "level", "breakdown"):
            sql = f"coalesce({sql}, '')" if name in ("account", "account_id", "currency", "attribution") else sql
        types = {
            pa.string(): "VARCHAR",
            pa.int64(): "BIGINT",
            pa.int32(): "INTEGER",
            pa.int16(): "SMALLINT",
            pa.date32(): "DATE",
            pa.bool_(): "BOOLEAN",
        }
        return f"CAST({sql} AS {types.get(kind, 'DECIMAL(18, 6)')}) AS {name}"

    def _sums(self, condition: str) -> dict[str, Decimal]:
        names = [name for name in SUMMED if name in self.columns]
        if not names:
            return {}
        found = self.connection.sql(f"SELECT {', '.join(f'sum({name})' for name in names)} FROM parsed WHERE {condition}").fetchall()[0]
        return {name: _rounded(name, value if value is not None else Decimal(0)) for name, value in zip(names, found, strict=True)}

    def _totals(self) -> tuple[tuple[str, dict[str, Decimal]], ...]:
        names = [name for name in SUMMED if name in self.columns]
        found = self.connection.sql(f"SELECT {', '.join(['label', *names])} FROM parsed WHERE role = 'total' ORDER BY line").fetchall()
        return tuple(
            (row[0], {name: _rounded(name, value) for name, value in zip(names, row[1:], strict=True) if value is not None}) for row in found
        )

    def _named_currency(self, numbers: Numbers) -> str:
        """The one currency of the file: a person's word, else the head's, else a money sign's, else the platform's."""
        units = [head_currency(self.head(i))[0] for fact in MONEY if fact in self.columns for i in self.columns[fact][1]]
        named = next((unit for unit in units if unit), "")
        if named:
            return named
        if self.answers.currency:
            return self.answers.currency
        if numbers.currency:
            if set(numbers.signs) & set(SEVERAL_CURRENCIES_USE) and numbers.currency != self.channel.currency:
                self.warnings.append(
                    message("Only the sign {sign} names the currency; it was read as {currency}.", sign=numbers.signs[0], currency=numbers.currency)
                )
            return numbers.currency
        return self.channel.currency

    def _set_aside(self, checks: list[Check]) -> tuple[SetAside, ...]:
        heads = [head.strip() or f"({i + 1})" for i, head in enumerate(self.reading.head.cells)]
        found = self.connection.sql("SELECT line, problem FROM parsed WHERE problem IS NOT NULL ORDER BY line").fetchall()
        lines = self.body.lines.to_numpy(zero_copy_only=False)
        cells = self.body.cells.take(pa.array(np.searchsorted(lines, [line for line, _ in found]), pa.int64())).to_pylist() if found else []
        aside = []
        for (line, problem), row in zip(found, cells, strict=True):
            check = checks[problem]
            raw = dict(zip(heads, (row[f"c{i}"] for i in range(len(heads))), strict=True))
            aside.append(SetAside(self.place.part, line, self.head(self.columns[check.fact][1][0]), check.reason, raw))
        for record in self.odd:
            reason = message("The row has {cells} cells where the head has {columns}.", cells=len(record.cells), columns=len(heads))
            raw = {heads[i] if i < len(heads) else f"({i + 1})": cell for i, cell in enumerate(record.cells)}
            aside.append(SetAside(self.place.part, record.line, "", reason, raw))
        return tuple(sorted(aside, key=lambda row: row.line))

    def _nothing_good(self, aside: tuple[SetAside, ...]) -> FileRefusedError:
        first = aside[0]
        return FileRefusedError(
            plural(
                "The only row cannot be taken: {reason}",
                "None of the {n} rows can be taken; the first one: {reason}",
                len(aside),
                reason=first.reason,
            ),
            message("Download the report again from the platform and import the new file as it is."),
            Place(self.place.file, self.place.part, first.line, first.column),
        )

    def _needs_date_order(self, example: str) -> NeedsAnswerError:
        return NeedsAnswerError(
            message("Days such as {example} can be read in two ways, and nothing in the file decides.", example=example),
            message("Say whether the day or the month comes first."),
            self.place,
            needs=("date_order",),
        )


def _plain_word(fact: str, raw: str) -> str:
    lower = raw.casefold()
    if fact == "gender":
        return GENDERS.get(lower, lower)
    if fact == "device":
        return DEVICES.get(lower, raw)
    return raw.replace("–", "-")


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _rounded(fact: str, value: Decimal) -> Decimal:
    return value.quantize(_CENT) if fact in MONEY else value.normalize() + 0
