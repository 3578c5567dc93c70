"""Reads a file with what was said about its account before, and doubts its units: the first step of every way in."""

from dataclasses import dataclass, replace

import ibis

from adcrm.books import Books
from adcrm.errors import FileRefusedError, Place
from adcrm.imports.answers import checked
from adcrm.imports.memory import differing, filled, recall, recall_platform
from adcrm.imports.model import Answers, NeedsAnswerError, Report
from adcrm.imports.read import read
from adcrm.imports.rows import distinct, with_constant
from adcrm.imports.staging import accounts_of
from adcrm.imports.targets import ADS, target_of
from adcrm.imports.units import UnitDoubt, unit_doubt
from adcrm.messages import message
from adcrm.warehouse.tables import imports


@dataclass(frozen=True)
class Understood:
    """A file read.

    Attributes
    ----------
    doubt : amounts that look as if they stood in another unit, to be answered before the load; ``None`` for none.
    as_last_time : names of the answers (fields of :class:`adcrm.imports.model.Answers`) that nobody gave this time.
    """

    report: Report
    doubt: UnitDoubt | None
    as_last_time: tuple[str, ...]


def understand(books: Books, name: str, data: bytes, answers: Answers | None = None, client_id: int | None = None) -> Understood:
    """Read ``name`` for a client (``None``: not known yet) with ``answers`` and, unless these are all, with what was said before.

    Raises
    ------
    FileRefusedError, NeedsAnswerError : as :func:`adcrm.imports.read.read`, where no earlier answer helps.
    InputError : an answer that is none, see :func:`adcrm.imports.answers.checked`.
    """
    given = checked(answers or Answers())
    report = _read_with_memory(books, name, data, given, client_id)
    if given.is_whole:
        return Understood(report, unit_doubt(books, report, client_id), ())
    named = accounts_of(report.rows) if target_of(report.target).in_warehouse else []
    if len(named) == 1:
        one = ("", "") if given.account and given.account == named[0].key else (named[0].account_id, named[0].name)
        known = recall(books.crm, report.platform, one, client_id)
        if known.account and not given.account:  # of what was said about the very same file, that goes first
            known = replace(known, account=_account_of_this_file(books, report, client_id) or known.account)
        report = _as_before(books, name, data, report, known)
    doubt = unit_doubt(books, report, client_id)
    if doubt is not None and len(named) == 1:
        report, doubt = _unit_as_before(books, name, data, report, doubt, client_id)
    return Understood(report, doubt, tuple(one for one in differing(report.answers, given) if one != "unit_facts"))


def _account_of_this_file(books: Books, report: Report, client_id: int | None) -> str:
    """Under which account the same bytes are in the books for this client, '' where they are not."""
    mine = imports.filter(imports.sha256 == report.sha256, imports.platform == report.platform, imports.undone_at.isnull())
    mine = mine.filter(imports.client_id == client_id, imports.corrects.isnull()) if client_id is not None else mine.filter(ibis.literal(False))
    found = books.facts.query(mine.order_by(mine.import_id.desc()).limit(1).select("account"))["account"].to_pylist()
    return found[0] or "" if found else ""


def _read_with_memory(books: Books, name: str, data: bytes, said: Answers, client_id: int | None) -> Report:
    """Read a file; a question that was answered before is answered so again."""
    while True:
        try:
            return read(name, data, crm=books.crm, answers=said)
        except NeedsAnswerError as question:
            known = recall(books.crm, question.platform, (question.account,), client_id)
            if "platform" in question.needs:
                known = replace(known, platform=recall_platform(books.crm, question.header, question.platforms, client_id))
            more = filled(said, known, tuple(need for need in question.needs if need in ("platform", "currency", "date_order")))
            if said.is_whole or more == said:
                raise
            said = more


def _as_before(books: Books, name: str, data: bytes, report: Report, known: Answers) -> Report:
    """The report read with earlier answers that the file leaves room for."""
    more = filled(report.answers, known, ("account", "time_zone"))
    if known.currency and known.currency != report.currency and _is_currency_open(report):
        more = filled(more, known, ("currency",))
    if known.date_order and known.date_order not in {one.date_order for one in report.decided.values()} and report.decided:
        more = filled(more, known, ("date_order",))
    matters = {"account", "currency", "date_order"} if report.target == ADS.key else {"account", "currency", "date_order", "time_zone"}
    again = None
    if more.date_order != report.answers.date_order:
        again = _read_so(books, name, data, more)
        if again is None or len(again.set_aside) > len(report.set_aside):  # the file clearly writes days otherwise, and wins
            more, again = replace(more, date_order=report.answers.date_order), None
        elif (again.date_start, again.date_end) != (report.date_start, report.date_end):
            raise _which_days(name, report, again)
    if matters & set(differing(more, report.answers)):
        report = again or read(name, data, crm=books.crm, answers=more)
    elif more != report.answers:
        report = replace(report, answers=more)
    is_open = report.target == ADS.key and known.attribution and not report.answers.attribution
    if is_open and {row["attribution"] for row in distinct(report.rows, ["attribution"])} <= {"", None}:
        report = _with_attribution(report, known.attribution)
    return report


def _read_so(books: Books, name: str, data: bytes, answers: Answers) -> Report | None:
    """The file read with these answers; ``None`` where not one row is left."""
    try:
        return read(name, data, crm=books.crm, answers=answers)
    except FileRefusedError:
        return None


def _which_days(name: str, report: Report, again: Report) -> NeedsAnswerError:
    """The days of a file look otherwise than those of its account's earlier files, and both readings are possible."""
    return NeedsAnswerError(
        message(
            "The days of this file seem to be {first} to {last}; read as the earlier files of this account they are {first_before} to {last_before}.",
            first=report.date_start,
            last=report.date_end,
            first_before=again.date_start,
            last_before=again.date_end,
        ),
        message("Say whether the day or the month comes first."),
        Place(name),
        needs=("date_order",),
    )


def _is_currency_open(report: Report) -> bool:
    return "currency" not in report.columns and not report.is_currency_stated


def _with_attribution(report: Report, setting: str) -> Report:
    rows = with_constant(report.rows, "attribution", setting)
    decided = {part: replace(one, attribution=setting) for part, one in report.decided.items()}
    return replace(report, rows=rows, answers=replace(report.answers, attribution=setting), decided=decided)


def _unit_as_before(books: Books, name: str, data: bytes, report: Report, doubt: UnitDoubt, client_id: int | None) -> tuple[Report, UnitDoubt | None]:
    """An earlier answer to the same doubt, used again."""
    account = accounts_of(report.rows)[0]
    known = recall(books.crm, report.platform, (account.account_id, account.name), client_id)
    if known.are_units_sure and not known.unit_power and known.sure_power == doubt.power:
        return replace(report, answers=replace(report.answers, are_units_sure=True)), None
    if known.unit_power and known.unit_power == doubt.power:
        more = replace(report.answers, unit_power=known.unit_power, unit_facts=known.unit_facts)
        again = read(name, data, crm=books.crm, answers=more)
        return again, unit_doubt(books, again, client_id)
    return report, doubt
