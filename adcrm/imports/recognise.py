"""Which platform a table comes from, where its head stands, and what the lines above the head say. By content alone."""

from dataclasses import dataclass
from datetime import date

from adcrm.channels.declare import Channel, Column, normal_head
from adcrm.channels.known import channels
from adcrm.errors import FileRefusedError, Place
from adcrm.imports.dates import find_period
from adcrm.imports.tables import Record, Table
from adcrm.messages import message


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
            for channel in channels():
                _refuse_lookalike(file, table, channel, heads, record)
                known = _known(channel, heads)
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
    return Reading(table, channel, delimiter, head, tuple(places), period, _account(channel, lines))


def _known(channel: Channel, heads: list[str]) -> int:
    """How many heads the channel knows; 0 unless the row bears its signature."""
    row = set(heads) - {""}
    if not any(all(normal_head(head) in row for head in signature) for signature in channel.signatures):
        return 0
    known = {normal_head(h) for column in channel.columns for head in column.heads for h in ([head] if isinstance(head, str) else head)}
    if channel.only_known and row - known:
        return 0
    return len(row & known)


def _refuse_lookalike(file: str, table: Table, channel: Channel, heads: list[str], record: Record) -> None:
    for lookalike in channel.lookalikes:
        if heads[: len(lookalike.heads)] == [normal_head(head) for head in lookalike.heads]:
            raise FileRefusedError(
                lookalike.what,
                message("In the platform, open Reports and download the table of figures instead."),
                Place(file, table.part, record.line),
            )


def _period(channel: Channel, lines: list[str]) -> tuple[date, date] | None:
    for line in lines:
        if not channel.period_labels:
            if found := find_period(line, channel.date_order):
                return found
        elif any(label in line for label in channel.period_labels):
            return find_period(line, channel.date_order, single=True)
    return None


def _account(channel: Channel, lines: list[str]) -> str:
    for line in lines:
        for label in channel.account_labels:
            plain = line.replace("：", ":").strip()
            if plain.startswith(label):
                return plain.removeprefix(label).strip()
    return ""
