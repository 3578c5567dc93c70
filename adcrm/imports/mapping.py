"""Tables of no known platform: a first guess at their columns, and what a person said about them, found again by the head."""

import hashlib
from collections import Counter
from dataclasses import asdict, dataclass, replace
from functools import cache

from sqlalchemy import select

from adcrm.actors import Actor, require
from adcrm.channels.declare import MISSING, Channel, Column, Kind, Totals, normal_head
from adcrm.channels.known import channels
from adcrm.channels.platforms import PLATFORMS
from adcrm.errors import FileRefusedError, InputError, Place
from adcrm.imports.containers import unpack
from adcrm.imports.dates import read_days
from adcrm.imports.model import MEASURES, NeedsAnswerError, TableMapping
from adcrm.imports.tables import Record, Table
from adcrm.messages import Message, message
from adcrm.store import Store
from adcrm.store.session import now, record
from adcrm.store.tables import ColumnMapping


@dataclass(frozen=True)
class Fact:
    """What a column may be read as. ``split``: the breakdown that it brings. ``heads``: words that suggest it, beside the channels' own."""

    name: Message
    kind: Kind
    split: str = ""
    heads: tuple[str, ...] = ()


FACTS = {
    "day": Fact(
        message("Day"), "day", heads=("Date", "Day", "日期", "统计日期", "时间", "Datum", "Fecha", "TimePeriod", "时间-天", "Start Date (in UTC)")
    ),
    "start": Fact(message("First day"), "start", heads=("Start date", "From", "开始日期")),
    "end": Fact(message("Last day"), "end", heads=("End date", "To", "结束日期")),
    "account": Fact(message("Account"), "text", heads=("AccountName", "店铺名称")),
    "account_id": Fact(message("Account ID"), "id", heads=("AccountId",)),
    "campaign": Fact(
        message("Campaign"), "text",
        heads=("Campaign Name", "CampaignName", "计划名字", "计划名称", "项目名称", "活动名称", "Nama kampanye", "Kampagne"),
    ),
    "campaign_id": Fact(message("Campaign ID"), "id", heads=("CampaignId", "计划ID", "项目ID")),
    "ad_group": Fact(message("Ad group"), "text", heads=("AdGroupName", "单元名称", "Ad group name")),
    "ad_group_id": Fact(message("Ad group ID"), "id", heads=("AdGroupId", "单元ID")),
    "ad": Fact(message("Ad"), "text", heads=("Creative", "Creative name", "素材名称", "创意名称")),
    "ad_id": Fact(message("Ad ID"), "id", heads=("素材ID",)),
    "hour": Fact(message("Hour"), "hour", "hour", ("Hour", "时间-小时")),
    "region": Fact(message("Region"), "text", "region", ("State", "City", "城市")),
    "age": Fact(message("Age"), "word", "age"),
    "gender": Fact(message("Gender"), "word", "gender"),
    "device": Fact(message("Device"), "word", "device", ("DeviceType",)),
    "placement": Fact(message("Placement"), "text", "placement"),
    "keyword": Fact(message("Keyword"), "text", "keyword"),
    "search_term": Fact(message("Search term"), "text", "search_term"),
    "currency": Fact(message("Currency"), "currency", heads=("CurrencyCode", "Mata uang", "Ccy")),
    "impressions": Fact(message("Impressions"), "count", heads=("Impression", "Impressionen", "Imps", "展现量", "展示数", "曝光", "Views")),
    "clicks": Fact(message("Clicks"), "count", heads=("Clicks", "Click", "点击数", "点击量", "Clicks (destination)")),
    "cost": Fact(
        message("Cost"), "money",
        heads=("Spend", "Total Spent", "Cost", "花费", "消耗", "费用", "Kosten", "Betrag", "Ausgaben", "Biaya", "投放金额", "合作费用"),
    ),
    "conversions": Fact(message("Conversions"), "number", heads=("Orders", "Leads", "Conv.", "转化数", "订单数", "总成交笔数", "Sign-ups")),
    "conversion_value": Fact(message("Conversion value"), "money", heads=("Revenue", "Sales", "成交金额", "总成交金额", "转化金额", "Umsatz")),
}  # fmt: skip
LEVELS = ("account", "campaign", "ad_group", "ad", "keyword", "asset")


def guess(header: tuple[str, ...], sample: tuple[tuple[str, ...], ...]) -> TableMapping:
    """A first proposal from the words of the head, kept only where the first rows agree with it."""
    free = dict(reversed([(normal_head(head), i) for i, head in enumerate(header) if head.strip()]))
    columns: dict[str, str] = {}
    for fact, about in FACTS.items():
        at = next((free[word] for word in _words(fact) if word in free), None)
        if at is not None and _fits(about.kind, [row[at] for row in sample if at < len(row)]):
            columns[fact] = header[at].strip()
            free.pop(normal_head(header[at]))
    if not {"day", "start"} & set(columns):
        dated = next((i for i in free.values() if _fits("day", [row[i] for row in sample if i < len(row)])), None)
        if dated is not None:
            columns["day"] = header[dated].strip()
    return TableMapping(platform="", columns=columns)


def could_be_report(header: tuple[str, ...], sample: tuple[tuple[str, ...], ...], proposal: TableMapping) -> bool:
    """Whether a table of nobody's is worth a question: it has days, and at least one column of figures."""
    dated = "day" in proposal.columns or {"start", "end"} <= set(proposal.columns)
    used = set(proposal.columns.values())
    free = [i for i, head in enumerate(header) if head.strip() not in used]
    return dated and (has_figures(proposal) or any(_is_measure([row[i] for row in sample if i < len(row)]) for i in free))


def has_figures(mapping: TableMapping) -> bool:
    """Whether any figure is mapped."""
    return bool(set(MEASURES) & set(mapping.columns))


def remember(crm: Store, header: tuple[str, ...], mapping: TableMapping, actor: Actor) -> None:
    """Keep ``mapping`` for every later table with the same head; a newer one replaces it. One transaction.

    Raises
    ------
    InputError : the mapping names no figure, no platform, an unknown fact, or a head that the table does not have.
    PermissionRefusedError : the actor may not load imports.
    """
    require(actor, "imports.load")
    check_mapping(header, mapping)
    digest = header_sha256(header)
    with crm.write() as session:
        found = session.scalar(select(ColumnMapping).where(ColumnMapping.header_sha256 == digest))
        kept = found or ColumnMapping(header_sha256=digest)
        before = dict(found.mapping) if found else None
        kept.name, kept.mapping, kept.created_at, kept.created_by = mapping.platform[:120], asdict(mapping), now(), actor.name
        session.add(kept)
        record(session, actor, "column_mapping.remember", kept, before=before, after=asdict(mapping))


def recall(crm: Store, header: tuple[str, ...]) -> TableMapping | None:
    """What a person said earlier about a table with this head."""
    with crm.read() as session:
        found = session.scalar(select(ColumnMapping).where(ColumnMapping.header_sha256 == header_sha256(header)))
        return TableMapping(**found.mapping) if found else None


def asked_again(crm: Store, name: str, data: bytes, mapping: TableMapping | None = None) -> NeedsAnswerError | None:
    """The question about the columns of a file that was answered before, with that answer as the proposal; ``None`` where none was given.

    ``mapping``: the answer, where it is at hand; otherwise the remembered one.
    """
    try:
        tables = unpack(name, data)
    except FileRefusedError:  # nobody can have answered for what cannot be opened
        return None
    for table in tables:
        if (found := find_head(table)) is None:
            continue
        _, head, below = found
        said = mapping or recall(crm, head.cells)
        if said is None or not {normal_head(one) for one in said.columns.values()} <= {normal_head(cell) for cell in head.cells}:
            continue
        return NeedsAnswerError(
            message("What the columns of this table mean was said before."),
            message("Say it anew; the answer is remembered for every file with the same head."),
            Place(name, table.part, head.line),
            needs=("columns",),
            header=tuple(cell.strip() for cell in head.cells),
            sample=tuple(record.cells for record in below)[:10],
            guess=said,
        )
    return None


def check_mapping(header: tuple[str, ...], mapping: TableMapping) -> None:
    """Raise :class:`InputError` unless ``mapping`` can be used on a table with this head."""
    remedy = message("Choose the columns again.")
    if not mapping.platform.strip():
        raise InputError(message("No platform is chosen for this table."), message("Choose a platform, or type a name of your own."))
    if unknown := set(mapping.columns) - set(FACTS):
        raise InputError(message("“{fact}” is nothing that a column can be read as.", fact=sorted(unknown)[0]), remedy)
    heads = {normal_head(head) for head in header}
    if missing := [head for head in mapping.columns.values() if normal_head(head) not in heads]:
        raise InputError(message("The table has no column “{column}”.", column=missing[0]), remedy)
    if doubled := [head for head, times in Counter(mapping.columns.values()).items() if times > 1]:
        raise InputError(message("Column “{column}” is chosen twice.", column=doubled[0]), remedy)
    if not has_figures(mapping):
        raise InputError(message("No figure is chosen: impressions, clicks, cost, conversions or conversion value."), remedy)


def mapped_channel(mapping: TableMapping) -> Channel:
    """A declaration made of a person's answers, so that a mapped table is read and checked like any other."""
    columns = tuple(
        Column(fact, FACTS[fact].kind, (head,), split=FACTS[fact].split, within="impressions" if fact == "clicks" else "")
        for fact, head in mapping.columns.items()
    )
    known = PLATFORMS.get(mapping.platform)
    return Channel(
        key=known.key if known else mapping.platform.strip(), columns=columns, signatures=(), layout="mapped", totals=Totals(), date_order=""
    )


def header_sha256(header: tuple[str, ...]) -> str:
    """The key of a head: its words in their order, spelling of spaces, case and width aside."""
    return hashlib.sha256("\x1f".join(normal_head(head) for head in header).encode()).hexdigest()


def find_head(table: Table) -> tuple[str, Record, tuple[Record, ...]] | None:
    """Delimiter, head and first rows of a table of nobody's: the first full row of words that is as wide as those below it."""
    best: tuple[int, str, Record, tuple[Record, ...]] | None = None
    for delimiter, records in table.tops():
        filled = [record for record in records if any(cell.strip() for cell in record.cells)]
        if not filled:
            continue
        width = Counter(len(record.cells) for record in filled).most_common(1)[0][0]
        for position, row in enumerate(filled):
            words = [cell.strip() for cell in row.cells]
            if len(words) == width >= 2 and all(words) and not any(_is_figure(word) for word in words):
                if best is None or width > best[0]:
                    best = (width, delimiter, row, tuple(filled[position + 1 : position + 21]))
                break
    return best[1:] if best else None


def with_guessed_name(mapping: TableMapping) -> TableMapping:
    """The mapping with a stand-in for the platform, to try whether it could be read at all."""
    return mapping if mapping.platform else replace(mapping, platform="mapped")


@cache
def _words(fact: str) -> tuple[str, ...]:
    own = [normal_head(head) for head in FACTS[fact].heads]
    theirs = [normal_head(head) for c in channels() for column in c.columns if column.fact == fact for head in column.heads if isinstance(head, str)]
    return tuple(dict.fromkeys(own + theirs))


def _fits(kind: Kind, cells: list[str]) -> bool:
    filled = [cell.strip() for cell in cells if cell.strip() not in MISSING]
    if not filled:
        return kind not in ("day", "start", "end")
    if kind in ("day", "start", "end"):
        return sum(day is not None for day in read_days(set(filled)).dates.values()) * 2 > len(set(filled))
    if kind in ("count", "number", "money"):
        return sum(_is_figure(cell) for cell in filled) * 2 > len(filled)
    return True


def _is_measure(cells: list[str]) -> bool:
    """Figures that may be added up; long numbers are identifiers or phones."""
    filled = [cell.strip() for cell in cells if cell.strip() not in MISSING]
    return bool(filled) and all(_is_figure(cell) and len(cell) < 11 for cell in filled)


def _is_figure(cell: str) -> bool:
    bare = cell.strip().lstrip("$€£¥￥-+").replace(",", "").replace(".", "").replace(" ", "")
    return bare.isdigit()
