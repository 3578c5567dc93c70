"""The bytes of every loaded file, kept under their SHA-256 so that a figure can be walked back to its line."""

import os
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from adcrm.errors import NotFoundError
from adcrm.messages import message
from adcrm.settings import settings

_PIECE = 1 << 24  # bytes


def keep(sha256: str, data: bytes) -> None:
    """Write ``data`` under ``settings().files_dir`` unless it is there; a reader never sees half a file."""
    target = _path(sha256)
    if target.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, made = tempfile.mkstemp(dir=target.parent, prefix=".part-")
    try:
        with os.fdopen(handle, "wb") as out:
            for at in range(0, len(data), _PIECE):
                out.write(memoryview(data)[at : at + _PIECE])
                _pass_on(out)
        Path(made).replace(target)
    except BaseException:
        Path(made).unlink(missing_ok=True)
        raise


@contextmanager
def keeping(sha256: str, data: bytes) -> Iterator[None]:
    """Keep ``data`` while the block runs, which ends when it is kept: waiting for the disk is a tenth of the time of a large import."""
    with ThreadPoolExecutor(1) as beside:
        done = beside.submit(keep, sha256, data)
        try:
            yield
        finally:
            done.result()


def kept(sha256: str) -> bytes:
    """The bytes of a loaded file.

    Raises
    ------
    NotFoundError : the file is no longer in the folder of kept files.
    """
    try:
        return _path(sha256).read_bytes()
    except FileNotFoundError as error:
        raise NotFoundError(message("The original file is no longer kept."), message("Put it back from a backup, or upload it again.")) from error


def _pass_on(out: BinaryIO) -> None:
    """To the disk itself: a kept file is seldom read again, and should not push out of memory what others read."""
    out.flush()
    os.fsync(out.fileno())
    if hasattr(os, "posix_fadvise"):
        os.posix_fadvise(out.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def _path(sha256: str) -> Path:
    return settings().files_dir / sha256
