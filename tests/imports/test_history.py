"""From the log back to the file, its lines and the rows that were set aside."""

import json
from datetime import timedelta
from decimal import Decimal

import pytest
from click.testing import CliRunner

from adcrm.actors import Actor
from adcrm.books import Books
from adcrm.books import books as open_books
from adcrm.cli import adcrm
from adcrm.errors import NotFoundError
from adcrm.imports.clients import ensure_client
from adcrm.imports.history import import_detail, list_imports, newest_imports, original_file, original_lines, quarantined_rows
from adcrm.imports.load import load
from adcrm.imports.model import SetAside
from adcrm.imports.read import read
from adcrm.imports.undo import undo
from adcrm.messages import message
from tests.imports.worlds import DAY, OWNER, report, row, take

FILE = 'Report\nDay,Campaign\n2026-07-01,"Two\nlines"\n2026-07-02,名\n'.encode()


def test_the_newest_import_comes_first_with_its_outcome(every_books: Books, client: int) -> None:
    first, second = take(every_books, client, row(1, 10), row(2, 20)), take(every_books, client, row(2, 25))
    assert first.import_id and second.import_id
    assert list_imports(every_books)["import_id"].tolist() == [second.import_id, first.import_id]
    assert list_imports(every_books, client_id=client + 1).empty
    assert [(one.rows_current, one.rows_in_total) for one in newest_imports(every_books, 5)] == [(1, 1), (1, 1)]
    undo(every_books, second.import_id, OWNER)
    detail = import_detail(every_books, second.import_id)
    assert (detail.is_undone, detail.rows_current) == (True, 0)
    assert import_detail(every_books, first.import_id).rows_current == 2


def test_one_import_tells_its_sums_totals_and_warnings(every_books: Books, client: int) -> None:
    warning = message("Seen {n} times since {day}.", n=2, day=DAY)
    made = take(every_books, client, row(1, 10), stated_total={"cost": Decimal("10.5")}, warnings=(warning,))
    assert made.import_id is not None
    detail = import_detail(every_books, made.import_id)
    assert detail.sums["cost"] == 10 and detail.stated_total == {"cost": Decimal("10.5")}
    assert [str(one) for one in detail.warnings] == ["Seen 2 times since Jul 1, 2026."]
    with pytest.raises(NotFoundError):
        import_detail(every_books, 999)


def test_set_aside_rows_are_told_in_the_order_of_the_file(every_books: Books, client: int) -> None:
    aside = tuple(SetAside("", line, "Clicks", message("Clicks cannot be {n}.", n=-line), {"Clicks": str(-line)}) for line in (9, 5))
    made = take(every_books, client, row(1), set_aside=aside)
    assert made.import_id is not None
    assert quarantined_rows(every_books, made.import_id) == tuple(reversed(aside))


def test_the_lines_of_the_file_are_shown_as_they_stood(every_books: Books, client: int) -> None:
    made = load(every_books, report(row(1)), client, OWNER, FILE)
    assert made.import_id is not None
    assert original_file(every_books, made.import_id) == FILE
    assert original_lines(every_books, made.import_id, "", [3, 5, 99]) == [(3, '2026-07-01,"Two\nlines"'), (5, "2026-07-02,名")]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_line_keeps_its_number_below_a_cell_with_an_odd_sign(books: Books, owner: Actor, end: str) -> None:
    odd = end.join(["Day,Campaign,Impr.,Clicks,Currency code,Cost", "2026-07-01,Two\u2028and\x0cthree\x85,10,1,EUR,1", "2026-07-02,B,20,2,EUR,2", ""])
    made = read("x.csv", odd.encode())
    found = load(books, made, ensure_client(books.crm, "Fernwick", owner), owner, odd.encode())
    assert found.import_id is not None and made.rows["source_line"].to_pylist() == [2, 3]
    assert original_lines(books, found.import_id, "", [3]) == [(3, "2026-07-02,B,20,2,EUR,2")]


def test_the_command_line_lists_and_undoes() -> None:
    opened = open_books()
    client = ensure_client(opened.crm, "Fernwick", OWNER)
    take(opened, client, row(1, 10))
    run = CliRunner()
    listed = json.loads(run.invoke(adcrm, ["imports", "--json"]).output)["imports"]
    assert [(one["import_id"], one["client"], one["outcome"], one["sums"]["cost"]) for one in listed] == [(1, "Fernwick", "loaded", "10")]
    assert json.loads(run.invoke(adcrm, ["undo", "1", "--json"]).output)["undone_by"] == "owner"
    assert "undone" in run.invoke(adcrm, ["imports"]).output
    assert listed[0]["date_start"] == (DAY + timedelta(days=0)).isoformat()
