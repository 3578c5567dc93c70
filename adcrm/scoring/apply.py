"""Scores every open lead with a kept model, in one pass and one transaction, and keeps the reasons beside the score."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from adcrm.actors import Actor, require
from adcrm.books import Books
from adcrm.errors import NotFoundError
from adcrm.messages import message
from adcrm.scoring import Step
from adcrm.scoring.features import CATEGORIES, KINDS, add_behaviour, books_moment, lead_rows, model_columns
from adcrm.scoring.snapshots import open_leads
from adcrm.store.session import now, record
from adcrm.store.tables import Lead, LeadModel

BATCH = 2_000


@dataclass(frozen=True)
class Reason:
    """What one field adds to a lead's score.

    ``field`` is a column of :mod:`adcrm.scoring.features`, or ``base`` for an average lead. ``value`` is what the lead has
    there: a text, how many times in the window, or days since the last touch (``None``: no touch). ``effect`` is in log-odds
    of a trained model, or in points of the rule score; over a lead's reasons, base included, it adds up to the score.
    """

    field: str
    value: str | float | None
    effect: float


def score_leads(books: Books, model_id: int, actor: Actor, on_step: Step | None = None) -> int:
    """Write score, probability and reasons of every open lead; how many there were.

    Raises
    ------
    PermissionRefusedError : the actor may not score.
    NotFoundError : there is no such model.
    """
    require(actor, "leads.score")
    if on_step:
        on_step(0.9, message("Scoring the open leads"))
    with books.crm.read() as session:
        model = session.get(LeadModel, model_id)
    if model is None:
        raise NotFoundError(message("This model is no longer there."), message("Train the score again."))
    moment = books_moment(books)
    held = open_leads(lead_rows(books), moment) if moment else None
    rows: list[dict[str, Any]] = []
    if held is not None and len(held):
        known = add_behaviour(books.facts, held)
        rows = _learned(known, model.pipeline) if model.pipeline else _by_rules(known)
    with books.crm.write() as session:
        for start in range(0, len(rows), BATCH):
            _write(session, rows[start : start + BATCH], {"scored_at": now(), "model_id": model_id})
        record(session, actor, "leads.score", model, after={"leads": len(rows)})
    return len(rows)


def reasons_of(held: list[Any] | None) -> list[Reason]:
    """The reasons as a lead row holds them."""
    return [Reason(field, value, effect) for field, value, effect in held or []]


def newest_model(books: Books) -> LeadModel | None:
    """The model trained last, without its pipeline's bytes being needed by the caller."""
    with books.crm.read() as session:
        return session.scalars(select(LeadModel).order_by(LeadModel.id.desc()).limit(1)).first()


def _write(session: Session, rows: list[dict[str, Any]], stamp: dict[str, Any]) -> None:
    session.execute(update(Lead), [{**row, **stamp} for row in rows])


def _learned(known: Any, pipeline: bytes) -> list[dict[str, Any]]:
    from adcrm.scoring.model import AdditiveScore

    score, note = AdditiveScore.from_bytes(pipeline)
    columns = model_columns(known, int(note["half_life"]))
    reasons = score.reasons(columns)
    chance = score.probability(columns)
    return [
        {"id": lead, "probability": p, "score": 100 * p, "reasons": [["base", None, reasons.base], *why]}
        for lead, p, why in zip(known["id"].tolist(), chance.tolist(), _with_values(known, reasons.effects), strict=True)
    ]


def _by_rules(known: Any) -> list[dict[str, Any]]:
    from adcrm.scoring.rules import rule_points

    points = rule_points(known)
    totals = points.sum(axis=1)
    return [
        {"id": lead, "probability": None, "score": total, "reasons": [["base", None, 0.0], *why]}
        for lead, total, why in zip(known["id"].tolist(), totals.tolist(), _with_values(known, points), strict=True)
    ]


def _with_values(known: Any, effects: Any) -> list[list[list[Any]]]:
    """For each lead, ``[field, value, effect]`` by falling weight; fields that add nothing are left away."""
    fields = list(effects.columns)
    values = []
    for field in fields:
        if field in CATEGORIES:
            values.append(known[field].fillna("").astype(str).tolist())
        elif field in KINDS:
            values.append(known[f"n_{field}"].astype(float).tolist())
        else:
            values.append([None if np.isnan(days) else days for days in known["last_days"].astype(float).tolist()])
    made = []
    sizes = effects.to_numpy(float)
    order = np.argsort(-np.abs(sizes), axis=1, kind="stable")
    for row, (line, places) in enumerate(zip(sizes.tolist(), order.tolist(), strict=True)):
        made.append([[fields[place], values[place][row], line[place]] for place in places if line[place] != 0.0])
    return made
