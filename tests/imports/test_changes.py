"""What a report would change is known before it is taken, and finding it out writes nothing."""

from decimal import Decimal

from adcrm.books import Books
from adcrm.imports.changes import Change, preview, preview_changes, runs
from tests.imports.worlds import current, day, report, row, take


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


def test_days_that_do_not_follow_one_another_are_told_apart(every_books: Books, client: int) -> None:
    take(every_books, client, row(1, 10), row(5, 20))
    found = runs(preview_changes(every_books, report(row(1, 11), row(5, 21)), client))
    assert [(one.date_start, one.after) for one in found if one.metric == "cost"] == [(day(1), Decimal(11)), (day(5), Decimal(21))]


def test_the_preview_knows_a_file_that_is_in_the_books(every_books: Books, client: int) -> None:
    take(every_books, client, row(1))
    assert preview(every_books, report(row(1)), client).is_known
    same = preview(every_books, report(row(1), name="other.csv"), client)
    assert not same.is_known and same.is_unchanged


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
        ("clicks", "", Decimal(180)),
        ("cost", "EUR", Decimal(7)),
        ("cost", "USD", Decimal(11)),
    ]
