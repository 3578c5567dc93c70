"""The journeys of a client, read from the index that the warehouse keeps: numbers go from the engine to numpy batch by batch."""

from typing import Any

import ibis
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa

from adcrm.attribution.model import Journeys
from adcrm.errors import StoreBusyError
from adcrm.messages import message
from adcrm.warehouse import Warehouse
from adcrm.warehouse.tables import JOURNEY_LABELS, journey_labels, journey_orders, journey_steps

ATTEMPTS = 3
NUMBERS = {"person": np.int32, "at": np.int64, "label": np.int32, "order_row": np.int32, "day": np.int32}
SAYS = tuple(name for name in JOURNEY_LABELS.names if name not in ("client_id", "label"))


def read_journeys(facts: Warehouse, client_id: int | None, with_steps: bool = True) -> Journeys:
    """Every touch and order of a client, or of all (``None``: clients one after the other; people of two clients are never one).

    ``with_steps`` false: only the labels and the orders, for steps that are reduced where they lie.

    Raises
    ------
    StoreBusyError : somebody wrote into the warehouse again and again while this was read.
    """
    for _ in range(ATTEMPTS):
        version = facts.version()
        made = _read(facts, client_id, with_steps)
        if made is not None and facts.version() == version:
            return made
    raise changed()


def changed() -> StoreBusyError:
    """The books changed under a question, so that steps, labels and orders may not belong together."""
    return StoreBusyError(message("The books changed while this was being worked out."), message("Ask again."))


def _read(facts: Warehouse, client_id: int | None, with_steps: bool) -> Journeys | None:
    """The journeys; ``None`` where there are fewer or more steps than were counted before."""
    clients = [client_id] if client_id is not None else _clients(facts)
    sizes = [_size(facts, client) if with_steps else 0 for client in clients]
    steps = {name: np.empty(sum(sizes), kind) for name, kind in NUMBERS.items()}
    labels, orders = [], []
    at = people = n_labels = n_orders = 0
    for client, size in zip(clients, sizes, strict=True):
        mine = {name: column[at : at + size] for name, column in steps.items()}
        if with_steps and not _fill(facts, client, mine):
            return None
        labels.append(facts.query(_of(journey_labels, client).order_by("label").select(*SAYS)))
        orders.append(facts.query(_orders(client)))
        if people or n_labels or n_orders:  # numbers go on from the clients before
            mine["person"] += people
            mine["label"][mine["label"] >= 0] += n_labels
            mine["order_row"][mine["order_row"] >= 0] += n_orders
        at += size
        people = int(mine["person"][-1]) + 1 if size else people
        n_labels += labels[-1].num_rows
        n_orders += orders[-1].num_rows
    return Journeys(
        steps["person"],
        steps["at"],
        steps["label"],
        steps["order_row"],
        steps["day"],
        _frame(labels, journey_labels.select(*SAYS)),
        _frame(orders, _orders(0)),
    )


def _clients(facts: Warehouse) -> list[int]:
    found = facts.query(journey_steps.select("client_id").distinct().order_by("client_id"))
    return [int(client) for client in found["client_id"].to_pylist()]


def _of(table: ir.Table, client: int) -> ir.Table:
    return table.filter(table.client_id == client)


def _size(facts: Warehouse, client: int) -> int:
    return int(facts.query(_of(journey_steps, client).aggregate(n=ibis._.count()))["n"][0].as_py())


def _fill(facts: Warehouse, client: int, into: dict[str, np.ndarray[Any, Any]]) -> bool:
    """Copy the steps into arrays of their size; false where that is not it. Steps that do not come in their order are put into it."""
    from adcrm.attribution import walk  # numba takes half a second to import

    person, moment, order, label = (into[name] for name in ("person", "at", "order_row", "label"))
    at, is_in_order = 0, True
    with facts.numbers(_of(journey_steps, client).select(*NUMBERS)) as batches:
        for batch in batches:
            end = at + batch.num_rows
            if end > len(person):
                return False
            for name, kind in NUMBERS.items():
                column = batch.column(name)
                if pa.types.is_date(column.type):
                    column = column.cast(pa.int32())
                into[name][at:end] = column.to_numpy(zero_copy_only=False).astype(kind, copy=False)
            since = slice(max(at - 1, 0), end)  # looked at while it is in the processor's cache
            is_in_order = is_in_order and walk.is_in_order(person[since], moment[since], order[since], label[since])
            at = end
    if not is_in_order:
        sort = np.lexsort((label, order, moment, person))
        for numbers in into.values():
            numbers[:] = numbers[sort]
    return at == len(person)


def _orders(client: int) -> ir.Table:
    mine = _of(journey_orders, client).order_by("order_row")
    return mine.select(
        "order_key",
        "person",
        "day",
        (mine.value.cast("decimal(28, 6)") * 1_000_000).cast("int64").name("value"),  # eighteen digits do not hold a million of millions
        *("currency", "status", "product", "category", "country", "client_id"),
    )


def _frame(parts: list[pa.Table], shape: ir.Table) -> Any:
    kinds = shape.schema().to_pyarrow()
    frame = pa.concat_tables([part.cast(kinds) for part in parts] or [kinds.empty_table()]).to_pandas()
    if "day" in frame:
        frame["day"] = frame["day"].astype("datetime64[s]")
        frame["person"] = frame["person"].astype("int32")
    return frame
