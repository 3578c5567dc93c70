"""Under which channel a touch, a claim or an order is shown: ordered rules over what the log says of it, the first that fits decides.

A rule is a row of patterns, one a field, and all that it fills must fit. Nothing is lost: what no rule fits keeps its own name. Rules know
besides whether a channel is direct traffic, paid or neither, which some credit models ask. Pure data; versions are kept by ``grouping_versions``.
"""

import re
from dataclasses import dataclass, fields
from fnmatch import translate as as_regex
from functools import lru_cache
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from adcrm.attribution.model import BESIDE, Codes, Dimension

Kind = Literal["paid", "unpaid", "direct"]
Bools = npt.NDArray[np.bool_]

FIELDS = ("channel", "source", "medium", "campaign", "ad", "publisher", "country", "kind")
BLANK = "(blank)"  # in a pattern: the field says nothing
NOT_SET = "(not set)"  # the name of what says nothing at all
OF_ORDERS = ("category", "product")  # dimensions that orders have and touches have not


@dataclass(frozen=True)
class Rule:
    """A touch whose fields fit all patterns belongs to channel ``name``, which is of ``sort`` paid, unpaid or direct.

    A pattern holds alternatives parted by ``|``, each with ``*`` for any letters and ``?`` for one, in any case of letters; '' fits
    everything and ``(blank)`` only a field that says nothing.
    """

    name: str
    sort: Kind = "paid"
    channel: str = ""
    source: str = ""
    medium: str = ""
    campaign: str = ""
    ad: str = ""
    publisher: str = ""
    country: str = ""
    kind: str = ""

    @property
    def patterns(self) -> dict[str, str]:
        """The fields that the rule asks for, with their patterns."""
        return {field: pattern for field in FIELDS if (pattern := getattr(self, field))}


Rules = tuple[Rule, ...]
COLUMNS = tuple(field.name for field in fields(Rule))


@dataclass(frozen=True)
class Channels:
    """Channels by name, in alphabetical order whatever the order of the labels; ``codes`` gives each label its place among them."""

    names: tuple[str, ...]
    codes: Codes
    is_direct: Bools
    is_paid: Bools


def channel_codes(labels: pd.DataFrame, rules: Rules, by: Dimension = "channel") -> tuple[tuple[str, ...], Codes]:
    """The names along a dimension and, for each row of ``labels``, an index into them; see :func:`channels_of`."""
    made = channels_of(labels, rules, by)
    return made.names, made.codes


def channels_of(labels: pd.DataFrame, rules: Rules, by: Dimension = "channel") -> Channels:
    """Group rows of labels (any of :data:`FIELDS` as text columns, '' for nothing; a missing column says nothing).

    By channel the rules decide. By another dimension a row goes by its own value; such a group is direct if all its rows are of direct
    channels, and paid if any is of a paid one. Categories and products are facts of orders, so touches are shown by channel there.
    A name that stands for no channel in answers, as "(no touch)", goes without its brackets.
    """
    names, sorts = _named(labels, rules)
    if by not in ("channel", *OF_ORDERS):
        own = _column(labels, by)
        names = np.where(own == "", NOT_SET, own)
    names = np.array([name.strip("()") if name in BESIDE else name for name in names], object)
    codes, found = pd.factorize(pd.Index(names, dtype=object), sort=True)
    n = len(found)
    direct = np.ones(n, bool)
    np.logical_and.at(direct, codes, sorts == "direct")
    paid = np.zeros(n, bool)
    np.logical_or.at(paid, codes, sorts == "paid")
    return Channels(tuple(str(name) for name in found), codes.astype(np.int32), direct, paid)


def names_kept(labels: pd.DataFrame, rules: Rules) -> Rules:
    """The rules with one before them for each channel that these labels name, so that it keeps that name; its sort stays what the rules say.

    For a file that is looked at by itself: its reader knows its channels by the names that stand in it.
    """
    texts = _column(labels, "channel")
    different = {str(text) for text in texts if text}
    # A name's own signs are letters like any other; as a pattern it fits other names too, so those have their turn before it.
    names = pd.DataFrame({"channel": sorted(different, key=lambda name: (any(sign in name for sign in "*|?"), name))})
    _, sorts = _named(names, rules)
    signs = str.maketrans("*|", "??")
    return (*(Rule(name, sort, channel=name.translate(signs)) for name, sort in zip(names["channel"], sorts, strict=True)), *rules)


def _named(labels: pd.DataFrame, rules: Rules) -> tuple[npt.NDArray[np.object_], npt.NDArray[np.object_]]:
    """Channel and sort of each row. Patterns are compared with the different texts of a field, not row by row."""
    n = len(labels)
    texts = {field: _column(labels, field) for field in FIELDS}
    coded = {field: pd.factorize(pd.Index(texts[field], dtype=object)) for field in FIELDS if any(rule.patterns.get(field) for rule in rules)}
    rule_of = np.full(n, -1)
    for place, rule in enumerate(rules):
        fits = rule_of == -1
        for field, pattern in rule.patterns.items():
            codes, known = coded[field]
            test = _pattern(pattern)
            fits &= np.array([test.fullmatch(_plain(text)) is not None for text in known], bool)[codes]
        rule_of[fits] = place
    otherwise, sort = _otherwise(texts)
    names = np.array([*(rule.name for rule in rules), ""], object)[rule_of]
    sorts = np.array([*(rule.sort for rule in rules), ""], object)[rule_of]
    return np.where(rule_of < 0, otherwise, names), np.where(rule_of < 0, sort, sorts)


def _otherwise(texts: dict[str, npt.NDArray[np.object_]]) -> tuple[npt.NDArray[np.object_], npt.NDArray[np.object_]]:
    """What no rule fits: its own channel, else source and medium. What is named counts as paid, because unpaid names are few and have rules."""
    web = texts["source"] + np.where((texts["source"] != "") & (texts["medium"] != ""), " / ", "") + texts["medium"]
    name = np.where(texts["channel"] != "", texts["channel"], np.where(web != "", web, NOT_SET))
    return name, np.where(texts["channel"] != "", "paid", "unpaid")


def _column(labels: pd.DataFrame, field: str) -> npt.NDArray[np.object_]:
    if field not in labels:
        return np.full(len(labels), "", object)
    texts = labels[field].astype(object)
    return np.asarray(texts.where(texts.notna(), ""), dtype=object)


@lru_cache(maxsize=4096)
def _pattern(pattern: str) -> re.Pattern[str]:
    alternatives = [" ".join(one.split()).casefold() for one in pattern.split("|")]
    tests = ["" if one == BLANK else as_regex(one.replace("[", "[[]")) for one in alternatives if one]
    return re.compile("|".join(f"(?:{test})" for test in tests))


@lru_cache(maxsize=65536)
def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
