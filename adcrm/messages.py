"""The message catalogue: every text a person may see, in English, with a complete Chinese translation.

A domain room never holds a finished sentence; it holds a :class:`Message` (an English template and its
values) which the page or the command line puts into the reader's language with :func:`translate`.
"""

import gettext
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

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
    """``what`` in ``language`` ("en" or "zh"). A plain string is returned as it is."""
    if isinstance(what, str):
        return what
    if not what.text:  # gettext answers the empty text with the header of its catalogue
        return ""
    words = catalogue(language)
    template = words.ngettext(what.text, what.plural, what.n) if what.plural else words.gettext(what.text)
    values = {k: translate(v, language) if isinstance(v, Message) else v for k, v in what.values.items()}
    return template.format(**values) if values else template


@cache
def catalogue(language: str) -> gettext.NullTranslations:
    """The compiled catalogue of ``language``; English is the source and needs none."""
    return gettext.translation("adcrm", CATALOGUES, [LOCALES.get(language, "en_US")], fallback=True)
