"""Takes a checked report into the books: one transaction, every earlier version kept.

The current row of a key is that of the latest import which is not undone. Rows that say the same as before are
pointed to the newer import too, so that an undo of either leaves exactly what the other says.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from adcrm.actors import Actor, require
from adcrm.books import Books
from adcrm.errors import FileRefusedError, ImportConflictError, Place
from adcrm.imports import archive
from adcrm.imports.answers import said
from adcrm.imports.beside import beside_history, twins
from adcrm.imports.clients import Account, Owners, client_name, owners, owning_rules, remember_account
from adcrm.imports.log import logged_account, write_log
from adcrm.imports.memory import remember_answers
from adcrm.imports.model import LoadResult, Outcome, Report
from adcrm.imports.notes import pack_numbers
from adcrm.imports.ownership import follow_rules
from adcrm.imports.restated import by_day, keep_changes, unlisted
from adcrm.imports.rows import first_and_last
from adcrm.imports.staging import Difference, accounts_of, clear_staged, difference, insert_keyed, number_beside, stage_rows
from adcrm.imports.targets import ADS, Target, room_of, target_of
from adcrm.imports.totals import Standing, settle, standing
from adcrm.imports.units import UnitsDoubtfulError, unit_doubt
from adcrm.imports.versions import move_to_history
from adcrm.imports.withdrawn import Pull, keep_withdrawn, said_withdrawn, withdraw, withdrawn_clients
from adcrm.messages import Message, message
from adcrm.warehouse import Writer
from adcrm.warehouse.steps import INDEXED, index_steps

ORDERS = target_of("orders")
Progress = Callable[[Message, float], None]


def load(
    books: Books,
    report: Report,
    client_id: int | None,
    actor: Actor,
    data: bytes,
    progress: Progress | None = None,
    *,
    pull: Pull | None = None,
) -> LoadResult:
    """Load ``report`` for a client; ``data`` is the file itself, which is kept.

    Parameters
    ----------
    client_id : whose report it is; ``None`` leaves accounts that are mapped to nobody without a client, out of every total.
    progress : called with what is being done and the share done, 0 to 1.
    pull : this is all that the platform says now of an account and days. A file that was loaded before and restated since then counts
        again; one that a person brings a second time does not. What earlier pulls brought and this one does not list leaves the figures.

    Returns
    -------
    outcome ``unchanged`` (nothing written) where the same file is in the books for this client, or all its rows say
    what the current ones say (rows of a correction are written all the same); ``quarantined`` where rows were set aside; else ``loaded``.

    Raises
    ------
    PermissionRefusedError, NotFoundError (no such client), FileRefusedError (not one row to load),
    UnitsDoubtfulError (the amounts look wrong by a unit, and the report's answers do not say that they are meant so).
    """
    require(actor, "imports.load")
    if not report.rows.num_rows:
        raise FileRefusedError(
            message("There is no row to load in this file."), message("Export the report again for days that have data."), Place(report.file_name)
        )
    if (doubt := unit_doubt(books, report, client_id)) is not None:
        raise UnitsDoubtfulError(doubt)
    silenced = None
    if report.answers.are_units_sure:
        silenced = unit_doubt(books, replace(report, answers=replace(report.answers, are_units_sure=False)), client_id)
    say = progress or (lambda what, share: None)
    target = target_of(report.target)
    if not target.in_warehouse:  # the room keeps of the file only what is read: the rest may be what nobody may keep
        return room_of(target).load(books, report, client_id, actor, data)
    accounts = accounts_of(report.rows)
    whose = owners(books.crm, report.platform, accounts, client_id)
    if report.correction is not None:
        whose = _as_its_file(books, report, whose, client_id)
    result = _write(books, report, client_id, whose, actor, data, say, pull)
    if owning_rules(books.crm, report.platform) != whose.rules:  # one came or went while the rows were written
        follow_rules(books)
    if result.outcome == "unchanged" or report.correction is not None:
        return result
    if len(accounts) == 1 and client_id is not None:
        remember_account(books.crm, report.platform, accounts[0], client_id, actor, currency=report.currency)
    remember_answers(books.crm, report, client_id, actor, silenced.power if silenced else 0)
    return result


def _as_its_file(books: Books, report: Report, whose: Owners, client_id: int | None) -> Owners:
    """The owners of a correction's rows: whose the account's rows of the same file are now; of an account without any, as with the whole file."""
    assert report.correction is not None
    target = target_of(report.target)
    number = "coalesce(account_id, '')" if target.has_account_id else "''"
    mine = f"import_id = {int(report.correction.import_id)}"
    if whose.rules and target is ADS:  # what a rule gave away says nothing about the account
        mine += f" AND NOT ({' OR '.join(rule.condition for rule in whose.rules)})"
    each = (
        f"SELECT {number} AS id, coalesce(account, '') AS name, client_id FROM {table} WHERE {mine}"
        for table in (target.table, f"{target.table}_history")
    )
    clients: dict[str, set[int | None]] = {}
    held = set()
    for row in books.facts.sql(" UNION ".join(each)).to_pylist():
        account = Account(row["id"], row["name"])
        held.add(account)
        clients.setdefault(account.key, set()).add(row["client_id"])
    every = sorted({*whose.client_of, *held}, key=lambda account: (account.account_id, account.name))
    as_a_whole = owners(books.crm, report.platform, every, client_id).client_of
    client_of = {account: as_a_whole[account] for account in whose.client_of}
    client_of |= {account: next(iter(clients[account.key])) for account in client_of if len(clients.get(account.key, ())) == 1}
    return Owners(client_of, (), whose.rules)


def _write(
    books: Books, report: Report, client_id: int | None, whose: Owners, actor: Actor, data: bytes, say: Progress, pull: Pull | None
) -> LoadResult:
    target = target_of(report.target)
    say(message("Keeping the file …"), 0.05)
    try:
        # The file is kept before anything that came out of it is committed.
        with books.facts.write() as writer, archive.keeping(report.sha256, data):
            if report.correction is None and target.moment in target.keys:
                refuse_otherwise_read(writer, report, client_id)
            if report.correction is None and target is ADS:
                refuse_other_account(writer, report, client_id)
            if report.correction is None and pull is None and is_live(writer, report, client_id):
                raise _NothingNewError
            say(message("Comparing with what the books hold …"), 0.15)
            repeats, found = _compare(writer, report, whose, pull)
            if found.is_nothing and report.correction is None:  # a row out of the quarantine stays when the other file is undone
                raise _NothingNewError
            if report.correction is None and target is ORDERS:
                refuse_other_shop(writer, report)
            notes = beside_history(writer, report)
            say(message("Writing {rows} rows …", rows=report.rows.num_rows), 0.4)
            import_id = writer.next_import_id()
            missed = unlisted(writer, target) if found.meets_rows and report.correction is None else None
            notes = (*notes, *(said_withdrawn(writer) if found.rows_gone else ()))
            before = _standings(writer, report, whose, found) if target is ADS else {}
            _replace(writer, import_id, found, target, pull)
            repeats = insert_keyed(writer, import_id, target) or repeats or found.has_repeats
            if repeats and report.correction is None:
                notes = (*notes, *twins(writer, target))
            outcome: Outcome = "quarantined" if report.set_aside else "loaded"
            warnings = (*whose.warnings, *notes, *loaded_elsewhere(books, writer, report, client_id), *([missed] if missed else []))
            result = LoadResult(outcome, import_id, found.rows_new, found.rows_changed, found.rows_same, warnings)
            write_log(writer, report, result, client_id, actor)
            say(message("Deciding what counts in totals …"), 0.7)
            for client, stood in before.items():
                settle(writer, client, report.platform, stood)
            if target.table in INDEXED:
                index_steps(writer, whose.client_of.values())
            clear_staged(writer)
    except _NothingNewError:
        return LoadResult("unchanged", None, 0, 0, report.rows.num_rows)
    say(message("Done"), 1.0)
    return result


def _compare(writer: Writer, report: Report, whose: Owners, pull: Pull | None) -> tuple[bool, Difference]:
    """Stage the report's rows and compare them with the books: whether rows had to be told apart, and what would change."""
    target = target_of(report.target)
    repeats = stage_rows(writer, report, whose, number_late=True)
    if report.correction:
        refuse_undone(writer, report.correction.import_id)
        number_beside(writer, report.correction.import_id, target)
    found = difference(writer, report.rows, target)
    return repeats, withdraw(writer, report, pull, found) if pull is not None and target is ADS else found


def _standings(writer: Writer, report: Report, whose: Owners, found: Difference) -> dict[int, Standing | None]:
    """How things stand for each client whose rows the load may touch."""
    clients = {*whose.clients, *(withdrawn_clients(writer) if found.rows_gone else ())}
    others = "SELECT DISTINCT import_id FROM ad_performance WHERE row_key IN (SELECT row_key FROM met)" if found.meets_rows else ""
    touched = [f"SELECT DATE '{day}' AS date_start" for day in (first_and_last(report.rows, "date_start", "date_start") if clients else ())]
    if found.rows_gone:
        touched.append("SELECT date_start FROM gone")
    return {client: standing(writer, client, report.platform, " UNION ALL ".join(touched), others) for client in sorted(clients)}


def _replace(writer: Writer, import_id: int, found: Difference, target: Target, pull: Pull | None) -> None:
    """Note what an import changes, and move the versions that it replaces or leaves out to the history."""
    if found.rows_changed or found.rows_gone:
        keep_changes(writer, import_id, by_day(writer, target))
    if pull is not None and target is ADS:
        keep_withdrawn(writer, import_id)
    if found.meets_rows:
        move_to_history(writer, "SELECT row_key FROM met", target)


class _NothingNewError(Exception):
    """Ends the transaction without a trace: the books hold all of this already."""


def is_live(writer: Writer, report: Report, client_id: int | None) -> bool:
    """Whether this file, read in the same way, is in the books for this client. A corrected mapping gives other days or sums.

    Records with moments may be read in another zone with the same sums; whether they are new is seen from the rows alone. So it is with
    a file to which a person has given another account or attribution setting since.
    """
    if target_of(report.target).moment:
        return False
    found = writer.query(
        "SELECT answers FROM imports WHERE undone_at IS NULL AND sha256 = $sha256 AND client_id IS NOT DISTINCT FROM CAST($client AS INTEGER) "
        "AND platform = $platform AND report = $kind AND currency = $currency AND rows_loaded = $rows "
        "AND sums = $sums AND date_start = $first AND date_end = $last AND account = $account",
        sha256=report.sha256,
        client=client_id,
        platform=report.platform,
        kind=report.kind,
        currency=report.currency,
        rows=report.rows.num_rows,
        sums=pack_numbers(report.sums),
        first=report.date_start,
        last=report.date_end,
        account=logged_account(report),
    )
    return any(said(one["answers"]).attribution == report.answers.attribution for one in found.to_pylist())


def refuse_undone(writer: Writer, import_id: int) -> None:
    """A correction of what somebody undid meanwhile would stand in the books alone.

    Raises
    ------
    ImportConflictError : the import is not in the books any more.
    """
    if not writer.query("SELECT 1 AS n FROM imports WHERE import_id = $id AND undone_at IS NULL", id=import_id).num_rows:
        raise ImportConflictError(
            message("Import {id} has been undone.", id=str(import_id)), message("Load the file again; its rows are set aside there again.")
        )


def refuse_otherwise_read(writer: Writer, report: Report, client_id: int | None) -> None:
    """Records that are known by their moment would stand twice when their file is read in another zone.

    Raises
    ------
    ImportConflictError : this very file is in the books for this client with other times.
    """
    for one in _of_this_file(writer, report, client_id):
        before, now_said = said(one["answers"]), report.answers
        if (before.time_zone, before.date_order) != (now_said.time_zone, now_said.date_order):
            raise ImportConflictError(
                message("This very file is in the books with other times (import {id}), so its rows would stand twice.", id=str(one["import_id"])),
                message("Undo that import first, then load the file again."),
                Place(report.file_name),
            )


def refuse_other_account(writer: Writer, report: Report, client_id: int | None) -> None:
    """The spend of a file would count for two accounts where a person names another one for it than the first time.

    Raises
    ------
    ImportConflictError : this very file is in the books for this client under another account. One that named none may be given a name.
    """
    for one in _of_this_file(writer, report, client_id):
        if one["account"] in (None, "", logged_account(report)):
            continue
        raise ImportConflictError(
            message(
                "This very file is in the books under the account “{account}” (import {id}).",
                account=one["account"],
                id=str(one["import_id"]),
            ),
            message("Undo that import first, then load the file again."),
            Place(report.file_name),
        )


def _of_this_file(writer: Writer, report: Report, client_id: int | None) -> list[dict[str, Any]]:
    """The imports of this very file that are in the books for the client, the last one first: ``import_id``, ``account``, ``answers``."""
    found: list[dict[str, Any]] = writer.query(
        "SELECT import_id, account, answers FROM imports WHERE undone_at IS NULL AND corrects IS NULL AND sha256 = $sha256 "
        "AND platform = $platform AND client_id IS NOT DISTINCT FROM CAST($client AS INTEGER) ORDER BY import_id DESC",
        sha256=report.sha256,
        platform=report.platform,
        client=client_id,
    ).to_pylist()
    return found


def refuse_other_shop(writer: Writer, report: Report) -> None:
    """Two shops of a client may number their orders alike, and one shop's orders may come under two names. Works on ``keyed``.

    Raises
    ------
    ImportConflictError : most of the orders that the books know by their number were placed on another day, so they are another shop's
        and would replace them; or most of the file is in the books under another account, and would count twice.
    """
    met = "orders old JOIN keyed new ON old.row_key = new.row_key"
    numbers = writer.query(f"SELECT count(*) AS n, count(*) FILTER (WHERE abs(old.day - new.day) > 1) AS other FROM {met}").to_pylist()[0]
    if 2 * numbers["other"] > numbers["n"]:
        raise ImportConflictError(
            message(
                "{n} orders with these numbers are in the books already, placed on other days: they seem to be another shop’s.", n=numbers["other"]
            ),
            message("Name the shop as the account and load the file again. If the new days are right, undo the earlier import first."),
            Place(report.file_name),
        )
    same = "old.order_key = new.order_key AND old.ordered_at = new.ordered_at AND old.client_id = new.client_id AND old.account <> new.account"
    twice = writer.query(
        f"SELECT old.account, count(*) AS n FROM orders old JOIN keyed new ON {same} GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 1"
    ).to_pylist()
    if twice and 2 * twice[0]["n"] > report.rows.num_rows:
        raise ImportConflictError(
            message("{n} of these orders are in the books already, under the account “{account}”.", n=twice[0]["n"], account=twice[0]["account"]),
            message("Name that account and load the file again, or undo the earlier import first."),
            Place(report.file_name),
        )


def loaded_elsewhere(books: Books, writer: Writer, report: Report, client_id: int | None) -> tuple[Message, ...]:
    """A warning for each other client whose books hold this very file: the spend would count for both."""
    if client_id is None:
        return ()
    found = writer.query(
        "SELECT client_id, max(import_id) AS import_id FROM imports WHERE undone_at IS NULL AND sha256 = $sha256 "
        "AND client_id <> CAST($client AS INTEGER) GROUP BY client_id ORDER BY client_id",
        sha256=report.sha256,
        client=client_id,
    ).to_pylist()
    return tuple(
        message(
            "This very file is in the books for {client} too (import {id}), so its spend counts for both. Undo one of the two if that is wrong.",
            client=client_name(books.crm, row["client_id"]),
            id=str(row["import_id"]),
        )
        for row in found
    )
