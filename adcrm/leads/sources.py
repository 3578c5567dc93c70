"""Where a lead came from: the records of CRM systems that make it up, and the imports that brought them."""

from dataclasses import dataclass

from sqlalchemy import func, select

from adcrm.store import Store
from adcrm.store.tables import SourceRecord

OWN = "adcrm"


@dataclass(frozen=True)
class Source:
    """One record: ``system`` is a key of ``CRM_SYSTEMS``, ``module`` leads, contacts or clients; ``import_id`` and ``line`` of its newest version."""

    system: str
    module: str
    external_id: str
    import_id: int
    line: int


def sources(crm: Store, lead_id: int) -> tuple[Source, ...]:
    """The records of a lead, the first that came on top; none for a lead that no import brought."""
    newest = (
        select(func.max(SourceRecord.id))
        .where(SourceRecord.lead_id == lead_id, SourceRecord.system != OWN)
        .group_by(SourceRecord.system, SourceRecord.module, SourceRecord.external_id)
    )
    with crm.read() as session:
        rows = session.scalars(select(SourceRecord).where(SourceRecord.id.in_(newest)).order_by(SourceRecord.id)).all()
    return tuple(Source(one.system, one.module, one.external_id, one.import_id, one.line) for one in rows)
