"""What a cut says to do: the pair that surely returns most, and pairs with few orders that may return more. Each with its reason.

Where cost is known, pairs are judged by value over cost; where it is not, by how much more often than elsewhere the column is met in the row.
"Surely" means by the lower end of the range: a high figure from few orders wins nothing, it is worth a try.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

import pandas as pd

from adcrm.attribution.grouping import NOT_SET
from adcrm.messages import Message, message

FEW = 20  # orders below which a pair has few data
LEAST = 2.0  # orders below which it has none to speak of
MOST_TRIES = 3


@dataclass(frozen=True)
class Finding:
    """``best``: the pair with the highest lower end. ``try``: too few orders to tell, but its range reaches above the best."""

    kind: Literal["best", "try"]
    model: str
    row: str
    column: str
    reason: Message


def findings(table: pd.DataFrame, is_of_order: bool) -> tuple[Finding, ...]:
    """The findings of every model in a cut's table. ``is_of_order``: columns say something of the order, so that every row might have each;
    campaigns belong to one channel, and how often it has them says nothing.
    """
    made: list[Finding] = []
    for key, rows in table[~table["column"].isin(["", NOT_SET])].groupby("model", sort=False):
        if rows["roas"].notna().any():
            made += _by_cost(str(key), rows)
        elif is_of_order:
            made += _by_index(str(key), rows)
    return tuple(made)


def _by_cost(key: str, rows: pd.DataFrame) -> list[Finding]:
    known = rows[rows["roas"].notna()]
    average = known["value"].sum() / known["cost"].sum()
    sure = known[(known["conversions"] >= FEW) & (known["roas_low"] > average)]
    made, goal = [], average
    if len(sure):
        best = sure.iloc[int(sure["roas_low"].to_numpy().argmax())]
        goal = best["roas"]
        reason = message(
            "{row} with {column} returns {roas} for each unit of cost, surely more than {low}; all together return {average}.",
            **_named(best),
            roas=_two(best["roas"]),
            low=_two(best["roas_low"]),
            average=_two(average),
        )
        made.append(Finding("best", key, best["row"], best["column"], reason))
    few = known[known["conversions"].between(LEAST, FEW, inclusive="left") & (known["roas"] > average) & (known["roas_high"] > goal)]
    for _, pair in few.sort_values(["roas_high", "row", "column"], ascending=[False, True, True]).head(MOST_TRIES).iterrows():
        reason = message(
            "{row} with {column} has few orders ({orders}) and returns between {low} and {high} for each unit of cost: a little more would tell.",
            **_named(pair),
            orders=_two(pair["conversions"]),
            low=_two(pair["roas_low"]),
            high=_two(pair["roas_high"]),
        )
        made.append(Finding("try", key, pair["row"], pair["column"], reason))
    return made


def _by_index(key: str, rows: pd.DataFrame) -> list[Finding]:
    per = (rows["index"] / rows["conversions"]).where(rows["conversions"] > 0)
    rows = rows.assign(index_low=rows["low"] * per, index_high=rows["high"] * per)
    sure = rows[(rows["conversions"] >= FEW) & (rows["index_low"] > 1)]
    made, goal = [], 1.0
    if len(sure):
        best = sure.iloc[int(sure["index_low"].to_numpy().argmax())]
        goal = best["index"]
        reason = message(
            "{row} brings {column} {index} times as often as all together do, surely more than {low} times; cost is not known by both.",
            **_named(best),
            index=_two(best["index"]),
            low=_two(best["index_low"]),
        )
        made.append(Finding("best", key, best["row"], best["column"], reason))
    few = rows[rows["conversions"].between(LEAST, FEW, inclusive="left") & (rows["index"] > 1) & (rows["index_high"] > goal)]
    for _, pair in few.sort_values(["index_high", "row", "column"], ascending=[False, True, True]).head(MOST_TRIES).iterrows():
        reason = message(
            "{row} has few orders of {column} ({orders}), between {low} and {high} times as many as all together would have: too few to tell.",
            **_named(pair),
            orders=_two(pair["conversions"]),
            low=_two(pair["index_low"]),
            high=_two(pair["index_high"]),
        )
        made.append(Finding("try", key, pair["row"], pair["column"], reason))
    return made


def _named(pair: pd.Series) -> dict[str, str]:
    return {"row": str(pair["row"]), "column": str(pair["column"])}


def _two(figure: float) -> Decimal:
    return Decimal(f"{figure:.2f}")
