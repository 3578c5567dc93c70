"""Every order counts once however many platforms claim it, and the claims stand beside the truth."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from adcrm.attribution import overclaim
from adcrm.attribution.claims import Matched, claimant_of, match
from adcrm.attribution.grouping import Rule
from adcrm.attribution.grouping_defaults import default_rules
from adcrm.attribution.journeys import read_journeys
from adcrm.books import Books
from adcrm.imports.undo import undo
from tests.attribution import claim_worlds as made
from tests.attribution.claim_worlds import GOOGLE, META, NETWORKS, claims, fernwick, google, hundred, meta, network, shop
from tests.imports.record_worlds import shop_order, take_file
from tests.imports.worlds import OWNER, row, take

RULES = default_rules()


def states(found: Matched) -> list[tuple[str, str, str]]:
    return sorted(found.claims[["claimant", "order_key", "state"]].itertuples(index=False, name=None))


@pytest.mark.samples
def test_the_samples_are_what_they_are_said_to_be(books: Books, samples: Path) -> None:
    said = json.loads((samples / "expected.json").read_text("utf-8"))
    told, shop_says = said["claims"], said["orders"]
    client = fernwick(books)
    files = ["orders_export_1.csv", *(Path(name).name for name in told["files"].values())]
    affiliates = ["cj_commission_detail.csv", "US-Network.csv", "shareasale_transactions.csv"]  # the same claims once more
    for some in (files, affiliates):
        for name in some:
            take_file(books, client, (samples / "fernwick" / name).read_bytes(), name, currency="USD")
        found = match(books, client).within()
        whole = overclaim.summary(found)
        assert (whole.claims, whole.claimed, f"{whole.ratio:.6f}") == (
            told["total_claims"], told["distinct_orders_claimed"], told["over_claim_ratio"],
        )  # fmt: skip
        assert (whole.claimed_value, whole.distinct_value) == (Decimal(told["claimed_value"]), Decimal(told["distinct_claimed_value"]))
        assert (whole.voided, whole.orders, whole.unclaimed) == (told["claimed_but_voided"], told["orders_in_shop"], told["orders_nobody_claims"])
        assert f"{whole.per_order:.6f}" == told["claims_per_shop_order"]
        assert (whole.real, whole.real_value) == (shop_says["paid_orders"], Decimal(shop_says["net_revenue"]))
        times = found.standing["order"].value_counts().value_counts()
        assert {str(n): int(times[n]) for n in times.index} == told["orders_claimed_by"]
        platforms = overclaim.by_channel(found, (Rule("affiliate", channel="affiliate*"), Rule("google_ads", channel="google_ads"),
                                                 Rule("meta_ads", channel="meta_ads"))).set_index("channel")  # fmt: skip
        for name, part in told["per_platform"].items():
            assert (platforms.loc[name, "claims"], platforms.loc[name, "value"]) == (part["claims"], Decimal(part["value"]))


def test_a_hundred_orders_stay_a_hundred_and_twelve_claims_wait(every_books: Books) -> None:
    client = hundred(every_books)
    found = match(every_books, client).within()
    whole = overclaim.summary(found)
    assert (whole.made, whole.orders, whole.real, whole.keyless, whole.in_review) == (160, 100, 100, 12, 12)
    assert (whole.claims, whole.claimed) == (148, 100 - 20)
    assert len(read_journeys(every_books.facts, client).orders) == 100  # what every model shares out
    weeks = overclaim.by_week(found)
    assert (weeks["orders"].sum(), weeks["claims"].sum(), weeks["claimed"].sum()) == (100, 148, 80)
    channels = overclaim.by_channel(found, RULES)
    assert channels["share"].sum() == pytest.approx(80) and channels["claims"].sum() == 148
    both = overclaim.by_channel_and_week(found, RULES)
    assert both["claims"].sum() == 148 and both["share"].sum() == pytest.approx(80)


def test_refunds_and_cancellations_restate_what_was_claimed(every_books: Books) -> None:
    client = fernwick(every_books)
    shop(every_books, client, shop_order(1, "10.00"), shop_order(2, "20.00"))
    claims(every_books, client, GOOGLE, google("1"), google("2", "20.00"))
    before = overclaim.summary(match(every_books, client).within())
    restated = shop(every_books, client, shop_order(1, "10.00", "voided"), shop_order(2, "20.00", "partially_refunded", "5.00"))
    after = overclaim.summary(match(every_books, client).within())
    assert (before.real, before.real_claimed_value, before.voided) == (2, Decimal("30.00"), 0)
    assert (after.real, after.real_claimed_value, after.voided, after.voided_claims) == (1, Decimal("15.00"), 1, 1)
    assert (after.claims, after.claimed, after.claimed_value) == (2, 2, Decimal("30.00"))
    undo(every_books, restated.import_id or 0, OWNER)
    assert overclaim.summary(match(every_books, client).within()) == before


def test_an_order_that_a_platform_names_twice_is_one_claim_and_is_listed(books: Books) -> None:
    client = fernwick(books)
    shop(books, client, shop_order(1, "10.00"))
    claims(books, client, META, meta("1", number="a"), meta("1", "11.00", number="b"), meta("9", number="c"), meta("9", number="d"))
    found = match(books, client).within()
    assert states(found) == [("meta_ads", "1", "repeat"), ("meta_ads", "1", "standing"), ("meta_ads", "9", "repeat"), ("meta_ads", "9", "unknown")]
    listed = overclaim.repeats(found, RULES)
    assert listed[["order_key", "channel", "claims", "window"]].values.tolist() == [["1", "Meta Ads", 1, "7-day click"]]
    assert overclaim.summary(found).ratio == 1.0


def test_a_network_that_lists_its_claims_and_reports_its_transactions_claims_once(every_books: Books) -> None:
    client = fernwick(every_books)
    shop(every_books, client, *(shop_order(n, "10.00") for n in range(1, 6)))
    claims(every_books, client, NETWORKS, network("CJ", "1"), network("", "2"), network("Rakuten", "3"), network("CJ", "", number="t7"))
    sale = {"platform": "affiliate:cj", "account": "Fernwick", "level": "campaign", "conversions": Decimal(1), "conversion_value": Decimal(10)}
    sold = [row(2, 1, **sale, order_key=key, item_id=f"t{n}") for n, key in enumerate(("1", "2", "3", "4"))]
    taken_back = [
        row(2, 1, **sale, order_key="5", item_id="t5"),
        row(3, 1, **{**sale, "conversion_value": Decimal(-10)}, order_key="5", item_id="t6"),
    ]
    take(every_books, client, *sold, *taken_back, row(2, 1, **sale, order_key="", item_id="t7"), row(2, 1, **sale, order_key="", item_id="t8"))
    assert states(match(every_books, client).within()) == [
        ("affiliate", "2", "standing"),
        ("affiliate:cj", "", "keyless"), ("affiliate:cj", "", "keyless"), ("affiliate:cj", "", "retold"),
        ("affiliate:cj", "1", "retold"), ("affiliate:cj", "1", "standing"), ("affiliate:cj", "2", "retold"), ("affiliate:cj", "3", "standing"),
        ("affiliate:cj", "4", "standing"), ("affiliate:cj", "5", "withdrawn"), ("affiliate:rakuten", "3", "standing"),
    ]  # fmt: skip


def test_a_claim_that_is_corrected_or_declined_counts_for_what_is_left(books: Books) -> None:
    client = fernwick(books)
    shop(books, client, *(shop_order(n, "10.00") for n in range(1, 4)))
    lines = [network("CJ", "1"), network("CJ", "1", "-4.00", number="x"), network("CJ", "2"), network("CJ", "2", "-10.00", number="y")]
    claims(books, client, NETWORKS, *lines, network("CJ", "3", status="Declined"))
    found = match(books, client).within()
    whole = overclaim.summary(found)
    assert (whole.claims, whole.claimed_value, whole.corrections, whole.taken_back) == (1, Decimal("6.00"), 2, 2)


def test_two_shops_that_number_alike_and_numbers_that_no_shop_has_wait_for_a_person(books: Books) -> None:
    client = fernwick(books)
    shop(books, client, shop_order(1, "10.00"), shop_order(2, "10.00"), account="West")
    shop(books, client, shop_order(1, "99.00", day=9), shop_order(3, "98.00", day=9), account="East")
    claims(books, client, GOOGLE, google("1"), google("2"), google("4"))
    assert states(match(books, client).within()) == [
        *(("google_ads", "1", "ambiguous"), ("google_ads", "2", "standing"), ("google_ads", "4", "unknown"))
    ]


def test_amounts_of_two_currencies_are_never_added(books: Books) -> None:
    client = fernwick(books)
    shop(books, client, shop_order(1, "10.00"), shop_order(2, "20.00"))
    claims(books, client, GOOGLE, google("1"), google("2", "18.00", currency="EUR"), google("8", "7.00", currency="EUR"))
    whole = overclaim.summary(match(books, client).within())
    assert (whole.currency, whole.claims, whole.claimed_value, whole.other_currency, whole.unknown) == ("USD", 2, Decimal("10.00"), 1, 0)
    euros = overclaim.summary(match(books, client).within(currency="EUR"), "EUR")
    assert (euros.claims, euros.orders, euros.unknown) == (0, 0, 1)


def test_a_claim_belongs_to_the_day_of_its_order(books: Books) -> None:
    client = fernwick(books)
    shop(books, client, shop_order(1, "10.00", day=1), shop_order(2, "20.00", day=9))
    claims(books, client, GOOGLE, google("1", day=9), google("2", day=9), google("", day=9))
    early = match(books, client).within(date(2026, 7, 1), date(2026, 7, 2))
    assert states(early) == [("google_ads", "1", "standing")] and early.orders["order_key"].tolist() == ["1"]
    late = match(books, client).within(date(2026, 7, 9))
    assert states(late) == [("google_ads", "", "keyless"), ("google_ads", "2", "standing")]
    assert late.orders.loc[late.standing["order"], "order_key"].tolist() == ["2"]


def test_without_a_shop_the_conversions_of_the_touch_log_are_the_orders(every_books: Books) -> None:
    client = fernwick(every_books)
    log = [made.TOUCHES, "v_1,2026-07-01T01:00:00Z,Google Ads,Brand,click,Cj1,", *["v_1,2026-07-02T09:00:00Z,,,conversion,,1"] * 2]
    take_file(every_books, client, "\n".join([*log, ""]).encode(), "touches.csv", currency="USD")
    claims(every_books, client, GOOGLE, google("1"), google("2"))
    found = match(every_books, client).within()
    assert (found.orders["order_key"].tolist(), states(found)) == (["1"], [("google_ads", "1", "standing"), ("google_ads", "2", "unknown")])


def test_orders_that_name_no_currency_are_claimed_all_the_same(books: Books) -> None:
    client = fernwick(books)
    log = [made.TOUCHES, *(f"v_{n},2026-07-02T09:00:00Z,,,conversion,,{n}" for n in (1, 2))]
    take_file(books, client, "\n".join([*log, ""]).encode(), "touches.csv")
    claims(books, client, GOOGLE, google("1"), google("3", "5.00"), google("", "5.00"))
    whole = overclaim.summary(match(books, client).within())
    assert (whole.orders, whole.claims, whole.unknown, whole.keyless) == (2, 1, 1, 1)
    assert (whole.currency, whole.claimed_value, whole.other_currency) == ("USD", Decimal("10.00"), 0)


def test_the_overlap_counts_orders_that_two_channels_both_claim(books: Books) -> None:
    client = hundred(books)
    found = match(books, client).within()
    both = overclaim.overlap(found, RULES)
    assert both.loc["Google Ads", "Google Ads"] == 70 and both.loc["Google Ads", "Meta Ads"] == both.loc["Meta Ads", "Google Ads"] == 54
    assert both.loc["CJ Affiliate", "Google Ads"] == 14 and both.loc["CJ Affiliate", "Meta Ads"] == 0
    often = overclaim.claimed_often(found, RULES)
    assert often["order_key"].nunique() == 54 + 14 and often["claims"].eq(2).all() and len(often) == 136


def test_books_without_claims_or_orders_are_answered(books: Books) -> None:
    found = match(books).within()
    assert overclaim.summary(found).ratio is None and overclaim.summary(found).claims == 0
    for ask in (overclaim.by_channel, overclaim.overlap, overclaim.claimed_often, overclaim.repeats, overclaim.by_channel_and_week):
        assert len(ask(found, RULES)) == 0
    assert len(overclaim.by_week(found)) == 0


@pytest.mark.parametrize(
    ("network_name", "key"),
    [
        ("CJ", "affiliate:cj"),
        ("cj affiliate", "affiliate:cj"),
        ("Commission Junction", "affiliate:cj"),
        ("Impact Radius", "affiliate:impact"),
        ("Tradedoubler", "affiliate:tradedoubler"),
        ("", "affiliate"),
    ],
)
def test_a_network_goes_by_the_key_that_its_own_reports_have(network_name: str, key: str) -> None:
    assert claimant_of("affiliate", network_name) == key


def test_a_network_under_two_names_claims_an_order_once(books: Books) -> None:
    client = fernwick(books)
    shop(books, client, shop_order(1, "10.00"))
    claims(books, client, NETWORKS, network("CJ", "1"), network("Commission Junction", "1", number="t1"))
    said = overclaim.summary(match(books, client).within())
    assert (said.claims, said.claimed, said.ratio) == (1, 1, 1.0)
