"""One question about one client's journeys, with everything that answers share: the reduction, each model's weights, sums and draws.

A study computes each piece when it is first asked for and keeps it, so that another model or cut costs only what is new.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from threading import RLock
from typing import TypeVar

import numpy as np

from adcrm.attribution.algebra import one_thread
from adcrm.attribution.declare import Model
from adcrm.attribution.exposures import Shared
from adcrm.attribution.grouping import Rules, channels_of
from adcrm.attribution.lift import LEAST_CREDIT, Lift, Measured, lift
from adcrm.attribution.lift_tests import LiftTest
from adcrm.attribution.material import Bools, Material, Milestones
from adcrm.attribution.model import Codes, Floats, Journeys, Question
from adcrm.attribution.models import model_of
from adcrm.attribution.ranges import Drawn, drawn, draws, how_many
from adcrm.attribution.reduce import main_currency, reduce
from adcrm.attribution.reduction import Reduction
from adcrm.attribution.sums import Sums, sums
from adcrm.attribution.unordered import day_number

T = TypeVar("T")
Reducing = Callable[[Journeys, Question, Codes, tuple[str, ...]], Reduction]


@dataclass(frozen=True)
class Leads:
    """When the person of each order (a row of the journeys' ``orders``) became a lead, as seconds since 1970; NaN where nobody knows."""

    lead_at: Floats
    ordered_at: Floats


class Study:
    """Safe to use from several threads: a piece that two ask for at once is made once."""

    def __init__(
        self,
        journeys: Journeys,
        question: Question,
        rules: Rules,
        leads: Leads | None = None,
        tests: tuple[LiftTest, ...] = (),
        reducing: Reducing = reduce,
        shared: Shared | None = None,
    ):
        self.journeys, self.question, self.rules, self.leads, self.tests, self.reducing = journeys, question, rules, leads, tests, reducing
        self.shared = Shared() if shared is None else shared
        self._material: Material | None = None
        self._weights: dict[str, Floats] = {}
        self._summed: dict[str, Sums] = {}
        self._credits: dict[str, tuple[Floats, Floats]] = {}
        self._draws: dict[str, Drawn] = {}
        self._lock = RLock()

    @cached_property
    def currency(self) -> str:
        """The currency of the orders."""
        return main_currency(self.journeys, self.question)

    @property
    def material(self) -> Material:
        """What every model is given."""
        with self._lock:
            if self._material is None:
                self._material = self._made()
            return self._material

    def _made(self) -> Material:
        journeys, question = self.journeys, self.question
        by = channels_of(journeys.labels, self.rules, question.by)
        kinds = channels_of(journeys.labels, self.rules)
        found = self.reducing(journeys, question, by.codes, by.names)
        counts = by.codes
        if not question.with_views and len(journeys.labels):
            counts = np.where(np.asarray(journeys.labels["kind"] == "view", bool), np.int32(-1), counts).astype(np.int32)
        milestones = None
        if self.leads is not None:
            rows = found.paths.order
            age = (self.leads.ordered_at[rows] - self.leads.lead_at[rows]) / 86_400
            milestones = Milestones(np.where(age >= 0, age, np.nan), np.full(len(rows), np.nan))
        return Material(
            found.paths,
            found.channels,
            journeys.labels,
            kinds.is_direct[kinds.codes],
            kinds.is_paid[kinds.codes],
            question,
            found,
            journeys,
            counts,
            milestones,
            kinds.codes,
            self._lift if self.tests else None,
            shared=self.shared,
        )

    @cached_property
    def counted(self) -> Bools | None:
        """Which steps are on the question's days, where it is about days of touches; ``None``: all are."""
        first, last = day_number(self.question.start), day_number(self.question.end)
        if self.question.date_of == "order" or (first is None and last is None):
            return None
        day = self.material.paths.day
        return np.asarray((day >= (first if first is not None else day.min(initial=0))) & (day <= (last if last is not None else day.max(initial=0))))

    @cached_property
    def asked(self) -> Bools:
        """The orders that the answer is about: by the day of touches those with a touch on these days, and those without any by their own day."""
        n = len(self.material)
        if self.counted is None:
            return np.ones(n, bool)
        day = self.journeys.orders["day"].to_numpy("datetime64[D]").astype(np.int64)[self.material.paths.order]
        first, last = day_number(self.question.start), day_number(self.question.end)
        own = np.ones(n, bool)
        if first is not None:
            own &= day >= first
        if last is not None:
            own &= day <= last
        touched = np.bincount(self.material.journey, self.counted, minlength=n) > 0
        return np.asarray(np.where(self.material.touched, touched, own), bool)

    @cached_property
    def orders(self) -> int:
        """How many orders the answer is about."""
        return round(float(self.material.count[self.asked].sum()))

    @cached_property
    def value(self) -> int:
        """What they are worth, in millionths."""
        return int(self.material.paths.value[self.asked].sum())

    @cached_property
    def times(self) -> Floats:
        """The draws of groups of people."""
        return draws(self.material.groups, seed=self.question.seed)

    def weights(self, model: Model) -> Floats:
        """The weight of each step."""
        return self._kept(self._weights, model, lambda: model.weigh(self.material))

    def sums(self, model: Model) -> Sums:
        """The credits by group of people and channel."""
        return self._kept(self._summed, model, lambda: self._sums(model, cut=True))

    def credit(self, model: Model) -> tuple[Floats, Floats]:
        """Orders and value by channel and ``BESIDE``. A model of channels is taken at its own word, not at how it spreads over steps."""
        return self._kept(self._credits, model, lambda: self._credit(model))

    def _credit(self, model: Model) -> tuple[Floats, Floats]:
        made = self.sums(model)
        orders, value = made.orders.sum(axis=0), made.value.sum(axis=0)
        if model.shares is None or self.counted is not None or not len(self.material.channels):
            return orders, value
        n = len(self.material.channels)
        own = model.shares(self.material, np.ones((1, self.material.groups)))[0] * made.touched.sum()
        if model.value_shares is not None:
            worth = model.value_shares(self.material)
        else:
            worth = np.divide(value[:n], orders[:n], out=np.zeros(n), where=orders[:n] > 0) * own
        worth = worth * (value[:n].sum() / worth.sum()) if worth.sum() > 0 else value[:n]
        return np.concatenate([own, orders[n:]]), np.concatenate([worth, value[n:]])

    def drawn(self, model: Model) -> Drawn:
        """The credits in every draw."""
        return self._kept(self._draws, model, lambda: self._drawn(model))

    def _lift(self) -> Lift:
        """The tests beside what the data-driven model credits on their days, from all journeys of the client, whatever days are asked."""
        question = replace(self.question, start=None, end=None, by="channel", date_of="order")
        whole = Study(self.journeys, question, self.rules, shared=self.shared)
        base, material = model_of("data_driven"), whole.material
        day = self.journeys.orders["day"].to_numpy("datetime64[D]").astype(np.int64)[material.paths.order]
        made = []
        for test in self.tests:
            asked = (day >= (day_number(test.starts_on) or 0)) & (day <= (day_number(test.ends_on) or 0))
            measured, error = test.in_orders(float(material.count[asked].sum()))
            if test.channel not in material.channels:
                made.append(Measured(test, measured, error, 0.0, 0.0, False))
                continue
            at, full = material.channels.index(test.channel), whole.sums(base)
            cut = sums(material, whole.weights(base), asked=asked)
            spread = float(drawn(base, material, full, cut, whole.times).orders[:, at].std(ddof=1))
            credit = float(cut.orders[:, at].sum())
            made.append(Measured(test, measured, error, credit, spread, credit >= LEAST_CREDIT))
        return lift(material.channels, made)

    def _sums(self, model: Model, cut: bool) -> Sums:
        return sums(self.material, self.weights(model), counted=self.counted if cut else None, asked=self.asked if cut else None, left=model.left)

    def _drawn(self, model: Model) -> Drawn:
        most = how_many(model, self.material)
        full = self.sums(model) if self.counted is None else self._sums(model, cut=False)
        made = drawn(model, self.material, full, self.sums(model), self.times[:most])
        if model.shares is None or self.counted is not None:
            return made
        # Values were drawn as the orders are spread over touches; the model's own may stand elsewhere.
        (orders, value), spread = self.credit(model), self.sums(model)
        drawn_at = spread.value.sum(axis=0) * np.divide(
            orders, spread.orders.sum(axis=0), out=np.zeros(len(orders)), where=spread.orders.sum(axis=0) > 0
        )
        scaled = made.value * np.divide(value, drawn_at, out=np.ones(len(value)), where=drawn_at > 0)
        each = np.divide(value, orders, out=np.zeros(len(value)), where=orders > 0)
        return replace(made, value=np.where((drawn_at > 0) | (orders <= 0), scaled, made.orders * each))

    def _kept(self, kept: dict[str, T], model: Model, make: Callable[[], T]) -> T:
        with self._lock, one_thread():
            if model.key not in kept:
                kept[model.key] = make()
            return kept[model.key]
