"""What the lead pages draw, kept while neither store has changed."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from adcrm.leads.queries import Choices, Filter, Page, Track, choices, grade_counts, lead_track, ranked
from adcrm.scoring.report import Report, read_report
from adcrm.store.tables import LeadModel
from adcrm.ui.remember import remembered
from adcrm.ui.stores import crm_version, facts_version, stores


@dataclass(frozen=True)
class Model:
    """The model trained last: when, by whom, and its report."""

    id: int
    created_at: datetime
    created_by: str
    report: Report

    @property
    def is_learned(self) -> bool:
        """Whether scores are chances; otherwise they are points of the visible rules."""
        return self.report.verdict != "not_enough_wins"

    @property
    def grade_limits(self) -> tuple[tuple[str, float], ...]:
        """Least score of each grade, best first."""
        return tuple(self.report.grades.items())


def model() -> Model | None:
    """The model in use; ``None`` before the first training."""
    return _model(crm_version())


def page_of_leads(wanted: Filter, sort: str, page: int, size: int) -> Page:
    """One page of the ranked list."""
    return _page(crm_version(), facts_version(), wanted, sort, page, size)


def counts(wanted: Filter) -> dict[str, int]:
    """How many leads each grade holds."""
    return _counts(crm_version(), wanted)


def held_choices() -> Choices:
    """What there is to filter by."""
    return _choices(crm_version())


def track(lead_id: int) -> Track:
    """One lead with everything it did; asked for one at a time, so not kept."""
    return lead_track(stores(), lead_id)


@remembered(4)
def _model(version: int) -> Model | None:
    columns = (LeadModel.id, LeadModel.created_at, LeadModel.created_by, LeadModel.report)
    with stores().crm.read() as session:
        row = session.execute(select(*columns).order_by(LeadModel.id.desc()).limit(1)).first()
    return Model(row[0], row[1], row[2], read_report(row[3])) if row else None


@remembered(64)
def _page(crm: int, facts: int, wanted: Filter, sort: str, page: int, size: int) -> Page:
    return ranked(stores(), wanted, sort, page, size)


@remembered(64)
def _counts(version: int, wanted: Filter) -> dict[str, int]:
    return grade_counts(stores().crm, wanted)


@remembered(4)
def _choices(version: int) -> Choices:
    return choices(stores().crm)
