"""Rows of web analytics in the columns of ``web_sessions``: source and medium apart, days that are counted from the first one, and
the report's name, so that rows of two reports are never added up.
"""

import duckdb
import pyarrow as pa

from adcrm.imports.layout import Layout, quoted
from adcrm.imports.shapes import Shaped
from adcrm.messages import Message, message

DIMENSIONS = (
    *("channel_group", "source", "medium", "campaign", "landing_page", "page", "event", "country", "region", "device", "dimension_value"),
    *("source_medium",),
)
NAMES = {"channel_group": "channel", "source_medium": "source", "dimension_value": "dimension"}


def shape(layout: Layout, rows: pa.Table) -> Shaped:
    """One row a line of the report."""
    dimensions = [fact for fact in DIMENSIONS if fact in layout.columns]
    heads = [layout.head(layout.columns[fact][1][0]) for fact in dimensions]
    names = {name: f'"{name}"' for name in layout.target.rows.names}
    if "source_medium" in rows.column_names:
        names["source"], names["medium"] = (f"nullif(trim(string_split(source_medium, ' / ')[{place}]), '')" for place in (1, 2))
    if "nth_day" in rows.column_names and layout.period:
        names["date_start"] = names["date_end"] = f"CAST(DATE '{layout.period[0]}' + CAST(nth_day AS INTEGER) AS DATE)"
    if "dimension_name" in rows.column_names:
        names["dimension"] = "dimension_name"
    elif "dimension_value" in layout.columns:
        names["dimension"] = quoted(layout.head(layout.columns["dimension_value"][1][0]))
    with duckdb.connect() as connection:
        connection.register("lines", rows)
        names["report"] = quoted(" + ".join([layout.channel.layout, *heads]))
        picked = ", ".join(f'{sql} AS "{name}"' for name, sql in names.items())
        good = connection.sql(f"SELECT {picked} FROM lines ORDER BY source_line").to_arrow_table()
        connection.register("good", good)
        is_daily = bool(connection.sql("SELECT bool_and(date_start = date_end) FROM good").fetchall()[0][0])
    warnings: tuple[Message, ...] = ()
    segments = [head for head in layout.reading.head.cells if ": " in head] if layout.channel.layout == "freeform_tables" else []
    if segments:
        warnings = (message("Figures of segments were left out: {columns}.", columns=", ".join(segments[:5])),)
    grain = "daily" if is_daily else "period"
    # Explorations and freeform tables are what a person made of them; a report is known by its first dimension.
    kind = {"exploration": f"exploration_{grain}", "freeform_tables": "freeform_tables"}.get(layout.channel.layout)
    first = NAMES.get(dimensions[0], dimensions[0]) if dimensions else "total"
    return Shaped(good, kind=kind or f"{first}_{grain}", is_daily=is_daily, warnings=warnings)
