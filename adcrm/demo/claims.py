"""What the platforms of the made-up agency claim: every order of somebody they met, and the disorder that such lists have.

Some claims carry no number; some carry it as another system writes it; some name an order that is none of the shop's; a platform now and then
lists an order twice. Networks decline most of what was cancelled, the others go on claiming it. Which order was truly meant is the truth's alone.
"""

from dataclasses import dataclass

import numpy as np

from adcrm.demo.people import DAY, Texts
from adcrm.demo.world import Whole, World

UNKEYED = 0.12  # share of claims for which the platform gives no order key
WRITTEN_OTHERWISE = 0.025  # of the others: the key in small letters, without its sign, with a prefix, or its digits alone
OF_ANOTHER_SHOP = 0.006
LISTED_TWICE = 0.02
DECLINED = 0.7  # chance that a network declines a claim to a cancelled order
NETWORKS = ("affiliate", "kol")
WINDOWS = {
    "google_ads": "30-day click",
    "meta_ads": "7-day click",
    "tencent_ads": "7-day click",
    "ocean_engine": "7-day click",
    "baidu_search": "15-day click",
    "affiliate": "30-day click",
    "email": "5-day open",
    "sms": "5-day click",
}
VIEWED = {"meta_ads": "1-day view", "tencent_ads": "1-day view", "ocean_engine": "1-day view"}
VIEWS = 0.25  # share of their claims that rest on a view


@dataclass(frozen=True)
class Claims:
    """Claims of the platforms to orders of one client. Times in seconds since 1970, money in cents; ``order`` is the truth: an index, -1 for none."""

    platform: Texts
    key: Texts
    number: Texts  # the platform's own
    at: Whole
    click_at: Whole
    window: Texts
    status: Texts
    value: Whole
    order: Whole


def make_claims(
    world: World, client: int, keys: Texts, gross: Whole, status: Texts, order: Whole, platform: Texts, at: Whole, touched: Whole
) -> Claims:
    """What the platforms list: ``order``, ``platform``, ``at`` and ``touched`` (the last touch) are one a claim, the rest one an order."""
    draw = world.dice(client, 61)
    again = np.nonzero(draw.random(len(order)) < LISTED_TWICE)[0]
    which = np.concatenate([np.arange(len(order)), again])
    order, platform = order[which], platform[which]
    at = at[which] + np.where(np.arange(len(which)) < len(at), 0, 300)
    n = len(which)
    luck = draw.random(n)
    written = np.array([_otherwise(str(key), int(way)) for key, way in zip(keys[order], draw.integers(0, 4, n), strict=True)], object)
    foreign = np.array([f"T{900_000 + int(number)}" for number in draw.integers(0, 99_999, n)], object)
    told = keys[order].copy() if n else np.array([], object)
    told[luck < UNKEYED + WRITTEN_OTHERWISE + OF_ANOTHER_SHOP] = foreign[luck < UNKEYED + WRITTEN_OTHERWISE + OF_ANOTHER_SHOP]
    told[luck < UNKEYED + WRITTEN_OTHERWISE] = written[luck < UNKEYED + WRITTEN_OTHERWISE]
    told[luck < UNKEYED] = ""
    is_foreign = (luck >= UNKEYED + WRITTEN_OTHERWISE) & (luck < UNKEYED + WRITTEN_OTHERWISE + OF_ANOTHER_SHOP)
    viewed = draw.random(n) < VIEWS
    declined = (status[order] == "cancelled") & np.isin(platform.astype(str), NETWORKS) & (draw.random(n) < DECLINED)
    windows = [
        VIEWED.get(name, "") if seen and name in VIEWED else WINDOWS.get(name, "7-day click") for name, seen in zip(platform, viewed, strict=True)
    ]
    return Claims(
        platform=platform,
        key=told,
        number=np.array([f"{client:02d}-{place:06d}" for place in range(n)], object),
        at=at,
        click_at=np.maximum(touched[which], at - 30 * DAY),
        window=np.array(windows, object),
        status=np.where(declined, "declined", "").astype(object),
        value=gross[order],
        order=np.where(is_foreign, -1, order),
    )


def _otherwise(key: str, way: int) -> str:
    """The key as another system would write it."""
    return (key.lower(), key.replace("-", ""), f"WEB-{key.rpartition('-')[2]}", key.rpartition("-")[2].lstrip("0"))[way]
