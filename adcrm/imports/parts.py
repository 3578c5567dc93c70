"""Tables of one file that speak of the same things: a download that lies in a zip twice, two reports whose days overlap.

Rows of one table that look alike are all meant, so they are told apart and added up. Tables are not: brought one by one, the second would
replace what the first said. In one file there is no first and second, so one that says nothing more is left out, and others are refused.
"""

from collections import Counter
from collections.abc import Sequence
from itertools import combinations

import duckdb
import pyarrow as pa

from adcrm.errors import FileRefusedError, Place
from adcrm.imports.disk import small_connection
from adcrm.imports.keys import key_text
from adcrm.imports.parse import Parsed
from adcrm.imports.rows import StoredRows
from adcrm.imports.targets import named, target_of
from adcrm.messages import Message, message


def each_once(name: str, parts: Sequence[Parsed]) -> tuple[list[Parsed], list[Message]]:
    """The tables of a file without those that say nothing more than another one, and a note for each of these.

    Raises
    ------
    FileRefusedError : two tables speak of the same things, and each says something of its own.
    """
    left = list(parts)
    notes: list[Message] = []
    for some in _alike(parts):
        told = {id(part): _told(part) for part in some}
        with small_connection() as connection:
            for one, other in combinations(some, 2):
                if one not in left or other not in left or _complete_each_other(one, other):
                    continue
                connection.register("one", told[id(one)])
                connection.register("other", told[id(other)])
                if not _meet(connection):
                    continue
                if one.currencies == other.currencies and _is_within(connection, "other", "one") and not _kept_more(other, one):
                    notes.append(_left_out(left, other, one))
                elif one.currencies == other.currencies and _is_within(connection, "one", "other") and not _kept_more(one, other):
                    notes.append(_left_out(left, one, other))
                elif copy := next((part for part in (one, other) if part.reading.table.part.endswith(part.reading.channel.copies)), None):
                    notes.append(_rounded_copy(left, copy, other if copy is one else one))
                else:
                    raise _same_things(name, one, other, _meet(connection))
    return left, notes


def _alike(parts: Sequence[Parsed]) -> list[list[Parsed]]:
    """The tables that are the same kind of report; others may well say the same in another way."""
    groups: dict[tuple[object, ...], list[Parsed]] = {}
    for part in parts:
        channel = part.reading.channel
        if target_of(channel.target).in_warehouse:
            groups.setdefault((channel.layout, part.kind, part.level, part.splits, part.is_daily), []).append(part)
    return [some for some in groups.values() if len(some) > 1]


def _complete_each_other(one: Parsed, other: Parsed) -> bool:
    """Clicks here and cost there: nothing is told twice."""
    return bool(one.sums and other.sums) and not set(one.sums) & set(other.sums)


def _told(part: Parsed) -> pa.Table:
    """For each thing that the table speaks of and what it says of it: two numbers, and how many rows say so."""
    target = target_of(part.reading.channel.target)
    says = ", ".join(named(value) for value in target.values)
    of_one = "(SELECT *, CAST(NULL AS INTEGER) AS client_id FROM rows)"  # whose they are is not known yet, and the same for all
    sql = f"SELECT hash({key_text(target)}) AS thing, hash({says}) AS says, count(*) AS n FROM {of_one} GROUP BY 1, 2"
    if isinstance(part.rows, StoredRows):
        return part.rows.query(sql)
    with small_connection() as connection:
        connection.register("rows", part.rows)
        return connection.sql(sql).to_arrow_table()


def _meet(connection: duckdb.DuckDBPyConnection) -> int:
    """How many things both tables speak of; 0 also where none of them is told apart within its own table: such rows are meant to be added."""
    things = "SELECT thing, sum(n) AS n FROM {} GROUP BY 1"
    found = connection.sql(
        f"SELECT count(*), count(*) FILTER (a.n = 1 AND b.n = 1) FROM ({things.format('one')}) a JOIN ({things.format('other')}) b USING (thing)"
    ).fetchall()[0]
    is_same = _is_within(connection, "one", "other") and _is_within(connection, "other", "one")
    return int(found[0]) if found[1] or (found[0] and is_same) else 0


def _is_within(connection: duckdb.DuckDBPyConnection, small: str, large: str) -> bool:
    query = f"SELECT 1 FROM {small} s LEFT JOIN {large} l ON s.thing = l.thing AND s.says = l.says WHERE coalesce(l.n, 0) < s.n LIMIT 1"
    return not connection.sql(query).fetchall()


def _kept_more(small: Parsed, large: Parsed) -> bool:
    """Whether rows of the one were set aside that the other does not have."""
    mine, others = (Counter(tuple(row.raw.items()) for row in part.set_aside) for part in (small, large))
    return bool(mine - others)


def _left_out(left: list[Parsed], part: Parsed, other: Parsed) -> Message:
    left.remove(part)
    return message(
        "“{part}” says nothing that “{other}” does not say, and was left out, so that it does not count twice.",
        part=part.reading.table.part,
        other=other.reading.table.part,
    )


def _rounded_copy(left: list[Parsed], part: Parsed, other: Parsed) -> Message:
    left.remove(part)
    return message(
        "“{part}” repeats “{other}” in rounded figures, and was left out, so that it does not count twice.",
        part=part.reading.table.part,
        other=other.reading.table.part,
    )


def _same_things(name: str, one: Parsed, other: Parsed, things: int) -> FileRefusedError:
    return FileRefusedError(
        message(
            "“{one}” and “{other}” speak of the same days and things ({n} times): together they would count twice.",
            one=one.reading.table.part,
            other=other.reading.table.part,
            n=things,
        ),
        message(
            "Import the two one by one, the newer one last. If both are to be added, put them into one table with a column that tells them apart."
        ),
        Place(name, other.reading.table.part),
    )
