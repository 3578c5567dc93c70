"""What of the figures is not settled: commissions of affiliate networks that the advertiser has not approved yet.

They count in every total, as most are approved; one that is declined leaves them later. Until then the figure is a range.
"""

from decimal import Decimal

from adcrm.metrics.definitions import MEASURES
from adcrm.metrics.queries import convertible, inside, summed
from adcrm.metrics.scope import Scope
from adcrm.warehouse import Warehouse
from adcrm.warehouse.tables import ad_performance

UNSETTLED = ("cost", "conversions", "conversion_value")


def any_pending(facts: Warehouse) -> bool:
    """Whether any row that counts in a total is pending: mostly none is, and then nothing has to be asked for each scope."""
    rows = ad_performance.filter(ad_performance.status == "pending", ad_performance.in_total)
    return bool(facts.query(rows.select("import_id").limit(1)).num_rows)


def pending(facts: Warehouse, scope: Scope) -> dict[str, Decimal]:
    """Exact sums of the rows in the scope's totals that are pending; empty where there are none, without measures that are 0."""
    scope = convertible(facts, scope)
    rows = inside(scope)
    found = facts.query(summed(rows.filter(rows.status == "pending"), scope)).to_pylist()
    return {name: Decimal(row[name]) for row in found for name in MEASURES if name in UNSETTLED and row[name]}
