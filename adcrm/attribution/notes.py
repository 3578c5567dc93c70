"""What a reader must know before believing an answer: short keys in it, the words for them here."""

import numpy as np

from adcrm.attribution.costs import Costs
from adcrm.attribution.declare import Model
from adcrm.attribution.shapley import MOST_EXACT
from adcrm.attribution.study import Study
from adcrm.messages import Message, message

FEW_ORDERS = 100
LEARNING = ("data_driven", "lift_calibrated")
YOUNG_SHARE = 0.2  # of the journeys without an order
YOUNG_DAYS = 30  # where the question sets no look-back window

NOTES: dict[str, Message] = {
    "no_orders": message("There are no orders in this question."),
    "channels_do_not_differ": message("By no model do the channels differ by more than chance: their ranges overlap."),
    "few_orders": message("These are fewer than 100 orders: the ranges are wide, and a model that learns has little to learn from."),
    "other_currencies": message("Orders in other currencies are left out; choose the currency to see them."),
    "cost_without_rates": message("For some of the spend there is no exchange rate: only what is billed in this currency is counted as cost."),
    "young_journeys": message("Many journeys without an order are recent and may still lead to one: models that learn from them expect too little."),
    "no_null_paths": message("There are no journeys without an order, so nothing tells which touches buyers have in common with others."),
    "no_lift_tests": message("No lift test of this client is known, so the calibrated model is the data-driven one."),
    "lift_test_unused": message("A lift test is left out: its channel has another name here, or no credit on the days of the test."),
    "shapley_sampled": message("Of more than 15 names the Shapley value of the rate is estimated; the error of that is within its ranges."),
    "not_learnt": message("The data-driven model had too few journeys to learn from and shares every order evenly."),
}


def notes_of(study: Study, asked: list[Model], differ: bool, spent: Costs | None) -> tuple[str, ...]:
    """The keys of ``NOTES`` that this answer needs."""
    if not study.orders:
        return ("no_orders",)
    made = []
    if not differ and len(study.material.channels) > 1 and asked:
        made.append("channels_do_not_differ")
    if study.orders < FEW_ORDERS:
        made.append("few_orders")
    if (study.journeys.orders["currency"].fillna("") != study.currency).any():
        made.append("other_currencies")
    if spent is not None and spent.is_partial:
        made.append("cost_without_rates")
    if any(model.needs_tests for model in asked):
        tested = study.material.lift
        if tested is None:
            made.append("no_lift_tests")
        elif not all(one.used for one in tested.tests):
            made.append("lift_test_unused")
    if any(model.needs_null_paths for model in asked):
        made += _of_those_without_order(study)
    found = study.material.reduction
    if any(model.key == "shapley_rate" for model in asked) and found is not None and len(np.unique(found.sets.members)) > MOST_EXACT:
        made.append("shapley_sampled")
    if any(model.key in LEARNING for model in asked) and not study.material.law.is_learnt:
        made.append("not_learnt")
    return tuple(made)


def _of_those_without_order(study: Study) -> list[str]:
    found = study.material.reduction
    if found is None or not found.null_journeys:
        return ["no_null_paths"]
    day, count = found.null_days
    last = max(int(day[-1]), int(found.paths.day.max(initial=0)))
    is_young = day > last - (study.question.lookback_days or YOUNG_DAYS)
    return ["young_journeys"] if count[is_young].sum() >= YOUNG_SHARE * count.sum() else []
