"""Answers from the books: cost, claims, milestones of the CRM, and whatever changes there changes the answer."""

import gc
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from weakref import ref

import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
import pytest

from adcrm.attribution.answer import answer
from adcrm.attribution.cuts import cut
from adcrm.attribution.grouping import Rule
from adcrm.attribution.lift_tests import add_lift_test
from adcrm.attribution.model import Answer, Question
from adcrm.attribution.studies import Kept, study_of
from adcrm.attribution.study import Study
from adcrm.books import Books
from adcrm.errors import InputError
from adcrm.store import Store
from adcrm.store.session import now
from adcrm.store.tables import Client, Lead
from adcrm.warehouse.connection import Dated, Writer
from adcrm.warehouse.duck import DuckDBWarehouse
from adcrm.warehouse.setup import set_up
from adcrm.warehouse.steps import index_steps
from adcrm.warehouse.tables import SCHEMAS
from tests.imports.worlds import OWNER

START = datetime(2026, 7, 1, 8)
ALL = Question(client_id=1, lookback_days=None)


def put(writer: Writer, table: str, *rows: dict[str, Any]) -> None:
    kinds = SCHEMAS[table].to_pyarrow()
    same = {"import_id": 1, "source_part": "", "source_line": 2, "client_id": 1, "account": ""}
    full = [dict.fromkeys(kinds.names) | {k: v for k, v in same.items() if k in kinds.names} | row for row in rows]
    number = writer.query(f"SELECT count(*) AS n FROM {table}")["n"][0].as_py()
    for i, row in enumerate(full):
        row["row_key"] = f"00000000-0000-0000-0000-{number + i:012d}"
    text = pa.schema([pa.field(field.name, pa.string() if field.name == "row_key" else field.type) for field in kinds])
    writer.insert(table, pa.Table.from_pylist(full, text))


def touch(person: str, hours: int, channel: str, campaign: str = "", kind: str = "click") -> dict[str, Any]:
    at = START + timedelta(hours=hours)
    return {"person_key": person, "at": at, "day": at.date(), "channel": channel, "campaign": campaign, "kind": kind}


def order(key: str, person: str, hours: int, net: str, status: str = "paid", product: str = "tea", currency: str = "CNY") -> dict[str, Any]:
    at = START + timedelta(hours=hours)
    value = {"gross_value": Decimal(net), "net_value": Decimal(net), "refund": Decimal(0), "currency": currency}
    return {"order_key": key, "person_key": person, "ordered_at": at, "day": at.date(), "status": status, "product": product} | value


def spend(platform: str, cost: str, campaign: str = "", currency: str = "CNY", day: date = date(2026, 7, 2)) -> dict[str, Any]:
    said = {"platform": platform, "campaign": campaign, "account_id": platform, "level": "campaign", "breakdown": "none", "currency": currency}
    return said | {"date_start": day, "date_end": day, "cost": Decimal(cost), "in_total": True, "in_split": True, "is_additive": True}


@pytest.fixture
def shop(books: Books) -> Books:
    return fill(books)


def fill(books: Books) -> Books:
    with books.crm.write() as session:
        session.add(Client(id=1, name="Beichen", created_at=now(), updated_at=now()))
    with books.facts.write() as writer:
        put(
            writer, "touchpoints",
            touch("ann", 0, "google_ads", "brand"), touch("ann", 30, "meta_ads", "film", "form"),
            touch("ann", 60, "email"), touch("ann", 70, "direct"),
            touch("bob", 0, "meta_ads", "film"), touch("bob", 5, "google_ads", "brand"),
            touch("cy", 0, "meta_ads", "film"),
        )  # fmt: skip
        put(
            writer, "orders",
            order("1", "ann", 72, "100.00"), order("2", "bob", 10, "33.35", product="cup"), order("3", "", 20, "7.00"),
            order("4", "cy", 90, "50.00", "cancelled"), order("5", "bob", 40, "9.00", currency="USD"),
        )  # fmt: skip
        put(writer, "ad_performance", spend("google_ads", "20.00", "brand"), spend("meta_ads", "40.00", "film"), spend("meta_ads", "10.00", "film"))
        put(writer, "order_claims", {"platform": "meta_ads", "order_key": "1", "claim_key": "m1", "claimed_at": START, "value": Decimal("100"),
                                     "currency": "CNY", "day": START.date(), "status": ""})  # fmt: skip
        index_steps(writer, [1])
    return books


def credit(made: Answer, model: str, what: str = "conversions") -> dict[str, float]:
    rows = made.credits[made.credits["model"] == model]
    return dict(zip(rows["channel"], rows[what].round(6), strict=True))


def test_credit_value_cost_and_return_stand_side_by_side(shop: Books) -> None:
    made = answer(shop, ALL)
    assert (made.orders, made.value, made.currency, made.without_touch) == (3, Decimal("140.35"), "CNY", 1)
    assert credit(made, "linear") == {"Direct": 0.25, "Email": 0.25, "Google Ads": 0.75, "Meta Ads": 0.75, "(no touch)": 1.0}
    assert credit(made, "linear", "value")["Google Ads"] == 41.675
    row = made.credits[(made.credits["model"] == "last_non_direct") & (made.credits["channel"] == "Google Ads")].iloc[0]
    assert (row["conversions"], row["value"], row["cost"], row["roas"]) == (1.0, 33.35, 20.0, 33.35 / 20)
    assert made.credits[made.credits["channel"] == "Meta Ads"]["cost"].unique().tolist() == [50.0]
    assert made.credits[made.credits["channel"] == "Email"]["cost"].isna().all()
    assert {"few_orders", "other_currencies"} <= set(made.notes)


def test_every_engine_gives_the_same_answer(every_books: Books) -> None:
    made = answer(fill(every_books), ALL)
    assert (made.orders, made.value, made.without_touch) == (3, Decimal("140.35"), 1)
    assert credit(made, "linear") == {"Direct": 0.25, "Email": 0.25, "Google Ads": 0.75, "Meta Ads": 0.75, "(no touch)": 1.0}
    assert made.credits.set_index(["model", "channel"]).loc[("last", "Google Ads"), ["cost", "roas"]].tolist() == [20.0, 33.35 / 20]
    assert (made.proof.set_index("model").drop("platform_claim")["order_difference"] == Decimal("0.00")).all()
    assert (
        cut(every_books, ALL, "channel", "product", ["shapley"]).table.set_index(["row", "column"]).loc[("Google Ads", "cup"), "conversions"] == 0.5
    )


def test_claims_stand_beside_the_models_with_their_difference(shop: Books) -> None:
    made = answer(shop, ALL, ["linear", "platform_claim"])
    assert credit(made, "platform_claim") == {"Meta Ads": 1.0}
    proof = made.proof.set_index("model")
    assert proof.loc["platform_claim", "order_difference"] == Decimal("-2.00")
    assert proof.loc["linear", "order_difference"] == Decimal("0.00")


def test_the_crm_says_when_a_buyer_became_a_lead(shop: Books) -> None:
    before = credit(answer(shop, ALL, ["w_shaped"]), "w_shaped")
    with shop.crm.write() as session:
        session.add(Lead(client_id=1, person_key="ann", name="Ann", captured_at=START + timedelta(hours=61), status="won"))
    after = credit(answer(shop, ALL, ["w_shaped"]), "w_shaped")
    assert before["Meta Ads"] > after["Meta Ads"]  # the form was filled in, but the CRM knows her since the mail
    assert after["Email"] > before["Email"]


class Crowded(DuckDBWarehouse):
    """A warehouse into which somebody writes right after it was asked something."""

    meanwhile: Callable[[], None] | None = None

    def query(self, what: ir.Table | Dated) -> pa.Table:
        found = super().query(what)
        if self.meanwhile is not None:
            write, self.meanwhile = self.meanwhile, None
            write()
        return found


@pytest.mark.parametrize("with_steps", [True, False])
def test_leads_and_journeys_are_of_the_same_orders_though_somebody_writes_between(crm: Store, with_steps: bool) -> None:
    facts = Crowded(":memory:")
    set_up(facts)
    with crm.write() as session:
        session.add(Client(id=1, name="Beichen", created_at=now(), updated_at=now()))
        session.add(Lead(client_id=1, person_key="bob", name="Bob", captured_at=START, status="won"))
    with facts.write() as writer:
        put(writer, "touchpoints", touch("bob", 0, "email"))
        put(writer, "orders", order("1", "bob", 50, "10.00"))
        index_steps(writer, [1])

    def earlier() -> None:
        with facts.write() as writer:
            put(writer, "orders", order("0", "ann", 20, "1.00"))
            index_steps(writer, [1])

    facts.meanwhile = earlier
    study = study_of(Books(crm, facts), ALL, with_steps=with_steps)
    assert study.leads is not None and np.isnan(study.leads.lead_at).tolist() == [True, False]
    assert study.journeys.orders["order_key"].tolist() == ["0", "1"]


def test_nothing_is_held_of_books_that_have_changed(shop: Books) -> None:
    before = ref(study_of(shop, ALL))
    assert study_of(shop, ALL) is before()
    with shop.facts.write() as writer:
        put(writer, "orders", order("6", "cy", 95, "1.00"))
        index_steps(writer, [1])
    study_of(shop, ALL)
    gc.collect()
    assert before() is None


def test_fewer_studies_are_kept_of_clients_with_many_touches(shop: Books) -> None:
    small = study_of(shop, ALL)
    for steps, most in ((10, 24), (2_000_000, 6), (16_000_000, 4)):
        held = Kept().studies
        for number in range(30):
            held[number,] = Study(replace(small.journeys, person=np.broadcast_to(np.int32(0), steps)), ALL, small.rules)
        assert len(held) == most


def test_what_changes_in_the_books_changes_the_answer(shop: Books) -> None:
    assert study_of(shop, ALL) is study_of(shop, ALL)
    assert answer(shop, ALL, ["last"]).orders == 3
    with shop.facts.write() as writer:
        put(writer, "orders", order("6", "cy", 95, "1.00"))
        index_steps(writer, [1])
    assert answer(shop, ALL, ["last"]).orders == 4
    add_lift_test(shop.crm, OWNER, client_id=1, channel="Meta Ads", starts_on=date(2026, 7, 1), ends_on=date(2026, 7, 9), effect=1, low=0.5, high=1.5)
    assert "lift_calibrated" in set(answer(shop, ALL).proof["model"])


def test_people_who_ask_at_once_wait_for_one_answer(shop: Books) -> None:
    with ThreadPoolExecutor(8) as people:
        studies = list(people.map(lambda _: study_of(shop, ALL), range(16)))
        materials = list(people.map(lambda study: study.material, studies))
        made = list(people.map(lambda _: answer(shop, ALL, ["linear", "data_driven"]).credits, range(16)))
    assert len({id(study) for study in studies}) == 1 and len({id(material) for material in materials}) == 1
    assert all(made[0].equals(other) for other in made)


def test_other_rules_for_channels_show_what_they_would_change(shop: Books) -> None:
    made = answer(shop, ALL, ["linear"], rules=(Rule("Everything", channel="*"),))
    assert credit(made, "linear") == {"Everything": 2.0, "(no touch)": 1.0}


def test_a_missing_exchange_rate_is_said_and_never_taken_for_one(shop: Books) -> None:
    with shop.facts.write() as writer:
        put(writer, "ad_performance", spend("google_ads", "5.00", "brand", "USD"))
    made = answer(shop, ALL, ["linear"])
    assert "cost_without_rates" in made.notes
    assert made.credits.set_index("channel").loc["Google Ads", "cost"] == 20.0
    with shop.facts.write() as writer:
        rate = {"day": date(2026, 7, 2), "base": "USD", "quote": "CNY", "rate": Decimal("7.2"), "source": "typed", "import_id": 1, "source_line": 1}
        writer.insert("exchange_rates", pa.Table.from_pylist([rate], SCHEMAS["exchange_rates"].to_pyarrow()))
    again = answer(shop, ALL, ["linear"])
    assert "cost_without_rates" not in again.notes
    assert again.credits.set_index("channel").loc["Google Ads", "cost"] == 56.0


def test_cost_is_of_the_days_asked_for(shop: Books) -> None:
    made = answer(shop, Question(client_id=1, lookback_days=None, start=date(2026, 7, 3), end=date(2026, 7, 31)), ["last"])
    assert made.orders == 1 and made.credits["cost"].isna().all()


def test_a_cut_by_campaign_has_the_campaigns_cost(shop: Books) -> None:
    found = cut(shop, ALL, "channel", "campaign", ["linear"]).table.set_index(["row", "column"])
    assert found.loc[("Meta Ads", "film"), ["conversions", "cost"]].tolist() == [0.75, 50.0]
    turned = cut(shop, ALL, "product", "channel", ["linear"])
    assert (turned.rows, turned.columns) == ("channel", "product")
    assert turned.table.set_index(["row", "column"]).loc[("Google Ads", "cup"), "conversions"] == 0.5


def test_what_was_spent_without_any_order_is_shown_and_counts_in_the_average(shop: Books) -> None:
    with shop.facts.write() as writer:
        put(writer, "ad_performance", spend("tiktok_ads", "77.00", "dance"))
    made = answer(shop, ALL, ["linear", "last"])
    rows = made.credits[made.credits["channel"] == "TikTok Ads"]
    assert rows[["model", "conversions", "value", "cost", "roas"]].to_numpy().tolist() == [[key, 0.0, 0.0, 77.0, 0.0] for key in ("linear", "last")]
    assert (made.proof["value_difference"] == Decimal("0.00")).all()
    found = cut(shop, ALL, "channel", "campaign", ["linear"]).table
    assert found.set_index(["row", "column"]).loc[("TikTok Ads", "dance"), ["conversions", "cost", "roas"]].tolist() == [0.0, 77.0, 0.0]
    assert found["cost"].sum() == 147.0
    by_product = answer(shop, Question(client_id=1, lookback_days=None, by="product"), ["linear"]).credits.set_index("channel")
    assert by_product.loc["TikTok Ads", "cost"] == 77.0  # products are of orders: touches are shown by channel


def test_of_all_clients_together_only_those_with_orders_in_the_currency_have_cost(shop: Books) -> None:
    with shop.facts.write() as writer:
        put(writer, "ad_performance", spend("google_ads", "900.00", "brand") | {"client_id": 2})
    everybody = Question(lookback_days=None)
    assert answer(shop, everybody, ["linear"]).credits.set_index("channel").loc["Google Ads", "cost"] == 20.0
    with shop.facts.write() as writer:
        put(writer, "orders", order("9", "dan", 80, "3.00") | {"client_id": 2})
        index_steps(writer, [2])
    assert answer(shop, everybody, ["linear"]).credits.set_index("channel").loc["Google Ads", "cost"] == 920.0


def test_orders_and_claims_of_a_million_and_more_are_exact_on_every_engine(every_books: Books) -> None:
    with every_books.facts.write() as writer:
        put(writer, "touchpoints", touch("ann", 0, "google_ads"), touch("bob", 0, "meta_ads"))
        put(writer, "orders", order("1", "ann", 5, "1000000.00"), order("2", "bob", 5, "999999999999.990000"))
        put(writer, "order_claims", {"platform": "meta_ads", "order_key": "2", "claim_key": "m2", "claimed_at": START, "value": Decimal("2500000"),
                                     "currency": "CNY", "day": START.date(), "status": ""})  # fmt: skip
        sale = {"order_key": "1", "conversions": Decimal(1), "conversion_value": Decimal("3000000")}
        put(writer, "ad_performance", spend("affiliate:cj", "1.00") | sale)
        index_steps(writer, [1])
    made = answer(every_books, ALL, ["last", "platform_claim"])
    assert made.value == Decimal("1000000999999.99")
    assert set(made.proof.set_index("model").loc["last", ["order_difference", "value_difference"]]) == {Decimal("0.00")}
    assert credit(made, "platform_claim", "value") == {"CJ Affiliate": 3_000_000.0, "Meta Ads": 2_500_000.0}


def test_claims_stand_beside_channels_only(shop: Books) -> None:
    assert "platform_claim" in set(answer(shop, ALL).credits["model"])
    assert "platform_claim" not in set(answer(shop, replace(ALL, by="campaign")).credits["model"])
    with pytest.raises(InputError, match="known by channel only"):
        answer(shop, replace(ALL, by="campaign"), ["first", "platform_claim"])
