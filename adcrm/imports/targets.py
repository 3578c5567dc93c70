"""What kinds of records a file may hold: where each is stored, what makes two rows the same, and what is added up.

Every room of the pipeline asks here instead of assuming ad facts. A target ``in_warehouse`` is a table with a twin for older
versions (``<table>_history``) and is loaded, compared and undone by one code. Any other lies in the CRM database, and ``room`` names the
module that loads, compares and undoes it; see :class:`CrmRoom`.
"""

import importlib
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Protocol, cast

import ibis
import pyarrow as pa

from adcrm.warehouse.tables import AD_PERFORMANCE, ORDER_CLAIMS, ORDERS, TOUCHPOINTS, WEB_SESSIONS

if TYPE_CHECKING:
    from adcrm.actors import Actor
    from adcrm.books import Books
    from adcrm.imports.changes import Preview
    from adcrm.imports.model import LoadResult, Report
    from adcrm.messages import Message
    from adcrm.warehouse import Writer

ADDED = ("row_key", "import_id", "client_id", "in_total", "in_split")  # by the load, not by the reader
SOURCE = ("source_part", "source_line")


@dataclass(frozen=True)
class Target:
    """One kind of record.

    Attributes
    ----------
    key : as in ``Channel.target``. ``table`` and ``schema``: the warehouse table; '' and no columns for the CRM database.
    rows : Arrow columns that a reader fills: the table's without what the load adds. A CRM target names its own.
    keys : what makes two rows the same beside client and account; a value missing is a value. Ad facts have rules of their own (``keys.py``).
    values : what a newer row with the same key may say differently.
    summed : measures that may be added up, in the order in which they are shown.
    dated : columns of the first and last day of a row; '' where rows have none.
    moment : the fact from which a row's day and time are taken, '' where days stand in the file.
    platforms : platform keys whose rows lie here, for targets that stand for one platform each; empty: the table has a ``platform`` column.
    required : facts without which a row is no record; it is set aside.
    kind : what the report is called in the log, for every layout alike; '' where that is the layout's own name.
    asks_currency : a file that carries money but names no currency is asked about.
    room : module with the functions of :class:`CrmRoom`, for a target of the CRM database.
    """

    key: str
    table: str
    schema: ibis.Schema
    rows: pa.Schema
    keys: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    summed: tuple[str, ...] = ()
    dated: tuple[str, str] = ("date_start", "date_end")
    moment: str = ""
    platforms: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    kind: str = ""
    asks_currency: bool = True
    room: str = ""

    @property
    def in_warehouse(self) -> bool:
        """Whether the rows lie in a warehouse table that keeps its versions."""
        return bool(self.table)

    @property
    def columns(self) -> str:
        """Every column of the table, for SQL."""
        return ", ".join(named(name) for name in self.schema.names)

    @property
    def money(self) -> tuple[str, ...]:
        """The summed measures that are amounts of a currency."""
        return tuple(name for name in self.summed if name in MONEY)

    @property
    def has_account_id(self) -> bool:
        """Whether rows know their account by a number beside its name."""
        return "account_id" in self.schema.names


class CrmRoom(Protocol):
    """The functions of a module that keeps records in the CRM database (``Target.room``)."""

    def load(self, books: "Books", report: "Report", client_id: int | None, actor: "Actor", data: bytes) -> "LoadResult":
        """Take the report's rows into the CRM database and write the log entry; the file's bytes are kept already."""

    def preview(self, books: "Books", report: "Report", client_id: int | None) -> "Preview":
        """What :meth:`load` would do; writes nothing."""

    def undo(self, books: "Books", writer: "Writer", import_id: int, actor: "Actor") -> "tuple[Message, ...]":
        """Restore what the import replaced, and say what stays; ``writer`` is the open transaction that will mark it as undone."""

    def rows_now(self, books: "Books", import_ids: list[int]) -> dict[int, int]:
        """How many rows of each import are current."""


MONEY = ("cost", "conversion_value", "gross_value", "discount", "refund", "net_value", "value", "revenue")


def _in_warehouse(key: str, table: str, schema: ibis.Schema, keys: tuple[str, ...], **more: object) -> Target:
    rows = pa.schema([column for column in schema.to_pyarrow() if column.name not in ADDED])
    fixed = {*ADDED, *SOURCE, *keys, "account", "platform"}
    values = tuple(name for name in schema.names if name not in fixed)
    return Target(key, table, schema, rows, keys, **{"values": values, **more})  # type: ignore[arg-type]


_ADS_VALUES = (
    *("account", "campaign", "campaign_type", "ad_group", "ad", "currency", "attribution", "is_additive", "category", "order_key", "status"),
    *("impressions", "clicks", "link_clicks", "cost", "conversions", "conversion_value", "reach"),
    *("sent", "delivered", "opens", "engagements", "attendees", "leads"),
)
_ADS_SUMMED = (
    *("impressions", "clicks", "link_clicks", "cost", "conversions", "conversion_value"),
    *("sent", "delivered", "opens", "engagements", "attendees", "leads"),
)

# People and deals of CRM systems; ``fields`` is JSON of what the record says.
RECORD_TARGETS = ("clients", "contacts", "leads", "deals")
RECORD_ROOM = "adcrm.imports.records.room"
RECORDS = pa.schema(
    [("source_part", pa.string()), ("source_line", pa.int32())]
    + [(name, pa.string()) for name in ("external_id", "email_key", "phone_key", "name_key", "fields")]
)

ADS = _in_warehouse("ads", "ad_performance", AD_PERFORMANCE, (), values=_ADS_VALUES, summed=_ADS_SUMMED)

TARGETS = {
    target.key: target
    for target in (
        ADS,
        _in_warehouse(
            "orders", "orders", ORDERS, ("order_key",),
            summed=("gross_value", "discount", "refund", "net_value", "items"),
            dated=("day", "day"), moment="ordered_at", required=("order_key",), kind="orders", platforms=("shop_orders",),
        ),
        _in_warehouse(
            "touchpoints", "touchpoints", TOUCHPOINTS, ("person_key", "at", "kind", "channel", "campaign", "ad", "click_id", "order_key"),
            summed=("cost", "value"), dated=("day", "day"), moment="at", required=("at",), kind="touch_log", platforms=("touchpoints",),
        ),
        _in_warehouse(
            "claims", "order_claims", ORDER_CLAIMS, ("platform", "network", "publisher", "order_key", "claim_key", "claimed_at", "click_id"),
            summed=("value",), dated=("day", "day"), moment="claimed_at", required=("claimed_at",), kind="order_claims",
        ),
        _in_warehouse(
            "web", "web_sessions", WEB_SESSIONS,
            (
                *("platform", "report", "date_start", "date_end", "channel_group", "source", "medium", "campaign", "landing_page", "page"),
                *("event", "country", "region", "device", "dimension", "dimension_value", "segment"),
            ),
            summed=("sessions", "visits", "engaged_sessions", "views", "events", "conversions", "orders", "revenue"),
            asks_currency=False,
        ),
        *(Target(key, "", ibis.schema({}), RECORDS, dated=("", ""), asks_currency=False, room=RECORD_ROOM) for key in RECORD_TARGETS),
    )
}  # fmt: skip


def named(column: str) -> str:
    """A column's name as SQL; ``at`` is a word of the language."""
    return f'"{column}"' if column == "at" else column


def target_of(key: str) -> Target:
    """The target of this name; ``KeyError`` for a name that is none."""
    return TARGETS[key]


def warehouse_targets() -> tuple[Target, ...]:
    """Every target whose rows lie in the warehouse."""
    return tuple(target for target in TARGETS.values() if target.in_warehouse)


def room_of(target: Target) -> CrmRoom:
    """The module that keeps the records of a CRM target."""
    return room_at(target.room)


def room_at(name: str) -> CrmRoom:
    """The module of this name, imported when it is needed: it may import the rooms of the pipeline itself."""
    return cast(CrmRoom, importlib.import_module(name))


def rounded(fact: str, value: Decimal) -> Decimal:
    """Money to cents, half to even; a count or conversion without zeros at its end."""
    if fact in MONEY:
        return value.quantize(Decimal("0.01"))
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()
