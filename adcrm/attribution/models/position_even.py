"""Position based in halves (Adobe's U): 50 % to the first touch, 50 % to the last."""

from adcrm.attribution.declare import Model
from adcrm.attribution.material import Material
from adcrm.attribution.model import Floats
from adcrm.attribution.places import share_places
from adcrm.messages import message


def weigh(material: Material) -> Floats:
    """.5 on first and last; one touch gets all."""
    return share_places(material, ((material.first, 0.5), (material.last, 0.5)))


model = Model(
    "position_even",
    message("Position based 50/50"),
    message("Half to the first touch, half to the last, nothing to those between."),
    message("Who opens and who closes, when what lies between is thought to be noise?"),
    "Adobe Marketo Measure, U-shaped model: experienceleague.adobe.com (marketo-measure-attribution-models)",
    70,
    weigh,
)
