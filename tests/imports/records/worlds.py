"""Small worlds of CRM records for tests: rows without a file, imported and looked at as the tables hold them."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import select

from adcrm.imports.records.identity import Keys, email_key, name_key, phone_key
from adcrm.imports.records.kinds import PEOPLE, Kind
from adcrm.imports.records.restore import restore
from adcrm.imports.records.take import Row, Taken, foresee, take
from adcrm.store import Store
from adcrm.store.tables import Client, Lead, SourceRecord

AT = datetime(2026, 10, 1, 8)


def person(number: str, *, line: int = 2, system: str = "zoho", module: str = "leads", day: str = "2026-07-01", **fields: Any) -> Row:
    """One row of an export, changed in its system on ``day``."""
    said = {"name": "", "email": "", "phone": "", "captured_at": f"{day}T10:00:00", "modified_at": f"{day}T10:00:00", **fields}
    keys = Keys(email_key(said["email"]), phone_key(said["phone"]), name_key(said["name"]))
    return Row(line, (system, module, number), keys, said)


def new_client(crm: Store, name: str = "Harbour Tea") -> int:
    with crm.write() as session:
        client = Client(name=name, created_at=AT, updated_at=AT)
        session.add(client)
        session.flush()
        return client.id


@contextmanager
def one_client(crm: Store) -> Iterator[int]:
    """A client who is gone at the end, with all that was loaded."""
    made = new_client(crm)
    try:
        yield made
    finally:
        with crm.write() as session:
            session.delete(session.get(Client, made))


def bring(crm: Store, client: int, rows: list[Row], import_id: int, kind: Kind = PEOPLE) -> Taken:
    """Import rows in a transaction of their own, which does exactly what was foreseen."""
    with crm.read() as session:
        seen = foresee(session, kind, client, rows, AT)
    with crm.write() as session:
        taken = take(session, kind, client, rows, import_id, AT)
    assert seen == taken
    return taken


def take_back(crm: Store, import_id: int) -> tuple[str, ...]:
    """Undo an import in a transaction of its own."""
    with crm.write() as session:
        return restore(session, import_id)


def tables(crm: Store) -> dict[str, list[dict[str, Any]]]:
    """Every lead and every version of a record, whole."""
    with crm.read() as session:
        return {
            table.__tablename__: [
                {column.name: getattr(row, column.name) for column in table.__table__.columns}
                for row in session.scalars(select(table).order_by(table.id))
            ]
            for table in (Lead, SourceRecord)
        }


def people(crm: Store) -> list[str]:
    """What the books say of people and which records make up each, whatever their numbers; sorted."""
    held = tables(crm)
    made = []
    for lead in held["leads"]:
        records = sorted(
            (one["system"], one["module"], one["external_id"], one["import_id"]) for one in held["source_records"] if one["lead_id"] == lead["id"]
        )
        made.append(
            json.dumps([{k: v for k, v in lead.items() if k not in ("id", "client_id")}, records], default=str, sort_keys=True, ensure_ascii=False)
        )
    return sorted(made)
