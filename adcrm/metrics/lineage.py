"""From a figure back to the rows behind it: file, sheet, line and import, newest first, a page at a time."""

import ibis
import ibis.expr.types as ir
import pandas as pd

from adcrm.metrics import currency as money
from adcrm.metrics.definitions import MEASURES
from adcrm.metrics.queries import convertible, inside
from adcrm.metrics.scope import Scope
from adcrm.warehouse import Warehouse
from adcrm.warehouse.tables import imports

COLUMNS = (
    "file_name",
    "source_part",
    "source_line",
    "date_start",
    "date_end",
    "client_id",
    "platform",
    "account",
    "campaign",
    "ad_group",
    "ad",
    "currency",
    *MEASURES,
    "import_id",
)


def rows_behind(facts: Warehouse, scope: Scope, limit: int, offset: int = 0, split: str | None = None) -> pd.DataFrame:
    """The rows that a total of ``scope`` is made of (of breakdown ``split`` where one is named), newest first.

    Columns: ``COLUMNS``; ``source_part`` is a sheet or a member of a zip, '' where the file is one table;
    measures as floats, NaN where the report does not carry them. ``file_name`` is missing where the import has gone. Where amounts are
    converted they stand as billed in their columns, and beside them ``cost_converted``, ``conversion_value_converted``, and the rate:
    see :func:`adcrm.metrics.currency.with_rates`.
    """
    rows = inside(scope, split)
    asked = convertible(facts, scope, split)
    columns = list(COLUMNS)
    if asked.converted and asked.currency:
        rows = money.converted(rows, asked.currency, "{}_converted")
        columns += [f"{name}_converted" for name in money.MONEY]
    newest = rows.order_by(rows.date_start.desc(), rows.import_id.desc(), rows.source_part, rows.source_line).limit(limit, offset=offset)
    joined = newest.left_join(imports.select("import_id", "file_name"), "import_id")
    ordered = joined.order_by(joined.date_start.desc(), joined.import_id.desc(), joined.source_part, joined.source_line)
    frame = facts.frame(ordered.select(*columns))
    return money.with_rates(facts, frame, asked.currency) if asked.converted and asked.currency else frame


def count_behind(facts: Warehouse, scope: Scope, split: str | None = None) -> int:
    """How many rows :func:`rows_behind` has in all."""
    rows: ir.Table = inside(scope, split)
    return int(facts.query(rows.agg(n=ibis._.count()))["n"][0].as_py())
