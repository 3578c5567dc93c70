"""The made-up agency's claims have every outcome that lists of claims have, and only its truth knows what they are about."""

from datetime import date
from decimal import Decimal

import pyarrow.parquet as pq

from adcrm.actors import Actor
from adcrm.attribution import overclaim
from adcrm.attribution.claims import match
from adcrm.attribution.grouping_defaults import default_rules
from adcrm.attribution.review import review_queue
from adcrm.books import Books
from adcrm.campaigns.mapping import coverage, mapped_campaigns
from adcrm.campaigns.plans import plans
from adcrm.campaigns.rules import rules
from adcrm.demo import clear_demo
from adcrm.metrics.currency import prepare
from adcrm.rates.load import type_in
from tests.demo.conftest import Agency
from tests.demo.worlds import END, load_small, rows_of


def test_the_claims_have_every_outcome(agency: Agency) -> None:
    found = match(agency.books)
    states = found.claims["state"].value_counts()
    assert {"standing", "keyless", "unknown", "repeat", "withdrawn"} <= set(states.index)
    standing = found.standing
    assert (found.orders.loc[standing["order"], "status"] == "cancelled").any()
    ratio = len(standing) / standing["order"].nunique()
    assert 1.2 < ratio < 1.8
    whole = overclaim.summary(found.within(currency="CNY"), "CNY")
    assert whole.claims + whole.repeats + whole.in_review + whole.taken_back == whole.made and whole.several > 20


def test_proposals_are_mostly_the_truth_and_none_is_taken_by_itself(agency: Agency) -> None:
    found = match(agency.books)
    queue = review_queue(agency.books, found, default_rules())
    assert len(queue) == found.claims["state"].isin(["keyless", "unknown", "ambiguous"]).sum() > 40
    truth = pq.read_table(agency.folder / "demo_truth" / "claims.parquet").to_pandas()
    meant = {(row.client_id, row.claim_key): row.order_key for row in truth.itertuples()}
    about = found.claims.set_index("claim")
    first = queue.proposals.drop_duplicates("claim")
    right = [meant[about.at[row.claim, "client_id"], about.at[row.claim, "claim_key"]] == row.order_key for row in first.itertuples()]
    assert len(first) > 30 and sum(right) / len(right) > 0.8
    assert len(truth) == len(found.claims) and "" in set(truth["order_key"])


def test_some_clients_have_plans_that_cover_some_of_their_spend(agency: Agency) -> None:
    assert len(plans(agency.books.crm)) >= 6 and len(rules(agency.books.crm)) >= 10
    shares = [one.mapped / one.whole for one in coverage(mapped_campaigns(agency.books, date(2026, 1, 1), END)) if one.mapped]
    assert len(shares) >= 5 and all(Decimal("0.2") < share <= 1 for share in shares) and min(shares) < 1


def test_all_accounts_can_be_shown_in_one_currency(books: Books, owner: Actor) -> None:
    load_small(books, owner)
    assert prepare(books.facts, "CNY").gaps == ()
    assert rows_of(books, "SELECT DISTINCT source FROM exchange_rates") == [{"source": "demo"}]
    clear_demo(books, owner)
    assert rows_of(books, "SELECT count(*) AS n FROM exchange_rates") == [{"n": 0}]
    assert plans(books.crm) == () and rules(books.crm) == ()
    type_in(books, "USD", "CNY", Decimal("7.2"), END, END, owner)
    load_small(books, owner)
    assert rows_of(books, "SELECT source, count(*) AS n FROM exchange_rates GROUP BY 1") == [{"source": "typed", "n": 1}]
