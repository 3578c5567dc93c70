"""From the bytes of a file to dated rates: recognised by content, every cell that is no rate set aside with its reason."""

import csv
import hashlib
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation

from adcrm.channels.declare import currency_codes
from adcrm.errors import FileRefusedError, Place
from adcrm.imports.containers import unpack
from adcrm.imports.dates import read_days
from adcrm.imports.model import SetAside
from adcrm.imports.tables import DELIMITERS, SheetTable, Table, TextTable
from adcrm.messages import message
from adcrm.rates.ecb import Record, ecb_cells
from adcrm.rates.model import PLACES, Cell, RateFile, RateRow
from adcrm.rates.pboc import pboc_cells

ABSENT = {"", "n/a", "na", "nan", "-", "--", "—", "---", "null", "."}
LARGEST = Decimal(10) ** 12
_THREE = re.compile(r"[1-9]\d{0,2},\d{3}")  # 7,123: seven and a bit, or seven thousand
# Heads of a table of one's own, which is also how typed-in rates are kept.
OWN_HEADS = {
    "day": ("day", "date", "日期"),
    "base": ("base", "from", "基准货币", "货币"),
    "quote": ("quote", "to", "计价货币", "目标货币"),
    "rate": ("rate", "exchange rate", "汇率"),
}


def read_rates(file_name: str, data: bytes, source: str = "") -> RateFile:
    """Read a file of rates; ``source`` names where it comes from instead of what its layout says.

    Raises
    ------
    FileRefusedError : the file is no table of rates, or its days can be read in two ways.
    """
    for table in unpack(file_name, data):
        place = Place(file_name, table.part)
        records = list(_records(table))
        found = _recognised(records, place)
        if found is None:
            continue
        kind, cells = found
        rates, aside = _checked(list(cells), table.part, place)
        if not rates:
            raise FileRefusedError(
                message("No rate can be read from this table."), message("Download it again from the bank and load it as it is."), place
            )
        return RateFile(file_name, hashlib.sha256(data).hexdigest(), len(data), source or kind, tuple(rates), tuple(aside))
    raise FileRefusedError(
        message("This is no table of exchange rates that AdCRM knows."),
        message(
            "Load a file of the European Central Bank or the People’s Bank as it was downloaded, or a table with columns day, base, quote and rate."
        ),
        Place(file_name),
    )


def _recognised(records: Sequence[Record], place: Place) -> tuple[str, Iterable[Cell]] | None:
    if (cells := _own(records)) is not None:
        return "table", cells
    if (cells := ecb_cells(records, place)) is not None:
        return "ecb", cells
    if (cells := pboc_cells(records, place)) is not None:
        return "pboc", cells
    return None


def _own(records: Sequence[Record]) -> Iterator[Cell] | None:
    for position, (_, cells) in enumerate(records[:60]):
        heads = [cell.strip().lower() for cell in cells]
        at = {fact: heads.index(name) for fact, names in OWN_HEADS.items() for name in names if name in heads}
        if len(at) == len(OWN_HEADS):
            return (
                Cell(
                    line,
                    cells[at["rate"]],
                    row[at["day"]],
                    row[at["base"]].strip().upper(),
                    row[at["quote"]].strip().upper(),
                    Decimal(1),
                    row[at["rate"]],
                )
                for line, row in records[position + 1 :]
                if len(row) > max(at.values())
            )
    return None


def _checked(cells: list[Cell], part: str, place: Place) -> tuple[list[RateRow], list[SetAside]]:
    """Rates, and the cells that hold none though they are not empty. Two rates of one pair and day that differ are both doubted."""
    days = read_days(dict.fromkeys(cell.day for cell in cells))
    if days.is_open:
        raise FileRefusedError(
            message("Days such as {example} can be read in two ways, and nothing in the file decides.", example=cells[0].day),
            message("Write the days as 2026-03-04."),
            place,
        )
    comma = _comma([cell.text.strip() for cell in cells])
    rates: dict[tuple[object, str, str], RateRow] = {}
    differing = _differing(cells, days.dates, comma)
    aside = []
    for cell in cells:
        if cell.text.strip().lower() in ABSENT:
            continue
        day, rate = days.dates[cell.day], _number(cell, comma)
        if day is None:
            reason = message("“{value}” is no day.", value=cell.day)
        elif not comma and _THREE.fullmatch(cell.text.strip()):
            reason = message("“{value}” can be read in two ways: its comma may mark decimals or thousands.", value=cell.text)
        elif rate is None:
            reason = message("“{value}” is no exchange rate.", value=cell.text)
        elif not {cell.base, cell.quote} <= currency_codes() or cell.base == cell.quote:
            reason = message("“{base}” and “{quote}” are no pair of currencies.", base=cell.base, quote=cell.quote)
        elif (day, cell.base, cell.quote) in differing:
            reason = message("The file has another rate of {base} and {quote} for {day} too.", base=cell.base, quote=cell.quote, day=day)
        else:
            rates[day, cell.base, cell.quote] = RateRow(cell.line, day, cell.base, cell.quote, rate)
            continue
        aside.append(SetAside(part, cell.line, cell.head, reason, {"day": cell.day, cell.head: cell.text}))
    return list(rates.values()), aside


def _differing(cells: list[Cell], days: Mapping[str, date | None], comma: str) -> set[tuple[date | None, str, str]]:
    """Days and pairs of which the cells give more than one rate."""
    found: dict[tuple[date | None, str, str], set[Decimal]] = {}
    for cell in cells:
        if (rate := _number(cell, comma)) is not None:
            found.setdefault((days[cell.day], cell.base, cell.quote), set()).add(rate)
    return {pair for pair, rates in found.items() if len(rates) > 1}


def _comma(texts: list[str]) -> str:
    """What a comma means in these numbers: ``.`` (it marks decimals), ``,`` (thousands); '' where they do not say, or say both."""
    pointed = any(re.fullmatch(r"[\d,]+\.\d+", text) for text in texts)
    decimals = any(re.fullmatch(r"\d+,\d+", text) and not _THREE.fullmatch(text) for text in texts)
    return "" if pointed == decimals else "," if pointed else "."


def _number(cell: Cell, comma: str) -> Decimal | None:
    text = cell.text.strip()
    if _THREE.fullmatch(text):
        text = text.replace(",", "" if comma == "," else ".")
    elif re.fullmatch(r"[1-9]\d{0,2}(,\d{3})+(\.\d+)?", text):
        text = text.replace(",", "")
    elif re.fullmatch(r"\d+,\d+", text):
        text = text.replace(",", ".")
    try:
        rate = (Decimal(text) / cell.units).quantize(PLACES) if re.fullmatch(r"\d+(\.\d+)?([eE]-?\d+)?", text) else None
    except InvalidOperation:  # more digits than any rate has
        return None
    return rate if rate is not None and 0 < rate < LARGEST else None


def _records(table: Table) -> Iterator[Record]:
    if isinstance(table, SheetTable):
        yield from enumerate(table.rows, 1)
    elif isinstance(table, TextTable):
        text = table.data.decode("utf-8", "replace")
        top = "\n".join(text.split("\n")[:40])
        delimiter = max(DELIMITERS, key=top.count)
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        try:
            for cells in reader:
                if any(cell.strip() for cell in cells):
                    yield reader.line_num, cells
        except csv.Error as error:
            raise FileRefusedError(
                message("This is not a table of text."),
                message("Export the report as CSV or Excel and import that file."),
                Place(table.file, table.part),
            ) from error
