"""Takes an import back: afterwards the books say exactly what the remaining imports say, in whatever order they are undone."""

from adcrm.actors import Actor, require
from adcrm.books import Books
from adcrm.errors import ImportConflictError, NotFoundError
from adcrm.imports.marks import close_superseded, reopen_taken_by
from adcrm.imports.records.pending import complete
from adcrm.imports.targets import TARGETS, room_at, warehouse_targets
from adcrm.imports.totals import settle, standing
from adcrm.imports.versions import drop_import, not_listed_by
from adcrm.messages import Message, message
from adcrm.store.session import now
from adcrm.warehouse import Writer
from adcrm.warehouse.steps import clients_of, index_steps


def undo(books: Books, import_id: int, actor: Actor) -> tuple[Message, ...]:
    """Undo one import in one transaction, and with it the corrections of its rows. Its log entry, its set-aside rows and its file are kept.

    Returns what a person should know: records that stay because somebody worked on them since.

    The rows that an undone correction had brought are open again.

    Raises
    ------
    PermissionRefusedError, NotFoundError, ImportConflictError (it has been undone before).
    """
    require(actor, "imports.undo")
    complete(books)
    kept: list[Message] = []
    with books.facts.write() as writer:
        _require_live(writer, import_id)
        # Corrections first: what lies in the CRM database is undone one by one, and a kill must leave no correction of what is gone.
        together = [*corrections_of(writer, import_id), import_id]
        # Versions in the history have no part in totals, so only the clients of current rows, and of rows kept out, are affected.
        gone = f"import_id IN ({', '.join(str(int(number)) for number in together)})"
        columns = "SELECT row_key, client_id, platform, date_start FROM"
        said = f"({columns} ad_performance WHERE {gone} UNION ALL {columns} {not_listed_by(gone)}) said"
        affected = writer.query(f"SELECT DISTINCT client_id, platform FROM {said} WHERE client_id IS NOT NULL ORDER BY 1, 2")
        pairs = [(pair["client_id"], pair["platform"]) for pair in affected.to_pylist()]
        back = f"SELECT DISTINCT import_id FROM ad_performance_history WHERE row_key IN (SELECT row_key FROM {said})"
        before = {pair: standing(writer, *pair, f"SELECT date_start FROM {said}", back) for pair in pairs}
        on_the_way = clients_of(writer, gone)
        for number in together:
            for target in warehouse_targets():
                drop_import(writer, number, target)
            for room in sorted({target.room for target in TARGETS.values() if target.room}):
                kept += room_at(room).undo(books, writer, number, actor)
            writer.execute("DELETE FROM exchange_rates WHERE import_id = $id", id=number)  # older rates of the same days count again
            reopen_taken_by(writer, number)
            writer.execute("UPDATE imports SET undone_at = $at, undone_by = $by WHERE import_id = $id", at=now(), by=actor.name, id=number)
        close_superseded(writer, actor.name)  # what is open again may stand in another file, too
        for pair in pairs:
            settle(writer, *pair, before[pair])
        index_steps(writer, on_the_way)
    return tuple(kept)


def corrections_of(writer: Writer, import_id: int) -> list[int]:
    """The corrections of an import that are in the books, oldest first."""
    found = writer.query("SELECT import_id FROM imports WHERE corrects = $id AND undone_at IS NULL ORDER BY import_id", id=import_id)
    return [int(number) for number in found["import_id"].to_pylist()]


def _require_live(writer: Writer, import_id: int) -> None:
    found = writer.query("SELECT undone_at, undone_by FROM imports WHERE import_id = $id", id=import_id).to_pylist()
    if not found:
        raise NotFoundError(
            message("There is no import with the number {id}.", id=str(import_id)), message("Look the number up in the import history.")
        )
    if found[0]["undone_at"] is not None:
        raise ImportConflictError(
            message("Import {id} was undone before, by {name}.", id=str(import_id), name=found[0]["undone_by"]),
            message("To have its rows back, load the file again."),
        )
