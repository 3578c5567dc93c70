"""Figures as platforms write them, as SQL: thousands, decimals, money signs. What a comma means is decided for the whole file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import duckdb

from adcrm.channels.declare import currency_codes
from adcrm.errors import FileRefusedError, Place
from adcrm.messages import message

EXACT = "DECIMAL(28, 10)"  # eight decimals is the most that a platform writes (Meta)
SIGNS = {
    "$": "USD", "US$": "USD", "€": "EUR", "£": "GBP", "¥": "CNY", "￥": "CNY", "CN¥": "CNY", "元": "CNY", "RMB": "CNY", "JP¥": "JPY",
    "円": "JPY", "₹": "INR", "Rp": "IDR", "₩": "KRW", "₫": "VND", "฿": "THB", "R$": "BRL", "A$": "AUD", "AU$": "AUD", "C$": "CAD",
    "CA$": "CAD", "HK$": "HKD", "NT$": "TWD", "S$": "SGD", "zł": "PLN", "₺": "TRY", "₽": "RUB", "₱": "PHP", "RM": "MYR", "₴": "UAH",
    "₪": "ILS",
}  # fmt: skip
SEVERAL_CURRENCIES_USE = ("$", "¥", "￥")
MAGNITUDES = {"万": 10**4, "亿": 10**8, "w": 10**4, "W": 10**4, "k": 10**3, "K": 10**3, "千": 10**3}
_COUNTED = "人次个条场单笔篇"  # what stands behind a count in a sheet kept by hand
_SPACES = "\\s\u00a0\u202f\u2009'’"
_COMMA_SEEN = r",\d{1,2}$|,\d{4,}$|\.\d{3},|^[-+]?\d{1,3}(\.\d{3}){2,}$"
_COMMA_SEEN_IN_COUNT = _COMMA_SEEN + r"|^[-+]?\d{1,3}(\.\d{3})+$"
_POINT_SEEN = r"\.\d{1,2}$|\.\d{4,}$|,\d{3}\.|^[-+]?\d{4,}\.\d{3}$|^[-+]?\d{1,3}(,\d{3}){2,}$"
_POINT_SEEN_IN_COUNT = _POINT_SEEN + r"|^[-+]?\d{1,3}(,\d{3})+$"
_WITH_POINT = r"[-+]?(\d+|\d{1,3}(,\d{2,3})*,\d{3})?(\.\d*)?([eE][-+]?\d+)?"
_WITH_COMMA = r"[-+]?(\d+|\d{1,3}(\.\d{3})+)?(,\d*)?"


NOTHING_TYPED: Mapping[int, int] = MappingProxyType({})


@dataclass(frozen=True)
class Numbers:
    """How the figures of one file are written.

    ``plain``: positions that need no cleaning and where only an empty cell is no figure. ``decimals`` and ``longest``: the
    most decimals and letters of each position's figures. A cast to the narrowest exact type that holds them all is
    seventy times as fast as one to the widest.
    ``signs``: money signs met, ``currency`` the one they stand for. ``missing``: SQL with ``{cell}`` for "no figure here".
    ``magnitudes``: a figure may end in one of ``MAGNITUDES``.
    ``typed``: plain positions that stand as numbers already, as column ``ni`` beside the cell ``ci``.
    """

    decimal_mark: str
    plain: frozenset[int]
    decimals: dict[int, int]
    longest: dict[int, int]
    signs: tuple[str, ...]
    currency: str
    missing: str
    magnitudes: bool = False
    typed: frozenset[int] = frozenset()

    def sql(self, position: int, cell: str) -> str:
        """The exact figure in ``cell`` (SQL of a trimmed cell), NULL where it is none."""
        kind = self.type_of(position)
        if position in self.typed:
            return f"CAST(n{position} AS {kind})"
        if position in self.plain:
            return f"TRY_CAST({cell} AS {kind})"
        bare = f"replace({_bare(cell, self.signs)}, '−', '-')"
        if self.magnitudes:
            bare = f"rtrim({bare}, '{_COUNTED}')"
        pattern, plain = (_WITH_POINT, f"replace({bare}, ',', '')")
        if self.decimal_mark == ",":
            pattern, plain = (_WITH_COMMA, f"replace(replace({bare}, '.', ''), ',', '.')")
        if not self.magnitudes:
            return f"CASE WHEN regexp_full_match({bare}, '{pattern}') THEN TRY_CAST({plain} AS {kind}) END"
        letters = "".join(MAGNITUDES)
        times = " ".join(f"WHEN '{letter}' THEN {factor}" for letter, factor in MAGNITUDES.items())
        figure = f"CAST(TRY_CAST(rtrim({plain}, '{letters}') AS {EXACT}) AS {EXACT})"
        return (
            f"CASE WHEN regexp_full_match({bare}, '{pattern}[{letters}]?') AND regexp_matches({bare}, '\\d')"
            f" THEN TRY_CAST({figure} * CASE right({bare}, 1) {times} ELSE 1 END AS {EXACT}) END"
        )

    def type_of(self, position: int) -> str:
        """The exact SQL type: a text of at most 18 letters with d decimals fits DECIMAL(18, d)."""
        decimals = self.decimals[position]
        return f"DECIMAL(18, {decimals})" if decimals <= 10 and self.longest[position] <= 18 else EXACT

    def absent(self, position: int, cell: str) -> str:
        """SQL that is true where ``cell`` holds no figure, as the platform marks it."""
        return self.blank(position, cell) if position in self.plain else f"({self.missing.format(cell=cell)})"

    def blank(self, position: int, cell: str) -> str:
        """SQL that is true where ``cell`` is empty."""
        return f"n{position} IS NULL" if position in self.typed else f"{cell} = ''"


def profile(
    connection: duckdb.DuckDBPyConnection,
    cells: dict[int, tuple[str, str]],
    missing: str,
    decimal_mark: str,
    place: Place,
    magnitudes: bool = False,
    typed: Mapping[int, int] = NOTHING_TYPED,
) -> Numbers:
    """Look through the figures of ``rows`` (a view) once, and closer only where they are not plain.

    ``cells`` maps a position to (kind, SQL of the trimmed cell); ``missing`` is SQL with ``{cell}`` for "no figure here".
    ``magnitudes``: figures such as ``12.5万`` may occur. ``typed``: positions that stand as numbers, as in ``Body.decimals``.

    Raises
    ------
    FileRefusedError : one money column holds several currencies.
    """
    if not cells:
        return Numbers(decimal_mark or ".", frozenset(), {}, {}, (), "", missing)
    counted = {at: decimals for at, decimals in typed.items() if at in cells and not (decimals and cells[at][0] == "count")}
    known = _look_at_typed(connection, counted) if counted and (decimal_mark or ".") == "." else {}
    found = {**_look(connection, {at: one for at, one in cells.items() if at not in known}, decimal_mark or "."), **known}
    odd = {at for at, one in found.items() if one.odd}
    signs: tuple[str, ...] = ()
    mark = decimal_mark or "."
    if odd:
        signs = _signs(connection, [cell for at, (kind, cell) in cells.items() if kind == "money" and at in odd], missing, place)
        mark = decimal_mark or _decimal_mark(connection, list(cells.values()), signs)
    plain = frozenset(cells) - odd if mark == "." else frozenset()
    currencies = {currency_of_sign(sign) for sign in signs}
    if mark != (decimal_mark or "."):
        found, known = _look(connection, cells, mark), {}
    decimals = {at: one.decimals for at, one in found.items()}
    longest = {at: one.longest for at, one in found.items()}
    if magnitudes:  # a 亿 at its end makes a figure eight digits longer
        longest = {at: letters + (8 if at in odd else 0) for at, letters in longest.items()}
    return Numbers(mark, plain, decimals, longest, signs, currencies.pop() if currencies else "", missing, magnitudes, frozenset(known) & plain)


@dataclass(frozen=True)
class _Look:
    """Of one position: how many figures are not plain, and the most decimals and letters of any."""

    odd: int
    decimals: int
    longest: int


def _look(connection: duckdb.DuckDBPyConnection, cells: dict[int, tuple[str, str]], mark: str) -> dict[int, _Look]:
    """Every position; a figure with an exponent counts as having very many decimals."""
    if not cells:
        return {}
    parts = []
    for kind, cell in cells.values():
        dotted = f" OR contains({cell}, '.')" if kind == "count" else ""
        parts += [
            f"count(*) FILTER ({cell} <> '' AND (TRY_CAST({cell} AS DOUBLE) IS NULL OR contains({cell}, ','){dotted}))",
            f"max(CASE WHEN contains({cell}, '{mark}') THEN length({cell}) - instr({cell}, '{mark}') ELSE 0 END)",
            f"max(length({cell}))",
            f"count(*) FILTER (contains(lower({cell}), 'e'))",
        ]
    found = connection.sql(f"SELECT {', '.join(parts)} FROM rows WHERE role IN ('row', 'total')").fetchall()[0]
    made = {}
    for i, at in enumerate(cells):
        odd, most, letters, exponents = (value or 0 for value in found[4 * i : 4 * i + 4])
        made[at] = _Look(odd, 99 if exponents else most, letters)
    return made


def _look_at_typed(connection: duckdb.DuckDBPyConnection, typed: Mapping[int, int]) -> dict[int, _Look]:
    """Those of the ``typed`` positions of which every filled cell is the number that stands beside it."""
    parts = ", ".join(f"count(*) FILTER (t{at} <> ''), CAST(min(n{at}) AS VARCHAR), CAST(max(n{at}) AS VARCHAR)" for at in typed)
    found = connection.sql(f"SELECT {parts} FROM rows WHERE role IN ('row', 'total')").fetchall()[0]
    looks = zip(typed.items(), zip(*(found[i::3] for i in range(3)), strict=True), strict=True)
    return {at: _Look(0, decimals, max(len(low), len(high))) for (at, decimals), (others, low, high) in looks if not others and low is not None}


def currency_of_sign(sign: str) -> str:
    """The ISO code that a money sign stands for, '' where it is none. ``$`` alone is read as USD, ``¥`` as CNY."""
    return SIGNS.get(sign) or (sign if sign in currency_codes() else "")


def _bare(cell: str, signs: Sequence[str]) -> str:
    """SQL of a figure without spaces, apostrophes and money signs."""
    longest_first = sorted(signs, key=len, reverse=True)
    escaped = ["".join("\\" + c if c in "$.|" else c for c in sign) for sign in longest_first]
    pattern = "|".join([f"[{_SPACES}]", *escaped]).replace("'", "''")
    return f"regexp_replace({cell}, '{pattern}', '', 'g')"


def _signs(connection: duckdb.DuckDBPyConnection, cells: list[str], missing: str, place: Place) -> tuple[str, ...]:
    found: set[str] = set()
    around = f"[0-9][wWkK]$|[-+−()0-9.,万亿千{_SPACES}]".replace("'", "''")
    for cell in cells:
        present = f"role = 'row' AND NOT ({missing.format(cell=cell)})"
        query = f"SELECT DISTINCT regexp_replace({cell}, '{around}', '', 'g') FROM rows WHERE {present} LIMIT 100"
        signs = {row[0] for row in connection.sql(query).fetchall() if currency_of_sign(row[0])}
        if len({currency_of_sign(sign) for sign in signs}) > 1:
            raise mixed_currencies(sorted(signs), place)
        found |= signs
    if len({currency_of_sign(sign) for sign in found}) > 1:
        raise mixed_currencies(sorted(found), place)
    return tuple(sorted(found))


def mixed_currencies(signs: list[str], place: Place) -> FileRefusedError:
    """The refusal of amounts that must not be added up."""
    return FileRefusedError(
        message("One column of money holds several currencies ({signs}); they must not be added up.", signs=" ".join(signs)),
        message("Export one file for each currency, or add a column with the currency code to the report."),
        place,
    )


def _decimal_mark(connection: duckdb.DuckDBPyConnection, cells: list[tuple[str, str]], signs: tuple[str, ...]) -> str:
    """``,`` only where more figures need it than need the point."""
    commas, points = [], []
    for kind, cell in cells:
        bare = _bare(cell, signs)
        comma, point = (_COMMA_SEEN_IN_COUNT, _POINT_SEEN_IN_COUNT) if kind == "count" else (_COMMA_SEEN, _POINT_SEEN)
        commas.append(f"count(*) FILTER (regexp_matches({bare}, '{comma}'))")
        points.append(f"count(*) FILTER (regexp_matches({bare}, '{point}'))")
    seen = connection.sql(f"SELECT {' + '.join(commas)}, {' + '.join(points)} FROM rows WHERE role = 'row'").fetchall()[0]
    return "," if seen[0] > seen[1] else "."
