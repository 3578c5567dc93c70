"""Small journeys for tests, typed by hand: what a model gets, without any file or table."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from adcrm.attribution.grouping import channels_of
from adcrm.attribution.grouping_defaults import default_rules
from adcrm.attribution.material import Material, Milestones
from adcrm.attribution.model import Paths, Question

COLUMNS = ("channel", "source", "medium", "campaign", "ad", "publisher", "country", "kind")

DEFAULT = Question()


@dataclass(frozen=True)
class Touch:
    """One touch, ``age`` days before its order."""

    channel: str
    age: float = 1.0
    kind: str = "click"
    medium: str = ""
    campaign: str = ""
    country: str = ""


def material(journeys: Sequence[Sequence[Touch]], question: Question = DEFAULT, milestones: Milestones | None = None) -> Material:
    """What a model is given for these journeys, in the order typed; each order is worth a hundred."""
    steps = [touch for journey in journeys for touch in journey]
    channels = tuple(sorted({touch.channel for touch in steps}))
    labels = sorted({(touch.channel, "", touch.medium, touch.campaign, "", "", touch.country, touch.kind) for touch in steps})
    label = [labels.index((touch.channel, "", touch.medium, touch.campaign, "", "", touch.country, touch.kind)) for touch in steps]
    n = len(journeys)
    paths = Paths(
        np.concatenate([[0], np.cumsum([len(journey) for journey in journeys])]).astype(np.int64),
        np.array([channels.index(touch.channel) for touch in steps], np.int32),
        np.array([touch.age for touch in steps], np.float64),
        np.array(label, np.int32),
        np.array([20_000 - int(np.ceil(touch.age)) for touch in steps], np.int64),
        np.full(n, 100_000_000, np.int64),
        np.arange(n, dtype=np.int32),
        (np.arange(n) % 100).astype(np.int32),
    )
    frame = pd.DataFrame(labels, columns=list(COLUMNS))
    groups = channels_of(frame, default_rules())
    return Material(paths, channels, frame, groups.is_direct[groups.codes], groups.is_paid[groups.codes], question, milestones=milestones)


def touches(path: str, kind: str = "click") -> list[Touch]:
    """``"a > b > c"`` as touches a day apart, the last one a day before the order."""
    names = [name for name in path.split(" > ") if name]
    return [Touch(name, float(len(names) - i), kind) for i, name in enumerate(names)]
