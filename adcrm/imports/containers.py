"""From the bytes of a file to its tables: what the bytes really are decides, never the name.

Text in any of the encodings that platforms use, workbooks, and zips of either. What cannot hold a report is refused
by what it is: a picture, a web page, a locked workbook, a zip that is cut off or unpacks to more than is allowed.
"""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

import pyarrow as pa
import python_calamine

from adcrm.channels.declare import normal_head
from adcrm.channels.known import channels
from adcrm.errors import FileRefusedError, Place
from adcrm.imports.encodings import UNKNOWN, is_chinese, is_western
from adcrm.imports.html_tables import LARGEST, html_tables
from adcrm.imports.sheet_text import SharedText, shared_bytes
from adcrm.imports.stacked import take_apart
from adcrm.imports.tables import SheetTable, Table, TextTable
from adcrm.messages import Message, message
from adcrm.settings import settings

MAX_MEMBERS = 200
MAX_CELLS = 20_000_000  # of one sheet, empty ones between filled ones included: a reader makes them all
MAX_SHARED = 40_000_000  # bytes of text that a few long texts may grow to, as cells share them; more only where the workbook is large itself
_JUNK = re.compile(r"(^|/)(__MACOSX/|\.DS_Store$|Thumbs\.db$)")
_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_AGAIN = message("Download the report again from the platform and import the new file as it is.")
_OTHER_KINDS: tuple[tuple[bytes, Message], ...] = (
    (b"\x89PNG", message("This is a picture (PNG), not a report.")),
    (b"\xff\xd8\xff", message("This is a picture (JPEG), not a report.")),
    (b"GIF8", message("This is a picture (GIF), not a report.")),
    (b"%PDF", message("This is a PDF document, not a table.")),
    (b"Rar!", message("This is a RAR archive; only zip archives can be opened.")),
    (b"7z\xbc\xaf", message("This is a 7-Zip archive; only zip archives can be opened.")),
    (b"\x1f\x8b", message("This is a gzip archive; only zip archives can be opened.")),
    (b"{\\rtf", message("This is a text document (RTF), not a table.")),
)


def unpack(file: str, data: bytes) -> tuple[Table, ...]:
    """The tables of a file: one for text, one a sheet, one or more a member of a zip.

    Raises
    ------
    FileRefusedError : the bytes hold no table.
    """
    allowed = Allowance(settings().max_file_mb * 1_000_000)
    if len(data) > allowed.left:
        raise _too_large(Place(file))
    tables = take_apart(tuple(_tables(Place(file), data, allowed)))
    if not tables:
        raise FileRefusedError(message("This zip holds no table."), _AGAIN, Place(file))
    return tables


@dataclass
class Allowance:
    """Bytes that a file may still unpack to, zips inside it included."""

    left: int

    def take(self, size: int, place: Place) -> None:
        """Use some up; :class:`FileRefusedError` where not so many are left."""
        if size > self.left:
            raise _too_large(place)
        self.left -= size


def _tables(place: Place, data: bytes, allowed: Allowance) -> Iterator[Table]:
    if data.startswith(b"PK"):
        yield from _zip(place, data, allowed)
    elif data.startswith(_OLD_WORKBOOK):
        if _LOCKED in data:
            raise FileRefusedError(
                message("This workbook is locked with a password."), message("Open it, save it without a password, and import the saved file."), place
            )
        yield from _workbook(place, data)
    else:
        yield from _text(place, data)


def _zip(place: Place, data: bytes, allowed: Allowance) -> Iterator[Table]:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:  # also a damaged name, version or offset
        raise FileRefusedError(message("This begins like a zip or an Excel workbook, but it is cut off or damaged."), _AGAIN, place) from error
    with archive:
        members = members_of(archive)
        if sum(m.file_size for m in members) > allowed.left or len(members) > MAX_MEMBERS:
            raise _too_large(place)
        if any(m.filename == "xl/workbook.xml" for m in members):
            shared, most = SharedText(), max(MAX_SHARED, 4 * sum(member.file_size for member in members))
            for member in members:
                content = unpacked(archive, member, place, allowed)
                shared.look(content)
                if b"sheetData" in content and is_too_sparse(content):  # a sheet may lie anywhere in the zip
                    raise _too_sparse(place)
            if shared.most > most and (size := shared_bytes(partial(archive.read, member) for member in members)) > most:
                raise _too_much_text(place, size)
            yield from _workbook(place, data)
            return
        names: set[str] = set()
        for member in members:
            inside = Place(place.file, own_name(" › ".join(each for each in (place.part, member_name(member)) if each), names))
            content = unpacked(archive, member, inside, allowed)
            if (content.startswith(b"PK") and not place.part) or content.startswith(_OLD_WORKBOOK):
                yield from _tables(inside, content, allowed)
            elif content:
                yield from _text(inside, content)


def members_of(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """The files of a zip without what desktops add."""
    return [member for member in archive.infolist() if not member.is_dir() and not _JUNK.search(member.filename)]


def unpacked(archive: zipfile.ZipFile, member: zipfile.ZipInfo, place: Place, allowed: Allowance) -> bytes:
    """The bytes of a file of a zip, taken from what it may unpack to."""
    if member.flag_bits & 1:
        raise FileRefusedError(message("This zip is locked with a password."), message("Unpack it and import the files inside."), place)
    try:
        with archive.open(member) as stream:
            content = stream.read(allowed.left + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError) as error:
        raise FileRefusedError(message("This zip is cut off or damaged: a file inside cannot be unpacked."), _AGAIN, place) from error
    allowed.take(len(content), place)
    return content


def is_too_sparse(sheet: bytes) -> bool:
    """Whether the XML of a sheet reaches over more than ``MAX_CELLS`` from its first to its last cell: one far out makes a small file huge.

    A large sheet is 200 MB of it, so both patterns begin with a text that is searched for, and no match is kept of the narrow sheets that most are.
    """
    if re.search(rb"""=(?:(?<=\s=)|(?!["']))""", sheet):  # blanks around it are allowed, and written by nobody
        sheet = re.sub(rb"""(\sr)\s*=\s*(?=["'])""", rb"\1=", sheet)
    letters = set(re.findall(rb"""r=(?<=\sr=)["']([A-Za-z]{2,3})\d""", sheet))
    columns = max((sum((sign - 64) * 26**place for place, sign in enumerate(reversed(name.upper()))) for name in letters), default=26)
    return re.search(rb"""r=(?<=\sr=)["'][A-Za-z]{0,3}0*(?:%b)["']""" % _above(MAX_CELLS // columns), sheet) is not None


def _above(limit: int) -> bytes:
    """A pattern of the numbers of up to seven digits that are larger."""
    digits = str(limit)
    larger = [
        f"{digits[:i]}[{int(digit) + 1}-9]" + rf"\d{{{len(digits) - i - 1}}}" for i, digit in enumerate(digits) if digit != "9"
    ]  # the same until one digit is larger
    return "|".join([*larger, rf"[1-9]\d{{{len(digits)},6}}"]).encode()


def member_name(member: zipfile.ZipInfo) -> str:
    """Zips made in China without the UTF-8 flag hold names in GBK, which zipfile reads as code page 437."""
    if member.flag_bits & 0x800 or member.filename.isascii():
        return member.filename
    try:
        return member.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return member.filename


def own_name(name: str, others: set[str]) -> str:
    """``name``, with a number where another file of the zip bears it: a row is found again by its part and line. Noted in ``others``."""
    own, number = name, 2
    while own in others:
        own, number = f"{name} ({number})", number + 1
    others.add(own)
    return own


def _workbook(place: Place, data: bytes) -> Iterator[Table]:
    try:
        workbook = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = [(name, _sheet_rows(workbook.get_sheet_by_name(name))) for name in workbook.sheet_names]
    except python_calamine.PasswordError as error:
        raise FileRefusedError(
            message("This workbook is locked with a password."), message("Open it, save it without a password, and import the saved file."), place
        ) from error
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise FileRefusedError(message("This workbook is damaged and cannot be opened."), _AGAIN, place) from error
    filled = [(name, rows) for name, rows in sheets if rows]
    if not filled:
        raise FileRefusedError(message("This workbook has no filled cell."), _AGAIN, place)
    for name, rows in filled:
        part = " › ".join(p for p in (place.part, name if len(filled) > 1 else "") if p)
        texts = _Texts()
        for row in rows:  # in place: hundreds of thousands of new lists would be looked through for garbage again and again
            row[:] = [cell if type(cell) is str and "\x00" not in cell else texts[cell] if type(cell) is float else _cell_text(cell) for cell in row]
        yield SheetTable(part, rows)


def _sheet_rows(sheet: python_calamine.CalamineSheet) -> list[list[Any]]:
    """The cells of a sheet; a word or day that stands in cells merged over several rows stands in each of these rows.

    A figure does not: one fee of three events is not three fees.
    """
    rows: list[list[Any]] = sheet.to_python(skip_empty_area=False)
    merged = sheet.merged_cell_ranges or ()
    if sum(bottom - top for (top, _), (bottom, _) in merged) > MAX_CELLS:  # true ranges never overlap
        return rows
    room = MAX_SHARED
    for (top, left), (bottom, right) in merged:
        if top < bottom < len(rows) and left == right < len(rows[top]) and _is_name(rows[top][left]):
            room -= (bottom - top) * len(str(rows[top][left]))
            if room < 0:  # no name of a report is as long as that over as many rows
                break
            for row in rows[top + 1 : bottom + 1]:
                row[left] = rows[top][left]
    return rows


def _is_name(cell: Any) -> bool:
    return isinstance(cell, date) or (isinstance(cell, str) and not re.fullmatch(r"[¥￥$€]?\s*-?[\d,]*\.?\d*\s*[万亿wk]?元?", cell.strip()))


class _Texts(dict[float, str]):
    """The texts of figures by figure; most figures come often."""

    def __missing__(self, figure: float) -> str:
        text = _cell_text(figure)
        if len(self) < 100_000:
            self[figure] = text
        return text


def _cell_text(cell: Any) -> str:
    """A typed cell as text that reads back exactly: 5452.0 as 5452, a date as ISO. From 1e15 a workbook has lost digits: 1e+15."""
    if isinstance(cell, str):
        return cell.replace("\x00", "")  # written as _x0000_, meant by nobody, and no text for PostgreSQL
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ")
    if isinstance(cell, date | time | timedelta):
        return str(cell)
    return str(cell)


def _text(place: Place, data: bytes) -> Iterator[Table]:
    if not data[:4096].strip() and not data.strip():
        raise FileRefusedError(message("This file is empty."), _AGAIN, place)
    for start, what in _OTHER_KINDS:
        if data.startswith(start):
            raise FileRefusedError(what, message("Export the report as CSV or Excel and import that file."), place)
    plain, encoding = _utf8(data)
    if re.match(rb"\s*(<!doctype html|<html|<\?xml|<table|<head|<meta)", plain[:500], re.IGNORECASE):
        found = html_tables(plain.decode("utf-8", "replace")) if len(plain) <= LARGEST else []
        for number, rows in enumerate(found, 1):
            part = str(number) if len(found) > 1 else ""
            yield PageTable(" › ".join(p for p in (place.part, part) if p), [[cell.replace("\x00", "") for cell in row] for row in rows])
        if found:
            return
        raise FileRefusedError(
            message("This is a web page, not a report; perhaps the sign-in page of the platform."),
            message("Sign in to the platform, download the report as CSV or Excel, and import that file."),
            place,
        )
    if b"\x00" in plain:
        raise _nul_bytes(place, plain)
    yield TextTable(place.part, plain, encoding, place.file)


class PageTable(SheetTable):
    """A table of a web page, which has rows of cells like a sheet."""

    encoding = "html"


def _nul_bytes(place: Place, plain: bytes) -> FileRefusedError:
    lines = [i for i, line in enumerate(plain.split(b"\n"), 1) if b"\x00" in line]
    shown = ", ".join(str(line) for line in lines[:10]) + (" …" if len(lines) > 10 else "")
    if len(lines) > 200 or plain.count(b"\x00") > len(plain) // 20:
        return FileRefusedError(message("This is not a table of text."), message("Export the report as CSV or Excel and import that file."), place)
    return FileRefusedError(
        message("This file is damaged: NUL bytes on lines {lines}.", lines=shown), _AGAIN, Place(place.file, place.part, lines[0])
    )


def _utf8(data: bytes) -> tuple[bytes, str]:
    """The text as UTF-8 without a byte order mark, and the encoding it came in."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decoded(data, "utf-16", lambda raw: raw.decode("utf-16", "replace"))
    if data.startswith(b"\xef\xbb\xbf"):
        data = data[3:]
    sample = data[:2000]
    for first_zero, name in ((1, "utf-16-le"), (0, "utf-16-be")):
        if len(sample) > 20 and sample[first_zero::2].count(0) > len(sample) // 3:
            return _decoded(data, name, partial(bytes.decode, encoding=name, errors="replace"))
    if _is_utf8(data):
        return data, "utf-8"
    try:
        chinese = data.decode("gb18030")
        if _known_chinese_head(chinese) or is_chinese(data):
            return chinese.encode(), "gb18030"
    except UnicodeDecodeError:
        pass
    name = "windows-1252" if is_western(data) else UNKNOWN
    return _decoded(data, name, lambda raw: raw.decode("cp1252", "replace"))


def _is_utf8(data: bytes) -> bool:
    """Looked at by Arrow, which makes no copy and lets other threads work meanwhile."""
    ends = pa.py_buffer(struct.pack("=qq", 0, len(data)))
    try:
        pa.LargeStringArray.from_buffers(1, ends, pa.py_buffer(data)).validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True


def _decoded(data: bytes, name: str, decode: Callable[[bytes], str]) -> tuple[bytes, str]:
    return decode(data).removeprefix("\ufeff").encode("utf-8", "replace"), name


def _known_chinese_head(text: str) -> bool:
    """Almost any bytes are some GB18030; believe it when words of a known head, or common words of tables, appear."""
    heads = {h for channel in channels() for column in channel.columns for head in column.heads for h in ([head] if isinstance(head, str) else head)}
    words = {normal_head(head) for head in heads if not head.isascii()} | {
        "日期",
        "时间",
        "名称",
        "金额",
        "合计",
        "数量",
        "姓名",
        "汇率",
        "中间价",
        "美元",
        "欧元",
        "日元",
    }
    top = text[:20_000]
    return sum(word in top for word in words if len(word) > 1) >= 2


def _too_sparse(place: Place) -> FileRefusedError:
    return FileRefusedError(
        message("A cell of this workbook stands so far from the others that the sheet cannot be opened."),
        message("Delete the empty rows and columns around the table, or save it as CSV, and import that file."),
        place,
    )


def _too_much_text(place: Place, size: int) -> FileRefusedError:
    return FileRefusedError(
        message("The cells of this workbook hold {size} MB of text, which no report does.", size=size // 1_000_000),
        message("Delete the columns of long texts, or save the table as CSV, and import that file."),
        place,
    )


def _too_large(place: Place) -> FileRefusedError:
    return FileRefusedError(
        message("This file unpacks to more than the allowed {size} MB.", size=settings().max_file_mb),
        message("Export a shorter period, or raise ADCRM_MAX_FILE_MB."),
        place,
    )
