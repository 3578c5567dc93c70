"""What happens with a client day by day: notes of calls and meetings, cases, answers to surveys."""

from datetime import date, datetime

from adcrm.actors import Actor, require
from adcrm.clients import checks
from adcrm.clients.changes import PERMISSION, Done, added, changed
from adcrm.clients.classes import CASE_KINDS, INTERACTION_KINDS
from adcrm.clients.editing import held
from adcrm.errors import InputError, NotFoundError
from adcrm.messages import message
from adcrm.store import Store
from adcrm.store.session import now
from adcrm.store.tables import Case, Contact, Interaction, Survey

SURVEY_RANGES = {"nps": (0, 10), "csat": (1, 5)}


def note_interaction(
    crm: Store, client_id: int, kind: str, summary: str, actor: Actor, *, at: datetime | None = None, contact_id: int | None = None
) -> Done:
    """Put a call, mail, meeting, visit or note on the client's timeline; ``at`` (UTC) is now unless given.

    Raises
    ------
    PermissionRefusedError, NotFoundError, InputError : nothing is kept then.
    """
    require(actor, PERMISSION)
    with crm.write() as session:
        client = held(session, client_id)
        if contact_id is not None:
            contact = session.get(Contact, contact_id)
            if contact is None or contact.client_id != client_id:
                raise NotFoundError(message("This contact is no longer there."), message("Open the client again."))
        row = Interaction(
            client_id=client_id,
            contact_id=contact_id,
            kind=checks.one_of(kind, INTERACTION_KINDS, message("Kind")),
            at=checks.not_after(at or now(), now()),
            summary=checks.text(summary, message("What was said"), 4000, needed=True),
            by=actor.name,
        )
        session.add(row)
        return added(session, actor, "interaction.add", row, message("Noted on the timeline of “{name}”.", name=client.name))


def add_case(crm: Store, client_id: int, kind: str, subject: str, detail: str, actor: Actor, *, opened_at: datetime | None = None) -> Done:
    """Open an inquiry, a complaint or feedback."""
    require(actor, PERMISSION)
    with crm.write() as session:
        held(session, client_id)
        row = Case(
            client_id=client_id,
            kind=checks.one_of(kind, CASE_KINDS, message("Kind")),
            subject=checks.text(subject, message("Subject"), 200, needed=True),
            detail=checks.text(detail, message("Details"), 8000),
            status="open",
            opened_at=checks.not_after(opened_at or now(), now()),
        )
        session.add(row)
        return added(session, actor, "case.add", row, message("The case “{subject}” was opened.", subject=row.subject))


def answer_case(crm: Store, case_id: int, actor: Actor, *, at: datetime | None = None) -> Done:
    """Note that the client got a first answer; the time to it is part of the client's health."""
    require(actor, PERMISSION)
    with crm.write() as session:
        row = _case(session.get(Case, case_id))
        if row.first_answer_at is not None:
            raise InputError(message("This case has had its first answer already."), message("Resolve it when it is done."))
        moment = checks.not_after(at or now(), now())
        return changed(
            session,
            actor,
            "case.answer",
            row,
            {"first_answer_at": moment},
            message("The first answer to “{subject}” was noted.", subject=row.subject),
        )


def resolve_case(crm: Store, case_id: int, resolution: str, actor: Actor, *, at: datetime | None = None) -> Done:
    """Close a case with what was done; a case that had no answer yet counts as answered now."""
    require(actor, PERMISSION)
    with crm.write() as session:
        row = _case(session.get(Case, case_id))
        if row.status == "resolved":
            raise InputError(message("The case “{subject}” is resolved already.", subject=row.subject), message("Open a new case if it came back."))
        moment = checks.not_after(at or now(), now())
        fields = {
            "status": "resolved",
            "resolved_at": moment,
            "first_answer_at": row.first_answer_at or moment,
            "resolution": checks.text(resolution, message("What was done"), 8000, needed=True),
        }
        return changed(session, actor, "case.resolve", row, fields, message("The case “{subject}” was resolved.", subject=row.subject))


def add_survey(crm: Store, client_id: int, kind: str, score: int, comment: str, actor: Actor, *, answered_on: date | None = None) -> Done:
    """Note an answer to a satisfaction question: nps 0 to 10, csat 1 to 5."""
    require(actor, PERMISSION)
    low, high = SURVEY_RANGES.get(kind, (0, 10))
    if not low <= score <= high:
        raise InputError(message("{score} is not an answer to this question.", score=score), message("Use {low} to {high}.", low=low, high=high))
    today = now().date()
    if (answered_on or today) > today:
        checks.not_after(datetime.combine(answered_on or today, datetime.min.time()), now())
    with crm.write() as session:
        client = held(session, client_id)
        row = Survey(
            client_id=client_id,
            kind=kind,
            score=score,
            comment=checks.text(comment, message("Comment"), 4000),
            answered_on=answered_on or today,
        )
        session.add(row)
        return added(session, actor, "survey.add", row, message("The answer of “{name}” was noted.", name=client.name))


def _case(row: Case | None) -> Case:
    if row is None:
        raise NotFoundError(message("This case is no longer there."), message("Open the client again."))
    return row
