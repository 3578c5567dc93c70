"""The message catalogue: every text a person may see, in English, with a complete Chinese translation.

A domain room never holds a finished sentence; it holds a :class:`Message` (an English template and its
values) which the page or the command line puts into the reader's language with :func:`translate`.
"""

import gettext
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from numbers import Integral
from pathlib import Path
from typing import Any

from babel.dates import format_date
from babel.numbers import format_decimal

LANGUAGES = {"en": "English", "zh": "简体中文"}
LOCALES = {"en": "en_US", "zh": "zh_CN"}
DEFAULT_LANGUAGE = "en"
CATALOGUES = Path(__file__).parent / "locales"


@dataclass(frozen=True)
class Message:
    """An English template with ``{name}`` places and the values to fill in.

    A value may itself be a :class:`Message`; it is translated first. ``plural`` and ``n`` choose
    between one and many, as gettext does.
    """

    text: str
    values: dict[str, Any] = field(default_factory=dict, hash=False)
    plural: str | None = None
    n: int = 0

    def __str__(self) -> str:
        return translate(self, DEFAULT_LANGUAGE)


def message(text: str, **values: Any) -> Message:
    """A message with named values: ``message("Line {line} has no date.", line=4)``."""
    return Message(text, values)


def plural(one: str, many: str, n: int, **values: Any) -> Message:
    """A message that depends on a number, available in the template as ``{n}``."""
    return Message(one, {"n": n, **values}, many, n)


def translate(what: Message | str, language: str) -> str:
    """``what`` in ``language`` ("en" or "zh"). A plain string is returned as it is.

    Numbers (exact ones) and days among the values are written in the reader's way; a number that is only a name (an id) is given as text.
    """
    if isinstance(what, str):
        return what
    if not what.text:  # gettext answers the empty text with the header of its catalogue
        return ""
    words = catalogue(language)
    template = words.ngettext(what.text, what.plural, what.n) if what.plural else words.gettext(what.text)
    values = {name: _written(value, language) for name, value in what.values.items()}
    return template.format(**values) if values else template


def _written(value: Any, language: str) -> Any:
    if isinstance(value, Message):
        return translate(value, language)
    if isinstance(value, bool | str):
        return value
    if isinstance(value, Integral):  # NumPy's too
        return str(value) if -1000 < int(value) < 1000 else format_decimal(int(value), locale=LOCALES.get(language, "en_US"))
    if isinstance(value, Decimal):
        return format_decimal(value, locale=LOCALES.get(language, "en_US"), decimal_quantization=False)
    if isinstance(value, date) and not isinstance(value, datetime):
        return format_date(value, "medium", locale=LOCALES.get(language, "en_US"))
    return value


@cache
def catalogue(language: str) -> gettext.NullTranslations:
    """The compiled catalogue of ``language``; English is the source and needs none."""
    return gettext.translation("adcrm", CATALOGUES, [LOCALES.get(language, "en_US")], fallback=True)
