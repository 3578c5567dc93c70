"""The page of orders and web data on the sample files: the figures of the books, and a row's own line."""

import pytest

from adcrm.actors import Actor
from adcrm.imports.clients import ensure_client
from adcrm.ui.stores import stores
from tests.app.harness import no_exception, open_page, texts
from tests.conftest import SAMPLES
from tests.imports.record_worlds import take_file

FILES = (
    "orders_export_1.csv",
    "touchpoints.csv",
    "google_ads_order_claims.csv",
    "meta_order_claims.csv",
    "affiliate_order_claims.csv",
    "download.csv",
)


@pytest.fixture
def loaded(own_settings: None, owner: Actor) -> int:
    """The sample files of Fernwick, in the stores of the pages."""
    client = ensure_client(stores().crm, "Fernwick Outdoors", owner)
    for name in FILES:
        take_file(stores(), client, (SAMPLES / "fernwick" / name).read_bytes(), name)
    return client


def test_orders_say_what_was_paid_and_claims_how_often(loaded: int) -> None:
    at = open_page("records", client=loaded)
    no_exception(at)
    shown = {metric.label: metric.value for metric in at.metric}
    assert (shown["Orders"], shown["Paid"]) == ("1,150", "1,119")
    assert [shown[name] for name in ("Gross", "Refunds", "Net")] == ["$532,873.78", "$37,448.30", "$495,425.48"]
    at.session_state["records_kind"] = "claims"
    at.run()
    no_exception(at)
    shown = {metric.label: metric.value for metric in at.metric}
    assert (shown["Claims"], shown["Different orders claimed"], shown["Claims for each claimed order"]) == ("1,241", "920", "1.35")


@pytest.mark.parametrize("kind", ["orders", "touchpoints", "claims", "web"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_kind_of_record_has_its_panel(loaded: int, kind: str, language: str) -> None:
    at = open_page("records", language, client=loaded)
    at.session_state["records_kind"] = kind
    at.run()
    no_exception(at)
    assert len(at.dataframe) == 2
    assert texts(at)


def test_before_anything_was_loaded_the_page_says_what_to_drop(own_settings: None) -> None:
    at = open_page("records")
    no_exception(at)
    assert any("order export" in text for text in texts(at))
