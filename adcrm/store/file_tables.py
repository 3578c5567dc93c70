"""The tables of the CRM database about files and ad accounts: whose they are, how they read, what was said about them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from adcrm.store.base import Base


class AdAccount(Base):
    """Which client an account of a platform belongs to. ``account`` is its id, else its name, as the export has it."""

    __tablename__ = "ad_accounts"
    id: Mapped[int] = mapped_column(primary_key=True)
    platform: Mapped[str] = mapped_column(String(40))
    account: Mapped[str] = mapped_column(String(200))
    name: Mapped[str] = mapped_column(String(200), default="")
    client_id: Mapped[int] = mapped_column(ForeignKey("clients.id", ondelete="CASCADE"))
    currency: Mapped[str] = mapped_column(String(3), default="")
    __table_args__ = (UniqueConstraint("platform", "account"),)


class AccountAnswers(Base):
    """What a person said about the files of one account, used again for the next one.

    ``account`` is as in ``ad_accounts``; '' for the files of ``client_id`` that name no account (``client_id`` is 0 otherwise).
    ``answers`` is what :mod:`adcrm.imports.answers` packs. Where the platform itself was the question, ``platform`` is ``?`` and
    ``account`` stands for the head of the file.
    """

    __tablename__ = "account_answers"
    id: Mapped[int] = mapped_column(primary_key=True)
    platform: Mapped[str] = mapped_column(String(40))
    account: Mapped[str] = mapped_column(String(200))
    client_id: Mapped[int] = mapped_column(default=0)
    answers: Mapped[dict[str, Any]] = mapped_column(JSON)
    updated_at: Mapped[datetime]
    updated_by: Mapped[str] = mapped_column(String(80))
    __table_args__ = (UniqueConstraint("platform", "account", "client_id"),)


class ColumnMapping(Base):
    """How a person said a table with this header reads; found again by the SHA-256 of the header."""

    __tablename__ = "column_mappings"
    id: Mapped[int] = mapped_column(primary_key=True)
    header_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    mapping: Mapped[dict[str, Any]] = mapped_column(JSON)
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(String(80))


class WatchedFile(Base):
    """A file of the watched folder as it was last taken in: ``said`` is what became of it, ``outcome`` in one word."""

    __tablename__ = "watched_files"
    id: Mapped[int] = mapped_column(primary_key=True)
    path: Mapped[str] = mapped_column(String(500), unique=True)
    size: Mapped[int] = mapped_column(BigInteger)
    modified_ns: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str] = mapped_column(String(64), default="", server_default="")
    client: Mapped[str] = mapped_column(String(200), default="")
    outcome: Mapped[str] = mapped_column(String(20), index=True)
    said: Mapped[str] = mapped_column(Text, default="")
    import_id: Mapped[int | None]
    taken_at: Mapped[datetime]


class SyncState(Base):
    """How far an account is that is fetched from a platform: see :class:`adcrm.sync.state.Stand`."""

    __tablename__ = "sync_state"
    __table_args__ = (UniqueConstraint("source", "account"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(String(80))
    account: Mapped[str] = mapped_column(String(80))
    last_day: Mapped[date | None]
    next_day: Mapped[date | None]
    began_at: Mapped[datetime | None]
    ran_at: Mapped[datetime | None]
    error: Mapped[str] = mapped_column(Text, default="")
