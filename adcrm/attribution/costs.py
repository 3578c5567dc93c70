"""What was spent on each channel, campaign or ad of a question, from the facts that count in totals, in one currency.

Amounts in other currencies are converted at the rate of their own day. Where a rate is missing, nothing is guessed: only what bills in the
question's currency is taken, and the answer says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from adcrm.attribution.grouping import FIELDS, Rules, channel_codes
from adcrm.attribution.model import Dimension
from adcrm.metrics.currency import RateMissingError
from adcrm.metrics.queries import convertible, inside, summed
from adcrm.metrics.scope import Scope
from adcrm.warehouse import Warehouse

#: Column of the facts by the dimension of attribution that it says something of.
COLUMNS = {"channel": "platform", "campaign": "campaign", "ad": "ad", "publisher": "publisher", "product": "product", "category": "category"}


@dataclass(frozen=True)
class Costs:
    """``rows``: the dimensions asked for and ``cost``, one row a combination; ``is_partial``: rates were missing for some of it."""

    rows: pd.DataFrame
    is_partial: bool = False


def costs(
    facts: Warehouse,
    by: Sequence[Dimension],
    rules: Rules,
    first: date,
    last: date,
    client_id: int | None,
    currency: str,
) -> Costs:
    """Cost by the names that ``rules`` give along each of ``by``. A dimension that the facts do not have gives no rows."""
    if any(dim not in COLUMNS for dim in by):
        return Costs(pd.DataFrame(columns=[*by, "cost"]).astype({"cost": float}))
    scope, partial = Scope(first, last, client_id, currency=currency, converted=True), False
    columns = dict.fromkeys(("platform", *(COLUMNS[dim] for dim in by)))
    try:
        scope = convertible(facts, scope)
    except RateMissingError:
        scope, partial = Scope(first, last, client_id, currency=currency), True
    rows = inside(scope)
    found = facts.frame(summed(rows, scope, **{f"d_{name}": rows[name] for name in columns}))
    found = found[found["cost"].notna()]
    labels = pd.DataFrame(dict.fromkeys(FIELDS, ""), index=range(len(found)))
    labels["channel"] = found["d_platform"].fillna("").to_numpy()
    for dim in by:
        if dim in labels and dim != "channel":
            labels[dim] = found[f"d_{COLUMNS[dim]}"].fillna("").to_numpy()
    made: dict[str, Any] = {}
    for dim in by:
        if dim in ("product", "category"):
            made[dim] = found[f"d_{COLUMNS[dim]}"].fillna("").to_numpy()
        else:
            names, codes = channel_codes(labels, rules, dim)
            made[dim] = [names[code] for code in codes]
    table = pd.DataFrame(made | {"cost": found["cost"].to_numpy(dtype=float)})
    if not len(table):
        return Costs(table, partial)
    return Costs(table.groupby(list(by), sort=True)["cost"].sum().reset_index(), partial)
