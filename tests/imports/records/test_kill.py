"""A process that is killed while it loads or undoes a CRM export leaves all of it or nothing, in both stores."""

import os
import random
import subprocess
import sys
from pathlib import Path

from sqlalchemy import select

from adcrm.books import Books
from adcrm.imports.records.pending import complete
from adcrm.settings import ROOT
from adcrm.store.tables import Lead, RecordImport, SourceRecord
from adcrm.warehouse.tables import imports
from tests.imports.records.killed import PEOPLE, opened, step

KILLS = 12


def test_after_a_kill_at_any_point_records_and_log_say_the_same(tmp_path: Path) -> None:
    order = random.Random(20261125)
    command = [sys.executable, "-m", "tests.imports.records.killed", str(tmp_path)]
    environment = {**os.environ, "ADCRM_DATA_DIR": str(tmp_path / "data")}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as killer:
        assert killer.stdin and killer.stdout
        for _ in range(KILLS):
            killer.stdin.write(f"{order.uniform(0, 1.0)}\n")
            killer.stdin.flush()
            assert killer.stdout.readline() == "killed\n"
            books = opened(tmp_path)
            complete(books)
            assert complete(books) == 0
            _check(books)
            step(books)
            complete(books)
            _check(books)
            books.facts.close()
            books.crm.close()
        killer.stdin.close()


def _check(books: Books) -> None:
    """Every import is whole in both stores or in neither; what is undone has left nothing; every lead says what the newest import says."""
    log = {one["import_id"]: one for one in books.facts.query(imports).to_pylist()}
    with books.crm.read() as session:
        known = {one.import_id: one for one in session.scalars(select(RecordImport))}
        records = session.scalars(select(SourceRecord)).all()
        leads = {one.id: one for one in session.scalars(select(Lead))}
    assert set(log) == set(known)
    newest: dict[str, SourceRecord] = {}
    for number, one in known.items():
        held = [record for record in records if record.import_id == number]
        assert one.state == ("undone" if log[number]["undone_at"] else "live")
        assert len(held) == (0 if one.state == "undone" else PEOPLE)
    for record in records:
        newest[record.external_id] = max(newest.get(record.external_id, record), record, key=lambda one: one.import_id)
    assert len(leads) == len(newest)
    for record in newest.values():
        assert record.lead_id is not None
        assert leads[record.lead_id].company == f"Said by {record.import_id}"
