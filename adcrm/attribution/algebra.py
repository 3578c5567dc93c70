"""Linear algebra on one thread: the matrices of attribution are small, more threads only wait for each other, and one computes the same anywhere."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import scipy.linalg  # noqa: F401  brings a BLAS of its own, which must be there to be held back
from threadpoolctl import ThreadpoolController

_libraries = ThreadpoolController()
_lock = threading.Lock()
_inside: list[Any] = [0, None]  # how many are within, and what the first of them has to give back


@contextmanager
def one_thread() -> Iterator[None]:
    """The process's algebra runs on one thread until the last who asked for it is done."""
    with _lock:
        if not _inside[0]:
            _inside[1] = _libraries.limit(limits=1, user_api="blas")
        _inside[0] += 1
    try:
        yield
    finally:
        with _lock:
            _inside[0] -= 1
            if not _inside[0]:
                _inside[1].restore_original_limits()
