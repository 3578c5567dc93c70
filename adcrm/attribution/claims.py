"""Which platform claims which order: every claim held against the shop's orders, by the order's number and by nothing else.

A claim without a number matches nothing, and a number that two shops of a client both use matches neither, until a person says which order it
is (``claim_decisions``). An order that one platform names twice is one claim. The transactions of affiliate networks (rows of ad facts that
carry an order's number) are claims too; where the network's list of claims names the same order, they tell that claim once more and add none.
What an order is worth and whether it stands is the shop's word at this moment, so a refund or cancellation restates every figure.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatchcase

import numpy as np
import numpy.typing as npt
import pandas as pd

from adcrm.attribution.claim_decisions import Decision, decisions
from adcrm.attribution.grouping_defaults import NETWORKS
from adcrm.books import Books
from adcrm.channels.platforms import PLATFORMS
from adcrm.warehouse.real_orders import COUNTED, real_orders

Bools = npt.NDArray[np.bool_]
Places = npt.NDArray[np.int64]

REAL = COUNTED
WITHDRAWN = (
    *("declined", "deleted", "reversed", "rejected", "void", "voided", "cancelled", "canceled", "invalid"),
    *("已拒绝", "无效", "已取消", "已撤销"),
)
# What became of a claim. ``standing`` ones are counted; their orders may be real, voided (cancelled) or pending.
STANDING, REPEAT, RETOLD, CORRECTION, TAKEN_BACK = "standing", "repeat", "retold", "correction", "withdrawn"
UNKNOWN, AMBIGUOUS, KEYLESS, REJECTED = "unknown", "ambiguous", "keyless", "rejected"
LIST, TRANSACTION, AFFILIATE = "list", "transaction", "affiliate"
WAITING = (KEYLESS, UNKNOWN, AMBIGUOUS)


@dataclass(frozen=True)
class Matched:
    """Claims and orders of one client (or of all), matched.

    ``orders``: one row each: ``client_id`` (0 for nobody's), ``account``, ``order_key``, ``person_key``, ``ordered_at`` (UTC), ``day``, ``status``,
    ``currency``, ``gross`` and ``net`` (integers of one millionth).
    ``claims``: one row for each claim in the books: ``claim`` (the key of its row), ``source`` (list, or transaction of ad facts), ``client_id``,
    ``claimant`` (a platform's key, or affiliate:network), ``publisher``, ``order_key`` (as the platform gave it), ``claim_key``, ``claimed_at``,
    ``day``, ``click_at``, ``click_id``, ``campaign``, ``window``, ``value`` (millionths, of a standing claim less its corrections), ``currency``,
    ``order`` (a row of ``orders``, -1 for none), ``state`` (one of the words above), ``by_hand`` (a person gave it the order).
    """

    claims: pd.DataFrame
    orders: pd.DataFrame

    @property
    def standing(self) -> pd.DataFrame:
        """The claims that count: one for each platform and order."""
        return self.claims[self.claims["state"] == STANDING]

    def usual_currency(self) -> str:
        """The currency of most orders ('' where they name none), as for the models; without orders that of most claims."""
        return _most(self.orders["currency"] if len(self.orders) else self.claims["currency"])

    def money_currency(self) -> str:
        """The currency in which claimed amounts are added up: the usual one, or where orders name none that of most claims."""
        return self.usual_currency() or _most(self.claims["currency"])

    def within(self, start: date | None = None, end: date | None = None, currency: str | None = None) -> "Matched":
        """Orders of these days (both included) in one currency, and their claims.

        A claim belongs to the day and the currency of its order; one that has none to its own, and to any where either names none.
        """
        wanted = self.usual_currency() if currency is None else currency
        kept = _in_days(self.orders["day"], start, end) & (self.orders["currency"] == wanted)
        place = np.where(kept, np.cumsum(kept) - 1, -1)
        claims, order = self.claims, self.claims["order"].to_numpy()
        has_order = order >= 0
        mine = _in_days(claims["day"], start, end) & (claims["currency"].isin([wanted, ""]).to_numpy() | (wanted == ""))
        if len(place):
            mine = np.where(has_order, place[order] >= 0, mine)
        left = claims[mine].reset_index(drop=True)
        if len(place):
            left["order"] = np.where(left["order"] >= 0, place[left["order"].to_numpy()], -1)
        return Matched(left, self.orders[kept].reset_index(drop=True))


def match(books: Books, client_id: int | None = None) -> Matched:
    """Every claim and order of a client (``None``: of all), whatever its day and currency; see :meth:`Matched.within`."""
    return matched(_claims(books, client_id), _orders(books, client_id), decisions(books.crm, client_id))


def matched(claims: pd.DataFrame, orders: pd.DataFrame, said: Iterable[Decision] = ()) -> Matched:
    """Match claims (without ``order``, ``state``, ``by_hand``) and orders with the columns of :class:`Matched`."""
    claims = claims.sort_values(["source", "claimed_at", "day", "claim"], kind="stable", na_position="last").reset_index(drop=True)
    claims["order"], claims["by_hand"] = _by_key(claims, orders), False
    numbers = orders[orders["order_key"] != ""].groupby(["client_id", "order_key"]).size()
    doubled = pd.MultiIndex.from_frame(claims[["client_id", "order_key"]]).isin(numbers[numbers > 1].index)
    keyless = (claims["order_key"] == "").to_numpy()
    claims["state"] = np.select([keyless, doubled, claims["order"] < 0], [KEYLESS, AMBIGUOUS, UNKNOWN], STANDING)
    _say(claims, orders, tuple(said))
    _count_once(claims)
    return Matched(claims, orders)


def _by_key(claims: pd.DataFrame, orders: pd.DataFrame) -> Places:
    """The order of the claim's client with its number, -1 where there is none or more than one."""
    single = orders[["client_id", "order_key"]].assign(order=np.arange(len(orders))).drop_duplicates(["client_id", "order_key"], keep=False)
    found = claims[["client_id", "order_key"]].merge(single[single["order_key"] != ""], "left", ["client_id", "order_key"])
    return found["order"].fillna(-1).to_numpy(np.int64)


def _say(claims: pd.DataFrame, orders: pd.DataFrame, said: tuple[Decision, ...]) -> None:
    """Apply what people said to the claims that wait; a claim that has an order by now keeps it."""
    if not said:
        return
    waiting = claims[claims["state"].isin(WAITING)]
    by_claim = {one.about.claim: one for one in said}
    by_number = {(one.about.client_id or 0, one.about.claimant, one.about.claim_key): one for one in said if one.about.claim_key}
    chosen = orders[orders["order_key"].isin([one.order_key for one in said])]
    places = dict(zip(zip(chosen["client_id"], chosen["account"], chosen["order_key"], strict=True), chosen.index, strict=True))
    for row in waiting[["claim", "client_id", "claimant", "claim_key"]].itertuples():
        one = by_claim.get(str(row.claim)) or by_number.get((row.client_id, row.claimant, row.claim_key))  # type: ignore[arg-type]
        if one is None:
            continue
        if one.word == "rejected":
            claims.loc[row.Index, "state"] = REJECTED
            continue
        place = places.get((row.client_id, one.order_account, one.order_key))
        if place is not None:
            claims.loc[row.Index, ["order", "state", "by_hand"]] = [place, STANDING, True]


def _count_once(claims: pd.DataFrame) -> None:
    """Leave one standing claim for each claimant and order (and one for each unknown number); corrections are taken off its value."""
    claims.loc[claims["status"].isin(WITHDRAWN) & (claims["state"] != REJECTED), "state"] = TAKEN_BACK
    number = claims["order_key"].where(claims["order"] < 0, "")
    about = claims.assign(number=number)[["client_id", "claimant", "order", "number"]]
    is_open = claims["state"].isin([STANDING, UNKNOWN])
    claims.loc[_retold(claims, about, is_open), "state"] = RETOLD
    lowers = is_open & (claims["value"] < 0) & (claims["state"] != RETOLD)
    claims.loc[lowers, "state"] = CORRECTION
    left = claims["state"].isin([STANDING, UNKNOWN])
    claims.loc[about[left].index[about[left].duplicated()], "state"] = REPEAT
    if not lowers.any():
        return
    group = about.groupby(list(about), sort=False).ngroup()
    less = claims["value"].where(lowers, 0).groupby(group).transform("sum")
    first = claims["state"].isin([STANDING, UNKNOWN]) & (less < 0)
    claims.loc[first, "value"] += less[first]
    claims.loc[first & (claims["value"] <= 0), "state"] = TAKEN_BACK


def _retold(claims: pd.DataFrame, about: pd.DataFrame, is_open: pd.Series) -> pd.Series:
    """Transactions of ad facts that a list of claims tells already: by order, by the network's own number, or in a list that names no network."""
    transaction = claims["source"] == TRANSACTION
    if not transaction.any() or transaction.all():
        return transaction & False
    listed = claims[~transaction]
    own = pd.MultiIndex.from_frame(listed.loc[listed["claim_key"] != "", ["client_id", "claimant", "claim_key"]])
    same_number = pd.MultiIndex.from_frame(claims[["client_id", "claimant", "claim_key"]]).isin(own)
    told = about[~transaction & is_open]
    same_order = pd.MultiIndex.from_frame(about).isin(pd.MultiIndex.from_frame(told))
    of_no_network = pd.MultiIndex.from_frame(told[told["claimant"] == AFFILIATE])
    family = about.assign(claimant=about["claimant"].str.partition(":")[0])
    same_family = pd.MultiIndex.from_frame(family).isin(of_no_network)
    return transaction & (same_number | same_order | same_family)


def _most(currencies: pd.Series) -> str:
    counted = currencies.value_counts()
    return str(min(counted.index[counted == counted.iloc[0]])) if len(counted) else ""


def _in_days(days: pd.Series, start: date | None, end: date | None) -> Bools:
    fits = np.ones(len(days), bool)
    if start is not None:
        fits &= (days >= pd.Timestamp(start)).to_numpy()
    if end is not None:
        fits &= (days <= pd.Timestamp(end)).to_numpy()
    return fits


def _claims(books: Books, client_id: int | None) -> pd.DataFrame:
    """The lists of claims, and the transactions of ad facts that count: one row for each order, or each sale without one."""
    mine = "TRUE" if client_id is None else f"client_id = {int(client_id)}"
    found = books.facts.sql(
        "SELECT 'list' AS source, CAST(row_key AS VARCHAR(36)) AS claim, coalesce(client_id, 0) AS client_id, platform, "
        "coalesce(network, '') AS network, coalesce(publisher, '') AS publisher, coalesce(order_key, '') AS order_key, "
        "coalesce(claim_key, '') AS claim_key, claimed_at, day, click_at, coalesce(click_id, '') AS click_id, coalesce(campaign, '') AS campaign, "
        "coalesce(attribution, '') AS shown_window, lower(trim(coalesce(status, ''))) AS status, "
        f"{_millionths('value')} AS value, coalesce(currency, '') AS currency FROM order_claims WHERE {mine} "
        "UNION ALL SELECT 'transaction', min(CAST(row_key AS VARCHAR(36))), coalesce(client_id, 0), platform, '', min(coalesce(publisher, '')), "
        "ltrim(trim(order_key), '#'), '', CAST(NULL AS TIMESTAMP), min(date_start), CAST(NULL AS TIMESTAMP), '', min(coalesce(campaign, '')), "
        "min(coalesce(attribution, '')), CASE WHEN sum(conversion_value) <= 0 AND min(conversion_value) < 0 THEN 'reversed' ELSE '' END, "
        f"{_millionths('sum(conversion_value)')}, coalesce(currency, '') FROM ad_performance "
        f"WHERE {mine} AND in_total AND trim(coalesce(order_key, '')) <> '' GROUP BY client_id, platform, ltrim(trim(order_key), '#'), currency "
        "UNION ALL SELECT 'transaction', CAST(row_key AS VARCHAR(36)), coalesce(client_id, 0), platform, '', coalesce(publisher, ''), '', item_id, "
        "CAST(NULL AS TIMESTAMP), date_start, CAST(NULL AS TIMESTAMP), '', coalesce(campaign, ''), coalesce(attribution, ''), '', "
        f"{_millionths('conversion_value')}, coalesce(currency, '') FROM ad_performance "
        f"WHERE {mine} AND in_total AND platform LIKE 'affiliate%' AND coalesce(item_id, '') <> '' AND trim(coalesce(order_key, '')) = '' "
        "AND conversions > 0"
    ).to_pandas()
    networks = found[["platform", "network"]].drop_duplicates()
    called = {(platform, network): claimant_of(platform, network) for platform, network in networks.itertuples(index=False)}
    found["claimant"] = [called[pair] for pair in zip(found.pop("platform"), found.pop("network"), strict=True)]
    return _dated(found.rename(columns={"shown_window": "window"}))


def claimant_of(platform: str, network: str) -> str:
    """Who claims: the platform, or of affiliates the network, under the key that its own reports have (``affiliate:cj``).

    A network goes by any of the words that the default rules know it by: under two names it would claim every order twice.
    """
    said = " ".join(network.split()).casefold()
    if platform != AFFILIATE or not said:
        return platform
    keys = [key for key in PLATFORMS if key.startswith(f"{AFFILIATE}:")]
    named = next((key for key in keys if said in (key.partition(":")[2], PLATFORMS[key].name.text.casefold())), "")
    forms = (said, said.replace(" ", ""))
    known = next((key for key, words in NETWORKS.items() if any(fnmatchcase(form, word) for form in forms for word in words.split("|"))), "")
    return named or known or f"{AFFILIATE}:{said}"


def _orders(books: Books, client_id: int | None) -> pd.DataFrame:
    """The shop's orders of every status; of a client without any, what stands for them in :mod:`adcrm.warehouse.real_orders`."""
    mine = "TRUE" if client_id is None else f"client_id = {int(client_id)}"
    shop = (
        "SELECT coalesce(client_id, 0) AS client_id, coalesce(account, '') AS account, coalesce(order_key, '') AS order_key, "
        "coalesce(person_key, '') AS person_key, ordered_at, day, status, coalesce(currency, '') AS currency, "
        f"{_millionths('gross_value')} AS gross, {_millionths('net_value')} AS net FROM orders WHERE {mine}"
    )
    without_shop = books.facts.sql(
        f"SELECT DISTINCT client_id FROM touchpoints WHERE {mine} AND kind = 'conversion' AND client_id IS NOT NULL "
        "AND client_id NOT IN (SELECT client_id FROM orders WHERE client_id IS NOT NULL) ORDER BY 1"
    )["client_id"].to_pylist()
    logged = [
        f"SELECT {int(client)}, '', order_key, person_key, moment, day, status, currency, {_millionths('value')}, {_millionths('value')} "
        f"FROM ({real_orders(client)}) log_{int(client)}"
        for client in without_shop
    ]
    found = books.facts.sql(" UNION ALL ".join([shop, *logged])).to_pandas()
    return _dated(found.sort_values(["client_id", "account", "order_key", "ordered_at"], kind="stable").reset_index(drop=True))


def orders_numbered(books: Books, client_id: int | None, order_key: str) -> tuple[str, ...]:
    """The shops (accounts) of a client that have an order of this number, once for each such order."""
    orders = _orders(books, client_id) if client_id is not None else _orders(books, None).query("client_id == 0")
    return tuple(sorted(orders.loc[orders["order_key"] == order_key, "account"]))


def _millionths(column: str) -> str:
    # Eighteen digits, as the tables have them, hold no product of a million and a million: DuckDB refuses it.
    return f"CAST(CAST(coalesce({column}, 0) AS DECIMAL(28, 6)) * 1000000 AS BIGINT)"


def _dated(found: pd.DataFrame) -> pd.DataFrame:
    for column in ("claimed_at", "click_at", "ordered_at", "day"):
        if column in found:
            found[column] = pd.to_datetime(found[column])
    return found
