"""Opens the CRM database, brings its tables up to date and hands out sessions.

A write is one transaction: it commits as a whole when the block ends and rolls back on any exception.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event, select, update
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session, sessionmaker

from adcrm.actors import Actor
from adcrm.store.tables import AuditEvent, StoreVersion

VERSION = select(StoreVersion.version)


class Store:
    """The CRM database of one process; safe to share between threads."""

    def __init__(self, engine: Engine):
        self.engine = engine
        self._sessions = sessionmaker(engine, expire_on_commit=False)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session for reading. Nothing written in it is kept."""
        with self._sessions() as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A session whose changes are committed together at the end of the block, and the version raised."""
        with self._sessions.begin() as session:
            session.execute(update(StoreVersion).values(version=StoreVersion.version + 1))
            yield session

    def version(self) -> int:
        """A number that rises with every write."""
        with self.engine.connect() as connection:  # no session: every page asks many times a run
            return connection.scalar(VERSION) or 0

    def close(self) -> None:
        """Give back every connection."""
        self.engine.dispose()


def open_store(url: str) -> Store:
    """Open the database at ``url`` (SQLite or PostgreSQL) and migrate it to the newest tables."""
    from adcrm.store.migrations.run import migrate

    parsed = make_url(url)
    if parsed.drivername in ("postgresql", "postgres"):
        parsed = parsed.set(drivername="postgresql+psycopg")
    if parsed.drivername == "sqlite" and parsed.database:
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(parsed, pool_pre_ping=parsed.drivername != "sqlite")
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
    migrate(engine)
    return Store(engine)


def now() -> datetime:
    """The present moment, UTC without a zone, as every time column holds it."""
    return datetime.now(UTC).replace(tzinfo=None)


def record(
    session: Session, actor: Actor, action: str, row: Any, *, before: dict[str, Any] | None = None, after: dict[str, Any] | None = None
) -> AuditEvent:
    """Add an audit event about ``row`` (flushed, so that it has an id) to the same transaction, and return it."""
    session.flush()
    event = AuditEvent(at=now(), actor=actor.name, action=action, object_type=row.__tablename__, object_id=str(row.id), before=before, after=after)
    session.add(event)
    return event


def _prepare_sqlite(connection: Any, _: Any) -> None:
    """WAL lets readers go on during a write; foreign keys are off in SQLite unless asked for."""
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "busy_timeout=10000", "synchronous=NORMAL"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
