"""The pass itself: what every row and total of a table says, as SQL over its cells, and the first check that each fails.

Of a plain large file this is computed anew for each question: most ask for a few columns, and to write the answers down first takes
longer than all questions together.
"""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from adcrm.channels.declare import NUMERIC, SPANS, head_currency
from adcrm.imports.body import Cells
from adcrm.imports.checks import Check
from adcrm.imports.disk import GROUP, Folder, sql_path
from adcrm.imports.facts import looked_through
from adcrm.imports.layout import Layout, quoted
from adcrm.imports.meanings import mapped_sql, tallies, tally_marks
from adcrm.imports.model import NeedsAnswerError
from adcrm.imports.numbers import EXACT, Numbers
from adcrm.imports.targets import ADS, named
from adcrm.imports.words import WORDS
from adcrm.messages import message, plural

MOST_ODD = 200  # rows that are named one by one in a question to all others
_ROUNDED = r"\d+(\.\d+)?[eE]\+\d+"  # a long number as a spreadsheet shows it


@dataclass(frozen=True)
class Computed:
    """What :func:`compute` found: ``failed``, the line and the number of the check of each row that fails one; and, of a large table,
    ``stored``: the SELECT by which any connection reads what ``parsed`` says of every row, and ``summary``, of its good rows, if known."""

    failed: list[tuple[int, int]]
    stored: str = ""
    summary: pa.Table | None = None


def compute(
    connection: duckdb.DuckDBPyConnection,
    layout: Layout,
    numbers: Numbers,
    joins: list[str],
    checks: list[Check],
    cells: Cells,
    folder: Folder | None,
) -> Computed:
    """Make ``parsed``, a table or a view: exact figures, words and days of every row and total, and the first check that fails.

    ``cells``: as :meth:`Body.put` gave it; ``folder``: that of a large table.
    """
    start, end = _days(layout)
    made = {"line": "line", "role": "role", "label": "label", "date_start": start, "date_end": end}
    for fact, (column, at) in layout.columns.items():
        if column.kind in NUMERIC:
            made[fact], made[f"bad_{fact}"] = _figure(layout, numbers, fact, at)
        elif column.kind in ("text", "id"):
            made[fact] = _text(connection, layout, fact, at, cells)
        elif column.kind == "time":
            made[fact] = layout.moments[fact][1]
            made[f"bad_{fact}"] = f"({made[fact]}) IS NULL AND NOT {layout.absent().format(cell=f'c{at[0]}')}"
        elif column.kind == "mapped":
            made[fact], made[f"bad_{fact}"] = mapped_sql(layout, fact)
        elif column.kind != "tally":
            absent = layout.absent().format(cell=f"c{at[0]}")
            made[f"bad_{fact}"] = f"words_{fact}.first IS NULL" + (f" AND NOT {absent}" if column.kind == "currency" else "")
            if column.kind in ("hour", "weekday", "word", "currency"):
                made[fact] = f"words_{fact}.first"
    if "keyword" in made:
        _keyword_marks(made)
    inner = ", ".join(f"{sql} AS {named(name)}" for name, sql in (made | tally_marks(layout)).items())
    failed = " ".join(f"WHEN {check.condition} THEN {i}" for i, check in enumerate(checks))
    problem = f"CASE WHEN role <> 'row' THEN NULL {failed} END" if checks else "NULL"
    source = f"SELECT {inner} FROM rows {' '.join(joins)} WHERE role IN ('row', 'total')"
    counts = ", ".join(["*", *(f"{sql} AS {name}" for name, sql in tallies(layout).items())])
    judged = f"SELECT {counts} FROM (SELECT *, {problem} AS problem FROM ({source}))"
    if folder is not None and _is_plain(layout, numbers):
        found = _asked_anew(connection, layout, source, judged, cells.sql, folder)
        if found is not None:
            return found
    if folder is None:
        connection.execute(f"CREATE TEMP TABLE parsed AS {judged}{' ORDER BY line' if ' OVER ' in counts else ''}")
        return Computed(_failed(connection))
    path = sql_path(folder.file("parsed.parquet"))
    connection.execute("SET preserve_insertion_order = false")  # each row knows its line
    connection.execute(f"COPY ({judged}{' ORDER BY line' if ' OVER ' in counts else ''}) TO {path} (FORMAT parquet, ROW_GROUP_SIZE {GROUP})")
    connection.execute(f"CREATE OR REPLACE VIEW parsed AS FROM read_parquet({path})")
    return Computed(_failed(connection), f"FROM read_parquet({path})")


def _is_plain(layout: Layout, numbers: Numbers) -> bool:
    """Whether nothing has to be computed of which once is enough: cleaned figures, moments, counts made from other rows."""
    return layout.target is ADS and not layout.moments and not layout.of_kind("tally") and numbers.plain >= set(numbers.longest)


def _asked_anew(connection: duckdb.DuckDBPyConnection, layout: Layout, source: str, judged: str, cells: str, folder: Folder) -> Computed | None:
    """Make ``parsed`` a view that knows which rows fail; ``None`` where too many do."""
    connection.execute(f"CREATE OR REPLACE VIEW parsed AS {judged}")
    failed, summary = looked_through(connection, layout)
    others = [line for (line,) in connection.sql("SELECT no_line FROM no_rows").fetchmany(MOST_ODD + 1)]
    if len(failed) + len(others) > MOST_ODD:
        return None
    problem = f"CASE {' '.join(f'WHEN line = {line} THEN {problem}' for line, problem in failed)} END" if failed else "CAST(NULL AS INTEGER)"
    connection.execute(f"CREATE OR REPLACE VIEW parsed AS SELECT *, {problem} AS problem FROM ({source})")
    words = []
    for fact in layout.of_kind(*WORDS):
        words.append(f"words_{fact} AS (FROM {folder.hold(connection.sql(f'FROM words_{fact}').to_arrow_table())})")
    left_out = ", ".join(str(line) for line in sorted([*others, *(line for line, _ in failed)]))
    where = f" WHERE line NOT IN ({left_out})" if left_out else ""
    rows = f"rows AS (SELECT *, CAST(NULL AS VARCHAR) AS label, 'row' AS role FROM ({cells}){where})"
    return Computed(failed, f"FROM (WITH {', '.join([rows, *words])} SELECT *, CAST(NULL AS INTEGER) AS problem FROM ({source}))", summary)


def _failed(connection: duckdb.DuckDBPyConnection) -> list[tuple[int, int]]:
    return connection.sql("SELECT line, problem FROM parsed WHERE problem IS NOT NULL ORDER BY line").fetchall()


def _days(layout: Layout) -> tuple[str, str]:
    """SQL of the first and last day of a row: its day, its own span, else the period of the whole report."""
    if "day" in layout.columns:
        return "words_day.first", "words_day.last"
    if layout.target.moment in layout.columns:
        local = f"CAST({layout.moments[layout.target.moment][0]} AS DATE)"
        return local, local
    if layout.target.moment or not layout.target.dated[0]:
        return "CAST(NULL AS DATE)", "CAST(NULL AS DATE)"
    if "start" in layout.columns and "end" in layout.columns:
        return "words_start.first", "words_end.first"
    for kind in SPANS:
        if kind in layout.columns:
            return f"words_{kind}.first", f"words_{kind}.last"
    if layout.period is None:
        raise NeedsAnswerError(
            message("The file does not say which days its figures cover."),
            message("Say the first and the last day, or export the report with a column for the day."),
            layout.place,
            needs=("period",),
        )
    return f"DATE '{layout.period[0]}'", f"DATE '{layout.period[1]}'"


def _figure(layout: Layout, numbers: Numbers, fact: str, at: tuple[int, ...]) -> tuple[str, str]:
    """SQL of the figure (of several columns their sum) and of "a filled cell could not be read"."""
    values, unread = [], []
    for i in at:
        value = numbers.sql(i, f"c{i}")
        scale = layout.columns[fact][0].scale or head_currency(layout.head(i))[1]
        if fact in layout.answers.unit_facts:
            scale += layout.answers.unit_power
        if scale:
            value = f"CAST(({value}) * {Decimal(1).scaleb(-scale):f} AS {EXACT})"
        unread.append(f"({value} IS NULL AND NOT {numbers.absent(i, f'c{i}')})")
        if layout.channel.blank_is_zero and fact != "reach":
            value = f"CASE WHEN {numbers.blank(i, f'c{i}')} THEN 0 ELSE {value} END"
        values.append(f"({value})")
    if len(values) == 1:
        return values[0], unread[0]
    nothing = " AND ".join(f"{value} IS NULL" for value in values)
    return f"CASE WHEN NOT ({nothing}) THEN {' + '.join(f'coalesce({value}, 0)' for value in values)} END", " OR ".join(unread)


def _text(connection: duckdb.DuckDBPyConnection, layout: Layout, fact: str, at: tuple[int, ...], cells: Cells) -> str:
    """SQL of a name or number, NULL where none stands; a number that a spreadsheet rounded is left out and counted."""
    # A campaign may be called "null"; a number may not.
    missing = layout.channel.missing if layout.columns[fact][0].kind == "id" else ("", "-", "--")
    nothing = ", ".join(quoted(mark) for mark in missing)
    words = [f"CASE WHEN c{i} NOT IN ({nothing}) THEN c{i} END" if _stands(cells, i, missing) else f"c{i}" for i in at]
    joined = words[0] if len(words) == 1 else f"NULLIF(concat_ws(' / ', {', '.join(words)}), '')"
    if pattern := layout.columns[fact][0].pattern:
        joined = f"NULLIF(regexp_extract({joined}, {quoted(pattern)}, 1), '')"
    if layout.columns[fact][0].kind != "id":
        return joined
    damaged = f"regexp_full_match({joined}, '{_ROUNDED}')"
    # Looked at once for each different text: to look at every row takes six times as long.
    texts = f"SELECT {', '.join(f'c{i}' for i in at)}, count(*) AS n FROM rows WHERE role = 'row' GROUP BY ALL"
    counted = f"SELECT sum(n) FILTER ({damaged}), sum(n) FILTER (starts_with({joined}, '''')) FROM ({texts})"
    lost = marked = 0
    if len(at) > 1 or pattern or _may_be_odd(cells.texts[at[0]]):
        lost, marked = (int(found or 0) for found in connection.sql(counted).fetchall()[0])
    if lost:
        layout.warnings.append(
            plural(
                "{n} number in “{column}” was damaged by a spreadsheet and left out.",
                "{n} numbers in “{column}” were damaged by a spreadsheet and left out.",
                lost,
                column=layout.head(at[0]),
            )
        )
    bare = f"ltrim({joined}, '''')" if marked else joined
    if (written := layout.columns[fact][0].written)[0]:
        bare = f"regexp_replace({bare}, {quoted(written[0])}, {quoted(written[1])})"
    return f"CASE WHEN NOT {damaged} THEN {bare} END" if lost else bare


def _stands(cells: Cells, position: int, texts: Collection[str]) -> bool:
    """Whether one of some texts stands in a column."""
    return bool(pc.any(pc.is_in(cells.texts[position], pa.array(texts, pa.string()))).as_py())


def _may_be_odd(texts: pa.Array) -> bool:
    """Whether any of some numbers was rounded by a spreadsheet, or marked as text for one."""
    return bool(pc.any(pc.or_(pc.starts_with(texts, "'"), pc.match_substring_regex(texts, f"^{_ROUNDED}$"))).as_py())


def _keyword_marks(made: dict[str, str]) -> None:
    """Google marks ``[exact]`` and ``"phrase"`` keywords: the mark is a match type, not a part of the word."""
    raw = made["keyword"]
    made["keyword"] = f"CASE WHEN regexp_full_match({raw}, '\\[.*\\]|\".*\"') THEN ({raw})[2:-2] ELSE {raw} END"
    mark = f"CASE WHEN ({raw})[1] = '[' THEN 'Exact match' WHEN ({raw})[1] = '\"' THEN 'Phrase match' END"
    made["match_type"] = f"coalesce({made['match_type']}, {mark})" if "match_type" in made else mark
