"""Which platform a table comes from, where its head stands, and what the lines above the head say. By content alone."""

import re
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatchcase
from functools import cache

from adcrm.channels.declare import SPANS, Channel, Column, Head, Mark, day, normal_head, word_above
from adcrm.channels.known import channels
from adcrm.channels.platforms import platform_name
from adcrm.errors import FileRefusedError, Place
from adcrm.imports.dates import find_period
from adcrm.imports.model import NeedsAnswerError
from adcrm.imports.signatures import candidates
from adcrm.imports.tables import Record, Table
from adcrm.messages import message

_DAY_AND_HOUR = re.compile(r"\W*\d{4}[-/.]\d{1,2}[-/.]\d{1,2}[ T]\d")
_MADE = re.compile(r"制表|导出|生成|下载|打印|截止|截至|更新|generated|exported|created|downloaded|printed|as of", re.IGNORECASE)
_ONLY_DAYS = re.compile(r"[\d\s年月日./~～—–至到-]+")


@dataclass(frozen=True)
class Reading:
    """A table with its head found and its columns placed.

    ``places``: for each column of the channel that the file has, the positions it is read from.
    ``year``: the only year that the lines above the head name, 0 where they name none or several.
    ``made_on``: the day on which they say that the table was made.
    ``rows_said``: how many rows the lines above the head promise, if they do. ``is_incomplete``: they say that figures are still to come.
    """

    table: Table
    channel: Channel
    delimiter: str
    head: Record
    places: tuple[tuple[Column, tuple[int, ...]], ...]
    period: tuple[date, date] | None
    account: str
    attribution: str = ""
    rows_said: int | None = None
    year: int = 0
    made_on: date | None = None
    is_incomplete: bool = False


def recognise(file: str, table: Table, platform: str = "") -> Reading | None:
    """The table as one of the declared channels, or ``None`` where its head is nobody's.

    ``platform``: a person's word for whose report it is, where several fit.

    Raises
    ------
    FileRefusedError : the table is a known look-alike of a report.
    NeedsAnswerError : it could as well be the report of another platform.
    """
    found: list[tuple[tuple[int, int, int], Reading]] = []
    for delimiter, records in table.tops():
        for position, record in enumerate(records):
            heads = [normal_head(cell) for cell in record.cells]
            if len([head for head in heads if head]) < 2 or _any_heads().isdisjoint(heads):
                continue
            lines = [" ".join(above.cells) for above in records[:position]]
            for channel in candidates(heads):
                _refuse_lookalike(file, table, channel, heads, record, lines)
                known, asked = _known(channel, heads, lines)
                if known:
                    read = place(table, channel, delimiter, record, records[:position], records[position + 1 :])
                    found.append(((known, asked, -position), read))
    if platform:
        found = [one for one in found if one[1].channel.key == platform] or found
    if not found:
        return None
    rank, best = max(found, key=lambda one: one[0])
    keys = list(dict.fromkeys(one[1].channel.key for one in found if one[0] == rank))
    if len(keys) > 1 and platform not in keys:
        raise NeedsAnswerError(
            message("This could be a report of {one} or of {other}.", one=platform_name(keys[0]), other=platform_name(keys[1])),
            message("Say which platform it comes from."),
            Place(file, table.part, best.head.line),
            needs=("platform",),
            header=best.head.cells,
            platforms=tuple(keys),
        )
    return best


def place(table: Table, channel: Channel, delimiter: str, head: Record, above: tuple[Record, ...] = (), below: tuple[Record, ...] = ()) -> Reading:
    """Put a channel's columns on the cells of a head; of two equal heads the first counts."""
    heads = [normal_head(cell) for cell in head.cells]
    at = {name: i for i, name in reversed(list(enumerate(heads))) if name}
    lines = [" ".join(cell for cell in record.cells if cell.strip()) for record in above]
    columns = [column for column in channel.columns if column.fact and (not column.when or any(column.when in line for line in lines))]
    owned = {head for column in columns if column.when for head in column.heads}
    first = next((record.cells for record in below if len(record.cells) == len(head.cells)), ())
    places = []
    for column in columns:
        for wanted in column.heads:
            found = () if wanted in owned and not column.when else _positions(wanted, at)
            if column.after and not (found and first and column.after in first[found[0]]):
                found = ()
            if found or column.kind == "tally":
                places.append((column, found))
                break
    facts = {column.fact: found for column, found in places}
    if "hour" in facts and not {"day", "start", *SPANS} & set(facts) and first and _DAY_AND_HOUR.match(first[facts["hour"][0]]):
        places.append((day(), facts["hour"]))
    period = _period(channel, lines) or (find_period(table.part) if channel.period_in_name else None)
    account, attribution = _account(channel, lines), _setting(channel.attribution_labels, lines)
    named = attribution or next((word for word in channel.attributions for line in lines if word in line), "")
    return Reading(
        table,
        channel,
        delimiter,
        head,
        tuple(places),
        period,
        account,
        named,
        _rows_said(channel, lines),
        _year(lines),
        _made_on(lines),
        is_incomplete=any(mark in line for mark in channel.incomplete for line in lines),
    )


def _positions(wanted: Head, at: dict[str, int]) -> tuple[int, ...]:
    """Where a head, or each of a tuple of heads, stands; a star in it stands for anything."""
    found: list[int] = []
    for head in (wanted,) if isinstance(wanted, str) else wanted:
        if "*" in head:
            found += sorted(i for name, i in at.items() if fnmatchcase(name, head.casefold()))
        elif (name := normal_head(head)) in at:
            found.append(at[name])
    return tuple(dict.fromkeys(found))


def _known(channel: Channel, heads: list[str], lines: list[str]) -> tuple[int, int]:
    """How many heads the channel knows, 0 unless the row bears its signature; and how much that signature asks for."""
    row = set(heads) - {""}
    asked = max((_asked(signature) for signature in channel.signatures if all(_bears(mark, row, lines) for mark in signature)), default=0)
    if not asked:
        return 0, 0
    plain, starred = _known_heads(channel.key, channel.layout)
    known = {head for head in row if head in plain or any(fnmatchcase(head, star) for star in starred)}
    if channel.only_known and row - known:
        return 0, 0
    return len(known), asked


def _asked(signature: tuple[Mark, ...]) -> int:
    """How much a signature asks for; a word above the head says more than any head."""
    return len(signature) + sum(4 for mark in signature if isinstance(mark, str) and word_above(mark))


def _bears(mark: Mark, row: set[str], lines: list[str]) -> bool:
    """Whether one of the heads stands in the row, or the word above it."""
    if isinstance(mark, tuple):
        return any(_bears(head, row, lines) for head in mark)
    if word := word_above(mark):
        return any(word in line for line in lines)
    return any(fnmatchcase(head, mark.casefold()) for head in row) if "*" in mark else _normal(mark) in row


@cache
def _known_heads(key: str, layout: str) -> tuple[frozenset[str], tuple[str, ...]]:
    """Every head that the channel knows, and those with a star."""
    channel = next(c for c in channels() if (c.key, c.layout) == (key, layout))
    heads = {h for column in channel.columns for head in column.heads for h in ([head] if isinstance(head, str) else head)}
    return frozenset(normal_head(head) for head in heads if "*" not in head), tuple(sorted(head.casefold() for head in heads if "*" in head))


@cache
def _any_heads() -> frozenset[str]:
    """Every plain head that any channel knows or asks for: a row with none of them is a row of data, and quickly passed over."""
    heads: set[str] = set()
    for channel in channels():
        marks = [mark for signature in channel.signatures for mark in signature] + [mark for like in channel.lookalikes for mark in like.heads]
        heads |= _known_heads(channel.key, channel.layout)[0]
        heads |= {normal_head(head) for mark in marks for head in ([mark] if isinstance(mark, str) else mark)}
    return frozenset(heads - {""})


@cache
def _normal(head: str) -> str:
    return normal_head(head)


def _refuse_lookalike(file: str, table: Table, channel: Channel, heads: list[str], record: Record, lines: list[str]) -> None:
    for lookalike in channel.lookalikes:
        row = set(heads) if lookalike.anywhere else set(heads[: len(lookalike.heads)])
        if all(_bears(mark, row, lines) for mark in lookalike.heads) and not any(_normal(head) in heads for head in lookalike.without):
            raise FileRefusedError(
                lookalike.what,
                lookalike.remedy or message("In the platform, open Reports and download the table of figures instead."),
                Place(file, table.part, record.line),
            )


def _period(channel: Channel, lines: list[str]) -> tuple[date, date] | None:
    labelled = []
    for line in lines:
        if not channel.period_labels:
            if found := find_period(line, channel.date_order):
                return found
        elif any(label in line for label in channel.period_labels):
            labelled.append(line)
    if len(labelled) == 2 and find_period(labelled[0], channel.date_order) is None:
        return find_period(" / ".join(labelled), channel.date_order)
    if labelled:
        return find_period(labelled[0], channel.date_order, single=True)
    return next((found for line in lines if _ONLY_DAYS.fullmatch(line.strip()) and (found := find_period(line, channel.date_order))), None)


def _year(lines: list[str]) -> int:
    years = {int(year) for line in lines for year in re.findall(r"(?<!\d)20\d\d(?!\d)", line)}
    return years.pop() if len(years) == 1 else 0


def _made_on(lines: list[str]) -> date | None:
    found = (find_period(line, single=True) for line in lines if _MADE.search(line))
    return next((days[0] for days in found if days and days[0] == days[1]), None)


def _rows_said(channel: Channel, lines: list[str]) -> int | None:
    """The number after the label that announces it."""
    if not channel.rows_label:
        return None
    said = (re.fullmatch(rf"{re.escape(channel.rows_label)}\s*([\d,]+)\s*", line.strip()) for line in lines)
    return next((int(match[1].replace(",", "")) for match in said if match), None)


def _account(channel: Channel, lines: list[str]) -> str:
    for line in lines:
        for label in channel.account_labels:
            plain = line.replace("：", ":").strip()
            if plain.startswith(label):
                return plain.removeprefix(label).strip()
    return ""


def _setting(labels: tuple[str, ...], lines: list[str]) -> str:
    """The word behind one of these labels, wherever it stands in a line."""
    found = (re.search(re.escape(label) + r"\s*[:：]\s*([^\s,，;；、)）|]+)", line) for line in lines for label in labels)
    return next((match[1] for match in found if match), "")
