"""Who is who: which records of CRM systems are one person. Pure; the same records in the same order give the same people.

A record is known by its system and id. One that is new belongs to the person with the same e-mail address, else to the one with
the same phone number and a name and address that do not speak against it; a switchboard's number makes no two people one.
Blanks never match anything.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

LEAST_NAME = 2  # letters of a name that may stand for a longer one, as 陈一诺 for 陈一诺家长
LEAST_DIGITS = 7  # of a phone number that may tell people apart

RecordKey = tuple[str, str, str]  # system, module, external id


@dataclass(frozen=True)
class Keys:
    """What people are compared by; '' never matches."""

    email: str = ""
    phone: str = ""
    name: str = ""


@dataclass(frozen=True)
class Known:
    """One version of a record: its key, what it is compared by, and the person it is part of (``None`` for a new record)."""

    record: RecordKey
    keys: Keys
    person: int | None = None


def email_key(text: str) -> str:
    """An address as it is compared: trimmed, lower case; '' for what is no address."""
    plain = unicodedata.normalize("NFKC", text).strip().casefold()
    return plain[:200] if re.fullmatch(r"[^@\s]+@[^@\s]+", plain) else ""


def phone_key(text: str) -> str:
    """A number as it is compared: digits alone, without the zeros or the 86 that lead into China; '' where too few are left."""
    digits = re.sub(r"\D", "", unicodedata.normalize("NFKC", text))
    if len(digits) == 13 and digits.startswith("861"):
        digits = digits[2:]
    digits = digits.lstrip("0")
    return digits[:40] if len(digits) >= LEAST_DIGITS else ""


def name_key(text: str) -> str:
    """A name as it is compared: without case, accents, blanks and punctuation."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(letter for letter in plain if letter.isalnum())[:160]


@dataclass
class People:
    """The people met so far; feed it records in the order in which they came.

    ``person_of`` maps a record to a person's number. Those of the books keep theirs, new ones are numbered -1, -2 ...
    """

    person_of: dict[RecordKey, int] = field(default_factory=dict)
    by_email: dict[str, int] = field(default_factory=dict)
    by_phone: dict[str, list[int]] = field(default_factory=dict)
    emails: dict[int, set[str]] = field(default_factory=dict)
    names: dict[int, set[str]] = field(default_factory=dict)
    made: int = 0

    def remember(self, known: Iterable[Known]) -> None:
        """Take in records whose persons are decided."""
        for one in known:
            assert one.person is not None
            self._add(one.record, one.keys, one.person)

    def place(self, record: RecordKey, keys: Keys) -> int:
        """The person of a record: one that is known, or a new one."""
        person = self.person_of.get(record)
        if person is None and keys.email:
            person = self.by_email.get(keys.email)
        if person is None and keys.phone:
            person = next((one for one in self.by_phone.get(keys.phone, ()) if self._may_be(one, keys)), None)
        if person is None:
            self.made += 1
            person = -self.made
        self._add(record, keys, person)
        return person

    def _may_be(self, person: int, keys: Keys) -> bool:
        """Whether neither address nor name speaks against a record and a person being the same."""
        known = self.emails[person]
        if keys.email and known and keys.email not in known:
            return False
        return not keys.name or not self.names[person] or any(_same_name(keys.name, name) for name in self.names[person])

    def _add(self, record: RecordKey, keys: Keys, person: int) -> None:
        self.person_of[record] = person
        emails, names = self.emails.setdefault(person, set()), self.names.setdefault(person, set())
        if keys.email:
            self.by_email.setdefault(keys.email, person)
            emails.add(keys.email)
        if keys.phone and person not in (held := self.by_phone.setdefault(keys.phone, [])):
            held.append(person)
        if keys.name:
            names.add(keys.name)


def _same_name(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    return shorter == longer or (len(shorter) >= LEAST_NAME and longer.startswith(shorter))
