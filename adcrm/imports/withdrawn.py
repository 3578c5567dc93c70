"""Rows that a platform no longer lists: a pull says all that there is of its account and days, so what it leaves out leaves the figures.

The earlier version goes to the history, and beside it a version of the pull that says "not listed": the newest version of a key decides as
ever, so that undo in any order needs no memory of what was left out. Such a version lies in the history and counts nowhere.
"""

from dataclasses import dataclass, replace
from datetime import date

from adcrm.imports.model import MEASURES, Report
from adcrm.imports.restated import described
from adcrm.imports.staging import Difference
from adcrm.imports.targets import ADS, named
from adcrm.imports.versions import FLAGS, IS_WITHDRAWN, NOT_LISTED
from adcrm.messages import Message, plural
from adcrm.warehouse import Writer

PULLED = "SELECT import_id FROM imports WHERE starts_with(file_name, $pull)"


@dataclass(frozen=True)
class Pull:
    """What a platform says now of one account from ``first`` to ``last``. ``source`` and ``account`` as the secrets file names them."""

    source: str
    account: str
    first: date
    last: date

    @property
    def of_account(self) -> str:
        """How the names of all files fetched of this account begin; by it earlier pulls are known."""
        return f"{self.source} {self.account} "

    @property
    def file_name(self) -> str:
        """What the file of these days is called."""
        return f"{self.of_account}{self.first} {self.last}.csv"


def withdraw(writer: Writer, report: Report, pull: Pull, found: Difference) -> Difference:
    """Find the rows that earlier pulls brought for these days and that ``report`` does not list: ``gone``; add them to ``met``.

    Nothing is withdrawn beside rows that were set aside: one of those may be what seems to be missing.
    """
    writer.drop("gone")
    nothing = " AND FALSE" if report.set_aside else ""
    within = f"date_start >= $first AND date_end <= $last AND level = $level AND breakdown = $breakdown{nothing}"
    asked = {"pull": pull.of_account, "first": pull.first, "last": pull.last, "level": report.level}
    asked["breakdown"] = "_".join(report.breakdown) or "none"
    # A key holds the day, so every version of a row lies within; to say so again spares the engine the rest of the table.
    both = (ADS.table, f"{ADS.table}_history")
    brought = " UNION ".join(f"SELECT row_key FROM {table} WHERE {within} AND import_id IN ({PULLED})" for table in both)
    listed = "SELECT row_key FROM keyed"
    which = f"{within} AND row_key IN ({brought}) AND row_key NOT IN ({listed})"
    writer.execute(f"CREATE TEMP TABLE gone AS SELECT {ADS.columns} FROM {ADS.table} WHERE {which}", **asked)
    # What a pull in between left out is left out by this one too, whichever of the two is undone.
    newest = f"(row_key, import_id) IN (SELECT row_key, max(import_id) FROM {ADS.table}_history WHERE {within} GROUP BY row_key)"
    still = f"{IS_WITHDRAWN} AND row_key NOT IN (SELECT row_key FROM {ADS.table} WHERE {within}) AND {newest}"
    writer.execute(f"INSERT INTO gone SELECT {ADS.columns} FROM {ADS.table}_history WHERE {which} AND {still}", **asked)
    n = int(writer.query(f"SELECT count(*) AS n FROM gone WHERE NOT ({IS_WITHDRAWN})")["n"][0].as_py())
    if not n:
        return found
    figures = ", ".join(f"{m} AS {m}_before, {m} - {m} AS {m}_after" for m in MEASURES)
    left = f"SELECT row_key, TRUE AS is_changed, date_start, date_end, currency, {figures} FROM gone WHERE NOT ({IS_WITHDRAWN})"
    if found.meets_rows:
        writer.execute(f"INSERT INTO met {left}")
    else:
        writer.drop("met")
        writer.execute(f"CREATE TEMP TABLE met AS {left}")
    return replace(found, rows_gone=n)


def withdrawn_clients(writer: Writer) -> set[int]:
    """Whose figures the rows of ``gone`` were; a rule may have given some to a client who has no row in the pull."""
    found = writer.query("SELECT DISTINCT client_id FROM gone WHERE client_id IS NOT NULL")
    return set(found["client_id"].to_pylist())


def keep_withdrawn(writer: Writer, import_id: int) -> None:
    """Note in the history that the pull ``import_id`` does not list the rows of ``gone``."""
    made = {"import_id": str(int(import_id)), "status": f"'{NOT_LISTED}'", **dict.fromkeys(FLAGS, "FALSE")}
    picked = ", ".join(made.get(name, named(name)) for name in ADS.schema.names)
    writer.execute(f"INSERT INTO {ADS.table}_history ({ADS.columns}) SELECT {picked} FROM gone")


def said_withdrawn(writer: Writer) -> tuple[Message, ...]:
    """A note on the rows of ``gone`` that leave the figures now, where there are any."""
    found = described(writer, f"gone WHERE NOT ({IS_WITHDRAWN})")
    if found is None:
        return ()
    note = plural(
        "{n} row of earlier pulls ({first} to {last}, {cost}) is no longer listed by the platform and left the figures; undo brings it back.",
        "{n} rows of earlier pulls ({first} to {last}, {cost}) are no longer listed by the platform and left the figures; undo brings them back.",
        **found,
    )
    return (note,)


def said_empty(writer: Writer, pull: Pull) -> Message | None:
    """A note where the platform lists nothing at all for days of which the books hold rows of earlier pulls: those stay."""
    rows = f"{ADS.table} WHERE date_start >= $first AND date_end <= $last AND import_id IN ({PULLED})"
    asked = {"pull": pull.of_account, "first": pull.first, "last": pull.last}
    found = described(writer, rows, **asked)
    if found is None:
        return None
    numbers = writer.query(f"SELECT DISTINCT import_id FROM {rows} ORDER BY 1", **asked)["import_id"].to_pylist()
    return plural(
        "The platform lists no row at all from {begin} to {end}, where the books hold {n} of earlier pulls ({cost}). It stays: an empty answer may "
        "mean that access was lost. If it is right, undo import {imports}.",
        "The platform lists no row at all from {begin} to {end}, where the books hold {n} of earlier pulls ({cost}). They stay: an empty answer may "
        "mean that access was lost. If it is right, undo import {imports}.",
        found["n"],
        begin=pull.first,
        end=pull.last,
        cost=found["cost"],
        imports=", ".join(map(str, numbers)),
    )
