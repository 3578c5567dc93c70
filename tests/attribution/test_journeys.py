"""Journeys come out of the books the same on every engine, in any order of rows, at once or block by block, to the last digit."""

import random
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import pytest

from adcrm.attribution import stored
from adcrm.attribution.answer import answer
from adcrm.attribution.journeys import read_journeys
from adcrm.attribution.model import Question
from adcrm.attribution.reduce import reduce
from adcrm.attribution.reduction import Reduction
from adcrm.attribution.stored import reduce_stored
from adcrm.attribution.studies import study_of
from adcrm.books import Books
from adcrm.errors import StoreBusyError
from adcrm.imports.clients import ensure_client
from tests.imports.record_worlds import take_file
from tests.imports.worlds import OWNER

HEAD = "visitor_id,timestamp,channel,campaign,type,click_id,order_id,revenue,currency"
CHANNELS = ("google_ads", "meta_ads", "email", "affiliate", "kol")


def log_lines(people: int = 120, seed: int = 3) -> list[str]:
    """Touches, some at the same second, some of them views, and conversions of a third of the people, some of them two."""
    chance = random.Random(seed)
    lines = []
    for person in range(people):
        at = datetime(2026, 7, 1) + timedelta(hours=chance.randrange(400))
        for step in range(chance.randrange(1, 7)):
            at += timedelta(minutes=chance.choice((0, 0, 90, 4000)))
            channel, kind = chance.choice(CHANNELS), chance.choice(("click", "click", "view"))
            lines.append(f"v{person:04},{at:%Y-%m-%dT%H:%M:%SZ},{channel},C{chance.randrange(3)},{kind},k{person}-{step},,,CNY")
            if chance.random() < 0.12:
                lines.append(f"v{person:04},{at:%Y-%m-%dT%H:%M:%SZ},,,conversion,,o{person}-{step},{chance.randrange(9999) / 100:.2f},CNY")
    return lines


def figures(found: Reduction) -> list[Any]:
    """Everything a reduction says, to be compared digit by digit; rows of journeys' orders are the same where people and orders are."""
    parts = (found.paths, found.converting, found.null, found.sets)
    arrays = [array for part in parts for array in vars(part).values() if isinstance(array, np.ndarray)]
    return [found.channels, found.null_journeys, found.null_days.tolist(), *(array.tolist() for array in arrays)]


def of_books(books: Books, client: int, question: Question) -> Reduction:
    journeys = read_journeys(books.facts, client)
    names, codes = np.unique(journeys.labels["channel"].astype(str), return_inverse=True)
    return reduce(journeys, question, codes.astype(np.int32), tuple(names))


def test_shuffled_rows_give_the_same_digits_and_so_do_blocks(every_books: Books, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = log_lines()
    shuffled = random.Random(9).sample(lines, len(lines))
    clients = [ensure_client(every_books.crm, name, OWNER) for name in ("Fernwick", "Northfell")]
    for client, some in zip(clients, (lines, shuffled), strict=True):
        take_file(every_books, client, "\n".join([HEAD, *some]).encode(), "touches.csv")
    question = Question(with_views=True)
    first, second = (of_books(every_books, client, question) for client in clients)
    assert len(first.paths) > 30
    assert figures(first) == figures(second)
    monkeypatch.setattr(stored, "BLOCK", 40)
    journeys = read_journeys(every_books.facts, clients[1], with_steps=False)
    names, codes = np.unique(journeys.labels["channel"].astype(str), return_inverse=True)
    version = every_books.facts.version()
    asked = (every_books.facts, version, clients[1], journeys, question, codes.astype(np.int32), tuple(names))
    assert figures(reduce_stored(*asked)) == figures(first)
    with pytest.raises(StoreBusyError):
        reduce_stored(asked[0], version - 1, *asked[2:])


def test_all_clients_together_are_their_journeys_one_after_the_other(books: Books) -> None:
    clients = [ensure_client(books.crm, name, OWNER) for name in ("Fernwick", "Northfell")]
    for seed, client in enumerate(clients):
        take_file(books, client, "\n".join([HEAD, *log_lines(20, seed)]).encode(), f"touches{seed}.csv")
    both, parts = read_journeys(books.facts, None), [read_journeys(books.facts, client) for client in clients]
    assert both.people == sum(part.people for part in parts)
    assert both.labels["campaign"].tolist() == [name for part in parts for name in part.labels["campaign"]]
    said = [(both.labels["channel"][label], both.labels["kind"][label]) for label in both.label if label >= 0]
    assert said == [(part.labels["channel"][label], part.labels["kind"][label]) for part in parts for label in part.label if label >= 0]
    assert both.orders["client_id"].tolist() == [client for client, part in zip(clients, parts, strict=True) for _ in range(len(part.orders))]
    assert (np.sort(both.order[both.order >= 0]) == np.arange(len(both.orders))).all()


def test_models_that_need_no_steps_answer_the_same_without_holding_them(books: Books) -> None:
    client = ensure_client(books.crm, "Fernwick", OWNER)
    take_file(books, client, "\n".join([HEAD, *log_lines()]).encode(), "touches.csv")
    asked = ("first", "linear", "time_decay", "markov", "shapley", "shapley_rate")
    question = Question(client_id=client)
    without = answer(books, question, asked)
    assert not len(study_of(books, question, with_steps=False).journeys.person)
    study_of(books, question)
    held = answer(books, question, asked)
    assert without.credits.equals(held.credits)
    assert replace(without, credits=held.credits, proof=held.proof, disagreement=held.disagreement).notes == held.notes
