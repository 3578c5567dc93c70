"""Five thousand damaged files: each is read right, set aside in part or refused with a sentence; nothing crashes, nothing is half loaded."""

import random
import re
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from decimal import Decimal
from multiprocessing import get_context
from pathlib import Path

import pytest

from adcrm.actors import Actor
from adcrm.books import Books
from adcrm.errors import AdcrmError
from adcrm.imports.load import load
from adcrm.imports.model import MEASURES
from adcrm.imports.read import read
from adcrm.imports.targets import target_of
from adcrm.messages import translate
from adcrm.settings import ROOT
from adcrm.store import open_store
from adcrm.warehouse import open_warehouse
from tests.imports.mutations import damaged

CASES, BATCH = 5000, 250
LOADED_OF = 40  # one case in so many is loaded too
SAMPLES = ROOT / "data" / "samples"
OWNER = Actor("owner")
CENT = Decimal("0.01")


def originals() -> list[Path]:
    return sorted(path for path in SAMPLES.iterdir() if path.suffix in (".csv", ".xlsx", ".tsv", ".zip"))


def failures(first: int, count: int, folder: str) -> tuple[list[str], int]:
    """What went wrong with the cases ``first`` to ``first + count``, and the most memory of the process that it runs in, in kB."""
    files = [(path.name, path.read_bytes()) for path in originals()]
    books = Books(open_store(f"sqlite:///{folder}/crm{first}.sqlite"), open_warehouse("duckdb:///:memory:"))
    found = [said for case in range(first, first + count) for said in _one(case, files, books)]
    books.close()
    # Of this program alone: what getrusage tells was inherited from the process that started this one.
    peak = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text("ascii"))
    assert peak is not None
    return found, int(peak[1])


def _one(case: int, files: list[tuple[str, bytes]], books: Books) -> Iterator[str]:
    dice = random.Random(case)
    name, data = dice.choice(files)
    data = damaged(data, dice.choice(files)[1], dice)
    try:
        report = read(name, data, currency="EUR", date_order="dmy")
        measured = [measure for measure in MEASURES if measure in report.sums and not report.parts]
        aside = len(report.set_aside) + int(report.counts.get("deleted", 0))
        # Several rows of a shop make one order; of other records each row is one.
        if report.target != "orders" and not report.parts and report.rows_read != report.rows.num_rows + aside:
            yield f"{case} {name}: {report.rows_read} rows read, {report.rows.num_rows} taken, {aside} set aside"
        for measure in measured if report.target == "ads" else ():
            whole = sum((value for value in report.rows[measure].to_pylist() if value is not None), Decimal(0))
            if abs(Decimal(whole) - report.sums[measure]) > CENT:
                yield f"{case} {name}: {measure} {report.sums[measure]} of rows that add up to {whole}"
        if case % LOADED_OF == 0 and target_of(report.target).in_warehouse:
            table = target_of(report.target).table
            before = _rows(books, table)
            done = load(books, report, None, OWNER, data)
            if _rows(books, table) - before != done.rows_new:
                yield f"{case} {name}: {done.rows_new} new rows, {_rows(books, table) - before} more in the books"
    except AdcrmError as error:
        sentence = translate(error.what, "en")
        if len(sentence) < 10 or "{" in sentence or "Traceback" in sentence or not translate(error.remedy, "en"):
            yield f"{case} {name}: refused with “{sentence}”"
    except Exception as error:  # noqa: BLE001  # whatever it is, it is the finding
        yield f"{case} {name}: {type(error).__name__}: {error}"[:400]


def _rows(books: Books, table: str) -> int:
    return int(books.facts.sql(f"SELECT count(*) AS n FROM {table}")["n"][0].as_py())


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_no_damaged_file_crashes_or_is_taken_for_what_it_is_not(tmp_path: Path) -> None:
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        firsts = range(0, CASES, BATCH)
        batches = list(pool.map(failures, firsts, [BATCH] * len(firsts), [str(tmp_path)] * len(firsts)))
    found = [said for batch, _ in batches for said in batch]
    assert not found, "\n".join(found[:20])
    assert max(peak for _, peak in batches) < 1_000_000
