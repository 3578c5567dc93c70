"""Keeps what questions to the books have in common: the journeys of a client as long as the books stand, and the last questions' studies."""

import threading
from functools import partial
from hashlib import sha256
from weakref import WeakKeyDictionary

import numpy as np
import pandas as pd
from cachetools import LRUCache
from sqlalchemy import func, select

from adcrm.attribution.channel_rules import current_rules
from adcrm.attribution.exposures import Shared
from adcrm.attribution.grouping import Rules
from adcrm.attribution.journeys import ATTEMPTS, changed, read_journeys
from adcrm.attribution.lift_tests import LiftTest, lift_tests
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
USUAL = 500_000  # steps of a client up to which so many studies are kept; of larger clients fewer, at least four
TOUCHES = 20  # that an order is taken to have where the steps are not held


def _weight(study: Study) -> int:
    """How much of the room for studies one takes: all models' weights lie in it, some hundred bytes for each step before an order."""
    steps = max(len(study.journeys.person), TOUCHES * len(study.journeys.orders))
    return min(max(steps, USUAL), STUDIES * USUAL // 4)


class Kept:
    """What is held of one warehouse."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.version = -1
        self.journeys: LRUCache[tuple[int, int | None], Journeys] = LRUCache(CLIENTS)
        self.leads: LRUCache[tuple[int, int, int | None], tuple[Leads | None, bytes]] = LRUCache(CLIENTS)
        self.shared: LRUCache[tuple[object, ...], Shared] = LRUCache(CLIENTS)
        self.studies: LRUCache[tuple[object, ...], Study] = LRUCache(STUDIES * USUAL, _weight)

    def only(self, version: int) -> None:
        """Let go of what was held of other versions of the warehouse: nobody asks about them any more."""
        if version != self.version:
            for held in (self.journeys, self.leads, self.shared, self.studies):
                held.clear()
            self.version = version


_kept: WeakKeyDictionary[Warehouse, Kept] = WeakKeyDictionary()
_opening = threading.Lock()


def study_of(books: Books, question: Question, rules: Rules | None = None, *, with_steps: bool = True) -> Study:
    """The study of a question, made once for each version of the warehouse and of what the CRM database says of the client.

    ``with_steps`` false: for models to which the reduction is enough. Where no question has asked for the client's steps yet, they are then
    reduced as they come out of the warehouse and not held.

    Raises
    ------
    StoreBusyError : somebody wrote into the warehouse again and again while this was read.
    """
    with _opening:
        kept = _kept.setdefault(books.facts, Kept())
    used = current_rules(books.crm) if rules is None else rules
    # Tests are of one client; over several, channels of the same name are different ones.
    tests = lift_tests(books.crm, question.client_id) if question.client_id is not None else ()
    for _ in range(ATTEMPTS):
        with kept.lock:
            study = _at_one_version(books, kept, question, used, tests, with_steps)
        if study is not None:
            return study
    raise changed()


def _at_one_version(books: Books, kept: Kept, question: Question, used: Rules, tests: tuple[LiftTest, ...], with_steps: bool) -> Study | None:
    """The study, of one version of the warehouse; ``None`` where it changed under way, so that journeys and leads may be of other orders."""
    facts, crm = books.facts.version(), books.crm.version()
    kept.only(facts)
    whose, when = (facts, question.client_id), (facts, crm, question.client_id)
    leads, digest = kept.leads[when] if when in kept.leads else _leads(books, question.client_id)
    key: tuple[object, ...] = (facts, question, used, tests, digest)
    if key in kept.studies:
        return kept.studies[key]
    reducing = reduce
    if not with_steps and question.client_id is not None and whose not in kept.journeys:
        key = (*key, "without steps")
        if key in kept.studies:
            return kept.studies[key]
        reducing = partial(reduce_stored, books.facts, facts, question.client_id)
    held = kept.journeys.get(whose)
    journeys = read_journeys(books.facts, question.client_id, with_steps=reducing is reduce) if held is None else held
    if books.facts.version() != facts:
        return None
    kept.leads[when] = leads, digest
    if reducing is reduce:
        kept.journeys[whose] = journeys
    shared = kept.shared.setdefault((*whose, used), Shared()) if reducing is reduce else None
    kept.studies[key] = study = Study(journeys, question, used, leads, tests, reducing, shared)
    return study


def _leads(books: Books, client_id: int | None) -> tuple[Leads | None, bytes]:
    """When the people of the orders became leads, by the CRM, in the order of the journeys' orders; and a mark of what it says."""
    captured = _captured(books.crm, client_id)
    rows = journey_orders if client_id is None else journey_orders.filter(journey_orders.client_id == client_id)
    if captured.empty:
        return None, b""
    found = books.facts.query(rows.order_by("client_id", "order_row").select("client_id", "person_key", "at")).to_pandas()
    lead_at = found.merge(captured, on=["client_id", "person_key"], how="left")["lead_at"].to_numpy(np.float64)
    if not len(lead_at) or np.isnan(lead_at).all():
        return None, b""
    return Leads(lead_at, found["at"].to_numpy(np.float64)), sha256(lead_at.tobytes()).digest()


def _captured(crm: Store, client_id: int | None) -> pd.DataFrame:
    """``client_id``, ``person_key``, ``lead_at``: seconds since 1970 of each person's first capture as a lead."""
    first = func.min(Lead.captured_at)
    wanted = select(Lead.client_id, Lead.person_key, first).where(Lead.person_key != "").group_by(Lead.client_id, Lead.person_key)
    if client_id is not None:
        wanted = wanted.where(Lead.client_id == client_id)
    with crm.read() as session:
        found = pd.DataFrame([tuple(row) for row in session.execute(wanted)], columns=["client_id", "person_key", "lead_at"])
    return found.assign(lead_at=found["lead_at"].to_numpy("datetime64[s]").astype(np.float64))
