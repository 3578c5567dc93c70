"""The tables of the CRM database about attribution: what a person said about claims, the rules that name channels, and measured lift."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from adcrm.store.base import Base


class ClaimDecision(Base):
    """What a person said about a claim that names no order, or none that is known.

    ``claim`` is the row's key in the warehouse, the same at every import of the same claim; ``claimant`` and ``claim_key`` (the platform's own
    number, '' for none) find it where the key changed with the reading of its time. ``decision``: accepted (it is the order ``order_key`` of
    shop ``order_account``), rejected (it is none). ``snapshot``: claim and proposal as they were decided on.
    """

    __tablename__ = "claim_decisions"
    id: Mapped[int] = mapped_column(primary_key=True)
    claim: Mapped[str] = mapped_column(String(36), unique=True)
    client_id: Mapped[int | None] = mapped_column(ForeignKey("clients.id", ondelete="CASCADE"), index=True)
    claimant: Mapped[str] = mapped_column(String(80))
    claim_key: Mapped[str] = mapped_column(String(200), default="")
    decision: Mapped[str] = mapped_column(String(10))
    order_account: Mapped[str] = mapped_column(String(200), default="")
    order_key: Mapped[str] = mapped_column(String(200), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    decided_at: Mapped[datetime]
    decided_by: Mapped[str] = mapped_column(String(80))
    snapshot: Mapped[dict[str, Any]] = mapped_column(JSON)
    __table_args__ = (Index("ix_claim_decisions_own_number", "claimant", "claim_key"),)


class ChannelRuleVersion(Base):
    """One version of the rules that name channels; the newest holds. ``rules`` are those of :mod:`adcrm.attribution.grouping`, in order."""

    __tablename__ = "channel_rule_versions"
    id: Mapped[int] = mapped_column(primary_key=True)
    rules: Mapped[list[dict[str, str]]] = mapped_column(JSON)
    note: Mapped[str] = mapped_column(Text, default="")
    restores: Mapped[int | None]  # the version that this one brought back, 0 for the rules that AdCRM comes with
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(String(80))


class LiftTest(Base):
    """What an experiment measured of a channel of a client: orders that would not have come without it, on the days ``starts_on`` to ``ends_on``.

    ``effect`` with its 95 % interval ``low`` to ``high``, in ``unit``: ``orders``, or ``lift`` (a fraction of the orders without the channel).
    """

    __tablename__ = "lift_tests"
    id: Mapped[int] = mapped_column(primary_key=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("clients.id", ondelete="CASCADE"), index=True)
    channel: Mapped[str] = mapped_column(String(200))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    unit: Mapped[str] = mapped_column(String(10))
    effect: Mapped[float]
    low: Mapped[float]
    high: Mapped[float]
    note: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(String(80))
