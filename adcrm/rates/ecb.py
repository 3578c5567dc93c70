"""The euro reference rates of the European Central Bank: one euro is worth the number in another currency.

Layouts: ``eurofxref-hist.csv`` and ``eurofxref.csv`` (a column for each currency, ``N/A`` where there was none, a comma at the end
of each line), the data portal's long CSV (``TIME_PERIOD``, ``OBS_VALUE``), and its wide CSV whose heads hold the series' keys.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from adcrm.channels.declare import currency_codes
from adcrm.errors import FileRefusedError, Place
from adcrm.messages import message
from adcrm.rates.model import Cell

Record = tuple[int, Sequence[str]]
ONE = Decimal(1)
_SERIES = re.compile(r"\bEXR\.([A-Z])\.([A-Z]{3})\.([A-Z]{3})\.")
# A dollar against one euro since 1999 lay between 0.82 and 1.60: a table of another bank does not.
_DOLLARS = (Decimal("0.5"), Decimal("2.5"))


def ecb_cells(records: Sequence[Record], place: Place) -> Iterator[Cell] | None:
    """The cells of a table of the ECB; ``None`` where it is none.

    Raises
    ------
    FileRefusedError : averages of months or years, which are no rates of days.
    """
    for at, (_, cells) in enumerate(records[:60]):
        heads = [cell.strip() for cell in cells]
        upper = [head.upper() for head in heads]
        below = records[at + 1 :]
        if "TIME_PERIOD" in upper and "OBS_VALUE" in upper and ("CURRENCY" in upper or "KEY" in upper):
            return _long(upper, below, place)
        if any(_SERIES.search(head) for head in heads[1:]):
            return _wide_series(heads, below, place)
        if upper[:1] == ["DATE"] and _is_reference(upper, below):
            return _wide(upper, below)
    return None


def _is_reference(heads: list[str], below: Sequence[Record]) -> bool:
    codes = [head for head in heads[1:] if head]
    if not codes or "EUR" in codes or "USD" not in codes or not set(codes) <= currency_codes():
        return False
    at = heads.index("USD")
    for _, cells in below:
        text = cells[at].strip() if at < len(cells) else ""
        if re.fullmatch(r"\d+(\.\d+)?", text):
            return _DOLLARS[0] <= Decimal(text) <= _DOLLARS[1]
    return False


def _wide(heads: list[str], below: Sequence[Record]) -> Iterator[Cell]:
    for line, cells in below:
        for head, text in zip(heads[1:], cells[1:], strict=False):
            if head:
                yield Cell(line, head, cells[0], "EUR", head, ONE, text)


def _long(heads: list[str], below: Sequence[Record], place: Place) -> Iterator[Cell]:
    at = {head: i for i, head in reversed(list(enumerate(heads)))}
    for line, cells in below:
        if len(cells) < len(heads):
            continue
        key = _SERIES.search(cells[at["KEY"]]) if "KEY" in at else None
        often = cells[at["FREQ"]].strip() if "FREQ" in at else key[1] if key else "D"
        quote, base = (
            (cells[at["CURRENCY"]].strip(), cells[at["CURRENCY_DENOM"]].strip()) if "CURRENCY_DENOM" in at else (key[2], key[3]) if key else ("", "")
        )
        _refuse_averages(often, place, line)
        yield Cell(line, "OBS_VALUE", cells[at["TIME_PERIOD"]], base, quote, ONE, cells[at["OBS_VALUE"]])


def _wide_series(heads: list[str], below: Sequence[Record], place: Place) -> Iterator[Cell]:
    series = [(i, found) for i, head in enumerate(heads) if (found := _SERIES.search(head))]
    for line, cells in below:
        if not re.match(r"\d{4}", cells[0].strip() if cells else ""):
            continue  # lines of explanation between the keys and the first day
        for i, key in series:
            _refuse_averages(key[1], place, line)
            if i < len(cells):
                yield Cell(line, heads[i], cells[0], key[3], key[2], ONE, cells[i])


def _refuse_averages(often: str, place: Place, line: int) -> None:
    if often != "D":
        raise FileRefusedError(
            message("These are averages of months or years, not the rates of days."),
            message("In the data portal choose the frequency “Daily” and download the series again."),
            Place(place.file, place.part, line),
        )
