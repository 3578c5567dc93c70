"""The plain data that the import rooms hand to one another."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from adcrm.errors import AdcrmError, Place
from adcrm.imports.rows import Rows
from adcrm.messages import Message

MEASURES = ("impressions", "clicks", "cost", "conversions", "conversion_value")
Outcome = Literal["loaded", "quarantined", "refused", "unchanged", "ask"]


@dataclass(frozen=True)
class SetAside:
    """A row that was not taken: where it stands, why, and its cells as they were (``{head: cell}``)."""

    part: str
    line: int
    column: str
    reason: Message
    raw: dict[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Part:
    """One table of a file that holds several (a zip, a workbook); ``is_headline`` parts make up the report's sums."""

    name: str
    kind: str
    level: str
    breakdown: tuple[str, ...]
    is_daily: bool
    is_additive: bool
    is_headline: bool
    rows: int
    sums: dict[str, Decimal] = field(hash=False)


@dataclass(frozen=True)
class Answers:
    """What a person said about a file, where it says nothing itself or says it wrongly; '' and the like mean "nothing was said".

    Attributes
    ----------
    platform : key of the platform, where several fit.
    date_order : ``ymd``, ``dmy`` or ``mdy``. ``decimal_mark``: ``.`` or ``,``. ``level``: finest entity of the rows.
    period : first and last day, where no column says them.
    attribution : the platform's attribution setting, as ``7-day click``. ``time_zone``: in which the account's days are, as ``Asia/Shanghai``.
    unit_power : the facts in ``unit_facts`` stand in units of 10 to the minus this: 2 for 分 or cents, 6 for micros, 0 as they stand.
    are_units_sure : the amounts were looked at and are meant as they are read. ``sure_power``: of what is remembered, the doubt
        that was answered so (:attr:`adcrm.imports.units.UnitDoubt.power`); another one is asked about again.
    mapping : how a table of no known platform reads.
    without : facts that are not read though a column of them is there.
    is_whole : this is all there is to say; what was said about the account's earlier files is not added.
    meaning : ``own`` where a CRM system's accounts are the agency's own clients, not the customers of one client.
    """

    currency: str = ""
    account: str = ""
    date_order: str = ""
    decimal_mark: str = ""
    level: str = ""
    period: tuple[date, date] | None = None
    platform: str = ""
    attribution: str = ""
    time_zone: str = ""
    unit_power: int = 0
    unit_facts: tuple[str, ...] = ("cost",)
    are_units_sure: bool = False
    sure_power: int = 0
    mapping: "TableMapping | None" = None
    without: tuple[str, ...] = ()
    is_whole: bool = False
    meaning: str = ""


@dataclass(frozen=True)
class Correction:
    """Set-aside rows of an import that a person corrected. ``cells``: for each (part, line) the cells that were changed."""

    import_id: int
    cells: dict[tuple[str, int], dict[str, str]] = field(hash=False)


@dataclass(frozen=True)
class Report:
    """One file read and checked, before anything is loaded.

    Attributes
    ----------
    rows : the good rows, with the columns of ``ad_performance`` except ``row_key``, ``import_id``, ``client_id``,
        ``in_total`` and ``in_split``, which :func:`adcrm.imports.load.load` adds. One row per data row of the file.
    kind : what sort of report, as ``campaign_daily`` or ``keyword_period``.
    breakdown : the split dimensions, as ``("age", "gender")``; empty for none.
    account : the account's name or id where the file gives one, else ''; ``accounts`` lists several.
    currency : ISO 4217, '' where rows carry several.
    date_start, date_end : the days that the report covers; ``None`` for records without days.
    rows_read : data rows of the headline part, set aside or not; totals, summaries and footers are not counted.
    sums : over the good rows of the headline part; a measure that the file does not carry is absent, and so is
        ``cost`` where rows carry several currencies. Exact sums of the cells, money then rounded to cents (half to even).
    stated_total : the file's own total row over the same rows, ``None`` where it has none.
    is_additive : false where the rows show the same spend several times, or only the top of a list.
    parts : the tables of a file that holds several; empty for a plain file.
    cost_by_currency : the cost of each currency, where rows carry several.
    header_line : line of the head, from 1.
    columns : which head each fact was read from, as ``{"clicks": ("Interactions",)}``.
    left_out : heads that nothing was read from.
    encoding, delimiter : how the bytes were read, as ``utf-16`` and a tab; delimiter '' for a workbook.
    answers : what a person said about it. ``decided``: for each part, that and what the file itself decided, so that one
        of its rows can be read again alone.
    correction : whose set-aside rows these are; ``None`` for a file of its own.
    target : what kind of records the rows are, a key of ``TARGETS``; ``rows`` then has the columns of ``Target.rows``.
    counts : what was counted of records that are more than rows, as ``{"orders": 1150, "paid": 1119}``; amounts with cents.
    is_currency_stated : the file itself names its currency, unmistakably; what was said about earlier files does not change it.
    """

    file_name: str
    sha256: str
    size_bytes: int
    platform: str
    kind: str
    level: str
    breakdown: tuple[str, ...]
    account: str
    accounts: tuple[str, ...]
    currency: str
    date_start: date | None
    date_end: date | None
    is_daily: bool
    rows: Rows
    rows_read: int
    set_aside: tuple[SetAside, ...]
    sums: dict[str, Decimal]
    stated_total: dict[str, Decimal] | None
    warnings: tuple[Message, ...] = ()
    is_additive: bool = True
    parts: tuple[Part, ...] = ()
    cost_by_currency: dict[str, Decimal] = field(default_factory=dict, hash=False)
    header_line: int = 1
    columns: dict[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    left_out: tuple[str, ...] = ()
    encoding: str = ""
    delimiter: str = ""
    answers: Answers = Answers()
    decided: dict[str, Answers] = field(default_factory=dict, hash=False)
    correction: Correction | None = None
    target: str = "ads"
    counts: dict[str, Decimal] = field(default_factory=dict, hash=False)
    is_currency_stated: bool = False


@dataclass(frozen=True)
class TableMapping:
    """How a person says a table of no known platform reads.

    Attributes
    ----------
    platform : a key of ``PLATFORMS``, or a name of its own.
    columns : which head each fact is read from, ``{"day": "Datum", "cost": "Kosten"}``; the facts that may be
        named are the keys of :data:`adcrm.imports.mapping.FACTS`.
    level : finest entity of the rows; '' means the finest that ``columns`` names.
    date_order : ``ymd``, ``dmy`` or ``mdy``; '' lets the file decide.
    decimal_mark : ``.`` or ``,``; '' lets the file decide.
    currency : ISO 4217 for every row; '' where a column or a money sign says it.
    """

    platform: str
    columns: dict[str, str] = field(hash=False)
    level: str = ""
    date_order: str = ""
    decimal_mark: str = ""
    currency: str = ""


class NeedsAnswerError(AdcrmError):
    """A readable table that only a person can place: nothing was taken, and here is what is asked.

    ``needs`` names the open questions: ``columns``, ``currency``, ``period``, ``date_order``, ``platform``. For ``columns``,
    ``header`` and ``sample`` (its first rows) show the table and ``guess`` is a first proposal; for ``platform``,
    ``platforms`` are the keys to choose from. ``platform`` and ``account`` (its id, else its name): whose report it is, where
    that is known, so that an earlier answer can be found.
    """

    def __init__(
        self,
        what: Message,
        remedy: Message,
        where: Place | None = None,
        *,
        needs: tuple[str, ...],
        header: tuple[str, ...] = (),
        sample: tuple[tuple[str, ...], ...] = (),
        guess: TableMapping | None = None,
        platforms: tuple[str, ...] = (),
    ):
        super().__init__(what, remedy, where)
        self.needs, self.header, self.sample, self.guess, self.platforms = needs, header, sample, guess, platforms
        self.platform, self.account = "", ""


@dataclass(frozen=True)
class LoadResult:
    """What one load did.

    ``outcome`` is ``unchanged`` when the books already held exactly these rows, ``quarantined`` when some rows were
    set aside. ``warnings`` are those of the load, beside the report's own: an account that belongs to no client.
    """

    outcome: Outcome
    import_id: int | None
    rows_new: int
    rows_changed: int
    rows_same: int
    warnings: tuple[Message, ...] = ()
