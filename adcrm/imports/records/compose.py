"""What a lead, deal or client says when several records speak of it, and what of that a person has changed. Pure.

Of the records of a person the one that was changed last in its system wins, field by field; blanks say nothing. Fields of one unit (a
status and the day it was closed) come from one record. What a person typed wins over every import and is told.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

Fields = dict[str, Any]  # plain JSON: text, decimals as text, days and moments as ISO text


@dataclass(frozen=True)
class Shape:
    """The fields of one table that imports may fill. ``units``: fields that are taken and kept together; ``blank``: what empty looks like."""

    units: tuple[tuple[str, ...], ...]
    blank: Fields
    lengths: dict[str, int]

    @property
    def names(self) -> tuple[str, ...]:
        """Every field."""
        return tuple(name for unit in self.units for name in unit)


@dataclass(frozen=True)
class Said:
    """One record's word. ``is_own``: typed in the books before any import; it goes over every other."""

    fields: Fields
    import_id: int
    line: int
    is_own: bool = False


@dataclass(frozen=True)
class Change:
    """A field of one lead, deal or client that an import changes, or (``is_kept``) would change if a person had not. Plain values."""

    name: str
    field: str
    before: Any
    after: Any
    is_kept: bool = False


def compose(shape: Shape, records: Iterable[Said]) -> Fields:
    """The value of every unit that some record knows."""
    made: Fields = {}
    for record in sorted(records, key=lambda one: (one.is_own, one.fields.get("modified_at") or "", one.import_id, one.line)):
        for unit in shape.units:
            if record.fields.get(unit[0]) not in (None, "", {}, shape.blank[unit[0]] if record.is_own else ""):
                made |= {name: record.fields.get(name, shape.blank[name]) for name in unit}
    return made


def plain(value: Any) -> Any:
    """A value of a table as it stands in ``Fields``."""
    if isinstance(value, Decimal):
        return format(value, "f")
    return value.isoformat() if isinstance(value, datetime | date) else value


def typed(field: str, value: Any) -> Any:
    """A value of ``Fields`` as the table holds it."""
    if not isinstance(value, str):
        return value
    if field.endswith("_at"):
        return datetime.fromisoformat(value)
    if field.endswith("_on"):
        return date.fromisoformat(value)
    return Decimal(value) if field in ("value", "amount") else value


def apply(shape: Shape, row: Any, said: Fields, name: str) -> list[Change]:
    """Write into a table's row what its records say, field by field, and note it as ``imported``; return what that changes.

    A unit that says something else than the last import left there was changed by a person and stays.
    """
    last = row.imported if row.imported is not None else {field: plain(getattr(row, field)) for field in shape.names}
    changes = []
    for unit in shape.units:
        now = {field: plain(getattr(row, field)) for field in unit}
        before = {field: last.get(field, shape.blank[field]) for field in unit}
        after = {field: said.get(field, shape.blank[field]) for field in unit}
        if now == after:
            continue
        is_kept = now != before
        if is_kept and after == before:
            continue
        changes += [Change(name, field, now[field], after[field], is_kept) for field in unit if now[field] != after[field]]
        if not is_kept:
            for field in unit:
                setattr(row, field, typed(field, after[field]))
    row.imported = said
    return changes


def edited(shape: Shape, row: Any) -> tuple[str, ...]:
    """The fields of a row that a person changed since the last import."""
    last = row.imported or {}
    return tuple(field for unit in shape.units for field in unit if plain(getattr(row, field)) != last.get(field, shape.blank[field]))
