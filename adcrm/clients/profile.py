"""One client: who it is, its contacts, cases, contracts, surveys, and everything that happened, in one order."""

from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from heapq import merge
from itertools import islice

from sqlalchemy import func, select

from adcrm.books import Books
from adcrm.clients.classes import CASE_KINDS, name_of
from adcrm.clients.editing import held
from adcrm.clients.listing import last_contacts
from adcrm.messages import Message, message, plural
from adcrm.store import Store
from adcrm.store.tables import Case, Client, Contact, Contract, Interaction, Survey
from adcrm.warehouse.tables import imports


@dataclass(frozen=True)
class ContactCard:
    """A person at the client."""

    id: int
    name: str
    title: str
    role: str
    email: str
    phone: str
    wechat: str


@dataclass(frozen=True)
class Profile:
    """A client with its contacts. ``last_contact`` is UTC, ``None`` where nobody ever noted one."""

    id: int
    name: str
    short_name: str
    industry: str
    region: str
    size: str
    frequency: str
    owner: str
    currency: str
    website: str
    needs: str
    next_step: str
    is_demo: bool
    created_at: datetime
    updated_at: datetime
    tags: tuple[str, ...]
    contacts: tuple[ContactCard, ...]
    last_contact: datetime | None
    open_cases: int


@dataclass(frozen=True)
class CaseCard:
    """An inquiry, a complaint or feedback; ``answer_hours`` to the first answer, ``None`` while there is none."""

    id: int
    kind: str
    subject: str
    detail: str
    status: str
    opened_at: datetime
    resolved_at: datetime | None
    resolution: str
    answer_hours: float | None


@dataclass(frozen=True)
class ContractCard:
    """A contract; ``fee_rate`` is a fraction of the media cost where the fee is a share of it."""

    id: int
    reference: str
    starts_on: date
    ends_on: date
    value: Decimal
    currency: str
    fee_model: str
    fee_rate: Decimal
    status: str


@dataclass(frozen=True)
class SurveyCard:
    """One answer to a satisfaction question."""

    answered_on: date
    kind: str
    score: int
    comment: str


@dataclass(frozen=True)
class Moment:
    """One thing on the timeline. ``at`` is UTC; ``all_day`` where only its day is known.

    ``kind`` is an interaction's kind, or case, answer, contract, import. ``title`` is in words of the catalogue,
    ``text`` is what a person wrote.
    """

    at: datetime
    kind: str
    title: Message
    text: str
    by: str
    all_day: bool = False


def client_profile(crm: Store, client_id: int) -> Profile:
    """The client of this id; NotFoundError where there is none."""
    with crm.read() as session:
        row = held(session, client_id)
        names = [field for field in Profile.__dataclass_fields__ if field in Client.__table__.columns]
        contacts = session.scalars(select(Contact).where(Contact.client_id == client_id).order_by(Contact.name, Contact.id))
        last = session.execute(last_contacts().where(Interaction.client_id == client_id)).first()
        return Profile(
            **{name: getattr(row, name) for name in names},
            tags=tuple(sorted(tag.name for tag in row.tags)),
            contacts=tuple(ContactCard(c.id, c.name, c.title, c.role, c.email, c.phone, c.wechat) for c in contacts),
            last_contact=last[1] if last else None,
            open_cases=session.scalar(select(func.count()).select_from(Case).where(Case.client_id == client_id, Case.status == "open")) or 0,
        )


def cases(crm: Store, client_id: int) -> tuple[CaseCard, ...]:
    """Open cases first, the oldest of them on top; then the resolved ones, newest first."""
    with crm.read() as session:
        rows = session.scalars(select(Case).where(Case.client_id == client_id).order_by(Case.opened_at, Case.id)).all()
    made = [
        CaseCard(
            row.id, row.kind, row.subject, row.detail, row.status, row.opened_at, row.resolved_at, row.resolution,
            (row.first_answer_at - row.opened_at).total_seconds() / 3600 if row.first_answer_at else None,
        )
        for row in rows
    ]  # fmt: skip
    return tuple([case for case in made if case.status == "open"] + [case for case in reversed(made) if case.status != "open"])


def contracts(crm: Store, client_id: int) -> tuple[ContractCard, ...]:
    """Contracts, the one that ends last on top."""
    with crm.read() as session:
        rows = session.scalars(select(Contract).where(Contract.client_id == client_id).order_by(Contract.ends_on.desc(), Contract.id.desc()))
        return tuple(
            ContractCard(row.id, row.reference, row.starts_on, row.ends_on, row.value, row.currency, row.fee_model, row.fee_rate, row.status)
            for row in rows
        )


def surveys(crm: Store, client_id: int) -> tuple[SurveyCard, ...]:
    """Answers to satisfaction questions, oldest first."""
    with crm.read() as session:
        rows = session.scalars(select(Survey).where(Survey.client_id == client_id).order_by(Survey.answered_on, Survey.id))
        return tuple(SurveyCard(row.answered_on, row.kind, row.score, row.comment) for row in rows)


def timeline(books: Books, client_id: int, limit: int = 20) -> tuple[Moment, ...]:
    """The newest ``limit`` things that happened with the client, newest first, from both stores."""
    sources = [*_from_book(books.crm, client_id, limit), _imports(books, client_id, limit)]
    ordered = [sorted(source, key=lambda moment: moment.at, reverse=True) for source in sources]
    return tuple(islice(merge(*ordered, key=lambda moment: moment.at, reverse=True), limit))


def _from_book(crm: Store, client_id: int, limit: int) -> list[list[Moment]]:
    with crm.read() as session:

        def newest(kind: type, column: object) -> list:  # type: ignore[type-arg]
            return list(session.scalars(select(kind).where(kind.client_id == client_id).order_by(column.desc()).limit(limit)))  # type: ignore[attr-defined]

        notes = newest(Interaction, Interaction.at)
        people = dict(session.execute(select(Contact.id, Contact.name).where(Contact.client_id == client_id)).all())
        opened, resolved = newest(Case, Case.opened_at), newest(Case, Case.resolved_at)
        answers, signed = newest(Survey, Survey.answered_on), newest(Contract, Contract.starts_on)
    return [
        [Moment(n.at, n.kind, _with(people.get(n.contact_id)), n.summary, n.by) for n in notes],
        [Moment(c.opened_at, "case", message("{kind} opened", kind=name_of(CASE_KINDS, c.kind)), c.subject, "") for c in opened],
        [
            Moment(c.resolved_at, "case", message("{kind} resolved", kind=name_of(CASE_KINDS, c.kind)), c.resolution, "")
            for c in resolved
            if c.resolved_at
        ],
        [
            Moment(
                _midnight(s.answered_on),
                "answer",
                message("Survey: {score} of {top}", score=s.score, top=10 if s.kind == "nps" else 5),
                s.comment,
                "",
                True,
            )
            for s in answers
        ],
        [Moment(_midnight(c.starts_on), "contract", message("Contract {reference} started", reference=c.reference), "", "", True) for c in signed],
    ]


def _imports(books: Books, client_id: int, limit: int) -> list[Moment]:
    """One moment for all that was loaded by one person on one day: a month's reports come as a dozen files."""
    standing = imports.filter(imports.client_id == client_id, imports.undone_at.isnull())
    days = standing.group_by(day=standing.created_at.date(), actor=standing.actor).agg(
        at=standing.created_at.max(), files=standing.count(), rows=standing.rows_loaded.sum().cast("int64")
    )
    return [
        Moment(
            row["at"].replace(tzinfo=None),
            "import",
            plural("{n} report loaded, {rows} rows", "{n} reports loaded, {rows} rows", row["files"], rows=row["rows"]),
            "",
            row["actor"],
        )
        for row in books.facts.query(days.order_by(days.at.desc()).limit(limit)).to_pylist()
    ]


def _with(person: str | None) -> Message:
    return message("with {person}", person=person) if person else Message("")


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())
