"""Keeps the answers that pages share, by the data version and the filters, for every visitor of this process.

``st.cache_data`` unpickles a copy for each rerun and hashes every argument anew, which was a fifth of a page's time. Here the
arguments are hashable, a question asked by two at once is worked out once, and a caller gets a shallow copy: pandas copies
on write, so what one page adds to its table no other page sees. A function's arguments must name everything it depends on.
"""

from collections.abc import Callable
from copy import copy
from functools import wraps
from threading import Condition
from typing import Any, ParamSpec, TypeVar

import pandas as pd
from cachetools import LRUCache, cached
from cachetools.keys import hashkey

from adcrm.settings import settings

P = ParamSpec("P")
R = TypeVar("R")
_caches: list[LRUCache[Any, Any]] = []


def remembered(most: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Keep the last ``most`` answers of a function. An exception is not kept."""

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        cache: LRUCache[Any, Any] = LRUCache(most)
        _caches.append(cache)
        kept = cached(cache, key=_key, condition=Condition())(function)

        @wraps(function)
        def answer(*args: P.args, **kwargs: P.kwargs) -> R:
            own: R = _own(kept(*args, **kwargs))
            return own

        return answer

    return decorate


def forget_all() -> None:
    """Drop every answer; for measurements that must start cold."""
    for cache in _caches:
        cache.clear()


def _key(*args: Any, **kwargs: Any) -> Any:
    """The stores are part of the question: two of them may have the same version."""
    return hashkey(settings().crm_url, settings().facts_url, *args, **kwargs)


def _own(value: Any) -> Any:
    if isinstance(value, pd.DataFrame):
        return value.copy(deep=False)
    if isinstance(value, list | dict):
        return copy(value)
    if type(value) is tuple:
        return tuple(_own(part) for part in value)
    return value
