"""Tables of a web page: what some Chinese back ends and shops download as “.xls” is one HTML table that only Excel takes for a sheet."""

import re
from html.parser import HTMLParser

LARGEST = 30_000_000  # bytes; reading a page is slow, and no back end writes a longer one
_NOT_CELLS = re.compile(r"<!--.*?-->|<!\[[^>]*>|<(script|style)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_MOST_SPANNED = 1_000


def html_tables(page: str) -> list[list[list[str]]]:
    """The rows of each table that could be a report: two rows or more, one of them with three filled cells. Rows of a table are equally long."""
    reader = _Reader()
    reader.feed(_NOT_CELLS.sub("", page).replace("<!", "<"))  # a declaration that is none ends the parser
    reader.close()
    reader.end_table()
    found = [rows for rows in reader.tables if len(rows) > 1 and any(sum(bool(cell) for cell in row) > 2 for row in rows)]
    widths = [max(len(row) for row in rows) for rows in found]
    return [[row + [""] * (width - len(row)) for row in rows] for rows, width in zip(found, widths, strict=True)]


class _Reader(HTMLParser):
    """Cells of the tables; of a table inside a cell the words go into that cell."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[list[list[str]]] = []
        self.rows: list[list[str]] = []
        self.words: list[str] | None = None
        self.spanned = 0
        self.depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.depth += 1
        elif self.depth > 1:
            return
        elif tag == "tr":
            self._end_cell()
            self.rows.append([])
        elif tag in ("td", "th") and self.rows:
            self._end_cell()
            wide = dict(attrs).get("colspan") or ""
            self.words, self.spanned = [], min(int(wide), _MOST_SPANNED) - 1 if wide.isascii() and wide.isdigit() else 0

    def handle_endtag(self, tag: str) -> None:
        if tag == "table":
            if self.depth == 1:
                self.end_table()
            self.depth = max(0, self.depth - 1)
        elif tag in ("td", "th", "tr") and self.depth < 2:
            self._end_cell()

    def handle_data(self, data: str) -> None:
        if self.words is not None:
            self.words.append(data)

    def end_table(self) -> None:
        """What was read since the last table is one."""
        self._end_cell()
        if self.rows:
            self.tables.append(self.rows)
        self.rows = []

    def _end_cell(self) -> None:
        if self.words is None:
            return
        self.rows[-1] += [" ".join("".join(self.words).split()), *[""] * self.spanned]
        self.words, self.spanned = None, 0
