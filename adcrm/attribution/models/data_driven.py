"""Data driven: how much less likely each order was without the channel, by a law learnt from those who ordered and those who did not."""

import numpy as np

from adcrm.attribution.declare import Model
from adcrm.attribution.learn import redrawn
from adcrm.attribution.material import Material
from adcrm.attribution.model import Floats
from adcrm.messages import message


def weigh(material: Material) -> Floats:
    """Each channel of a journey gets what its absence would take from the chance of the order, scaled to one; its touches share that evenly."""
    held = material.presence
    share = material.law.parts(held.journey, held.channel, held.times, len(material))
    return np.asarray(share[held.entry] / held.times[held.entry], np.float64)


def shares(material: Material, times: Floats) -> Floats:
    """Each channel's share of the touched orders, learnt anew in each draw of people."""
    seen, n = material.seen, len(material.channels)
    rows = np.flatnonzero(seen.totals[0])
    owner = np.full(len(seen), -1, np.int64)
    owner[rows] = np.arange(len(rows))
    entries = np.flatnonzero(owner[seen.row] >= 0)
    whose, channel, met = owner[seen.row[entries]], seen.channel[entries], seen.times[entries]
    is_whole = len(times) == 1 and bool((times == 1).all())
    laws = [material.law] if is_whole else redrawn(material.law, seen, n, times)
    orders = times @ seen.ordered[:, rows]
    made = np.zeros((len(times), n))
    for i, (law, some) in enumerate(zip(laws, orders, strict=True)):
        made[i] = np.bincount(channel, law.parts(whose, channel, met, len(rows)) * some[whose], minlength=n)
    total = made.sum(axis=1, keepdims=True)
    return np.asarray(np.divide(made, total, out=np.zeros_like(made), where=total > 0), np.float64)


def seconds(material: Material) -> float:
    """Some tens of nanoseconds for every channel of every kind of journey that ended in an order."""
    return 5e-8 * float((material.seen.totals[0] > 0)[material.seen.row].sum())


model = Model(
    "data_driven",
    message("Data driven"),
    message(
        "A logistic law of who orders is learnt from journeys with and without an order; each channel gets how much less likely the order were "
        "without it, scaled so that every order is shared out wholly."
    ),
    message(
        "What tells buyers from others? Nearest to what a channel changed, where lift tests are missing; it cannot see why people met the channel."
    ),
    "Shao and Li, Data-driven multi-touch attribution models, KDD 2011, doi:10.1145/2020408.2020453",
    130,
    weigh,
    shares,
    seconds=seconds,
    needs_null_paths=True,
)
