"""Credits by two dimensions at once (channel by country, campaign by product ...), with cost and what is to be learnt from them.

Every model's weights of single touches are added up by pairs, so a cut adds up to the orders as the whole does. A model that knows channels
rather than touches is scaled to what it gives each row in the whole answer.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy.stats import chi2

from adcrm.attribution.answer import applying
from adcrm.attribution.costs import Costs, spent_on
from adcrm.attribution.declare import Model
from adcrm.attribution.exact import MILLION, decimal_of, share_out
from adcrm.attribution.findings import FEW, Finding, findings
from adcrm.attribution.grouping import NOT_SET, OF_ORDERS, channels_of
from adcrm.attribution.model import BESIDE, Dimension, Floats, Ints, Question
from adcrm.attribution.models import model_of
from adcrm.attribution.ranges import Drawn
from adcrm.attribution.studies import study_of
from adcrm.attribution.study import Study
from adcrm.attribution.sums import sums
from adcrm.books import Books
from adcrm.errors import InputError
from adcrm.messages import message

MOST_PAIRS = 20_000


@dataclass(frozen=True)
class Cut:
    """One row of ``table`` for each model and pair that got credit or cost.

    ``model``, ``row``, ``column`` ('' of what is left to no touch), ``conversions``, ``value`` and their ranges as in ``Answer.credits``; ``cost``
    (NaN: none known for the pair), ``roas`` with ``roas_low`` and ``roas_high``; ``index``: the column's part of the row's conversions over
    its part of all (1: as everywhere). Of pairs with fewer than ``FEW`` orders the range is the exact one of a Poisson count.
    ``proof`` as in ``Answer``. ``findings``: the best pair and those worth a try, for each model.
    """

    question: Question
    rows: Dimension
    columns: Dimension
    currency: str
    table: pd.DataFrame
    proof: pd.DataFrame
    findings: tuple[Finding, ...]
    notes: tuple[str, ...] = ()


def cut(books: Books, question: Question, rows: Dimension, columns: Dimension, asked: Iterable[str] | None = None) -> Cut:
    """The credits of the models (keys; ``None``: all) by ``rows`` and ``columns``; ``question.by`` is not asked.

    Raises
    ------
    InputError : rows and columns are the same, there are too many pairs, or a model is unknown.
    """
    if rows == columns:
        raise InputError(message("A cut needs two different dimensions."), message("Choose another one for the columns."))
    if rows in OF_ORDERS:  # models credit touches: rows are what they stand on
        if columns in OF_ORDERS:
            raise InputError(
                message("Both are facts of the order: no touch stands between them."),
                message("Choose a channel, campaign, ad or publisher for one of them."),
            )
        return cut(books, question, columns, rows, asked)
    study = study_of(books, replace(question, by=rows))
    spent = spent_on(books.facts, study, (rows, columns))
    return cut_of(study, columns, [model_of(key) for key in (applying(study) if asked is None else asked)], spent)


def cut_of(study: Study, columns: Dimension, asked: list[Model], spent: Costs | None = None) -> Cut:
    """The cut of a study's rows by another dimension; without the books there is no cost."""
    codes, names = _column_codes(study, columns)
    channel = study.material.paths.channel.astype(np.int64)
    kept, pair = np.unique(channel * max(len(names), 1) + codes, return_inverse=True)
    if len(kept) > MOST_PAIRS:
        raise InputError(
            message("This cut has {n} combinations, more than anybody can read.", n=len(kept)), message("Choose a coarser dimension, or fewer days.")
        )
    unmet = np.setdiff1d(np.arange(len(study.material.channels)), channel)  # before no order; paths lead to one through them (Markov)
    of_row = np.concatenate([kept // max(len(names), 1), unmet])
    row_names = [study.material.channels[i] for i in of_row] + list(BESIDE)
    column_names = [names[i] for i in kept % max(len(names), 1)] + [NOT_SET] * len(unmet) + [""] * len(BESIDE)
    tables, proof = [], []
    for model in asked:
        orders, value, drawn = _pairs(study, model, pair.astype(np.int64), of_row)
        table = _table(study, orders, value, drawn).assign(model=model.key, row=row_names, column=column_names)
        tables.append(table)
        proof.append(_proof(study, model, table))
    table = pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=["model", "row", "column", "conversions", "value"])
    table = _with_cost(_with_index(table[table["conversions"] > 0]), study.question.by, columns, spent, [model.key for model in asked])
    proven = pd.DataFrame(proof, columns=["model", "orders", "value", "order_difference", "value_difference"])
    notes = ("cost_without_rates",) if spent is not None and spent.is_partial else ()
    return Cut(study.question, study.question.by, columns, study.currency, table, proven, findings(table, is_of_order(columns)), notes)


def is_of_order(columns: Dimension) -> bool:
    """Whether the dimension says something of the order, and so may stand with every channel."""
    return columns in OF_ORDERS or columns == "country"


def _column_codes(study: Study, columns: Dimension) -> tuple[Ints, tuple[str, ...]]:
    """The column of each step and the columns' names. Products and categories are of the order; a country is the order's where it has one."""
    material = study.material
    order = material.paths.order[material.journey]
    if is_of_order(columns):
        own = study.journeys.orders[columns].fillna("").astype(str).to_numpy(object)[order]
        if columns == "country":
            met = study.journeys.labels["country"].fillna("").astype(str).to_numpy(object)[material.paths.label]
            own = np.where(own == "", met, own)
        codes, names = pd.factorize(pd.Index(np.where(own == "", NOT_SET, own), dtype=object), sort=True)
        return codes.astype(np.int64), tuple(str(name) for name in names)
    found = channels_of(study.journeys.labels, study.rules, columns)
    return found.codes[material.paths.label].astype(np.int64), found.names


def _pairs(study: Study, model: Model, pair: Ints, of_row: Ints) -> tuple[Floats, Floats, Drawn]:
    """Orders, value and draws of each pair and of what stands beside them."""
    n, channels = len(of_row), len(study.material.channels)
    made = sums(study.material, study.weights(model), codes=pair, names=n, counted=study.counted, asked=study.asked, left=model.left)
    orders, value = made.orders.sum(axis=0), made.value.sum(axis=0)
    whole, drawn = study.sums(model), study.drawn(model)
    times = study.times[: len(drawn.orders)]
    drawn_orders, drawn_value = times @ made.orders, times @ made.value
    raw, total = orders[:n].copy(), whole.orders.sum(axis=0)[of_row]
    part = np.divide(raw, total, out=np.ones(n), where=total > 0)  # of its row; all of it where the row has no step to spread over
    for point, cells, spread, own in (
        (orders, drawn_orders, whole.orders, (study.credit(model)[0], drawn.orders)),
        (value, drawn_value, whole.value, (study.credit(model)[1], drawn.value)),
    ):
        total = spread.sum(axis=0)[:channels]
        point[:n] *= np.divide(own[0][:channels], total, out=np.ones(channels), where=total > 0)[of_row]
        totals = (times @ spread)[:, :channels]
        cells[:, :n] *= np.divide(own[1][:, :channels], totals, out=np.ones_like(totals), where=totals > 0)[:, of_row]
        bare = total[of_row] == 0  # nothing stands on the steps, as value where all orders are worth nothing
        point[:n][bare], cells[:, :n][:, bare] = own[0][of_row[bare]] * part[bare], own[1][:, of_row[bare]] * part[bare]
    return orders, value, Drawn(drawn_orders, drawn_value)


def _table(study: Study, orders: Floats, value: Floats, drawn: Drawn) -> pd.DataFrame:
    low, high = drawn.range_of_orders
    value_low, value_high = drawn.range_of_value / MILLION
    worth = np.divide(value, orders, out=np.full(len(orders), study.value / max(study.orders, 1)), where=orders > 0) / MILLION
    few = (orders < FEW) & (orders > 0)
    low[few], high[few] = chi2.ppf(0.025, 2 * orders[few]) / 2, chi2.ppf(0.975, 2 * orders[few] + 2) / 2
    value_low[few], value_high[few] = low[few] * worth[few], high[few] * worth[few]
    return pd.DataFrame(
        {
            "conversions": share_out(orders * MILLION, study.orders * MILLION) / MILLION,
            "value": share_out(value, study.value) / MILLION,
            "low": low,
            "high": high,
            "value_low": value_low,
            "value_high": value_high,
        }
    )


def _proof(study: Study, model: Model, table: pd.DataFrame) -> dict[str, object]:
    orders, value = (int(np.rint(table[name].to_numpy(float) * MILLION).astype(np.int64).sum()) for name in ("conversions", "value"))
    differences = {"order_difference": decimal_of(orders - study.orders * MILLION), "value_difference": decimal_of(value - study.value)}
    return {"model": model.key, "orders": decimal_of(orders), "value": decimal_of(value)} | differences


def _with_index(table: pd.DataFrame) -> pd.DataFrame:
    """How much more often than elsewhere the column is met in the row; unknown of what is left to no touch."""
    pairs = table["column"] != ""
    credit = table["conversions"].where(pairs)
    by_row = credit.groupby([table["model"], table["row"]]).transform("sum")
    by_column = credit.groupby([table["model"], table["column"]]).transform("sum")
    total = credit.groupby(table["model"]).transform("sum")
    return table.assign(index=(credit / by_row) / (by_column / total))


def _with_cost(table: pd.DataFrame, rows: Dimension, columns: Dimension, spent: Costs | None, asked: list[str]) -> pd.DataFrame:
    """Cost of each pair, and value over cost with its range; a pair that has cost alone gets rows without credit."""
    order = ["model", "row", "column", "conversions", "value", "low", "high", "value_low", "value_high"]
    if spent is None or not len(spent.rows):
        cost = pd.Series(np.nan, table.index)
    else:
        named = spent.rows.rename(columns={rows: "row", columns: "column"}).set_index(["row", "column"])["cost"]
        bare = named.index[(named > 0).to_numpy() & ~named.index.isin(pd.MultiIndex.from_frame(table[["row", "column"]]))]
        nothing = dict.fromkeys(order[3:], 0.0)
        if len(bare):
            table = pd.concat([table, *(bare.to_frame(index=False).assign(model=key, **nothing) for key in asked)], ignore_index=True)
        cost = pd.Series(named.reindex(pd.MultiIndex.from_frame(table[["row", "column"]])).to_numpy(), table.index)
    paid = cost.where(cost > 0)
    ends = {"roas": table["value"] / paid, "roas_low": table["value_low"] / paid, "roas_high": table["value_high"] / paid}
    return table.assign(cost=cost, **ends)[[*order, "cost", *ends, "index"]].reset_index(drop=True)
