"""Versions of the rules: kept, shown before they are kept, brought back; spellings are proposed and never applied."""

import pandas as pd
import pytest

from adcrm.actors import Actor
from adcrm.attribution.channel_rules import channels_now, current_rules, current_version, moved, origins, restore_rules, save_rules, versions
from adcrm.attribution.grouping import FIELDS, Rule
from adcrm.attribution.grouping_defaults import default_rules
from adcrm.attribution.spellings import suggested_merges
from adcrm.books import Books
from adcrm.errors import InputError, NotFoundError, PermissionRefusedError
from adcrm.store.log import latest_events
from tests.attribution.claim_worlds import TOUCHES, fernwick, shop
from tests.imports.record_worlds import shop_order, take_file
from tests.imports.worlds import OWNER

GUEST = Actor("guest", "viewer")
SOCIAL = Rule("Social", channel="Facebook|FB|Face book")


def touches(books: Books) -> int:
    """Person 1: FB, Facebook, an order, Direct; person 2: Direct, Face book, an order; returns the client."""
    client = fernwick(books)
    met = [
        *(("v_1", "01T01", "FB"), ("v_1", "01T02", "Facebook"), ("v_1", "05T01", "Direct")),
        *(("v_2", "01T01", "Direct"), ("v_2", "01T05", "Face book"), ("v_2", "01T06", "facebook")),
    ]
    lines = [f"{who},2026-07-{when}:00:00Z,{channel},,click,," for who, when, channel in met]
    take_file(books, client, "\n".join([TOUCHES, *lines, ""]).encode(), "touches.csv", currency="USD")
    shop(books, client, shop_order(1, "10.00"), shop_order(2, "20.00"))
    return client


def origin(**touched: int) -> pd.DataFrame:
    rows = [dict.fromkeys(FIELDS, "") | {"channel": name.replace("_", " "), "touches": n, "orders": 0} for name, n in touched.items()]
    return pd.DataFrame(rows)


def test_a_version_is_kept_and_an_older_one_brought_back(every_books: Books) -> None:
    crm = every_books.crm
    assert current_version(crm).number == 0 and current_rules(crm) == default_rules()
    first = save_rules(crm, OWNER, (SOCIAL, *default_rules()), based_on=0, note="One social")
    assert current_rules(crm) == (SOCIAL, *default_rules())
    second = save_rules(crm, OWNER, (SOCIAL,), based_on=first.number)
    third = restore_rules(crm, OWNER, 0)
    assert current_rules(crm) == default_rules()
    assert [(one.number, one.restores) for one in versions(crm)] == [(third.number, 0), (second.number, None), (first.number, None), (0, None)]
    assert restore_rules(crm, OWNER, first.number).rules == (SOCIAL, *default_rules())
    assert [event.action for event in latest_events(crm, 4)] == [*["channel_rules.restore"] * 2, *["channel_rules.save"] * 2]


def test_two_people_do_not_overwrite_each_other(books: Books) -> None:
    save_rules(books.crm, OWNER, (SOCIAL,), based_on=0)
    with pytest.raises(InputError, match="meanwhile"):
        save_rules(books.crm, OWNER, (SOCIAL, SOCIAL), based_on=0)
    with pytest.raises(PermissionRefusedError):
        save_rules(books.crm, GUEST, (SOCIAL,), based_on=1)
    with pytest.raises(PermissionRefusedError):
        restore_rules(books.crm, GUEST, 0)
    with pytest.raises(NotFoundError):
        restore_rules(books.crm, OWNER, 99)


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        ((Rule(" ", channel="a"),), "names no channel"),
        ((Rule("A"),), "asks for nothing"),
        ((Rule("A", "paid", channel="a"), Rule("A", "unpaid", channel="b")), "two sorts"),
        ((Rule("A", channel="x" * 501),), "too long"),
    ],
)
def test_a_rule_that_cannot_be_asked_is_refused(books: Books, rules: tuple[Rule, ...], said: str) -> None:
    with pytest.raises(InputError, match=said):
        save_rules(books.crm, OWNER, rules, based_on=0)
    assert current_version(books.crm).number == 0


def test_what_a_version_would_move_is_known_before_it_is_kept(every_books: Books) -> None:
    client = touches(every_books)
    counts = origins(every_books, client)
    assert dict(zip(counts["channel"], zip(counts["touches"], counts["orders"], strict=True), strict=True)) == {
        "Direct": (2, 0), "FB": (1, 0), "Face book": (1, 0), "Facebook": (1, 1), "facebook": (1, 1),
    }  # fmt: skip
    now = channels_now(counts, (SOCIAL, *default_rules()))
    assert now.to_numpy().tolist() == [["Social", "paid", 4, 2], ["Direct", "direct", 2, 0]]
    change = moved(counts, default_rules(), (SOCIAL, *default_rules()))
    assert change.set_index("channel").to_dict("index")["Social"] == {
        "touches_before": 0, "touches_after": 4, "orders_before": 0, "orders_after": 2,
    }  # fmt: skip
    assert "Direct" not in set(change["channel"])
    for what in ("touches", "orders"):
        assert change[f"{what}_before"].sum() == change[f"{what}_after"].sum()
    assert len(moved(counts, default_rules(), default_rules())) == 0


def test_spellings_of_a_channel_are_proposed_and_other_channels_are_not() -> None:
    counts = origin(Facebook=9, Face_book=3, FB=2, Instagrm=4, Instagram=5, Paid_Search=5, Paid_Social=4, Brand_1=2, Brand_2=2, TV=1, TW=1)
    found = {one.into: one for one in suggested_merges(counts, default_rules())}
    assert {name: (set(one.names), set(one.reasons)) for name, one in found.items()} == {
        "Facebook": ({"Face book", "FB"}, {"signs", "short"}),
        "Instagram": ({"Instagrm"}, {"letters"}),
    }
    assert found["Facebook"].rule == Rule("Facebook", "paid", channel="Facebook|Face book|FB")
    change = moved(counts, default_rules(), (found["Facebook"].rule, *default_rules())).set_index("channel")
    assert change.loc["Facebook", "touches_after"] == 14 and change.loc["FB", "touches_after"] == 0


def test_a_platform_that_is_written_in_two_ways_is_one_by_the_rules_already() -> None:
    assert suggested_merges(origin(google_ads=1, Google_Ads=2), default_rules()) == ()
