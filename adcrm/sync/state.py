"""How far each account of each source is, kept in the CRM database. It holds days and reasons, no credentials."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from adcrm.imports.notes import pack, unpack
from adcrm.messages import Message
from adcrm.store import Store
from adcrm.store.session import now
from adcrm.store.tables import SyncState


@dataclass(frozen=True)
class Stand:
    """How far one account is; times are UTC.

    ``last_day``: the newest day read. ``next_day``: where an unfinished run goes on, ``None`` when the last one came to its end.
    ``began_at``: when that run began. ``error``: why the last run stopped, or what else a person must look at.
    """

    source: str
    account: str
    last_day: date | None
    next_day: date | None
    began_at: datetime | None
    ran_at: datetime | None
    error: Message | None


def stands(crm: Store) -> dict[tuple[str, str], Stand]:
    """Every account that was ever fetched, by source and account."""
    with crm.read() as session:
        return {
            (row.source, row.account): Stand(
                row.source, row.account, row.last_day, row.next_day, row.began_at, row.ran_at, unpack(row.error) if row.error else None
            )
            for row in session.scalars(select(SyncState))
        }


def begin(crm: Store, source: str, account: str, first: date) -> None:
    """A run begins at ``first``; one that goes on keeps the time at which it began."""
    with crm.write() as session:
        row = session.scalar(select(SyncState).where(SyncState.source == source, SyncState.account == account))
        if row is None:
            row = SyncState(source=source, account=account)
            session.add(row)
        if row.next_day != first:
            row.began_at = now()
        row.next_day, row.ran_at, row.error = first, now(), ""


def week_done(crm: Store, source: str, account: str, last: date, next_day: date | None) -> None:
    """The days up to ``last`` are in the books; ``next_day`` is ``None`` where the run is at its end."""
    with crm.write() as session:
        row = session.scalars(select(SyncState).where(SyncState.source == source, SyncState.account == account)).one()
        row.last_day = max(row.last_day or last, last)
        row.next_day, row.ran_at = next_day, now()


def stopped(crm: Store, source: str, account: str, reason: Message) -> None:
    """The run ended before its time, or what it brought needs a look."""
    with crm.write() as session:
        row = session.scalar(select(SyncState).where(SyncState.source == source, SyncState.account == account))
        if row is None:
            row = SyncState(source=source, account=account)
            session.add(row)
        row.error, row.ran_at = pack(reason), now()
