"""Files of web analytics hold several tables under one another, or a head with lines that begin with ``#``: taken apart here.

Google Analytics: comment lines, then tables parted by blank lines, each perhaps with comment lines of its own. Adobe Analytics: blocks
under ``####`` titles, one or two head rows, the dimension's name in the total row. What comes out reads like any other table, with the
lines of the file.
"""

import csv
import io
import re
from collections.abc import Collection, Iterator, Sequence

import pyarrow as pa

from adcrm.imports.body import Body, HeldBody
from adcrm.imports.tables import DELIMITERS, Record, SheetTable, Table, TextTable

GRAND_TOTAL = ("grand total", "总计", "gesamtsumme", "totaal", "total general")
_RULE = re.compile(r"#\s*[-=#]{4,}\s*$")
_DATED = re.compile(r"(start|end) date|开始日期|结束日期|startdatum|enddatum", re.IGNORECASE)
_SPAN = re.compile(r"#\s*\d{8}\s*-\s*\d{8}$")
_NO_TITLE = re.compile(r"[-=#]{3,}|(Account|Property|Report suite|Date):")
# Dimensions of Adobe that are read under their own name; any other stands under "Dimension", its name beside it.
_OWN_HEADS = ("day", "week", "month", "quarter", "year", "marketing channel", "last touch channel", "country", "mobile device type")

# Words that tell a row of metrics from a row of segments, and the segments that are everybody.
_METRICS = frozenset(
    ("visits", "unique visitors", "page views", "orders", "revenue", "occurrences", "访问次数", "独特访客", "页面查看次数", "订单", "收入")
)
_EVERYTHING = ("all visits", "all visitors", "all hits", "所有访问", "所有访客")


class ListedTable(TextTable):
    """A table whose records are known: those above the head, the head, the rows. ``data`` is the whole file, for its lines."""

    def __init__(self, whole: TextTable, part: str, delimiter: str, above: Sequence[Record], head: Record, rows: Sequence[Record]):
        super().__init__(part, whole.data, whole.encoding, whole.file)
        self.delimiter, self.above, self.head, self.listed = delimiter, tuple(above), head, tuple(rows)

    def tops(self) -> Iterator[tuple[str, tuple[Record, ...]]]:
        yield self.delimiter, (*self.above, self.head, *self.listed[:40])

    def body(self, head: Record, delimiter: str, figures: Collection[int] = ()) -> Body:
        width = len(head.cells)
        fitting = [row for row in self.listed if len(row.cells) == width]
        columns = list(zip(*(row.cells for row in fitting), strict=True)) or [()] * width
        cells = pa.table({f"c{i}": pa.array(column, pa.string()) for i, column in enumerate(columns)})
        return HeldBody(cells, pa.array([row.line for row in fitting], pa.int32()), tuple(row for row in self.listed if len(row.cells) != width))


class DatasetTable(SheetTable):
    """A sheet of figures whose days stand on the sheet ``Summary``; its last row, without a name, is the total."""

    def __init__(self, sheet: SheetTable, summary: SheetTable):
        super().__init__(sheet.part, [list(row) for row in sheet.rows])
        self.summary = [Record(0, 0, tuple(cell for cell in row if cell)) for row in summary.rows if any(row)]
        filled = [row for row in self.rows if any(row)]
        if len(filled) > 1 and not filled[-1][0].strip():
            filled[-1][0] = "Total"

    def tops(self) -> Iterator[tuple[str, tuple[Record, ...]]]:
        for delimiter, records in super().tops():
            yield delimiter, (*self.summary, *records)


def take_apart(tables: tuple[Table, ...]) -> tuple[Table, ...]:
    """The same tables, those of web analytics taken apart."""
    summary = next((table for table in tables if isinstance(table, SheetTable) and table.part == "Summary"), None)
    made: list[Table] = []
    for table in tables:
        if isinstance(table, TextTable):
            made += _parts(table)
        elif summary and isinstance(table, SheetTable) and table.part.startswith("Dataset"):
            made.append(DatasetTable(table, summary))
        elif table is not summary or not any(other.part.startswith("Dataset") for other in tables):
            made.append(table)
    return tuple(made)


def _parts(table: TextTable) -> list[Table]:
    start = table.data[:4_000].decode("utf-8", "ignore").lstrip()
    lines = [line.strip(' "') for line in start.split("\n")]
    if not any(_RULE.match(line) for line in lines[:12]) and "\n# Start date" not in start:
        return [table]
    try:
        records, delimiter = _records(table)
    except csv.Error:  # a cell far too long; whoever reads the table as it stands says so
        return [table]
    blocks = _freeform(records) if start.startswith("#=") else _with_grand_total(_blocks(records))
    names = (" › ".join(each for each in (table.part, name) if each) for name in _names([title for title, *_ in blocks]))
    return [ListedTable(table, name, delimiter, above, head, rows) for name, (_, above, head, rows) in zip(names, blocks, strict=True)] or [table]


Block = tuple[str, list[Record], Record, list[Record]]  # title, records above, head, rows


def _records(table: TextTable) -> tuple[list[Record], str]:
    text = table.data.decode("utf-8", "replace")
    plain = [line for line in text.split("\n")[:200] if line.strip() and not line.lstrip('"').startswith("#")]
    delimiter = max(DELIMITERS, key=lambda mark: sum(line.count(mark) for line in plain[:5]))
    reader, before, found = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), 0, []
    for cells in reader:
        found.append(Record(before + 1, reader.line_num, tuple(cells)))
        before = reader.line_num
    return found, delimiter


def _is_comment(record: Record) -> bool:
    return bool(record.cells) and record.cells[0].lstrip().startswith("#")


def _is_blank(record: Record) -> bool:
    return not any(cell.strip() for cell in record.cells)


def _blocks(records: list[Record]) -> list[Block]:
    """Tables parted by blank and comment lines. A table has its own comments above it, and what the file says at its top."""
    blocks: list[Block] = []
    comments: list[Record] = []
    is_open = False
    for record in records:
        if _is_blank(record) or _is_comment(record):
            is_open = False
            comments += [record] if _is_comment(record) else []
        elif is_open:
            blocks[-1][3].append(record)
        else:
            first = blocks[0][1] if blocks else []
            dated = any(_DATED.search(" ".join(comment.cells)) for comment in comments)
            kept = [one for one in first if not (dated and _DATED.search(" ".join(one.cells)))]
            blocks.append((_title(comments), [*comments, *(one for one in kept if one not in comments)], record, []))
            comments, is_open = [], True
    return blocks


def _with_grand_total(blocks: list[Block]) -> list[Block]:
    """Explorations of Google: the property's name stands alone below the first rule; the first row has one cell more, at its end, that
    names it as the total: put in front, where names of totals stand.
    """
    for _, above, head, rows in blocks:
        if len(above) > 3 and _RULE.match(above[0].cells[0]) and any(_SPAN.match(one.cells[0]) for one in above):
            above[1] = Record(above[1].line, above[1].last_line, (f"# Property: {','.join(above[1].cells).lstrip('# ')}",))
        for i, row in enumerate(rows[:2]):
            if len(row.cells) == len(head.cells) + 1 and row.cells[-1].strip().casefold() in GRAND_TOTAL:
                rows[i] = Record(row.line, row.last_line, ("Grand total", *row.cells[1:-1]))
    return blocks


def _title(comments: list[Record]) -> str:
    texts = [",".join(comment.cells).lstrip("# ").strip() for comment in comments]
    named = [text for text in texts if text and not _NO_TITLE.match(text) and not _DATED.search(text)]
    of_adobe = any(text.startswith("Report suite") for text in texts)  # the panel's name stands before the table's
    return (named[-1] if of_adobe else named[0]) if named else ""


def _names(titles: list[str]) -> list[str]:
    """A name for each table, '' for an only one."""
    if len(titles) == 1:
        return [""]
    named: list[str] = []
    for i, title in enumerate(titles, start=1):
        name = title or f"Table {i}"
        named.append(name if name not in named else f"{name} ({i})")
    return named


def _freeform(records: list[Record]) -> list[Block]:
    blocks = []
    for title, above, first, rows in _blocks(records):
        heads = [first]
        while rows and not rows[0].cells[0].strip() and len(heads) < 3:
            heads.append(rows.pop(0))
        if rows:
            blocks.append((title, above, *_one_freeform(heads, rows)))
    return blocks


def _one_freeform(heads: list[Record], rows: list[Record]) -> tuple[Record, list[Record]]:
    """Head and rows of a freeform table: dimensions first, totals named, of segmented figures only the unsegmented ones."""
    top = heads[0].cells
    leading = next((i for i, cell in enumerate(top) if cell.strip()), len(top))
    dimension = rows[0].cells[0].strip()
    is_nested = leading > 1
    inner = next((row.cells[1].strip() for row in rows if is_nested and len(row.cells) > 1 and row.cells[1].strip()), "")
    own = dimension.casefold() in _OWN_HEADS
    named = [dimension] if own else ["Dimension name", "Dimension"]
    lead = max(heads, key=lambda head: sum(cell.strip().casefold() in _METRICS for cell in head.cells))  # a segment may stand above its metrics
    ordered = [lead, *(head for head in heads if head is not lead)]
    metrics = [_metric([head.cells[i] if i < len(head.cells) else "" for head in ordered]) for i in range(leading, len(top))]
    made = []
    for place, row in enumerate(rows):
        cells = [*row.cells, *[""] * (len(top) - len(row.cells))]
        value, below = cells[0].strip(), cells[1].strip() if is_nested else ""
        if place == 0:
            value = "Grand total"
        elif is_nested and (not below or below == inner):
            value = f"Subtotal {value}"
        first = [value] if own else [value if place == 0 or value.startswith("Subtotal ") else dimension, value]
        made.append(Record(row.line, row.last_line, (*first, *([below] if is_nested else []), *cells[leading : len(top)])))
    return Record(heads[0].line, heads[-1].last_line, (*named, *([inner or "Breakdown"] if is_nested else []), *metrics)), made


def _metric(names: list[str]) -> str:
    """``Visits`` of (Visits, Visits) and of (Visits, All Visits); ``Visits: Desktop`` of a segment. The metric stands first."""
    plain = list(dict.fromkeys(name.strip() for name in names if name.strip()))
    return ": ".join(name for i, name in enumerate(plain) if i == 0 or name.casefold() not in _EVERYTHING)
