"""What a single row may not say. A row that fails is set aside with its line, column and reason; the rest is taken.

Each check is a condition in SQL over the parsed row, so a million rows are judged in the same pass; the first one that
holds names the reason.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from adcrm.channels.declare import Column
from adcrm.imports.targets import named
from adcrm.messages import Message, message

# Breakdowns in which clicks and impressions of a row may stem from different moments or shares of one view.
NOT_JUDGED = {"keyword", "search_term", "asset"}
FAR = timedelta(days=300)  # between a mistyped year and the rest of a file
LONELY = 7  # days of the rest for each day that stands apart
TOO_LARGE = message("This figure is too large to be true.")
LARGEST = 10**12  # what DECIMAL(18, 6) holds, in 12 digits


@dataclass(frozen=True)
class Check:
    """``condition`` is SQL that is true where the row must be set aside; ``fact`` leads to the column to be named."""

    fact: str
    condition: str
    reason: Message


def row_checks(
    columns: dict[str, tuple[Column, str]], splits: tuple[str, ...], fractional: set[str], large: set[str], required: tuple[str, ...] = ()
) -> list[Check]:
    """Every check that these columns need. ``columns``: the head of each fact that was read.

    ``required``: facts without which a row says nothing.
    ``fractional``: facts with a figure that has decimals; ``large``: facts with a figure that may be too large to hold.
    Columns named ``bad_<fact>`` of the parsed row tell that a filled cell could not be read.
    """
    checks = [
        _date_check(fact, column)
        for fact, (column, _) in columns.items()
        if column.kind in ("day", "start", "end", "week", "month", "quarter", "year")
    ]
    if "start" in columns and "end" in columns:
        checks.append(Check("end", "date_start > date_end", message("The last day is before the first.")))
    for fact, (column, _) in columns.items():
        if column.kind in ("hour", "weekday"):
            checks.append(
                Check(
                    fact, f"bad_{fact}", message("This is no hour of the day.") if column.kind == "hour" else message("This is no day of the week.")
                )
            )
        if column.kind == "mapped":
            checks.append(Check(fact, f"bad_{fact}", message("This word is none that the platform is known to write here.")))
        if column.kind == "time":
            checks.append(Check(fact, f"bad_{fact}", message("This is no date and time.")))
        if column.kind == "currency":
            checks.append(Check(fact, f"bad_{fact}", message("This is no currency code.")))
        if column.kind in ("count", "number", "money"):
            checks.append(Check(fact, f"bad_{fact}", message("This is no number.")))
        if fact in large:
            checks.append(Check(fact, f"abs({fact}) >= {LARGEST}", TOO_LARGE))
        if column.kind == "count" and fact in fractional:
            checks.append(Check(fact, f"{fact} <> trunc({fact})", message("This must be a whole number.")))
        if column.kind == "count" or (fact == "cost" and not column.signed):
            checks.append(Check(fact, f"{fact} < 0", _below_zero(fact)))
    checks += [Check(fact, f"{named(fact)} IS NULL", message("This cell must not be empty.")) for fact in required if fact in columns]
    for fact, (column, head) in columns.items():
        judged = column.within in columns and (not column.judged or head in column.judged) and not NOT_JUDGED & set(splits)
        if judged:
            checks.append(Check(fact, f"{fact} > {column.within}", _more_than(fact, column.within, columns[column.within][1])))
    return checks


def code_checks(amounts: list[str]) -> list[Check]:
    """In a file of several currencies an amount without a code is in none of them. ``amounts``: the facts that are money."""
    if not amounts:
        return []
    return [Check("currency", f"currency IS NULL AND coalesce({', '.join(amounts)}) IS NOT NULL", message("This cell must not be empty."))]


def odd_days(days: Iterable[date], today: date) -> list[tuple[Message, list[date]]]:
    """Days of a file that can hardly be meant, by what the file's other days are: a mistyped year stands alone.

    A day may lie in the future by one, where the account's day begins earlier than ours; a file that lies in the future as a whole is not
    judged, as then the clock is more likely wrong.
    """
    known = sorted(set(days))
    future = [day for day in known if day > today + timedelta(days=1)]
    made = []
    if future and len(future) < len(known):
        made.append((message("This day lies in the future."), future))
    groups: list[list[date]] = []
    for day in known:
        if groups and day - groups[-1][-1] < FAR:
            groups[-1].append(day)
        else:
            groups.append([day])
    main = max(groups, key=len, default=[])
    far = [day for group in groups if group is not main and len(group) * LONELY <= len(main) for day in group if day not in future]
    if far:
        made.append((message("This day lies far from all other days of the file. Is the year right?"), far))
    return made


def odd_day_checks(days: Iterable[date], today: date) -> list[Check]:
    """Checks for the days that :func:`odd_days` finds."""
    made = []
    for reason, found in odd_days(days, today):
        listed = ", ".join(f"DATE '{day}'" for day in found)
        made.append(Check("day", f"date_start IN ({listed})", reason))
    return made


def _date_check(fact: str, column: Column) -> Check:
    if column.kind in ("week", "month", "quarter", "year"):
        return Check(fact, f"bad_{fact}", message("This is no week, month, quarter or year."))
    return Check(fact, f"bad_{fact}", message("This day does not exist."))


def _below_zero(fact: str) -> Message:
    if fact == "clicks":
        return message("Clicks cannot be below zero.")
    if fact == "impressions":
        return message("Impressions cannot be below zero.")
    if fact == "cost":
        return message("Cost cannot be below zero.")
    return message("This cannot be below zero.")


def _more_than(fact: str, other: str, head: str) -> Message:
    if (fact, other) == ("clicks", "impressions"):
        return message("More clicks than impressions.")
    return message("This is more than “{column}” says.", column=head)
