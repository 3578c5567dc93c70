"""What a JSON document of AdCRM may hold beside texts and numbers, and how it is written: for the command line and the HTTP interface alike."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from adcrm.messages import Message, translate


def json_value(value: Any) -> Any:
    """For ``json.dumps(default=...)``: decimals and dates as text, messages in English."""
    if isinstance(value, Decimal):
        return decimal_text(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Message):
        return translate(value, "en")
    raise TypeError(f"{type(value).__name__} has no place in JSON")


def decimal_text(value: Decimal | int) -> str:
    """An exact number as text, without an exponent and without zeros at the end: 12.5, 1200."""
    text = format(Decimal(value), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
