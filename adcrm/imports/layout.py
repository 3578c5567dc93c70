"""Where each fact stands in one table: what every step of the pass over it needs to know."""

from dataclasses import dataclass, field
from datetime import date

from adcrm.channels.declare import SPANS, Channel, Column, bare_head, normal_head
from adcrm.errors import Place
from adcrm.imports.model import Answers
from adcrm.imports.recognise import Reading
from adcrm.imports.targets import Target, target_of
from adcrm.messages import Message


@dataclass
class Layout:
    """One table with its columns placed. The cell at position i is column ``ci`` of the view ``rows``.

    ``columns`` maps a fact to its declaration and positions; steps may take facts out that cannot be used, add to ``warnings``,
    and note in ``date_order`` how they read its days. ``moments``: SQL of each moment, by the file's own clock and in UTC.
    """

    reading: Reading
    answers: Answers
    place: Place
    columns: dict[str, tuple[Column, tuple[int, ...]]]
    warnings: list[Message] = field(default_factory=list)
    moments: dict[str, tuple[str, str]] = field(default_factory=dict)
    date_order: str = ""

    @classmethod
    def of(cls, file: str, reading: Reading, answers: Answers) -> "Layout":
        """The columns that are used: a day makes the spans around it and its weekday needless."""
        columns = {column.fact: (column, at) for column, at in reading.places if column.fact not in answers.without}
        if "day" in columns:
            columns = {fact: placed for fact, placed in columns.items() if fact not in ("start", "end", "weekday", *SPANS)}
        columns = {fact: placed for fact, placed in columns.items() if placed[0].kind != "tally" or set(placed[0].of) & set(columns)}
        return cls(reading, answers, Place(file, reading.table.part, reading.head.line), columns)

    @property
    def channel(self) -> Channel:
        """The declaration by which the table is read."""
        return self.reading.channel

    @property
    def target(self) -> Target:
        """What kind of records the rows are."""
        return target_of(self.reading.channel.target)

    @property
    def time_zone(self) -> str:
        """The zone of times that name none: a person's word, else the platform's habit; '' where nobody knows."""
        return self.answers.time_zone or self.channel.time_zone

    @property
    def period(self) -> tuple[date, date] | None:
        """The days that the whole report covers, if anything says so."""
        return self.answers.period or self.reading.period

    @property
    def splits(self) -> tuple[str, ...]:
        """The breakdowns that the columns bring; a search term's keyword is no further one."""
        found = tuple(column.split for column, _ in self.columns.values() if column.split)
        if set(found) == {"weekday", "hour"}:
            return ("weekday", "hour")
        return tuple(split for split in found if split != "keyword") if "search_term" in found else found

    @property
    def is_additive(self) -> bool:
        """Whether the rows may be added up at all."""
        return not set(self.splits) & set(self.channel.overlapping)

    def head(self, position: int) -> str:
        """The head of a column as it stands."""
        return bare_head(self.reading.head.cells[position])

    def attribution(self) -> str:
        """What the conversions are counted by, where a line above or their own head says it, else ''."""
        heads = [self.head(i) for i in self.columns["conversions"][1]] if "conversions" in self.columns else []
        named = (word for word in self.channel.attributions if any(word in head for head in heads))
        return self.reading.attribution or next(named, "")

    def bears(self, position: int, head: str) -> bool:
        """Whether the column at ``position`` stands under ``head``."""
        return normal_head(self.head(position)) == normal_head(head)

    def absent(self) -> str:
        """SQL with ``{cell}``: no figure stands here, or only a bound as ``<5`` or ``10万+``."""
        marks = ", ".join(quoted(mark) for mark in self.channel.missing)
        return f"({{cell}} IN ({marks}) OR {self.bounded()})"

    def bounded(self) -> str:
        """SQL with ``{cell}``: only a bound stands here."""
        return "({cell}[1] IN ('<', '>')" + (" OR {cell}[-1] = '+')" if self.channel.magnitudes else ")")

    def of_kind(self, *kinds: str) -> dict[str, tuple[Column, tuple[int, ...]]]:
        """The placed columns of some kinds."""
        return {fact: placed for fact, placed in self.columns.items() if placed[0].kind in kinds}


def quoted(text: str) -> str:
    """A text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"
