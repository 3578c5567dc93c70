"""Asks every model about the same orders and puts their credits side by side: with proof, range, cost and where they part."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from adcrm.attribution.channel_rules import current_rules
from adcrm.attribution.claimed import CLAIM, Claimed, claimed
from adcrm.attribution.costs import Costs, spent_on
from adcrm.attribution.declare import Model
from adcrm.attribution.disagreement import channels_differ, disagreement
from adcrm.attribution.exact import MILLION, decimal_of, share_out
from adcrm.attribution.grouping import OF_ORDERS, Rules
from adcrm.attribution.grouping_defaults import default_rules
from adcrm.attribution.model import BESIDE, Answer, Floats, Journeys, Question
from adcrm.attribution.models import model_of, models
from adcrm.attribution.notes import LEARNING, notes_of
from adcrm.attribution.reduce import reduce
from adcrm.attribution.studies import study_of
from adcrm.attribution.study import Reducing, Study
from adcrm.books import Books
from adcrm.errors import InputError
from adcrm.messages import message
from adcrm.warehouse.spark import SparkWarehouse

COLUMNS = ("model", "channel", "conversions", "value", "low", "high", "value_low", "value_high", "cost", "roas")


def answer(books: Books, question: Question, asked: Iterable[str] | None = None, *, rules: Rules | None = None) -> Answer:
    """The credits of the models ``asked`` (keys, also ``platform_claim``; ``None``: all) for the orders of the question. Claims are known by channel.

    ``rules``: other rules for channels than the ones that hold, to see what they would change.

    Raises
    ------
    InputError : an unknown model; a half-life or a Markov order that cannot be; claims by anything but the channel.
    """
    if isinstance(books.facts, SparkWarehouse):
        from adcrm.attribution.apart import answer_apart  # asks here in its turn

        return answer_apart(books.facts, question, asked, rules=current_rules(books.crm) if rules is None else rules)
    wanted = None if asked is None else list(asked)
    study = study_of(books, question, rules, with_steps=wanted is None or any(key in LEARNING for key in wanted))
    spent = spent_on(books.facts, study, ("channel" if question.by in OF_ORDERS else question.by,))
    keys = [*applying(study), *([CLAIM] if question.by == "channel" else [])] if wanted is None else wanted
    if CLAIM in keys and question.by != "channel":
        raise InputError(message("What platforms claim is known by channel only."), message("Ask for it by channel, or leave it out."))
    told = claimed(books, question, study.rules, study.currency) if CLAIM in keys else None
    return _answer(study, keys, spent, told)


def credited(
    journeys: Journeys, question: Question, asked: Iterable[str] | None = None, *, rules: Rules | None = None, reducing: Reducing = reduce
) -> Answer:
    """The same of journeys that are not in the books, as from a file: without cost and without claims."""
    study = Study(journeys, question, default_rules() if rules is None else rules, reducing=reducing)
    return _answer(study, applying(study) if asked is None else list(asked), None, None)


def applying(study: Study) -> list[str]:
    """The models that say something of their own here."""
    return [key for key, model in models().items() if study.tests or not model.needs_tests]


def _answer(study: Study, keys: list[str], spent: Costs | None, told: Claimed | None) -> Answer:
    asked = [model_of(key) for key in keys if key != CLAIM]
    names = (*study.material.channels, *BESIDE)
    credit = {model.key: study.credit(model) for model in asked}
    shown = np.zeros(len(names), bool)
    for orders, _ in credit.values():
        shown |= orders > 0
    shown[: len(study.material.channels)] |= _met(study)
    tables = [_credits(study, model, *credit[model.key], names, shown) for model in asked]
    proof = [_proof(study, model.key, table) for model, table in zip(asked, tables, strict=True)]
    if told is not None:
        tables.append(told.credits.assign(model=CLAIM))
        proof.append(_proof(study, CLAIM, tables[-1]))
    rows = pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=list(COLUMNS))
    channels = study.material.channels
    drawn = {model.key: study.drawn(model) for model in asked}
    apart = disagreement(channels, {model.key: credit[model.key][0] for model in asked if model.is_whole}, drawn)
    untouched = float(study.material.count[study.asked & ~study.material.touched].sum())
    found = study.material.reduction
    return Answer(
        study.question,
        study.currency,
        study.orders,
        decimal_of(study.value),
        round(untouched),
        found.null_journeys if found is not None else 0,
        _with_cost(rows, spent, [model.key for model in asked]),
        pd.DataFrame(proof, columns=["model", "orders", "value", "order_difference", "value_difference"]),
        apart,
        notes_of(study, asked, channels_differ({model.key: drawn[model.key] for model in asked if model.is_whole}, len(channels)), spent),
    )


def _met(study: Study) -> Floats:
    """Which channels stand in some journey of an order."""
    return np.asarray(np.bincount(study.material.paths.channel, minlength=len(study.material.channels)) > 0)


def _credits(study: Study, model: Model, orders: Floats, value: Floats, names: tuple[str, ...], shown: Floats) -> pd.DataFrame:
    """One model's rows. Credits are whole millionths that add up to the books' orders and value, whatever the floats' own rounding."""
    drawn = study.drawn(model)
    low, high = drawn.range_of_orders
    value_low, value_high = drawn.range_of_value / MILLION
    table = pd.DataFrame(
        {
            "model": model.key,
            "channel": names,
            "conversions": share_out(orders * MILLION, study.orders * MILLION) / MILLION,
            "value": share_out(value, study.value) / MILLION,
            "low": low,
            "high": high,
            "value_low": value_low,
            "value_high": value_high,
        }
    )
    return table[shown].reset_index(drop=True)


def _proof(study: Study, key: str, table: pd.DataFrame) -> dict[str, object]:
    """What the credits add up to, and by how much that differs from the books."""
    orders, value = (int(np.rint(table[name].to_numpy(float) * MILLION).astype(np.int64).sum()) for name in ("conversions", "value"))
    return {
        "model": key,
        "orders": decimal_of(orders),
        "value": decimal_of(value),
        "order_difference": decimal_of(orders - study.orders * MILLION),
        "value_difference": decimal_of(value - study.value),
    }


def _with_cost(rows: pd.DataFrame, spent: Costs | None, asked: list[str]) -> pd.DataFrame:
    """Cost of each row's channel, and value over cost; both unknown where nothing was reported.

    What was spent where no order's journey went has rows of its own, without credit: it is no less spent for that.
    """
    by_name = {} if spent is None or not len(spent.rows) else dict(zip(spent.rows.iloc[:, 0], spent.rows["cost"], strict=True))
    bare = [name for name, cost in by_name.items() if cost > 0 and name not in set(rows["channel"])]
    if bare and asked:
        nothing = dict.fromkeys(("conversions", "value", "low", "high", "value_low", "value_high"), 0.0)
        rows = pd.concat([rows, *(pd.DataFrame({"model": key, "channel": bare} | nothing) for key in asked)], ignore_index=True)
    cost = rows["channel"].map(by_name).astype(float)
    value = rows["value"].astype(float)
    return rows.assign(cost=cost, roas=value / cost.where(cost > 0))[list(COLUMNS)]
