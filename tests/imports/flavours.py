"""Makes exports of a declared platform in any flavour that platforms are known to write, with the sums they must give.

What varies: which columns there are and in which order, the language of their heads, unknown columns between them, how days and figures
are written, missing marks, the lines above the head and the totals below, quoting and line ends, encoding, container. The figures are drawn
from a seed and summed as exact decimals before they are written, so the truth does not pass through any reader.
"""

import csv
import io
import random
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import xlsxwriter
from hypothesis import assume
from hypothesis import strategies as st

from adcrm.channels.declare import Channel, Column, normal_head, word_above
from adcrm.channels.known import channels

MEASURES = ("impressions", "clicks", "cost", "conversions", "conversion_value")
FIRST = date(2026, 7, 1)
GERMAN_MONTHS = ("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember")
DAY_STYLES: dict[str, Callable[[date], str]] = {
    "iso": lambda d: d.isoformat(),
    "slashes": lambda d: f"{d.year}/{d.month}/{d.day}",
    "padded slashes": lambda d: d.strftime("%Y/%m/%d"),
    "compact": lambda d: d.strftime("%Y%m%d"),
    "month first": lambda d: f"{d.month}/{d.day}/{d.year}",
    "day first": lambda d: f"{d.day:02}/{d.month:02}/{d.year}",
    "day first, dots": lambda d: f"{d.day}.{d.month}.{d.year}",
    "day first, dashes": lambda d: d.strftime("%d-%m-%Y"),
    "in words": lambda d: f"{d.strftime('%b')} {d.day}, {d.year}",
    "in British words": lambda d: f"{d.day} {d.strftime('%B')} {d.year}",
    "in German words": lambda d: f"{d.day}. {GERMAN_MONTHS[d.month - 1]} {d.year}",
    "with the weekday": lambda d: f"{d.strftime('%a')}, {d.day} {d.strftime('%b')} {d.year}",
    "Chinese": lambda d: f"{d.year}年{d.month}月{d.day}日",
    "with midnight": lambda d: f"{d.isoformat()} 00:00:00",
}
ORDER_OF_STYLE = {"month first": "mdy", "day first": "dmy", "day first, dots": "dmy", "day first, dashes": "dmy"}
NAMES = (
    "Brand | Search",
    "=SUM(A1)",
    "双11 大促，华东",
    'Spring "Sale"',
    "Total Wine",
    "Été – Paris",
    "a;b",
    "Nr. 5",
    "🔥 Retargeting",
    "-50% off",
)
SPAN_WORDS: dict[str, Callable[[date], str]] = {
    "week": lambda d: (d - timedelta(days=d.weekday())).isoformat(),
    "month": lambda d: d.strftime("%B %Y"),
    "quarter": lambda d: f"Q{(d.month + 2) // 3} {d.year}",
    "year": lambda d: str(d.year),
}
UNKNOWN_HEADS = ("My note", "自定义备注", "* Cost /ATC (IDR)", "Custom ratio", "Etikett")
MEASURED = ("count", "number", "money")
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "gb18030", "xlsx", "zip")


@dataclass(frozen=True)
class Flavour:
    """One made-up export. ``sums`` of the measures it carries; ``answers`` to what it may leave open (``read``'s arguments)."""

    channel: Channel
    name: str
    data: bytes
    rows: int
    sums: dict[str, Decimal]
    answers: dict[str, Any] = field(hash=False)
    about: str


@dataclass
class _Style:
    """How one file writes its cells."""

    day: str
    figures: str  # plain, thousands, continental
    sign: str
    missing: str
    language: str  # latin or chinese heads where a column has both


def declared() -> list[Channel]:
    """The ad platforms' exports that people download: not what the interfaces send, nor cards whose period stands in a file's name."""
    return [one for one in channels() if one.target == "ads" and one.layout != "api" and not one.period_in_name]


@st.composite
def flavours(draw: st.DrawFn) -> Flavour:
    """A made-up export of some declared platform."""
    channel = draw(st.sampled_from(declared()))
    dice = random.Random(draw(st.integers(0, 2**32)))
    signature = draw(st.sampled_from(channel.signatures))
    marks = [draw(st.sampled_from(mark)) if isinstance(mark, tuple) else mark for mark in signature]
    heads = [mark for mark in marks if not word_above(mark)]
    title = "".join(word_above(mark) for mark in marks)
    language = "chinese" if any(_is_chinese(head) for head in heads) else "latin"
    columns = _columns(channel, heads, language, draw)
    assume(not _is_rather_anothers(channel, len(signature), {normal_head(head) for head, _ in columns}))
    style = _Style(
        day=draw(st.sampled_from(list(DAY_STYLES))),
        figures=draw(st.sampled_from(("plain", "thousands", "continental"))),
        sign=draw(st.sampled_from(("", "", "", "$", "€"))),
        missing=draw(st.sampled_from([mark for mark in channel.missing if mark != "[]"])),
        language=language,
    )
    rows = draw(st.integers(1, 40))
    return _made(channel, columns, style, rows, dice, title, draw)


def _is_rather_anothers(channel: Channel, asked: int, heads: set[str]) -> bool:
    """Whether the heads that were drawn bear a fuller signature of another platform: then the file is that platform's."""
    others = (signature for other in channels() if other.key != channel.key for signature in other.signatures)
    return any(len(one) > asked and all(any(normal_head(head) in heads for head in _heads(mark)) for mark in one) for one in others)


def _columns(channel: Channel, signature: list[str], language: str, draw: st.DrawFn) -> list[tuple[str, Column]]:
    """The heads of the file with what is declared for each, in the order of the file."""
    kept_for_later = {normal_head(head) for head, _ in channel.one_result_type}
    chosen: dict[str, tuple[str, Column]] = {}
    spoken_for = {normal_head(one) for column in channel.columns if column.fact for head in column.heads for one in _heads(head)}

    def take(head: str, column: Column) -> None:
        chosen.setdefault(normal_head(head), (head, column))

    for wanted in signature:
        take(wanted, next((column for column in channel.columns if any(wanted in _heads(head) for head in column.heads)), Column("", "text", ())))
    has_day = bool(channel.columns) and any(column.kind == "day" for column in channel.columns) and draw(st.integers(0, 9)) > 0
    for column in channel.columns:
        if column.kind in ("week", "month", "quarter", "year", "tally", "stretch") or column.when or column.after or column.pattern:
            continue
        if any(one is column for _, one in chosen.values()):
            continue
        if (column.kind == "day" and not has_day) or (column.kind in ("start", "end") and has_day):
            continue
        if column.kind in ("day", "start", "end") or draw(st.booleans()):
            taken = kept_for_later | set(chosen) | (spoken_for if not column.fact else set())
            options = [head for head in column.heads if not {normal_head(one) for one in _heads(head)} & taken]
            spoken = [head for head in options if _is_chinese("".join(_heads(head))) == (language == "chinese")] or options
            if spoken:
                for head in _heads(draw(st.sampled_from(spoken))):
                    take(head, column)
    filler = Column("", "text", ())
    if not channel.only_known:
        for head in draw(st.lists(st.sampled_from(UNKNOWN_HEADS), unique=True, max_size=3)):
            take(head, filler)
    return draw(st.permutations(list(chosen.values())))


def _made(channel: Channel, columns: list[tuple[str, Column]], style: _Style, rows: int, dice: random.Random, title: str, draw: st.DrawFn) -> Flavour:
    encoding = draw(st.sampled_from(ENCODINGS))
    if encoding == "gb18030" and style.language != "chinese":
        encoding = "utf-8" if style.day == "Chinese" else "cp1252"
    named = any(column.kind == "currency" for _, column in columns)
    suffix = "" if named or channel.currency else draw(st.sampled_from(("", " (EUR)")))
    if named or suffix or encoding == "xlsx" or any(column.scale for _, column in columns):
        style.sign = ""
    wanted = ORDER_OF_STYLE.get(style.day)
    days = [FIRST + timedelta(days=dice.randrange(92)) for _ in range(rows)]
    if wanted in ("dmy", "mdy"):
        days[0] = FIRST + timedelta(days=dice.randrange(13, 30))  # nothing else decides which of two numbers is the day
    values = {normal_head(head): _figures(column, dice, rows) for head, column in columns if column.kind in MEASURED}
    _keep_within(columns, values)
    if style.figures == "continental" and not any(column.kind == "money" for _, column in columns):
        style.figures = "plain"  # 21.351 alone may be either; an amount with its cents decides
    cells_of: list[list[Any]] = []
    for head, column in columns:
        figures = values.get(normal_head(head))
        if figures is None:
            cells_of.append(_cells(head, column, style, days, dice, encoding == "xlsx"))
        else:
            written = [None if f is None else _written(f.scaleb(column.scale), column.kind, style, encoding == "xlsx") for f in figures]
            cells_of.append([style.missing if cell is None else cell for cell in written])
    table = [list(row) for row in zip(*cells_of, strict=True)]
    heads = [
        head.replace("*", "Purchase") if head.startswith("*_") else head + (suffix if column.kind == "money" else "") for head, column in columns
    ]
    above = _above(channel, title, draw)
    before, after = _totals(channel, columns, values, style, draw, encoding == "xlsx")
    data = _bytes([*above, heads, *before, *table, *after], encoding, style, dice)
    sums = _truth(channel, values)
    first, last = (min(days), max(days)) if any(column.kind == "day" for _, column in columns) else (FIRST, FIRST + timedelta(days=91))
    answers = {"currency": "EUR", "platform": channel.key, "date_order": wanted or "dmy", "period": (first, last), "account": "Account 1"}
    about = f"{channel.key}/{channel.layout} {encoding} {style} heads={heads} above={len(above)} totals={bool(before or after)}"
    name = f"made.{'xlsx' if encoding == 'xlsx' else 'zip' if encoding == 'zip' else 'csv'}"
    return Flavour(channel, name, data, rows, sums, answers, about)


def _figures(column: Column, dice: random.Random, rows: int) -> list[Decimal | None]:
    """What a measure's column holds; an amount always stands in the first row, and one cell in ten holds nothing."""
    made = [None if dice.random() < 0.1 else _figure(column.kind, column.fact, dice) for _ in range(rows)]
    return [made[0] or _figure(column.kind, column.fact, dice), *made[1:]] if column.kind == "money" else list(made)


def _keep_within(columns: list[tuple[str, Column]], values: dict[str, list[Decimal | None]]) -> None:
    """No more clicks than impressions, no more delivered than sent."""
    for head, column in sorted(columns, key=lambda one: one[1].fact == "clicks"):
        for limit in (other for other, about in columns if column.within and about.fact == column.within):
            pairs = zip(values[normal_head(head)], values[normal_head(limit)], strict=True)
            values[normal_head(head)] = [mine if mine is None or most is None else min(mine, most) for mine, most in pairs]


def _cells(head: str, column: Column, style: _Style, days: list[date], dice: random.Random, is_sheet: bool) -> list[Any]:
    """The cells of a column of words or days."""
    kind, rows = column.kind, len(days)
    if kind == "day":
        return [day if is_sheet and style.day == "iso" else DAY_STYLES[style.day](day) for day in days]
    if kind in ("start", "end"):
        return [(FIRST if kind == "start" else FIRST + timedelta(days=91)).isoformat()] * rows
    names = NAMES if is_sheet else (*NAMES, "line\nbreak")
    if kind in SPAN_WORDS:
        return [SPAN_WORDS[kind](day) for day in days]
    made: dict[str, Callable[[], Any]] = {
        "id": lambda: str(dice.randrange(10**9, 10**12)),
        "hour": lambda: dice.choice((f"{dice.randrange(24)}", f"{dice.randrange(24):02}:00:00 - {dice.randrange(24):02}:59:59")),
        "weekday": lambda: dice.choice(("Monday", "Sunday", "Freitag", "星期三" if style.language == "chinese" else "Wed")),
        "currency": lambda: "EUR",
    }
    if kind == "mapped":
        known = [word for said, word, _ in column.words if normal_head(said) == normal_head(head) and word]
        made["mapped"] = lambda: dice.choice(known)
    if kind == "word":
        words = {"gender": ("male", "女", "unknown"), "age": ("18-24", "65+", "未知")}.get(column.fact, ("desktop", "手机"))
        made["word"] = lambda: dice.choice(words)
    ratio = column.fact == "" and dice.random() < 0.5
    plain = made.get(kind, lambda: f"{dice.random() * 100:.2f}%" if ratio else dice.choice(names))
    return [plain() for _ in range(rows)]


def _figure(kind: str, fact: str, dice: random.Random) -> Decimal:
    if kind == "count":
        return Decimal(dice.randrange(1_000, 3_000_000) if fact == "impressions" else dice.randrange(0, 1_000))
    if kind == "money":
        return Decimal(dice.randrange(0, 9_000_000)).scaleb(-2)
    return Decimal(dice.choice((dice.randrange(0, 300), dice.randrange(0, 30_000)))).scaleb(-dice.choice((0, 2)))


def _written(figure: Decimal, kind: str, style: _Style, is_sheet: bool) -> Any:
    if is_sheet:
        return float(figure)
    places = max(2 if kind == "money" and style.figures != "plain" else 0, -int(figure.as_tuple().exponent))
    text = f"{figure:,.{places}f}" if style.figures != "plain" else f"{figure:.{places}f}"
    if style.figures == "continental":
        text = text.translate(str.maketrans(",.", ".,"))
    return style.sign + text if kind == "money" else text


def _above(channel: Channel, title: str, draw: st.DrawFn) -> list[list[str]]:
    """Lines above the head: a title and the period, as that platform words it."""
    if not title and not draw(st.booleans()):
        return []
    if channel.period_labels:
        return [[title or "数据报告"], [f"{channel.period_labels[0]}：20260701至20260930"], []]
    return [[title or "My saved report"], ["July 1, 2026 - September 30, 2026"]]


def _totals(
    channel: Channel, columns: list[tuple[str, Column]], values: dict[str, list[Decimal | None]], style: _Style, draw: st.DrawFn, is_sheet: bool
) -> tuple[list[list[Any]], list[list[Any]]]:
    """Rows that sum up the others, before or after them, as the platform marks them."""
    if not draw(st.booleans()):
        return [], []
    totals = channel.totals
    row: list[Any] = []
    for head, column in columns:
        figures = values.get(normal_head(head))
        whole = sum((f for f in figures or () if f is not None), Decimal(0))
        row.append(_written(whole.scaleb(column.scale), column.kind, style, is_sheet) if figures is not None else "")
    if totals.blank_dimensions:
        return ([row], []) if any(column.fact == "cost" for _, column in columns) else ([], [])
    spoken = [word for word in totals.equals if style.language == "chinese" or word.isascii()] or [""]
    label = totals.starts[0] + (totals.own[0] if totals.own else "22 results") if totals.starts else spoken[0]
    at = next((i for i, (_, column) in enumerate(columns[: 4 if totals.starts else 2]) if column.kind in ("text", "day")), None)
    if not label or at is None:
        return [], []
    row[at] = label
    return [], [row]


def _truth(channel: Channel, values: dict[str, list[Decimal | None]]) -> dict[str, Decimal]:
    """The sums: of the best of a measure's heads that the file has; heads that are put together are added up."""
    sums: dict[str, Decimal] = {}
    for column in channel.columns:
        if column.fact not in MEASURES or column.fact in sums or column.kind == "tally":
            continue
        for head in column.heads:
            found = [values[normal_head(one)] for one in _heads(head) if normal_head(one) in values]
            if found:
                sums[column.fact] = sum((f for figures in found for f in figures if f is not None), Decimal(0))
                break
    return sums


def _bytes(lines: list[list[Any]], encoding: str, style: _Style, dice: random.Random) -> bytes:
    if encoding == "xlsx":
        return _sheet(lines)
    delimiter = "\t" if encoding == "utf-16" else dice.choice((",", ",", ";", "\t"))
    wrapped = dice.random() < 0.1 and not any('"' in str(cell) or "\n" in str(cell) for line in lines for cell in line)
    out = io.StringIO(newline="")
    quoting = csv.QUOTE_NONE if wrapped else dice.choice((csv.QUOTE_MINIMAL, csv.QUOTE_ALL))
    end = dice.choice(("\n", "\r\n"))
    writer = csv.writer(out, delimiter="\t" if wrapped else delimiter, lineterminator=end, quoting=quoting, quotechar=None if wrapped else '"')
    for line in lines:
        writer.writerow([f'="{cell}"' if wrapped else cell for cell in line])
    text = out.getvalue() if dice.random() < 0.7 else out.getvalue().removesuffix(end)
    if encoding == "zip":
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("inside.csv", text.encode("utf-8-sig"))
        return packed.getvalue()
    return text.encode(encoding, "replace")


def _sheet(lines: list[list[Any]]) -> bytes:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet, day = book.add_worksheet("Report"), book.add_format({"num_format": "yyyy-mm-dd"})
        for i, line in enumerate(lines):
            for j, cell in enumerate(line):
                if isinstance(cell, date):
                    sheet.write_datetime(i, j, cell, day)  # type: ignore[arg-type]
                elif isinstance(cell, float):
                    sheet.write_number(i, j, cell)
                elif cell:
                    sheet.write_string(i, j, cell)
    return made.getvalue()


def _heads(head: str | tuple[str, ...]) -> tuple[str, ...]:
    return (head,) if isinstance(head, str) else head


def _is_chinese(text: str) -> bool:
    return any("\u4e00" <= sign <= "\u9fff" for sign in text)
