"""Facts written down by hand for the tests of metrics: only what matters is named, the rest is plain."""

import uuid
from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa

from adcrm.warehouse import Warehouse
from adcrm.warehouse.tables import SCHEMAS

DAY = date(2026, 11, 1)
PLAIN: dict[str, Any] = {
    "import_id": 1, "source_part": "", "source_line": 2, "client_id": 1, "platform": "google_ads", "account": "A", "level": "campaign",
    "breakdown": "none", "campaign": "Autumn", "currency": "CNY", "attribution": "", "is_additive": True, "in_total": True, "in_split": False,
}  # fmt: skip
DECIMALS = ("cost", "conversions", "conversion_value")


def row(day: date = DAY, to: date | None = None, **given: Any) -> dict[str, Any]:
    """One fact; decimals may be given as text. ``to``: the last day of a row that covers several."""
    made = {**PLAIN, "row_key": str(uuid.uuid4()), "date_start": day, "date_end": to or day, **given}
    return {name: Decimal(value) if name in DECIMALS and value is not None else value for name, value in made.items()}


def split(breakdown: str, **given: Any) -> dict[str, Any]:
    """One fact of a breakdown report, which is in no total."""
    return row(**{"breakdown": breakdown, "in_total": False, "in_split": True, **given})


def fill(facts: Warehouse, *rows: dict[str, Any]) -> None:
    """Write the facts."""
    columns = {name: pa.array([one.get(name) for one in rows], kind) for name, kind in _kinds()}
    names = [name for name in columns if name != "row_key"]
    with facts.write() as writer:
        writer.stage("by_hand", pa.table(columns))
        writer.execute(f"INSERT INTO ad_performance (row_key, {', '.join(names)}) SELECT CAST(row_key AS UUID), {', '.join(names)} FROM by_hand")


def _kinds() -> list[tuple[str, pa.DataType]]:
    schema = SCHEMAS["ad_performance"].to_pyarrow()
    return [(field.name, pa.string() if field.name == "row_key" else field.type) for field in schema]
