"""Columns of moments: the time as it stands, and the same in UTC. ISO times are read in one pass, other spellings text by text.

A time with an offset is converted; one without is in the zone that a person named for the account, else in UTC, and that is said.
"""

import re
from datetime import datetime, time, timedelta

import duckdb
import pyarrow as pa

from adcrm.imports.layout import Layout, quoted
from adcrm.imports.words import days_of
from adcrm.messages import message

_ISO = r"(\d{4}-\d{1,2}-\d{1,2})(?:[T ](\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?))?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?"
_PLAIN = r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2} ?(Z|UTC|GMT|[+-]\d{2}:?\d{2})?"
_CLOCK = re.compile(r"^(.*?)[T ,]*\b(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*([ap]\.?m\.?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?$", re.IGNORECASE)
_HALVES = re.compile(r"(上午|下午|凌晨|晚上)\s*")
_SERIAL = re.compile(r"([3-6]\d{4})\.\d+$")
_UNIX = re.compile(r"1\d{9}(\d{3})?$")
_EXCEL_EPOCH = datetime(1899, 12, 30)


def read_moments(connection: duckdb.DuckDBPyConnection, layout: Layout) -> list[str]:
    """Fill ``layout.moments`` for every such column; returns the SQL joins to the view ``rows`` that its SQL needs.

    Raises
    ------
    NeedsAnswerError : days can be read in two ways and nothing in the file decides.
    """
    joins: list[str] = []
    without_zone = False
    for fact, (_, at) in layout.of_kind("time").items():
        cell = f"c{at[0]}"
        mine = f"FROM rows WHERE role = 'row' AND NOT {layout.absent().format(cell=cell)}"
        plain, all_of_it = connection.sql(f"SELECT count(*) FILTER (regexp_full_match({cell}, {quoted(_PLAIN)})), count(*) {mine}").fetchall()[0]
        if plain == all_of_it:
            without_zone |= _read_plain(connection, layout, fact, cell, mine)
        else:
            without_zone |= _read_mixed(connection, layout, fact, cell, mine)
            joins.append(f"LEFT JOIN words_{fact} ON words_{fact}.word = {cell}")
    if without_zone and not layout.time_zone:
        layout.warnings.append(message("Times without a zone were read as UTC."))
    return joins


def _read_plain(connection: duckdb.DuckDBPyConnection, layout: Layout, fact: str, cell: str, mine: str) -> bool:
    """A column in which day and clock stand in fixed places; whether some time names no zone. The zones are few and read once each."""
    local = f"TRY_CAST({cell}[1:10] || ' ' || {cell}[12:19] AS TIMESTAMP)"
    zones = [row[0] for row in connection.sql(f"SELECT DISTINCT trim({cell}[20:]) {mine} ORDER BY 1").fetchall()]
    cases = []
    for zone in zones:
        offset = _offset(zone)
        moved = _unzoned(layout, local) if offset is None else f"{local} - to_minutes({offset})" if offset else local
        cases.append(f"WHEN {quoted(zone)} THEN {moved}")
    layout.moments[fact] = local, f"CASE trim({cell}[20:]) {' '.join(cases)} END" if cases else local
    return "" in zones


def _read_mixed(connection: duckdb.DuckDBPyConnection, layout: Layout, fact: str, cell: str, mine: str) -> bool:
    """A column of several spellings: ISO ones in one pass, the others text by text, in a table ``words_<fact>``."""
    others = [
        row[0] for row in connection.sql(f"SELECT DISTINCT {cell} {mine} AND NOT regexp_full_match({cell}, {quoted(_ISO)}) ORDER BY 1").fetchall()
    ]
    read = _others(connection, layout, others)
    words = {
        "word": pa.array(list(read), pa.string()),
        "local": pa.array([found[0] for found in read.values()], pa.timestamp("us")),
        "offset_minutes": pa.array([found[1] for found in read.values()], pa.int32()),
    }
    connection.register(f"words_{fact}", pa.table(words))
    is_iso, zone = f"regexp_full_match({cell}, {quoted(_ISO)})", f"regexp_extract({cell}, {quoted(_ISO)}, 3)"
    day, clock = (f"regexp_extract({cell}, {quoted(_ISO)}, {part})" for part in (1, 2))
    iso = f"TRY_CAST({day} || CASE WHEN {clock} = '' THEN '' ELSE ' ' || {clock} END AS TIMESTAMP)"
    local = f"(CASE WHEN {is_iso} THEN {iso} ELSE words_{fact}.local END)"
    sign, parts = f"(CASE WHEN {zone}[1] = '-' THEN -1 ELSE 1 END)", f"(CAST({zone}[2:3] AS INTEGER) * 60 + CAST({zone}[-2:] AS INTEGER))"
    stated = f"CASE WHEN {zone}[1] IN ('+', '-') THEN {sign} * {parts} WHEN {zone} <> '' THEN 0 END"
    minutes = f"CASE WHEN {is_iso} THEN {stated} ELSE words_{fact}.offset_minutes END"
    moved = f"CASE WHEN ({minutes}) IS NULL THEN {_unzoned(layout, local)} ELSE {local} - to_minutes(CAST({minutes} AS BIGINT)) END"
    layout.moments[fact] = local, moved
    bare = connection.sql(f"SELECT 1 {mine} AND {is_iso} AND {zone} = '' AND contains({cell}, ':') LIMIT 1").fetchall()
    return bool(bare) or any(found[1] is None for found in read.values())


def _unzoned(layout: Layout, local: str) -> str:
    """SQL of the moment in UTC of a time that names no zone."""
    if not layout.time_zone:
        return local
    return f"CAST(timezone('UTC', timezone({quoted(layout.time_zone)}, {local})) AS TIMESTAMP)"


def _others(connection: duckdb.DuckDBPyConnection, layout: Layout, texts: list[str]) -> dict[str, tuple[datetime | None, int | None]]:
    """Local time and minutes before UTC of texts in other spellings; the order of day and month is decided for all of them."""
    split = {text: _clock(text) for text in texts if not _SERIAL.match(text) and not _UNIX.match(text)}
    days = days_of(connection, layout, sorted({part[0] for part in split.values() if part[0]})) if split else {}
    read: dict[str, tuple[datetime | None, int | None]] = {}
    for text in texts:
        if _SERIAL.match(text):
            read[text] = (_EXCEL_EPOCH + timedelta(seconds=round(float(text) * 86_400)), None)
        elif _UNIX.match(text):
            read[text] = (datetime(1970, 1, 1) + timedelta(seconds=int(text) / (1000 if len(text) == 13 else 1)), 0)
        else:
            day, clock, offset = split[text]
            found = days.get(day)
            read[text] = (datetime.combine(found, clock) if found and clock is not None else None, offset)
    return read


def _clock(text: str) -> tuple[str, time | None, int | None]:
    """The day's part of a text, its time of day (midnight where it has none, ``None`` where it cannot be), and its offset in minutes."""
    half = _HALVES.search(text)
    plain = _HALVES.sub(" ", text).replace("\u202f", " ").replace("时", ":").replace("分", ":").rstrip(": 秒")
    match = _CLOCK.match(plain)
    if not match:
        return text, time(), None
    day, hour, minute, second, mark, zone = match.groups()
    number, afternoon = int(hour), bool((mark and mark[0] in "pP") or (half and half[1] in ("下午", "晚上")))
    if mark and not 1 <= number <= 12:
        return day.strip(), None, None
    if mark or half:
        number = number % 12 + 12 if afternoon else number if half and not mark and number != 12 else number % 12
    try:
        clock = time(number, int(minute), int(second or 0))
    except ValueError:
        return day.strip(), None, None
    return day.strip(" ,"), clock, _offset(zone)


def _offset(zone: str | None) -> int | None:
    if not zone:
        return None
    if zone[0] not in "+-":
        return 0
    return (-1 if zone[0] == "-" else 1) * (int(zone[1:3]) * 60 + int(zone[-2:]))
