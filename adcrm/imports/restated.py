"""What the rows of a report say differently from the books, by day and metric; kept with the import that changed it.

Works inside a write transaction, on the tables that :mod:`adcrm.imports.staging` makes, before older versions are moved away.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pandas as pd
import pyarrow as pa

from adcrm.books import Books
from adcrm.imports.staging import compared
from adcrm.imports.targets import ADS, MONEY, TARGETS, Target
from adcrm.messages import Message, message, plural
from adcrm.warehouse import Writer
from adcrm.warehouse.tables import IMPORT_CHANGES, import_changes

COLUMNS = ["date_start", "date_end", "metric", "currency", "before", "after"]
KINDS = IMPORT_CHANGES.to_pyarrow()


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

    @property
    def size(self) -> Decimal:
        """By how much, without a sign; what was not known counts as nothing."""
        return abs((self.after or Decimal(0)) - (self.before or Decimal(0)))


def by_day(writer: Writer, target: Target) -> pd.DataFrame:
    """Sums over the rows that are in the books and would be restated, a row for each period and metric that differs: ``COLUMNS``.

    Needs the table ``met``, which is there where the report meets rows of the books.
    """
    sums = ", ".join(f"sum({m}_before) AS {m}_before, sum({m}_after) AS {m}_after" for m in compared(target))
    days = writer.query(f"SELECT date_start, date_end, currency, {sums} FROM met WHERE is_changed GROUP BY 1, 2, 3 ORDER BY 1, 2, 3").to_pylist()
    found: dict[tuple[date, date, str, str], tuple[Decimal | None, Decimal | None]] = {}
    for one in days:
        for metric in compared(target):
            currency = one["currency"] or "" if metric in MONEY else ""  # amounts of two currencies never meet
            key = (one["date_start"], one["date_end"], metric, currency)
            before, after = found.get(key, (None, None))
            found[key] = (_sum(before, one[f"{metric}_before"]), _sum(after, one[f"{metric}_after"]))
    changed = [(*key, before, after) for key, (before, after) in found.items() if before != after]
    return pd.DataFrame(changed, columns=COLUMNS).astype(object)


def runs(changed: pd.DataFrame) -> list[Change]:
    """The changes of days that follow one another put together; those first that move most of their metric."""
    made: list[Change] = []
    for (metric, currency), rows in changed.groupby(["metric", "currency"], sort=False):
        run: Change | None = None
        ordered = rows.sort_values(["date_start", "date_end"])
        for start, end, before, after in ordered[["date_start", "date_end", "before", "after"]].itertuples(index=False):
            if run is not None and start <= run.date_end + timedelta(days=1):
                run = replace(run, date_end=max(run.date_end, end), before=_sum(run.before, before), after=_sum(run.after, after))
                made[-1] = run
                continue
            run = Change(str(metric), start, end, before, after, str(currency))
            made.append(run)
    whole: dict[tuple[str, str], Decimal] = {}
    for one in made:
        key = one.metric, one.currency
        whole[key] = whole.get(key, Decimal(0)) + max(abs(one.before or Decimal(0)), abs(one.after or Decimal(0)))
    order = [metric for target in TARGETS.values() for metric in compared(target)]
    return sorted(made, key=lambda one: (-one.size / (whole[one.metric, one.currency] or 1), order.index(one.metric), one.date_start))


def unlisted(writer: Writer, target: Target) -> Message | None:
    """A note where the same reports said more about these days than this one does. Such rows stay in the books.

    Only rows of imports that this report restates are looked at: another import may name the same things in another way. Needs the
    table ``met``, which is there where the report meets rows of the books.
    """
    if target is not ADS:
        return None
    mine = "unnumbered" if writer.is_view("keyed") else "keyed"  # keys are not asked for, and to give them to rows takes longer than the rest
    found = described(
        writer,
        "ad_performance WHERE import_id IN (SELECT import_id FROM ad_performance JOIN met ON ad_performance.row_key = met.row_key) "
        f"AND row_key NOT IN (SELECT row_key FROM met) AND EXISTS (SELECT 1 FROM {mine} mine WHERE mine.date_start = ad_performance.date_start "
        "AND mine.date_end = ad_performance.date_end AND mine.level = ad_performance.level AND mine.breakdown = ad_performance.breakdown "
        "AND coalesce(mine.account_id, '') = coalesce(ad_performance.account_id, '') "
        "AND coalesce(mine.account, '') = coalesce(ad_performance.account, ''))",
    )
    if found is None:
        return None
    return plural(
        "{n} row that the books hold for these days ({first} to {last}, {cost}) is not in this report; it stays in the books.",
        "{n} rows that the books hold for these days ({first} to {last}, {cost}) are not in this report; they stay in the books.",
        **found,
    )


def described(writer: Writer, rows: str, **values: Any) -> dict[str, Any] | None:
    """Of ad facts (``rows``: SQL after FROM) what a note says: ``n`` how many, ``first`` and ``last`` day, ``cost`` in words; ``None`` for none."""
    found: dict[str, Any] = writer.query(
        "SELECT count(*) AS n, sum(cost) AS cost, min(currency) AS currency, max(currency) AS other, min(date_start) AS first_day, "
        f"max(date_end) AS last_day FROM {rows}",
        **values,
    ).to_pylist()[0]
    if not found["n"]:
        return None
    cost = message("an unknown cost")
    if found["cost"] is not None and found["currency"] == found["other"]:
        cost = message("{currency} {amount}", currency=found["currency"] or "", amount=f"{found['cost']:,.2f}")
    return {"n": int(found["n"]), "first": found["first_day"], "last": found["last_day"], "cost": cost}


def keep_changes(writer: Writer, import_id: int, changed: pd.DataFrame) -> None:
    """Note what an import changed."""
    if changed.empty:
        return
    rows = changed.rename(columns={"before": "value_before", "after": "value_after"}).to_dict("records")
    writer.insert("import_changes", pa.Table.from_pylist([{"import_id": import_id, **row} for row in rows], KINDS))


def kept_changes(books: Books, import_id: int) -> pd.DataFrame:
    """What an import changed when it was loaded, as :func:`by_day` gave it then."""
    mine = import_changes.filter(import_changes.import_id == import_id).order_by("date_start", "date_end", "metric", "currency")
    rows = [tuple(row.values())[1:] for row in books.facts.query(mine).to_pylist()]
    return pd.DataFrame(rows, columns=COLUMNS).astype(object)


def _sum(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    """The sum of what is known."""
    return other if one is None else one if other is None else one + other
