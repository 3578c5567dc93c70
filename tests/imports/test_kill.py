"""A process that is killed in the middle of an import leaves all of it or nothing, and the next import works."""

import os
import random
import subprocess
import sys
from pathlib import Path

from adcrm.books import Books
from adcrm.imports.archive import kept
from adcrm.settings import ROOT
from adcrm.warehouse.tables import imports
from tests.imports.killed import ENTITIES, RESTATED, load_next, opened
from tests.imports.worlds import current, history

KILLS = 10


def test_after_a_kill_at_any_point_an_import_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    order = random.Random(20261122)
    command = [sys.executable, "-m", "tests.imports.killed", str(tmp_path)]
    environment = {**os.environ, "ADCRM_DATA_DIR": str(tmp_path / "data")}
    seen = []
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as killer:
        assert killer.stdin and killer.stdout
        for _ in range(KILLS):
            killer.stdin.write(f"{order.uniform(0, 1.5)}\n")
            killer.stdin.flush()
            assert killer.stdout.readline() == "killed\n"
            books = opened(tmp_path)
            before = _check_whole(books)
            assert load_next(books).outcome == "loaded"
            assert _check_whole(books) == before + 1
            seen.append(before)
            books.facts.close()
            books.crm.close()
        killer.stdin.close()
    assert seen == sorted(set(seen))  # every run got at least its first import in


def _check_whole(books: Books) -> int:
    """How many imports there are; each has all its rows, its versions, its flags and its file, and no row has no import."""
    log = books.facts.query(imports).to_pylist()
    rows, old = current(books), history(books)
    assert [entry["import_id"] for entry in log] == list(range(1, len(log) + 1))
    for entry in log:
        held = sum(one["import_id"] == entry["import_id"] for one in (*rows, *old))
        assert held == entry["rows_loaded"] == ENTITIES + (RESTATED if entry["import_id"] > 1 else 0)
        assert kept(entry["sha256"]).startswith(b"file ")
    assert len(rows) == ENTITIES * len(log) and len(old) == RESTATED * (len(log) - 1)
    assert all(one["in_total"] for one in rows) and not any(one["in_total"] for one in old)
    return len(log)
