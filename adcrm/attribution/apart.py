"""The one pass where the journeys are: each group of people is reduced by itself on Spark, and the reductions are added.

Nothing of the pass is other than on one machine: the same function gets the steps of some people instead of all. Groups follow each other
in the order of the people, so the sum is the reduction of everybody to the last digit.
"""

import pickle
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial

import numpy as np
import pyarrow as pa

from adcrm.attribution.answer import credited
from adcrm.attribution.grouping import Rules
from adcrm.attribution.journeys import NUMBERS, changed, read_journeys
from adcrm.attribution.model import Answer, Codes, Journeys, Question
from adcrm.attribution.models import models
from adcrm.attribution.reduce import reduce
from adcrm.attribution.reduction import Reduction, merge
from adcrm.errors import InputError
from adcrm.messages import message
from adcrm.warehouse import Warehouse
from adcrm.warehouse.spark import TABLES, SparkWarehouse
from adcrm.warehouse.tables import journey_labels, journey_orders, journey_steps

NEED_STEPS = ("data_driven", "lift_calibrated")
OF_STEPS = ("no_null_paths", "young_journeys", "not_learnt")  # notes that are found out from steps
ASKED_OF_ORDERS = ["person", "day", "value", "currency"]  # what the pass reads of them; the rest need not travel


def answer_apart(facts: SparkWarehouse, question: Question, asked: Iterable[str] | None = None, *, rules: Rules) -> Answer:
    """The credits of the models (keys; ``None``: all that a reduction is enough for), without cost and without claims, which lie in the books.

    Raises
    ------
    InputError : an unknown model, or one that needs every step; no client is named and there are several.
    StoreBusyError : a client was published meanwhile, so that steps and orders may not belong together.
    """
    keys = [key for key in models() if key not in NEED_STEPS] if asked is None else list(asked)
    if needy := [key for key in keys if key in NEED_STEPS]:
        raise InputError(
            message("On Spark the model “{name}” is not answered: it learns from the steps of people who did not order.", name=needy[0]),
            message("Ask for other models, or ask the books in DuckDB or PostgreSQL."),
        )
    from pyspark.errors import PySparkException  # who asks here has it

    version = facts.version()
    client, journeys = read_apart(facts, question.client_id)
    try:
        made = credited(journeys, replace(question, client_id=client), keys, rules=rules, reducing=partial(reduce_apart, facts, client))
    except PySparkException:  # steps of other orders, or a file that is gone
        if facts.version() != version:
            raise changed() from None
        raise
    if facts.version() != version:
        raise changed()
    return replace(made, notes=tuple(note for note in made.notes if note not in OF_STEPS))


def reduce_apart(
    facts: SparkWarehouse, client_id: int, journeys: Journeys, question: Question, channel_of_label: Codes, channels: tuple[str, ...]
) -> Reduction:
    """As :func:`adcrm.attribution.reduce.reduce`, of ``journeys`` whose steps lie on Spark."""
    told = replace(journeys, orders=journeys.orders[ASKED_OF_ORDERS])
    work = partial(_reduced, journeys=told, question=question, channel_of_label=channel_of_label, channels=channels)
    parts = [pickle.loads(made) for made in facts.each_part(client_id, work) if made]
    return merge(parts) if parts else reduce(journeys, question, channel_of_label, channels)


def read_apart(facts: SparkWarehouse, client_id: int | None) -> tuple[int, Journeys]:
    """The client and its labels and orders.

    Raises
    ------
    InputError : no client is named and there are several.
    """
    if client_id is None:
        found = facts.query(journey_labels.select("client_id").distinct().order_by("client_id"))["client_id"].to_pylist()
        if len(found) > 1:
            raise InputError(message("On Spark one client is answered at a time."), message("Choose a client."))
        client_id = int(found[0]) if found else 0
    return client_id, read_journeys(facts, client_id, with_steps=False)


def publish(books: Warehouse, spark: SparkWarehouse, clients: Iterable[int]) -> dict[int, int]:
    """Copy the index of journeys of these clients to Spark, in the place of what is there of them; how many steps each has."""
    steps: dict[int, int] = {}
    for client in clients:
        for name, table in zip(TABLES, (journey_steps, journey_labels, journey_orders), strict=True):
            with books.stream(table.filter(table.client_id == client)) as rows:
                written = spark.replace(name, client, rows)
            steps.setdefault(client, written)
    return steps


def _reduced(batches: Iterator[pa.RecordBatch], journeys: Journeys, question: Question, channel_of_label: Codes, channels: tuple[str, ...]) -> bytes:
    """The reduction of one group of people, as bytes; none where the group is empty."""
    steps = pa.Table.from_batches(list(batches) or [pa.record_batch({name: pa.array([], pa.int64()) for name in NUMBERS})])
    if not steps.num_rows:
        return b""
    columns = {name: np.ascontiguousarray(steps[name].to_numpy(), kind) for name, kind in NUMBERS.items()}
    mine = replace(journeys, person=columns["person"], at=columns["at"], label=columns["label"], order=columns["order_row"], day=columns["day"])
    return pickle.dumps(reduce(mine, question, channel_of_label, channels))
