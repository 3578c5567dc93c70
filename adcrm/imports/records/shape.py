"""From the parsed rows of a CRM export to records: one a row, with what it is compared by and what it says, ready to be stored.

Deleted records are counted and left out. A person's row that has neither name nor address nor number is set aside.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa

from adcrm.channels.crm_words import DEAL_STATES, LEAD_STATES, MISSING, channel_of, is_yes, state_of
from adcrm.imports.layout import Layout
from adcrm.imports.model import NeedsAnswerError
from adcrm.imports.records.compose import Fields
from adcrm.imports.records.identity import Keys, email_key, name_key, phone_key
from adcrm.imports.records.kinds import DEALS, PEOPLE, Kind
from adcrm.imports.shapes import Shaped
from adcrm.messages import Message, message, plural

ORIGIN = ("gclid", "campaign", "campaign_id", "ad_group_id", "ad_id", "keyword", "drill_down_1", "drill_down_2", "conversion", "page", "referrer")
EMPTY = message("The row has no name, no e-mail address and no phone number.")
NAMELESS = message("The deal has neither a name nor a number of its own.")
FACTS = frozenset(
    {
        *("id", "name", "first_name", "last_name", "company", "contact", "email", "other_email", "phone", "mobile", "website", "opt_out"),
        *("state", "city", "country", "product", "source", "owner", "owner_id", "status", "life", "stage", "amount", "currency"),
        *("is_deleted", "is_converted", "is_won", "is_closed", "created_at", "modified_at", "converted_at", "conversion_at", "closes_on"),
        *ORIGIN,
    }
)  # what a channel may read of a record
PAID_SEARCH = "paid search"  # HubSpot's source whose first detail is the campaign
MAX_ORIGIN = 400  # letters of a click id or address that are kept


@dataclass(frozen=True)
class _Read:
    """One row as it stands: texts by fact, '' for missing; ``moments`` by fact, UTC."""

    line: int
    texts: dict[str, str]
    moments: dict[str, datetime]
    amount: Decimal | None

    def __getitem__(self, fact: str) -> str:
        return self.texts.get(fact, "")

    def moment(self, *facts: str) -> str | None:
        """The first of some moments that is known, as ISO text."""
        return next((self.moments[fact].isoformat() for fact in facts if fact in self.moments), None)


def shape_people(layout: Layout, rows: pa.Table) -> Shaped:
    """Leads, contacts and customers."""
    return _shaped(layout, rows, PEOPLE)


def shape_deals(layout: Layout, rows: pa.Table) -> Shaped:
    """Deals.

    Raises
    ------
    NeedsAnswerError : amounts without a currency.
    """
    named = layout.answers.currency or layout.channel.currency
    if not named and any(amount is not None and not code for amount, code in _money(rows)):
        raise NeedsAnswerError(
            message("The file names no currency."), message("Say in which currency the amounts are."), layout.place, needs=("currency",)
        )
    return _shaped(layout, rows, DEALS)


def _money(rows: pa.Table) -> list[tuple[Any, Any]]:
    """Amount and currency code of each row, ``None`` where there is none."""
    nothing = [None] * rows.num_rows
    amounts, codes = (rows[name].to_pylist() if name in rows.column_names else nothing for name in ("amount", "currency"))
    return list(zip(amounts, codes, strict=True))


def _shaped(layout: Layout, rows: pa.Table, kind: Kind) -> Shaped:
    read = [_read(row) for row in rows.to_pylist()]
    refused: list[tuple[int, str, Message]] = []
    made: list[dict[str, Any]] = []
    for row in read:
        if is_yes(row["is_deleted"]):
            continue
        fields = _cut(kind, _deal(layout, row) if kind is DEALS else _person(row))
        keys = Keys() if kind is DEALS else Keys(email_key(row["email"]), phone_key(row["mobile"] or row["phone"]), name_key(fields["name"]))
        if not fields["name"]:
            refused.append((row.line, "id", NAMELESS if kind is DEALS else EMPTY))
            continue
        made.append(
            {
                "source_part": layout.place.part,
                "source_line": row.line,
                "external_id": _external_id(layout, row, fields, keys),
                "email_key": keys.email,
                "phone_key": keys.phone,
                "name_key": keys.name,
                "fields": json.dumps(fields, ensure_ascii=False),
            }
        )
    return Shaped(pa.Table.from_pylist(made, schema=layout.target.rows), _counts(layout, read, made), tuple(refused), tuple(_notes(read, made)))


def _read(row: dict[str, Any]) -> _Read:
    texts, moments = {}, {}
    for fact, value in row.items():
        if isinstance(value, str) and (plain := " ".join(value.split())) not in MISSING and fact not in ("source_part",):
            texts[fact] = plain
        elif isinstance(value, datetime):
            moments[fact] = value
    return _Read(int(row["source_line"]), texts, moments, row.get("amount"))


def _person(row: _Read) -> Fields:
    name = row["name"] or _full_name(row["first_name"], row["last_name"])
    status, closed = _status(row)
    source = row["source"]
    origin = {fact: row[fact][:MAX_ORIGIN] for fact in ORIGIN if row[fact]}
    paid = channel_of(source) or channel_of(row["drill_down_1"])
    return {
        "name": name or row["email"] or row["mobile"] or row["phone"],
        "company": row["company"],
        "email": row["email"] or row["other_email"],
        "phone": row["mobile"] or row["phone"],
        "region": row["state"] or row["city"] or row["country"],
        "product": row["product"],
        "channel": "google_ads" if row["gclid"] else paid,
        "campaign": row["campaign"] or (row["drill_down_1"] if source.casefold() == PAID_SEARCH else ""),
        "source": source,
        "captured_at": row.moment("created_at", "modified_at"),
        "status": status,
        "closed_at": closed,
        "owner": row["owner"] or row["owner_id"],
        "origin": origin or None,
        "website": row["website"],
        "opt_out": is_yes(row["opt_out"]) if row["opt_out"] else None,
        "modified_at": row.moment("modified_at", "created_at"),
    }


def _status(row: _Read) -> tuple[str, str | None]:
    """What came of a lead, and when; '' where the row does not say."""
    status = state_of(row["status"], LEAD_STATES) or ("working" if row["status"] else "")
    if is_yes(row["is_converted"]) or state_of(row["life"], LEAD_STATES) == "won":
        status = "won"
    status = status or state_of(row["life"], LEAD_STATES)
    if status == "won":
        return status, row.moment("converted_at", "modified_at")
    return status, row.moment("modified_at") if status == "lost" else None


def _deal(layout: Layout, row: _Read) -> Fields:
    outcome = state_of(row["stage"], DEAL_STATES) or "open"
    if is_yes(row["is_won"]):
        outcome = "won"
    elif is_yes(row["is_closed"]) and outcome == "open":
        outcome = "lost"
    closes = row.moments.get("closes_on")
    if closes is not None and layout.answers.time_zone:  # a day stays the day that stands in the file
        closes = closes.replace(tzinfo=UTC).astimezone(ZoneInfo(layout.answers.time_zone))
    amount = None if row.amount is None else row.amount.quantize(Decimal("0.01"))
    return {
        "name": row["name"] or row["id"],
        "company": row["company"],
        "contact": row["contact"],
        "stage": row["stage"],
        "outcome": outcome,
        "amount": None if amount is None else format(amount, "f"),
        "currency": row["currency"] or layout.answers.currency or layout.channel.currency,
        "closes_on": None if closes is None else closes.date().isoformat(),
        "opened_at": row.moment("created_at"),
        "owner": row["owner"] or row["owner_id"],
        "source": row["source"],
        "campaign": row["campaign"] or row["campaign_id"],
        "modified_at": row.moment("modified_at", "created_at"),
    }


def _full_name(first: str, last: str) -> str:
    """Both names in the order in which their language writes them."""
    if last and not (first + last).isascii() and all("\u4e00" <= letter <= "\u9fff" for letter in first + last):
        return last + first
    return f"{first} {last}".strip()


def _cut(kind: Kind, fields: Fields) -> Fields:
    """Texts as long as the table's columns hold."""
    return {
        name: value[: kind.shape.lengths[name]] if isinstance(value, str) and name in kind.shape.lengths else value for name, value in fields.items()
    }


def _external_id(layout: Layout, row: _Read, fields: Fields, keys: Keys) -> str:
    """The system's number of the record; without one, a digest of what stays the same when the record is exported again."""
    prefix = layout.channel.records.id_prefix if layout.channel.records else ""
    if row["id"]:
        return row["id"].removeprefix(prefix)[:80]
    lasting = keys.email or f"{keys.name}\x1f{keys.phone}\x1f{fields['company']}"
    if layout.target.key == "deals":
        lasting = "\x1f".join((fields["name"], fields["company"], fields["opened_at"] or ""))
    return "~" + hashlib.sha256(lasting.encode()).hexdigest()[:40]


def _counts(layout: Layout, read: list[_Read], made: list[dict[str, Any]]) -> dict[str, Decimal]:
    """What the file holds, deleted records with it (they are counted apart as well)."""
    counts: dict[str, int | Decimal] = {"rows": len(read)}
    if layout.target.key == "deals":
        outcomes = [(_deal(layout, row), row.amount or Decimal(0)) for row in read]
        won = [amount for deal, amount in outcomes if deal["outcome"] == "won"]
        counts |= {"won": len(won), "won_amount": _cents(won), "all_amount": _cents(amount for _, amount in outcomes)}
    else:
        emails = [email_key(row["email"]) or row["email"].casefold() for row in read if row["email"]]
        counts |= {"emails": len(emails), "emails_distinct": len(set(emails))}
        states = [_status(row)[0] for row in read]
        has_flag = "is_converted" in layout.columns
        if layout.target.key == "leads":
            counts["converted"] = sum(is_yes(row["is_converted"]) if has_flag else state == "won" for row, state in zip(read, states, strict=True))
            counts["with_click_id"] = sum(bool(row["gclid"]) for row in read)
        else:
            counts["won"] = states.count("won")
        if layout.target.key == "contacts":
            counts["customers"] = states.count("won")
    counts["deleted"] = sum(is_yes(row["is_deleted"]) for row in read)
    return {name: Decimal(value) for name, value in counts.items()}


def _cents(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, Decimal(0)).quantize(Decimal("0.01"))


def _notes(read: list[_Read], made: list[dict[str, Any]]) -> Iterable[Message]:
    deleted = sum(is_yes(row["is_deleted"]) for row in read)
    if deleted:
        yield plural("{n} record is marked as deleted and was left out.", "{n} records are marked as deleted and were left out.", deleted)
    repeated = sum(n - 1 for n in Counter(one["email_key"] for one in made if one["email_key"]).values())
    if repeated:
        yield plural(
            "{n} row repeats the e-mail address of another; both become one person.",
            "{n} rows repeat the e-mail address of another; they become one person.",
            repeated,
        )
    twice = len(made) - len({one["external_id"] for one in made})
    if twice:
        yield plural("{n} record is listed twice; the last row counts.", "{n} records are listed twice; the last row counts.", twice)
