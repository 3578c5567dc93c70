"""A quotation mark that opens a name and does not close makes one cell of all rows down to the next one: they would be lost without a word."""

import re

import duckdb
import pyarrow.compute as pc

from adcrm.channels.declare import NUMERIC
from adcrm.errors import FileRefusedError, Place
from adcrm.imports.body import Body, Cells
from adcrm.imports.layout import Layout
from adcrm.messages import message

_FIGURE = re.compile(r"[-+−\d.,%\s€$£¥￥'’]*\d[-+−\d.,%\s€$£¥￥'’]*")


def refuse_swallowed(connection: duckdb.DuckDBPyConnection, layout: Layout, body: Body, cells: Cells) -> None:
    """Look at the cells of ``cells`` that hold a line break, which are few.

    Raises
    ------
    FileRefusedError : the first line of one is the end of a row, its figures in the places of the head's figures.
    """
    delimiter = layout.reading.delimiter
    figures = sorted({i for _, at in layout.of_kind(*NUMERIC).values() for i in at})
    names = [i for i in range(body.width) if i not in figures and figures and i < figures[-1] and _may_break(cells, i)]
    if not delimiter or not names:
        return
    each = (f"SELECT line, {i} AS place, c{i} AS cell FROM cells WHERE contains(c{i}, chr(10))" for i in names)
    for line, at, cell in connection.sql(f"{' UNION ALL '.join(each)} ORDER BY line, place").fetchall():
        pieces = cell.split("\n")[0].split(delimiter)
        behind = [pieces[place - body.width].strip(' "') for place in figures if place > at] if len(pieces) >= body.width - at else []
        if any(map(_FIGURE.fullmatch, behind)) and all(_FIGURE.fullmatch(text) or text in layout.channel.missing for text in behind):
            raise _does_not_close(layout, line, layout.head(at))


def refuse_open_end(layout: Layout, body: Body) -> None:
    """Look at the records of another width than the head's that reach over several lines.

    Raises
    ------
    FileRefusedError : one holds a whole row, as where a quotation mark opens and never closes: half of the file would be one odd row.
    """
    delimiter = layout.reading.delimiter
    for record in body.ragged if delimiter else ():
        inside = delimiter.join(record.cells).split("\n")[1:] if record.last_line > record.line else []
        if any(text.count(delimiter) >= body.width - 1 for text in inside):
            raise _does_not_close(layout, record.line, "")


def _does_not_close(layout: Layout, line: int, column: str) -> FileRefusedError:
    return FileRefusedError(
        message("A quotation mark opens in this cell and does not close before the rows below it."),
        message("Close or remove the quotation mark in the file, or download the report again, and import it."),
        Place(layout.place.file, layout.place.part, line, column),
    )


def _may_break(cells: Cells, position: int) -> bool:
    return bool(pc.any(pc.match_substring(cells.texts[position], "\n")).as_py())
