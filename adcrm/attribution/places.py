"""Fixed shares for marked places of a journey (first, lead, opportunity, last), the rest over the other touches."""

import numpy as np

from adcrm.attribution.material import Material
from adcrm.attribution.model import Floats, Ints

LEAD_KINDS = ("form",)
OPPORTUNITY_KINDS = ("call",)
SECOND = 1 / 86_400  # of a day: a milestone noted in the same second as its touch belongs to it


def share_places(material: Material, places: tuple[tuple[Ints, float], ...], closing: float = 0.0) -> Floats:
    """Weights of each step: the shares of the places that stand on it, and its part of what they leave.

    ``places``: steps (of some journeys, at most one each) and the share of each. Where no step is left for the rest, and where a journey
    lacks a place, what is there is scaled up to one. ``closing``: the share of the last step in journeys in which only the first place is
    marked.
    """
    weights = np.zeros(len(material.journey))
    marked = np.zeros(len(material), np.int64)
    for steps, share in places:
        weights[steps] += share
        marked[material.journey[steps]] += 1
    if closing:
        weights[material.last[marked[material.touched] == 1]] += closing
    rest = 1.0 - sum(share for _, share in places)
    weights = material.normed(weights)
    if rest <= 0:
        return weights
    others = weights == 0
    left = material.total(others.astype(float))
    part = np.where(left > 0, rest, 0.0)
    return np.asarray(np.where(others, rest / np.maximum(left, 1.0)[material.journey], weights * (1.0 - part)[material.journey]), np.float64)


def lead_steps(material: Material) -> Ints:
    """The step that made the lead: the last one up to the moment that the CRM has for it, or else the first form filled in."""
    return _marked(material, None if material.milestones is None else material.milestones.lead_age, LEAD_KINDS)


def opportunity_steps(material: Material) -> Ints:
    """The step that made the opportunity: the last one up to the moment that the CRM has, or else the first sales call."""
    return _marked(material, None if material.milestones is None else material.milestones.opportunity_age, OPPORTUNITY_KINDS)


def _marked(material: Material, age: Floats | None, kinds: tuple[str, ...]) -> Ints:
    step = np.arange(len(material.journey), dtype=np.int64)
    none = len(step)
    earliest = np.full(len(material), none, np.int64)
    is_kind = material.of_label(np.asarray(material.labels["kind"].isin(kinds), bool))
    np.minimum.at(earliest, material.journey[is_kind], step[is_kind])
    if age is not None:
        before = material.paths.age >= age[material.journey] - SECOND  # false where the age is not known
        latest = np.full(len(material), -1, np.int64)
        np.maximum.at(latest, material.journey[before], step[before])
        earliest = np.where(latest >= 0, latest, earliest)
    return earliest[earliest < none]
