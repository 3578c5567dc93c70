"""A lead's reasons, status, behaviour and grade in the reader's words."""

from collections.abc import Sequence
from decimal import Decimal

from adcrm.channels.platforms import platform_name
from adcrm.clients.classes import INDUSTRIES, REGIONS
from adcrm.leads.changes import STATUS_NAMES
from adcrm.messages import Message
from adcrm.scoring.apply import Reason
from adcrm.scoring.features import KINDS, OLDEST_BAND, WINDOW_DAYS
from adcrm.ui import formats
from adcrm.ui.language import t, tn, tr

GRADE_COLOURS = {"A": "green", "B": "blue", "C": "orange", "D": "gray"}
LEAST_SHOWN = 0.05  # log-odds (or points) under which a reason is not worth a word in the list


def reason_text(reason: Reason) -> str:
    """What the lead has there: "3 downloads", "Position: director", "Came 8-14 days ago"."""
    if reason.field in KINDS:
        return _behaviour(reason.field, int(reason.value or 0))
    if reason.field == "last_touch":
        if reason.value is None:
            return t("Nothing heard in {days} days", days=WINDOW_DAYS)
        return tn("Last heard of {n} day ago", "Last heard of {n} days ago", int(reason.value))
    return _field(reason.field, str(reason.value or ""))


def top_reasons(reasons: Sequence[Reason], n: int = 3) -> list[str]:
    """The ``n`` strongest reasons, each with its direction: ▲ raises the score, ▼ lowers it."""
    strong = [reason for reason in reasons if reason.field != "base" and abs(reason.effect) >= LEAST_SHOWN]
    strong.sort(key=lambda reason: -abs(reason.effect))
    return [("▲ " if reason.effect > 0 else "▼ ") + reason_text(reason) for reason in strong[:n]]


def field_name(field: str) -> str:
    """What a field of the model is called."""
    names = {
        "company_size": t("Company size"),
        "job_level": t("Position"),
        "product": t("Product"),
        "region": t("Region"),
        "channel": t("Channel"),
        "industry": t("Client's industry"),
        "age": t("Time since it came"),
        "last_touch": t("Time since last heard of"),
        "status": t("Status"),
        "owner": t("Owner"),
        "closed_at": t("Closing date"),
        "value": t("Order value"),
        "orders": t("Orders"),
    }
    return names.get(field) or kind_name(field)


def kind_name(kind: str) -> str:
    """A kind of touchpoint."""
    names = {
        "click": t("Ad clicks"),
        "view": t("Ad views"),
        "visit": t("Site visits"),
        "form": t("Further forms"),
        "download": t("Downloads"),
        "mail_open": t("Mails opened"),
        "mail_click": t("Clicks in mails"),
        "sms_click": t("Clicks in SMS"),
        "event": t("Events attended"),
        "live": t("Live streams watched"),
        "call": t("Calls"),
    }
    return names.get(kind, kind)


def touch_name(kind: str) -> str:
    """One touchpoint of a kind."""
    names = {
        "click": t("Ad click"),
        "view": t("Ad view"),
        "visit": t("Site visit"),
        "form": t("Form"),
        "download": t("Download"),
        "mail_open": t("Mail opened"),
        "mail_click": t("Click in a mail"),
        "sms_click": t("Click in an SMS"),
        "event": t("Event"),
        "live": t("Live stream"),
        "call": t("Call"),
    }
    return names.get(kind, kind)


def channel_name(channel: str) -> str:
    """A channel; "direct" is a person who came without one."""
    return t("Direct") if channel == "direct" else tr(platform_name(channel))


def status_name(status: str) -> str:
    """A lead's status."""
    return tr(STATUS_NAMES[status]) if status in STATUS_NAMES else status


def value_name(field: str, value: str) -> str:
    """A value of a fit field; codes that AdCRM knows have names, others stand as they came."""
    known: dict[str, Message] = {"industry": INDUSTRIES, "region": REGIONS}.get(field, {})
    if value in known:
        return tr(known[value])
    if field == "channel":
        return channel_name(value)
    levels = {"staff": t("staff"), "manager": t("manager"), "director": t("director"), "executive": t("top management")}
    sizes = {"small": t("small"), "medium": t("mid-size"), "large": t("large")}
    if field == "job_level":
        return levels.get(value, value)
    if field == "company_size":
        return sizes.get(value) or t("{range} people", range=value)
    return value


def _field(field: str, value: str) -> str:
    if field == "age":
        band = value.replace("-", "–")
        return t("Came over 120 days ago") if value == OLDEST_BAND else t("Came {days} days ago", days=band)
    if not value:
        return t("{field} unknown", field=field_name(field))
    return t("{field}: {value}", field=field_name(field), value=value_name(field, value))


def _behaviour(kind: str, n: int) -> str:
    if n == 0:
        return t("{kind}: none yet", kind=kind_name(kind))
    words = {
        "visit": tn("{n} site visit", "{n} site visits", n),
        "download": tn("{n} download", "{n} downloads", n),
        "form": tn("{n} further form", "{n} further forms", n),
        "event": tn("{n} event attended", "{n} events attended", n),
        "live": tn("{n} live stream", "{n} live streams", n),
        "mail_open": tn("{n} mail opened", "{n} mails opened", n),
        "mail_click": tn("{n} click in mails", "{n} clicks in mails", n),
        "sms_click": tn("{n} click in SMS", "{n} clicks in SMS", n),
        "call": tn("{n} call", "{n} calls", n),
        "view": tn("{n} ad view", "{n} ad views", n),
        "click": tn("{n} ad click", "{n} ad clicks", n),
    }
    return words[kind]


def amount(value: Decimal, currency: str) -> str:
    """An estimate of money: whole units, short where large."""
    if value >= 10_000:
        return formats.money(value, currency, short=True)
    return formats.symbol(currency) + formats.number(value)
