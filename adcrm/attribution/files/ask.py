"""Asks the models about files: somebody's own journeys, or a log of touches with a shop's orders and the platforms' claims on them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import pandas as pd
import pyarrow as pa

from adcrm.attribution.answer import answer, credited
from adcrm.attribution.claims import match
from adcrm.attribution.files.model import OwnFile
from adcrm.attribution.files.read import read_touches
from adcrm.attribution.files.shelf import CLIENT, shelf
from adcrm.attribution.grouping import Rules, names_kept
from adcrm.attribution.grouping_defaults import default_rules
from adcrm.attribution.model import Answer, Question
from adcrm.attribution.overclaim import Summary, summary
from adcrm.errors import FileRefusedError, InputError, Place
from adcrm.imports.model import Answers, SetAside
from adcrm.imports.read import read
from adcrm.imports.rows import held
from adcrm.messages import Message, message

File = tuple[str, bytes]  # name and content
OF_TIME = ("young_journeys",)  # notes that say nothing of a file without times


@dataclass(frozen=True)
class Asked:
    """What the models say of files of records.

    ``claims``: claimed and true side by side, ``None`` without files of claims. ``shop``: the counts of the file of orders.
    ``set_aside``: rows that were not taken, each with the name of its file. ``notes``: what a reader must know, with the file.
    """

    answer: Answer
    claims: Summary | None
    shop: dict[str, Decimal]
    set_aside: tuple[tuple[str, SetAside], ...]
    notes: tuple[tuple[str, Message], ...]


def answer_own(own: OwnFile, question: Question, models: Iterable[str] | None = None, *, rules: Rules | None = None) -> Answer:
    """The credits of the models (keys; ``None``: all) for the orders of an own file.

    ``rules`` name its channels; without any they keep the names that they have in the file.

    Raises
    ------
    InputError : the question asks for days and the file has none; an unknown model.
    """
    rules = names_kept(own.journeys.labels, default_rules()) if rules is None else rules
    if own.has_times:
        return credited(own.journeys, replace(question, client_id=None), models, rules=rules)
    if question.start is not None or question.end is not None:
        raise InputError(
            message("The file {name} has no times, so no days of it can be chosen.", name=own.name),
            message("Leave the days out, or give a log of events with the time of each touch."),
        )
    made = credited(own.journeys, replace(question, client_id=None, lookback_days=None, date_of="order"), models, rules=rules)
    return replace(made, notes=tuple(note for note in made.notes if note not in OF_TIME))


def answer_files(
    touches: File,
    orders: File | None,
    claims: Sequence[File],
    question: Question,
    models: Iterable[str] | None = None,
    *,
    rules: Rules | None = None,
    answers: Answers | None = None,
) -> Asked:
    """The credits of the models for a shop's orders, by a log of touches; without a file of orders the log's own conversions are the orders.

    ``answers`` says what files leave open, as the zone of their times; ``rules`` name the channels, which else keep their names in the log.

    Raises
    ------
    FileRefusedError : a file is not what it is given as, or nothing of it can be taken.
    NeedsAnswerError : a file leaves open what only a person knows.
    InputError : an unknown model.
    """
    said = answers or Answers()
    log = read_touches(*touches, said)
    set_aside = [(touches[0], row) for row in log.set_aside]
    notes = [(touches[0], note) for note in log.notes]
    if orders is None and not log.orders:
        raise FileRefusedError(
            message("No row of this log is an order, so there is nothing to give credit for."),
            message("Give the shop’s orders as a second file, or mark in the log what was ordered."),
            Place(touches[0]),
        )
    records: dict[str, list[pa.Table]] = {"touchpoints": [log.rows], "orders": [], "claims": []}
    shop: dict[str, Decimal] = {}
    for target, file in [("orders", orders)] * (orders is not None) + [("claims", one) for one in claims]:
        assert file is not None
        report = read(*file, answers=said)
        if report.target != target:
            raise FileRefusedError(*_OTHER[target], Place(file[0]))
        records[target].append(held(report.rows))
        set_aside += [(file[0], row) for row in report.set_aside]
        notes += [(file[0], note) for note in report.warnings]
        shop = report.counts if target == "orders" else shop
    if rules is None:
        rules = names_kept(pd.DataFrame({"channel": log.rows["channel"].to_pylist()}), default_rules())
    with shelf(records) as books:
        made = answer(books, replace(question, client_id=CLIENT), models, rules=rules)
        told = summary(match(books, CLIENT).within(question.start, question.end, question.currency)) if claims else None
    return Asked(made, told, shop, tuple(set_aside), tuple(notes))


_OTHER = {
    "orders": (
        message("This is no list of orders."),
        message("Give the order export of the shop: one row an order or an item, with number, time, status and amount."),
    ),
    "claims": (
        message("This is no list of orders that a platform claims."),
        message("Give the platform’s list of conversions with the number of the order in each row."),
    ),
}
