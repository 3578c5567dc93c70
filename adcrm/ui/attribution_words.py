"""Names and colours of what attribution counts: channels in the reader's language, credit that belongs to no channel, groups of days."""

from collections.abc import Iterable

from adcrm.attribution import claims
from adcrm.attribution.grouping import NOT_SET
from adcrm.attribution.model import ANYWAY, NO_TOUCH, OTHER_DAYS
from adcrm.attribution.paths import DAY_GROUPS
from adcrm.channels.platforms import PLATFORMS
from adcrm.messages import Message, message
from adcrm.ui import formats
from adcrm.ui.language import t, tr
from adcrm.ui.lead_words import touch_name

# Credit without a channel, by the names that the domain gives it.
BESIDE: dict[str, Message] = {
    NO_TOUCH: message("No touch before the order"),
    OTHER_DAYS: message("Touches on other days"),
    ANYWAY: message("Would have come anyway"),
}
CLAIM_STATES: dict[str, Message] = {
    claims.STANDING: message("counted"),
    claims.REPEAT: message("same platform, same order again"),
    claims.RETOLD: message("told by another report too"),
    claims.CORRECTION: message("correction"),
    claims.TAKEN_BACK: message("taken back by the platform"),
    claims.UNKNOWN: message("waits: no such order in the shop"),
    claims.AMBIGUOUS: message("waits: two shops have this number"),
    claims.KEYLESS: message("waits: no order number"),
    claims.REJECTED: message("rejected by you"),
}
# Colours of channels that are no platforms, in the order in which they appear; none is red or green.
OTHER_COLOURS = ("#64748B", "#A78BFA", "#38BDF8", "#FBBF24", "#F472B6", "#94A3B8", "#2DD4BF", "#C084FC")
GREY = "#94A3B8"
COLOURS = {platform.name.text: platform.colour for platform in PLATFORMS.values()}


def name_of(name: str, by: str = "channel") -> str:
    """A channel's name in the reader's language; along other dimensions only what AdCRM itself called so is translated."""
    if name in BESIDE:
        return tr(BESIDE[name])
    if name == NOT_SET:
        return t("Not named")
    if by == "kind":
        return touch_name(name)
    return tr(Message(name)) if by == "channel" and name else name


def names_of(names: Iterable[str], by: str = "channel") -> list[str]:
    """:func:`name_of` of each."""
    return [name_of(str(name), by) for name in names]


def colour_of(name: str, place: int = 0) -> str:
    """A platform's own colour; what belongs to no channel is grey, and others take the next free one."""
    if name in BESIDE:
        return GREY
    return COLOURS.get(name, OTHER_COLOURS[place % len(OTHER_COLOURS)])


def day_group(place: int) -> str:
    """The days of a group of :data:`~adcrm.attribution.paths.DAY_GROUPS`."""
    if place == len(DAY_GROUPS):
        return f"> {DAY_GROUPS[-1]}"
    low, high = DAY_GROUPS[place - 1] + 1 if place else 0, DAY_GROUPS[place]
    return str(high) if low == high else f"{low}–{high}"


def counted(value: float) -> str:
    """Orders of a credit: whole ones as whole, parts with one decimal."""
    if not formats.known(value):
        return formats.DASH
    return formats.number(value, 0 if abs(value - round(value)) < 0.05 else 1)


def in_currency(name: str, currency: str | None) -> str:
    """A column's head with the sign of its amounts."""
    return f"{name} ({formats.symbol(currency)})" if currency else name
