"""How a credit model is declared: what it is called, how it computes, where that comes from, and which question it answers.

A model is one file in :mod:`adcrm.attribution.models` with an object called ``model``; nothing else names it.
"""

from collections.abc import Callable
from dataclasses import dataclass

from adcrm.attribution.material import Material
from adcrm.attribution.model import NO_TOUCH, Floats
from adcrm.messages import Message

Weigh = Callable[[Material], Floats]
#: Shares of the touched orders by channel, one row for each row of weights over the person groups: (draws, groups) -> (draws, channels).
Shares = Callable[[Material, Floats], Floats]


@dataclass(frozen=True)
class Model:
    """One way to share an order among the touches before it.

    Attributes
    ----------
    label, formula, answers : words for people; ``answers`` is the question that the model answers, and the one that it does not.
    source : the published text or address that the rule comes from.
    position : where it stands in lists.
    weigh : the weight of each step. Those of a journey add up to one; to less where the model leaves a part of the order to no touch.
    shares : given where the model knows channels rather than steps: each channel's share of the orders that had a touch. ``weigh`` then
        spreads these shares over the steps, so that cuts add up to the same.
    value_shares : the same of the orders' value, where the model has an effect of its own for it; else value follows the orders.
    seconds : about how long ``shares`` takes for one draw, so that large questions get fewer draws.
    left : where the part of a touched order goes that no step gets.
    is_whole : whether all channels can get credit; one that leaves some out by rule is not asked how far models agree.
    needs_null_paths : whether it learns from journeys without an order.
    needs_tests : whether it says something of its own only where lift was measured.
    """

    key: str
    label: Message
    formula: Message
    answers: Message
    source: str
    position: int
    weigh: Weigh
    shares: Shares | None = None
    value_shares: Callable[[Material], Floats] | None = None
    seconds: Callable[[Material], float] | None = None
    left: str = NO_TOUCH
    is_whole: bool = True
    needs_null_paths: bool = False
    needs_tests: bool = False
