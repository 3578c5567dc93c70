"""A folder whose files are imported as they come; a sub-folder's name is the client. Files are only read, never moved or changed.

A file is taken once it has stood still between two looks, and again when it changes. What became of it is kept in the CRM database, so
that a restart takes nothing twice, and a file that asks something waits for a person on the channel data page.
"""

import hashlib
import logging
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select

from adcrm.actors import Actor, require
from adcrm.books import Books
from adcrm.errors import NotFoundError
from adcrm.imports.intake import cannot_open, take_in
from adcrm.imports.names import readable
from adcrm.imports.notes import pack, unpack
from adcrm.messages import Message, message, plural
from adcrm.settings import settings
from adcrm.store.session import now, record
from adcrm.store.tables import WatchedFile
from adcrm.warehouse.tables import imports

log = logging.getLogger(__name__)

WAITING = ("ask", "refused")
Stand = tuple[int, int]  # size and time of the last change, ns


@dataclass(frozen=True)
class Taken:
    """A file of the folder, whose it is, and what became of it, in one word and in a sentence; ``taken_at`` is UTC."""

    path: str
    client: str
    outcome: str
    said: Message
    import_id: int | None
    taken_at: datetime


class Watcher:
    """Looks through one folder again and again."""

    def __init__(self, books: Books, folder: Path, actor: Actor):
        self.books, self.folder, self.actor = books, folder, actor
        self._last: dict[str, Stand] = {}

    def look(self) -> list[Taken]:
        """Take in every new or changed file that has stood still since the look before, the oldest first."""
        here = dict(_files(self.folder))
        known = self._known()
        still = [path for path, stand in here.items() if self._last.get(path) == stand and known.get(readable(path)) != stand]
        self._last = here
        taken = []
        for path in sorted(still, key=lambda path: (here[path][1], path)):  # of two downloads of the same days the newer one has the last word
            try:
                taken.append(self._take(path, here[path]))
            except Exception:  # the files behind an odd one must not wait for ever; the next look tries it again
                log.exception("taking in %r failed", path)
        return taken

    def run(self, stop: threading.Event, seconds: float) -> None:
        """Look every ``seconds`` until ``stop`` is set."""
        while not stop.wait(seconds):
            self.look()

    def _known(self) -> dict[str, Stand]:
        with self.books.crm.read() as session:
            rows = session.execute(select(WatchedFile.path, WatchedFile.size, WatchedFile.modified_ns))
            return {path: (size, changed) for path, size, changed in rows}

    def _take(self, path: str, stand: Stand) -> Taken:
        shown = readable(path)
        steps = Path(shown).parts
        client = steps[0] if len(steps) > 1 else ""
        try:
            with (self.folder / path).open("rb") as file:
                data = file.read(settings().most_bytes)
        except OSError as error:  # taken away or locked between two looks: the next look tries again
            self._last.pop(path, None)
            return Taken(shown, client, "refused", cannot_open(error).what, None, now())
        document = take_in(self.books, steps[-1], data, client, self.actor)
        made = Taken(shown, client, document["outcome"], _sentence(document), document["import_id"], now())
        with self.books.crm.write() as session:
            row = session.scalar(select(WatchedFile).where(WatchedFile.path == shown)) or WatchedFile(path=shown)
            row.size, row.modified_ns, row.client, row.outcome = *stand, client, made.outcome
            row.sha256 = hashlib.sha256(data).hexdigest()
            row.said, row.import_id, row.taken_at = pack(made.said), made.import_id, made.taken_at
            session.add(row)
        return made


def _sentence(document: dict[str, Any]) -> Message:
    """What became of a file, in one sentence."""
    if document["outcome"] in WAITING:
        reason: Message = document["problems"][0]["reason"]
        return reason
    rows = document["rows"]
    if document["outcome"] == "unchanged":
        return message("The books hold all of this already.")
    if rows["quarantined"]:
        return message("{loaded} rows loaded, {aside} set aside.", loaded=rows["loaded"], aside=rows["quarantined"])
    return plural("{n} row loaded.", "{n} rows loaded.", rows["loaded"])


def taken_files(books: Books, limit: int = 50) -> tuple[Taken, ...]:
    """The files of the folder that were taken last, those that wait for a person first; one that was loaded by hand since waits no more."""
    with books.crm.read() as session:
        waiting = WatchedFile.outcome.in_(WAITING)
        rows = list(session.scalars(select(WatchedFile).order_by(waiting.desc(), WatchedFile.taken_at.desc()).limit(limit)))
    by_hand = _loaded(books, {row.sha256 for row in rows if row.outcome in WAITING and row.sha256})
    made = [
        Taken(row.path, row.client, "loaded", message("Loaded by hand."), by_hand[row.sha256], row.taken_at)
        if row.outcome in WAITING and row.sha256 in by_hand
        else Taken(row.path, row.client, row.outcome, unpack(row.said), row.import_id, row.taken_at)
        for row in rows
    ]
    return tuple(sorted(made, key=lambda one: one.outcome not in WAITING))


def leave_file(books: Books, path: str, actor: Actor) -> None:
    """Let a file of the folder wait no longer; it is taken again when it changes.

    Raises
    ------
    PermissionRefusedError, NotFoundError (no such file was taken).
    """
    require(actor, "imports.load")
    with books.crm.write() as session:
        row = session.scalar(select(WatchedFile).where(WatchedFile.path == path))
        if row is None:
            raise NotFoundError(message("The watched folder brought no file “{name}”.", name=path), message("Choose one from the list."))
        row.outcome = "left"
        record(session, actor, "watched_file.leave", row, after={"path": path})


def _loaded(books: Books, keys: set[str]) -> dict[str, int]:
    """The newest live import of each of these bytes, where there is one."""
    if not keys:
        return {}
    found = books.facts.query(
        imports.filter(imports.sha256.isin(sorted(keys)), imports.undone_at.isnull()).group_by("sha256").agg(newest=imports.import_id.max())
    )
    return {row["sha256"]: int(row["newest"]) for row in found.to_pylist()}


def _files(folder: Path) -> Iterator[tuple[str, Stand]]:
    """Every file below ``folder`` that is not hidden, by its path from there, as it stands now."""
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        if any(step.startswith((".", "~$")) for step in inside.parts) or not path.is_file():
            continue
        try:
            about = path.stat()
        except FileNotFoundError:  # taken away since the folder was listed
            continue
        if about.st_size:
            yield inside.as_posix(), (about.st_size, about.st_mtime_ns)
