"""Days, hours and weekdays as platforms write them, in the languages they write them in.

A column of days has few different texts, so each text is read once, here in Python. Whether 3/4/2026 is in March or in
April is decided for the whole file, never for one row.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from babel import Locale

_LANGUAGES = ("en", "de", "fr", "es", "it", "nl", "pt", "id")
# The search for days takes the square of a text's length, and a damaged file may hold a cell of a megabyte.
LONGEST_CELL, LONGEST_LINE = 120, 2_000
_EXCEL_EPOCH = date(1899, 12, 30)
_CLOSE = timedelta(days=100)
_YEAR_FIRST = re.compile(r"(\d{4})(?:[-/.]|年)(\d{1,2})(?:[-/.]|月)(\d{1,2})日?(?=$|[T ,|])")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})$")
_YEAR_LAST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})(?=$|[T ,])")
_MONTH_FIRST = re.compile(r"([^\W\d]+)\.? (\d{1,2}),? (\d{4})(?=$|[T ,])")
_DAY_FIRST = re.compile(r"(\d{1,2})(?:\.|st|nd|rd|th)?(?: de)? ([^\W\d]+)\.?,?(?: de)? (\d{4})(?=$|[T ,])")
_WEEKDAY = re.compile(r"^[^\W\d]+\.?, (?=\S)")
_SERIAL = re.compile(r"[3-6]\d{4}$")
_RANGE = re.compile(
    r"(?P<year>\d{4})[-/.年](?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})日?\s*(?:[-~～—–]+|至|到)\s*(?:(?P<to_month>\d{1,2})[-/.月])?(?P<to_day>\d{1,2})日?$"
)
_MONTH_AND_DAY = re.compile(r"\d{1,2}月\d{1,2}日?")
_IN_TEXT = re.compile(
    r"\d{4}年\d{1,2}月\d{1,2}日|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|(?<!\d)20\d{6}(?!\d)|(?<!\d)\d{1,2}[-/.]\d{1,2}[-/.]\d{4}"
    r"|[^\W\d]+\.? \d{1,2}, \d{4}|\d{1,2}\.? (?:de )?[^\W\d]+\.? (?:de )?\d{4}"
)


@dataclass(frozen=True)
class Days:
    """The texts of a column and their days, ``None`` where a text is no day.

    ``order`` is ``dmy`` or ``mdy`` where the texts needed it, ``is_open`` true where nothing in the file decided it; ``example`` is then
    one that can be read in two ways.
    """

    dates: dict[str, date | None]
    order: str = ""
    is_open: bool = False
    example: str = ""


def read_days(texts: Iterable[str], order: str = "", period: tuple[date, date] | None = None, beside: Callable[[], Iterable[str]] = tuple) -> Days:
    """Read every text; where day and month could be either, by ``order``, else by what the texts and ``period`` allow.

    ``beside``: the days in other columns of the file, asked for only where the texts themselves do not settle it.
    """
    texts = list(texts)
    found = {raw: _clear_day(raw) for raw in texts}
    serials = all(_SERIAL.match(raw.strip()) for raw in texts)
    if serials:
        return Days({raw: _EXCEL_EPOCH + timedelta(days=int(raw)) for raw in texts})
    clear = [day for day in found.values() if day]
    for raw in texts:  # one cell that lost its format among days that kept it: believed only close to them
        if clear and found[raw] is None and _SERIAL.match(raw.strip()):
            day = _EXCEL_EPOCH + timedelta(days=int(raw))
            found[raw] = day if min(clear) - _CLOSE <= day <= max(clear) + _CLOSE else None
    open_texts = {raw: match for raw in texts if found[raw] is None and (match := _YEAR_LAST.match(_bare(raw)))}
    if not open_texts:
        return Days(found)
    chosen, is_open = (order, False) if order in ("dmy", "mdy") else _order(list(open_texts.values()), period, beside)
    for raw, match in open_texts.items():
        found[raw] = _from_triple(match, chosen)
    return Days(found, chosen, is_open, next(iter(open_texts)) if is_open else "")


def find_period(text: str, order: str = "", single: bool = False) -> tuple[date, date] | None:
    """The first and last day named in ``text``; a lone day only if ``single``."""
    texts = [m.group() for m in _IN_TEXT.finditer(text[:LONGEST_LINE])]
    days = [day for day in read_days(texts[:2], order).dates.values() if day]
    if len(texts) >= 2 and texts[0] == texts[1]:
        days = days * 2
    if len(days) == 2 and days[0] <= days[1]:
        return days[0], days[1]
    return (days[0], days[0]) if single and len(days) == 1 and len(texts) == 1 else None


def read_range(text: str, year: int = 0, made_on: date | None = None) -> tuple[date, date] | None:
    """First and last day of ``2026-07-18至2026-07-24``, ``2026/7/3-7/5`` or ``2026年7月3日-5日``; with a ``year``, of ``7月3日``.

    ``made_on``: the day on which the table was made; one made in January that tells of 12月30日 speaks of the year before.
    """
    if year and _MONTH_AND_DAY.match(text.strip()):
        found = _one_or_two(f"{year}年{text.strip()}")
        return _one_or_two(f"{year - 1}年{text.strip()}") if found and made_on and found[0] > made_on else found
    return _one_or_two(text, single=False)


def _one_or_two(text: str, single: bool = True) -> tuple[date, date] | None:
    if single and (day := _clear_day(text)):
        return day, day
    if len(text) > LONGEST_CELL:
        return None
    if len(_IN_TEXT.findall(text)) == 2:
        return find_period(text)
    if not (match := _RANGE.match(text.strip())):
        return None
    first, over_new_year = _date(match["year"], match["month"], match["day"]), int(match["to_month"] or 12) < int(match["month"])
    last = _date(int(match["year"]) + over_new_year, match["to_month"] or match["month"], match["to_day"])
    if first and last and first <= last and not (over_new_year and last - first > _CLOSE):
        return first, last
    return None


def read_span(kind: str, text: str, order: str = "") -> tuple[date, date] | None:
    """First and last day of a ``week``, ``month``, ``quarter`` or ``year`` as written, as ``Q3 2026`` or ``July 2026``."""
    first = _span_start(kind, text.strip(), order)
    if first is None:
        return find_period(text, order) if kind == "week" else None
    if kind == "week":
        return first, first + timedelta(days=6)
    months = {"month": 1, "quarter": 3, "year": 12}[kind]
    last = (first.year * 12 + first.month - 1) + months - 1
    return first, date(last // 12, last % 12 + 1, monthrange(last // 12, last % 12 + 1)[1])


def read_hour(text: str) -> int | None:
    """0 to 23 from ``5``, ``05:00:00 - 05:59:59``, ``05 - 06``, ``5 AM``, ``5点``."""
    match = re.match(r"(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}[ T])?(\d{1,2})\s*(?::\d\d)*\s*([AaPp])?\.?[Mm]?\.?", text.strip())
    if not match:
        return None
    hour = int(match[1])
    if match[2]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if match[2] in "Pp" else 0)
    return hour if hour <= 23 else None


def read_weekday(text: str) -> int | None:
    """0 for Monday to 6 for Sunday, in words of any known language."""
    return weekday_names().get(text.strip().rstrip(".").casefold())


@cache
def weekday_names() -> dict[str, int]:
    """Every known word for a weekday."""
    names = {f"{before}{word}": i for before in ("星期", "周", "週", "礼拜") for i, word in enumerate("一二三四五六日")} | {"星期天": 6, "周天": 6}
    for language in _LANGUAGES:
        for width in ("wide", "abbreviated"):
            names |= {str(word).rstrip(".").casefold(): i for i, word in Locale(language).days["format"][width].items()}
    return names


@cache
def month_names() -> dict[str, int]:
    """Every known word for a month."""
    names: dict[str, int] = {"sept": 9}
    for language in reversed(_LANGUAGES):
        for width in ("abbreviated", "wide"):
            names |= {str(word).rstrip(".").casefold(): i for i, word in Locale(language).months["format"][width].items()}
    return names


def _bare(raw: str) -> str:
    return _WEEKDAY.sub("", " ".join(raw.replace("\u202f", " ").replace("\xa0", " ").split()))


def _clear_day(raw: str) -> date | None:
    """A day that can be read in one way only."""
    plain = _bare(raw)
    if match := _YEAR_FIRST.match(plain) or _COMPACT.match(plain):
        return _date(match[1], match[2], match[3])
    if (match := _MONTH_FIRST.match(plain)) and (month := month_names().get(match[1].casefold())):
        return _date(match[3], month, match[2])
    if (match := _DAY_FIRST.match(plain)) and (month := month_names().get(match[2].casefold())):
        return _date(match[3], month, match[1])
    return None


def _order(matches: list[re.Match[str]], period: tuple[date, date] | None, beside: Callable[[], Iterable[str]]) -> tuple[str, bool]:
    """``dmy`` or ``mdy`` for the whole file, and whether that is a mere guess.

    A component over 12 settles it, and so does a dot, which stands after the day in every country that writes it; then
    the days in other columns; then the report's own period; then the order that makes the days lie closer together, unless the
    other one gives months.
    """
    if settled := _settled(matches):
        return settled, False
    if all(re.match(r"\d+\.", m[0]) for m in matches):
        return "dmy", False
    if settled := _settled([match for raw in beside() if (match := _YEAR_LAST.match(_bare(raw)))]):
        return settled, False
    both = {order: [day for m in matches if (day := _from_triple(m, order))] for order in ("dmy", "mdy")}
    if period:
        inside = {order: sum(period[0] <= day <= period[1] for day in days) for order, days in both.items()}
        if inside["dmy"] != inside["mdy"]:
            return max(inside, key=lambda order: inside[order]), False
    spans = {order: (max(days) - min(days)).days if days else 0 for order, days in both.items()}
    if spans["dmy"] != spans["mdy"]:
        may_be_months = any(len(days) > 1 and {day.day for day in days} == {1} for days in both.values())
        return min(spans, key=lambda order: spans[order]), len(matches) < 3 or may_be_months
    return "dmy", both["dmy"] != both["mdy"]


def _settled(matches: list[re.Match[str]]) -> str:
    """The order that most of the components over 12 name, '' where none does."""
    first, second = sum(int(m[1]) > 12 for m in matches), sum(int(m[2]) > 12 for m in matches)
    return "" if first == second else "dmy" if first > second else "mdy"


def _from_triple(match: re.Match[str], order: str) -> date | None:
    year = int(match[3]) + (2000 if len(match[3]) == 2 else 0)
    return _date(year, *((match[2], match[1]) if order == "dmy" else (match[1], match[2])))


def _date(year: str | int, month: str | int, day: str | int) -> date | None:
    try:
        made = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return made if 1990 <= made.year <= 2100 else None


def _span_start(kind: str, text: str, order: str) -> date | None:
    day = read_days([text], order).dates[text]
    if day or kind == "week":
        return day
    numbers = [int(n) for n in re.findall(r"\d+", text)]
    year = next((n for n in numbers if 1990 <= n <= 2100), None)
    if year is None:
        return None
    if kind == "year":
        return date(year, 1, 1)
    rest = next((n for n in numbers if n != year), None)
    if kind == "quarter":
        return date(year, 3 * rest - 2, 1) if rest and 1 <= rest <= 4 else None
    words = [month for word in re.findall(r"[^\W\d]+", text) if (month := month_names().get(word.casefold()))]
    month = words[0] if words else rest
    return date(year, month, 1) if month and 1 <= month <= 12 else None
