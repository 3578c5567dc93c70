"""Run as a program: imports without end in a process that is killed on the way, once for every line it is given.

``python -m tests.imports.killed FOLDER``; a line holds the share of an import's duration after which to kill. All
modules are imported once; every run is a fork that opens the stores of FOLDER, loads one report to see how long that
takes, says so, and goes on loading. Its parent kills it at the given point and answers ``killed``.
"""

import os
import signal
import sys
import time
from pathlib import Path

from adcrm.books import Books
from adcrm.imports.clients import ensure_client
from adcrm.imports.load import load
from adcrm.imports.model import LoadResult
from adcrm.store import open_store
from adcrm.warehouse import open_warehouse
from tests.imports.worlds import OWNER, report, row

ENTITIES, RESTATED = 600, 150


def opened(folder: Path) -> Books:
    """The stores in a folder."""
    return Books(open_store(f"sqlite:///{folder / 'crm.sqlite'}"), open_warehouse(f"duckdb:///{folder / 'warehouse.duckdb'}"))


def load_next(books: Books) -> LoadResult:
    """Load the report of the next day; it restates a part of the day before."""
    client = ensure_client(books.crm, "Fernwick", OWNER)
    number = int(books.facts.sql("SELECT count(*) AS n FROM imports")["n"][0].as_py())
    new = [row(number + 1, 1, level="ad", ad=f"Ad {i}") for i in range(ENTITIES)]
    again = [row(number, 2, level="ad", ad=f"Ad {i}") for i in range(RESTATED)] if number else []
    return load(books, report(*new, *again, name=f"{number}.csv"), client, OWNER, f"file {number}".encode())


def _import_without_end(folder: Path, answer: int) -> None:
    books = opened(folder)
    began = time.monotonic()
    load_next(books)
    os.write(answer, f"{time.monotonic() - began}\n".encode())
    while True:
        load_next(books)


def main() -> None:
    """Read a share, fork, kill, answer; until the input ends."""
    folder = Path(sys.argv[1])
    for line in sys.stdin:
        reading, writing = os.pipe()
        child = os.fork()
        if not child:
            _import_without_end(folder, writing)
        os.close(writing)
        with os.fdopen(reading) as answer:
            duration = float(answer.readline())
            time.sleep(duration * float(line))
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
        print("killed", flush=True)


if __name__ == "__main__":
    main()
