"""Which kind of own file a table is and where its columns stand, by the words of its head alone, in English or Chinese and in any order."""

import re
from dataclasses import dataclass

from adcrm.attribution.files.model import Kind
from adcrm.channels.declare import normal_head
from adcrm.errors import FileRefusedError, Place
from adcrm.imports.tables import Record, Table
from adcrm.messages import message

WHOLE_LINE = "\x1f"  # a delimiter that no text has: a table of one column is not parted
# Words of heads by fact, as they are written; underscores, hyphens, case and width of letters do not count.
PATH_HEADS = {
    "path": (
        *("path", "paths", "journey", "customer journey", "user journey", "conversion path", "channel path", "touchpoint path", "touch path"),
        *("marketing path", "mcf channel grouping path", "channel grouping path", "default channel grouping path", "default channel group path"),
        *("primary channel grouping path", "source path", "source medium path", "source/medium path", "campaign path", "touchpoints", "touch points"),
        *("路径", "转化路径", "渠道路径", "触点路径", "用户路径", "访问路径", "触达路径", "转化链路", "链路"),
    ),
    "orders": (
        *("total conversions", "conversions", "conversion", "conv", "convs", "orders", "purchases", "total conversion", "key events", "converted"),
        *("is conversion", "is converted", "conversion count", "transactions", "number of conversions", "sales count"),
        *(
            "转化",
            "转化数",
            "转化量",
            "转化次数",
            "总转化",
            "总转化数",
            "订单",
            "订单数",
            "订单量",
            "成交数",
            "成交笔数",
            "是否转化",
            "成交订单数",
            "购买次数",
        ),
    ),
    "value": (
        *("total conversion value", "conversion value", "conversions value", "value", "revenue", "total value", "total revenue", "amount", "sales"),
        *("order value", "purchase revenue", "conv value"),
        *("转化价值", "转化金额", "总转化价值", "金额", "成交金额", "订单金额", "销售额", "收入", "价值", "gmv"),
    ),
    "without": (
        *("total null", "total nulls", "null", "nulls", "non conversions", "non converting", "no conversion", "no conversions", "not converted"),
        *("null conversions", "unconverted", "without conversion", "dropouts"),
        *("未转化", "未转化数", "未转化次数", "无转化", "未成交", "未成交数", "流失", "流失数", "空路径数"),
    ),
    "all": (
        *("journeys", "total journeys", "total paths", "users", "visitors", "people", "count", "total", "path count"),
        *("路径数", "总路径数", "用户数", "总人数", "人数", "访客数"),
    ),
}
EVENT_HEADS = {
    "person_key": (
        *("visitor id", "user id", "client id", "anonymous id", "person id", "user pseudo id", "customer id", "cookie", "cookie id", "device id"),
        *("user", "uid", "visitor", "customer", "person", "profile id", "member id", "email", "lead id", "contact id", "journey id", "id", "path id"),
        *("访客id", "用户id", "客户id", "用户", "访客", "客户", "会员id", "会员", "用户标识", "设备id", "unionid", "openid"),
    ),
    "at": (
        *(
            "timestamp",
            "event time",
            "time",
            "touch time",
            "touchpoint time",
            "datetime",
            "date time",
            "occurred at",
            "event timestamp",
            "event date",
        ),
        *("date", "interaction time", "visit time", "session start", "click time", "ts", "created at", "hit time"),
        *("时间", "触点时间", "发生时间", "访问时间", "事件时间", "触达时间", "互动时间", "点击时间", "日期", "时间戳"),
    ),
    "channel": (
        *("channel", "touchpoint", "marketing channel", "channel name", "default channel group", "channel group", "traffic source", "touch point"),
        *("interaction channel", "media channel", "source medium", "platform"),
        *("渠道", "触点渠道", "来源渠道", "触点", "渠道名称", "流量来源", "媒体渠道", "广告渠道", "平台"),
    ),
    "flag": (
        *("conversion", "converted", "conversions", "is conversion", "is converted", "conversion flag", "conv", "has converted", "conversion event"),
        *("is purchase", "purchased", "is order"),
        *("转化", "是否转化", "是否成交", "是否下单", "是否购买", "转化标记", "转化标识", "是否订单"),
    ),
    "kind": (
        *("type", "event type", "event", "event name", "touch type", "interaction", "interaction type", "action"),
        *("类型", "触点类型", "事件", "事件类型", "事件名称", "互动类型", "行为"),
    ),
    "order_key": (
        *("order id", "order number", "transaction id", "conversion id", "order no", "order"),
        *("订单号", "订单编号", "订单id", "交易号", "交易单号"),
    ),
    "value": (
        *("value", "revenue", "conversion value", "order value", "amount", "sales", "total", "purchase revenue"),
        *("金额", "订单金额", "成交金额", "转化金额", "转化价值", "销售额", "收入"),
    ),
    "currency": ("currency", "currency code", "币种", "货币"),
    "campaign": ("campaign", "campaign name", "utm campaign", "广告计划", "推广计划", "活动", "广告系列"),
    "source": ("source", "utm source", "来源"),
    "medium": ("medium", "utm medium", "媒介"),
    "ad": ("ad", "ad name", "creative", "utm content", "广告", "创意"),
    "publisher": ("publisher", "affiliate", "kol", "influencer", "达人", "媒体"),
    "click_id": ("click id", "gclid", "fbclid", "clickid", "点击id"),
    "country": ("country", "国家"),
    "cost": ("cost", "spend", "花费", "费用"),
}
EVENT_NEEDS = ("person_key", "at", "channel")
_STEP = re.compile(
    r"(?:step|touch|touchpoint|touch point|channel|position|pos|interaction|node|触点|步骤|渠道|触达|第|节点)"
    r"\s*#?\s*0*(\d{1,3})\s*(?:步|触点|次触达|次触点|次|个触点|个渠道)?"
)
_APART = re.compile(r"[\s_\-.]+")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")  # userId


@dataclass(frozen=True)
class Found:
    """A table with its head found. ``places``: the position of each fact; ``steps``: those of the columns of steps, in their order."""

    kind: Kind
    table: Table
    delimiter: str
    head: Record
    places: dict[str, int]
    steps: tuple[int, ...] = ()
    above: tuple[Record, ...] = ()
    below: tuple[Record, ...] = ()

    def heads(self, *positions: int) -> tuple[str, ...]:
        """The heads at these positions as they stand."""
        return tuple(self.head.cells[at].strip() for at in positions)

    @property
    def left_out(self) -> tuple[str, ...]:
        """Heads that nothing is read from."""
        taken = {*self.places.values(), *self.steps}
        return tuple(cell.strip() for i, cell in enumerate(self.head.cells) if i not in taken and cell.strip())


def find(file: str, tables: tuple[Table, ...]) -> Found:
    """The one table of a file that tells of journeys.

    Raises
    ------
    FileRefusedError : none does, or several do.
    """
    found = [one for table in tables if (one := _in(table)) is not None]
    if len(found) > 1:
        parts = ", ".join(one.table.part for one in found)
        raise FileRefusedError(
            message("Several tables of this file tell of journeys: {parts}.", parts=parts),
            message("Save the one that is meant as a file."),
            Place(file),
        )
    if not found:
        raise FileRefusedError(
            message("This is no table of journeys: its head names neither paths, nor steps, nor people with times and channels."),
            message(
                "Give the columns a head: “path” and “conversions” (and “value”, “null”), or “step_1”, “step_2” …, or “user_id”, “time”, “channel” "
                "and “conversion”. Chinese heads (路径, 转化数, 触点1, 用户ID, 时间, 渠道) will do as well."
            ),
            Place(file),
        )
    return found[0]


def plain(head: str) -> str:
    """A head as the words above have it."""
    return _APART.sub(" ", normal_head(_HUMP.sub(" ", head))).strip()


def _in(table: Table) -> Found | None:
    """The head that places most columns; of equal ones the first."""
    best: tuple[int, Found] | None = None
    for delimiter, records in table.tops():
        for position, record in enumerate(records):
            made = _placed(table, delimiter, records, position, record)
            if made is not None and (best is None or len(made.places) + len(made.steps) > best[0]):
                best = len(made.places) + len(made.steps), made
    return best[1] if best else None


def _placed(table: Table, delimiter: str, records: tuple[Record, ...], position: int, record: Record) -> Found | None:
    words = [plain(cell) for cell in record.cells]
    above, below = records[:position], records[position + 1 :]
    steps = {int(match[1]): at for at, word in reversed(list(enumerate(words))) if (match := _STEP.fullmatch(word))}
    if len(steps) >= 2:
        places = _places(words, {fact: PATH_HEADS[fact] for fact in ("orders", "value", "without", "all")})
        return Found("steps", table, delimiter, record, places, tuple(steps[number] for number in sorted(steps)), above, below)
    events = _places(words, EVENT_HEADS)
    if all(fact in events for fact in EVENT_NEEDS):
        return Found("events", table, delimiter, record, events, (), above, below)
    paths = _places(words, PATH_HEADS)
    if "path" in paths:
        alone = delimiter and len([word for word in words if word]) == 1
        return Found("paths", table, WHOLE_LINE if alone else delimiter, record, paths, (), above, below)
    return None


def _places(words: list[str], heads: dict[str, tuple[str, ...]]) -> dict[str, int]:
    """Where each fact stands: under the first of its heads that the row has, and no column twice."""
    places: dict[str, int] = {}
    for fact, known in heads.items():
        at = next((words.index(word) for word in map(plain, known) if word in words and words.index(word) not in places.values()), None)
        if at is not None:
            places[fact] = at
    return places
