"""A logistic model of who orders, learnt from journeys with and without an order, and what each channel's presence adds by it.

log-odds = base + spread * (number of channels met) + own pull of every channel met + habit of every channel * log(meetings with it)

What is credited to a channel is its pull (the spread that all have in common, and its own); own pulls are drawn towards zero by a ridge
penalty, so that channels met by few keep near what all have in common. Further meetings with the same channel tell of the person: whoever looks
for a thing meets it more often. They are held apart and credited to nobody, or the channels that chase people who would buy anyway
would take the credit for it (activity bias: Lewis, Rao and Reiley, WWW 2011). The form follows Shao and Li, "Data-driven multi-touch
attribution models", KDD 2011; each journey is one period of a discrete-time hazard. What drives both meeting and buying and leaves no trace in the
log stays in the pulls: only an experiment tells it.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import sparse
from scipy.special import expit
from sklearn.linear_model import LogisticRegression

from adcrm.attribution.exposures import MOST_TIMES, Exposures
from adcrm.attribution.model import Floats, Ints

OWN_PENALTY, HABIT_PENALTY, SPREAD_PENALTY = 20.0, 1.0, 0.001
LEAST = 1e-9  # a presence that adds nothing still counts for this, so that an order whose channels all add nothing is shared evenly
DENSE, FEW = 20_000_000, 100  # cells and columns up to which the design is kept as a plain matrix
MOST_STEPS, NEAR = 10, 1e-9
LEAST_ORDERS = 20  # below, nothing is learnt and all channels pull alike


@dataclass(frozen=True)
class Learnt:
    """``pull``: log-odds that the presence of each channel adds. ``base`` and ``habit`` complete the law; ``is_learnt``: there was enough for it."""

    base: float
    spread: float
    own: Floats
    habit: Floats
    is_learnt: bool = True

    @property
    def pull(self) -> Floats:
        """What the presence of each channel adds."""
        return self.spread + self.own

    @property
    def coefficients(self) -> Floats:
        """All of it as one row, in the order of the design's columns, scaled as they are."""
        scaled = [self.own * OWN_PENALTY**0.5, self.habit * HABIT_PENALTY**0.5, [self.spread * SPREAD_PENALTY**0.5]]
        return np.concatenate([[self.base], *scaled])

    def log_odds(self, owner: Ints, channel: Ints, times: Ints, owners: int) -> Floats:
        """The log-odds of each of ``owners`` journeys (or rows of alike ones), of which entry ``e`` says that ``owner[e]`` met ``channel[e]``."""
        each = self.pull[channel] + self.habit[channel] * np.log(np.minimum(times, MOST_TIMES))
        return np.asarray(self.base + np.bincount(owner, each, minlength=owners), np.float64)

    def parts(self, owner: Ints, channel: Ints, times: Ints, owners: int) -> Floats:
        """The part of the order that each entry gets: how much less likely it were without that channel, scaled to add up to one."""
        here = self.log_odds(owner, channel, times, owners)[owner]
        added = np.maximum(expit(here) - expit(here - self.pull[channel]), LEAST)
        return np.asarray(added / np.bincount(owner, added, minlength=owners)[owner], np.float64)


def learn(seen: Exposures, channels: int) -> Learnt:
    """Fit the law; below ``LEAST_ORDERS`` orders or journeys without one nothing is learnt."""
    ordered, not_ordered = seen.totals
    if ordered.sum() < LEAST_ORDERS or not_ordered.sum() < LEAST_ORDERS:
        return Learnt(0.0, 1.0, np.zeros(channels), np.zeros(channels), False)
    columns = design(seen, channels)
    n = len(ordered)
    # Every row stands twice, once for either outcome.
    both: Any = sparse.vstack([columns, columns], format="csr") if sparse.issparse(columns) else np.vstack([columns, columns])
    outcome, weight = np.repeat([1, 0], n), np.concatenate([ordered, not_ordered])
    used = weight > 0
    fitted = LogisticRegression(C=1.0, solver="lbfgs", tol=1e-4, max_iter=2000).fit(both[used], outcome[used], sample_weight=weight[used])
    law = _of(np.concatenate([fitted.intercept_, fitted.coef_[0]]), channels)
    # The last of the way is quicker by Newton's steps.
    for _ in range(1 if sparse.issparse(columns) else MOST_STEPS):
        point = _Point(law, seen, channels, columns)
        residual = point.residual(ordered, not_ordered)
        before, law = law, point.stepped(np.asarray(columns.T @ residual), float(residual.sum()))
        if np.abs(law.coefficients - before.coefficients).max() < NEAR:
            break
    return law


def _of(row: Floats, channels: int) -> Learnt:
    own = row[1 : channels + 1] / OWN_PENALTY**0.5
    habit = row[channels + 1 : 2 * channels + 1] / HABIT_PENALTY**0.5
    return Learnt(float(row[0]), float(row[-1]) / SPREAD_PENALTY**0.5, own, habit)


def design(seen: Exposures, channels: int) -> Any:
    """Presence, habit and number of channels of each row, scaled by what each is penalised with; sparse where it would be too large."""
    rows, row = len(seen), seen.row
    channel = seen.channel.astype(np.int64)
    habit = np.log(seen.times) / HABIT_PENALTY**0.5
    parts = (np.full(len(row), OWN_PENALTY**-0.5), habit, np.full(len(row), SPREAD_PENALTY**-0.5))
    column = np.concatenate([channel, channels + channel, np.full(len(row), 2 * channels)])
    made = sparse.coo_matrix((np.concatenate(parts), (np.tile(row, 3), column)), shape=(rows, 2 * channels + 1)).tocsr()
    is_small = rows * (2 * channels + 1) <= DENSE and 2 * channels < FEW
    return np.asarray(made.toarray()) if is_small else made


def redrawn(law: Learnt, seen: Exposures, channels: int, times: Floats) -> list[Learnt]:
    """The law as it would have been learnt from each draw of ``times`` (draws, groups): one Newton step from the law of all groups.

    One step is as good as the whole way to the order that a bootstrap needs (Davidson and MacKinnon, J. of Econometrics 92, 1999).
    """
    if not law.is_learnt:
        return [law] * len(times)
    point = _Point(law, seen, channels, design(seen, channels))
    residual = (seen.ordered.multiply(1 - point.chance) - seen.not_ordered.multiply(point.chance)).tocsr()  # (groups, rows)
    slopes = residual @ point.columns
    slopes = np.asarray(slopes.todense() if sparse.issparse(slopes) else slopes)
    constant = np.asarray(residual.sum(axis=1)).ravel()
    return point.steps(times @ np.column_stack([constant, slopes]))


class _Point:
    """The law as a point of the penalised likelihood, from which one goes a Newton step on."""

    def __init__(self, law: Learnt, seen: Exposures, channels: int, columns: Any):
        self.law, self.channels, self.columns = law, channels, columns
        self.chance: Floats = expit(law.log_odds(seen.row, seen.channel, seen.times, len(seen)))
        total = seen.totals[0] + seen.totals[1]
        spread = (total * self.chance * (1 - self.chance))[:, None]
        if sparse.issparse(columns):
            curved = columns.multiply(spread).tocsr()
            inner, edge = np.asarray((columns.T @ curved).todense()), np.asarray(curved.sum(axis=0)).ravel()
        else:
            curved = columns * spread
            inner, edge = columns.T @ curved, curved.sum(axis=0)
        width = 2 * channels + 2
        self.curvature: Floats = np.empty((width, width))
        self.curvature[0, 0], self.curvature[0, 1:], self.curvature[1:, 0] = spread.sum(), edge, edge
        self.curvature[1:, 1:] = inner + np.eye(width - 1)

    def residual(self, ordered: Floats, not_ordered: Floats) -> Floats:
        """Orders of each row less those that the law expects."""
        return np.asarray(ordered * (1 - self.chance) - not_ordered * self.chance)

    def stepped(self, slopes: Floats, constant: float) -> Learnt:
        """One step by the gradient of the unpenalised likelihood."""
        return self.steps(np.concatenate([[constant], slopes])[None])[0]

    def steps(self, gradients: Floats) -> list[Learnt]:
        """The same for each row of gradients, the constant's first."""
        at = self.law.coefficients
        pulled = np.concatenate([[0.0], at[1:]])
        return [_of(at + step, self.channels) for step in np.linalg.solve(self.curvature, (gradients - pulled).T).T]
