"""Books of which even the newest figures are old: every other card looks from the newest day on and would stay silent.

The made-up agency ends on the day before it was loaded and is never brought up to date, so its days are no measure here.
"""

from datetime import date, timedelta
from statistics import median

import ibis
from ibis import _

from adcrm.messages import message, plural
from adcrm.recommend.attention import BEHIND_DAYS, ENDED_DAYS, Attention
from adcrm.recommend.model import Money
from adcrm.warehouse import Warehouse
from adcrm.warehouse.tables import ad_performance, imports

WEEK = 7  # days; how long figures may wait where too few uploads tell
LEAST_UPLOADS, LOOKED_AT = 3, 8
LEAST_DAYS = 14  # of the last four weeks, with figures, for days to be expected at all


def books_behind(facts: Warehouse, today: date) -> list[Attention]:
    """One card where the newest day of all own accounts lies further behind ``today`` than it used to before the next upload; else none."""
    own = ad_performance.filter(_.in_total, _.client_id.notnull(), _.date_start == _.date_end, _.cost.notnull())
    own = own.anti_join(imports.filter(imports.is_demo), "import_id")
    newest: date | None = facts.query(own.agg(last=own.date_start.max()))["last"][0].as_py()
    if newest is None:
        return []
    behind = (today - newest).days - 1  # yesterday is the last day that can be whole
    recent = own.filter(own.date_start > ibis.literal(newest - timedelta(days=ENDED_DAYS)))
    sums = facts.query(recent.group_by("currency").agg(cost=recent.cost.sum(), days=recent.date_start.nunique())).to_pylist()
    largest = max(sums, key=lambda row: (row["days"], row["cost"], row["currency"] or ""))
    if behind <= _usual_wait(facts) or largest["days"] < LEAST_DAYS:
        return []
    unseen = float(largest["cost"]) / largest["days"] * min(behind, ENDED_DAYS)
    currency = largest["currency"] or ""
    return [
        Attention(
            kind="data",
            title=plural("All data is old: {n} day is missing up to yesterday.", "All data is old: {n} days are missing up to yesterday.", behind),
            detail=message("The newest day in the books is {day}; every other card and warning looks from there.", day=newest),
            figure=Money(unseen, currency),
            stake=unseen,
            currency=currency,
            page="channel_data.py",
        )
    ]


def _usual_wait(facts: Warehouse) -> float:
    """How many days the newest day was behind when the next one came: the median of the last uploads, a week where there are few."""
    log = imports.filter(~imports.is_demo, imports.undone_at.isnull(), imports.corrects.isnull(), imports.date_end.notnull())
    loaded = log.semi_join(ad_performance, "import_id").select("created_at", "date_end", "import_id")
    newest, waits = None, []
    for row in facts.query(loaded.order_by("import_id")).to_pylist():
        came = row["created_at"].date()
        last = min(row["date_end"], came)  # a row of a whole month may end in days to come
        if newest is None or last > newest:
            if newest is not None:
                waits.append(max(0, (came - newest).days - 1))
            newest = last
    return max(BEHIND_DAYS, median(waits[-LOOKED_AT:])) if len(waits) >= LEAST_UPLOADS else WEEK
