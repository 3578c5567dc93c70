"""What happens once when the server starts: stores opened, slow imports paid, long-lived objects frozen."""

import asyncio
import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from adcrm.books import books


@asynccontextmanager
async def lifespan(app: Any) -> AsyncIterator[None]:
    """Warm up before the first visitor comes; give the stores back at the end."""
    await asyncio.to_thread(_warm_up)
    gc.collect()
    gc.freeze()  # nothing made so far is ever garbage: the collector need not look at it again
    yield
    opened = books()
    opened.facts.close()
    opened.crm.close()


def _warm_up() -> None:
    import altair  # noqa: F401
    import numpy  # noqa: F401
    import pandas  # noqa: F401
    import pyarrow  # noqa: F401

    books()
