"""What a report says beside what the books know of its accounts: another currency, another attribution setting, days long before.

Nothing here stops a load; each is a sentence for the person who loads it.
"""

from datetime import timedelta

from adcrm.imports.clients import Account
from adcrm.imports.model import Report
from adcrm.imports.nameless import said_nameless
from adcrm.imports.rows import distinct
from adcrm.imports.staging import accounts_of
from adcrm.imports.targets import ADS, Target, named
from adcrm.messages import Message, message, plural
from adcrm.warehouse import Writer

FAR = timedelta(days=366)
MOST_ACCOUNTS = 5


def beside_history(writer: Writer, report: Report) -> tuple[Message, ...]:
    """What there is to say, account by account."""
    if report.target != ADS.key or report.correction is not None:
        return ()
    notes: list[Message] = []
    said = distinct(report.rows, ["account_id", "account", "currency", "attribution"])
    for account in accounts_of(report.rows)[:MOST_ACCOUNTS]:
        mine = [one for one in said if (one["account_id"] or "", one["account"] or "") == (account.account_id, account.name)]
        if not account.key:
            notes += said_nameless(writer, report.platform)
        else:
            notes += _of_account(writer, report, account, {one["currency"] or "" for one in mine}, {one["attribution"] or "" for one in mine})
    return tuple(notes)


def twins(writer: Writer, target: Target) -> tuple[Message, ...]:
    """A note where rows of the staged report (``keyed``) say exactly the same as another of its rows; they are all kept."""
    columns = ", ".join(named(name) for name in target.rows.names if name not in ("source_part", "source_line"))
    found = writer.query(
        f"SELECT sum(n - 1) AS n, min(line) AS line FROM (SELECT count(*) AS n, max(source_line) AS line FROM keyed GROUP BY {columns}) alike "
        "WHERE n > 1"
    ).to_pylist()[0]
    if not found["n"]:
        return ()
    note = plural(
        "{n} row says exactly the same as another row of this file (line {line}); both are kept and count.",
        "{n} rows say exactly the same as another row of this file (the first on line {line}); all are kept and count.",
        int(found["n"]),
        line=str(found["line"]),
    )
    return (note,)


def _of_account(writer: Writer, report: Report, account: Account, currencies: set[str], settings: set[str]) -> list[Message]:
    which = "account_id = $account" if account.account_id else "coalesce(account_id, '') = '' AND account = $account"
    held = writer.query(
        f"SELECT currency, attribution, min(date_start) AS first FROM ad_performance WHERE platform = $platform AND {which} "
        "AND client_id IS NOT NULL GROUP BY currency, attribution",
        platform=report.platform,
        account=account.key,
    ).to_pylist()
    if not held:
        return []
    name, notes = account.name or account.key, []
    before = {one["currency"] for one in held if one["currency"]}
    other = currencies - before - {""}
    if before and other:
        was, now = ", ".join(sorted(before)), ", ".join(sorted(other))
        notes.append(message("So far the account “{account}” was billed in {before}; this report says {now}.", account=name, before=was, now=now))
    known, here = {one["attribution"] for one in held if one["attribution"]}, settings - {""}
    if known and here and not known & here:
        notes.append(
            message(
                "So far conversions of “{account}” came with the attribution “{before}”, now with “{now}”: they cannot be compared day by day.",
                account=name,
                before=", ".join(sorted(known)),
                now=", ".join(sorted(here)),
            )
        )
    first = min(one["first"] for one in held)
    if report.date_start is not None and report.date_start < first - FAR:
        notes.append(
            message(
                "The report begins on {day}, long before the first day of “{account}” in the books ({first}). Is the year right?",
                day=report.date_start,
                account=name,
                first=first,
            )
        )
    return notes
