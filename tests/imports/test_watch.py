"""A watched folder: each file is taken once it stands still, once only, again when it changes, and is never touched."""

import json
import os
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from adcrm.actors import Actor
from adcrm.books import Books
from adcrm.cli import adcrm
from adcrm.errors import NotFoundError
from adcrm.imports.clients import ensure_client
from adcrm.imports.load import load
from adcrm.imports.model import NeedsAnswerError
from adcrm.imports.read import read
from adcrm.imports.watch import Watcher, leave_file, taken_files
from adcrm.settings import ROOT
from tests.imports.worlds import total

REPORT = (ROOT / "data" / "samples" / "google_campaigns.csv").read_bytes()
OWNER = Actor("owner")


def outcomes(watcher: Watcher) -> list[tuple[str, str, str]]:
    return [(one.path, one.client, one.outcome) for one in watcher.look()]


def later(path: Path, data: bytes) -> None:
    """Write ``data`` with a newer time, however coarse the clock of the file system is."""
    before = path.stat().st_mtime_ns
    path.write_bytes(data)
    os.utime(path, ns=(before + 5_000_000_000, before + 5_000_000_000))


def test_names_in_gbk_or_in_no_encoding_at_all_are_taken_like_others(every_books: Books, tmp_path: Path) -> None:
    folder = tmp_path / "in" / os.fsdecode("轻竹".encode("gb18030"))  # as zips made in China unpack elsewhere
    folder.mkdir(parents=True)
    (folder / os.fsdecode("报表.csv".encode("gb18030"))).write_bytes(REPORT)
    (folder / os.fsdecode(b"\xff.csv")).write_bytes(REPORT)
    watcher = Watcher(every_books, folder.parent, OWNER)
    assert outcomes(watcher) == []
    assert sorted(outcomes(watcher)) == [("轻竹/?.csv", "轻竹", "unchanged"), ("轻竹/报表.csv", "轻竹", "loaded")]
    assert [outcomes(watcher), outcomes(Watcher(every_books, folder.parent, OWNER))] == [[], []]


def test_a_file_is_taken_when_it_stands_still_and_only_once(every_books: Books, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    (folder / "Fernwick").mkdir(parents=True)
    report = folder / "Fernwick" / "report.csv"
    report.write_bytes(REPORT[:2000])
    watcher = Watcher(every_books, folder, OWNER)
    assert outcomes(watcher) == []
    later(report, REPORT)  # the download was still running
    assert outcomes(watcher) == []
    assert outcomes(watcher) == [("Fernwick/report.csv", "Fernwick", "loaded")]
    assert outcomes(watcher) == []
    again = Watcher(every_books, folder, OWNER)  # after a restart
    assert [outcomes(again), outcomes(again)] == [[], []]
    assert report.read_bytes() == REPORT


def test_a_changed_file_is_taken_again_and_a_bad_one_waits_for_a_person(every_books: Books, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "notes.csv").write_bytes(b"\x89PNG\r\n\x1a\n")
    (folder / ".hidden.csv").write_bytes(REPORT)
    (folder / "empty.csv").write_bytes(b"")
    watcher = Watcher(every_books, folder, OWNER)
    watcher.look()
    assert outcomes(watcher) == [("notes.csv", "", "refused")]
    (waiting,) = taken_files(every_books)
    assert "picture" in waiting.said.text
    later(folder / "notes.csv", REPORT)
    watcher.look()
    assert outcomes(watcher) == [("notes.csv", "", "loaded")]
    assert [one.outcome for one in taken_files(every_books)] == ["loaded"]


def test_a_file_that_somebody_loads_by_hand_or_leaves_out_waits_no_more(every_books: Books, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    asks = (ROOT / "data" / "samples" / "unknown_sponsor_sheet.csv").read_bytes()
    (folder / "asks.csv").write_bytes(asks)
    (folder / "picture.csv").write_bytes(b"\x89PNG\r\n\x1a\n")
    watcher = Watcher(every_books, folder, OWNER)
    watcher.look()
    watcher.look()
    assert [(one.path, one.outcome) for one in taken_files(every_books)] == [("picture.csv", "refused"), ("asks.csv", "ask")]
    with pytest.raises(NeedsAnswerError) as asked:
        read("asks.csv", asks)
    assert asked.value.guess is not None
    answered = read("asks.csv", asks, mapping=replace(asked.value.guess, platform="Sponsors"), currency="EUR", date_order="dmy")
    done = load(every_books, answered, ensure_client(every_books.crm, "Fernwick", OWNER), OWNER, asks)
    leave_file(every_books, "picture.csv", OWNER)
    assert {(one.path, one.outcome, one.import_id) for one in taken_files(every_books)} == {
        ("picture.csv", "left", None),
        ("asks.csv", "loaded", done.import_id),
    }
    with pytest.raises(NotFoundError):
        leave_file(every_books, "never.csv", OWNER)


def test_it_ends_when_it_is_told_to(every_books: Books, tmp_path: Path) -> None:
    stop = threading.Event()
    watching = threading.Thread(target=Watcher(every_books, tmp_path, OWNER).run, args=(stop, 0.01))
    watching.start()
    stop.set()
    watching.join(30)
    assert not watching.is_alive()


def test_the_command_takes_what_is_there(own_settings: None, tmp_path: Path) -> None:
    (tmp_path / "in" / "Fernwick").mkdir(parents=True)
    (tmp_path / "in" / "Fernwick" / "report.csv").write_bytes(REPORT)
    run = CliRunner().invoke(adcrm, ["watch", str(tmp_path / "in"), "--once", "--json"])
    assert run.exit_code == 0, run.output
    (file,) = json.loads(run.output)["files"]
    assert (file["file"], file["outcome"], file["client"]) == ("Fernwick/report.csv", "loaded", "Fernwick")


def test_of_two_downloads_of_the_same_days_the_newer_has_the_last_word(every_books: Books, tmp_path: Path) -> None:
    head = "Reporting starts,Reporting ends,Campaign name,Amount spent (EUR),Impressions,Link clicks,Results\n"
    folder = tmp_path / "in"
    (folder / "Fernwick").mkdir(parents=True)
    for name, cost, when in (("report.csv", 10, 1_000_000_000), ("report (1).csv", 20, 1_000_086_400)):
        file = folder / "Fernwick" / name
        file.write_text(f"{head}2026-07-01,2026-07-01,A,{cost},1000,50,2\n")
        os.utime(file, (when, when))
    watcher = Watcher(every_books, folder, OWNER)
    watcher.look()
    assert [path for path, *_ in outcomes(watcher)] == ["Fernwick/report.csv", "Fernwick/report (1).csv"]
    assert total(every_books) == 20
