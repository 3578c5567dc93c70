"""By how much the platforms claim more than the shop sold: in all, by channel, by week, and order by order.

The over-claim ratio is claims over distinct orders claimed, one claim for each platform and order. A channel's ratio is its claims over its
share of the orders it claims, each order split evenly among those who claim it; so the channels' shares add up to the distinct orders, and a
channel that nobody else claims beside stands at 1. Every function takes what :meth:`Matched.within` left: some days and one currency.
"""

from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import csr_array

from adcrm.attribution.claims import AMBIGUOUS, CORRECTION, KEYLESS, REAL, REJECTED, REPEAT, RETOLD, TAKEN_BACK, UNKNOWN, Matched
from adcrm.attribution.grouping import Rules, channels_of

MICRO = 1_000_000


@dataclass(frozen=True)
class Summary:
    """What was claimed beside what is true. Amounts are in ``currency``; ``ratio`` is ``None`` where no order is claimed.

    ``claims``: one for each platform and order that the shop knows. ``made``: all that platforms told,
    with what is set aside below, but what two reports tell counted once.
    ``orders`` are all in the shop, ``real`` those paid (refunded ones too); ``unclaimed`` and ``real_unclaimed`` the part nobody claims.
    ``claimed_value``: of all claims; ``distinct_value``: of the orders claimed, each once as the shop charged it; ``real_value``: what
    the real orders are worth after refunds; ``real_claimed_value``: those of them that somebody claims.
    """

    currency: str
    made: int
    claims: int
    claimed: int
    claimed_value: Decimal
    distinct_value: Decimal
    other_currency: int  # standing claims in another currency than their order: counted, but not in ``claimed_value``
    orders: int
    real: int
    real_value: Decimal
    real_claimed: int
    real_claimed_value: Decimal
    voided: int
    voided_claims: int
    pending: int
    unclaimed: int
    real_unclaimed: int
    several: int  # orders claimed more than once
    repeats: int
    retold: int
    corrections: int
    taken_back: int
    unknown: int
    ambiguous: int
    keyless: int
    rejected: int
    by_hand: int

    @property
    def ratio(self) -> float | None:
        """Claims over distinct orders claimed."""
        return self.claims / self.claimed if self.claimed else None

    @property
    def per_order(self) -> float | None:
        """Claims over all orders in the shop."""
        return self.claims / self.orders if self.orders else None

    @property
    def in_review(self) -> int:
        """Claims that wait for a person."""
        return self.keyless + self.unknown + self.ambiguous


def summary(found: Matched, currency: str | None = None) -> Summary:
    """The whole in figures; ``currency`` is that of the view, found in it where none is given."""
    standing, orders = found.standing, found.orders
    used = currency or found.money_currency()
    states = found.claims["state"].value_counts()
    times = np.bincount(standing["order"], minlength=len(orders))
    is_real, is_voided = orders["status"].isin(REAL).to_numpy(), (orders["status"] == "cancelled").to_numpy()
    gross, net = (orders[name].to_numpy(np.int64) for name in ("gross", "net"))
    same = (standing["currency"] == used).to_numpy()
    return Summary(
        currency=used,
        made=int((found.claims["state"] != RETOLD).sum()),
        claims=len(standing),
        claimed=int((times > 0).sum()),
        claimed_value=money(int(standing.loc[same, "value"].sum())),
        distinct_value=money(int(gross[times > 0].sum())),
        other_currency=int((~same).sum()),
        orders=len(orders),
        real=int(is_real.sum()),
        real_value=money(int(net[is_real].sum())),
        real_claimed=int((is_real & (times > 0)).sum()),
        real_claimed_value=money(int(net[is_real & (times > 0)].sum())),
        voided=int((is_voided & (times > 0)).sum()),
        voided_claims=int(times[is_voided].sum()),
        pending=int((~is_real & ~is_voided & (times > 0)).sum()),
        unclaimed=int((times == 0).sum()),
        real_unclaimed=int((is_real & (times == 0)).sum()),
        several=int((times > 1).sum()),
        **{name: int(states.get(state, 0)) for name, state in _COUNTED.items()},
        by_hand=int(found.claims["by_hand"].sum()),
    )


_COUNTED = {
    "repeats": REPEAT,
    "retold": RETOLD,
    "corrections": CORRECTION,
    "taken_back": TAKEN_BACK,
    "unknown": UNKNOWN,
    "ambiguous": AMBIGUOUS,
    "keyless": KEYLESS,
    "rejected": REJECTED,
}


def by_channel(found: Matched, rules: Rules, currency: str | None = None) -> pd.DataFrame:
    """One row a channel, most claims first.

    ``channel``, ``claims``, ``value`` (claimed, in the view's currency), ``orders`` (distinct), ``real`` (of them paid), ``real_value`` (what
    those are worth now), ``voided``, ``alone`` (claimed by no other channel), ``share`` (orders, each split among its claims), ``ratio``
    (claims over share).
    """
    channel, names = _channels(found, rules)
    standing, orders = found.standing, found.orders
    used = currency or found.money_currency()
    order = standing["order"].to_numpy()
    pairs = pd.DataFrame({"channel": channel, "order": order}).drop_duplicates()
    holders = np.bincount(pairs["order"], minlength=len(orders))
    pairs["real"] = orders["status"].isin(REAL).to_numpy()[pairs["order"]]
    pairs["real_value"] = np.where(pairs["real"], orders["net"].to_numpy(np.int64)[pairs["order"]], 0)
    pairs["voided"] = (orders["status"] == "cancelled").to_numpy()[pairs["order"]]
    pairs["alone"] = holders[pairs["order"]] == 1
    made = pairs.groupby("channel").agg(
        orders=("order", "size"), real=("real", "sum"), real_value=("real_value", "sum"), voided=("voided", "sum"), alone=("alone", "sum")
    )
    times = np.bincount(order, minlength=len(orders))
    told = pd.DataFrame(
        {"channel": channel, "value": np.where(standing["currency"] == used, standing["value"], 0).astype(np.int64), "share": 1 / times[order]}
    )
    made = made.join(told.groupby("channel").agg(claims=("value", "size"), value=("value", "sum"), share=("share", "sum")))
    made["ratio"] = made["claims"] / made["share"]
    for column in ("value", "real_value"):
        made[column] = _amounts(made[column])
    made = made.rename_axis(None)
    made.insert(0, "channel", [names[code] for code in made.index])
    ordered = made.sort_values(["claims", "channel"], ascending=[False, True]).reset_index(drop=True)
    return ordered[["channel", "claims", "value", "orders", "real", "real_value", "voided", "alone", "share", "ratio"]]


def by_week(found: Matched) -> pd.DataFrame:
    """One row a week of orders (its Monday): ``week``, ``claims``, ``claimed``, ``ratio`` (NaN for none), ``orders``, ``real``, ``unclaimed``."""
    return _weekly(found, found.standing["order"].to_numpy())


def by_channel_and_week(found: Matched, rules: Rules) -> pd.DataFrame:
    """The ratio of each channel by week of the order, as :func:`by_channel`: ``week``, ``channel``, ``claims``, ``share``, ``ratio``."""
    channel, names = _channels(found, rules)
    order = found.standing["order"].to_numpy()
    times = np.bincount(order, minlength=len(found.orders))
    rows = pd.DataFrame({"week": _mondays(found)[order], "channel": channel, "share": 1 / times[order]})
    made = rows.groupby(["week", "channel"]).agg(claims=("share", "size"), share=("share", "sum")).reset_index()
    made["channel"] = [names[code] for code in made["channel"]]
    made["ratio"] = made["claims"] / made["share"]
    return made


def overlap(found: Matched, rules: Rules) -> pd.DataFrame:
    """Channels by channels: how many orders both claim; on the diagonal, how many the channel claims at all."""
    channel, names = _channels(found, rules)
    order = found.standing["order"].to_numpy()
    pairs = pd.DataFrame({"order": order, "channel": channel}).drop_duplicates()
    ones = np.ones(len(pairs), np.int64)
    met = csr_array((ones, (pairs["order"], pairs["channel"])), shape=(max(1, len(found.orders)), len(names)))
    both = (met.T @ met).toarray()
    return pd.DataFrame(both, index=pd.Index(names, name="channel"), columns=list(names))


def claimed_often(found: Matched, rules: Rules) -> pd.DataFrame:
    """The claims of every order that more than one platform claims, the most claimed orders first.

    ``order_key``, ``order_day``, ``status``, ``net`` (of the order), ``claims`` (on it), ``channel``, ``publisher``, ``campaign``, ``claimed_at``,
    ``click_at`` (the touch that the claim rests on), ``window``, ``value``, ``currency`` (of the claim), ``claim`` (its row).
    """
    channel, names = _channels(found, rules)
    standing = found.standing
    order = standing["order"].to_numpy()
    times = np.bincount(order, minlength=len(found.orders))
    rows = standing.assign(channel=[names[code] for code in channel], claims=times[order])
    return _listed(found, rows[rows["claims"] > 1])


def repeats(found: Matched, rules: Rules) -> pd.DataFrame:
    """The claims that a platform made to an order it had claimed already: counted nowhere, listed as in :func:`claimed_often`."""
    rows = found.claims[(found.claims["state"] == REPEAT) & (found.claims["order"] >= 0)]
    times = np.bincount(found.standing["order"], minlength=len(found.orders))
    made = channels_of(_labels(rows), rules)
    return _listed(found, rows.assign(channel=[made.names[code] for code in made.codes], claims=times[rows["order"].to_numpy()]))


def money(millionths: int) -> Decimal:
    """An amount as it is shown: exact, with at least two places."""
    exact = Decimal(int(millionths)) / MICRO
    cents = exact.quantize(Decimal("0.01"))
    return cents if cents == exact else exact


def _amounts(millionths: pd.Series) -> pd.Series:
    return pd.Series([money(amount) for amount in millionths], millionths.index, dtype=object)


def _listed(found: Matched, rows: pd.DataFrame) -> pd.DataFrame:
    orders = found.orders.loc[rows["order"], ["order_key", "day", "status", "net"]].set_axis(["order_key", "order_day", "status", "net"], axis=1)
    kept = ["claims", "channel", "publisher", "campaign", "claimed_at", "click_at", "window", "value", "currency", "claim"]
    made = pd.concat([orders.reset_index(drop=True), rows[kept].reset_index(drop=True)], axis=1)
    for column in ("net", "value"):
        made[column] = _amounts(made[column])
    return made.sort_values(["claims", "order_day", "order_key", "claimed_at", "channel"], ascending=[False, False, True, True, True]).reset_index(
        drop=True
    )


def _weekly(found: Matched, order: npt.NDArray[np.int64]) -> pd.DataFrame:
    times = np.bincount(order, minlength=len(found.orders))
    rows = pd.DataFrame(
        {
            "week": _mondays(found),
            "claims": times,
            "claimed": times > 0,
            "orders": 1,
            "real": found.orders["status"].isin(REAL).to_numpy(),
            "unclaimed": times == 0,
        }
    )
    made = rows.groupby("week").sum().astype(int).reset_index()
    made.insert(3, "ratio", made["claims"] / made["claimed"].where(made["claimed"] > 0))
    return made


def _mondays(found: Matched) -> npt.NDArray[np.datetime64]:
    days = found.orders["day"]
    made: npt.NDArray[np.datetime64] = (days - pd.to_timedelta(days.dt.day_of_week, unit="D")).to_numpy()
    return made


def _channels(found: Matched, rules: Rules) -> tuple[npt.NDArray[np.int32], tuple[str, ...]]:
    made = channels_of(_labels(found.standing), rules)
    return made.codes, made.names


def _labels(claims: pd.DataFrame) -> pd.DataFrame:
    """A claim in the fields by which rules name channels: the one who claims is the channel."""
    return claims[["claimant", "campaign", "publisher"]].rename(columns={"claimant": "channel"})
