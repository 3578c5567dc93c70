"""What every table of the CRM database stands on."""

from typing import Any

from sqlalchemy import String, event
from sqlalchemy.orm import DeclarativeBase, InstrumentedAttribute

from adcrm.errors import InputError
from adcrm.messages import message


class Base(DeclarativeBase):
    """All tables share one metadata, which the migrations compare against."""


@event.listens_for(Base, "attribute_instrument")
def _keep_within_length(cls: type[Base], key: str, attribute: InstrumentedAttribute[Any]) -> None:
    """Refuse a text that is longer than its column when it is set: PostgreSQL would fail at the end of the work, SQLite would take it."""
    column = getattr(attribute.property, "columns", [None])[0]
    longest = getattr(column.type, "length", None) if column is not None and isinstance(column.type, String) else None
    if not longest:
        return

    @event.listens_for(attribute, "set")
    def _refuse_longer(target: Base, value: Any, before: Any, initiator: Any) -> None:
        if isinstance(value, str) and len(value) > longest:
            raise InputError(
                message("“{said} …” is too long: {length} characters, where {longest} fit.", said=value[:40], length=len(value), longest=longest),
                message("Shorten it and try again."),
            )
