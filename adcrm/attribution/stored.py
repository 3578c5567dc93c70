"""The one pass over steps where they lie in the warehouse: block by block through a small window, without holding them all.

To read sixteen million steps into memory takes longer than to reduce them, most of it for the memory itself. So a question that needs no
step afterwards goes over them as they come; reductions of blocks of people add up to the same, to the last digit.
"""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pyarrow as pa

from adcrm.attribution.journeys import NUMBERS, changed, read_journeys
from adcrm.attribution.model import Codes, Journeys, Question
from adcrm.attribution.reduce import Pass, StepsAstrayError
from adcrm.attribution.reduction import Reduction, merge
from adcrm.warehouse import Warehouse
from adcrm.warehouse.tables import journey_steps

BLOCK = 1_000_000  # steps in the window


class _NotInOrderError(Exception):
    """The engine hands the steps over in another order than that in which they were written."""


def reduce_stored(
    facts: Warehouse, version: int, client_id: int, journeys: Journeys, question: Question, channel_of_label: Codes, channels: tuple[str, ...]
) -> Reduction:
    """As :func:`adcrm.attribution.reduce.reduce`, of ``journeys`` that were read without their steps at this version of the books.

    Raises
    ------
    StoreBusyError : the books have changed since, so labels and orders may not be those of the steps.
    """
    going = Pass(journeys, question, channel_of_label, channels)
    try:
        parts = [going.over(block) for block in _blocks(facts, client_id, journeys)]
    except _NotInOrderError:
        parts = [going.over(read_journeys(facts, client_id))]
    except StepsAstrayError:
        raise changed() from None
    if facts.version() != version:
        raise changed()
    return merge(parts) if parts else going.over(journeys)


def _blocks(facts: Warehouse, client_id: int, journeys: Journeys) -> Iterator[Journeys]:
    """All steps of some people at a time. The arrays of a block are filled anew for the next one."""
    from adcrm.attribution import walk

    window = {name: np.empty(2 * BLOCK, kind) for name, kind in NUMBERS.items()}
    filled = 0
    with facts.numbers(journey_steps.filter(journey_steps.client_id == client_id).select(*NUMBERS)) as batches:
        for batch in batches:
            end = filled + batch.num_rows
            if end > len(window["person"]):
                window = {name: np.concatenate([column, np.empty(end, column.dtype)]) for name, column in window.items()}
            for name, column in window.items():
                fresh = batch.column(name)
                column[filled:end] = (fresh.cast(pa.int32()) if pa.types.is_date(fresh.type) else fresh).to_numpy(zero_copy_only=False)
            since = slice(max(filled - 1, 0), end)
            if not walk.is_in_order(*(window[name][since] for name in ("person", "at", "order_row", "label"))):
                raise _NotInOrderError
            filled = end
            person = window["person"]
            if filled >= BLOCK and (whole := int(np.searchsorted(person[:filled], person[filled - 1]))):
                yield _block(journeys, window, whole)
                for column in window.values():  # the last person may go on
                    column[: filled - whole] = column[whole:filled].copy()
                filled -= whole
    if filled:
        yield _block(journeys, window, filled)


def _block(journeys: Journeys, window: dict[str, np.ndarray], steps: int) -> Journeys:
    person, at, label, order, day = (window[name][:steps] for name in ("person", "at", "label", "order_row", "day"))
    return replace(journeys, person=person, at=at, label=label, order=order, day=day)
