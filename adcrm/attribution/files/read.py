"""Reads one file that somebody else made of journeys, whatever its layout: bytes in, journeys and what must be known of them out."""

from decimal import Decimal

import pyarrow as pa
import pyarrow.compute as pc

from adcrm.attribution.files.events import Events, read_events
from adcrm.attribution.files.heads import Found, find
from adcrm.attribution.files.model import OwnFile
from adcrm.attribution.files.paths import MILLION, read_paths
from adcrm.attribution.files.shelf import CLIENT, facts_shelf
from adcrm.attribution.files.weighted import journeys_of
from adcrm.attribution.journeys import read_journeys
from adcrm.errors import FileRefusedError, Place
from adcrm.imports.containers import unpack
from adcrm.imports.model import Answers
from adcrm.messages import Message, message

NO_TIMES = message(
    "The file has no times: the age of a touch is its distance from the end, one step counting as one day, and a look-back window says nothing."
)


def read_own(name: str, data: bytes, *, currency: str = "", time_zone: str = "", date_order: str = "") -> OwnFile:
    """Read a table of paths, journeys with a step in each column, or a log of events; which of them is told by the head.

    ``currency``, ``time_zone`` and ``date_order`` (``dmy`` or ``mdy``) say what the file leaves open.

    Raises
    ------
    FileRefusedError : it is none of these, or nothing of it can be taken.
    NeedsAnswerError : days can be read in two ways and nothing in the file decides.
    """
    found = find(name, unpack(name, data))
    if found.kind == "events":
        return _events(name, found, Answers(currency=currency, time_zone=time_zone, date_order=date_order))
    rows = read_paths(name, found)
    used = rows.currency or currency
    facts = (*(("path",) if found.kind == "paths" else ()), *(fact for fact in found.places if fact != "path"))
    columns = {fact: found.heads(found.places[fact]) for fact in facts} | ({"steps": found.heads(*found.steps)} if found.steps else {})
    return OwnFile(
        name=name,
        kind=found.kind,
        journeys=journeys_of(rows, used),
        columns=columns,
        left_out=found.left_out,
        rows_read=rows.rows_read,
        set_aside=rows.set_aside,
        orders=int(rows.orders.sum()),
        value=_money(int(rows.value.sum())),
        without_order=int(rows.without.sum()),
        currency=used,
        has_times=False,
        notes=(*rows.notes, *_parted(rows.separator), NO_TIMES),
    )


def read_touches(name: str, data: bytes, answers: Answers) -> Events:
    """Read a file that has to be a log of events, to be put on a shelf beside a shop's orders.

    Raises
    ------
    FileRefusedError : it is none, or nothing of it can be taken.
    NeedsAnswerError : days can be read in two ways and nothing in the file decides.
    """
    found = find(name, unpack(name, data))
    if found.kind != "events":
        raise FileRefusedError(
            message("This is no log of touches: it has no columns of people, times and channels."),
            message("Give a table of paths or steps by itself, without touches and orders."),
            Place(name, found.table.part, found.head.line),
        )
    return read_events(name, found, answers)


def _events(name: str, found: Found, answers: Answers) -> OwnFile:
    read = read_events(name, found, answers)
    if not read.orders:
        raise FileRefusedError(
            message("No row of this log is an order, so there is nothing to give credit for."),
            message("Add a column “conversion” with 1 where an order followed, or a column with the order’s number on the row of the order."),
            Place(name, found.table.part, found.head.line),
        )
    with facts_shelf({"touchpoints": [read.rows]}) as facts:
        journeys = read_journeys(facts, CLIENT)
    notes = list(read.notes)
    if "value" not in found.places:
        notes.append(message("The file has no column of value, so every order counts as worth nothing."))
    return OwnFile(
        name=name,
        kind="events",
        journeys=journeys,
        columns=read.columns,
        left_out=found.left_out,
        rows_read=read.rows_read,
        set_aside=read.set_aside,
        orders=len(journeys.orders),
        value=_money(int(journeys.orders["value"].sum())),
        without_order=_people(read.rows) - _people(read.rows.filter(pc.equal(read.rows["kind"], "conversion"))),
        currency=read.currency,
        has_times=True,
        notes=tuple(notes),
    )


def _people(rows: pa.Table) -> int:
    return len(rows["person_key"].drop_null().unique())


def _parted(separator: str) -> tuple[Message, ...]:
    return (message("Paths were parted at “{mark}”.", mark=separator),) if separator else ()


def _money(millionths: int) -> Decimal:
    exact = Decimal(millionths) / MILLION
    cents = exact.quantize(Decimal("0.01"))
    return cents if cents == exact else exact
