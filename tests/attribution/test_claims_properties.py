"""Whatever platforms claim, in whatever order: every claim ends in one state, and no order is counted twice."""

import random

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adcrm.attribution import overclaim
from adcrm.attribution.claims import LIST, STANDING, TRANSACTION, Matched, matched
from adcrm.attribution.grouping_defaults import default_rules

RULES = default_rules()
DAY = pd.Timestamp("2026-07-01")
ORDER = st.tuples(st.integers(0, 12), st.sampled_from(["paid", "cancelled", "refunded", "pending"]), st.integers(0, 2))
CLAIM = st.tuples(
    st.sampled_from(["google_ads", "meta_ads", "affiliate:cj", "affiliate"]),
    st.integers(-2, 14),
    st.integers(-3, 9),
    st.booleans(),
    st.sampled_from(["", "declined"]),
)


def shop(orders: list[tuple[int, str, int]]) -> pd.DataFrame:
    made = pd.DataFrame(orders, columns=["order_key", "status", "account"]).drop_duplicates(["order_key", "account"])
    days = [DAY + pd.Timedelta(days=int(key)) for key in made["order_key"]]
    made = made.assign(order_key=made["order_key"].astype(str), account=made["account"].astype(str), client_id=1, person_key="", currency="USD")
    net = np.where(made["status"] == "cancelled", 0, 1_000_000)
    return made.assign(day=days, ordered_at=days, gross=1_000_000, net=net).astype({"day": "datetime64[us]", "ordered_at": "datetime64[us]"})


def told(claims: list[tuple[str, int, int, bool, str]]) -> pd.DataFrame:
    rows = [
        {
            "claim": f"c{place:03d}", "source": TRANSACTION if by_fact and who.startswith("affiliate:") else LIST, "client_id": 1, "claimant": who,
            "publisher": "", "order_key": str(key) if key >= 0 else "", "claim_key": "", "claimed_at": DAY, "day": DAY, "click_at": pd.NaT,
            "click_id": "", "campaign": "", "window": "", "status": status, "value": value * 1_000_000, "currency": "USD",
        }
        for place, (who, key, value, by_fact, status) in enumerate(claims)
    ]  # fmt: skip
    return pd.DataFrame(rows)


def states(found: Matched) -> dict[str, str]:
    return dict(zip(found.claims["claim"], found.claims["state"], strict=True))


@given(st.lists(ORDER, min_size=1, max_size=20), st.lists(CLAIM, min_size=1, max_size=40), st.randoms())
@settings(max_examples=25, deadline=None, derandomize=True, database=None)
def test_every_claim_is_in_one_state_and_no_order_counts_twice(
    orders: list[tuple[int, str, int]], claims: list[tuple[str, int, int, bool, str]], dice: random.Random
) -> None:
    held, lines = shop(orders), told(claims)
    found = matched(lines, held.reset_index(drop=True))
    standing = found.standing
    assert not standing[["claimant", "order"]].duplicated().any() and (standing["order"] >= 0).all()
    assert (found.claims.loc[found.claims["order_key"] == "", "state"] != STANDING).all()
    whole = overclaim.summary(found, "USD")
    assert whole.claims + whole.repeats + whole.corrections + whole.taken_back + whole.in_review == whole.made == len(claims) - whole.retold
    assert whole.claimed + whole.unclaimed == whole.orders == len(held) and whole.real + (held["status"] == "cancelled").sum() <= whole.orders
    channels = overclaim.by_channel(found, RULES)
    assert channels["share"].sum() == pytest.approx(whole.claimed) and channels["claims"].sum() == whole.claims
    assert (channels["orders"] <= channels["claims"]).all() and (channels["ratio"] >= 1 - 1e-9).all()
    both = overclaim.overlap(found, RULES)
    assert (both.to_numpy() == both.to_numpy().T).all() and [both.loc[name, name] for name in channels["channel"]] == channels["orders"].tolist()
    moved = matched(lines.sample(frac=1, random_state=dice.randrange(2**31)), held.sample(frac=1, random_state=1).reset_index(drop=True))
    assert states(moved) == states(found)
    assert overclaim.by_channel(moved, RULES).equals(channels)
