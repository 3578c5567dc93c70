"""Set-aside rows: read again with corrected cells, loaded as a correction of their import, undone, left out."""

import random
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings, strategies

from adcrm.actors import Actor
from adcrm.books import Books
from adcrm.errors import ImportConflictError, InputError, NotFoundError, PermissionRefusedError
from adcrm.imports import corrections
from adcrm.imports.assign import assign_account
from adcrm.imports.clients import Account, ensure_client, remember_account
from adcrm.imports.corrections import judge, leave_out, reopen, retry
from adcrm.imports.history import import_detail, original_lines
from adcrm.imports.load import load
from adcrm.imports.quarantine import set_aside, waiting
from adcrm.imports.read import read
from adcrm.imports.undo import undo
from adcrm.store import open_store
from adcrm.warehouse import open_warehouse
from tests.imports.test_read_cells import google
from tests.imports.worlds import OWNER, current, history, total

BAD = google(
    "2026-07-01,Brand,100,10,EUR,1.00,1,3",
    "2026-02-30,Brand,200,20,EUR,2.00,2,6",
    "2026-07-03,Brand,300,-3,EUR,3.00,3,9",
    "2026-07-04,Brand,400,40,EUR,n.a.,4,12",
)
MANAGER = "Day,Account,Campaign,Impr.,Clicks,Currency code,Cost,Conversions,Conv. value\n"


def _load(books: Books, client: int | None, data: bytes, name: str = "bad.csv") -> int:
    made = load(books, read(name, data), client, OWNER, data)
    assert made.import_id is not None
    return made.import_id


def _states(books: Books, import_id: int) -> list[str]:
    return [row.state for row in set_aside(books, import_id)]


def test_a_corrected_row_is_taken_with_its_own_line_and_belongs_to_its_file(every_books: Books, client: int) -> None:
    first = _load(every_books, client, BAD)
    assert total(every_books) == 1
    done = retry(every_books, first, {("", 3): {"Day": "2026-07-02"}, ("", 4): {"Clicks": "30"}}, Actor("Lin"))
    assert done.result is not None and done.result.import_id is not None and done.taken == 2
    assert total(every_books) == 6
    brought = [row for row in current(every_books) if row["import_id"] == done.result.import_id]
    assert sorted((row["source_line"], row["cost"], row["clicks"]) for row in brought) == [(3, Decimal(2), 20), (4, Decimal(3), 30)]
    entry = import_detail(every_books, done.result.import_id).entry
    assert (entry["corrects"], entry["file_name"], entry["actor"], entry["rows_loaded"]) == (first, "bad.csv", "Lin", 2)
    assert "2026-02-30" in original_lines(every_books, done.result.import_id, "", [3])[0][1]
    rows = set_aside(every_books, first)
    assert [(row.line, row.state, row.changed, row.decided_by) for row in rows] == [
        (3, "taken", {"Day": "2026-07-02"}, "Lin"),
        (4, "taken", {"Clicks": "30"}, "Lin"),
        (5, "open", None, ""),
    ]
    assert [(one.import_id, one.rows) for one in waiting(every_books)] == [(first, 1)]


def test_a_row_that_still_cannot_be_taken_says_why_and_stays_open(every_books: Books, client: int) -> None:
    first = _load(every_books, client, BAD)
    edits = {("", 3): {"Day": "2026-07-02"}, ("", 4): {"Clicks": "301"}, ("", 5): {}}
    said = [(one.line, one.is_taken, one.column, str(one.reason or "")) for one in judge(every_books, first, edits)]
    assert said == [(3, True, "", ""), (4, False, "Clicks", "More clicks than impressions."), (5, False, "Cost", "This is no number.")]
    done = retry(every_books, first, {("", 5): {"Cost": "four"}}, OWNER)
    assert done.result is None and _states(every_books, first) == ["open"] * 3 and total(every_books) == 1


def test_undo_of_a_correction_opens_its_rows_again(every_books: Books, client: int) -> None:
    first = _load(every_books, client, BAD)
    before = current(every_books), history(every_books), set_aside(every_books, first)
    done = retry(every_books, first, {("", 4): {"Clicks": "30"}}, OWNER)
    assert done.result is not None and done.result.import_id is not None
    undo(every_books, done.result.import_id, OWNER)
    assert (current(every_books), history(every_books), set_aside(every_books, first)) == before


def test_undo_of_the_file_takes_its_corrections_along(every_books: Books, client: int) -> None:
    first = _load(every_books, client, BAD)
    retry(every_books, first, {("", 4): {"Clicks": "30"}}, OWNER)
    undo(every_books, first, OWNER)
    assert current(every_books) == history(every_books) == [] and waiting(every_books) == ()
    with pytest.raises(ImportConflictError, match="undone"):
        retry(every_books, first, {("", 5): {"Cost": "4"}}, OWNER)


def test_a_twin_of_a_row_in_the_file_is_added_not_replaced(every_books: Books, client: int) -> None:
    twins = google("2026-07-01,Brand,100,10,EUR,1.00,1,3", "2026-07-01,Brand,100,-5,EUR,5.00,1,3", "2026-07-01,Brand,100,-7,EUR,7.00,1,3")
    first = _load(every_books, client, twins)
    retry(every_books, first, {("", 3): {"Clicks": "5"}}, OWNER)
    retry(every_books, first, {("", 4): {"Clicks": "7"}}, OWNER)
    assert total(every_books) == 13
    whole = google("2026-07-01,Brand,100,10,EUR,1.00,1,3", "2026-07-01,Brand,100,5,EUR,5.00,1,3", "2026-07-01,Brand,100,7,EUR,7.00,1,3")
    assert load(every_books, read("whole.csv", whole), client, OWNER, whole).outcome == "unchanged"


def test_a_corrected_twin_still_counts_after_its_account_went_to_another_client(every_books: Books, client: int) -> None:
    twins = google("2026-07-01,Xylo US,Brand,100,10,EUR,1.00,1,3", "2026-07-01,Xylo US,Brand,100,-5,EUR,5.00,1,3", head=MANAGER)
    first = _load(every_books, client, twins)
    retry(every_books, first, {("", 3): {"Clicks": "5"}}, OWNER)
    xylo = ensure_client(every_books.crm, "Xylo", OWNER)
    assign_account(every_books, "google_ads", "Xylo US", xylo, OWNER)
    assert total(every_books) == total(every_books, client_id=xylo) == 6 and history(every_books) == []


def test_a_corrected_row_goes_to_the_client_that_has_the_other_rows_of_its_account(every_books: Books, client: int) -> None:
    xylo = ensure_client(every_books.crm, "Xylo", OWNER)
    remember_account(every_books.crm, "google_ads", Account("", "Xylo US"), xylo, OWNER)
    rows = (
        "2026-07-01,Xylo US,Brand,100,10,EUR,1.00,1,3",
        "2026-07-02,Xylo US,Brand,100,-5,EUR,5.00,1,3",
        "2026-07-01,Fernwick,Brand,10,1,EUR,7.00,1,3",
    )
    first = _load(every_books, client, google(*rows, "2026-07-02,Nobody,Brand,100,-5,EUR,9.00,1,3", head=MANAGER))
    done = retry(every_books, first, {("", 3): {"Clicks": "5"}, ("", 5): {"Clicks": "5"}}, OWNER)
    assert {owner: total(every_books, client_id=owner) for owner in (xylo, client)} == {xylo: 6, client: 7}
    assert [row["cost"] for row in current(every_books) if row["client_id"] is None] == [9]
    undo(every_books, done.result.import_id if done.result and done.result.import_id else 0, OWNER)
    moved = ensure_client(every_books.crm, "Xylo Europe", OWNER)
    assign_account(every_books, "google_ads", "Xylo US", moved, OWNER)
    retry(every_books, first, {("", 3): {"Clicks": "5"}}, OWNER)
    assert {owner: total(every_books, client_id=owner) for owner in (xylo, client, moved)} == {xylo: 0, client: 7, moved: 6}


def test_a_corrected_row_restates_what_another_file_said(every_books: Books, client: int) -> None:
    _load(every_books, client, google("2026-07-03,Brand,300,25,EUR,2.50,3,9"), "earlier.csv")
    first = _load(every_books, client, BAD)
    done = retry(every_books, first, {("", 4): {"Clicks": "30"}}, OWNER)
    assert done.result is not None and (done.result.rows_new, done.result.rows_changed) == (0, 1)
    assert total(every_books) == 4


def test_a_row_that_the_books_hold_already_leaves_the_list(every_books: Books, client: int) -> None:
    first = _load(every_books, client, BAD)
    _load(every_books, client, google("2026-07-03,Brand,300,30,EUR,3.00,3,9"), "later.csv")
    done = retry(every_books, first, {("", 4): {"Clicks": "30"}}, OWNER)
    assert done.result is not None and (done.result.rows_new, done.result.rows_changed, done.result.rows_same) == (0, 0, 1)
    taken = ("taken", done.result.import_id)
    assert [(row.state, row.taken_by) for row in set_aside(every_books, first)] == [("open", None), taken, ("open", None)]
    assert total(every_books) == 4


def test_a_row_that_another_file_brought_too_stays_when_that_file_is_undone(every_books: Books, client: int) -> None:
    first = _load(every_books, client, BAD)
    other = _load(every_books, client, google("2026-07-03,Brand,300,30,EUR,3.00,3,9"), "later.csv")
    done = retry(every_books, first, {("", 4): {"Clicks": "30"}}, OWNER)
    undo(every_books, other, OWNER)
    assert total(every_books) == 4
    assert done.result is not None and done.result.import_id is not None
    undo(every_books, done.result.import_id, OWNER)
    assert (total(every_books), _states(every_books, first)) == (1, ["open", "open", "open"])


def test_a_row_is_not_taken_for_an_import_that_was_undone_while_it_was_read(every_books: Books, client: int, monkeypatch: pytest.MonkeyPatch) -> None:
    first = _load(every_books, client, BAD)

    def later(*given: Any, **named: Any) -> Any:
        undo(every_books, first, OWNER)
        return load(*given, **named)

    monkeypatch.setattr(corrections, "load", later)
    with pytest.raises(ImportConflictError, match="undone"):
        retry(every_books, first, {("", 4): {"Clicks": "30"}}, OWNER)
    assert not current(every_books)


def test_the_row_is_read_as_its_file_was(every_books: Books, client: int) -> None:
    """Day first and a decimal comma were decided by other rows; the row alone would be read otherwise."""
    head = "Tag;Kampagne;Impr.;Klicks;Währungscode;Kosten\n"
    data = (head + "25.07.2026;Marke;100;10;EUR;1,50\n03.07.2026;Marke;300;-3;EUR;1.234\n").encode()
    first = _load(every_books, client, data)
    retry(every_books, first, {("", 3): {"Klicks": "30"}}, OWNER)
    row = next(one for one in current(every_books) if one["source_line"] == 3)
    assert (row["date_start"].isoformat(), row["cost"]) == ("2026-07-03", Decimal(1234))


def test_a_row_with_too_many_cells_can_be_put_right(every_books: Books, client: int) -> None:
    first = _load(every_books, client, google("2026-07-01,Brand,100,10,EUR,1.00,1,3", "2026-07-02,Brand,1,200,20,EUR,2.00,2,6"))
    assert not judge(every_books, first, {("", 3): {}})[0].is_taken
    right = {"Impr.": "1200", "Clicks": "20", "Currency code": "EUR", "Cost": "2.00", "Conversions": "2", "Conv. value": "6", "(9)": ""}
    assert retry(every_books, first, {("", 3): right}, OWNER).taken == 1
    assert total(every_books, "impressions") == 1300


def test_rows_are_left_out_for_a_reason_and_can_come_back(every_books: Books, client: int) -> None:
    first = _load(every_books, client, BAD)
    with pytest.raises(InputError):
        leave_out(every_books, first, [("", 3)], " ", OWNER)
    assert leave_out(every_books, first, [("", 3), ("", 4)], "Booked twice", Actor("Lin")) == 2
    assert next((row.state, row.note, row.decided_by) for row in set_aside(every_books, first)) == ("left_out", "Booked twice", "Lin")
    with pytest.raises(ImportConflictError):
        retry(every_books, first, {("", 3): {"Day": "2026-07-02"}}, OWNER)
    reopen(every_books, first, [("", 3)], OWNER)
    assert _states(every_books, first) == ["open", "left_out", "open"]


def test_the_same_bad_row_of_a_changed_copy_waits_once_in_the_newest(every_books: Books, client: int) -> None:
    first = _load(every_books, client, BAD)
    second = _load(every_books, client, BAD.replace(b"1.00,1,3", b"1.00,1,4"), "again.csv")
    third = _load(every_books, client, BAD.replace(b"1.00,1,3", b"1.00,1,5").replace(b"n.a.", b"4.00"), "third.csv")
    assert [(row.state, row.taken_by) for row in set_aside(every_books, first)] == [("superseded", second)] * 3
    assert [(row.state, row.taken_by) for row in set_aside(every_books, second)] == [("superseded", third)] * 2 + [("open", None)]
    assert [(one.import_id, one.rows) for one in waiting(every_books)] == [(third, 2), (second, 1)]
    with pytest.raises(ImportConflictError, match="not open any more"):
        retry(every_books, first, {("", 4): {"Clicks": "30"}}, OWNER)
    undo(every_books, second, OWNER)  # its rows stand in the third as well, all but the one that was right there
    assert [(row.state, row.taken_by) for row in set_aside(every_books, first)] == [("superseded", third)] * 2 + [("open", None)]
    undo(every_books, third, OWNER)
    assert [(row.state, row.taken_by) for row in set_aside(every_books, first)] == [("open", None)] * 3
    assert [(one.import_id, one.rows) for one in waiting(every_books)] == [(first, 3)]


def test_a_bad_row_of_other_days_another_account_or_that_stands_more_often_waits_beside(every_books: Books, client: int) -> None:
    bad = "2026-02-30,Brand,200,20,EUR,2.00,2,6"
    first = _load(every_books, client, google("2026-07-01,Brand,100,10,EUR,1.00,1,3", bad, bad))
    _load(every_books, client, google("2026-08-01,Brand,100,10,EUR,1.00,1,3", bad), "august.csv")
    assert _states(every_books, first) == ["open", "open"]
    _load(every_books, client, google("2026-07-01,Brand,100,11,EUR,1.00,1,3", bad), "july.csv")
    assert _states(every_books, first) == ["superseded", "open"]


def test_only_rows_that_are_there_are_retried_by_somebody_who_may(every_books: Books, client: int) -> None:
    first = _load(every_books, client, BAD)
    with pytest.raises(NotFoundError):
        retry(every_books, first, {("", 99): {}}, OWNER)
    with pytest.raises(NotFoundError):
        retry(every_books, 999, {("", 3): {}}, OWNER)
    with pytest.raises(PermissionRefusedError):
        retry(every_books, first, {("", 3): {}}, Actor("guest", "viewer"))


STEP = strategies.tuples(strategies.sampled_from(["file", "retry", "retry", "undo"]), strategies.integers(0, 9), strategies.integers(0, 9))


def _file(number: int) -> bytes:
    """A file with rows that other files have too, a twin, and two rows that cannot be taken."""
    day = 1 + number % 3
    return google(
        f"2026-07-0{day},Brand,100,10,EUR,{number + 1}.00,1,3",
        f"2026-07-0{day},Brand,100,-1,EUR,{number + 1}.50,1,3",
        f"2026-07-0{day + 1},Brand,100,-2,EUR,{number + 2}.00,2,6",
        f"2026-07-0{day + 1},Tents,100,10,EUR,{number + 3}.00,2,6",
    )


def _run(books: Books, client: int, steps: list[tuple[str, int, int]]) -> None:
    """Load, retry and undo at random; the last step undone is the state before it, byte for byte, in both tables."""
    live: list[int] = []
    for kind, one, other in steps:
        before = current(books), history(books), [set_aside(books, number) for number in live]
        held = list(live)
        made = None
        if kind == "file":
            data = _file(one)
            made = load(books, read(f"{one}-{other}.csv", data), client, OWNER, data).import_id
        elif kind == "retry" and live:
            rows = [row for row in set_aside(books, live[one % len(live)]) if row.state == "open"]
            if rows:
                row = rows[other % len(rows)]
                result = retry(books, row.import_id, {row.key: {"Clicks": str(other)}}, OWNER).result
                made = result.import_id if result else None
        elif live:
            undo(books, live.pop(one % len(live)), OWNER)
        if made is not None:
            undo(books, made, OWNER)
            assert (current(books), history(books), [set_aside(books, number) for number in held]) == before
            if kind == "file":
                again = load(books, read(f"{one}-{other}.csv", _file(one)), client, OWNER, _file(one)).import_id
                assert again is not None
                live.append(again)
            else:
                retry(books, row.import_id, {row.key: {"Clicks": str(other)}}, OWNER)
    for number in random.Random(len(steps)).sample(live, len(live)):
        undo(books, number, OWNER)
    assert current(books) == history(books) == []


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(steps=strategies.lists(STEP, min_size=2, max_size=7))
def test_any_retry_can_be_taken_back(steps: list[tuple[str, int, int]]) -> None:
    books = Books(open_store("sqlite://"), open_warehouse("duckdb:///:memory:"))
    _run(books, ensure_client(books.crm, "Fernwick", OWNER), steps)
    books.facts.close()
    books.crm.close()


@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(steps=strategies.lists(STEP, min_size=2, max_size=5))
def test_any_retry_can_be_taken_back_on_postgresql(postgres_url: str, steps: list[tuple[str, int, int]]) -> None:
    books: Any = Books(open_store(postgres_url), open_warehouse(postgres_url))
    with books.facts.write() as writer:
        for table in ("ad_performance", "ad_performance_history", "imports", "quarantine"):
            writer.execute(f"DELETE FROM {table}")
    _run(books, ensure_client(books.crm, "Fernwick", OWNER), steps)
    books.facts.close()
    books.crm.close()
