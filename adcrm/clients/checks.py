"""Whether what a person typed about a client can be used; every refusal says which field and what to do."""

import re
from datetime import date, datetime

from babel.numbers import list_currencies

from adcrm.errors import InputError
from adcrm.messages import Message, message

EMAIL = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+\.[^@\s<>,;.]{2,}")
WEBSITE = re.compile(r"(https?://)?[^\s/@:]+\.[^\s/@]{2,}(/\S*)?", re.IGNORECASE)


def text(value: str, field: Message, longest: int, needed: bool = False) -> str:
    """``value`` without the spaces around it, refused when too long, or empty though needed."""
    clean = " ".join(value.split()) if longest <= 200 else value.strip()
    if needed and not clean:
        raise InputError(message("{field} is empty.", field=field), message("Fill it in."))
    if len(clean) > longest:
        raise InputError(
            message("{field} is too long: {length} characters.", field=field, length=len(clean)),
            message("Use at most {longest} characters.", longest=longest),
        )
    return clean


def email(value: str) -> str:
    """A mail address by its shape, or empty."""
    clean = text(value, message("Mail address"), 200)
    if clean and not EMAIL.fullmatch(clean):
        raise InputError(message("“{value}” is not a mail address.", value=clean), message("Write it like name@company.com."))
    return clean


def website(value: str) -> str:
    """A web address by its shape, or empty."""
    clean = text(value, message("Website"), 200)
    if clean and not WEBSITE.fullmatch(clean):
        raise InputError(message("“{value}” is not a web address.", value=clean), message("Write it like www.company.com."))
    return clean


def currency(value: str) -> str:
    """An ISO 4217 code in capitals."""
    clean = value.strip().upper()
    if clean not in list_currencies():
        raise InputError(
            message("“{value}” is not a currency code.", value=clean or "–"),
            message("Use the three letters of the currency, such as CNY, USD or EUR."),
        )
    return clean


def one_of(value: str, choices: dict[str, Message], field: Message) -> str:
    """A code that is in ``choices``."""
    if value not in choices:
        raise InputError(message("“{value}” is not a choice for {field}.", value=value, field=field), message("Choose one from the list."))
    return value


def not_after(moment: datetime, latest: datetime) -> datetime:
    """A moment that has happened already."""
    if moment > latest:
        raise InputError(message("The date lies in the future."), message("Note what has happened; put a plan into the next step."))
    return moment


def in_order(start: date, end: date) -> None:
    """A period that does not end before it starts."""
    if end < start:
        raise InputError(message("The end lies before the start."), message("Change one of the two dates."))
