"""The plain data of exchange rates, and the sources they come from."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from adcrm.imports.model import SetAside
from adcrm.messages import Message, message

# Kept with every rate; shown wherever a converted figure is walked back.
SOURCES: dict[str, Message] = {
    "ecb": message("European Central Bank"),
    "pboc": message("People’s Bank of China (central parity)"),
    "table": message("Own table of rates"),
    "typed": message("Typed in"),
    "demo": message("Made up for the demo agency"),
}
REPORT = "exchange_rates"  # the kind of report in the log of imports
PLACES = Decimal("1e-12")


@dataclass(frozen=True)
class RateRow:
    """One rate as a file gives it: one ``base`` is worth ``rate`` of ``quote`` on ``day``; ``line`` from 1."""

    line: int
    day: date
    base: str
    quote: str
    rate: Decimal


@dataclass(frozen=True)
class RateFile:
    """A file of rates, read and checked. ``set_aside`` are the cells that no rate could be read from."""

    file_name: str
    sha256: str
    size_bytes: int
    source: str
    rates: tuple[RateRow, ...]
    set_aside: tuple[SetAside, ...]

    @property
    def date_start(self) -> date:
        """The first day with a rate."""
        return min(row.day for row in self.rates)

    @property
    def date_end(self) -> date:
        """The last day with a rate."""
        return max(row.day for row in self.rates)

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """The (base, quote) that have rates, sorted."""
        return tuple(sorted({(row.base, row.quote) for row in self.rates}))


@dataclass(frozen=True)
class Cell:
    """A cell that should hold a rate: ``units`` of ``base`` are worth its number in ``quote``."""

    line: int
    head: str
    day: str
    base: str
    quote: str
    units: Decimal
    text: str
