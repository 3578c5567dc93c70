"""The central parity of the yuan (人民币汇率中间价) as the People's Bank's trade system and SAFE print it.

The trade system (CFETS) writes pairs, as ``USD/CNY``, ``100JPY/CNY`` and ``CNY/MYR``: the number is what the first is worth in the
second. SAFE writes a column for each currency by its Chinese name, for 100 units: yuan for 100 of the currencies that are quoted
directly, and 100 yuan in the others. Tables for one unit are in use too; which it is the numbers themselves tell, and where they
fit neither the table is refused.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from adcrm.channels.declare import currency_codes
from adcrm.errors import FileRefusedError, Place
from adcrm.messages import message
from adcrm.rates.ecb import Record
from adcrm.rates.model import Cell

NAMES = {
    "美元": "USD", "欧元": "EUR", "日元": "JPY", "日圆": "JPY", "港元": "HKD", "港币": "HKD", "英镑": "GBP", "澳元": "AUD",
    "澳大利亚元": "AUD", "新西兰元": "NZD", "纽元": "NZD", "新加坡元": "SGD", "新元": "SGD", "瑞士法郎": "CHF", "瑞郎": "CHF",
    "加元": "CAD", "加拿大元": "CAD", "林吉特": "MYR", "马来西亚林吉特": "MYR", "卢布": "RUB", "俄罗斯卢布": "RUB", "兰特": "ZAR",
    "南非兰特": "ZAR", "韩元": "KRW", "迪拉姆": "AED", "阿联酋迪拉姆": "AED", "里亚尔": "SAR", "沙特里亚尔": "SAR", "福林": "HUF",
    "匈牙利福林": "HUF", "兹罗提": "PLN", "波兰兹罗提": "PLN", "丹麦克朗": "DKK", "瑞典克朗": "SEK", "挪威克朗": "NOK",
    "里拉": "TRY", "土耳其里拉": "TRY", "比索": "MXN", "墨西哥比索": "MXN", "泰铢": "THB", "澳门元": "MOP", "人民币": "CNY",
    "人民币元": "CNY",
}  # fmt: skip
DAY_HEADS = ("日期", "时间", "交易日期", "发布日期", "date", "day")
# What one unit of the directly quoted currencies was worth in yuan since 1994, with room on both sides.
DIRECT = {
    "USD": (5.0, 10.0), "EUR": (5.5, 13.0), "JPY": (0.03, 0.15), "HKD": (0.6, 1.4), "GBP": (6.5, 18.0), "AUD": (3.0, 9.5), "NZD": (2.5, 8.0),
    "SGD": (3.5, 8.0), "CHF": (4.5, 13.0), "CAD": (3.5, 9.5),
}  # fmt: skip
_PAIR = re.compile(r"(\d*)([A-Z]{3})/(\d*)([A-Z]{3})")
_CHINESE_PAIR = re.compile(r"(?:每)?(\d*)(\D+?)(?:兑|对|/)(\d*)(\D+)")
_FREE = re.compile(r"\s|中间价|汇率|[（(].*[)）]")


@dataclass(frozen=True)
class Quotation:
    """What a head says: ``units`` of ``base`` in ``quote``; ``units`` is ``None`` where it names a currency only."""

    base: str
    quote: str
    units: Decimal | None


def pboc_cells(records: Sequence[Record], place: Place) -> Iterator[Cell] | None:
    """The cells of a table of the yuan's central parity; ``None`` where it is none.

    Raises
    ------
    FileRefusedError : the numbers of a currency fit neither one unit nor a hundred.
    """
    for at, (_, cells) in enumerate(records[:60]):
        heads = [cell.strip() for cell in cells]
        if not heads or heads[0].lower() not in DAY_HEADS:
            continue
        below = records[at + 1 :]
        pair = next((i for i, head in enumerate(heads) if head in ("货币对", "币种", "货币", "货币名称")), None)
        value = next((i for i, head in enumerate(heads) if _FREE.sub("", head) == "" and ("中间价" in head or "汇率" in head)), None)
        if pair is not None and value is not None:
            return _long(heads, pair, value, below, place)
        columns = {i: found for i, head in enumerate(heads[1:], 1) if (found := quotation(head))}
        if columns and len(columns) == len([head for head in heads[1:] if head]):
            return _wide(heads, columns, below, place)
    return None


def quotation(head: str) -> Quotation | None:
    """``100JPY/CNY``, ``日元/人民币``, ``美元``, ``100日元``, ``USD``: how a column or a row is quoted; ``None`` for other words."""
    in_brackets = re.search(r"[（(]\D*(\d+)\D*[)）]", head)
    text = _FREE.sub("", head)
    if match := _PAIR.fullmatch(text.upper()):
        base, quote, units = match[2], match[4], Decimal(match[1] or 1) / Decimal(match[3] or 1)
        return Quotation(base, quote, units) if {base, quote} <= currency_codes() else None
    if (match := _CHINESE_PAIR.fullmatch(text)) and match[2] in NAMES and match[4] in NAMES:
        return Quotation(NAMES[match[2]], NAMES[match[4]], Decimal(match[1] or 1) / Decimal(match[3] or 1))
    match = re.fullmatch(r"(?:每)?(\d*)(\D+)", text)
    code = NAMES.get(match[2], match[2] if match[2] in currency_codes() else "") if match else ""
    if not code or code == "CNY":
        return None
    stated = (match[1] if match else "") or (in_brackets[1] if in_brackets else "")
    pair = (code, "CNY") if code in DIRECT else ("CNY", code)
    return Quotation(*pair, Decimal(stated) if stated else None)


def _long(heads: list[str], pair: int, value: int, below: Sequence[Record], place: Place) -> Iterator[Cell]:
    asked = {cells[pair].strip() for _, cells in below if len(cells) > max(pair, value)}
    found = {name: quotation(name) for name in asked}
    rows = [(line, cells) for line, cells in below if len(cells) > max(pair, value) and found[cells[pair].strip()]]
    known = {name: one for name, one in found.items() if one}
    units = _units({name: (one, [cells[value] for _, cells in rows if cells[pair].strip() == name]) for name, one in known.items()}, place)
    for line, cells in rows:
        name = cells[pair].strip()
        yield Cell(line, heads[value], cells[0], known[name].base, known[name].quote, units[name], cells[value])


def _wide(heads: list[str], columns: dict[int, Quotation], below: Sequence[Record], place: Place) -> Iterator[Cell]:
    units = _units({heads[i]: (one, [cells[i] for _, cells in below if i < len(cells)]) for i, one in columns.items()}, place)
    for line, cells in below:
        if not re.search(r"\d{4}", cells[0] if cells else ""):
            continue  # notes below the table
        for i, one in columns.items():
            if i < len(cells):
                yield Cell(line, heads[i], cells[0], one.base, one.quote, units[heads[i]], cells[i])


def _units(columns: dict[str, tuple[Quotation, list[str]]], place: Place) -> dict[str, Decimal]:
    """Of how many units each column speaks: as its head says, else as the numbers of the directly quoted ones tell."""
    made = {head: one.units for head, (one, _) in columns.items()}
    told: set[int] = set()
    for head, (one, texts) in columns.items():
        if one.units is not None or one.base not in DIRECT:
            continue
        level = _level(texts)
        fits = [units for units in (1, 100) if level is not None and DIRECT[one.base][0] <= level / units <= DIRECT[one.base][1]]
        if level is not None and not fits:
            raise FileRefusedError(
                message("The numbers under “{head}” are neither yuan for one unit nor for a hundred.", head=head),
                message("Load the table of the central parity as the bank publishes it, or a table with the columns day, base, quote and rate."),
                Place(place.file, place.part, None, head),
            )
        if fits:
            made[head] = Decimal(fits[0])
            if one.base != "JPY":  # a hundred yen are usual in a table for one unit too
                told.add(fits[0])
    whole = Decimal(told.pop()) if len(told) == 1 else None
    for head, (_, texts) in columns.items():
        if made[head] is None and (whole is None or _level(texts) is None):
            made[head] = Decimal(1)
            if _level(texts) is not None:
                raise FileRefusedError(
                    message("Nothing in this table says of how many units “{head}” speaks.", head=head),
                    message("Load a table that has the dollar beside it, or write pairs such as CNY/MYR as heads."),
                    Place(place.file, place.part, None, head),
                )
        elif made[head] is None:
            made[head] = whole
    return {head: units for head, units in made.items() if units is not None}


def _level(texts: list[str]) -> float | None:
    found = [float(text) for cell in texts if re.fullmatch(r"\d+(\.\d+)?", text := cell.strip())]
    return median(found) if found else None
