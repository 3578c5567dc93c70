"""Columns that know the outcome: found by what they are called, by how well they foretell, and by how much hangs on them alone.

A column is suspected when
* it foretells the outcome alone (AUC above .95), or
* its name says that it is written after the outcome or by the seller (duration of the call, status, tags, quality, deal ...)
  and it does foretell something, or
* one column carries the score: without it the AUC falls by more than .10, and alone it ranks above .80.

Every suspicion comes with the AUC with and without the column, and is left out of the model unless it is asked for by name:
a score that leaks looks wonderful in the test and is worthless on the next lead.
"""

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from adcrm.messages import Message, message
from adcrm.scoring.judge import Flags, area
from adcrm.scoring.model import AdditiveScore

ALONE = 0.95
NAMED_ALONE = 0.60  # a suspicious name is believed when the column ranks at least this well alone
CARRIES, CARRIES_ALONE = 0.10, 0.80
SAMPLE = 12_000
MOST_LEAKS = 12
AFTER_WORDS = frozenset(
    """
    tag tags quality status stage state outcome result closed close closing won lost converted conversion deal invoice paid payment
    contract signed revenue disposition remark remarks asymmetrique notable
    """.split()  # noqa: SIM905
)
AFTER_PAIRS = {"call duration", "talk time", "call length", "lead profile", "last activity", "page values", "sales note"}
AFTER_CHINESE = ("通话时长", "时长", "状态", "阶段", "成交", "结果", "标签", "质量", "回款", "签约", "关闭", "合同", "付款")
EARLIER_WORDS = frozenset({"previous", "prior", "prev", "earlier", "past"})


@dataclass(frozen=True)
class Leak:
    """A suspected column, why, and the AUC on held-out rows with it and without it."""

    column: str
    reason: Message
    auc_with: float
    auc_without: float
    kept: bool = False


def find_leaks(
    examples: pd.DataFrame,
    won: Flags,
    learn: NDArray[np.bool_],
    measures: tuple[str, ...],
    categories: tuple[str, ...],
    keep: frozenset[str] = frozenset(),
) -> list[Leak]:
    """Suspected columns, the strongest first; ``learn`` marks the rows to learn from, the others judge.

    Each is weighed against the columns that are still there once the earlier ones are gone.
    """
    held = _sample(learn)
    columns = [*categories, *measures]
    alone = {column: _alone(examples[column], won, learn, column in measures) for column in columns}
    with_all = _auc(examples, won, held, learn, measures, categories)
    found: list[Leak] = []
    while len(found) < MOST_LEAKS:
        left = [column for column in columns if column not in {leak.column for leak in found}]
        suspect = _next(left, alone, examples, won, held, learn, measures, with_all)
        if suspect is None:
            break
        column, reason, without = suspect
        found.append(Leak(column, reason, with_all, without, column in keep))
        with_all = without
    return found


def written_after(column: str) -> bool:
    """Whether a column's name says that it is filled in once the outcome is known."""
    if any(word in column for word in AFTER_CHINESE):
        return True
    words = [word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", column)]
    if EARLIER_WORDS & set(words):
        return False
    pairs = {f"{first} {second}" for first, second in pairwise(words)}
    return words == ["duration"] or bool(AFTER_WORDS & set(words)) or bool(AFTER_PAIRS & pairs)


def _next(
    left: list[str],
    alone: dict[str, float],
    examples: pd.DataFrame,
    won: Flags,
    held: NDArray[np.bool_],
    learn: NDArray[np.bool_],
    measures: tuple[str, ...],
    with_all: float,
) -> tuple[str, Message, float] | None:
    def without(column: str) -> float:
        rest = [name for name in left if name != column]
        return _auc(examples, won, held, learn, tuple(n for n in rest if n in measures), tuple(n for n in rest if n not in measures))

    ranked = sorted(left, key=lambda column: -alone[column])
    for column in ranked:
        if alone[column] > ALONE:
            return column, message("foretells the outcome alone (AUC {auc})", auc=f"{alone[column]:.3f}"), without(column)
    for column in ranked:
        if alone[column] >= NAMED_ALONE and written_after(column):
            return (
                column,
                message("by its name it is only known once the outcome is, and it foretells it (AUC {auc})", auc=f"{alone[column]:.3f}"),
                (without(column)),
            )
    for column in ranked[:3]:
        if alone[column] >= CARRIES_ALONE:
            rest = without(column)
            if with_all - rest > CARRIES:
                return column, message("carries the score alone: without it the AUC falls by {fall}", fall=f"{with_all - rest:.3f}"), rest
    return None


def _sample(learn: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """At most ``SAMPLE`` of the rows to learn from: a suspicion needs no more."""
    places = np.flatnonzero(learn)
    if len(places) <= SAMPLE:
        return learn
    chosen = np.random.default_rng(0).choice(places, SAMPLE, replace=False)
    made = np.zeros(len(learn), bool)
    made[chosen] = True
    return made


def _auc(
    examples: pd.DataFrame, won: Flags, held: NDArray[np.bool_], learn: NDArray[np.bool_], measures: tuple[str, ...], categories: tuple[str, ...]
) -> float:
    if not measures and not categories:
        return 0.5
    score = AdditiveScore(categories, measures, bins=5).fit(examples[held], won[held])
    return area(score.log_odds(examples[~learn]), won[~learn])


def _alone(values: "pd.Series[Any]", won: Flags, learn: NDArray[np.bool_], is_number: bool) -> float:
    """How well one column ranks the held-out rows: a number by bands of its size, a text by its values' share of wins."""
    if is_number:
        numbers = values.astype(float)
        edges = np.unique(np.nanquantile(numbers[learn], np.linspace(0, 1, 21)[1:-1])) if numbers[learn].notna().any() else np.array([0.0])
        groups: pd.Series[Any] = pd.Series(np.where(numbers.isna(), -1, np.searchsorted(edges, numbers)), index=values.index)
    else:
        groups = values.astype(str)
    share = float(won[learn].mean())
    seen = pd.DataFrame({"group": groups[learn], "won": won[learn]}).groupby("group")["won"].agg(["sum", "count"])
    rate = (seen["sum"] + 5 * share) / (seen["count"] + 5)
    return area(groups[~learn].map(rate).fillna(share).to_numpy(float), won[~learn])
