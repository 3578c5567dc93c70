"""W-shaped: first touch, the touch that made the lead, the touch that made the opportunity."""

from adcrm.attribution.declare import Model
from adcrm.attribution.material import Material
from adcrm.attribution.model import Floats
from adcrm.attribution.places import lead_steps, opportunity_steps, share_places
from adcrm.messages import message


def weigh(material: Material) -> Floats:
    """.3 on each of the three, .1 over the rest. A milestone that is not known leaves its part to those that are.

    What stands on one touch adds up there. Without any milestone the last touch stands for the opportunity, so that W becomes U.
    """
    lead, opportunity = lead_steps(material), opportunity_steps(material)
    return share_places(material, ((material.first, 0.3), (lead, 0.3), (opportunity, 0.3)), closing=0.3)


model = Model(
    "w_shaped",
    message("W-shaped 30/30/30/10"),
    message(
        "30 % to the first touch, 30 % to the one that made the lead, 30 % to the one that made the opportunity, 10 % to the rest. An unknown "
        "milestone leaves its part to the others; with none known the last touch takes the opportunity’s place."
    ),
    message("Which touches move a business deal along, up to the opportunity?"),
    "Adobe Marketo Measure, W-shaped model: experienceleague.adobe.com (marketo-measure-attribution-models)",
    80,
    weigh,
)
