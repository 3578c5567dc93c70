"""A large table is packed: the same rows on the same lines as a small one, and the same books after it."""

import hashlib
import os
import random
import tempfile
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from adcrm.books import Books
from adcrm.errors import AdcrmError
from adcrm.imports import archive
from adcrm.imports.body import Body, Record
from adcrm.imports.compute import MOST_ODD
from adcrm.imports.disk import Folder
from adcrm.imports.large import LARGE, LargeBody
from adcrm.imports.load import load
from adcrm.imports.model import Report
from adcrm.imports.read import read
from adcrm.imports.rows import StoredRows, held, summed
from adcrm.imports.staging import accounts_of
from adcrm.imports.tables import TextTable, _parts
from adcrm.imports.undo import undo
from tests.imports.worlds import OWNER, current, history, total

OWN = Path(__file__).parents[2] / "data" / "samples"
HEAD = "Day,Account name,Campaign name,Ad name,Currency,Impressions,Clicks (all),Amount spent (EUR),Purchases\n"
LONG = "with a name that makes the file large, and so on " * 18 + "to its end"
CELLS = ("", "a", " b ", "\u3000c", '"d, e"', '"f ""g"""', '"two\nlines"', 'h"i', "中文", "-", '"1,5"', '=""', "\u00a0")


def rows_of(body: Body) -> tuple[list[tuple[str, ...]], tuple[Record, ...]]:
    """Every trimmed row with its line, and the records of another width."""
    with duckdb.connect() as connection:
        body.put(connection, is_wrapped=False)
        return connection.sql("SELECT * FROM cells ORDER BY line").fetchall(), body.ragged


def both(data: bytes, width: int, monkeypatch: pytest.MonkeyPatch, figures: tuple[int, ...] = ()) -> tuple[Body, Body]:
    """The rows below a head of one line, as a small and as a large table."""
    table, head = TextTable("", data, "utf-8", "f"), Record(1, 1, tuple("xyz"[:width]))
    small = table.body(head, ",", figures)
    monkeypatch.setattr("adcrm.imports.tables.LARGE", 1)
    return small, table.body(head, ",", figures)


@pytest.mark.parametrize("block", [64, 1 << 23])
@pytest.mark.parametrize("seed", range(20))
def test_rows_and_lines_are_those_of_a_small_table(seed: int, block: int, monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(seed)
    widths = (3, 3, 3, 3, 3, 3, 2, 4, 1) if seed % 2 else (3,)
    lines = [[chance.choice(CELLS) for _ in range(chance.choice(widths))] for _ in range(200)]
    lines = [",".join([*cells[:3], *("more" for _ in cells[3:])] if any(cells) else "xyz") for cells in lines]
    text = "\n".join(["x,y,z", *lines, "x,y,z"])
    monkeypatch.setattr("adcrm.imports.tables._BLOCK", block)  # rows of many blocks, each with texts of its own
    monkeypatch.setattr("adcrm.imports.tables._PART", 4 * block)
    small, large = both(f"one,two,three\n{text}".encode(), 3, monkeypatch)
    assert isinstance(large, LargeBody) and not isinstance(small, LargeBody)
    assert rows_of(large) == rows_of(small)
    wanted = [row[-1] for row in rows_of(small)[0]][::7]
    assert large.raw(wanted) == small.raw(wanted)
    assert [sorted(large.distinct(i)) for i in range(3)] == [sorted(small.distinct(i)) for i in range(3)]


def test_a_cell_that_stands_as_a_number_still_says_what_the_file_says(monkeypatch: pytest.MonkeyPatch) -> None:
    odd = (
        "",
        "7",
        "+7",
        "007",
        "-0",
        "-0.00",
        "7.0",
        "1e3",
        "1_000",
        "x",
        '"1,234.50"',
        " 7",
        "999999999999",
        "9999999999999",
        "0.005",
        "-3",
        "-3.00",
    )
    plain = [f"{n},{n}.{n % 90 + 10},{n - 40}" for n in range(12_000)]
    lines = [*plain[:3_000], *(f"{cell},{cell},{cell}" for cell in odd), *plain[3_000:]]
    small, large = both(("x,y,z\n" + "\n".join(lines)).encode(), 3, monkeypatch, (0, 1, 2))
    assert large.decimals == {0: 0, 1: 2, 2: 0}
    with duckdb.connect() as connection:
        large.put(connection, is_wrapped=False)
        assert connection.sql("SELECT c0, c1, c2, line FROM cells ORDER BY line").fetchall() == rows_of(small)[0]
        assert connection.sql("SELECT count(*) FROM cells WHERE (t0 IS NULL) <> (CAST(n0 AS VARCHAR) IS NOT DISTINCT FROM c0)").fetchall() == [(0,)]
        assert connection.sql("SELECT c0, t1 FROM cells WHERE t1 IS NOT NULL AND NOT contains(t1, '.') ORDER BY line").fetchall()[:2] == [
            ("", ""),
            ("7", "7"),
        ]
        as_numbers = "SELECT CAST(n0 AS VARCHAR), t0, CAST(n1 AS VARCHAR), t1 FROM cells WHERE c0 = '-3' ORDER BY line"
        assert connection.sql(as_numbers).fetchall() == [("-3", None, None, "-3")]
    wanted = list(range(2_995, 3_020))
    assert large.raw(wanted) == small.raw(wanted)
    assert sorted(large.distinct(1)) == sorted(small.distinct(1))


@pytest.mark.parametrize(
    "text",
    ["a,b\n\nc,d", "a,b\r\nc,d\ne,f", "a,b\rc,d\ne,f", 'a,b\n"c"d,e', "a,b\nc,d, \ne,f", "a,b\n" + "c\n" * (MOST_ODD + 1), 'a,b\n"c\n",d\ne,f'],
)
def test_what_is_odd_in_a_small_table_is_as_odd_in_a_large_one(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    small, large = both(f"x,y\n{text}".encode(), 2, monkeypatch)
    assert rows_of(large) == rows_of(small)


def test_a_large_text_is_parted_behind_a_record_and_never_inside_a_cell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adcrm.imports.tables._PART", 40)
    records = [f'{n},"a\nb, {n}\n",{n}' for n in range(60)]
    data = ("head\n" + "\n".join(records)).encode()
    found = _parts(data, 5, len(data), is_quoted=True)
    assert len(found) > 10 and [start for start, _ in found] == [5, *(end for _, end in found[:-1])] and found[-1][1] == len(data)
    assert all(data[start:end].count(b'"') % 2 == 0 and data[end - 1 : end] == b"\n" for start, end in found[:-1])
    assert _parts(b'"' + data, 0, len(data), is_quoted=True)[-1][1] == len(data)  # a mark too many: wherever it is cut, nothing is left out
    assert _parts(b'x,"' + b"a\n" * 2_000, 0, 4_003, is_quoted=True) == [(0, 4_003)]  # no end in sight


def test_a_kept_file_of_several_pieces_is_kept_whole(books: Books, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adcrm.imports.archive._PIECE", 7)
    for data in (b"", b"1234567", b"a file of several pieces"):
        sha256 = hashlib.sha256(data).hexdigest()
        archive.keep(sha256, data)
        assert archive.kept(sha256) == data


def test_a_column_that_says_the_same_everywhere_is_read_from_no_row(monkeypatch: pytest.MonkeyPatch) -> None:
    _, large = both(b"x,y\n" + b" it's,b\n" * 50 + b"it's,c", 2, monkeypatch)
    with duckdb.connect() as connection:
        laid_out = large.put(connection, is_wrapped=False)
        assert "REPLACE ('it''s'::VARCHAR AS c0)" in laid_out.sql and "AS c1" not in laid_out.sql
        assert connection.sql("SELECT c0, c1, count(*) FROM cells GROUP BY ALL ORDER BY 2").fetchall() == [("it's", "b", 50), ("it's", "c", 1)]


def test_work_files_go_with_their_holder_and_those_of_a_killed_process_after_two_days(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    old, young = tmp_path / "adcrm-import-old", tmp_path / "adcrm-import-young"
    for left in (old, young):
        left.mkdir()
    os.utime(old, (0, 0))
    folder = Folder()
    assert sorted(tmp_path.iterdir()) == sorted([folder.path, young])
    made = folder.path
    del folder
    assert not made.exists()


def large_file(rows: int = 11_000) -> tuple[bytes, dict[str, Decimal]]:
    """An export over the limit: ads by day, with rows that must be set aside, a total of another width, and one row twice. And its good sums."""
    lines, cost, impressions = [], Decimal(0), 0
    for i in range(rows):
        amount, views = Decimal(i % 997) / 100, i % 5003 + 1000
        day = f"2025-{1 + i // 999:02d}-{1 + i % 28:02d}"
        lines.append(f'{day},Fernwick EU,"Campaign, {i % 40} – summer","Ad {i} {LONG}",EUR,{views},{i % 90},{amount},{i % 3}')
        cost, impressions = cost + amount, impressions + views
    for at, line in ((50, "2025-02-30,A,C,X,EUR,5,1,2.00,0"), (7_000, "2025-01-05,A,C,Y,EUR,five,1,2.00,0"), (9_000, "2025-01-05,A,C")):
        lines.insert(at, line)
    lines.append(lines[0])
    return (HEAD + "\n".join(lines) + "\n").encode(), {"cost": cost, "impressions": Decimal(impressions + 1000)}


def test_a_large_file_is_read_to_the_cent_and_every_bad_row_is_named(books: Books) -> None:
    data, sums = large_file()
    assert len(data) > LARGE
    report = read("large.csv", data)
    assert isinstance(report.rows, StoredRows)
    assert {name: report.sums[name] for name in sums} == sums
    assert (report.rows.num_rows, report.rows_read) == (11_001, 11_004)
    assert [(row.line, row.column) for row in report.set_aside] == [(52, "Day"), (7_002, "Impressions"), (9_002, "")]
    assert report.set_aside[0].raw["Day"] == "2025-02-30" and report.set_aside[1].raw["Impressions"] == "five"
    lines = report.rows.select(["ad", "source_line"]).to_pylist()
    assert sorted(row["source_line"] for row in lines if row["ad"] == f"Ad 9999 {LONG}") == [10_004]
    assert sorted(row["source_line"] for row in lines if row["ad"] == f"Ad 0 {LONG}") == [2, 11_005]


def plain_lines(rows: int = 2_000) -> list[str]:
    """Rows with nothing odd about them, of two accounts."""
    return [
        f'2025-0{1 + i // 999}-{1 + i % 28:02d},Fernwick {i % 2},"Campaign, {i % 40}",Ad {i},EUR,{1000 + i},{i % 90},{i % 997}.{i % 10}5,{i % 3}'
        for i in range(rows)
    ]


def with_lines(*extra: str) -> bytes:
    """A plain file with further lines below its 1,000th."""
    lines = plain_lines()
    return (HEAD + "\n".join([*lines[:1_000], *extra, *lines[1_000:]]) + "\n").encode()


NO_DAY, TOO_MANY = "2025-02-30,A,C,X,EUR,5,1,2.00,0", "2025-01-05,A,C,Y,EUR,5,9,2.00,0"
FLAVOURS = {
    "plain": with_lines(),
    "without a last line break": with_lines()[:-1],
    "with blank lines at its end": with_lines() + b"\n\n",
    "in Windows lines": with_lines().replace(b"\n", b"\r\n"),
    "with a mark of its encoding": b"\xef\xbb\xbf" + with_lines(),
    "in UTF-16": with_lines().decode().encode("utf-16"),
    "with some bad rows": with_lines(NO_DAY, "2025-01-06,A,C,Z,EUR,7,1,2.00,0", TOO_MANY),
    "with many bad rows": with_lines(*[NO_DAY, TOO_MANY] * MOST_ODD),
    "with a bad row of another width": with_lines(NO_DAY, "2025-01-05,A,C"),
    "with line breaks in cells": with_lines('2025-01-05,A,"C\nD",Y,EUR,5,1,2.00,0', TOO_MANY),
    "with blanks and empty cells": with_lines(" 2025-01-05 ,A, C\u00a0,,EUR, 5,,2.00,"),
    "with eight decimals": with_lines(*["2025-01-05,A,C,Y,EUR,5,1,0.00000049,0"] * 300),
    "with figures written in many ways": with_lines(
        *(f"2025-01-05,A,C,Y,EUR,{n},{n},{n},{n}" for n in ("+5", "007", "-0", "5.0", "1e2", " 5", "5_0", "٥"))
    ),
    "with figures that are too large": with_lines(*(f"2025-01-05,A,C,Y,EUR,{n},1,{n}.00,0" for n in (10**12, 10**17, 10**18, 10**30))),
    "with other decimals below": with_lines("2025-01-05,A,C,Y,EUR,5,1,2.5,0", "2025-01-05,A,C,Y,EUR,5,1,2.005,0", "2025-01-05,A,C,Y,EUR,5,1,2,0"),
    "with decimal commas below": with_lines(*['2025-01-05,A,C,Y,EUR,"1.005",1,"2,50",0'] * 2_500),
    "in two currencies": with_lines("2025-01-05,A,C,Y,USD,5,1,2.00,0"),
    "with damaged numbers": with_lines().replace(b"Ad name", b"Ad ID").replace(b",Ad 7,", b",2.4E+16,").replace(b",Ad 8,", b",'23853,"),
}


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_a_large_file_says_what_a_small_one_says(flavour: str, monkeypatch: pytest.MonkeyPatch) -> None:
    data = FLAVOURS[flavour]
    small = read("f.csv", data)
    monkeypatch.setattr("adcrm.imports.tables.LARGE", 1)
    large = read("f.csv", data)
    assert isinstance(large.rows, StoredRows) and not isinstance(small.rows, StoredRows)
    assert replace(large, rows=small.rows) == small
    by_line = [held(rows).sort_by("source_line").to_pylist() for rows in (large.rows, small.rows)]
    assert by_line[0] == by_line[1]
    assert accounts_of(large.rows) == accounts_of(small.rows)
    for by in (["currency"], ["account_id", "account"], ["campaign"]):
        spends = [sorted(summed(rows, by, ["cost", "impressions", "sent"]), key=str) for rows in (large.rows, small.rows)]
        assert spends[0] == spends[1]
    for column, value in large.rows.same.items():
        assert {row[column] if row[column] is None else str(row[column]) for row in by_line[0]} == {value}


def test_a_large_file_replaces_restates_and_is_undone_like_a_small_one(every_books: Books, client: int) -> None:
    data, sums = large_file(10_500)
    first = load(every_books, read("large.csv", data), client, OWNER, data)
    assert (first.outcome, first.rows_new) == ("quarantined", 10_501)
    assert total(every_books) == sums["cost"]
    assert load(every_books, read("large.csv", data), client, OWNER, data).outcome == "unchanged"
    before = current(every_books)
    assert len({row["row_key"] for row in before}) == 10_501
    restated = data.replace(b",5000,", b",5001,")
    second = load(every_books, read("again.csv", restated), client, OWNER, restated)
    changed = data.count(b",5000,")
    assert (second.rows_new, second.rows_changed, second.rows_same) == (0, changed, 10_501 - changed)
    assert total(every_books, "impressions") == sums["impressions"] + changed
    assert second.import_id is not None
    undo(every_books, second.import_id, OWNER)
    assert current(every_books) == before and not history(every_books)


def outcome(name: str, data: bytes) -> tuple[Report | None, object]:
    """A file read: the report and its rows in the order of their lines, or nothing and what is said instead."""
    try:
        report = read(name, data)
    except AdcrmError as error:
        return None, (type(error), error.what, error.remedy, error.where)
    return report, sorted(map(repr, held(report.rows).to_pylist()))


def test_every_example_reads_alike_as_a_small_and_as_a_large_one(monkeypatch: pytest.MonkeyPatch) -> None:
    files = [path for path in sorted(OWN.rglob("*")) if path.is_file() and path.suffix not in (".json", ".md")]
    small = [outcome(path.name, path.read_bytes()) for path in files]
    monkeypatch.setattr("adcrm.imports.tables.LARGE", 1)
    monkeypatch.setattr("adcrm.imports.tables.LARGE_SHEET", 1)
    stored = 0
    for path, (report, rows) in zip(files, small, strict=True):
        large, same_rows = outcome(path.name, path.read_bytes())
        assert same_rows == rows, path.name
        assert (large and replace(large, rows=None)) == (report and replace(report, rows=None)), path.name  # type: ignore[arg-type]
        stored += large is not None and isinstance(large.rows, StoredRows)
    assert stored > 10
