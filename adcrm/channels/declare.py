"""The words in which a platform's export is declared; :mod:`adcrm.imports.parse` turns a declaration into one pass.

A channel file is a page that a marketer can hold beside the export: which head is which fact, in every language
the platform writes, in order of preference; how a missing figure looks; which rows are totals. It holds no code.
A head that is a tuple of heads means "put together": figures are added up, words are joined. A star in a head stands for
anything: ``*_Conversions`` means every such column, put together.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from babel.numbers import list_currencies

from adcrm.messages import Message

Kind = Literal[
    "text", "id", "count", "number", "money", "day", "start", "end", "week", "month", "quarter", "year", "hour", "weekday", "word", "currency",
    "mapped", "tally", "time",
]  # fmt: skip
Target = Literal["ads", "orders", "touchpoints", "claims", "web", "clients", "contacts", "leads", "deals"]
Head = str | tuple[str, ...]
NUMERIC: tuple[Kind, ...] = ("count", "number", "money")
SPANS: tuple[Kind, ...] = ("week", "month", "quarter", "year")
MISSING = ("", "--", "-", "—", "–", "null", "NULL", "N/A", "n/a", "[]")
ALL_TOTALS = (
    *("合计", "总计", "汇总", "合計", "總計", "Total", "Grand total"),
    *("合计:", "合计：", "总计:", "总计：", "合 计", "总 计", "总合计", "共计", "总和", "Total:"),
)
SUBTOTALS = ("小计", "小計", "Subtotal", "subtotal")
CURRENCY_UNITS = {
    "元": ("CNY", 0),
    "人民币": ("CNY", 0),
    "RMB": ("CNY", 0),
    "¥": ("CNY", 0),
    "分": ("CNY", 2),
    "$": ("USD", 0),
    "€": ("EUR", 0),
    "£": ("GBP", 0),
    "万元": ("CNY", -4),
    "千元": ("CNY", -3),
}
COUNT_UNITS = {"万": -4, "万次": -4, "万人": -4, "次": 0, "人": 0, "人次": 0, "条": 0, "个": 0, "场": 0, "单": 0, "笔": 0}
Mark = str | tuple[str, ...]
_ABOVE = "above the head: "


@dataclass(frozen=True)
class Column:
    """One fact and the heads it stands under, best first. The first head (or tuple of heads) that a file has is read.

    ``split``: the breakdown that this column brings, as ``hour``. ``within``: a count that this one cannot exceed,
    judged only for the heads in ``judged`` (all, when empty). ``scale``: decimal places by which a figure is in a smaller unit.
    ``signed``: amounts below zero count as they stand. ``pattern``: what to take out of the text, a regular expression
    with one group. ``words``: what single words mean, as (head, word, meaning); '' as the head means any head, '' as
    the word any other one. ``when``: read only under a line with this text above the head; the head then belongs to this
    column alone. ``after``: read only where the first row has this mark in the cell; the value stands behind it.
    ``of`` and ``once``: see :func:`tally`. ``written``: see :func:`identifier`.
    """

    fact: str
    kind: Kind
    heads: tuple[Head, ...]
    split: str = ""
    within: str = ""
    judged: tuple[str, ...] = ()
    scale: int = 0
    signed: bool = False
    pattern: str = ""
    words: tuple[tuple[str, str, str], ...] = ()
    when: str = ""
    after: str = ""
    of: tuple[str, ...] = ()
    once: str = ""
    written: tuple[str, str] = ("", "")


def text(fact: str, *heads: Head, pattern: str = "") -> Column:
    """A name, as it stands, or the part of it that ``pattern`` finds."""
    return Column(fact, "text", heads, pattern=pattern)


def identifier(fact: str, *heads: Head, pattern: str = "", written: tuple[str, str] = ("", "")) -> Column:
    """A platform's own number: text; one that a spreadsheet damaged (``9.53E+12``) is left out.

    ``written``: a regular expression and what a number that it fits is rewritten to, where a platform writes one number in two ways.
    """
    return Column(fact, "id", heads, pattern=pattern, written=written)


def count(fact: str, *heads: Head, within: str = "", judged: tuple[str, ...] = ()) -> Column:
    """A whole number, never below zero."""
    return Column(fact, "count", heads, within=within, judged=judged)


def number(fact: str, *heads: Head) -> Column:
    """A number that may have decimals and may be corrected below zero, as conversions."""
    return Column(fact, "number", heads)


def money(fact: str, *heads: Head, scale: int = 0, signed: bool = False) -> Column:
    """An amount in the currency of the account; ``scale=6`` for millionths, ``scale=2`` for hundredths.

    ``signed``: a cost below zero is a correction (a commission taken back) and counts as it stands.
    """
    return Column(fact, "money", heads, scale=scale, signed=signed)


def day(*heads: Head) -> Column:
    """The day of the row."""
    return Column("day", "day", heads)


def moment(fact: str, *heads: Head) -> Column:
    """A moment: stored in UTC. One written without a zone is in the zone that a person names for the account, else in UTC."""
    return Column(fact, "time", heads)


def span(kind: Kind, *heads: Head, when: str = "") -> Column:
    """A stretch of days: ``start`` and ``end`` of the row, or the ``week``, ``month``, ``quarter`` or ``year`` it covers."""
    return Column(kind, kind, heads, when=when)


def split(name: str, into: str, *heads: Head, when: str = "", after: str = "", words: Mapping[str, str] | None = None) -> Column:
    """A breakdown: its name, the fact that holds its value, and the heads it stands under."""
    kinds: dict[str, Kind] = {"hour": "hour", "weekday": "weekday", "age": "word", "gender": "word", "device": "word"}
    meanings = tuple(("", word, meaning) for word, meaning in (words or {}).items())
    return Column(into, kinds.get(into, "text"), heads, split=name, when=when, after=after, words=meanings)


def mapped(fact: str, meanings: Mapping[str, Mapping[str, str]], otherwise: str = "") -> Column:
    """Words of the platform as words of ours: ``{head: {word: meaning}}``, case aside.

    Of several heads the first whose cell holds a known word decides. ``otherwise`` is meant where every cell is empty;
    a row with a word that is nobody's is set aside.
    """
    words = tuple((head, word, meaning) for head, known in meanings.items() for word, meaning in known.items())
    return Column(fact, "mapped", (tuple(meanings),), words=(*words, ("", "", otherwise)))


def tally(fact: str, *of: str, once: str = "", unless: Mapping[str, tuple[str, ...]] | None = None) -> Column:
    """A count that no cell holds: 1 for a row in which one of the facts ``of`` is above zero, else 0.

    ``once``: of several such rows with the same value of this fact (the lines of one order) only the first counts.
    ``unless``: ``{head: words}`` of cells that mark a correction, which counts 0.
    """
    words = tuple((head, word, "0") for head, marks in (unless or {}).items() for word in marks)
    return Column(fact, "tally", (tuple(unless or ()),), words=words, of=of, once=once)


def currency(*heads: Head) -> Column:
    """The currency of the row, as an ISO 4217 code."""
    return Column("currency", "currency", heads)


@dataclass(frozen=True)
class Totals:
    """Rows that sum up others and must never be added.

    ``starts``: how the label begins, in any of the first cells. ``equals``: a whole first cell. ``own``: labels (after
    ``starts``) that sum exactly the rows shown, all of them when empty. ``subtotals``: how the label of a sum over some of
    the rows begins or ends; it is left out. ``unlisted``: real spend that no row shows. ``wider``: sums of the same kind of
    rows including those not shown. ``whole``: the account's total, compared where the file has no total of its own rows.
    ``blank_dimensions``: a row is a total when every word cell is blank though money stands in it.
    """

    starts: tuple[str, ...] = ()
    equals: tuple[str, ...] = ALL_TOTALS
    own: tuple[str, ...] = ()
    subtotals: tuple[str, ...] = ()
    unlisted: tuple[str, ...] = ()
    wider: tuple[str, ...] = ()
    whole: tuple[str, ...] = ()
    blank_dimensions: bool = False


@dataclass(frozen=True)
class Lookalike:
    """A sheet with familiar heads that is no report: refused in so many words.

    ``heads`` begin its head, or stand ``anywhere`` in it; none of the heads of ``without`` does.
    """

    heads: tuple[Mark, ...]
    what: Message
    anywhere: bool = False
    without: tuple[str, ...] = ()
    remedy: Message | None = None


@dataclass(frozen=True)
class Records:
    """How the records of a CRM system are named. ``link``: the web address of one, with ``{id}``; '' where every customer has another.

    ``id_prefix``: what stands before the number in an export.
    """

    link: str = ""
    id_prefix: str = ""


@dataclass(frozen=True)
class Platform:
    """One ad channel. ``group``: search, social, feed, marketplace, affiliate, kol, mail, sms, offline.

    ``colour`` is the same in every chart, so that a channel keeps its colour when others are filtered out.
    """

    key: str
    name: Message
    group: str
    colour: str


@dataclass(frozen=True)
class Channel:
    """How one platform's export reads.

    Attributes
    ----------
    platform : name, group and colour of the platform, where they are not in ``PLATFORMS``.
    key : key of ``PLATFORMS``. ``layout`` tells apart several declarations of one platform.
    signatures : sets of heads, one of which must be there for a row to be this platform's head. A tuple inside a set stands
        for any one of its heads; :func:`above` for a word in the lines above the head.
    only_known : every head must be a known one (for layouts whose heads are everybody's words).
    currency : what the platform bills in unless the file says otherwise; '' when it varies.
    period_labels : what stands before the report's period above the head; empty when a line is nothing but the period.
        Two lines with a label and one day each (first, last) make a period too.
    rows_label : what stands above the head before the number of rows that the file should have.
    incomplete : what a line above the head says where figures of the report are still to come.
    account_labels : what stands before the account above the head.
    period_in_name : the period stands only in the name of the file inside a zip.
    copies : sheets of a workbook that repeat another one of it in rounded figures.
    footers : how lines below the rows begin that are no rows.
    overlapping : breakdowns whose rows show the same spend several times or only the top of a list.
    blank_is_zero : an empty cell of a count or value means that nothing happened.
    one_result_type : ``(fact, head)``: this fact may only be taken while that column holds one kind.
    attributions : words that name what the conversions are counted by, found in their head or above it.
    attribution_labels : what stands before the attribution setting above the head.
    magnitudes : figures may be written as ``12.5万``, ``3.4w`` or ``300人``.
    day_may_open_period : where every row has the first day of a longer report, that day only says when the report begins.
    date_order : ``mdy`` or ``dmy`` where days such as 3/4/2026 leave it open.
    time_zone : in which the platform writes times without a zone, as ``Asia/Shanghai``; '' where it varies.
    target : what kind of records the rows are, a key of :data:`adcrm.imports.targets.TARGETS`.
    records : set for exports of CRM systems, of which only the columns named here are ever kept.
    """

    key: str
    columns: tuple[Column, ...]
    signatures: tuple[tuple[Mark, ...], ...]
    layout: str = "report"
    only_known: bool = False
    currency: str = ""
    missing: tuple[str, ...] = MISSING
    totals: Totals = Totals()
    copies: tuple[str, ...] = ()
    footers: tuple[str, ...] = ()
    lookalikes: tuple[Lookalike, ...] = ()
    period_labels: tuple[str, ...] = ()
    account_labels: tuple[str, ...] = ()
    rows_label: str = ""
    incomplete: tuple[str, ...] = ()
    period_in_name: bool = False
    overlapping: tuple[str, ...] = ()
    blank_is_zero: bool = False
    one_result_type: tuple[tuple[str, str], ...] = ()
    attributions: tuple[str, ...] = ()
    attribution_labels: tuple[str, ...] = ()
    magnitudes: bool = False
    day_may_open_period: bool = False
    date_order: str = ""
    target: Target = "ads"
    time_zone: str = ""
    records: Records | None = None
    platform: Platform | None = None


def above(word: str) -> str:
    """A mark of a signature: this word stands in the lines above the head."""
    return _ABOVE + word


def word_above(mark: str) -> str:
    """The word of a mark made by :func:`above`, '' of any other mark."""
    return mark.removeprefix(_ABOVE) if mark.startswith(_ABOVE) else ""


_UNIT = re.compile(r"\s*\(([^()]*)\)$")
_WRAPPED = re.compile(r'^="?(.*?)"?$', re.DOTALL)
_NOISE = re.compile(r"(\s*\((必填|required)\))|^\*(?=\S)|\*$")


def bare_head(head: str) -> str:
    """A head as a person reads it, out of a spreadsheet's ``="..."``."""
    plain = head.replace("\ufeff", "").strip()
    return _WRAPPED.sub(r"\1", plain).strip() if plain.startswith('="') else plain


def normal_head(head: str) -> str:
    """A head as it is compared: wrapper, width of letters, spaces, case and a unit of money or percent do not count."""
    return _split_head(head)[0]


def head_currency(head: str) -> tuple[str, int]:
    """Currency named in a head and the decimal places of its unit: ``花费(分)`` gives ``("CNY", 2)``, ``曝光(万)`` ``("", -4)``."""
    return _unit(_split_head(head)[1])


@lru_cache(maxsize=20_000)
def _split_head(head: str) -> tuple[str, str]:
    plain = unicodedata.normalize("NFKC", head.replace("\ufeff", "")).strip()
    if plain.startswith("="):
        plain = _WRAPPED.sub(r"\1", plain)
    plain = _NOISE.sub("", " ".join(plain.split()))
    found = _UNIT.search(plain)
    if found and (found[1].strip() in ("%", *COUNT_UNITS) or _unit(found[1].strip())[0]):
        return plain[: found.start()].casefold(), found[1].strip()
    return plain.casefold().removesuffix("%"), ""


def _unit(unit: str) -> tuple[str, int]:
    if unit in CURRENCY_UNITS:
        return CURRENCY_UNITS[unit]
    return (unit, 0) if unit in currency_codes() else ("", COUNT_UNITS.get(unit, 0))


@cache
def currency_codes() -> frozenset[str]:
    """Every ISO 4217 code."""
    return frozenset(list_currencies())
