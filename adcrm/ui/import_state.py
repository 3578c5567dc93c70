"""The files on the upload page: read once, kept for the session, loaded or discarded. No drawing here.

A file is known by its SHA-256 and name, so that a rerun reads nothing again and an answered question is not asked twice.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.typing import UploadedFile

from adcrm.errors import AdcrmError
from adcrm.imports.bundles import bundled
from adcrm.imports.changes import Preview, preview
from adcrm.imports.clients import ensure_client
from adcrm.imports.history import original_file
from adcrm.imports.load import load
from adcrm.imports.mapping import asked_again
from adcrm.imports.model import Answers, LoadResult, NeedsAnswerError, Report
from adcrm.imports.understand import understand
from adcrm.imports.undo import undo
from adcrm.imports.units import UnitDoubt, UnitsDoubtfulError
from adcrm.messages import Message, message
from adcrm.metrics.queries import counted_cost
from adcrm.settings import ROOT
from adcrm.ui.stores import actor, crm_version, facts_version, stores

EXAMPLES = ROOT / "data" / "samples"


@dataclass
class Sheet:
    """One file on the page, and how far it is: refused, asking, read, loaded, undone."""

    key: str
    name: str
    data: bytes
    answers: Answers = field(default_factory=Answers)
    report: Report | None = None
    refused: AdcrmError | None = None
    question: NeedsAnswerError | None = None
    columns: NeedsAnswerError | None = None  # what its columns mean was said before: the same question, to change the answer
    doubt: UnitDoubt | None = None
    as_last_time: tuple[str, ...] = ()
    known_client: int | None = None  # for whom it was read; an account that a file does not name is known by its client
    result: LoadResult | None = None
    client_id: int | None = None
    counted: tuple[Decimal, Decimal] | None = None  # cost of the client on the platform as totals count it, before and after the load
    is_undone: bool = False
    kept: tuple[Message, ...] = ()  # what an undo left because a person had worked on it
    previews: dict[Any, Preview] = field(default_factory=dict)

    @property
    def is_ready(self) -> bool:
        """Whether it can be loaded now."""
        return self.report is not None and self.result is None and self.doubt is None

    @property
    def stage(self) -> int:
        """Where it stands on the page: 0 waits for an answer, 1 was read, 2 was not taken, 3 is done, perhaps undone."""
        if self.result is not None or self.is_undone:
            return 3
        if self.refused is not None:
            return 2
        return 0 if self.question is not None or self.doubt is not None else 1


def sheets() -> dict[str, Sheet]:
    """The files on the page, in the order they came."""
    held: dict[str, Sheet] = st.session_state.setdefault("import_sheets", {})
    return held


def take_in(name: str, data: bytes) -> str:
    """Put a file on the page, read it, and return its key."""
    key = hashlib.sha256(name.encode() + b"\0" + data).hexdigest()[:16]
    if key not in sheets():
        sheets()[key] = check(Sheet(key, name, data))
    return key


def take_in_all(name: str, data: bytes, say: Callable[[str, float], None] = lambda name, share: None) -> tuple[str, ...]:
    """:func:`take_in`; a zip that is refused as a whole is a folder of reports, and each of its files comes to the page by itself.

    ``say``: told the name of each file inside, and the share that was read.
    """
    key = take_in(name, data)
    inside = bundled(name, data) if sheets()[key].refused is not None else ()
    if not inside:
        return (key,)
    del sheets()[key]
    keys = []
    for done, (member, content) in enumerate(inside):
        say(member, done / len(inside))
        keys.append(take_in(member, content))
    return tuple(keys)


def take_dropped(files: list[UploadedFile], say: Callable[[str, float], None]) -> None:
    """Read the files that came into the drop zone since the last run; forget those that were taken out of it."""
    seen: dict[str, tuple[str, ...]] = st.session_state.setdefault("import_seen", {})
    for gone in set(seen) - {file.file_id for file in files}:
        for key in seen.pop(gone):
            if key in sheets() and sheets()[key].result is None:
                del sheets()[key]
    fresh = [file for file in files if file.file_id not in seen]
    for done, file in enumerate(fresh):
        say(file.name, done / len(fresh))

        def inside(name: str, share: float, done: int = done) -> None:
            say(name, (done + share) / len(fresh))

        seen[file.file_id] = take_in_all(file.name, file.getvalue(), inside)


def check(sheet: Sheet) -> Sheet:
    """Read a file with what is answered so far; its report, its question or its refusal."""
    sheet.report = sheet.refused = sheet.question = sheet.columns = sheet.doubt = None
    sheet.as_last_time = ()
    sheet.previews.clear()
    try:
        found = understand(stores(), sheet.name, sheet.data, sheet.answers, sheet.known_client)
        sheet.report, sheet.doubt, sheet.as_last_time = found.report, found.doubt, found.as_last_time
        if mapping := next((one.mapping for one in found.report.decided.values() if one.mapping), None):
            sheet.columns = asked_again(stores().crm, sheet.name, sheet.data, mapping)
    except NeedsAnswerError as question:
        sheet.question = question
    except AdcrmError as refused:
        sheet.refused = refused
        sheet.columns = asked_again(stores().crm, sheet.name, sheet.data, sheet.answers.mapping)
    return sheet


def check_for(client_id: int | None) -> None:
    """Read again what is understood otherwise once its client is known: files that name no account."""
    for sheet in sheets().values():
        is_open = sheet.result is None and (sheet.question is not None or (sheet.report is not None and not sheet.report.accounts))
        if is_open and sheet.known_client != client_id:
            sheet.known_client = client_id
            check(sheet)


def would_change(sheet: Sheet, client_id: int | None) -> Preview:
    """What loading would change for a client, found out once for each state of the books."""
    assert sheet.report is not None
    key = (client_id, facts_version(), crm_version())
    if key not in sheet.previews:
        sheet.previews.clear()
        sheet.previews[key] = preview(stores(), sheet.report, client_id)
    return sheet.previews[key]


def is_in_books(sheet: Sheet, client_id: int | None) -> bool:
    """Whether loading would bring nothing; of a client who is not in the books yet everything is new."""
    return client_id is not None and would_change(sheet, client_id).is_unchanged


def ask_to_load(keys: list[str]) -> None:
    """From a button: load these on the next run, where there is room for a progress bar."""
    st.session_state["import_queue"] = keys


def load_asked(client: str | None, progress: Callable[[str, Message, float], None]) -> bool:
    """Load what :func:`ask_to_load` asked for; whether there was anything. A refusal stays with its file."""
    keys: list[str] = st.session_state.pop("import_queue", [])
    for done, key in enumerate(keys):
        sheet = sheets().get(key)
        if sheet is None or sheet.report is None or not sheet.is_ready:
            continue
        name = sheet.name

        def say(what: Message, share: float, name: str = name, done: int = done) -> None:
            progress(name, what, (done + share) / len(keys))

        try:
            sheet.client_id = ensure_client(stores().crm, client, actor(), sheet.report.currency) if client else None
            before = _counted(sheet)
            sheet.result = load(stores(), sheet.report, sheet.client_id, actor(), sheet.data, say)
            after = _counted(sheet)
            sheet.counted = (before, after) if before is not None and after is not None else None
            sheet.data, sheet.is_undone, sheet.kept = b"", False, ()  # kept in the archive now
            st.session_state.setdefault("import_loaded", []).append(name)
        except UnitsDoubtfulError as doubtful:
            sheet.doubt = doubtful.doubt
        except AdcrmError as refused:
            sheet.refused = refused
    return bool(keys)


def _counted(sheet: Sheet) -> Decimal | None:
    """The cost that totals count now; ``None`` where the file names several clients or currencies."""
    report, client = sheet.report, sheet.client_id
    if report is None or client is None or not report.currency or "cost" not in report.sums:
        return None
    return counted_cost(stores().facts, client, report.platform, report.currency)


def discard(key: str) -> None:
    """Take a file off the page; after the last one the drop zone is empty too."""
    sheets().pop(key, None)
    if not sheets():
        clear()


def clear() -> None:
    """Empty the page and the drop zone."""
    sheets().clear()
    st.session_state["import_seen"] = {}
    st.session_state["drop_round"] = drop_round() + 1


def drop_round() -> int:
    """Part of the drop zone's key: another number is an empty drop zone."""
    return int(st.session_state.get("drop_round", 0))


def undo_load(key: str) -> None:
    """Undo what was just loaded, and read the file anew, so that it can be loaded for another client; a refusal stays with the file."""
    sheet = sheets()[key]
    assert sheet.result is not None and sheet.result.import_id is not None
    try:
        sheet.kept = undo(stores(), sheet.result.import_id, actor())
        sheet.is_undone = True
        sheet.data = original_file(stores(), sheet.result.import_id)
    except AdcrmError as refused:
        sheet.refused = refused
        return
    sheet.result = sheet.counted = None
    check(sheet)


def loaded_here() -> list[str]:
    """The files that were loaded from this page and stand, the last one first."""
    held = [key for key, sheet in sheets().items() if sheet.result is not None and sheet.result.import_id is not None and not sheet.is_undone]
    return held[::-1]


def ask_to_undo() -> None:
    """From a button: undo all loads of this page on the next run."""
    st.session_state["undo_queue"] = loaded_here()


def undo_asked(progress: Callable[[str, Message, float], None]) -> bool:
    """Undo what :func:`ask_to_undo` asked for; whether there was anything. A refusal stays with its file."""
    keys: list[str] = st.session_state.pop("undo_queue", [])
    for done, key in enumerate(keys):
        progress(sheets()[key].name, message("Undoing …"), done / len(keys))
        undo_load(key)
    return bool(keys)


def examples() -> list[Path]:
    """The example exports that come with AdCRM; those in folders are for other pages."""
    return sorted(file for file in EXAMPLES.iterdir() if file.is_file() and not file.name.startswith(".") and file.suffix not in (".md", ".json"))
