"""Run as a program: loads and undoes CRM exports without end in a process that is killed on the way, once for every line it is given.

As :mod:`tests.imports.killed`, with exports of leads: each changes the leads of the one before and brings new ones; every third is undone.
"""

import os
import signal
import sys
import time
from pathlib import Path

from adcrm.books import Books
from adcrm.imports.clients import ensure_client
from adcrm.imports.load import load
from adcrm.imports.read import read
from adcrm.imports.undo import undo
from adcrm.store import open_store
from adcrm.warehouse import open_warehouse
from tests.imports.records.files import zoho_leads
from tests.imports.worlds import OWNER

PEOPLE, UNDO_EVERY = 40, 3


def opened(folder: Path) -> Books:
    """The stores in a folder."""
    return Books(open_store(f"sqlite:///{folder / 'crm.sqlite'}"), open_warehouse(f"duckdb:///{folder / 'warehouse.duckdb'}"))


def export(number: int) -> bytes:
    """The leads of one export: half of them stood in the one before."""
    first = number * PEOPLE // 2
    return zoho_leads(
        {"Record Id": f"zcrm_{i}", "Last Name": f"Lead {i}", "Email": f"lead{i}@example.com", "Company": f"Said by {number}"}
        for i in range(first, first + PEOPLE)
    )


def next_number(books: Books) -> int:
    """One more than the last import that the books know, in either store."""
    return int(books.facts.sql("SELECT value FROM warehouse_meta WHERE key = 'import_id'")["value"][0].as_py()) + 1


def step(books: Books) -> int:
    """Load the next export, and undo it if it is the third in a row; its number."""
    client = ensure_client(books.crm, "Fernwick", OWNER)
    number = next_number(books)
    data = export(number)
    result = load(books, read("Leads.csv", data), client, OWNER, data)
    assert result.outcome == "loaded" and result.import_id == number
    if number % UNDO_EVERY == 0:
        undo(books, number, OWNER)
    return number


def _work_without_end(folder: Path, answer: int) -> None:
    books = opened(folder)
    began = time.monotonic()
    for _ in range(UNDO_EVERY):
        step(books)
    os.write(answer, f"{time.monotonic() - began}\n".encode())
    while True:
        step(books)


def main() -> None:
    """Read a share, fork, kill, answer; until the input ends."""
    folder = Path(sys.argv[1])
    for line in sys.stdin:
        reading, writing = os.pipe()
        child = os.fork()
        if not child:
            _work_without_end(folder, writing)
        os.close(writing)
        with os.fdopen(reading) as answer:
            duration = float(answer.readline())
            time.sleep(duration * float(line))
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
        print("killed", flush=True)


if __name__ == "__main__":
    main()
