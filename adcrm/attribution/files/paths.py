"""Tables of paths (``a > b > c`` with counts) and of journeys with a step in each column: every row as its steps and whole numbers.

Counts that are missing are made up by a rule that is said: without a column of orders each row is one order, without one of journeys
that ended without an order there are none. Nothing is guessed in a single row: one that cannot be read is set aside with its line.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import duckdb
import numpy as np
import pyarrow as pa

from adcrm.attribution.files.heads import Found
from adcrm.attribution.files.markers import without_markers
from adcrm.attribution.model import Ints
from adcrm.channels.declare import ALL_TOTALS, MISSING
from adcrm.errors import FileRefusedError, Place
from adcrm.imports.body import Body
from adcrm.imports.disk import small_connection
from adcrm.imports.layout import quoted
from adcrm.imports.model import SetAside
from adcrm.imports.numbers import Numbers, profile
from adcrm.messages import Message, message

SEPARATORS = ("->", "=>", "→", "⇒", "»", ">", "|", ";", ",", "，", "、")  # the first of those that part most rows
MILLION = 1_000_000
LARGEST = 10**12  # orders or money of one row; more is a damaged figure
YES = ("1", "1.0", "yes", "y", "true", "t", "converted", "是", "转化", "已转化", "成交", "有")
NO = ("0", "0.0", "no", "n", "false", "f", "not converted", "否", "未转化", "未成交", "无")
FIGURES = ("orders", "value", "without", "all")


@dataclass(frozen=True)
class PathRows:
    """Rows of a table of journeys, in the order of the file.

    ``steps``: the channels of each row, in their order, may be empty. ``orders``, ``without``: journeys that ended in one or in none.
    ``value``: of all orders of the row, millionths. ``separator``: what parts the steps, '' where every path has one.
    """

    steps: list[tuple[str, ...]]
    orders: Ints
    value: Ints
    without: Ints
    lines: Ints
    rows_read: int
    set_aside: tuple[SetAside, ...]
    currency: str
    separator: str
    notes: tuple[Message, ...]


def read_paths(file: str, found: Found) -> PathRows:
    """Read the rows below the head.

    Raises
    ------
    FileRefusedError : there is no row, or none that can be taken.
    """
    body = found.table.body(found.head, found.delimiter)
    place = Place(file, found.table.part, found.head.line)
    with body.folder.connect() if body.folder else small_connection() as connection:
        cells, numbers = _cells(connection, body, found, place)
    raw, separator = _steps(cells, found)
    words, ended = without_markers(raw)
    total = np.array([_is_total(row, found) for row in words], bool)
    figures = {fact: _figure(cells, fact) for fact in FIGURES if fact in found.places}
    reasons = _reasons(figures)
    orders, without, notes = _counts(figures, ended, reasons, ~total, len(words))
    value = figures["value"].numbers if "value" in figures else np.zeros(len(words), np.int64)
    if "value" not in figures:
        notes.append(message("The file has no column of value, so every order counts as worth nothing."))
    for i in np.flatnonzero((orders == 0) & (value != 0)):
        reasons.setdefault(int(i), ("value", message("The row has a value but no order.")))
    lines = cells["line"].to_numpy().astype(np.int64)
    kept = ~total & ~np.isin(np.arange(len(words)), list(reasons))
    aside = [(int(lines[i]), *reason) for i, reason in reasons.items() if not total[i]]
    set_aside = _set_aside(found, body, aside)
    if not kept.any():
        raise _nothing_good(place, set_aside)
    for i in np.flatnonzero(total):
        notes.append(_compared(int(i), figures, kept, int(lines[i])))
    return PathRows(
        steps=[words[i] for i in np.flatnonzero(kept)],
        orders=orders[kept],
        value=value[kept],
        without=without[kept],
        lines=lines[kept],
        rows_read=int((~total).sum()) + len(body.ragged),
        set_aside=set_aside,
        currency=numbers.currency,
        separator=separator,
        notes=tuple(notes),
    )


@dataclass(frozen=True)
class _Figure:
    """One column: ``numbers`` (orders whole, value in millionths; 0 where there is none), ``given`` and ``bad`` for each row."""

    numbers: Ints
    given: np.ndarray
    bad: np.ndarray


def _cells(connection: duckdb.DuckDBPyConnection, body: Body, found: Found, place: Place) -> tuple[pa.Table, Numbers]:
    """The columns that are read: texts of the steps as ``s0`` ..., and of each figure its number, whether it is there and whether it is bad."""
    body.put(connection, is_wrapped=True)
    texts = found.steps or (found.places["path"],)
    flags = ", ".join(quoted(word) for word in YES), ", ".join(quoted(word) for word in NO)
    at_orders = f"c{found.places['orders']}" if "orders" in found.places else "''"
    swapped = f"CASE WHEN lower({at_orders}) IN ({flags[0]}) THEN '1' WHEN lower({at_orders}) IN ({flags[1]}) THEN '0' ELSE {at_orders} END"
    columns = {f"c{at}": swapped if fact == "orders" else f"c{at}" for fact, at in found.places.items() if fact in FIGURES}
    picked = ", ".join(f"{sql} AS {name}" for name, sql in columns.items())
    others = ", ".join(f"c{at} AS s{i}" for i, at in enumerate(texts))
    connection.execute(
        f"CREATE OR REPLACE TEMP VIEW rows AS SELECT line, 'row' AS role, {', '.join(part for part in (others, picked) if part)} FROM cells"
    )
    missing = f"{{cell}} IN ({', '.join(quoted(mark) for mark in MISSING)})"
    kinds = {found.places[fact]: ("money" if fact == "value" else "count", f"c{found.places[fact]}") for fact in FIGURES if fact in found.places}
    numbers = profile(connection, kinds, missing, "", place)
    made = ["line", *(f"s{i}" for i in range(len(texts)))]
    for fact in FIGURES:
        if (at := found.places.get(fact)) is None:
            continue
        number, absent, factor = numbers.sql(at, f"c{at}"), numbers.absent(at, f"c{at}"), MILLION if fact == "value" else 1
        whole = "" if fact == "value" else f" OR ({number}) <> floor({number})"
        bad = f"(({number}) IS NULL OR ({number}) < 0 OR ({number}) >= {LARGEST}{whole})"
        made += [f"NOT {absent} AS has_{fact}", f"NOT {absent} AND {bad} AS bad_{fact}"]
        made.append(f"CASE WHEN {absent} OR {bad} THEN 0 ELSE CAST(round(CAST({number} AS DECIMAL(28, 10)) * {factor}) AS BIGINT) END AS {fact}")
    return connection.sql(f"SELECT {', '.join(made)} FROM rows ORDER BY line").to_arrow_table(), numbers


def _figure(cells: pa.Table, fact: str) -> _Figure:
    column = (cells[name].to_numpy() for name in (fact, f"has_{fact}", f"bad_{fact}"))
    numbers, given, bad = column
    return _Figure(numbers.astype(np.int64), given.astype(bool), bad.astype(bool))


def _steps(cells: pa.Table, found: Found) -> tuple[list[tuple[str, ...]], str]:
    """The steps of each row, markers at the ends included; blank ones are none."""
    if found.steps:
        columns = [cells[f"s{i}"].to_pylist() for i in range(len(found.steps))]
        return [tuple(step for step in row if step) for row in zip(*columns, strict=True)], ""
    texts: list[str] = cells["s0"].to_pylist()
    separator = _separator(texts)
    known: dict[str, tuple[str, ...]] = {}
    for text in texts:
        if text not in known:
            bare = text.removeprefix("[").removesuffix("]")
            parts = bare.split(separator) if separator else [bare]
            known[text] = tuple(step for part in parts if (step := part.strip().strip("'\"").strip()))
    return [known[text] for text in texts], separator


def _separator(texts: Sequence[str]) -> str:
    """What parts the steps in most of the paths; of two that do so in equally many the one that stands first in ``SEPARATORS``."""
    seen: Counter[str] = Counter()
    for text in set(texts):
        seen.update(mark for mark in SEPARATORS if mark in text)
    return max(SEPARATORS, key=lambda mark: seen[mark]) if seen else ""


def _is_total(steps: tuple[str, ...], found: Found) -> bool:
    return found.kind == "paths" and len(steps) == 1 and steps[0] in ALL_TOTALS


def _reasons(figures: dict[str, _Figure]) -> dict[int, tuple[str, Message]]:
    """Rows with a figure that is none, by position: the fact and what is wrong."""
    reasons: dict[int, tuple[str, Message]] = {}
    for fact, figure in figures.items():
        what = message("This is no amount of money, or one below zero.") if fact == "value" else message("This is no whole number of journeys.")
        for i in np.flatnonzero(figure.bad):
            reasons.setdefault(int(i), (fact, what))
    return reasons


def _counts(
    figures: dict[str, _Figure], ended: list[bool] | None, reasons: dict[int, tuple[str, Message]], rows: np.ndarray, n: int
) -> tuple[Ints, Ints, list[Message]]:
    """Orders and journeys without one, of each row; rows that cannot be are added to ``reasons``."""
    notes: list[Message] = []
    zeros = np.zeros(n, np.int64)
    orders = figures["orders"].numbers if "orders" in figures else np.ones(n, np.int64)
    if "orders" not in figures and ended is not None:
        orders = np.array(ended, np.int64)
        notes.append(message("Each row counts as one journey; its end says whether it led to an order."))
        return orders, 1 - orders, notes
    if "orders" not in figures:
        notes.append(message("The file has no column of conversions, so each row counts as one order."))
    if "without" in figures:
        return orders, figures["without"].numbers, notes
    if "all" in figures:
        for i in np.flatnonzero(rows & (figures["all"].numbers < orders)):
            reasons.setdefault(int(i), ("all", message("The row has more orders than journeys.")))
        return orders, np.maximum(figures["all"].numbers - orders, 0), notes
    is_one_each = "orders" in figures and bool((orders[rows] <= 1).all()) and bool((orders[rows] == 0).any())
    if is_one_each:
        notes.append(message("Each row counts as one journey: a row with 0 conversions ended without an order."))
        return orders, (orders == 0).astype(np.int64), notes
    for i in np.flatnonzero(rows & (orders == 0)):
        reasons.setdefault(int(i), ("orders", message("The row has no order, and no column says how many journeys ended without one.")))
    notes.append(message("The file says nothing of journeys without an order, so models that learn from them see only those that ended in one."))
    return orders, zeros, notes


def _compared(i: int, figures: dict[str, _Figure], kept: np.ndarray, line: int) -> Message:
    """What became of a total row: whether its figures are those of the rows above."""
    differs = [fact for fact, figure in figures.items() if figure.given[i] and figure.numbers[i] != figure.numbers[kept].sum()]
    if differs:
        fact = differs[0]
        scale = MILLION if fact == "value" else 1
        return message(
            "The total in line {line} says {stated}, but the rows that were taken add up to {found}.",
            line=line,
            stated=Decimal(int(figures[fact].numbers[i])) / scale,
            found=Decimal(int(figures[fact].numbers[kept].sum())) / scale,
        )
    return message("The total in line {line} was compared with the rows and not counted.", line=line)


def _set_aside(found: Found, body: Body, failed: list[tuple[int, str, Message]]) -> tuple[SetAside, ...]:
    heads = [cell.strip() or f"({i})" for i, cell in enumerate(found.head.cells, 1)]
    failed = sorted(failed, key=lambda one: one[0])
    aside = []
    for (line, fact, reason), cells in zip(failed, body.raw([line for line, _, _ in failed]) if failed else (), strict=True):
        aside.append(SetAside(found.table.part, line, heads[found.places[fact]], reason, dict(zip(heads, cells, strict=False))))
    for record in body.ragged:
        reason = message("The row has {cells} cells where the head has {columns}.", cells=len(record.cells), columns=len(heads))
        aside.append(SetAside(found.table.part, record.line, "", reason, {f"({i})": cell for i, cell in enumerate(record.cells, 1)}))
    return tuple(sorted(aside, key=lambda row: row.line))


def _nothing_good(place: Place, aside: tuple[SetAside, ...]) -> FileRefusedError:
    remedy = message("Correct the file and try it again.")
    if not aside:
        return FileRefusedError(message("There is no row below the head."), remedy, place)
    first = aside[0]
    what = message("Not one row can be taken. The first: {reason}", reason=first.reason)
    return FileRefusedError(what, remedy, Place(place.file, place.part, first.line, first.column))
