"""Which platform a table comes from, where its head stands, and what the lines above the head say. By content alone."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from adcrm.channels.declare import Channel, Column, Mark, normal_head, word_above
from adcrm.channels.known import channels
from adcrm.errors import FileRefusedError, Place
from adcrm.imports.dates import find_period
from adcrm.imports.tables import Record, Table
from adcrm.messages import message

_ONLY_DAYS = re.compile(r"[\d\s年月日./~～—–至到-]+")


@dataclass(frozen=True)
class Reading:
    """A table with its head found and its columns placed.

    ``places``: for each column of the channel that the file has, the positions it is read from.
    """

    table: Table
    channel: Channel
    delimiter: str
    head: Record
    places: tuple[tuple[Column, tuple[int, ...]], ...]
    period: tuple[date, date] | None
    account: str
    attribution: str = ""


def recognise(file: str, table: Table) -> Reading | None:
    """The table as one of the declared channels, or ``None`` where its head is nobody's.

    Raises
    ------
    FileRefusedError : the table is a known look-alike of a report.
    """
    best: tuple[int, int, Reading] | None = None
    for delimiter, records in table.tops():
        for position, record in enumerate(records):
            heads = [normal_head(cell) for cell in record.cells]
            if len([head for head in heads if head]) < 2:
                continue
            lines = [" ".join(above.cells) for above in records[:position]]
            for channel in channels():
                _refuse_lookalike(file, table, channel, heads, record)
                known = _known(channel, heads, lines)
                if known and (best is None or (known, -position) > best[:2]):
                    best = (known, -position, place(table, channel, delimiter, record, records[:position]))
    return best[2] if best else None


def place(table: Table, channel: Channel, delimiter: str, head: Record, above: tuple[Record, ...] = ()) -> Reading:
    """Put a channel's columns on the cells of a head; of two equal heads the first counts."""
    heads = [normal_head(cell) for cell in head.cells]
    at = {name: i for i, name in reversed(list(enumerate(heads))) if name}
    places = []
    for column in channel.columns:
        for wanted in column.heads:
            names = (wanted,) if isinstance(wanted, str) else wanted
            found = tuple(at[name] for name in map(normal_head, names) if name in at)
            if found and column.fact:
                places.append((column, found))
                break
    lines = [" ".join(cell for cell in record.cells if cell.strip()) for record in above]
    period = _period(channel, lines) or (find_period(table.part) if channel.period_in_name else None)
    account, attribution = _labelled(channel.account_labels, lines), _labelled(channel.attribution_labels, lines)
    named = attribution or next((word for word in channel.attributions for line in lines if word in line), "")
    return Reading(table, channel, delimiter, head, tuple(places), period, account, named)


def _known(channel: Channel, heads: list[str], lines: list[str]) -> int:
    """How many heads the channel knows; 0 unless the row bears its signature."""
    row = set(heads) - {""}
    if not any(all(_bears(mark, row, lines) for mark in signature) for signature in channel.signatures):
        return 0
    known = _known_heads(channel.key, channel.layout)
    if channel.only_known and row - known:
        return 0
    return len(row & known)


def _bears(mark: Mark, row: set[str], lines: list[str]) -> bool:
    """Whether one of the heads stands in the row, or the word above it."""
    if isinstance(mark, tuple):
        return any(_normal(head) in row for head in mark)
    word = word_above(mark)
    return any(word in line for line in lines) if word else _normal(mark) in row


@cache
def _known_heads(key: str, layout: str) -> frozenset[str]:
    channel = next(c for c in channels() if (c.key, c.layout) == (key, layout))
    return frozenset(normal_head(h) for column in channel.columns for head in column.heads for h in ([head] if isinstance(head, str) else head))


@cache
def _normal(head: str) -> str:
    return normal_head(head)


def _refuse_lookalike(file: str, table: Table, channel: Channel, heads: list[str], record: Record) -> None:
    for lookalike in channel.lookalikes:
        row = set(heads) if lookalike.anywhere else set(heads[: len(lookalike.heads)])
        if all(_bears(mark, row, []) for mark in lookalike.heads) and not any(_normal(head) in heads for head in lookalike.without):
            raise FileRefusedError(
                lookalike.what,
                lookalike.remedy or message("In the platform, open Reports and download the table of figures instead."),
                Place(file, table.part, record.line),
            )


def _period(channel: Channel, lines: list[str]) -> tuple[date, date] | None:
    for line in lines:
        if not channel.period_labels:
            if found := find_period(line, channel.date_order):
                return found
        elif any(label in line for label in channel.period_labels):
            return find_period(line, channel.date_order, single=True)
    return next((found for line in lines if _ONLY_DAYS.fullmatch(line.strip()) and (found := find_period(line, channel.date_order))), None)


def _labelled(labels: tuple[str, ...], lines: list[str]) -> str:
    """What stands behind one of these labels at the start of a line."""
    for line in lines:
        for label in labels:
            plain = line.replace("：", ":").strip()
            if plain.startswith(label):
                return plain.removeprefix(label).strip()
    return ""
