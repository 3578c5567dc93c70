"""Takes the versions that one import brought out of the CRM database: what remains says what the remaining imports say.

Who is who is worked out again from the records that remain, so that people whom only the undone import held together come apart.
"""

from collections.abc import Iterable

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from adcrm.imports.records.compose import edited, typed
from adcrm.imports.records.identity import People, RecordKey
from adcrm.imports.records.kinds import ADVERTISERS, DEALS, OWN, PEOPLE, Kind
from adcrm.imports.records.take import batches, bring_up_to_date, known_records, make_rows
from adcrm.store.session import now
from adcrm.store.tables import Base, Client, SourceRecord


def restore(session: Session, import_id: int) -> tuple[str, ...]:
    """Undo one import's records; the names of leads, deals and clients that stay because a person worked on them since."""
    kept: list[str] = []
    for kind in (PEOPLE, DEALS, ADVERTISERS):
        link = getattr(SourceRecord, kind.link)
        for (client_id,) in session.execute(
            select(SourceRecord.client_id).where(SourceRecord.import_id == import_id, link.is_not(None)).distinct()
        ).all():
            kept += _restore(session, kind, client_id, import_id)
    return tuple(kept)


def _restore(session: Session, kind: Kind, client_id: int | None, import_id: int) -> Iterable[str]:
    link = getattr(SourceRecord, kind.link)
    mine = (SourceRecord.import_id == import_id, link.is_not(None), SourceRecord.client_id.is_not_distinct_from(client_id))
    touched = set(session.scalars(select(link).where(*mine).distinct()))
    session.execute(delete(SourceRecord).where(*mine))
    touched |= _part_again(session, kind, client_id)
    own: set[int] = set()
    holding: set[int] = set()
    for some in batches(sorted(touched)):
        for number, system in session.execute(select(link, SourceRecord.system).where(link.in_(some)).distinct()):
            (own if system == OWN else holding).add(number)
    bring_up_to_date(session, kind, holding)
    _give_back(session, kind, own - holding)
    return _remove(session, kind, touched - own - holding)


def _part_again(session: Session, kind: Kind, client_id: int | None) -> set[int]:
    """Give each remaining record to the person that it would be of, had the undone import never been; the numbers of rows that this changes."""
    link = getattr(SourceRecord, kind.link)
    known = list(known_records(session, kind, client_id))
    people = People()
    groups: dict[int, dict[RecordKey, set[int]]] = {}
    for one in known:
        if one.record[0] == OWN:
            assert one.person is not None
            people.remember([one])
            place = one.person
        else:
            place = people.place(one.record, one.keys)
        groups.setdefault(place, {}).setdefault(one.record, set()).add(one.person or 0)
    numbers: dict[int, int] = {place: place for place in groups if place > 0}
    taken = set(numbers.values())
    for place, records in groups.items():
        if place < 0 and (free := next((n for held in records.values() for n in sorted(held) if n not in taken), None)) is not None:
            numbers[place] = free
            taken.add(free)
    missing = [place for place in groups if place not in numbers]
    numbers |= make_rows(session, kind, client_id, missing, now()) if missing else {}
    changed: set[int] = set()
    for place, records in groups.items():
        for (system, module, external_id), held in records.items():
            if held == {numbers[place]}:
                continue
            changed |= held | {numbers[place]}
            this = (SourceRecord.system == system, SourceRecord.module == module, SourceRecord.external_id == external_id)
            session.execute(
                update(SourceRecord)
                .where(*this, SourceRecord.client_id.is_not_distinct_from(client_id), link.is_not(None))
                .values({kind.link: numbers[place]})
            )
    return changed


def _give_back(session: Session, kind: Kind, ids: set[int]) -> None:
    """Rows of which only what they said before every import is left: they say it again, but for what a person changed since."""
    bring_up_to_date(session, kind, ids)
    link = getattr(SourceRecord, kind.link)
    for some in batches(sorted(ids)):
        for row in session.scalars(select(kind.table).where(kind.table.id.in_(some))):
            first = session.scalars(select(SourceRecord.fields).where(link == row.id, SourceRecord.system == OWN)).one()
            for field in set(kind.shape.names) - set(edited(kind.shape, row)):
                setattr(row, field, typed(field, first[field]))
            row.imported = None
        session.execute(delete(SourceRecord).where(link.in_(some)))
    session.flush()


def _remove(session: Session, kind: Kind, ids: set[int]) -> Iterable[str]:
    """Rows that no import holds any more go, but for those that a person worked on: these stay as if typed."""
    kept = []
    for some in batches(sorted(ids)):
        for row in session.scalars(select(kind.table).where(kind.table.id.in_(some)).order_by(kind.table.id)):
            if edited(kind.shape, row) or (kind is ADVERTISERS and _is_used(session, row.id)):
                row.imported = None
                kept.append(row.name)
            else:
                session.delete(row)
    session.flush()
    return kept


def _is_used(session: Session, client_id: int) -> bool:
    """Whether anything in the CRM database belongs to a client."""
    keys = [key for table in Base.metadata.sorted_tables for key in table.foreign_keys if key.column is Client.__table__.c.id]
    return any(session.scalar(select(func.count()).select_from(key.parent.table).where(key.parent == client_id)) for key in keys)
