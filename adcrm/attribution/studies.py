"""Keeps what questions to the books have in common: the journeys of a client as long as the books stand, and the last questions' studies."""

import threading
from functools import partial
from weakref import WeakKeyDictionary

import numpy as np
from cachetools import LRUCache
from sqlalchemy import select

from adcrm.attribution.channel_rules import current_rules
from adcrm.attribution.grouping import Rules
from adcrm.attribution.journeys import read_journeys
from adcrm.attribution.lift_tests import lift_tests
from adcrm.attribution.model import Journeys, Question
from adcrm.attribution.reduce import reduce
from adcrm.attribution.stored import reduce_stored
from adcrm.attribution.study import Leads, Study
from adcrm.books import Books
from adcrm.store import Store
from adcrm.store.tables import Lead
from adcrm.warehouse import Warehouse
from adcrm.warehouse.tables import journey_orders

CLIENTS, STUDIES = 3, 24  # kept at a time, for each warehouse


class _Kept:
    """What is held of one warehouse."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.journeys: LRUCache[tuple[int, int | None], Journeys] = LRUCache(CLIENTS)
        self.studies: LRUCache[tuple[object, ...], Study] = LRUCache(STUDIES)


_kept: WeakKeyDictionary[Warehouse, _Kept] = WeakKeyDictionary()
_opening = threading.Lock()


def study_of(books: Books, question: Question, rules: Rules | None = None, *, with_steps: bool = True) -> Study:
    """The study of a question, made once for each version of both stores.

    ``with_steps`` false: for models to which the reduction is enough. Where no question has asked for the client's steps yet, they are then
    reduced as they come out of the warehouse and not held.
    """
    with _opening:
        kept = _kept.setdefault(books.facts, _Kept())
    used = current_rules(books.crm) if rules is None else rules
    facts, crm = books.facts.version(), books.crm.version()
    key: tuple[object, ...] = (facts, crm, question, used)
    with kept.lock:
        if key in kept.studies:
            return kept.studies[key]
        whose, reducing = (facts, question.client_id), reduce
        if not with_steps and question.client_id is not None and whose not in kept.journeys:
            key = (*key, "without steps")
            if key in kept.studies:
                return kept.studies[key]
            reducing = partial(reduce_stored, books.facts, facts, question.client_id)
        if reducing is not reduce:
            journeys = read_journeys(books.facts, question.client_id, with_steps=False)
        else:
            if whose not in kept.journeys:
                kept.journeys[whose] = read_journeys(books.facts, question.client_id)
            journeys = kept.journeys[whose]
        # Tests are of one client; over several, channels of the same name are different ones.
        tests = lift_tests(books.crm, question.client_id) if question.client_id is not None else ()
        study = Study(journeys, question, used, _leads(books, question.client_id), tests, reducing)
        kept.studies[key] = study
        return study


def _leads(books: Books, client_id: int | None) -> Leads | None:
    """When the people of the orders became leads, by the CRM; in the order of the journeys' orders."""
    rows = journey_orders if client_id is None else journey_orders.filter(journey_orders.client_id == client_id)
    found = books.facts.query(rows.order_by("client_id", "order_row").select("person_key", "at", "client_id"))
    captured = _captured(books.crm, client_id)
    if not captured or not found.num_rows:
        return None
    people = zip(found["client_id"].to_pylist(), found["person_key"].to_pylist(), strict=True)
    lead_at = np.array([captured.get(whose, np.nan) for whose in people], np.float64)
    return None if np.isnan(lead_at).all() else Leads(lead_at, found["at"].to_numpy().astype(np.float64))


def _captured(crm: Store, client_id: int | None) -> dict[tuple[int, str], float]:
    """Seconds since 1970 of each person's first capture as a lead of a client."""
    wanted = select(Lead.client_id, Lead.person_key, Lead.captured_at).where(Lead.person_key != "").order_by(Lead.captured_at.desc())
    if client_id is not None:
        wanted = wanted.where(Lead.client_id == client_id)
    with crm.read() as session:
        return {(row.client_id, row.person_key): np.datetime64(row.captured_at, "s").astype(float) for row in session.execute(wanted)}
