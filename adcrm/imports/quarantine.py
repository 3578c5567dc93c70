"""The rows that were set aside: where each stands, why, what a person did about it. Reading only."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from adcrm.books import Books
from adcrm.imports.notes import unpack as unpack_note
from adcrm.messages import Message
from adcrm.warehouse.tables import imports, quarantine

State = Literal["open", "taken", "left_out", "superseded"]
RowKey = tuple[str, int]  # part and line


@dataclass(frozen=True)
class AsideRow:
    """One row that was not taken with its file.

    Attributes
    ----------
    raw : its cells as they stood, ``{head: cell}``, in the order of the file. ``changed``: those that a person corrected.
    column : the head of the cell that was refused, '' where the row as a whole was.
    state : open; taken (``taken_by`` is the import that brought it, ``None`` where the books held it already); left_out (``note`` says why);
        superseded (the newer import ``taken_by`` holds the same row, and it waits there).
    """

    import_id: int
    part: str
    line: int
    column: str
    reason: Message
    raw: dict[str, str]
    state: State = "open"
    changed: dict[str, str] | None = None
    note: str = ""
    decided_at: datetime | None = None
    decided_by: str = ""
    taken_by: int | None = None

    @property
    def key(self) -> RowKey:
        """What tells it from the other rows of its import."""
        return self.part, self.line

    @property
    def cells(self) -> dict[str, str]:
        """Its cells as they read now."""
        return self.raw | (self.changed or {})


@dataclass(frozen=True)
class Waiting:
    """An import in the books with rows that wait for a hand."""

    import_id: int
    client_id: int | None
    platform: str
    file_name: str
    currency: str
    date_start: date
    date_end: date
    rows: int


def set_aside(books: Books, import_id: int) -> tuple[AsideRow, ...]:
    """Every row that an import set aside, in the order of the file, whatever became of it."""
    mine = quarantine.filter(quarantine.import_id == import_id).order_by("source_part", "source_line", "column_name")
    return tuple(_row(found) for found in books.facts.query(mine).to_pylist())


def waiting(books: Books, client_id: int | None = None) -> tuple[Waiting, ...]:
    """Imports in the books that have open rows, the newest first."""
    live = imports.filter(imports.undone_at.isnull())
    if client_id is not None:
        live = live.filter(live.client_id == client_id)
    still = quarantine.filter(quarantine.state.isnull())
    open_rows = still.group_by("import_id").agg(rows=still.count())
    wanted = live.join(open_rows, "import_id").order_by(live.import_id.desc())
    names = ("import_id", "client_id", "platform", "file_name", "currency", "date_start", "date_end", "rows")
    return tuple(Waiting(**found) for found in books.facts.query(wanted.select(*names)).to_pylist())


def _row(found: dict[str, Any]) -> AsideRow:
    return AsideRow(
        import_id=found["import_id"],
        part=found["source_part"] or "",
        line=found["source_line"],
        column=found["column_name"] or "",
        reason=unpack_note(found["reason"]),
        raw=json.loads(found["raw"] or "{}"),
        state=found["state"] or "open",
        changed=json.loads(found["changed"]) if found["changed"] else None,
        note=found["note"] or "",
        decided_at=found["decided_at"],
        decided_by=found["decided_by"] or "",
        taken_by=found["taken_by"],
    )
