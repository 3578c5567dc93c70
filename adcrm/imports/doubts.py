"""What looks odd about the rows of an ad report as a whole, and is worth a word before they are loaded."""

import duckdb

from adcrm.channels.declare import NUMERIC
from adcrm.imports.layout import Layout
from adcrm.imports.numbers import Numbers
from adcrm.messages import Message, message, plural

LOOKED_AT = 20_000  # rows from the top: enough to see a pattern, cheap for a file of millions
_FEW = 1.5  # rows for each thing and day from which something unknown seems to split them
_FIGURE = r"[-+−\d.,%\s€$£¥]*"


def doubts(connection: duckdb.DuckDBPyConnection, layout: Layout, numbers: Numbers, rows_read: int) -> list[Message]:
    """What there is to say about the rows of the tables ``rows`` and ``parsed``."""
    return [
        *_declined(connection, layout),
        *_bounded(connection, layout, numbers),
        *_unknown_split(connection, layout),
        *_promised_rows(layout, rows_read),
        *_incomplete(layout),
        *_open_point(connection, layout, numbers),
    ]


def _open_point(connection: duckdb.DuckDBPyConnection, layout: Layout, numbers: Numbers) -> list[Message]:
    """Amounts of which each has three digits behind its point, and no figure of the file that tells whether the point marks thousands."""
    amounts = [i for _, at in layout.of_kind("money").values() for i in at]
    figures = [i for _, at in layout.of_kind(*NUMERIC).values() for i in at]
    if layout.answers.decimal_mark or numbers.decimal_mark != "." or not any(numbers.decimals[i] == 3 for i in amounts):
        return []
    open_ones = " + ".join(f"count(*) FILTER (regexp_full_match(c{i}, '[^0-9]*[1-9][0-9]{{0,2}}[.][0-9]{{3}}[^0-9]*'))" for i in amounts)
    marked = " + ".join(f"count(*) FILTER (contains(c{i}, '.') OR contains(c{i}, ','))" for i in figures)
    examples = ", ".join(f"min(c{i}) FILTER (contains(c{i}, '.'))" for i in amounts)
    source = f"(SELECT * FROM rows WHERE role = 'row' LIMIT {LOOKED_AT})"
    found, others, *shown = connection.sql(f"SELECT {open_ones}, {marked}, {examples} FROM {source}").fetchall()[0]
    if not found or others > found:
        return []
    place, example = next((i, text) for i, text in zip(amounts, shown, strict=True) if text)
    return [
        message(
            "Every amount in “{column}” has three digits behind a point ({example}), and they were read as decimals. If the point marks thousands, "
            "export the report as an Excel workbook and import that file.",
            column=layout.head(place),
            example=example,
        )
    ]


def _bounded(connection: duckdb.DuckDBPyConnection, layout: Layout, numbers: Numbers) -> list[Message]:
    """A warning for each column in which a platform hides small figures behind a bound: its sum is too small then."""
    found = []
    for position in sorted({i for column, at in layout.of_kind(*NUMERIC).values() for i in at} - numbers.plain):
        cell = f"c{position}"
        query = f"SELECT count(*), min({cell}) FROM rows WHERE role = 'row' AND {layout.bounded().format(cell=cell)}"
        hidden, example = connection.sql(query).fetchall()[0]
        if hidden:
            found.append(
                plural(
                    "“{column}” says only “{example}” in {n} row: the figure is unknown there and missing in the sum.",
                    "“{column}” says only a bound such as “{example}” in {n} rows: the figure is unknown there and missing in the sum.",
                    hidden,
                    column=layout.head(position),
                    example=example,
                )
            )
    return found


def _incomplete(layout: Layout) -> list[Message]:
    """The file itself says that figures of its last days are still to come."""
    if not layout.reading.is_incomplete:
        return []
    return [message("The file says that its figures may be incomplete: import these days again when the platform has settled them.")]


def _declined(connection: duckdb.DuckDBPyConnection, layout: Layout) -> list[Message]:
    """Good rows that stand in the file's sums and in no total."""
    if "status" not in layout.columns:
        return []
    (found,) = connection.sql("SELECT count(*) FROM parsed WHERE role = 'row' AND problem IS NULL AND status = 'declined'").fetchall()[0]
    if not found:
        return []
    said = plural("{n} row was declined; it is kept, and counts in no total.", "{n} rows were declined; they are kept, and count in no total.", found)
    return [said]


def _promised_rows(layout: Layout, rows_read: int) -> list[Message]:
    """A file that was cut off has fewer rows than the lines above its head promise."""
    said = layout.reading.rows_said
    if said is None or said == rows_read:
        return []
    return [message("The file says that it has {said} rows, but {read} were found: a part of it may be missing.", said=said, read=rows_read)]


def _unknown_split(connection: duckdb.DuckDBPyConnection, layout: Layout) -> list[Message]:
    """A warning where rows of the same thing and day are told apart only by a column that was not read.

    Such a report is split by something no declaration knows (landing pages, say). Its sums are right, but beside another
    report of the same days it might count twice.
    """
    known = [i for column, at in layout.columns.values() if column.kind not in (*NUMERIC, "tally") for i in at]
    taken = {i for _, at in layout.columns.values() for i in at}
    free = [i for i, head in enumerate(layout.reading.head.cells) if head.strip() and i not in taken]
    if not known or not free:
        return []
    source = f"(SELECT * FROM rows WHERE role = 'row' LIMIT {LOOKED_AT})"
    keys = ", ".join(f"c{i}" for i in dict.fromkeys(known))
    rows, things = connection.sql(f"SELECT count(*), count(DISTINCT hash({keys})) FROM {source}").fetchall()[0]
    if rows < things * _FEW:
        return []
    tests = ", ".join(f"count(DISTINCT hash({keys}, c{i})), count(*) FILTER (NOT regexp_full_match(c{i}, '{_FIGURE}'))" for i in free)
    found = connection.sql(f"SELECT {tests} FROM {source}").fetchall()[0]
    for place, i in enumerate(free):
        told_apart, words = found[2 * place : 2 * place + 2]
        if told_apart == rows and words * 2 > rows:
            return [
                message(
                    "Rows of the same day and thing differ only by “{column}”, which AdCRM does not know as a breakdown. Load no other"
                    " report of these days beside it, or leave this column out of the report.",
                    column=layout.head(i),
                )
            ]
    return []
