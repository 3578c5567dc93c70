"""The page of orders and web data on the sample files: the figures of the books, and a row's own line."""

from decimal import Decimal

import pyarrow as pa
import pytest

from adcrm.actors import Actor
from adcrm.imports.clients import ensure_client
from adcrm.settings import ROOT
from adcrm.ui.stores import stores
from adcrm.warehouse.tables import SCHEMAS
from tests.app.harness import no_exception, open_page, texts
from tests.conftest import SAMPLES
from tests.imports.record_worlds import held, take_file

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


def test_a_web_report_is_headed_by_what_its_rows_are_about(loaded: int) -> None:
    at = open_page("records", client=loaded)
    at.session_state["records_kind"] = "web"
    at.run()
    no_exception(at)
    assert "Sessions by source" in " ".join(texts(at))  # a report of sources and campaigns has no channel group
    assert "source" in at.dataframe[0].value


def test_before_anything_was_loaded_the_page_says_what_to_drop(own_settings: None) -> None:
    at = open_page("records")
    no_exception(at)
    assert any("order export" in text for text in texts(at))


def test_dropped_orders_say_how_many_were_paid_and_are_undone_from_the_page(own_settings: None, owner: Actor) -> None:
    ensure_client(stores().crm, "Fernwick Outdoors", owner)
    at = open_page("channel_data")
    names = ("shopify_orders.csv", "touchpoint_log.csv", "affiliate_order_claims.csv", "adobe_freeform.csv")
    at.file_uploader[0].set_value([(name, (ROOT / "data" / "samples" / name).read_bytes(), "text/csv") for name in names]).run()
    no_exception(at)
    at.selectbox(key="import_client").set_value("Fernwick Outdoors").run()
    no_exception(at)
    shown = {(metric.label, metric.value) for metric in at.metric}
    assert {("Orders", "42"), ("Paid", "39"), ("Voided", "3"), ("Conversions", "42"), ("Claims", "42"), ("Visits", "26,670")} <= shown
    assert "Recognised: Shop orders · Order list" in "\n".join(texts(at)).replace("\\", "")
    next(button for button in at.button if (button.key or "") == "load_all").click().run()
    no_exception(at)
    assert len(held(stores(), "orders")) == 42
    for _ in names:
        next(button for button in at.button if (button.key or "").startswith("undo_")).click().run()
        no_exception(at)
    assert held(stores(), "orders") == held(stores(), "touchpoints") == held(stores(), "claims") == held(stores(), "web") == []


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_history_and_the_page_of_an_import_know_records(loaded: int, language: str) -> None:
    for number in (1, 2, 6):
        no_exception(open_page("import_history", language, **{"import": number}))
    no_exception(open_page("import_history", language))


def test_orders_without_a_day_or_a_currency_are_shown_all_the_same(own_settings: None, owner: Actor) -> None:
    client = ensure_client(stores().crm, "Fernwick", owner)
    row = {"order_key": "A-1", "client_id": client, "status": "paid", "net_value": Decimal(10), "gross_value": Decimal(10), "refund": Decimal(0)}
    kinds = SCHEMAS["orders"].to_pyarrow()
    with stores().facts.write() as writer:
        writer.insert("orders", pa.Table.from_pylist([{field.name: row.get(field.name) for field in kinds}], schema=kinds))
    at = open_page("records", client=client)
    no_exception(at)
    assert {metric.label: metric.value for metric in at.metric}["Net"] == "10.00"
