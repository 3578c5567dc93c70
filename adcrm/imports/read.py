"""Reads one export of an ad platform: unpack, recognise, parse, check, compare with its own totals. Loads nothing."""

import hashlib
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from decimal import Decimal

from adcrm.channels.declare import NUMERIC, SPANS
from adcrm.errors import FileRefusedError, Place
from adcrm.imports.containers import unpack
from adcrm.imports.elsewhere import refuse_paths, refuse_rates
from adcrm.imports.encodings import UNKNOWN
from adcrm.imports.large import LARGE
from adcrm.imports.mapping import check_mapping, could_be_report, find_head, guess, has_figures, mapped_channel, recall, with_guessed_name
from adcrm.imports.model import Answers, NeedsAnswerError, Part, Report, TableMapping
from adcrm.imports.parse import Parsed, parse
from adcrm.imports.parts import each_once
from adcrm.imports.recognise import Reading, place, recognise
from adcrm.imports.roles import EmptyTableError
from adcrm.imports.rows import Rows, distinct, first_and_last, joined, summed, with_constant
from adcrm.imports.stated import compare
from adcrm.imports.tables import Table
from adcrm.imports.targets import ADS, MONEY, target_of
from adcrm.messages import Message, message
from adcrm.store import Store

_NAMES_MAY_BE_WRONG = message(
    "The file does not say in which encoding its names are written, so some may look wrong: save it as UTF-8 and import that file instead."
)
DATED = {"day", "start", *SPANS}


def read(
    name: str,
    data: bytes,
    *,
    crm: Store | None = None,
    mapping: TableMapping | None = None,
    currency: str | None = None,
    account: str | None = None,
    date_order: str | None = None,
    period: tuple[date, date] | None = None,
    platform: str | None = None,
    time_zone: str | None = None,
    answers: Answers | None = None,
) -> Report:
    """Read the file ``name`` with the bytes ``data``.

    What it is, is decided by its content; ``name`` only appears in messages. ``mapping`` says how a table of no known
    platform reads; without it, one remembered in ``crm`` for the same head is used. ``currency``, ``account``,
    ``date_order`` (``dmy`` or ``mdy``), ``period`` and ``time_zone`` (of times without one, as ``Asia/Shanghai``) answer what the
    file itself leaves open; ``platform`` decides where the head fits several platforms. ``answers`` says all of these and more
    at once, and goes before them.

    Raises
    ------
    FileRefusedError : nothing of the file may be taken.
    NeedsAnswerError : a readable table, but a person must say what its columns are, whose it is, or which currency or days
        it holds.
    """
    if answers is None:
        answers = Answers(
            currency or "", account or "", date_order or "", period=period, platform=platform or "", time_zone=time_zone or "", mapping=mapping
        )
    if len(data) < LARGE:
        return _read(name, data, crm, answers, lambda: hashlib.sha256(data).hexdigest())
    with ThreadPoolExecutor(1) as beside:  # neither holds the other up
        return _read(name, data, crm, answers, beside.submit(lambda: hashlib.sha256(data).hexdigest()).result)


def _read(name: str, data: bytes, crm: Store | None, answers: Answers, sha256: Callable[[], str]) -> Report:
    tables = unpack(name, data)
    readings, others = _recognise_all(name, tables, answers.mapping, crm, answers.platform)
    if not readings:
        raise _unknown(name, others, answers)
    if len({(reading[0].channel.key, reading[0].channel.target) for reading in readings}) > 1:
        raise FileRefusedError(message("This file holds reports of several platforms."), message("Import the reports one by one."), Place(name))
    parts, warnings = _parse_all(name, readings, answers)
    parts, left_out = each_once(name, parts)
    warnings += left_out
    if any(part.reading.table.encoding == UNKNOWN for part in parts):
        warnings.append(_NAMES_MAY_BE_WRONG)
    warnings += [message("“{part}” is no report that AdCRM knows and was left out.", part=table.part) for table in others]
    report = _report(name, len(data), parts, warnings, answers, shows_parts=len(tables) > 1)
    return replace(report, sha256=sha256())


def recognise_part(name: str, data: bytes, part: str, mapping: TableMapping | None, platform: str = "") -> Reading:
    """The table ``part`` of a file that was read before, with its head and columns placed as they were then.

    Raises
    ------
    FileRefusedError : no table of this name is in the file, or it is no longer recognised.
    """
    tables = [table for table in unpack(name, data) if table.part == part]
    readings, _ = _recognise_all(name, tables, mapping, None, platform)
    if not readings:
        raise FileRefusedError(
            message("This table is no longer recognised."), message("Correct the file itself and import it again."), Place(name, part)
        )
    return readings[0][0]


def report_kind(parsed: Parsed) -> str:
    """Key of a kind of report: level, breakdown, and whether its rows are days or a period; of other records the target's or layout's name."""
    if (target := target_of(parsed.reading.channel.target)) is not ADS:
        return parsed.kind or target.kind or parsed.reading.channel.layout
    breakdown = "_".join(split for split in parsed.splits if split != parsed.level)
    return "_".join(piece for piece in (parsed.level, breakdown, "daily" if parsed.is_daily else "period") if piece)


def _recognise_all(
    name: str, tables: Iterable[Table], mapping: TableMapping | None, crm: Store | None, platform: str
) -> tuple[list[tuple[Reading, TableMapping | None]], list[Table]]:
    readings: list[tuple[Reading, TableMapping | None]] = []
    others: list[Table] = []
    for table in tables:
        reading = None if mapping else recognise(name, table, platform)
        said = mapping
        if reading is None and (found := find_head(table)):
            delimiter, head, _ = found
            said = said or (recall(crm, head.cells) if crm else None)
            if said:
                check_mapping(head.cells, said)
                reading = place(table, mapped_channel(said), delimiter, head)
        if reading:
            readings.append((reading, said))
        else:
            others.append(table)
    return readings, others


def _parse_all(name: str, readings: list[tuple[Reading, TableMapping | None]], answers: Answers) -> tuple[list[Parsed], list[Message]]:
    parts: list[Parsed] = []
    warnings: list[Message] = []
    empty: FileRefusedError | None = None
    for reading, said in readings:
        if not _has_figures(reading):
            empty = empty or _without_figures(name, reading)
            warnings.append(message("“{part}” has no figures that AdCRM keeps, and was left out.", part=reading.table.part))
            continue
        own = answers
        if said:
            own = replace(
                answers,
                currency=answers.currency or said.currency,
                date_order=answers.date_order or said.date_order,
                decimal_mark=answers.decimal_mark or said.decimal_mark,
                level=answers.level or said.level,
                mapping=said,
            )
        try:
            parts.append(parse(name, reading, own))
        except EmptyTableError as error:
            empty = empty or error
            warnings.append(message("“{part}” has no rows.", part=reading.table.part))
        except NeedsAnswerError as question:
            question.platform, question.account = reading.channel.key, _only_account(reading)
            raise
    if not parts and empty:
        raise empty
    return parts, warnings


def _has_figures(reading: Reading) -> bool:
    """Whether a table of ads holds any figure at all: lists of keywords or of scores do not."""
    return target_of(reading.channel.target) is not ADS or any(column.kind in (*NUMERIC, "tally") for column, _ in reading.places)


def _without_figures(name: str, reading: Reading) -> FileRefusedError:
    return FileRefusedError(
        message("None of the columns holds impressions, clicks, cost or another figure that AdCRM keeps."),
        message("Add such columns to the report, and export it again."),
        Place(name, reading.table.part, reading.head.line),
    )


def _report(name: str, size: int, parts: list[Parsed], warnings: list[Message], answers: Answers, shows_parts: bool) -> Report:
    headline = _headline(parts)
    first = headline[0]
    target = target_of(first.reading.channel.target)
    sure = {code for part in parts for code in part.currencies}
    for part in parts:
        if target.asks_currency and not part.currencies and len(sure) != 1 and set(MONEY) & set(part.sums):
            question = NeedsAnswerError(
                message("The file names no currency."),
                message("Say in which currency the account is billed."),
                Place(name, part.reading.table.part),
                needs=("currency",),
            )
            question.platform, question.account = part.reading.channel.key, _only_account(part.reading)
            raise question
    rows = joined([_with_currency(part, next(iter(sure)) if len(sure) == 1 else "") for part in parts])
    currencies = {code for part in headline for code in part.currencies} or sure
    currency = next(iter(currencies)) if len(currencies) == 1 else ""
    sums = _added(part.sums for part in headline)
    by_currency: dict[str, Decimal] = {}
    if not currency and len(currencies) > 1:
        by_currency = _by_currency(rows) if target is ADS else {}
        sums = {fact: value for fact, value in sums.items() if fact not in MONEY}
    stated_totals = []
    for part in headline:
        stated, said = compare(part)
        stated_totals.append(stated)
        warnings = [*warnings, *said]
    stated_total = _added([stated for stated in stated_totals if stated is not None]) if all(s is not None for s in stated_totals) else None
    if stated_total is not None and by_currency:
        stated_total = {fact: value for fact, value in stated_total.items() if fact not in MONEY}
    accounts = _accounts(rows)
    start, end, outside = _period(headline, answers)
    notes = [note for part in parts for note in part.warnings] + outside
    if not first.is_additive:
        notes.append(message("The rows show the same spend several times or only a part of it; they never enter a total."))
    if not currency and len(currencies) > 1:
        notes.append(message("The rows are in several currencies ({currencies}), each kept in its own.", currencies=", ".join(sorted(currencies))))
    return Report(
        file_name=name,
        sha256="",
        size_bytes=size,
        platform=first.reading.channel.key,
        kind=report_kind(first),
        level=first.level,
        breakdown=first.splits,
        account=accounts[0] if len(accounts) == 1 else "",
        accounts=accounts,
        currency=currency,
        date_start=start,
        date_end=end,
        is_daily=first.is_daily,
        rows=rows,
        rows_read=sum(part.rows_read for part in (headline if target is ADS else parts)),
        set_aside=tuple(row for part in parts for row in part.set_aside),
        sums=sums,
        stated_total=stated_total,
        warnings=_once([*notes, *warnings]),
        is_additive=first.is_additive,
        parts=tuple(_part(part, part in headline) for part in parts) if shows_parts else (),
        cost_by_currency=by_currency,
        header_line=first.reading.head.line,
        columns=first.columns,
        left_out=first.left_out,
        encoding=first.reading.table.encoding,
        delimiter=first.reading.delimiter,
        answers=answers,
        decided={part.reading.table.part: _with_only_currency(part.decided, sure) for part in parts},
        target=target.key,
        counts=_added(part.counts for part in headline),
        is_currency_stated=all(part.is_currency_stated for part in parts),
    )


def _headline(parts: list[Parsed]) -> list[Parsed]:
    """The parts that make up the report's sums: by day before by period, without breakdown before with, additive, with cost, coarsest."""

    def rank(part: Parsed) -> tuple[bool, bool, bool, bool, int]:
        return (not part.is_additive, bool(part.splits), not part.is_daily, "cost" not in part.sums, part.rows.num_rows * -1)

    best = min(parts, key=rank)
    return [part for part in parts if (part.level, part.splits, part.is_daily) == (best.level, best.splits, best.is_daily)]


def _with_currency(part: Parsed, only: str) -> Rows:
    if part.has_currency_column or "currency" not in part.rows.schema.names:  # or records that have no money
        return part.rows
    return with_constant(part.rows, "currency", part.currencies[0] if part.currencies else only)


def _only_account(reading: Reading) -> str:
    """The one account that a table names (its id, else its name), '' for none or several."""
    placed = {column.fact: at[0] for column, at in reading.places if at}
    at = placed.get("account_id", placed.get("account"))
    if at is None:
        return reading.account
    named = {cell.strip() for cell in reading.table.body(reading.head, reading.delimiter).distinct(at)} - {""}
    return named.pop() if len(named) == 1 else ""


def _with_only_currency(decided: Answers, sure: set[str]) -> Answers:
    return replace(decided, currency=next(iter(sure))) if not decided.currency and len(sure) == 1 else decided


def _added(each: Iterable[dict[str, Decimal]]) -> dict[str, Decimal]:
    total: dict[str, Decimal] = {}
    for sums in each:
        for fact, value in sums.items():
            total[fact] = total.get(fact, Decimal(0)) + value
    return total


def _by_currency(rows: Rows) -> dict[str, Decimal]:
    costs = {row["currency"]: row["cost"] for row in summed(rows, ["currency"], ["cost"])}
    return {code: cost.quantize(Decimal("0.01")) for code, cost in sorted(costs.items()) if code and cost is not None}


def _accounts(rows: Rows) -> tuple[str, ...]:
    named = [column for column in ("account", "account_id") if column in rows.schema.names]
    pairs = distinct(rows, named) if named else []
    return tuple(sorted({pair["account"] or pair.get("account_id") or "" for pair in pairs} - {""}))


def _period(parts: list[Parsed], answers: Answers) -> tuple[date | None, date | None, list[Message]]:
    """First and last day that the report covers: what it states, stretched to its rows; rows outside are worth a word."""
    first_column, last_column = target_of(parts[0].reading.channel.target).dated
    if not first_column:
        return None, None, []
    days = [first_and_last(part.rows, first_column, last_column) for part in parts]
    start: date = min(first for first, _ in days)
    end: date = max(last for _, last in days)
    # What a person said of a whole folder says nothing about a file with days of its own.
    stated = [period for part in parts if (period := (None if DATED & set(part.columns) else answers.period) or part.reading.period)]
    if not stated:
        return start, end, []
    first, last = min(period[0] for period in stated), max(period[1] for period in stated)
    outside = []
    if start < first or end > last:
        outside.append(message("The report says {first} to {last}, but rows lie outside these days.", first=first, last=last))
    return min(start, first), max(end, last), outside


def _once(warnings: list[Message]) -> tuple[Message, ...]:
    """Each warning once, though several parts may give it."""
    return tuple({(w.text, repr(w.values)): w for w in warnings}.values())


def _part(parsed: Parsed, is_headline: bool) -> Part:
    return Part(
        name=parsed.reading.table.part,
        kind=report_kind(parsed),
        level=parsed.level,
        breakdown=parsed.splits,
        is_daily=parsed.is_daily,
        is_additive=parsed.is_additive,
        is_headline=is_headline,
        rows=parsed.rows.num_rows,
        sums=parsed.sums,
    )


def _unknown(name: str, tables: list[Table], answers: Answers) -> FileRefusedError | NeedsAnswerError:
    """A question about the first table that could be a report, otherwise a refusal."""
    for table in tables:
        refuse_rates(name, table)
        found = find_head(table)
        if found is None:
            continue
        delimiter, head, below = found
        sample = tuple(record.cells for record in below)
        proposal = guess(head.cells, sample)
        if not could_be_report(head.cells, sample, proposal):
            continue
        try:  # what would be refused with the likeliest columns is refused now, not after a person has answered
            if has_figures(proposal):
                parse(name, place(table, mapped_channel(with_guessed_name(proposal)), delimiter, head), answers)
        except FileRefusedError as refusal:
            return refusal
        except NeedsAnswerError:
            pass
        return NeedsAnswerError(
            message("This table comes from no platform that AdCRM knows."),
            message("Say which column is what; the answer is remembered for every file with the same head."),
            Place(name, table.part, head.line),
            needs=("columns",),
            header=tuple(cell.strip() for cell in head.cells),
            sample=sample[:10],
            guess=proposal,
        )
    for table in tables:
        refuse_paths(name, table)
    return FileRefusedError(
        message("This is no report of an ad platform: no column of days with figures beside it was found."),
        message("Export a report with days, impressions, clicks or cost from the platform, as CSV or Excel."),
        Place(name),
    )
