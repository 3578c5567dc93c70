"""What happens once when the server starts: stores opened, slow imports paid, caches filled, long-lived objects frozen."""

import asyncio
import gc
import logging
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

from adcrm.actors import Actor
from adcrm.books import books
from adcrm.imports.ownership import follow_rules
from adcrm.imports.records.pending import complete
from adcrm.imports.watch import Watcher
from adcrm.recommend.record import stop as stop_record
from adcrm.settings import settings

LONGEST_WARM_UP = 15.0  # seconds that a visitor waits for the start at most; the rest goes on beside the pages

log = logging.getLogger(__name__)


def starting(warm_up: Callable[[], None]) -> Callable[[Any], AbstractAsyncContextManager[None]]:
    """The lifespan of the application: ``warm_up`` runs before the first visitor comes, the stores are given back at the end."""

    @asynccontextmanager
    async def lifespan(app: Any) -> AsyncIterator[None]:
        await asyncio.to_thread(lambda: complete(books()))
        await asyncio.to_thread(lambda: follow_rules(books()))
        warming = asyncio.create_task(asyncio.to_thread(warm_up))
        done, _ = await asyncio.wait({warming}, timeout=LONGEST_WARM_UP)
        if done and (error := warming.exception()):
            log.error("warming up failed; pages will do the work themselves", exc_info=error)
        gc.collect()
        gc.freeze()  # nothing made so far is ever garbage: the collector need not look at it again
        stop, watching = threading.Event(), None
        if folder := settings().watch_dir:
            watching = threading.Thread(target=_watch, args=(folder, stop), name="watched folder", daemon=True)
            watching.start()
        yield
        stop.set()
        if watching:  # an import under way is one transaction: it ends by itself, whole or not at all
            await asyncio.to_thread(watching.join, 30)
        await asyncio.to_thread(stop_record)
        opened = books()
        opened.facts.close()
        opened.crm.close()

    return lifespan


def _watch(folder: Path, stop: threading.Event) -> None:
    """Import what comes into the watched folder until the server stops; a fault of one look is logged, and the next one tries again."""
    watcher = Watcher(books(), folder, Actor("watched folder"))
    while not stop.is_set():
        try:
            watcher.run(stop, settings().watch_seconds)
        except Exception:  # the server must not lose its watch over one odd file
            log.exception("looking through %s failed", folder)
