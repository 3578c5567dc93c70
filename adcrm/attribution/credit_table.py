"""An answer as one table that can leave the house: every credit, below it the proof, and on each row by which rules it was counted."""

from decimal import Decimal

import pandas as pd

from adcrm.attribution.model import Answer

MILLIONTH = Decimal("0.000001")
AMOUNTS = ("conversions", "low", "high", "value", "value_low", "value_high", "cost")
SHOWN = ("conversions", "low", "high", "value", "value_low", "value_high", "cost", "roas", "order_difference", "value_difference")


def credit_table(made: Answer) -> pd.DataFrame:
    """Rows of ``kind`` "credit" (one a model and channel), then of "proof" (one a model: sums, and their difference from the books).

    Columns: ``kind``, ``model``, ``channel`` (none in a proof), those of :data:`SHOWN`, the rules: ``by``, ``date_from``, ``date_to``, ``dated_by``,
    ``lookback_days`` (NULL for none), ``views``, ``currency``. Amounts are exact decimals, so the credits of a model add up to its proof.
    """
    given = made.credits.assign(kind="credit")
    for column in AMOUNTS:
        given[column] = pd.Series([_exact(value) for value in given[column]], given.index, dtype=object)
    proof = made.proof.rename(columns={"orders": "conversions"}).assign(kind="proof", channel="")
    rows = pd.concat([given, proof], ignore_index=True)
    for column in (*AMOUNTS, "order_difference", "value_difference"):
        rows[column] = rows[column].astype(object).where(rows[column].notna(), None)
    question = made.question
    rules = {
        "by": question.by,
        "date_from": question.start,
        "date_to": question.end,
        "dated_by": question.date_of,
        "lookback_days": pd.array([question.lookback_days] * len(rows), dtype="Int64"),
        "views": "with" if question.with_views else "without",
        "currency": made.currency,
    }
    return rows[["kind", "model", "channel", *SHOWN]].assign(**rules)


def _exact(value: float) -> Decimal | None:
    return None if pd.isna(value) else Decimal(repr(float(value))).quantize(MILLIONTH)
