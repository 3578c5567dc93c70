"""Rules lead a platform's campaign to a plan; what no rule covers is seen as such; nothing is counted twice or lost on the way."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adcrm.actors import Actor
from adcrm.books import Books
from adcrm.campaigns.mapping import coverage, fitting, mapped_campaigns, tagged_orders
from adcrm.campaigns.plans import plan_campaign, plans
from adcrm.campaigns.rules import add_rule, remove_rule, rules
from adcrm.errors import InputError, NotFoundError, PermissionRefusedError
from adcrm.imports.clients import ensure_client
from adcrm.imports.load import load
from adcrm.imports.read import read
from tests.imports.worlds import DAY, OWNER, row, take, total

SPAN = (DAY, date(2026, 12, 31))
GUEST = Actor("guest", "viewer")


def world(books: Books) -> int:
    """A client with three campaigns that cost 10, 20 and 40, and an account of nobody that cost 7."""
    client = ensure_client(books.crm, "Fernwick", OWNER)
    take(books, client, row(1, 10, campaign="Brand | Search"), row(1, 20, campaign="Tents_Summer 100%"), row(2, 40, campaign="tents winter"))
    take(books, None, row(1, 7, campaign="Tents abroad", account="Somebody"), name="other.csv")
    return client


def plan_of(books: Books) -> dict[str, str]:
    return {one.campaign: one.plan.name if one.plan else "" for one in mapped_campaigns(books, *SPAN)}


def test_the_first_rule_that_fits_decides_and_the_rest_stays_open(every_books: Books) -> None:
    client = world(every_books)
    tents = plan_campaign(every_books.crm, client, "Tents 2026", OWNER, budget=Decimal(100))
    winter = plan_campaign(every_books.crm, client, "Winter", OWNER)
    first = add_rule(every_books.crm, OWNER, client_id=client, campaign_id=winter.id, how="like", text="*WINTER")
    add_rule(every_books.crm, OWNER, client_id=client, campaign_id=tents.id, text="tents")
    assert plan_of(every_books) == {"Brand | Search": "", "Tents_Summer 100%": "Tents 2026", "tents winter": "Winter", "Tents abroad": ""}
    (covered,) = [one for one in coverage(mapped_campaigns(every_books, *SPAN)) if one.client_id == client]
    assert (covered.currency, covered.mapped, covered.whole, covered.unmapped) == ("USD", 60, 70, 10)
    assert sum(one.cost for one in mapped_campaigns(every_books, *SPAN, client)) == total(every_books) == 70
    gone = remove_rule(every_books.crm, first.id, OWNER)
    assert plan_of(every_books)["tents winter"] == "Tents 2026"
    add_rule(every_books.crm, OWNER, client_id=client, campaign_id=winter.id, how="like", text="*WINTER", position=gone.position)
    assert plan_of(every_books)["tents winter"] == "Winter"  # a rule that is put back decides before those it stood before


def test_an_account_of_nobody_is_seen_and_belongs_to_no_plan(every_books: Books) -> None:
    client = world(every_books)
    plan = plan_campaign(every_books.crm, client, "Everything", OWNER)
    add_rule(every_books.crm, OWNER, client_id=client, campaign_id=plan.id, text="t")
    abroad = next(one for one in mapped_campaigns(every_books, *SPAN) if one.campaign == "Tents abroad")
    assert (abroad.client_id, abroad.plan, abroad.cost) == (None, None, 7)


def test_spend_of_nobody_is_said_once_however_many_reports_repeat_it(every_books: Books) -> None:
    take(every_books, None, row(1, 7, campaign="Tents", account="Somebody"), row(2, 5, campaign="Maps", account="Somebody"))
    take(every_books, None, row(1, 7, campaign=None, account="Somebody", level="account"), name="account.csv")
    take(every_books, None, row((1, 2), 7, campaign="Tents", account="Somebody"), name="period.csv")
    take(
        every_books, None, row(1, 3, campaign="Tents", account="Another"), row(1, 9, campaign="Gone", account="Another", status="declined"), name="b"
    )
    assert {(one.account, one.campaign): one.cost for one in mapped_campaigns(every_books, *SPAN)} == {
        ("Somebody", "Tents"): 7,
        ("Somebody", "Maps"): 5,
        ("Another", "Tents"): 3,
    }


@pytest.mark.parametrize(("how", "text", "names"), [
    ("contains", "100%", ["Tents_Summer 100%"]),
    ("like", "tents_*", ["Tents_Summer 100%"]),
    ("like", "tents?winter", ["tents winter"]),
    ("starts", "BRAND |", ["Brand | Search"]),
    ("equals", "Tents Winter", ["tents winter"]),
    ("contains", "'; DROP TABLE ad_performance; --", []),
])  # fmt: skip
def test_names_are_compared_as_the_form_says_before_the_rule_is_kept(every_books: Books, how: str, text: str, names: list[str]) -> None:
    client = world(every_books)
    plan = plan_campaign(every_books.crm, client, "Plan", OWNER)
    before = fitting(mapped_campaigns(every_books, *SPAN, client), how, text)
    add_rule(every_books.crm, OWNER, client_id=client, campaign_id=plan.id, how=how, text=text)
    kept = [name for name, found in plan_of(every_books).items() if found]
    assert sorted(one.campaign for one in before) == sorted(kept) == names


@given(name=st.text(st.characters(codec="ascii", exclude_characters="\x00"), max_size=12), text=st.text("aAbB%_*?!' ", min_size=1, max_size=5))
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_the_form_and_the_kept_rule_agree_on_any_name(books: Books, name: str, text: str) -> None:
    """The same words in Python and in SQL."""
    if not " ".join(text.split()):
        return
    client = ensure_client(books.crm, "Fernwick", OWNER)
    plan = plan_campaign(books.crm, client, "Plan", OWNER)
    for rule in rules(books.crm):
        remove_rule(books.crm, rule.id, OWNER)
    take(books, client, row(1, 10, campaign=name), name=repr(name))
    for how in ("contains", "starts", "equals", "like"):
        before = {one.campaign for one in fitting(mapped_campaigns(books, *SPAN), how, text)}
        rule = add_rule(books.crm, OWNER, client_id=client, campaign_id=plan.id, how=how, text=text)
        assert {one.campaign for one in mapped_campaigns(books, *SPAN) if one.plan} == before
        remove_rule(books.crm, rule.id, OWNER)


def test_orders_follow_the_same_rules_by_their_utm_campaign(every_books: Books) -> None:
    client = world(every_books)
    plan = plan_campaign(every_books.crm, client, "Tents 2026", OWNER)
    add_rule(every_books.crm, OWNER, client_id=client, campaign_id=plan.id, platform="meta_ads", text="brand")
    add_rule(every_books.crm, OWNER, client_id=client, campaign_id=plan.id, text="tents")
    lines = ("Name,Paid at,Created at,Financial Status,Currency,Total,Refunded Amount,Lineitem quantity,Lineitem name,utm_campaign",)
    for number, (campaign, state) in enumerate((("TENTS summer", "paid"), ("tents", "voided"), ("brand", "paid"), ("", "paid")), start=1):
        lines += (f"#{number},2026-07-0{number} 10:00:00 +0000,2026-07-0{number} 10:00:00 +0000,{state},USD,{number}0.00,0.00,1,Tent,{campaign}",)
    data = "\n".join(lines).encode()
    done = load(every_books, read("orders.csv", data), client, OWNER, data)
    assert done.outcome == "loaded"
    tagged = [(one.plan.name if one.plan else "", one.orders, one.value) for one in tagged_orders(every_books, *SPAN)]
    assert tagged == [("Tents 2026", 1, 10), ("", 2, 70)]


def test_a_plan_is_made_once_and_its_rules_go_with_it(every_books: Books) -> None:
    client = world(every_books)
    made = plan_campaign(every_books.crm, client, " Tents  2026 ", OWNER)
    assert plan_campaign(every_books.crm, client, "tents 2026", OWNER) == made
    assert [plan.name for plan in plans(every_books.crm, client)] == ["Tents 2026"]
    with pytest.raises(InputError):
        plan_campaign(every_books.crm, client, "x", OWNER, starts_on=date(2026, 2, 1), ends_on=date(2026, 1, 1))
    with pytest.raises(InputError):
        plan_campaign(every_books.crm, client, "x", OWNER, budget=Decimal(-1))
    with pytest.raises(NotFoundError):
        plan_campaign(every_books.crm, 999, "x", OWNER)


def test_a_rule_that_says_nothing_or_everything_is_refused(every_books: Books) -> None:
    client = world(every_books)
    other = ensure_client(every_books.crm, "Lantu", OWNER)
    plan = plan_campaign(every_books.crm, client, "Plan", OWNER)
    for wrong in ({"text": " "}, {"how": "any", "text": ""}, {"how": "sounds like", "text": "x"}):
        with pytest.raises(InputError):
            add_rule(every_books.crm, OWNER, client_id=client, campaign_id=plan.id, **wrong)
    with pytest.raises(NotFoundError):
        add_rule(every_books.crm, OWNER, client_id=other, campaign_id=plan.id, text="x")
    with pytest.raises(PermissionRefusedError):
        add_rule(every_books.crm, GUEST, client_id=client, campaign_id=plan.id, text="x")
    assert rules(every_books.crm) == ()
