"""The tables of the CRM database; those about files and about attribution stand in files of their own, and every one is found here.

Money is a decimal with its currency beside it; times are UTC without a zone; free text is as typed.
Code values (industry, region, size ...) are short English keys; their names live in the message catalogue.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, Column, ForeignKey, Index, Numeric, String, Table, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from adcrm.store.attribution_tables import ChannelRuleVersion, ClaimDecision, LiftTest
from adcrm.store.base import Base
from adcrm.store.file_tables import AccountAnswers, AdAccount, ColumnMapping, SyncState, WatchedFile

__all__ = [
    "MONEY",
    "AccountAnswers",
    "AdAccount",
    "ApiToken",
    "AuditEvent",
    "Base",
    "Campaign",
    "CampaignRule",
    "Case",
    "ChannelRuleVersion",
    "ClaimDecision",
    "Client",
    "ColumnMapping",
    "Contact",
    "Contract",
    "Deal",
    "Interaction",
    "Lead",
    "LeadModel",
    "LiftTest",
    "RecordImport",
    "SourceRecord",
    "StoreVersion",
    "Suggestion",
    "Survey",
    "SyncState",
    "Tag",
    "WatchedFile",
    "client_tags",
]

MONEY = Numeric(18, 2)

client_tags = Table(
    "client_tags",
    Base.metadata,
    Column("client_id", ForeignKey("clients.id", ondelete="CASCADE"), primary_key=True),
    Column("tag_id", ForeignKey("tags.id", ondelete="CASCADE"), primary_key=True),
)


class Client(Base):
    """An advertiser whose campaigns are run.

    ``industry``, ``region``, ``size`` (large, medium, small) and ``frequency`` (high, medium, low) are the
    keys of ``adcrm.clients.classes``, ``unknown`` until somebody says them. ``is_demo`` marks the made-up agency, which one click clears.
    """

    __tablename__ = "clients"
    __table_args__ = ({"sqlite_autoincrement": True},)  # an old link or log line must never come to mean another client
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    short_name: Mapped[str] = mapped_column(String(80), default="")
    industry: Mapped[str] = mapped_column(String(40), default="unknown", index=True)
    region: Mapped[str] = mapped_column(String(40), default="unknown", index=True)
    size: Mapped[str] = mapped_column(String(10), default="unknown", index=True)
    frequency: Mapped[str] = mapped_column(String(10), default="unknown", index=True)
    owner: Mapped[str] = mapped_column(String(80), default="", index=True)
    currency: Mapped[str] = mapped_column(String(3), default="CNY")
    website: Mapped[str] = mapped_column(String(200), default="")
    needs: Mapped[str] = mapped_column(Text, default="")
    next_step: Mapped[str] = mapped_column(Text, default="")
    is_demo: Mapped[bool] = mapped_column(default=False)
    imported: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))  # as of a lead
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    contacts: Mapped[list["Contact"]] = relationship(back_populates="client", cascade="all, delete-orphan", passive_deletes=True)
    interactions: Mapped[list["Interaction"]] = relationship(cascade="all, delete-orphan", passive_deletes=True)
    cases: Mapped[list["Case"]] = relationship(cascade="all, delete-orphan", passive_deletes=True)
    surveys: Mapped[list["Survey"]] = relationship(cascade="all, delete-orphan", passive_deletes=True)
    contracts: Mapped[list["Contract"]] = relationship(cascade="all, delete-orphan", passive_deletes=True)
    tags: Mapped[list["Tag"]] = relationship(secondary=client_tags)


class Contact(Base):
    """A person at a client. ``role``: decision, marketing, finance, approval, technical, other."""

    __tablename__ = "contacts"
    id: Mapped[int] = mapped_column(primary_key=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("clients.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    title: Mapped[str] = mapped_column(String(120), default="")
    role: Mapped[str] = mapped_column(String(20), default="other")
    email: Mapped[str] = mapped_column(String(200), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    wechat: Mapped[str] = mapped_column(String(80), default="")
    client: Mapped[Client] = relationship(back_populates="contacts")


class Interaction(Base):
    """One line of a client's timeline. ``kind``: call, mail, meeting, visit, note, system."""

    __tablename__ = "interactions"
    id: Mapped[int] = mapped_column(primary_key=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("clients.id", ondelete="CASCADE"))
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contacts.id", ondelete="SET NULL"))
    kind: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime]
    summary: Mapped[str] = mapped_column(Text)
    by: Mapped[str] = mapped_column(String(80), default="")
    __table_args__ = (Index("ix_interactions_client_at", "client_id", "at"),)


class Case(Base):
    """An inquiry, a complaint or feedback. ``kind``: inquiry, complaint, feedback; ``status``: open, resolved."""

    __tablename__ = "cases"
    id: Mapped[int] = mapped_column(primary_key=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("clients.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    subject: Mapped[str] = mapped_column(String(200))
    detail: Mapped[str] = mapped_column(Text, default="")
    status: Mapped[str] = mapped_column(String(10), default="open")
    opened_at: Mapped[datetime]
    first_answer_at: Mapped[datetime | None]
    resolved_at: Mapped[datetime | None]
    resolution: Mapped[str] = mapped_column(Text, default="")


class Survey(Base):
    """One answer to a satisfaction question. ``kind``: nps (score 0-10) or csat (score 1-5)."""

    __tablename__ = "surveys"
    id: Mapped[int] = mapped_column(primary_key=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("clients.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(10), default="nps")
    score: Mapped[int]
    comment: Mapped[str] = mapped_column(Text, default="")
    answered_on: Mapped[date]


class Contract(Base):
    """A contract with a client. ``fee_model``: percent (``fee_rate`` is a fraction of media cost), fixed, cpa."""

    __tablename__ = "contracts"
    id: Mapped[int] = mapped_column(primary_key=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("clients.id", ondelete="CASCADE"), index=True)
    reference: Mapped[str] = mapped_column(String(40))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    value: Mapped[Decimal] = mapped_column(MONEY)
    currency: Mapped[str] = mapped_column(String(3), default="CNY")
    fee_model: Mapped[str] = mapped_column(String(10), default="percent")
    fee_rate: Mapped[Decimal] = mapped_column(Numeric(8, 4), default=Decimal("0"))
    status: Mapped[str] = mapped_column(String(10), default="active")


class Tag(Base):
    """A free tag; ``name`` is as typed, compared without case."""

    __tablename__ = "tags"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(40), unique=True)


class Lead(Base):
    """A person who may buy from a client.

    ``person_key`` joins the touchpoints of the warehouse. ``status``: new, working, won, lost. ``closed_at`` is
    when it was won or lost. Fit fields (``company_size``, ``job_level``, ``product``) are known at capture.
    ``score`` (0 to 100) ranks the list: 100 x ``probability`` where a model could be trained, the points of the
    visible rules where not (``probability`` is then NULL).
    ``source`` is the lead source in the words of the CRM system that it came from; ``origin`` holds what an ad left on it
    (``gclid``, ``campaign``, ``campaign_id``, ``ad_group_id``, ``ad_id``, ``keyword``, ``drill_down_1`` ...). ``imported`` is what the
    imports last said of each field (NULL for a lead that none brought): a field that says something else was changed by a person.
    """

    __tablename__ = "leads"
    id: Mapped[int] = mapped_column(primary_key=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("clients.id", ondelete="CASCADE"))
    person_key: Mapped[str] = mapped_column(String(64), index=True)
    name: Mapped[str] = mapped_column(String(120))
    company: Mapped[str] = mapped_column(String(160), default="")
    email: Mapped[str] = mapped_column(String(200), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    region: Mapped[str] = mapped_column(String(40), default="")
    company_size: Mapped[str] = mapped_column(String(20), default="")
    job_level: Mapped[str] = mapped_column(String(20), default="")
    product: Mapped[str] = mapped_column(String(80), default="")
    channel: Mapped[str] = mapped_column(String(40), default="", index=True)
    campaign: Mapped[str] = mapped_column(String(200), default="")
    captured_at: Mapped[datetime]
    status: Mapped[str] = mapped_column(String(10), default="new", index=True)
    closed_at: Mapped[datetime | None]
    value: Mapped[Decimal | None] = mapped_column(MONEY)
    currency: Mapped[str] = mapped_column(String(3), default="CNY")
    owner: Mapped[str] = mapped_column(String(80), default="")
    score: Mapped[float | None] = mapped_column(index=True)
    probability: Mapped[float | None]
    reasons: Mapped[list[Any] | None] = mapped_column(JSON)
    scored_at: Mapped[datetime | None]
    model_id: Mapped[int | None] = mapped_column(ForeignKey("lead_models.id", ondelete="SET NULL"))
    source: Mapped[str] = mapped_column(String(80), default="", server_default="")
    origin: Mapped[dict[str, str] | None] = mapped_column(JSON(none_as_null=True))
    imported: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    __table_args__ = (Index("ix_leads_client_probability", "client_id", "probability"), {"sqlite_autoincrement": True})


class Deal(Base):
    """A sale that a client works on, as its CRM system has it. ``outcome``: open, won, lost; ``stage`` in the system's own words.

    ``imported`` as of a lead.
    """

    __tablename__ = "deals"
    id: Mapped[int] = mapped_column(primary_key=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("clients.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(200), default="")
    company: Mapped[str] = mapped_column(String(160), default="")
    contact: Mapped[str] = mapped_column(String(120), default="")
    stage: Mapped[str] = mapped_column(String(80), default="")
    outcome: Mapped[str] = mapped_column(String(10), default="open", index=True)
    amount: Mapped[Decimal | None] = mapped_column(MONEY)
    currency: Mapped[str] = mapped_column(String(3), default="")
    closes_on: Mapped[date | None]
    opened_at: Mapped[datetime | None]
    owner: Mapped[str] = mapped_column(String(80), default="")
    source: Mapped[str] = mapped_column(String(80), default="")
    campaign: Mapped[str] = mapped_column(String(200), default="")
    imported: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    __table_args__ = ({"sqlite_autoincrement": True},)


class SourceRecord(Base):
    """One version of a record as a CRM export had it, and the lead, deal or client that it became part of.

    ``system`` and ``external_id`` name the record (``module``: leads, contacts, clients, deals); every import of it is kept, and the
    newest import that still stands counts. ``client_id`` is whose book it was loaded into, NULL for the agency's own clients.
    ``email_key``, ``phone_key`` and ``name_key`` are what people are compared by; '' never matches. ``system`` ``adcrm`` with import 0
    holds what a lead said before the first import met it.
    """

    __tablename__ = "source_records"
    id: Mapped[int] = mapped_column(primary_key=True)
    import_id: Mapped[int] = mapped_column(index=True)
    line: Mapped[int]
    client_id: Mapped[int | None] = mapped_column(ForeignKey("clients.id", ondelete="CASCADE"))
    system: Mapped[str] = mapped_column(String(20))
    module: Mapped[str] = mapped_column(String(20))
    external_id: Mapped[str] = mapped_column(String(80))
    email_key: Mapped[str] = mapped_column(String(200), default="")
    phone_key: Mapped[str] = mapped_column(String(40), default="")
    name_key: Mapped[str] = mapped_column(String(160), default="")
    fields: Mapped[dict[str, Any]] = mapped_column(JSON)
    lead_id: Mapped[int | None] = mapped_column(ForeignKey("leads.id", ondelete="CASCADE"), index=True)
    deal_id: Mapped[int | None] = mapped_column(ForeignKey("deals.id", ondelete="CASCADE"), index=True)
    advertiser_id: Mapped[int | None] = mapped_column(ForeignKey("clients.id", ondelete="CASCADE"), index=True)
    __table_args__ = (Index("ix_source_records_record", "client_id", "system", "module", "external_id"), {"sqlite_autoincrement": True})


class RecordImport(Base):
    """An import of CRM records, written together with them; ``entry`` and ``aside`` go to the log in the warehouse afterwards.

    ``state``: ``loading`` until the log has the entry, then ``live``; ``undoing`` until the log says so, then ``undone``.
    """

    __tablename__ = "record_imports"
    import_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    client_id: Mapped[int | None] = mapped_column(ForeignKey("clients.id", ondelete="SET NULL"))
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    state: Mapped[str] = mapped_column(String(10), index=True)
    entry: Mapped[dict[str, Any]] = mapped_column(JSON)
    aside: Mapped[list[Any]] = mapped_column(JSON)
    undone_by: Mapped[str] = mapped_column(String(80), default="")
    undone_at: Mapped[datetime | None]


class LeadModel(Base):
    """One trained scoring model: what it was trained on and how it did on what came after (``report``)."""

    __tablename__ = "lead_models"
    id: Mapped[int] = mapped_column(primary_key=True)
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(String(80))
    verdict: Mapped[str] = mapped_column(String(20))
    report: Mapped[dict[str, Any]] = mapped_column(JSON)
    pipeline: Mapped[bytes | None]


class Suggestion(Base):
    """What a person decided about a suggestion. ``key`` is the suggestion's stable id.

    ``status``: new, accepted, dismissed, later. ``snapshot`` holds the card as it was decided on.
    """

    __tablename__ = "suggestions"
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    kind: Mapped[str] = mapped_column(String(20))
    client_id: Mapped[int] = mapped_column(ForeignKey("clients.id", ondelete="CASCADE"), index=True)
    status: Mapped[str] = mapped_column(String(12))
    reason: Mapped[str] = mapped_column(Text, default="")
    decided_at: Mapped[datetime]
    decided_by: Mapped[str] = mapped_column(String(80))
    snapshot: Mapped[dict[str, Any]] = mapped_column(JSON)


class AuditEvent(Base):
    """Who did what to which object, and what it was before; kept for ever, never edited."""

    __tablename__ = "audit_events"
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    actor: Mapped[str] = mapped_column(String(80))
    action: Mapped[str] = mapped_column(String(40))
    object_type: Mapped[str] = mapped_column(String(40))
    object_id: Mapped[str] = mapped_column(String(80))
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    after: Mapped[dict[str, Any] | None] = mapped_column(JSON)


class Campaign(Base):
    """A campaign as the agency planned it, whatever the platforms call its parts. ``budget`` is for the whole of it."""

    __tablename__ = "campaigns"
    id: Mapped[int] = mapped_column(primary_key=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("clients.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(160))
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    budget: Mapped[Decimal | None] = mapped_column(MONEY)
    currency: Mapped[str] = mapped_column(String(3), default="")
    created_at: Mapped[datetime]
    __table_args__ = (UniqueConstraint("client_id", "name"),)


class CampaignRule(Base):
    """Which campaigns of the platforms belong to a client, or to a planned campaign of one; the lowest ``position`` goes first.

    ``platform`` and ``account`` (id or name) are '' for any. ``how``: any, equals, starts, contains, like (``*`` and ``?``), in any
    case of letters; ``text`` is what is looked for in the name of the campaign.
    """

    __tablename__ = "campaign_rules"
    id: Mapped[int] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(index=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("clients.id", ondelete="CASCADE"), index=True)
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("campaigns.id", ondelete="CASCADE"), index=True)
    platform: Mapped[str] = mapped_column(String(40), default="")
    account: Mapped[str] = mapped_column(String(200), default="")
    how: Mapped[str] = mapped_column(String(10))
    text: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(String(80))


class ApiToken(Base):
    """A key with which another program may bring files. Only the SHA-256 is kept: 32 random bytes need no slow hash."""

    __tablename__ = "api_tokens"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(String(80))
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class StoreVersion(Base):
    """One row whose number rises with every write, so that a page knows whether what it holds is fresh."""

    __tablename__ = "store_version"
    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int]
