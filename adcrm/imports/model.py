"""The plain data that the import rooms hand to one another."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

import pyarrow as pa

from adcrm.messages import Message

MEASURES = ("impressions", "clicks", "cost", "conversions", "conversion_value")
Outcome = Literal["loaded", "quarantined", "refused", "unchanged", "ask"]


@dataclass(frozen=True)
class SetAside:
    """A row that was not taken: where it stands, why, and its cells as they were (``{head: cell}``)."""

    part: str
    line: int
    column: str
    reason: Message
    raw: dict[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Report:
    """One file read and checked, before anything is loaded.

    Attributes
    ----------
    rows : the good rows, with the columns of ``ad_performance`` except ``row_key``, ``import_id``, ``client_id``,
        ``in_total`` and ``in_split``, which :func:`adcrm.imports.load.load` adds. One row per data row of the file.
    kind : what sort of report, as ``campaign_daily`` or ``keyword_period``.
    breakdown : the split dimensions, as ``("age", "gender")``; empty for none.
    account : the account's name or id where the file gives one, else ''; ``accounts`` lists several.
    currency : ISO 4217, '' where rows carry several.
    sums : over ``rows``; a measure that the file does not carry is absent. Money as the file has it.
    stated_total : the file's own total row over the same rows, ``None`` where it has none.
    """

    file_name: str
    sha256: str
    size_bytes: int
    platform: str
    kind: str
    level: str
    breakdown: tuple[str, ...]
    account: str
    accounts: tuple[str, ...]
    currency: str
    date_start: date
    date_end: date
    is_daily: bool
    rows: pa.Table
    rows_read: int
    set_aside: tuple[SetAside, ...]
    sums: dict[str, Decimal]
    stated_total: dict[str, Decimal] | None
    warnings: tuple[Message, ...] = ()


@dataclass(frozen=True)
class LoadResult:
    """What one load did. ``outcome`` is ``unchanged`` when the books already held exactly these rows."""

    outcome: Outcome
    import_id: int | None
    rows_new: int
    rows_changed: int
    rows_same: int
