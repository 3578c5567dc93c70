"""What a report would change in the books, found out before it is taken."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

import pandas as pd

from adcrm.books import Books
from adcrm.imports.clients import Owners, owners
from adcrm.imports.load import is_live, loaded_elsewhere
from adcrm.imports.model import MEASURES, Report
from adcrm.imports.staging import Difference, accounts_of, difference, is_changed, stage_rows
from adcrm.imports.targets import ADS, MONEY, TARGETS, Target, room_of, target_of
from adcrm.warehouse import Writer

COLUMNS = ["date_start", "date_end", "metric", "currency", "before", "after"]


@dataclass(frozen=True)
class Preview:
    """What loading a report would do.

    Attributes
    ----------
    is_known : the same file is in the books for this client already.
    found : how many rows would be new, would say something else than before, would say the same.
    by_day : as :func:`preview_changes` gives it.
    owners : the client of each account, with warnings about accounts of nobody.
    """

    is_known: bool
    found: Difference
    by_day: pd.DataFrame
    owners: Owners

    @property
    def is_unchanged(self) -> bool:
        """Whether loading would write nothing."""
        return self.is_known or self.found.is_nothing


@dataclass(frozen=True)
class Change:
    """A figure that would change on a run of days: ``conversions``, 12 to 18 March, 210 to 247.

    ``currency`` is that of an amount, '' for a count; ``before`` or ``after`` is ``None`` where the figure is not known.
    """

    metric: str
    date_start: date
    date_end: date
    before: Decimal | None
    after: Decimal | None
    currency: str = ""


def preview(books: Books, report: Report, client_id: int | None) -> Preview:
    """Compare a report with the books. Nothing is written: the transaction that compares is taken back.

    Raises
    ------
    NotFoundError : there is no such client.
    """
    target = target_of(report.target)
    if not target.in_warehouse:
        return room_of(target).preview(books, report, client_id)
    whose = owners(books.crm, report.platform, accounts_of(report.rows), client_id)
    try:
        with books.facts.write() as writer:
            stage_rows(writer, report, whose)
            whose = replace(whose, warnings=(*whose.warnings, *loaded_elsewhere(books, writer, report, client_id)))
            raise _SeenError(Preview(is_live(writer, report, client_id), difference(writer, target), _by_day(writer, target), whose))
    except _SeenError as seen:
        return seen.preview


def preview_changes(books: Books, report: Report, client_id: int | None) -> pd.DataFrame:
    """What would change by day and metric.

    Returns
    -------
    Columns ``date_start``, ``date_end`` (equal for a day), ``metric`` (a name of ``MEASURES``), ``currency`` (of an amount, '' for a
    count), ``before`` and ``after`` (exact decimals, ``None`` where no row knows it): sums over the rows that are in the books and
    would be restated; a row for each that differs.
    """
    return preview(books, report, client_id).by_day


def runs(by_day: pd.DataFrame) -> list[Change]:
    """The changes of days that follow one another put together, metric by metric."""
    made: list[Change] = []
    for (metric, currency), changed in by_day.groupby(["metric", "currency"], sort=False):
        run: Change | None = None
        ordered = changed.sort_values(["date_start", "date_end"])
        for start, end, before, after in ordered[["date_start", "date_end", "before", "after"]].itertuples(index=False):
            if run is not None and start <= run.date_end + timedelta(days=1):
                run = replace(run, date_end=max(run.date_end, end), before=_sum(run.before, before), after=_sum(run.after, after))
                made[-1] = run
                continue
            run = Change(str(metric), start, end, before, after, str(currency))
            made.append(run)
    order = [metric for target in TARGETS.values() for metric in compared(target)]
    return sorted(made, key=lambda one: order.index(one.metric))


def compared(target: Target) -> tuple[str, ...]:
    """The measures whose changes are shown."""
    return MEASURES if target is ADS else target.summed


def _sum(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    """The sum of what is known."""
    return other if one is None else one if other is None else one + other


class _SeenError(Exception):
    """Ends the transaction of a preview."""

    def __init__(self, found: Preview):
        super().__init__()
        self.preview = found


def _by_day(writer: Writer, target: Target) -> pd.DataFrame:
    sums = ", ".join(f"sum(old.{m}) AS {m}_before, sum(new.{m}) AS {m}_after" for m in compared(target))
    start, end = target.dated
    days = writer.query(
        f"SELECT new.{start} AS date_start, new.{end} AS date_end, new.currency, {sums} FROM keyed new JOIN {target.table} old "
        f"ON old.row_key = new.row_key WHERE {is_changed(target)} GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"
    ).to_pylist()
    found: dict[tuple[date, date, str, str], tuple[Decimal | None, Decimal | None]] = {}
    for one in days:
        for metric in compared(target):
            key = (
                one["date_start"],
                one["date_end"],
                metric,
                one["currency"] or "" if metric in MONEY else "",
            )  # amounts of two currencies never meet
            before, after = found.get(key, (None, None))
            found[key] = (_sum(before, one[f"{metric}_before"]), _sum(after, one[f"{metric}_after"]))
    changed = [(*key, before, after) for key, (before, after) in found.items() if before != after]
    return pd.DataFrame(changed, columns=COLUMNS).astype(object)
