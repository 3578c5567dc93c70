"""Names of files as text. Zips made on Chinese Windows hold names in GBK; unpacked on Linux they are bytes that are no UTF-8."""


def readable(path: str) -> str:
    """A name or path as it can be shown and stored; each step that is text already stays as it stands.

    What stands for bytes that are no UTF-8 (lone surrogates, see :func:`os.fsdecode`) is read as GB18030, else as question marks. NUL, which
    PostgreSQL takes in no text, is left out.
    """
    return "/".join(_step(step) for step in path.replace("\x00", "").split("/"))


def _step(step: str) -> str:
    try:
        step.encode()
    except UnicodeEncodeError:
        try:
            return step.encode("utf-8", "surrogateescape").decode("gb18030")
        except UnicodeError:
            return step.encode("utf-8", "replace").decode()
    return step
