"""What happens once when the server starts: stores opened, slow imports paid, caches filled, long-lived objects frozen."""

import asyncio
import gc
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

from adcrm.books import books
from adcrm.imports.records.pending import complete
from adcrm.recommend.record import stop as stop_record

LONGEST_WARM_UP = 15.0  # seconds that a visitor waits for the start at most; the rest goes on beside the pages

log = logging.getLogger(__name__)


def starting(warm_up: Callable[[], None]) -> Callable[[Any], AbstractAsyncContextManager[None]]:
    """The lifespan of the application: ``warm_up`` runs before the first visitor comes, the stores are given back at the end."""

    @asynccontextmanager
    async def lifespan(app: Any) -> AsyncIterator[None]:
        await asyncio.to_thread(lambda: complete(books()))
        warming = asyncio.create_task(asyncio.to_thread(warm_up))
        done, _ = await asyncio.wait({warming}, timeout=LONGEST_WARM_UP)
        if done and (error := warming.exception()):
            log.error("warming up failed; pages will do the work themselves", exc_info=error)
        gc.collect()
        gc.freeze()  # nothing made so far is ever garbage: the collector need not look at it again
        yield
        await asyncio.to_thread(stop_record)
        opened = books()
        opened.facts.close()
        opened.crm.close()

    return lifespan
