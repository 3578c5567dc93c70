"""Tells rows from lines that only look like rows: totals, summaries, footers, notices, blank lines."""

import re

import duckdb

from adcrm.channels.declare import SPANS, Totals
from adcrm.errors import FileRefusedError, Place
from adcrm.imports.body import Body, Cells, Record
from adcrm.imports.layout import Layout, quoted
from adcrm.messages import message

FIRST_CELLS = 4  # Google's keyword reports have the label in the third column
EMPTY_NOTICES = ("no data available", "no data", "没有数据", "暂无数据", "无数据", "keine daten")
_ENTITIES = {"campaign", "campaign_id", "ad_group", "ad_group_id", "ad", "ad_id"}


class EmptyTableError(FileRefusedError):
    """A table with a head and nothing below it."""


def name_roles(connection: duckdb.DuckDBPyConnection, layout: Layout, body: Body) -> Cells:
    """Make the view ``rows``: cells ``c0`` ..., ``line``, ``label`` of a total, and ``role``: row, total, subtotal, footer or blank.

    Returns what :meth:`Body.put` did. Of a large table the lines that are no rows stand in ``no_rows``.
    """
    wrapped = any(cell.startswith('="') for _, records in layout.reading.table.tops() for record in records for cell in record.cells)
    cells = body.put(connection, wrapped)
    empty = [f"{'t' if i in body.decimals else 'c'}{i} = ''" for i in range(body.width)]
    blank = " AND ".join(empty)
    footer = " OR ".join(f"starts_with(c0, {quoted(start)})" for start in layout.channel.footers) or "false"
    footer = " AND ".join([f"({footer})", *empty[1:]])  # it stands alone in its row; a campaign may be called "@20 off"
    part = _subtotal(layout, body.width)
    judged = (
        f"SELECT *, CASE WHEN {blank} THEN 'blank' WHEN {footer} THEN 'footer' WHEN {part} THEN 'subtotal' WHEN label IS NOT NULL THEN 'total'"
        f" ELSE 'row' END AS role FROM (SELECT *, {_label(layout, body.width)} AS label FROM cells)"
    )
    if body.folder is None:
        connection.execute(f"CREATE TEMP TABLE rows AS {judged}")
        return cells
    # What is asked often of many rows is found out once: the few that are no rows.
    connection.execute(f"CREATE TABLE no_rows AS SELECT line AS no_line, label, role FROM ({judged}) WHERE role <> 'row'")
    if not connection.sql("SELECT 1 FROM no_rows LIMIT 1").fetchall():
        connection.execute("CREATE VIEW rows AS SELECT *, CAST(NULL AS VARCHAR) AS label, 'row' AS role FROM cells")
        return cells
    connection.execute("CREATE VIEW rows AS SELECT cells.*, label, coalesce(role, 'row') AS role FROM cells LEFT JOIN no_rows ON line = no_line")
    return cells


def count_rows(connection: duckdb.DuckDBPyConnection, layout: Layout, body: Body, odd: tuple[Record, ...]) -> int:
    """How many rows of data there are, those of another width included; :class:`EmptyTableError` if none."""
    rows = int(connection.sql("SELECT count(*) FROM rows WHERE role = 'row'").fetchall()[0][0])
    if rows == 1 and body.width > 1:
        only = connection.sql("SELECT c0, line FROM rows WHERE role = 'row'").fetchall()[0]
        if _is_notice(only[0]):
            raise _no_data(layout, only[0], only[1])
    if rows + len(odd) == 0:
        raise EmptyTableError(
            message("This report has a head and no row below it."),
            message("Choose a period or an account with figures, and export the report again."),
            layout.place,
        )
    return rows + len(odd)


def odd_rows(layout: Layout, body: Body) -> tuple[Record, ...]:
    """The rows whose number of cells is not the head's, totals and footers left out.

    Raises
    ------
    EmptyTableError : all there is, is a notice that there are no data.
    FileRefusedError : most rows are of another width, as when head and rows use different separators.
    """
    found: list[Record] = []
    in_footer = False
    for record in body.ragged:
        first = next((cell.strip() for cell in record.cells if cell.strip()), "")
        if _is_notice(first) and not body.num_rows:
            raise _no_data(layout, first, record.line)
        if any(first.startswith(start) for start in layout.channel.footers):
            in_footer = True
            while found and len(found[-1].cells) == 1:  # a footer's own title
                found.pop()
        elif in_footer and len(record.cells) == 1:  # and its signature
            continue
        elif not _is_total(layout.channel.totals, record.cells):
            found.append(record)
    if len(found) > max(body.num_rows, 2):
        raise _other_width(layout, found)
    return tuple(found)


def _label(layout: Layout, width: int) -> str:
    """SQL of a total row's label, NULL for any other row. A row with a day is a row, even of a campaign "Total: ..."."""
    totals, label, cases = layout.channel.totals, "NULL", []
    for i in range(min(FIRST_CELLS, width)):
        tests = [f"starts_with(replace(c{i}, '：', ':'), {quoted(start)})" for start in totals.starts]
        if totals.equals and i < 2:
            tests.append(f"c{i} IN ({', '.join(quoted(word) for word in totals.equals)})")
        if tests:
            cases.append(f"WHEN {' OR '.join(tests)} THEN replace(c{i}, '：', ':')")
    if cases:
        label = f"CASE {' '.join(cases)} END"
    if "day" in layout.columns:
        label = f"CASE WHEN NOT {_has_day(layout)} THEN {label} END"
    if totals.blank_dimensions and (blank := _blank_dimensions(layout)):
        label = f"CASE WHEN {blank} THEN '' ELSE {label} END"
    return label


def _subtotal(layout: Layout, width: int) -> str:
    """SQL that is true for a sum over some of the rows, as ``广州 小计``."""
    words = layout.channel.totals.subtotals
    if not words:
        return "false"
    pattern = quoted(_subtotal_pattern(words, r"[^\p{L}]"))
    tests = [f"regexp_matches(c{i}, {pattern})" for i in range(min(FIRST_CELLS, width))]
    return f"({' OR '.join(tests)})" + (f" AND NOT {_has_day(layout)}" if "day" in layout.columns else "")


def _subtotal_pattern(words: tuple[str, ...], no_letter: str) -> str:
    """A word that ends a cell, or begins it with no letter behind: ``小计划`` is the name of a campaign."""
    known = "|".join(re.escape(word) for word in words)
    return f"({known})$|^({known})s?{no_letter}"


def _has_day(layout: Layout) -> str:
    return f"regexp_matches(c{layout.columns['day'][1][0]}, '^\\d')"


def _blank_dimensions(layout: Layout) -> str:
    words = [at for fact, (column, at) in layout.columns.items() if fact in _ENTITIES or column.split or column.kind in ("day", *SPANS)]
    if not words or "cost" not in layout.columns:
        return ""
    return " AND ".join([*(f"c{i} = ''" for at in words for i in at), f"c{layout.columns['cost'][1][0]} <> ''"])


def _is_total(totals: Totals, cells: tuple[str, ...]) -> bool:
    plain = [cell.strip().replace("：", ":") for cell in cells[:FIRST_CELLS]]
    if totals.subtotals and any(re.search(_subtotal_pattern(totals.subtotals, r"[\W\d_]"), cell) for cell in plain):
        return True
    return any(cell.startswith(totals.starts or "\x00") for cell in plain) or any(cell in totals.equals for cell in plain[:2])


def _is_notice(cell: str) -> bool:
    return cell.strip().casefold().rstrip(".。") in EMPTY_NOTICES


def _no_data(layout: Layout, notice: str, line: int) -> EmptyTableError:
    return EmptyTableError(
        message("The platform exported no data: the file says “{notice}”.", notice=notice),
        message("Choose a period or an account with figures, and export the report again."),
        Place(layout.place.file, layout.place.part, line),
    )


def _other_width(layout: Layout, found: list[Record]) -> FileRefusedError:
    columns = len(layout.reading.head.cells)
    what = message("The head has {columns} columns, but most rows have another number of cells.", columns=columns)
    if {len(record.cells) for record in found} == {1}:
        what = message("The head has {columns} columns, but the rows are separated in another way and have one cell each.", columns=columns)
    return FileRefusedError(
        what,
        message("Download the report again from the platform and import the new file as it is."),
        Place(layout.place.file, layout.place.part, found[0].line),
    )
