"""Training: learn on the past, calibrate on what came next, judge on what came after that, then learn once more.

The moments (see :mod:`adcrm.scoring.snapshots`) are cut in time. A moment belongs to the part to learn from only when
its horizon ended before the first moment of the next part, so nothing that is judged was known when it was learned.
The model that is judged is thrown away; the one in use is made by the same recipe, moved forward to the newest
moments, and its half-life is the one found before. Boosted trees and the rule score are judged on the same examples.

The logistic model stays in use even where boosted trees rank better, because its reasons are the score itself and
not an approximation of it; how much ranking that costs is in the report.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import numpy as np
import pandas as pd
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import log_loss
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import OrdinalEncoder
from threadpoolctl import threadpool_limits

from adcrm.actors import Actor, require
from adcrm.books import Books
from adcrm.errors import InputError
from adcrm.messages import message
from adcrm.scoring import Step, rules
from adcrm.scoring.features import CATEGORIES, HALF_LIVES, LEFT_OUT, MEASURES, add_behaviour, books_moment, lead_rows, model_columns
from adcrm.scoring.judge import Flags, Judgement, area, area_difference, is_sound, judge
from adcrm.scoring.model import AdditiveScore, Floats
from adcrm.scoring.report import NEEDED_TEST_WINS, NEEDED_WINS, LeftOut, Report, Slice, Top, Verdict
from adcrm.scoring.snapshots import HORIZON_DAYS, Past, look_back
from adcrm.store.session import now, record
from adcrm.store.tables import LeadModel

TOP = 100
TEST_SHARE, CALIBRATION_SHARE = 4, 6  # one moment in four is judged on, one in six of all calibrates
LEAST_MOMENTS = 3  # in each part
FORETELLS_ALONE = 0.95  # a single field that ranks this well is not believed
GRADE_SHARES = {"A": 0.10, "B": 0.30, "C": 0.60}  # best tenth, next two, next three


@dataclass(frozen=True)
class Parts:
    """Examples cut in time, ready to learn from: behaviour included."""

    learn: pd.DataFrame
    calibrate: pd.DataFrame
    test: pd.DataFrame


def train(books: Books, actor: Actor, on_step: Step | None = None) -> int:
    """Train on every lead of the books and keep the model with its report; the id of the new ``LeadModel``.

    With too few wins the report says so and no pipeline is kept; scoring then uses the rule score.

    Raises
    ------
    PermissionRefusedError : the actor may not train.
    InputError : there are no leads at all.
    """
    require(actor, "leads.score")
    with threadpool_limits(1):  # small matrices: more threads only wait for each other while pages are served
        return _train(books, actor, on_step)


def _train(books: Books, actor: Actor, on_step: Step | None) -> int:
    step = on_step or (lambda share, words: None)
    step(0.05, message("Reading the leads"))
    known_to = books_moment(books)
    if known_to is None:
        raise InputError(message("There are no leads to learn from."), message("Load leads first: the demo agency has some."))
    past = look_back(lead_rows(books), known_to)
    step(0.15, message("Looking back at what was known, week by week"))
    known = add_behaviour(books.facts, past.rows) if len(past.rows) else past.rows
    parts = cut(known, past.moments)
    report = _report("not_enough_wins", known_to, parts, past)
    made: AdditiveScore | None = None
    if report.learned.won >= NEEDED_WINS and report.judged.won >= NEEDED_TEST_WINS and report.calibrated.won >= 2:
        step(0.35, message("Learning from the earlier weeks"))
        half_life, score = _learn(parts)
        step(0.6, message("Judging on the later weeks"))
        report = _judged(report, parts, score, half_life)
        step(0.85, message("Learning once more with the newest weeks"))
        made = _refit(known, past.moments, half_life)
        newest = made.probability(model_columns(known[known["as_of"] == past.moments[-1]], half_life))
        report = replace(report, grades={letter: float(100 * np.quantile(newest, 1 - share)) for letter, share in GRADE_SHARES.items()})
    with books.crm.write() as session:
        row = LeadModel(
            created_at=now(),
            created_by=actor.name,
            verdict=report.verdict,
            report=report.to_json(),
            pipeline=made.to_bytes(half_life=report.half_life) if made else None,
        )
        session.add(row)
        record(session, actor, "leads.train", row, after={"verdict": report.verdict, "won": report.learned.won})
        return row.id


def cut(known: pd.DataFrame, moments: list[datetime]) -> Parts:
    """``known`` cut in three by its moments; any part may be empty where the history is short."""
    test = moments[-max(LEAST_MOMENTS, len(moments) // TEST_SHARE) :]
    before = _ended_before(moments, test)
    calibrate = before[-max(LEAST_MOMENTS, len(moments) // CALIBRATION_SHARE) :]
    learn = _ended_before(before, calibrate)
    return Parts(*(known[known["as_of"].isin(part)] for part in (learn, calibrate, test)))


def _ended_before(moments: list[datetime], later: list[datetime]) -> list[datetime]:
    return [moment for moment in moments if later and moment + timedelta(days=HORIZON_DAYS) <= later[0]]


def _learn(parts: Parts) -> tuple[int, AdditiveScore]:
    """The half-life that foretells the calibration part best (log loss), and the model with it."""
    best: tuple[float, int, AdditiveScore] | None = None
    won, later = parts.learn["won"].to_numpy(bool), parts.calibrate["won"].to_numpy(bool)
    for half_life in HALF_LIVES:
        score = AdditiveScore(CATEGORIES, MEASURES).fit(model_columns(parts.learn, half_life), won)
        held = model_columns(parts.calibrate, half_life)
        loss = float(log_loss(later, score.calibrate(held, later).probability(held), labels=[False, True]))
        if best is None or loss < best[0]:
            best = loss, half_life, score
    assert best is not None
    return best[1], best[2]


def _refit(known: pd.DataFrame, moments: list[datetime], half_life: int) -> AdditiveScore:
    """The same recipe on the newest data: calibrate on the last moments, learn on those whose horizon ended before."""
    newest = moments[-max(LEAST_MOMENTS, len(moments) // CALIBRATION_SHARE) :]
    learn = known[known["as_of"].isin(_ended_before(moments, newest))]
    calibrate = known[known["as_of"].isin(newest)]
    score = AdditiveScore(CATEGORIES, MEASURES).fit(model_columns(learn, half_life), learn["won"].to_numpy(bool))
    return score.calibrate(model_columns(calibrate, half_life), calibrate["won"].to_numpy(bool))


def _report(verdict: Verdict, known_to: datetime, parts: Parts, past: Past) -> Report:
    return Report(
        verdict=verdict,
        known_to=known_to,
        horizon_days=HORIZON_DAYS,
        learned=_slice(parts.learn),
        calibrated=_slice(parts.calibrate),
        judged=_slice(parts.test),
        unusable=past.unusable,
        needed_wins=NEEDED_WINS,
        needed_test_wins=NEEDED_TEST_WINS,
        grades=dict(rules.GRADES),
        left_out=[LeftOut(column, "after_outcome" if column in ("closed_at", "value", "orders") else "seller") for column in LEFT_OUT],
    )


def _judged(report: Report, parts: Parts, score: AdditiveScore, half_life: int) -> Report:
    test, won = parts.test, parts.test["won"].to_numpy(bool)
    ids = test["id"].to_numpy(np.int64)
    held = model_columns(test, half_life)
    probability = score.probability(held)
    judgement = judge(probability, won, ids)
    points = rules.rule_points(test).sum(axis=1).to_numpy(float)
    suspects = _alone(held, won)
    trees = _boosting(parts, half_life)
    spread = score.reasons(held).effects.std().sort_values(ascending=False)
    return replace(
        report,
        verdict=verdict(judgement, suspects),
        half_life=half_life,
        judgement=judgement,
        rules_auc=area(points, won),
        better_than_rules=area_difference(probability, points, won, ids),
        boosting=area_difference(trees, probability, won, ids),
        top=_top(test, probability),
        weights=[(str(name), float(value)) for name, value in spread.items()],
        left_out=[*report.left_out, *suspects],
    )


def verdict(judgement: Judgement, suspects: list[LeftOut]) -> Verdict:
    """``good`` when it is sound (see :func:`adcrm.scoring.judge.is_sound`) and no single field foretells the outcome alone."""
    return "good" if is_sound(judgement) and not suspects else "weak"


def _alone(held: pd.DataFrame, won: Flags) -> list[LeftOut]:
    """Fields that rank suspiciously well alone: a number as it stands, a text by the share won of each value."""
    made = []
    for column in held:
        values = held[column]
        score = values.to_numpy(float) if column in MEASURES else values.map(pd.Series(won, index=held.index).groupby(values).mean()).to_numpy(float)
        alone = area(score, won)
        if max(alone, 1 - alone) > FORETELLS_ALONE:
            made.append(LeftOut(str(column), "foretells_alone", max(alone, 1 - alone)))
    return made


def _boosting(parts: Parts, half_life: int) -> Floats:
    """Probabilities of boosted trees on the part to judge on, learned on the same examples."""
    encode = OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1, max_categories=60)
    columns = ColumnTransformer([("categories", encode, list(CATEGORIES)), ("measures", "passthrough", list(MEASURES))])
    trees = HistGradientBoostingClassifier(
        max_iter=100, learning_rate=0.08, max_leaf_nodes=15, categorical_features=list(range(len(CATEGORIES))), random_state=0, early_stopping=False
    )
    fitted = Pipeline([("columns", columns), ("model", trees)]).fit(model_columns(parts.learn, half_life), parts.learn["won"].to_numpy(bool))
    return np.asarray(fitted.predict_proba(model_columns(parts.test, half_life))[:, 1], float)


def _top(test: pd.DataFrame, probability: Floats) -> Top:
    """The best-ranked leads of the newest judged moment."""
    newest = (test["as_of"] == test["as_of"].max()).to_numpy()
    chance, won = probability[newest], test.loc[newest, "won"].to_numpy(bool)
    best = np.argsort(-chance, kind="stable")[:TOP]
    expected = float(chance[best].sum())
    spread = 1.96 * float(np.sqrt((chance[best] * (1 - chance[best])).sum()))
    return Top(
        as_of=test["as_of"].max().to_pydatetime(),
        size=len(best),
        won=int(won[best].sum()),
        expected=expected,
        low=max(0.0, expected - spread),
        high=min(float(len(best)), expected + spread),
        won_at_random=float(won.mean() * len(best)),
    )


def _slice(part: pd.DataFrame) -> Slice:
    if part.empty:
        return Slice(None, None, 0, 0, 0)
    return Slice(
        part["as_of"].min().to_pydatetime(),
        part["as_of"].max().to_pydatetime(),
        len(part),
        int(part["id"].nunique()),
        int(part.loc[part["won"].to_numpy(bool), "id"].nunique()),
    )
