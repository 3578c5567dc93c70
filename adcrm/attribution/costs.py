"""What was spent on each channel, campaign or ad of a question, from the facts that count in totals, in one currency.

Amounts in other currencies are converted at the rate of their own day. Where a rate is missing, nothing is guessed: only what bills in the
question's currency is taken, and the answer says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import ibis.expr.types as ir
import pandas as pd

from adcrm.attribution.grouping import FIELDS, Rules, channel_codes
from adcrm.attribution.model import Dimension
from adcrm.attribution.study import Study
from adcrm.metrics.currency import RateMissingError, ready
from adcrm.metrics.queries import chosen, inside, summed
from adcrm.metrics.scope import Scope
from adcrm.warehouse import Warehouse

#: Column of the facts by the dimension of attribution that it says something of.
COLUMNS = {"channel": "platform", "campaign": "campaign", "ad": "ad", "publisher": "publisher", "product": "product", "category": "category"}


@dataclass(frozen=True)
class Costs:
    """``rows``: the dimensions asked for and ``cost``, one row a combination; ``is_partial``: rates were missing for some of it."""

    rows: pd.DataFrame
    is_partial: bool = False


def spent_on(facts: Warehouse, study: Study, by: Sequence[Dimension]) -> Costs | None:
    """Cost of the clients whose orders a study is about, on its days; ``None`` where it has no days.

    Where several clients are asked about together, those without an order in the study's currency have no part in the credit, and none in
    the cost.
    """
    question, orders = study.question, study.journeys.orders
    days = orders["day"].dropna()
    first = question.start or (days.min().date() if len(days) else None)
    last = question.end or (days.max().date() if len(days) else None)
    if first is None or last is None:
        return None
    if question.client_id is not None:
        clients: tuple[int, ...] = (question.client_id,)
    else:
        clients = tuple(sorted({int(client) for client in orders.loc[orders["currency"] == study.currency, "client_id"].dropna()}))
    return costs(facts, by, study.rules, first, last, clients, study.currency)


def costs(
    facts: Warehouse,
    by: Sequence[Dimension],
    rules: Rules,
    first: date,
    last: date,
    clients: tuple[int, ...],
    currency: str,
) -> Costs:
    """Cost by the names that ``rules`` give along each of ``by``. A dimension that the facts do not have gives no rows."""
    if any(dim not in COLUMNS for dim in by):
        return Costs(pd.DataFrame(columns=[*by, "cost"]).astype({"cost": float}))
    one = clients[0] if len(clients) == 1 else None
    scope, partial = Scope(first, last, one, currency=currency, converted=True), False
    columns = dict.fromkeys(("platform", *(COLUMNS[dim] for dim in by)))
    try:
        scope = ready(facts, scope, _of(chosen(scope), clients))
    except RateMissingError:
        scope, partial = Scope(first, last, one, currency=currency), True
    rows = _of(inside(scope), clients)
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


def _of(rows: ir.Table, clients: tuple[int, ...]) -> ir.Table:
    return rows if len(clients) == 1 else rows.filter(rows.client_id.isin(clients))
