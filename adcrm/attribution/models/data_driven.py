"""Data driven: how much less likely each order was without the channel, by a law learnt from those who ordered and those who did not."""

import numpy as np

from adcrm.attribution.declare import Model
from adcrm.attribution.learn import learn, redrawn
from adcrm.attribution.material import Material
from adcrm.attribution.model import Floats
from adcrm.attribution.spread import presence
from adcrm.messages import message


def weigh(material: Material) -> Floats:
    """Each channel of a journey gets what its absence would take from the chance of the order, scaled to one; its touches share that evenly."""
    law, held = learn(material.seen, len(material.channels)), presence(material)
    share = law.parts(held.journey, held.channel, held.times, len(material))
    return np.asarray(share[held.entry] / held.times[held.entry], np.float64)


def shares(material: Material, times: Floats) -> Floats:
    """Each channel's share of the touched orders, learnt anew in each draw of people."""
    seen, n = material.seen, len(material.channels)
    orders = times @ seen.ordered
    made = np.zeros((len(times), n))
    rows = np.flatnonzero(seen.ordered.sum(axis=0))
    entries = np.flatnonzero(np.isin(seen.row, rows))
    row, channel, met = seen.row[entries], seen.channel[entries], seen.times[entries]
    for i, law in enumerate(redrawn(learn(seen, n), seen, n, times)):
        part = law.parts(row, channel, met, len(seen))
        made[i] = np.bincount(channel, part * orders[i][row], minlength=n)
    total = made.sum(axis=1, keepdims=True)
    return np.asarray(np.divide(made, total, out=np.zeros_like(made), where=total > 0), np.float64)


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
    needs_null_paths=True,
)
