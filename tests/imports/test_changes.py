"""What a report would change is known before it is taken, and finding it out writes nothing."""

from decimal import Decimal

from adcrm.books import Books
from adcrm.imports.changes import preview, preview_changes
from adcrm.imports.restated import Change, kept_changes, runs
from adcrm.imports.undo import undo
from tests.imports.worlds import OWNER, current, day, report, row, take, total


def test_the_preview_says_what_changes_by_day_and_metric(every_books: Books, client: int) -> None:
    take(every_books, client, row(1, 10, conversions=Decimal(100)), row(2, 20, conversions=Decimal(110)), row(5, 7))
    newer = report(row(1, 10, conversions=Decimal(120)), row(2, 20, conversions=Decimal(127)), row(5, 7), row(6, 9))
    before, version = current(every_books), every_books.facts.version()
    found = preview(every_books, newer, client)
    assert (found.found.rows_new, found.found.rows_changed, found.found.rows_same) == (1, 2, 1)
    assert not found.is_known and not found.is_unchanged
    assert preview_changes(every_books, newer, client).values.tolist() == [
        [day(1), day(1), "conversions", "", Decimal(100), Decimal(120)],
        [day(2), day(2), "conversions", "", Decimal(110), Decimal(127)],
    ]
    assert runs(found.by_day) == [Change("conversions", day(1), day(2), Decimal(210), Decimal(247))]
    assert (current(every_books), every_books.facts.version()) == (before, version)


def test_a_sale_that_is_declined_takes_its_figures_back(every_books: Books, client: int) -> None:
    sales = (row(1, 10, status="pending", item_id="a"), row(1, 20, status="approved", item_id="b"))
    take(every_books, client, *sales)
    newer = report(row(1, 10, status="declined", item_id="a"), row(1, 20, status="approved", item_id="b"))
    found = {one.metric: (one.before, one.after) for one in runs(preview_changes(every_books, newer, client))}
    assert found["cost"] == (Decimal(10), Decimal(0))
    take(every_books, client, row(1, 10, status="declined", item_id="a"), row(1, 20, status="approved", item_id="b"))
    again = {one.metric: (one.before, one.after) for one in runs(preview_changes(every_books, report(*sales), client))}
    assert (again["cost"], total(every_books)) == ((Decimal(0), Decimal(10)), 20)


def test_days_that_do_not_follow_one_another_are_told_apart(every_books: Books, client: int) -> None:
    take(every_books, client, row(1, 10), row(5, 20))
    found = runs(preview_changes(every_books, report(row(1, 11), row(5, 21)), client))
    assert [(one.date_start, one.after) for one in found if one.metric == "cost"] == [(day(1), Decimal(11)), (day(5), Decimal(21))]


def test_the_preview_knows_a_file_that_is_in_the_books(every_books: Books, client: int) -> None:
    take(every_books, client, row(1))
    assert preview(every_books, report(row(1)), client).is_known
    same = preview(every_books, report(row(1), name="other.csv"), client)
    assert not same.is_known and same.is_unchanged


def test_the_preview_waits_for_no_load_and_sees_nothing_of_one_under_way(every_books: Books, client: int) -> None:
    take(every_books, client, row(1, 10))
    newer = report(row(1, 11))
    with every_books.facts.write() as writer:
        writer.execute("DELETE FROM ad_performance")
        found = preview(every_books, newer, client)
    assert [(one.before, one.after) for one in runs(found.by_day) if one.metric == "cost"] == [(Decimal(10), Decimal(11))]
    assert not current(every_books)


def test_the_preview_names_accounts_of_nobody(every_books: Books, client: int) -> None:
    found = preview(every_books, report(row(1, account="Fernwick US"), row(1, account="Kanaalhuis EU")), client)
    assert len(found.owners.warnings) == 1 and "Kanaalhuis EU" in str(found.owners.warnings[0])


def test_a_figure_that_nobody_knew_was_not_nought(every_books: Books, client: int) -> None:
    take(every_books, client, row(1, 10, conversions=None), row(2, 10, conversions=None))
    found = runs(preview_changes(every_books, report(row(1, 10), row(2, 10)), client))
    assert found == [Change("conversions", day(1), day(2), None, Decimal(2))]


def test_amounts_of_two_currencies_are_told_apart(every_books: Books, client: int) -> None:
    euros = {"account": "Fernwick EU", "currency": "EUR"}
    take(every_books, client, row(1, 10), row(1, 5, **euros), account="", currency="")
    found = runs(preview_changes(every_books, report(row(1, 11), row(1, 7, **euros)), client))
    assert [(one.metric, one.currency, one.after) for one in found if one.metric in ("cost", "clicks")] == [
        ("cost", "EUR", Decimal(7)),  # the largest change of its metric first
        ("clicks", "", Decimal(180)),
        ("cost", "USD", Decimal(11)),
    ]


def test_the_largest_change_comes_first(every_books: Books, client: int) -> None:
    take(every_books, client, row(1, 10), row(5, 100))
    found = runs(preview_changes(every_books, report(row(1, 10.1), row(5, 190)), client))
    assert [one.date_start for one in found if one.metric == "cost"] == [day(5), day(1)]


def test_what_an_import_changed_is_kept_with_it(every_books: Books, client: int) -> None:
    take(every_books, client, row(1, 10), row(2, 20))
    newer = report(row(1, 10), row(2, 25))
    seen = preview_changes(every_books, newer, client)
    made = take(every_books, client, row(1, 10), row(2, 25))
    assert made.import_id is not None
    assert kept_changes(every_books, made.import_id).values.tolist() == sorted(seen.values.tolist(), key=lambda one: (one[0], one[2]))
    undo(every_books, made.import_id, OWNER)
    assert len(kept_changes(every_books, made.import_id)) == 5


def test_rows_that_a_newer_report_does_not_list_are_noted(every_books: Books, client: int) -> None:
    take(every_books, client, row(1, 10), row(1, 7, campaign="Tents"), row(2, 20), row(3, 5, campaign="Tents"))
    found = preview(every_books, report(row(1, 11), row(2, 20)), client)
    assert str(found.unlisted).startswith("1 row that the books hold for these days") and "USD 7.00" in str(found.unlisted)
    made = take(every_books, client, row(1, 11), row(2, 20))
    assert made.warnings == (found.unlisted,) and total(every_books) == 43
    assert preview(every_books, report(row(1, 12), row(1, 8, campaign="Tents")), client).unlisted is None
