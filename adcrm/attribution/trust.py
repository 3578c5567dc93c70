"""How far each model may be believed: what ``benchmarks/attribution_truth.py`` measured where the truth is known, and nothing typed by hand.

The figures are of the made-up agency, whose shoppers decide by a known law; on other books models may stand otherwise. No part of
the program reads that truth: the benchmark does, and writes what it found into ``trust.json`` beside this file.
"""

import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("trust.json")
VERSION = 1


@dataclass(frozen=True)
class Distance:
    """How far a model's credits are from the orders that would not have come without the channel; 0 is the truth.

    ``share``: the part of its credit that stands at the wrong channel. ``orders``: wrongly credited orders over truly incremental ones; above 0
    for every model that shares out all orders, as some would have come anyway. Both weighted by orders; ``worst_...``: of the worst client.
    """

    model: str
    share: float
    orders: float
    worst_share: float
    worst_orders: float
    nearest_for: int
    clients: int


@dataclass(frozen=True)
class Beside:
    """What a model credits to a channel, beside what the channel truly changed: orders of all clients."""

    model: str
    channel: str
    credit: float
    incremental: float


@dataclass(frozen=True)
class Trust:
    """``everything``: asked without window and with views, as the truth counts; ``as_asked_first``: as the page asks at first;
    ``with_lift_tests``: with tests on every second channel, each with a standard error of ``test_error`` of the truth. Nearest first. The rest
    says what it was measured on.
    """

    everything: tuple[Distance, ...]
    as_asked_first: tuple[Distance, ...]
    with_lift_tests: tuple[Distance, ...]
    channels: tuple[Beside, ...]
    made_by: str
    seed: int
    end_day: date
    clients: int
    orders: int
    test_error: float


@cache
def trust() -> Trust:
    """What was measured last."""
    said = json.loads(FILE.read_text("utf-8"))
    world, distances = said["world"], said["distances"]
    everything, asked, tested = (tuple(Distance(**one) for one in distances[name]) for name in ("everything", "as_asked_first", "with_lift_tests"))
    return Trust(
        everything,
        asked,
        tested,
        tuple(Beside(**one) for one in said["channels"]),
        said["made_by"],
        world["seed"],
        date.fromisoformat(world["end_day"]),
        world["clients"],
        world["orders"],
        said["lift_tests"]["error"],
    )
