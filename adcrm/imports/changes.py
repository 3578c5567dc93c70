"""What a report would change in the books, found out before it is taken."""

from dataclasses import dataclass, replace

import pandas as pd

from adcrm.books import Books
from adcrm.imports.beside import beside_history, twins
from adcrm.imports.clients import Owners, owners
from adcrm.imports.load import is_live, loaded_elsewhere
from adcrm.imports.model import Report
from adcrm.imports.records.compose import Change as FieldChange
from adcrm.imports.restated import COLUMNS, by_day, unlisted
from adcrm.imports.staging import Difference, accounts_of, difference, stage_rows
from adcrm.imports.targets import room_of, target_of
from adcrm.messages import Message


@dataclass(frozen=True)
class Preview:
    """What loading a report would do.

    Attributes
    ----------
    is_known : the same file is in the books for this client already.
    found : how many rows would be new, would say something else than before, would say the same.
    by_day : as :func:`preview_changes` gives it.
    owners : the client of each account, with warnings about accounts of nobody.
    unlisted : a note where the books hold rows of the same reports and days that this report does not list.
    fields : of records of a CRM system, each field that would change; ``notes`` what a person should know of them.
    """

    is_known: bool
    found: Difference
    by_day: pd.DataFrame
    owners: Owners
    unlisted: Message | None = None
    fields: tuple[FieldChange, ...] = ()
    notes: tuple[Message, ...] = ()

    @property
    def is_unchanged(self) -> bool:
        """Whether loading would write nothing."""
        return self.is_known or self.found.is_nothing


def preview(books: Books, report: Report, client_id: int | None) -> Preview:
    """Compare a report with the books as they stand. Nothing is written, and a load that is under way is not waited for.

    Raises
    ------
    NotFoundError : there is no such client.
    """
    target = target_of(report.target)
    if not target.in_warehouse:
        return room_of(target).preview(books, report, client_id)
    whose = owners(books.crm, report.platform, accounts_of(report.rows), client_id)
    with books.facts.compare() as writer:
        repeats = stage_rows(writer, report, whose)
        whose = replace(whose, warnings=(*whose.warnings, *loaded_elsewhere(books, writer, report, client_id)))
        found, is_known = difference(writer, report.rows, target), is_live(writer, report, client_id)
        whose = replace(whose, warnings=(*whose.warnings, *beside_history(writer, report), *(twins(writer, target) if repeats else ())))
        missed = unlisted(writer, target) if found.meets_rows else None
        changed = by_day(writer, target) if found.rows_changed else pd.DataFrame(columns=COLUMNS).astype(object)
        return Preview(is_known, found, changed, whose, missed)


def preview_changes(books: Books, report: Report, client_id: int | None) -> pd.DataFrame:
    """What would change by day and metric.

    Returns
    -------
    Columns ``date_start``, ``date_end`` (equal for a day), ``metric`` (a name of ``MEASURES``), ``currency`` (of an amount, '' for a
    count), ``before`` and ``after`` (exact decimals, ``None`` where no row knows it): sums over the rows that are in the books and
    would be restated; a row for each that differs.
    """
    return preview(books, report, client_id).by_day
