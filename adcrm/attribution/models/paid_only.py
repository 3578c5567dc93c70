"""Linear over paid touches: what bought media took part in, as if nothing else had been there."""

from adcrm.attribution.declare import Model
from adcrm.attribution.material import Material
from adcrm.attribution.model import Floats
from adcrm.messages import message


def weigh(material: Material) -> Floats:
    """Equal parts on the paid steps. An order without any goes to no touch."""
    return material.normed(material.of_label(material.is_paid).astype(float))


model = Model(
    "paid_only",
    message("Paid touches only"),
    message("Each of the n paid touches gets 1/n of the order; an order without a paid touch goes to no touch."),
    message("What did the media budget take part in? It flatters paid channels, because mail, search results and direct visits get nothing."),
    "Triple Whale, model “linear paid”: kb.triplewhale.com/en/articles/5960333",
    100,
    weigh,
    is_whole=False,
)
