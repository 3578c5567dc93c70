"""Takes an import back: afterwards the books say exactly what the remaining imports say, in whatever order they are undone."""

from adcrm.actors import Actor, require
from adcrm.books import Books
from adcrm.errors import ImportConflictError, NotFoundError
from adcrm.imports.totals import settle
from adcrm.imports.versions import drop_import
from adcrm.messages import message
from adcrm.store.session import now
from adcrm.warehouse import Writer

OTHER_TABLES = ("touchpoints", "orders", "order_claims")


def undo(books: Books, import_id: int, actor: Actor) -> None:
    """Undo one import in one transaction. Its log entry, its set-aside rows and its file are kept.

    Raises
    ------
    PermissionRefusedError, NotFoundError, ImportConflictError (it has been undone before).
    """
    require(actor, "imports.undo")
    with books.facts.write() as writer:
        _require_live(writer, import_id)
        # Versions in the history have no part in totals, so only the clients of current rows are affected.
        affected = writer.query(
            "SELECT DISTINCT client_id, platform FROM ad_performance WHERE import_id = $id AND client_id IS NOT NULL ORDER BY 1, 2", id=import_id
        ).to_pylist()
        drop_import(writer, import_id)
        for table in OTHER_TABLES:
            writer.execute(f"DELETE FROM {table} WHERE import_id = $id", id=import_id)
        writer.execute("UPDATE imports SET undone_at = $at, undone_by = $by WHERE import_id = $id", at=now(), by=actor.name, id=import_id)
        for pair in affected:
            settle(writer, pair["client_id"], pair["platform"])


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
