"""Position based (U-shaped): 40 % to the first touch, 40 % to the last, 20 % to those between."""

from adcrm.attribution.declare import Model
from adcrm.attribution.material import Material
from adcrm.attribution.model import Floats
from adcrm.attribution.places import share_places
from adcrm.messages import message


def weigh(material: Material) -> Floats:
    """.4 on first and last, .2 over the middle. One touch gets all, two get half each."""
    return share_places(material, ((material.first, 0.4), (material.last, 0.4)))


model = Model(
    "position",
    message("Position based 40/20/40"),
    message("40 % to the first touch, 40 % to the last, 20 % to those between in equal parts; of two touches half to each, of one all."),
    message("Who opens and who closes? A compromise by convention: nothing in the data says that the weights are right."),
    "Salesforce and HubSpot, U-shaped model; google/fractribution, position-based",
    60,
    weigh,
)
