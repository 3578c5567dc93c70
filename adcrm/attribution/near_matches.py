"""Which order a claim that matches none may be about: proposals with their reasons, for a person to decide on; nothing here decides.

An order is proposed where its number is the claim's but for capitals, signs, a prefix or zeros in front; where it came by the click that the
claim names; or where it is worth what the claim says, was made within a day of it, and the platform met that person in the month before.
(Where the log has no touch of the platform at all, worth and time must do.) The score puts proposals in order: each reason fits a wrong
order with chance 1 - weight, independently, and the score is one less the product. It is a rank, not a tested probability.
"""

import re

import numpy as np
import numpy.typing as npt
import pandas as pd

from adcrm.attribution.claims import AFFILIATE, WAITING, Matched
from adcrm.attribution.grouping import FIELDS, Rules, channels_of
from adcrm.attribution.overclaim import money
from adcrm.books import Books
from adcrm.messages import Message, message

WEIGHTS = {"number": 0.6, "signs": 0.9, "prefix": 0.8, "click": 0.9, "visitor": 0.7, "value": 0.35, "met": 0.3}
REASONS: dict[str, Message] = {
    "number": message("the same number in another shop too"),
    "signs": message("the number but for capitals and signs"),
    "prefix": message("the number but for a prefix or zeros"),
    "click": message("the order came by this click"),
    "visitor": message("the person of this click ordered after it"),
    "value": message("the same amount within a day"),
    "met": message("the platform met this person"),
}
MOST = 3  # proposals for a claim
HOURS = 24
MET_DAYS = 30
COLUMNS = ["claim", "order", "order_key", "order_account", "order_day", "status", "gross", "net", "currency", "score", "alike", "reasons"]


def proposals(books: Books, found: Matched, rules: Rules) -> pd.DataFrame:
    """Up to three orders for each waiting claim of ``found``, best first; claims without any are not in it.

    ``claim``, ``order`` (a row of ``found.orders``), ``order_key``, ``order_account``, ``order_day``, ``status``, ``gross``, ``net``, ``currency``,
    ``score`` (0 to 1), ``alike`` (how many orders have that score), ``reasons`` (keys of :data:`REASONS`).
    """
    waiting = found.claims[found.claims["state"].isin(WAITING)].reset_index(drop=True)
    orders = found.orders.assign(order=np.arange(len(found.orders)))
    pairs = pd.concat(
        [_by_number(waiting, orders), _by_click(books, waiting, orders), _by_value(waiting, orders)], ignore_index=True
    ).drop_duplicates()
    pairs = _unclaimed(pairs, waiting, found)
    if pairs.empty:
        return pd.DataFrame(columns=COLUMNS)
    pairs = _met(books, pairs, waiting, orders, rules)
    bits = {word: 1 << place for place, word in enumerate(WEIGHTS)}  # each pair of claim and order has a reason once, so their sum names the set
    pairs = pairs.assign(left=1 - pairs["word"].map(WEIGHTS).astype(float), reasons=pairs["word"].map(bits).astype(int))
    made = pairs.groupby(["place", "order"]).agg(left=("left", "prod"), reasons=("reasons", "sum"))
    made["score"] = (1 - made.pop("left")).round(4)
    named = {number: tuple(word for word, bit in bits.items() if number & bit) for number in made["reasons"].unique()}
    made["reasons"] = made["reasons"].map(named)
    made = made.reset_index()
    made["alike"] = made.groupby(["place", "score"])["order"].transform("size")
    near = (waiting["claimed_at"].reindex(made["place"]).to_numpy() - orders["ordered_at"].reindex(made["order"]).to_numpy()).astype("timedelta64[s]")
    made["apart"] = pd.Series(near, made.index).abs()
    made = made.sort_values(["place", "score", "apart", "order"], ascending=[True, False, True, True]).groupby("place").head(MOST)
    about = orders.loc[made["order"]].reset_index(drop=True)
    made = made.reset_index(drop=True).assign(
        claim=waiting["claim"].reindex(made["place"]).to_numpy(),
        order_key=about["order_key"],
        order_account=about["account"],
        order_day=about["day"],
        status=about["status"],
        gross=pd.Series([money(amount) for amount in about["gross"]], dtype=object),
        net=pd.Series([money(amount) for amount in about["net"]], dtype=object),
        currency=about["currency"],
    )
    return made[COLUMNS]


def _by_number(waiting: pd.DataFrame, orders: pd.DataFrame) -> pd.DataFrame:
    keyed = waiting[waiting["order_key"] != ""]
    if keyed.empty:
        return _pairs()
    asked = _numbers(keyed).assign(place=keyed.index)
    held = _numbers(orders).assign(order=orders["order"])
    same = asked.merge(held, on=["client_id", "tight"], suffixes=("", "_held"))
    same = same[same["tight"] != ""]
    word = np.where(same["key"] == same["key_held"], "number", "signs")
    like = asked.merge(held, on=["client_id", "bare"], suffixes=("", "_held"))
    like = like[(like["bare"] != "") & (like["tight"] != like["tight_held"])]
    like = like[(like["prefix"] == "") | (like["prefix_held"] == "") | (like["prefix"] == like["prefix_held"])]
    return pd.concat([_pairs(same["place"], same["order"], word), _pairs(like["place"], like["order"], "prefix")])


def _numbers(rows: pd.DataFrame) -> pd.DataFrame:
    """Order numbers without their signs, and parted into what stands before the digits and the number without zeros in front."""
    tight = [re.sub(r"[\W_]", "", re.sub(r"\.0+$", "", key)).casefold() for key in rows["order_key"]]
    parts = [match.groups() if (match := re.fullmatch(r"(\D*)0*(.*)", text)) else ("", "") for text in tight]
    prefix, bare = [part[0] for part in parts], [part[1] for part in parts]
    return pd.DataFrame(
        {"client_id": rows["client_id"].to_numpy(), "key": rows["order_key"].to_numpy(), "tight": tight, "prefix": prefix, "bare": bare}
    )


def _by_click(books: Books, waiting: pd.DataFrame, orders: pd.DataFrame) -> pd.DataFrame:
    """Orders that came by the claim's click, and those that the person of the click made within a month after it."""
    clicked = waiting.loc[waiting["click_id"] != "", ["client_id", "click_id"]].assign(place=lambda rows: rows.index)
    if clicked.empty:
        return _pairs()
    clicks = _in(clicked["click_id"])
    came = books.facts.sql(
        "SELECT DISTINCT coalesce(client_id, 0) AS client_id, coalesce(account, '') AS account, order_key, click_id FROM orders "
        f"WHERE click_id IN ({clicks})"
    ).to_pandas()
    own = clicked.merge(came, on=["client_id", "click_id"]).merge(orders, on=["client_id", "account", "order_key"])
    touched = books.facts.sql(
        f'SELECT coalesce(client_id, 0) AS client_id, click_id, person_key, min("at") AS clicked FROM touchpoints WHERE click_id IN ({clicks}) '
        "AND kind <> 'conversion' AND person_key <> '' GROUP BY client_id, click_id, person_key"
    ).to_pandas()
    persons = clicked.merge(touched, on=["client_id", "click_id"])
    theirs = persons.merge(_with_person(books, orders), on=["client_id", "person_key"])
    since = theirs["ordered_at"] - pd.to_datetime(theirs["clicked"])
    theirs = theirs[(since >= -pd.Timedelta(hours=HOURS)) & (since <= pd.Timedelta(days=MET_DAYS))]
    return pd.concat([_pairs(own["place"], own["order"], "click"), _pairs(theirs["place"], theirs["order"], "visitor")])


def _by_value(waiting: pd.DataFrame, orders: pd.DataFrame) -> pd.DataFrame:
    """Orders of the same amount, before or after refunds, at most a day apart."""
    asked = waiting.loc[waiting["value"] > 0, ["client_id", "currency", "value", "day", "claimed_at"]].assign(place=lambda rows: rows.index)
    made = []
    for amount in ("gross", "net"):
        held = orders[["client_id", "currency", "day", "ordered_at", "order"]].assign(value=orders[amount])
        for days in (-1, 0, 1):
            near = asked.assign(day=asked["day"] + pd.Timedelta(days=days)).merge(held, on=["client_id", "currency", "value", "day"])
            apart = (near["claimed_at"] - near["ordered_at"]).abs()
            near = near[apart.isna() | (apart <= pd.Timedelta(hours=HOURS))]
            made.append(_pairs(near["place"], near["order"], "value"))
    return pd.concat(made).drop_duplicates()


def _met(books: Books, pairs: pd.DataFrame, waiting: pd.DataFrame, orders: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    """Add that the claimant met the order's person; take out pairs of amount and time alone where the log shows that it did not."""
    both = pairs[["place", "order"]].drop_duplicates()
    both = both.merge(_with_person(books, orders.loc[both["order"].unique()])[["order", "client_id", "person_key", "ordered_at"]], on="order")
    claimants = pd.Series(waiting["claimant"].unique())
    called = {who: {_channel(who, rules), _channel(who.partition(":")[0], rules) if who.startswith(AFFILIATE) else ""} for who in claimants}
    labels = books.facts.sql(f"SELECT DISTINCT client_id, {', '.join(FIELDS)} FROM journey_labels").to_pandas()
    shown = channels_of(labels, rules)
    logged = set(zip(labels["client_id"], (shown.names[code] for code in shown.codes), strict=True))
    known = both[both["person_key"] != ""]
    if len(known):
        touches = books.facts.sql(
            f'SELECT client_id, person_key, "at", {", ".join(FIELDS)} FROM touchpoints WHERE person_key IN ({_in(known["person_key"])}) '
            "AND kind <> 'conversion' AND client_id IS NOT NULL"
        ).to_pandas()
        named = channels_of(touches, rules)
        touches["met"] = np.array(named.names, object)[named.codes]
        seen = known.merge(touches[["client_id", "person_key", "at", "met"]], on=["client_id", "person_key"])
        since = seen["ordered_at"] - pd.to_datetime(seen["at"])
        in_time = (since >= -pd.Timedelta(hours=HOURS)) & (since <= pd.Timedelta(days=MET_DAYS)) | since.isna()
        by = [met in called[who] for met, who in zip(seen["met"], waiting["claimant"].reindex(seen["place"]), strict=True)]
        met = seen[in_time & np.array(by, bool)][["place", "order"]].drop_duplicates()
        pairs = pd.concat([pairs, _pairs(met["place"], met["order"], "met")], ignore_index=True)
    can_tell = [
        any((client, name) in logged for name in called[who] if name)
        for client, who in zip(waiting["client_id"].reindex(pairs["place"]), waiting["claimant"].reindex(pairs["place"]), strict=True)
    ]
    alone = pairs.groupby(["place", "order"])["word"].transform("nunique").eq(1) & pairs["word"].eq("value")
    return pairs[~(alone & np.array(can_tell, bool))]


def _with_person(books: Books, orders: pd.DataFrame) -> pd.DataFrame:
    """Orders with the person that the log of touches knows for them, else the shop's own."""
    if orders.empty:
        return orders
    keys = orders["order_key"]
    told = books.facts.sql(
        "SELECT client_id, order_key, min(person_key) AS logged FROM journey_orders WHERE person_key <> '' "
        + (f"AND order_key IN ({_in(keys)}) " if len(keys) < 5_000 else "")
        + "GROUP BY client_id, order_key HAVING count(*) = 1"
    ).to_pandas()
    both = orders.merge(told, "left", on=["client_id", "order_key"])
    return both.assign(person_key=both["logged"].fillna(both["person_key"])).drop(columns="logged")


def _unclaimed(pairs: pd.DataFrame, waiting: pd.DataFrame, found: Matched) -> pd.DataFrame:
    """Without the orders that the same claimant claims already."""
    claimed = pd.MultiIndex.from_frame(found.standing[["claimant", "order"]])
    mine = pd.MultiIndex.from_arrays([waiting["claimant"].reindex(pairs["place"]), pairs["order"]])
    return pairs[~mine.isin(claimed)].reset_index(drop=True)


def _channel(claimant: str, rules: Rules) -> str:
    return channels_of(pd.DataFrame({"channel": [claimant]}), rules).names[0]


def _pairs(place: npt.ArrayLike = (), order: npt.ArrayLike = (), word: str | npt.NDArray[np.str_] = "") -> pd.DataFrame:
    made = pd.DataFrame({"place": np.asarray(place, np.int64), "order": np.asarray(order, np.int64)})
    made["word"] = word
    return made.astype({"word": object}).drop_duplicates()


def _in(texts: pd.Series) -> str:
    """The different texts as literals of SQL."""
    return ", ".join("'" + str(text).replace("'", "''") + "'" for text in texts.unique())
