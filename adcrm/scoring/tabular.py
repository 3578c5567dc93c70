"""A table from any system as examples: read, typed column by column, label and time understood. No knowledge of leads.

Encoding: UTF-8, with or without a byte order mark; else GB18030 where that gives everyday Chinese; else Windows-1252. The separator is
the one of ``, ; tab |`` that the header holds most often. Cells of ``MISSING`` are unknown. A column is a number when nineteen of
twenty known cells are; a day when they are ISO days or times; else text. Columns that cannot teach anything are named with the reason.
"""

import csv
import io
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from adcrm.errors import FileRefusedError, InputError, Place
from adcrm.messages import Message, message

MISSING = ("", "na", "n/a", "nan", "null", "none", "-", "--", "—", "select", "#n/a")
WON = ("1", "1.0", "yes", "y", "true", "t", "won", "converted", "win", "success", "positive", "是", "成交", "赢单", "已成交", "有")
SEPARATORS = ",;\t|"
LINE = "@line"  # as time column: the order of the lines in the file
MOST_VALUES = 1_000  # a text with more values than this, most of them seen once, names the row rather than describes it
HAN = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True)
class Sheet:
    """A file as it stands: every cell as text; how it was written, so that an answer can be written the same way."""

    rows: pd.DataFrame
    separator: str
    encoding: str
    name: str


@dataclass(frozen=True)
class Columns:
    """Which columns are numbers and which texts, and which say nothing, with the reason."""

    measures: tuple[str, ...]
    categories: tuple[str, ...]
    unused: tuple[tuple[str, Message], ...]


def read_sheet(path: Path) -> Sheet:
    """Read a CSV or TSV.

    Raises
    ------
    FileRefusedError : the file is empty, has no header, or a line has more cells than the header.
    """
    raw = path.read_bytes()
    text, encoding = decode(raw)
    lines = text.splitlines()
    if not lines or not lines[0].strip():
        raise FileRefusedError(
            message("The file is empty."), message("Export it again, with a header line and one line for each lead."), Place(path.name)
        )
    separator = max(SEPARATORS, key=lines[0].count)
    found = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    head = [name.strip() for name in found[0]]
    if len(set(head)) != len(head):
        twice = next(name for name in head if head.count(name) > 1)
        raise FileRefusedError(
            message("The column “{name}” stands twice in the header.", name=twice), message("Rename one of the two."), Place(path.name, line=1)
        )
    body = []
    for number, cells in enumerate(found[1:], start=2):
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) > len(head):
            raise FileRefusedError(
                message("This line has {n} cells, the header has {m}.", n=len(cells), m=len(head)),
                message("Put quotes around cells that hold the separator “{separator}”.", separator=separator),
                Place(path.name, line=number),
            )
        body.append([*cells, *[""] * (len(head) - len(cells))])
    return Sheet(pd.DataFrame(body, columns=head, dtype=object), separator, encoding, path.name)


def decode(raw: bytes) -> tuple[str, str]:
    """The text of a file and the encoding that was found."""
    if raw.startswith(b"\xef\xbb\xbf"):
        return raw.decode("utf-8-sig", errors="replace"), "utf-8-sig"
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", errors="replace"), "utf-16"
    try:
        return raw.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:  # not UTF-8: the next lines say what else it may be
        chinese = raw.decode("gb18030", errors="replace")
    if "\ufffd" not in chinese and _reads_as_chinese(chinese):
        return chinese, "gb18030"
    return raw.decode("cp1252", errors="replace"), "cp1252"


def _reads_as_chinese(text: str) -> bool:
    """Whether most of the signs are among the 3,755 everyday ones (GB 2312 level 1); accents misread as Chinese give rare ones."""
    signs = HAN.findall(text[:200_000])
    everyday = [sign for sign in signs if 0xB0 <= (sign.encode("gb2312", errors="replace"))[0] <= 0xD7]
    return bool(signs) and len(everyday) >= 0.7 * len(signs)


def outcomes(sheet: Sheet, label: str) -> NDArray[np.bool_]:
    """The label as won or not.

    Raises
    ------
    InputError : there is no such column, a cell is empty, there are not two values, or it is not clear which of the two is a win.
    """
    values = cells_of(sheet, label).str.strip()
    known = sorted(set(values.str.lower()))
    if "" in known:
        line = int(np.flatnonzero((values == "").to_numpy())[0]) + 2
        raise InputError(
            message("The label is missing."), message("Leave out rows whose outcome is not known yet."), Place(sheet.name, line=line, column=label)
        )
    won = [value for value in known if value in WON]
    if len(known) != 2 or len(won) != 1:
        raise InputError(
            message("The label must have two values, one of them a win; found: {values}.", values=", ".join(known[:6])),
            message("Write 1 for won and 0 for not won."),
            Place(sheet.name, column=label),
        )
    return np.asarray((values.str.lower() == won[0]).to_numpy(bool))


def order_of(sheet: Sheet, time: str) -> NDArray[np.float64]:
    """A number for each row that rises with time; ``@line`` takes the order of the lines."""
    if time == LINE:
        return np.arange(len(sheet.rows), dtype=float)
    values = cells_of(sheet, time)
    numbers = as_numbers(values)
    if numbers.notna().mean() > 0.95:
        return np.asarray(numbers.ffill().fillna(0.0).to_numpy(float))
    days = as_days(values)
    if days.notna().mean() > 0.95:
        return np.asarray(days.ffill().bfill().to_numpy(float))
    raise InputError(
        message("The time column holds neither days nor numbers."),
        message("Write days as 2026-03-31 or 2026-03-31 14:05."),
        Place(sheet.name, column=time),
    )


def cells_of(sheet: Sheet, column: str) -> "pd.Series[str]":
    """One column as text.

    Raises
    ------
    InputError : there is no such column; the ones there are get named.
    """
    if column not in sheet.rows:
        raise InputError(
            message("There is no column “{name}”.", name=column),
            message("The file has these columns: {names}.", names=", ".join(sheet.rows.columns)),
            Place(sheet.name),
        )
    return sheet.rows[column].astype(str)


def roles(sheet: Sheet, leave: set[str]) -> Columns:
    """Sort the columns, apart from ``leave``, into numbers, texts, and those that say nothing."""
    measures, categories, unused = [], [], []
    for column in sheet.rows.columns:
        if column in leave or not column:
            continue
        values = known_text(sheet.rows[column])
        known = values.dropna()
        distinct = known.nunique()
        if distinct == 0 or (distinct == 1 and len(known) == len(values)):
            unused.append((column, message("the same in every row")))
        elif as_numbers(known).notna().mean() >= 0.95:
            if distinct == len(values) and _counts_up(as_numbers(known)):
                unused.append((column, message("a running number")))
            else:
                measures.append(column)
        elif as_days(known).notna().mean() >= 0.95:
            measures.append(column)
        elif distinct > max(50, 0.5 * len(known)) or distinct > MOST_VALUES:
            unused.append((column, message("nearly every row has its own value")))
        else:
            categories.append(column)
    return Columns(tuple(measures), tuple(categories), tuple(unused))


def examples(sheet: Sheet, measures: tuple[str, ...], categories: tuple[str, ...]) -> pd.DataFrame:
    """The columns as the model reads them: numbers (days as days since 1970; unknown is NaN) and texts (unknown is '')."""
    made: dict[str, object] = {}
    for column in categories:
        made[column] = known_text(cells_of(sheet, column)).fillna("").astype(object)
    for column in measures:
        values = known_text(cells_of(sheet, column))
        numbers = as_numbers(values)
        made[column] = numbers if numbers.notna().sum() >= as_days(values).notna().sum() else as_days(values)
    return pd.DataFrame(made)


def known_text(values: "pd.Series[str]") -> "pd.Series[str]":
    """Text with the marks of a missing value as missing."""
    text = values.astype(str).str.strip()
    return text.mask(text.str.lower().isin(MISSING))


def as_numbers(values: "pd.Series[str]") -> "pd.Series[float]":
    """Numbers; thousands separators and a percent sign are taken off; what is no number is NaN."""
    return pd.to_numeric(values.str.replace(r"(?<=\d),(?=\d{3}\b)", "", regex=True).str.removesuffix("%"), errors="coerce").astype(float)


def as_days(values: "pd.Series[str]") -> "pd.Series[float]":
    """ISO days, or days written d-m-Y or Y/m/d, as days since 1970; anything else is NaN."""
    text = values.where(values.str.match(r"^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}", na=False))
    made = pd.to_datetime(text, errors="coerce", format="ISO8601", utc=True)
    for pattern in ("%Y/%m/%d", "%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y"):
        if made.notna().sum() < text.notna().sum():
            made = made.fillna(pd.to_datetime(text, errors="coerce", format=pattern, utc=True))
    return (made - pd.Timestamp(0, tz="UTC")).dt.total_seconds() / 86400


def _counts_up(numbers: "pd.Series[float]") -> bool:
    """Whether a number is different in every row and whole, as an id is."""
    return bool((numbers % 1 == 0).all() and numbers.nunique() == len(numbers) and len(numbers) > 20)
