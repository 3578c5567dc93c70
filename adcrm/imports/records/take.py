"""Takes the rows of a CRM export into the CRM database, within an open transaction; or says what taking them would do."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from adcrm.imports.records.compose import Change, Fields, Said, apply, compose, plain
from adcrm.imports.records.identity import Keys, Known, People, RecordKey, email_key, name_key, phone_key
from adcrm.imports.records.kinds import ADVERTISERS, OWN, Kind
from adcrm.store.tables import Client, SourceRecord

BATCH = 500  # rows named one by one in a question to the database
LAST = 2**62  # as import number: newer than all


@dataclass(frozen=True)
class Row:
    """One row of an export: its record, what it is compared by, and what it says (plain values)."""

    line: int
    record: RecordKey
    keys: Keys
    fields: Fields


@dataclass(frozen=True)
class Taken:
    """What taking the rows did. ``merged``: pairs of names that were found to be one person by address or number."""

    new: int
    changed: int
    same: int
    changes: tuple[Change, ...] = ()
    merged: tuple[tuple[str, str], ...] = ()

    @property
    def is_nothing(self) -> bool:
        """Whether every row says what its record said before."""
        return self.new == self.changed == 0


@dataclass(frozen=True)
class _Placed:
    """Rows with the persons that they are part of (-1, -2 ... for new ones), and what that means. ``untouched``: those that no import has met."""

    rows: list[Row]
    places: list[int]
    untouched: set[int]
    taken: Taken


def take(session: Session, kind: Kind, client_id: int | None, rows: Sequence[Row], import_id: int, at: datetime) -> Taken:
    """Write every row as a version of its record and bring the leads, deals or clients up to date. ``at``: for rows without a day of their own."""
    placed = _place(session, kind, client_id, rows, at)
    made = make_rows(session, kind, client_id, sorted({place for place in placed.places if place < 0}, reverse=True), at)
    _keep_own(session, kind, client_id, [place for place in dict.fromkeys(placed.places) if place in placed.untouched])
    versions = [
        version(row, client_id, import_id) | {kind.link: made.get(place, place)} for row, place in zip(placed.rows, placed.places, strict=True)
    ]
    session.execute(insert(SourceRecord), versions)
    session.flush()
    changes = bring_up_to_date(session, kind, {int(one[kind.link]) for one in versions})
    session.flush()
    fresh = set(made.values())
    return replace(placed.taken, changes=tuple(one for key, one in changes if key not in fresh))


def foresee(session: Session, kind: Kind, client_id: int | None, rows: Sequence[Row], at: datetime) -> Taken:
    """What :func:`take` would do, found out without writing: nobody has to wait for it. The session must not be committed."""
    placed = _place(session, kind, client_id, rows, at)
    coming: dict[int, list[_Spoken]] = {}
    for row, place in zip(placed.rows, placed.places, strict=True):
        coming.setdefault(place, []).append(_Spoken(row.record, Said(row.fields, LAST, row.line)))
    known = {place for place in coming if place > 0}
    for some in batches(sorted(known & placed.untouched)):
        for one in session.scalars(select(kind.table).where(kind.table.id.in_(some))):
            own = Said({name: plain(getattr(one, name)) for name in kind.shape.names}, 0, 0, is_own=True)
            coming[one.id].insert(0, _Spoken((OWN, "", str(one.id)), own))
    with session.no_autoflush:
        changes = bring_up_to_date(session, kind, known, coming)
    return replace(placed.taken, changes=tuple(one for _, one in changes))


def _place(session: Session, kind: Kind, client_id: int | None, rows: Sequence[Row], at: datetime) -> _Placed:
    rows = _once(rows)
    standing = _standing_fields(session, client_id, rows)
    counted = _difference(rows, standing)
    rows = [_dated(row, standing.get(row.record), at) for row in rows]
    people = People()
    people.remember(known_records(session, kind, client_id))
    untouched = list(_without_records(session, kind, client_id))
    people.remember(untouched)
    places = [people.place(row.record, row.keys) for row in rows]
    return _Placed(rows, places, {known.person or 0 for known in untouched}, replace(counted, merged=_merged(rows, places, standing)))


def compare(session: Session, client_id: int | None, rows: Sequence[Row]) -> Taken:
    """How many rows are new, say something else than their record said before, or say the same."""
    rows = _once(rows)
    return _difference(rows, _standing_fields(session, client_id, rows))


def _once(rows: Sequence[Row]) -> list[Row]:
    """A record that is listed twice: the last row counts."""
    return list({row.record: row for row in rows}.values())


def _difference(rows: Sequence[Row], standing: dict[RecordKey, Fields]) -> Taken:
    new = sum(row.record not in standing for row in rows)
    same = sum(said(standing[row.record]) == said(_dated(row, standing[row.record]).fields) for row in rows if row.record in standing)
    return Taken(new, len(rows) - new - same, same)


def said(fields: Fields) -> Fields:
    """What a record says, without the time at which its system last touched it."""
    return {name: value for name, value in fields.items() if name != "modified_at"}


def known_records(session: Session, kind: Kind, client_id: int | None) -> Iterable[Known]:
    """Every record of a client's book with each set of keys it ever had, in the order in which they came."""
    link = getattr(SourceRecord, kind.link)
    parts = (
        SourceRecord.system,
        SourceRecord.module,
        SourceRecord.external_id,
        SourceRecord.email_key,
        SourceRecord.phone_key,
        SourceRecord.name_key,
    )
    query = select(func.min(SourceRecord.id), *parts, link).where(link.is_not(None), SourceRecord.client_id.is_not_distinct_from(client_id))
    for _, system, module, external_id, email, phone, name, person in session.execute(
        query.group_by(*parts, link).order_by(func.min(SourceRecord.id))
    ):
        yield Known((system, module, external_id), Keys(email, phone, name), person)


@dataclass(frozen=True)
class _Spoken:
    """A record and what it says."""

    record: RecordKey
    said: Said


def bring_up_to_date(session: Session, kind: Kind, ids: set[int], coming: Mapping[int, list[_Spoken]] | None = None) -> list[tuple[int, Change]]:
    """Let rows of the kind's table say what their standing records say, and those that are ``coming``; what that changes, by row."""
    changes: list[tuple[int, Change]] = []
    for some in batches(sorted(ids)):
        by_row = _spoken(session, kind, some)
        for row in session.scalars(select(kind.table).where(kind.table.id.in_(some)).order_by(kind.table.id)):
            new = (coming or {}).get(row.id, [])
            replaced = {one.record for one in new}
            spoken = [one for one in by_row.get(row.id, ()) if one.record not in replaced] + new
            composed = compose(kind.shape, (one.said for one in spoken))
            if kind.people:
                composed.setdefault("person_key", _person_key(composed, spoken))
            changes += [(row.id, one) for one in apply(kind.shape, row, composed, row.name or str(composed.get("name", "")))]
    return changes


def _spoken(session: Session, kind: Kind, ids: Sequence[int]) -> dict[int, list[_Spoken]]:
    """The newest version of each record of some rows, in the order in which they came."""
    link = getattr(SourceRecord, kind.link)
    newest = select(func.max(SourceRecord.id)).where(link.in_(ids)).group_by(link, SourceRecord.system, SourceRecord.module, SourceRecord.external_id)
    found: dict[int, list[_Spoken]] = {}
    for one in session.scalars(select(SourceRecord).where(SourceRecord.id.in_(newest)).order_by(SourceRecord.id)):
        words = Said(one.fields, one.import_id, one.line, one.system == OWN)
        found.setdefault(getattr(one, kind.link), []).append(_Spoken((one.system, one.module, one.external_id), words))
    return found


def batches(ids: Sequence[Any]) -> Iterable[Sequence[Any]]:
    """Few enough at a time to be named in one question."""
    return (ids[at : at + BATCH] for at in range(0, len(ids), BATCH))


def version(row: Row, client_id: int | None, import_id: int) -> dict[str, Any]:
    """A row as ``source_records`` holds it, without its link."""
    system, module, external_id = row.record
    return {
        "import_id": import_id, "line": row.line, "client_id": client_id, "system": system, "module": module, "external_id": external_id,
        "email_key": row.keys.email, "phone_key": row.keys.phone, "name_key": row.keys.name, "fields": row.fields,
    }  # fmt: skip


def _standing_fields(session: Session, client_id: int | None, rows: Sequence[Row]) -> dict[RecordKey, Fields]:
    """What the records of the rows said last."""
    found: dict[RecordKey, Fields] = {}
    by_module: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        by_module.setdefault(row.record[:2], []).append(row.record[2])
    for (system, module), ids in by_module.items():
        for some in batches(ids):
            mine = (
                SourceRecord.client_id.is_not_distinct_from(client_id),
                SourceRecord.system == system,
                SourceRecord.module == module,
                SourceRecord.external_id.in_(some),
            )
            newest = select(func.max(SourceRecord.id)).where(*mine).group_by(SourceRecord.external_id)
            for key, fields in session.execute(select(SourceRecord.external_id, SourceRecord.fields).where(SourceRecord.id.in_(newest))):
                found[system, module, key] = fields
    return found


def _dated(row: Row, before: Fields | None, at: datetime = datetime.min) -> Row:
    """A person's row with a day on which it was captured; one without keeps that of its last version."""
    if "captured_at" not in row.fields or row.fields["captured_at"]:
        return row
    return Row(row.line, row.record, row.keys, row.fields | {"captured_at": (before or {}).get("captured_at") or at.isoformat()})


def _without_records(session: Session, kind: Kind, client_id: int | None) -> Iterable[Known]:
    """People and clients that no import has met: typed by hand, or of the demo."""
    if kind is ADVERTISERS:
        for client in session.scalars(select(Client).where(Client.imported.is_(None)).order_by(Client.id)):
            yield Known((OWN, "clients", str(client.id)), Keys(email=name_key(client.name)), client.id)
    elif kind.people:
        mine = (kind.table.client_id == client_id, kind.table.imported.is_(None))
        columns = (kind.table.id, kind.table.email, kind.table.phone, kind.table.name)
        for number, email, phone, name in session.execute(select(*columns).where(*mine).order_by(kind.table.id)):
            yield Known((OWN, "leads", str(number)), Keys(email_key(email), phone_key(phone), name_key(name)), number)


def make_rows(session: Session, kind: Kind, client_id: int | None, places: Sequence[int], at: datetime) -> dict[int, int]:
    """New empty rows, to be brought up to date; their numbers by place (-1, -2 ...)."""
    blank = {name: value for name, value in kind.shape.blank.items() if value is not None}
    own: dict[str, Any] = {}
    if kind is ADVERTISERS:
        own = {"created_at": at, "updated_at": at}
    elif kind.people:
        own = {"client_id": client_id, "captured_at": at}
    else:
        own = {"client_id": client_id}
    rows = [
        # No two clients may have the same name, not even for a moment.
        blank | own | ({"name": f"({at.isoformat()} {place})"} if kind is ADVERTISERS else {})
        for place in places
    ]
    if not rows:
        return {}
    numbers = session.scalars(insert(kind.table).returning(kind.table.id, sort_by_parameter_order=True), rows)
    return dict(zip(places, numbers, strict=True))


def _keep_own(session: Session, kind: Kind, client_id: int | None, ids: Sequence[int]) -> None:
    """Note what rows without any record say now, before the first import touches them."""
    module = "clients" if kind is ADVERTISERS else "leads"
    for some in batches(ids):
        for row in session.scalars(select(kind.table).where(kind.table.id.in_(some)).order_by(kind.table.id)):
            fields = {name: plain(getattr(row, name)) for name in kind.shape.names}
            keys = Keys(name_key(row.name)) if kind is ADVERTISERS else Keys(email_key(row.email), phone_key(row.phone), name_key(row.name))
            own = version(Row(0, (OWN, module, str(row.id)), keys, fields), client_id, 0)
            session.add(SourceRecord(**own, **{kind.link: row.id}))
    session.flush()


def _merged(rows: Sequence[Row], places: Sequence[int], standing: dict[RecordKey, Fields]) -> tuple[tuple[str, str], ...]:
    """Names of new records that fell together with another row of the file under a different name."""
    first: dict[int, str] = {}
    found = []
    for row, place in zip(rows, places, strict=True):
        name = str(row.fields.get("name") or "")
        other = first.setdefault(place, name)
        if row.record not in standing and name_key(other) != name_key(name):
            found.append((other, name))
    return tuple(found)


def _person_key(composed: Fields, spoken: Sequence[_Spoken]) -> str:
    """The key that joins a person's touchpoints: a digest of the address, else of the record that came first."""
    email = email_key(str(composed.get("email") or ""))
    if not email and not spoken:
        return ""
    return hashlib.sha256((email or "\x1f".join(spoken[0].record)).encode()).hexdigest()[:40]
