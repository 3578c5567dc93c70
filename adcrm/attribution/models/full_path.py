"""Full path: first touch, lead, opportunity and the touch that closed."""

from adcrm.attribution.declare import Model
from adcrm.attribution.material import Material
from adcrm.attribution.model import Floats
from adcrm.attribution.places import lead_steps, opportunity_steps, share_places
from adcrm.messages import message


def weigh(material: Material) -> Floats:
    """.225 on each of the four, .1 over the rest. A milestone that is not known leaves its part to those that are."""
    places = (material.first, lead_steps(material), opportunity_steps(material), material.last)
    return share_places(material, tuple((steps, 0.225) for steps in places))


model = Model(
    "full_path",
    message("Full path 22.5 × 4 + 10"),
    message(
        "22.5 % each to the first touch, the one that made the lead, the one that made the opportunity and the last; 10 % to the rest. An unknown "
        "milestone leaves its part to the others."
    ),
    message("Which touches move a business deal along, to the signature?"),
    "Adobe Marketo Measure, full path model: experienceleague.adobe.com (marketo-measure-attribution-models)",
    90,
    weigh,
)
