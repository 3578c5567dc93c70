"""Scoring of any table of leads: train on a file, keep the model as a file, apply it to another file.

The last three tenths of the rows judge, the others teach. With a time column the cut is in time; without one it is by chance, which
flatters a score when the world drifts, and the result says so. Calibration uses rows that the model has not seen: with time, the
last two of five parts, each foretold from all before it; by chance, five parts in turn. How closely a number's bends are followed, and how strongly
effects are held back, is settled on the last quarter of the rows that teach. The model in use is made by the same recipe on all rows.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.metrics import log_loss
from skops.io.exceptions import UntrustedTypesFoundException
from threadpoolctl import threadpool_limits

from adcrm.errors import FileRefusedError, InputError, Place
from adcrm.messages import Message, message
from adcrm.scoring.judge import Flags, Judgement, Range, area_difference, is_sound, judge
from adcrm.scoring.leaks import Leak, find_leaks
from adcrm.scoring.model import AdditiveScore, Floats, straight_line
from adcrm.scoring.report import NEEDED_TEST_WINS, NEEDED_WINS, Verdict, grade
from adcrm.scoring.tabular import LINE, Sheet, cells_of, examples, order_of, outcomes, roles

SHAPES = ((0, 1.0), (0, 0.01), (8, 1.0), (8, 0.03))  # bands of a number, and the strength of an effect (C) that are tried
GRADE_SHARES = {"A": 0.10, "B": 0.30, "C": 0.60}
JUDGE = 0.30
PARTS = 5
REASONS = 3


@dataclass(frozen=True)
class Trained:
    """How a training on a table went. ``judgement`` and ``boosting`` are ``None`` when there are not enough wins."""

    rows: int
    wins: int
    validation: str
    verdict: Verdict
    judgement: Judgement | None
    boosting: Range | None
    leaks: list[Leak]
    unused: tuple[tuple[str, Message], ...]
    warnings: list[Message]
    learned_wins: int
    judged_wins: int
    columns: tuple[str, ...]


def train_table(
    sheet: Sheet, label: str, time: str = "", ignore: frozenset[str] = frozenset(), keep: frozenset[str] = frozenset()
) -> tuple[Trained, bytes | None]:
    """Train on ``sheet``; what came out, and the model's bytes (``None`` when there are not enough wins).

    Raises
    ------
    InputError : a named column is not there, or the label cannot be understood.
    """
    with threadpool_limits(1):  # small matrices: more threads only wait for each other
        return _train_table(sheet, label, time, ignore, keep)


def _train_table(sheet: Sheet, label: str, time: str, ignore: frozenset[str], keep: frozenset[str]) -> tuple[Trained, bytes | None]:
    won = outcomes(sheet, label)
    for column in (*ignore, *keep):
        cells_of(sheet, column)
    order = order_of(sheet, time) if time else None
    place = _places(len(won), order, won)
    learn, later = place < 1 - JUDGE, place >= 1 - JUDGE
    columns = roles(sheet, {label, *ignore, *((time,) if time else ())})
    base = Trained(
        len(won), int(won.sum()), "time" if time else "random", "not_enough_wins", None, None, [], columns.unused, _warnings(time, sheet),
        int(won[learn].sum()), int(won[later].sum()), (*columns.categories, *columns.measures),
    )  # fmt: skip
    if base.learned_wins < NEEDED_WINS or base.judged_wins < NEEDED_TEST_WINS or won[learn].all() or won[later].all() or not base.columns:
        return base, None
    held = examples(sheet, columns.measures, columns.categories)
    leaks = find_leaks(held, won, ~later, columns.measures, columns.categories, keep)
    out = {leak.column for leak in leaks if not leak.kept}
    measures, categories = (tuple(n for n in part if n not in out) for part in (columns.measures, columns.categories))
    if not measures and not categories:
        raise InputError(
            message("Nothing is left to learn from once the columns that know the outcome are gone."),
            message("Add columns that are known before the outcome, or keep one by name."),
            Place(sheet.name),
        )
    timed = order is not None
    shape = _shape(held[learn], won[learn], place[learn], categories, measures)
    score = _fit(held[learn], won[learn], place[learn], categories, measures, shape, timed)
    chance = score.probability(held[later])
    trees = _boosting(held, won, learn, later, measures, categories)
    final = _fit(held, won, place, categories, measures, shape, timed)
    ids = np.arange(int(later.sum()), dtype=np.int64)
    judgement = judge(chance, won[later], ids)
    levels = final.probability(held[later])
    grades = {letter: float(np.quantile(levels, 1 - share)) for letter, share in GRADE_SHARES.items()}
    trained = Trained(
        base.rows, base.wins, base.validation, _verdict(judgement, leaks), judgement, area_difference(trees, chance, won[later], ids), leaks,
        base.unused, [*base.warnings, *_level(judgement)], base.learned_wins, base.judged_wins, (*categories, *measures),
    )  # fmt: skip
    return trained, final.to_bytes(grades=grades, label=label)


def apply_table(sheet: Sheet, model: Path) -> tuple[pd.DataFrame, dict[str, int]]:
    """The rows of ``sheet`` with ``probability``, ``grade`` and ``reasons``, and how many stand in each grade.

    Raises
    ------
    FileRefusedError : the model file is none of ours.
    InputError : a column that the model reads is not in the file.
    """
    try:
        score, note = AdditiveScore.from_bytes(model.read_bytes())
    except (UntrustedTypesFoundException, BadZipFile, KeyError, ValueError) as error:
        raise FileRefusedError(
            message("This is not a score that AdCRM made."), message("Train one with “score train --model FILE”."), Place(model.name)
        ) from error
    held = examples(sheet, score.measures, score.categories)
    chance, reasons = score.probability(held), score.reasons(held)
    grades = [grade(float(p), note["grades"]) for p in chance]
    made = sheet.rows.assign(probability=[f"{p:.6f}" for p in chance], grade=grades, reasons=_words(reasons.effects, sheet))
    return made, {letter: grades.count(letter) for letter in "ABCD"}


def write_sheet(rows: pd.DataFrame, like: Sheet, path: Path) -> None:
    """Write ``rows`` with the separator and the encoding of ``like`` (what it cannot hold in UTF-8 with a mark)."""
    text = rows.to_csv(index=False, sep=like.separator, lineterminator="\n")
    try:
        path.write_bytes(text.encode(like.encoding))
    except UnicodeEncodeError:  # a reason holds a sign that the old encoding has not
        path.write_bytes(text.encode("utf-8-sig"))


def _places(rows: int, order: Floats | None, won: Flags) -> Floats:
    """Where each row stands, 0 to 1: in time, rows of one moment together; or by chance, wins spread evenly."""
    if order is not None:
        return np.asarray(np.searchsorted(np.sort(order), order, side="left") / max(1, rows), float)
    place = np.empty(rows)
    chance = np.random.default_rng(42)
    for outcome in (False, True):
        where = np.flatnonzero(won == outcome)
        place[where] = (chance.permutation(len(where)) + 0.5) / max(1, len(where))
    return place


def _fit(
    held: pd.DataFrame, won: Flags, place: Floats, categories: tuple[str, ...], measures: tuple[str, ...], shape: tuple[int, float], timed: bool
) -> AdditiveScore:
    """A model of all given rows, calibrated on rows that models of some of them had not seen."""
    part = np.minimum((np.argsort(np.argsort(place, kind="stable"), kind="stable") * PARTS) // len(place), PARTS - 1)
    unseen = np.full(len(place), np.nan)
    for number in range(3 if timed else 0, PARTS):
        before, mine = (part < number if timed else part != number), part == number
        if won[before].any() and not won[before].all():
            unseen[mine] = AdditiveScore(categories, measures, *shape).fit(held[before], won[before]).log_odds(held[mine])
    score = AdditiveScore(categories, measures, *shape).fit(held, won)
    known = ~np.isnan(unseen)
    if won[known].any() and not won[known].all():
        score.slope_, score.intercept_ = straight_line(unseen[known], won[known])
    return score


def _shape(held: pd.DataFrame, won: Flags, place: Floats, categories: tuple[str, ...], measures: tuple[str, ...]) -> tuple[int, float]:
    """The shape that foretells the last quarter of the rows best (log loss after calibration on them)."""
    first = place < np.quantile(place, 0.75)
    if won[first].all() or not won[first].any() or won[~first].all() or not won[~first].any():
        return SHAPES[0]
    losses = []
    for shape in SHAPES:
        score = AdditiveScore(categories, measures, *shape).fit(held[first], won[first]).calibrate(held[~first], won[~first])
        losses.append(float(log_loss(won[~first], score.probability(held[~first]), labels=[False, True])))
    return SHAPES[int(np.argmin(losses))]


def _level(judgement: Judgement) -> list[Message]:
    """A warning where more or fewer won than expected: the world has moved since the rows that teach."""
    if judgement.expected and 0.8 <= judgement.won / judgement.expected <= 1.25:
        return []
    return [
        message(
            "{won} won where {expected} were expected: the share of wins has moved, take the order and not the percentages.",
            won=judgement.won,
            expected=round(judgement.expected),
        )
    ]


def _warnings(time: str, sheet: Sheet) -> list[Message]:
    made = []
    if not time:
        made.append(message("Judged on rows picked by chance, which hides drift: name a time column, or {line} if the file is in order.", line=LINE))
    if len(sheet.rows) < 1000:
        made.append(message("Fewer than a thousand rows: the ranges are wide."))
    return made


def _verdict(judgement: Judgement, leaks: list[Leak]) -> Verdict:
    return "good" if is_sound(judgement) and not any(leak.kept for leak in leaks) else "weak"


def _boosting(
    held: pd.DataFrame, won: Flags, learn: NDArray[np.bool_], later: NDArray[np.bool_], measures: tuple[str, ...], categories: tuple[str, ...]
) -> Floats:
    """Boosted trees on the same rows and columns, to say what the additive score gives away."""
    from sklearn.compose import ColumnTransformer
    from sklearn.ensemble import HistGradientBoostingClassifier
    from sklearn.pipeline import Pipeline
    from sklearn.preprocessing import OrdinalEncoder

    encode = OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1, max_categories=100)
    columns = ColumnTransformer([("categories", encode, list(categories)), ("measures", "passthrough", list(measures))])
    trees = HistGradientBoostingClassifier(
        max_iter=100, learning_rate=0.08, max_leaf_nodes=15, categorical_features=list(range(len(categories))) or None
    )
    fitted = Pipeline([("columns", columns), ("model", trees)]).fit(held[learn], won[learn])
    return np.asarray(fitted.predict_proba(held[later])[:, 1], float)


def _words(effects: pd.DataFrame, sheet: Sheet) -> list[str]:
    """The strongest reasons of each row: column = value (log-odds against the average row)."""
    names = list(effects.columns)
    sizes = effects.to_numpy(float)
    cells: dict[str, list[Any]] = {name: sheet.rows[name].astype(str).tolist() for name in names}
    order = np.argsort(-np.abs(sizes), axis=1, kind="stable")[:, :REASONS]
    return [
        "; ".join(f"{names[place]}={cells[names[place]][row] or '?'} ({sizes[row, place]:+.2f})" for place in places)
        for row, places in enumerate(order.tolist())
    ]
