"""Claims that match no order wait for a person, with proposals; what was said holds when the file comes again, and is taken back."""

import pytest

from adcrm.actors import Actor
from adcrm.attribution import claim_decisions, overclaim
from adcrm.attribution.claim_decisions import Accepted
from adcrm.attribution.claims import match
from adcrm.attribution.grouping_defaults import default_rules
from adcrm.attribution.review import Queue, claim_ref, give_order, review_queue
from adcrm.books import Books
from adcrm.errors import InputError, NotFoundError, PermissionRefusedError
from adcrm.imports.undo import undo
from adcrm.store.log import latest_events
from tests.attribution.claim_worlds import GOOGLE, META, NETWORKS, TOUCHES, claims, fernwick, google, hundred, meta, moment, network, shop
from tests.imports.record_worlds import shop_order, take_file
from tests.imports.worlds import OWNER

RULES = default_rules()
GUEST = Actor("guest", "viewer")


def queue(books: Books, client: int) -> Queue:
    return review_queue(books, match(books, client), RULES)


def offered(waiting: Queue) -> list[tuple[str, str, tuple[str, ...]]]:
    """The claim's own number, the order proposed and why, for each claim and proposal, best first."""
    numbers = dict(zip(waiting.claims["claim"], waiting.claims["order_key"], strict=True))
    rows = waiting.proposals[["claim", "order_key", "reasons"]].itertuples(index=False, name=None)
    return [(numbers[claim], order, reasons) for claim, order, reasons in rows]


def touched(books: Books, client: int, *lines: str) -> None:
    take_file(books, client, "\n".join([TOUCHES, *lines, ""]).encode(), "touches.csv", currency="USD")


def test_all_twelve_claims_without_a_number_wait(every_books: Books) -> None:
    client = hundred(every_books)
    waiting = queue(every_books, client)
    assert len(waiting) == 12 and set(waiting.claims["state"]) == {"keyless"}
    assert overclaim.summary(match(every_books, client).within()).claims == 148


def test_numbers_that_differ_in_capitals_signs_a_prefix_or_zeros_are_proposed_and_matched_by_nobody(every_books: Books) -> None:
    client = fernwick(every_books)
    shop(every_books, client, *(shop_order(n, f"{n}.00", day=n - 100) for n in (101, 102, 103, 104)))
    odd = [google(key, "1.00", day=20) for key in ("10 1", "WEB-102", "000103", "104.0", "999", "A-1")]
    claims(every_books, client, GOOGLE, *odd)
    waiting = queue(every_books, client)
    assert len(waiting) == 6 and overclaim.summary(match(every_books, client).within()).claims == 0
    assert sorted(offered(waiting)) == [
        *(("000103", "103", ("prefix",)), ("10 1", "101", ("signs",)), ("104.0", "104", ("signs",)), ("WEB-102", "102", ("prefix",)))
    ]
    assert waiting.claims["best"].isna().sum() == 2 and waiting.claims["best"].iloc[0] == 0.9


def test_an_amount_within_a_day_is_proposed_where_the_platform_met_the_person(every_books: Books) -> None:
    client = fernwick(every_books)
    shop(
        every_books,
        client,
        shop_order(1, "10.00", day=5),
        shop_order(2, "10.00", day=5),
        shop_order(3, "10.00", day=9),
        shop_order(4, "11.00", day=5),
    )
    touched(every_books, client, "v_1,2026-07-04T01:00:00Z,google_ads,Brand,click,,", "v_2,2026-07-04T01:00:00Z,meta_ads,Cold,click,,",
            "v_3,2026-07-04T01:00:00Z,google_ads,Brand,click,,", "v_4,2026-05-01T01:00:00Z,google_ads,Brand,click,,")  # fmt: skip
    claims(every_books, client, GOOGLE, google("", "10.00", day=5, hour=9))
    assert offered(queue(every_books, client)) == [("", "1", ("value", "met"))]


def test_without_any_touch_of_the_platform_amount_and_time_must_do_and_rivals_are_counted(books: Books) -> None:
    client = fernwick(books)
    shop(books, client, shop_order(1, "10.00", day=5), shop_order(2, "10.00", day=5), shop_order(3, "10.00", day=5))
    claims(books, client, META, meta("3", day=5), meta("", day=5))  # order 3 is claimed by Meta already
    waiting = queue(books, client)
    assert sorted(offered(waiting)) == [("", "1", ("value",)), ("", "2", ("value",))]
    assert waiting.proposals["alike"].tolist() == [2, 2]


def test_a_click_leads_to_its_order(every_books: Books) -> None:
    client = fernwick(every_books)
    shop(every_books, client, shop_order(1, "10.00", day=5), shop_order(2, "20.00", day=6))
    touched(every_books, client, "v_2,2026-07-04T01:00:00Z,google_ads,Brand,click,Cjlate,")
    claims(every_books, client, GOOGLE, google("", "1.00", day=20, click="Cj1"), google("", "1.00", day=20, click="Cjlate"))
    assert sorted((order, reasons) for _, order, reasons in offered(queue(every_books, client))) == [("1", ("click",)), ("2", ("visitor", "met"))]


def test_an_affiliate_network_met_whom_the_log_says_affiliates_met(books: Books) -> None:
    client = fernwick(books)
    shop(books, client, shop_order(1, "10.00", day=5))
    touched(books, client, "v_1,2026-07-04T01:00:00Z,Affiliate,,click,,")
    claims(books, client, NETWORKS, network("CJ", "", day=5))
    assert offered(queue(books, client)) == [("", "1", ("value", "met"))]


def test_a_person_gives_a_claim_its_order_and_it_holds_when_the_file_comes_again(every_books: Books) -> None:
    client = fernwick(every_books)
    shop(every_books, client, shop_order(1, "10.00"), shop_order(2, "20.00"))
    lines = (google("", "10.00"), google("", "20.00"), google("2", "20.00"))
    file = claims(every_books, client, GOOGLE, *lines)
    before = overclaim.summary(match(every_books, client).within())
    rows = {row["value"]: claim_ref(row) for row in queue(every_books, client).claims.to_dict("records")}
    give_order(every_books, OWNER, rows[10_000_000], "#1", note="By the amount")
    claim_decisions.reject(every_books.crm, OWNER, rows[20_000_000])
    after = overclaim.summary(match(every_books, client).within())
    assert (after.claims, after.by_hand, after.keyless, after.rejected) == (before.claims + 1, 1, 0, 1)
    undo(every_books, file.import_id or 0, OWNER)
    assert overclaim.summary(match(every_books, client).within()).made == 0
    claims(every_books, client, GOOGLE, *lines)
    assert overclaim.summary(match(every_books, client).within()) == after
    for said in claim_decisions.decisions(every_books.crm, client):
        claim_decisions.undo(every_books.crm, OWNER, said.about.claim)
    assert overclaim.summary(match(every_books, client).within()) == before and len(queue(every_books, client)) == 2
    assert [event.action for event in latest_events(every_books.crm, 4)] == [*["claim.reopen"] * 2, "claim.reject", "claim.accept"]


def test_clear_proposals_are_accepted_at_once_and_taken_back_at_once(books: Books) -> None:
    client = fernwick(books)
    shop(books, client, *(shop_order(n, f"{n}.00", day=n - 100) for n in range(101, 106)))
    claims(books, client, GOOGLE, *(google(key, "1.00", day=20) for key in ("10 1", "WEB-102", "00103", "WEB-103", "999")))
    waiting = queue(books, client)
    clear = waiting.clear(0.8)  # two claims of the platform are near to order 103
    assert sorted(clear["order_key"]) == ["101", "102"] and waiting.clear(0.85)["order_key"].tolist() == ["101"]
    made = [Accepted(claim_ref(row), row["order_key"], row["order_account"], {}) for row in clear.to_dict("records")]
    with pytest.raises(PermissionRefusedError):
        claim_decisions.accept_many(books.crm, GUEST, made)
    claim_decisions.accept_many(books.crm, OWNER, made)
    assert overclaim.summary(match(books, client).within()).claims == 2 and len(queue(books, client)) == 3
    claim_decisions.undo_many(books.crm, OWNER, [one.about.claim for one in made])
    assert overclaim.summary(match(books, client).within()).claims == 0 and len(queue(books, client)) == 5


def test_an_order_that_the_platform_claims_already_is_not_claimed_twice_by_hand(books: Books) -> None:
    client = fernwick(books)
    shop(books, client, shop_order(1, "10.00"))
    claims(books, client, GOOGLE, google("1"), google(""))
    (row,) = queue(books, client).claims.to_dict("records")
    give_order(books, OWNER, claim_ref(row), "1")
    whole = overclaim.summary(match(books, client).within())
    assert (whole.claims, whole.repeats, whole.keyless) == (1, 1, 0)


def test_a_decision_follows_the_platforms_own_number_when_the_time_is_read_in_another_zone(books: Books) -> None:
    client = fernwick(books)
    shop(books, client, shop_order(1, "10.00"))
    first = claims(books, client, META, meta("", number="e-7"))
    (row,) = queue(books, client).claims.to_dict("records")
    give_order(books, OWNER, claim_ref(row), "1")
    undo(books, first.import_id or 0, OWNER)
    data = "\n".join([META, meta("", number="e-7"), ""]).encode()
    take_file(books, client, data, "claims.csv", time_zone="Asia/Shanghai")
    found = match(books, client)
    assert found.claims["claim"].tolist() != [row["claim"]] and found.claims["by_hand"].tolist() == [True]


def test_a_number_that_two_shops_have_is_told_apart_by_a_person(books: Books) -> None:
    client = fernwick(books)
    shop(books, client, shop_order(1, "10.00"), account="West")
    shop(books, client, shop_order(1, "99.00", day=9), account="East")
    claims(books, client, GOOGLE, google("1", "99.00", day=9))
    waiting = queue(books, client)
    assert offered(waiting) == [("1", "1", ("number", "value")), ("1", "1", ("number",))]
    assert waiting.proposals["order_account"].tolist() == ["East", "West"]
    about = claim_ref(waiting.claims.to_dict("records")[0])
    with pytest.raises(InputError, match="Two shops"):
        give_order(books, OWNER, about, "1")
    give_order(books, OWNER, about, "1", "East")
    found = match(books, client)
    assert found.orders.loc[found.standing["order"], "account"].tolist() == ["East"]


def test_who_may_not_decide_and_what_is_not_there_is_refused(books: Books) -> None:
    client = fernwick(books)
    shop(books, client, shop_order(1, "10.00"))
    claims(books, client, GOOGLE, google(""))
    about = claim_ref(queue(books, client).claims.to_dict("records")[0])
    with pytest.raises(NotFoundError):
        give_order(books, OWNER, about, "77")
    with pytest.raises(InputError):
        give_order(books, OWNER, about, " ")
    for act in (lambda: give_order(books, GUEST, about, "1"), lambda: claim_decisions.reject(books.crm, GUEST, about),
                lambda: claim_decisions.undo(books.crm, GUEST, about.claim)):  # fmt: skip
        with pytest.raises(PermissionRefusedError):
            act()
    with pytest.raises(NotFoundError):
        claim_decisions.undo(books.crm, OWNER, about.claim)
    assert moment(1) == "2026-07-02 06:30:00" and len(queue(books, client)) == 1
