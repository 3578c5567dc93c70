"""Reads single rows of an imported file again, with the cells that a person corrected, exactly as the whole file was read."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pyarrow as pa

from adcrm.books import Books
from adcrm.errors import AdcrmError, ImportConflictError
from adcrm.imports import archive
from adcrm.imports.answers import decided
from adcrm.imports.history import import_detail
from adcrm.imports.model import Answers
from adcrm.imports.parse import Parsed, cell_names, parse
from adcrm.imports.quarantine import AsideRow, RowKey
from adcrm.imports.read import recognise_part
from adcrm.imports.recognise import Reading
from adcrm.imports.rows import held
from adcrm.imports.tables import Record, SheetTable
from adcrm.messages import Message, message

Edits = Mapping[RowKey, Mapping[str, str]]


@dataclass(frozen=True)
class Verdict:
    """Whether a row would be taken as it reads now; where not, which column and why."""

    part: str
    line: int
    is_taken: bool
    column: str = ""
    reason: Message | None = None


@dataclass(frozen=True)
class RowReader:
    """Reads rows of one table of an imported file. It holds the head and the answers, not the file."""

    file_name: str
    part: str
    reading: Reading
    answers: Answers

    @property
    def names(self) -> list[str]:
        """What the cells of a row are called, in the order of the file."""
        return cell_names(self.reading.head.cells)

    def judge(self, rows: Mapping[int, Mapping[str, str]]) -> list[Verdict]:
        """A verdict for each row ``{line: {name: cell}}``."""
        return self.read(rows)[1]

    def read(self, rows: Mapping[int, Mapping[str, str]]) -> tuple[list[Parsed], list[Verdict]]:
        """The good rows, their lines those of the file, and a verdict for each row."""
        names, verdicts, whole = self.names, {}, {}
        for line, cells in rows.items():
            extra = [name for name, cell in cells.items() if name not in names and cell.strip()]
            if extra:
                verdicts[line] = self._wrong_width(line, len(names) + len(extra))
            else:
                whole[line] = [cells.get(name, "") for name in names]
        try:
            parsed = [self._parse(whole, verdicts)] if whole else []
        except AdcrmError as error:
            if len(whole) == 1:
                verdicts |= {line: Verdict(self.part, line, False, error.where.column, error.what) for line in whole}
                parsed = []
            else:  # what ends the reading of all may stand in one of them
                each = [self.read({line: rows[line]}) for line in whole]
                parsed = [one for found, _ in each for one in found]
                verdicts |= {verdict.line: verdict for _, said in each for verdict in said}
        return parsed, [verdicts[line] for line in rows]

    def _parse(self, whole: dict[int, list[str]], verdicts: dict[int, Verdict]) -> Parsed:
        table = SheetTable(self.part, [list(self.reading.head.cells), *whole.values()])
        head = Record(1, 1, self.reading.head.cells)
        found = parse(self.file_name, replace(self.reading, table=table, head=head, delimiter=""), self.answers, is_all=False)
        line_of = dict(enumerate(whole, start=2))
        rows = held(found.rows)
        lines = [line_of[line] for line in rows["source_line"].to_pylist()]
        at = rows.schema.get_field_index("source_line")
        taken = rows.set_column(at, rows.schema.field(at), pa.array(lines, pa.int32()))
        verdicts |= {line: Verdict(self.part, line, True) for line in lines}
        verdicts |= {line_of[row.line]: Verdict(self.part, line_of[row.line], False, row.column, row.reason) for row in found.set_aside}
        none = message("Read so, this is no row of figures but a total, a note or a blank line.")
        verdicts |= {line: Verdict(self.part, line, False, "", none) for line in whole if line not in verdicts}
        return replace(found, rows=taken)

    def _wrong_width(self, line: int, cells: int) -> Verdict:
        reason = message("The row has {cells} cells where the head has {columns}.", cells=cells, columns=len(self.names))
        return Verdict(self.part, line, False, "", reason)


def row_reader(books: Books, import_id: int, part: str) -> RowReader:
    """A reader for set-aside rows of one part of an import.

    Raises
    ------
    NotFoundError : no such import, or its file is no longer kept.
    ImportConflictError : it has been undone.
    FileRefusedError : its table is no longer recognised.
    """
    detail = import_detail(books, import_id)
    if detail.is_undone:
        raise ImportConflictError(
            message("Import {id} has been undone.", id=str(import_id)), message("Load the file again; its rows are set aside there again.")
        )
    entry = detail.entry
    answers = decided(detail.answers).get(part, Answers(currency=entry["currency"] or ""))
    found = recognise_part(entry["file_name"], archive.kept(entry["sha256"]), part, answers.mapping, entry["platform"])
    bare = replace(found, table=SheetTable(part, [list(found.head.cells)]))
    return RowReader(entry["file_name"], part, bare, answers)


def corrected(row: AsideRow, changes: Mapping[str, str]) -> dict[str, str]:
    """The cells of a row with some of them changed."""
    return row.raw | dict(changes)
