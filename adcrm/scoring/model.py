"""A probability whose reasons add up: logistic regression, then a calibration that is itself a straight line.

Assumptions, in words: each field shifts the log-odds of a win by its own amount, whatever the others are; the
amounts stay the same over the time between learning and use. The calibration (Platt scaling) multiplies and shifts
the log-odds only, so a lead's log-odds remain, exactly, those of an average lead plus one amount for each field.
"""

from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import pandas as pd
import skops.io as sio
from numpy.typing import NDArray
from scipy.special import expit
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import FeatureUnion, Pipeline, make_pipeline
from sklearn.preprocessing import KBinsDiscretizer, OneHotEncoder, QuantileTransformer, StandardScaler

Floats = NDArray[np.float64]

# What a kept model may contain besides plain numbers and texts; anything else is refused when it is opened.
TRUSTED = ("numpy.dtype",)
RARE = 20  # a value that fewer examples have is treated as one of the rare values
EDGE = 1e-6
LEAST_SLOPE = 0.05


@dataclass(frozen=True)
class Reasons:
    """``base`` is the log-odds of an average lead; ``effects`` (rows × fields) what each field adds for each lead."""

    base: float
    effects: pd.DataFrame


class AdditiveScore:
    """Logistic regression over named fields, calibrated on later examples.

    Parameters
    ----------
    categories, measures : names of the text and of the number columns that are read.
    bins : number columns also enter as this many equally filled bands, so that a field may rise and fall; 0 for a
        straight line only.
    strength : inverse of the L2 penalty, as in scikit-learn's ``C``.

    Attributes
    ----------
    pipeline_ : the fitted pipeline. slope_, intercept_ : the calibration of its log-odds. averages_ : mean of each
        of its transformed columns over the training examples.
    """

    def __init__(self, categories: tuple[str, ...], measures: tuple[str, ...], bins: int = 0, strength: float = 1.0):
        self.categories, self.measures, self.bins, self.strength = tuple(categories), tuple(measures), bins, strength

    @property
    def fields(self) -> tuple[str, ...]:
        return (*self.categories, *self.measures)

    def fit(self, examples: pd.DataFrame, won: NDArray[np.bool_]) -> Self:
        """Learn from ``examples`` (one column per field); not calibrated yet."""
        regression = LogisticRegression(C=self.strength, solver="newton-cholesky", max_iter=100)
        self.pipeline_ = Pipeline([("columns", self._columns(examples)), ("model", regression)])
        self.pipeline_.fit(examples[list(self.fields)], won)
        self.averages_ = np.asarray(self._transformed(examples).mean(axis=0), float)
        self.slope_, self.intercept_ = 1.0, 0.0
        return self

    def calibrate(self, examples: pd.DataFrame, won: NDArray[np.bool_]) -> Self:
        """Fit the straight line through the log-odds of later examples; needs both outcomes among them."""
        self.slope_, self.intercept_ = straight_line(self._raw(examples), won)
        return self

    def log_odds(self, examples: pd.DataFrame) -> Floats:
        return self.slope_ * self._raw(examples) + self.intercept_

    def probability(self, examples: pd.DataFrame) -> Floats:
        """Calibrated probability of a win, one per example."""
        return np.asarray(expit(self.log_odds(examples)), float)

    def reasons(self, examples: pd.DataFrame) -> Reasons:
        """What each field adds to the log-odds of an average lead; base plus effects is :meth:`log_odds` exactly."""
        weights = self.pipeline_["model"].coef_[0]
        parts = (self._transformed(examples) - self.averages_) * weights * self.slope_
        owner = self._owners()
        effects = {field: parts[:, owner == number].sum(axis=1) for number, field in enumerate(self.fields)}
        base = self.slope_ * (float(self.pipeline_["model"].intercept_[0]) + float(weights @ self.averages_)) + self.intercept_
        return Reasons(base, pd.DataFrame(effects, index=examples.index))

    def to_bytes(self, **note: Any) -> bytes:
        """The model and ``note`` (JSON-like values) as skops bytes; nothing in them is run when they are opened."""
        held = {name: getattr(self, name) for name in (*self._settings(), "pipeline_", "averages_", "slope_", "intercept_")}
        return bytes(sio.dumps({**held, "categories": list(self.categories), "measures": list(self.measures), "note": note}))

    @classmethod
    def from_bytes(cls, data: bytes) -> tuple["AdditiveScore", dict[str, Any]]:
        """The model and its note. Raises ``skops``' ``UntrustedTypesFoundException`` where the bytes hold anything else."""
        held = sio.loads(data, trusted=list(TRUSTED))
        made = cls(tuple(held["categories"]), tuple(held["measures"]), held["bins"], held["strength"])
        for name in ("pipeline_", "averages_", "slope_", "intercept_"):
            setattr(made, name, held[name])
        return made, held["note"]

    @staticmethod
    def _settings() -> tuple[str, ...]:
        return ("categories", "measures", "bins", "strength")

    def _columns(self, examples: pd.DataFrame) -> ColumnTransformer:
        """One transformer per field, in the order of ``fields``, so that every column has one owner."""
        made: list[tuple[str, Any, list[str]]] = []
        rows = len(examples)
        rare = min(RARE, max(1, rows // 50))
        for field in self.categories:
            made.append(
                (field, OneHotEncoder(handle_unknown="infrequent_if_exist", min_frequency=rare, max_categories=60, sparse_output=False), [field])
            )
        for field in self.measures:
            line = make_pipeline(SimpleImputer(strategy="median", add_indicator=True), StandardScaler())
            if not self.bins or examples[field].nunique() <= 2:
                made.append((field, line, [field]))
                continue
            ranks = QuantileTransformer(n_quantiles=min(200, rows), subsample=None, random_state=0)
            bands = make_pipeline(
                SimpleImputer(strategy="median"), ranks, KBinsDiscretizer(self.bins, encode="onehot-dense", strategy="uniform", subsample=None)
            )
            made.append((field, FeatureUnion([("line", line), ("bands", bands)]), [field]))
        return ColumnTransformer(made)

    def _owners(self) -> NDArray[np.int64]:
        """Which field each transformed column belongs to, as a place in ``fields``."""
        places = self.pipeline_["columns"].output_indices_
        owner = np.full(len(self.averages_), -1)
        for number, field in enumerate(self.fields):
            owner[places[field]] = number
        return owner

    def _transformed(self, examples: pd.DataFrame) -> Floats:
        return np.asarray(self.pipeline_["columns"].transform(examples[list(self.fields)]), float)

    def _raw(self, examples: pd.DataFrame) -> Floats:
        return np.asarray(self.pipeline_.decision_function(examples[list(self.fields)]), float)


def log_odds(probability: Floats) -> Floats:
    """ln(p / (1 - p)), kept finite."""
    held = np.clip(probability, EDGE, 1 - EDGE)
    return np.asarray(np.log(held / (1 - held)), float)


def straight_line(values: Floats, won: NDArray[np.bool_], weights: Floats | None = None) -> tuple[float, float]:
    """Slope and intercept of the logistic regression of ``won`` on ``values`` (Platt 1999), by Newton's method with halved steps.

    The targets are drawn in a little, as Platt does, so that few wins do not make a calibration that is too sure. The slope is
    never below ``LEAST_SLOPE``: a ranking that was the wrong way round for a while becomes nearly flat, not turned over.
    """
    weight = np.ones(len(values)) if weights is None else weights
    wins, losses = float(weight[won].sum()), float(weight[~won].sum())
    target = np.where(won, (wins + 1) / (wins + 2), 1 / (losses + 2))

    def loss(line: NDArray[np.float64]) -> float:
        odds = line[0] * values + line[1]
        return float((weight * (np.logaddexp(0, odds) - target * odds)).sum())

    line = np.array([0.0, np.log((wins + 1) / (losses + 1))])
    present = loss(line)
    for _ in range(100):
        guess = expit(line[0] * values + line[1])
        error, spread = weight * (target - guess), weight * guess * (1 - guess)
        curve = np.array([[(spread * values**2).sum(), (spread * values).sum()], [(spread * values).sum(), spread.sum()]])
        step = np.linalg.solve(curve + 1e-9 * (1 + np.trace(curve)) * np.eye(2), np.array([(error * values).sum(), error.sum()]))
        size = 1.0
        while loss(line + size * step) > present and size > 1e-6:
            size /= 2
        line, before = line + size * step, present
        present = loss(line)
        if before - present < 1e-12 * (1 + abs(before)):
            break
    return max(float(line[0]), LEAST_SLOPE), float(line[1])
