"""The bytes of every loaded file, kept under their SHA-256 so that a figure can be walked back to its line."""

import errno
import hashlib
import os
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from adcrm.errors import NotFoundError
from adcrm.messages import message
from adcrm.settings import settings

_NO_LINKS = (errno.EXDEV, errno.EPERM, errno.EMLINK, errno.EOPNOTSUPP, errno.EACCES)


def keep(sha256: str, data: bytes, written: Path | None = None) -> None:
    """Write ``data`` under ``settings().files_dir`` unless it is there; a reader never sees half a file.

    ``written``: a file that nobody will change and that may hold the same bytes; it is taken instead of a copy where it can be.
    """
    target = _path(sha256)
    if target.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    if written is not None and _taken(written, sha256, target):
        return
    handle, made = tempfile.mkstemp(dir=target.parent, prefix=".part-")
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        Path(made).replace(target)
    except BaseException:
        Path(made).unlink(missing_ok=True)
        raise


@contextmanager
def keeping(sha256: str, data: bytes, written: Path | None = None) -> Iterator[None]:
    """Keep ``data`` while the block runs, which ends when it is kept: waiting for the disk is a tenth of the time of a large import."""
    with ThreadPoolExecutor(1) as beside:
        done = beside.submit(keep, sha256, data, written)
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


def is_beside(folder: Path) -> bool:
    """Whether a file of ``folder`` can be kept without a copy: both lie on one file system."""
    files_dir = settings().files_dir
    made = next(one for one in (files_dir, *files_dir.absolute().parents) if one.exists())
    return made.stat().st_dev == folder.stat().st_dev


def _taken(written: Path, sha256: str, target: Path) -> bool:
    """Give a file its second name, if it is what the name says and the file system knows second names."""
    with written.open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() != sha256:
            return False
        os.fsync(file.fileno())
    try:
        os.link(written, target)
    except FileExistsError:  # another process kept it meanwhile
        return True
    except OSError as error:
        if error.errno in _NO_LINKS:
            return False
        raise
    return True


def _path(sha256: str) -> Path:
    return settings().files_dir / sha256
