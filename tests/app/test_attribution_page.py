"""The attribution page on the sample files of a shop: its figures are those of the files, every tab draws, and a link reopens the view."""

import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest
from streamlit.testing.v1 import AppTest

from adcrm import books
from adcrm.actors import Actor
from adcrm.imports.clients import ensure_client
from adcrm.settings import settings
from adcrm.ui import attribution_data
from adcrm.ui.stores import stores
from adcrm.warehouse.steps import index_steps
from adcrm.warehouse.tables import SCHEMAS
from tests.app.harness import no_exception, open_page, texts
from tests.conftest import SAMPLES
from tests.imports.record_worlds import take_file
from tests.worlds import SmallWorld

FILES = ("orders_export_1.csv", "touchpoints.csv", "google_ads_order_claims.csv", "meta_order_claims.csv", "affiliate_order_claims.csv")
TABS = ("credit", "models", "claims", "review", "paths", "cuts", "believe", "groups", "own")
DAYS = {"from": "2020-01-01", "to": "2030-01-01"}


@pytest.fixture(scope="module")
def books_of_a_shop(tmp_path_factory: pytest.TempPathFactory, samples: object) -> Iterator[Path]:
    """A data folder with the sample files of Fernwick in it, made once; copy it."""
    folder = tmp_path_factory.mktemp("fernwick") / "data"
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("ADCRM_DATA_DIR", str(folder))
        settings.cache_clear()
        client = ensure_client(stores().crm, "Fernwick Outdoors", Actor("owner"))
        for name in FILES:
            take_file(stores(), client, (SAMPLES / "fernwick" / name).read_bytes(), name)
        stores().close()
        books._open.cache_clear()
    settings.cache_clear()
    yield folder


@pytest.fixture
def loaded(books_of_a_shop: Path, own_settings: None) -> int:
    """The client whose files are in the stores that this test's settings name."""
    shutil.copytree(books_of_a_shop, settings().data_dir)
    return 1


def address(at: AppTest, name: str) -> str:
    """A parameter of the address, '' where it is not there."""
    value = at.query_params.get(name, "")
    return value if isinstance(value, str) else value[0]


def shown(at: AppTest) -> dict[str, str]:
    """The figures on the cards by their names."""
    return {metric.label: str(metric.value) for metric in at.metric}


def test_the_first_screen_says_what_is_claimed_what_is_true_and_the_ratio(loaded: int) -> None:
    at = open_page("attribution", client=loaded, **DAYS)
    no_exception(at)
    figures = shown(at)
    assert (figures["Claimed by platforms"], figures["Real orders"], figures["Over-claim ratio"]) == ("1,241", "1,119", "1.35")
    assert any("claims ÷" in str(metric.delta) for metric in at.metric)
    assert any("The models" in text for text in texts(at))


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("tab", TABS)
def test_every_tab_draws_in_both_languages(loaded: int, tab: str, language: str) -> None:
    at = open_page("attribution", language, client=loaded, tab=tab, **DAYS)
    no_exception(at)
    assert address(at, "tab") in (tab, "" if tab == "credit" else tab)
    assert texts(at)


def test_the_proof_stands_on_the_screen_with_a_difference_of_nothing(loaded: int) -> None:
    at = open_page("attribution", client=loaded, tab="models", **DAYS)
    no_exception(at)
    proof = next(table.value for table in at.dataframe if "value_difference" in table.value)
    assert set(proof["order_difference"]) == set(proof["value_difference"]) == {"0.00"}
    assert set(proof["orders"]) == set(proof["books"]) == {"1,119.00"}
    assert set(proof["value"]) == set(proof["books_value"]) == {"495,425.48"}
    assert any("difference 0.00" in text for text in texts(at))


def test_a_choice_goes_into_the_address_and_comes_back_from_it(loaded: int) -> None:
    at = open_page("attribution", client=loaded, tab="models", model="last", window="7", views="yes", by="campaign", measure="value", **DAYS)
    no_exception(at)
    assert (at.selectbox(key="a_model").value, at.selectbox(key="a_window").value, at.selectbox(key="a_by").value) == ("last", "7", "campaign")
    at.selectbox(key="a_window").set_value("90").run()
    at.selectbox(key="a_model").set_value("first").run()
    no_exception(at)
    assert (address(at, "window"), address(at, "model"), address(at, "by")) == ("90", "first", "campaign")
    at.selectbox(key="a_window").set_value("30").run()
    assert "window" not in at.query_params


def test_a_tab_that_is_clicked_opens_and_goes_into_the_address(loaded: int) -> None:
    at = open_page("attribution", client=loaded, **DAYS)
    at.session_state["a_tab_name"] = "Paths"
    at.run()
    no_exception(at)
    assert address(at, "tab") == "paths" and "Orders with a touch" in shown(at)
    at.session_state["a_tab_name"] = "Claimed and credited"
    at.run()
    no_exception(at)
    assert address(at, "tab") == "" and "Real orders" in shown(at)


def test_an_address_with_nonsense_opens_the_first_view(loaded: int) -> None:
    at = open_page("attribution", client=loaded, tab="x", model="../../etc", window="-1", by="1; DROP", **DAYS)
    no_exception(at)
    assert at.selectbox(key="a_window").value == "30"
    assert "Real orders" in shown(at)


@pytest.mark.parametrize("by", ["campaign", "ad", "publisher", "country", "kind"])
def test_every_cut_draws_on_the_tabs_that_have_it(loaded: int, by: str) -> None:
    for tab, measure in (("credit", "value"), ("models", "orders"), ("paths", "value")):
        no_exception(open_page("attribution", client=loaded, tab=tab, by=by, measure=measure, **DAYS))


def test_a_figure_leads_to_its_claims_and_a_claim_to_its_line(loaded: int) -> None:
    at = open_page("attribution", client=loaded, tab="claims", **DAYS)
    at.session_state["claimed_often"] = {"selection": {"rows": [0], "columns": [], "cells": []}}
    at.run()
    no_exception(at)
    said = "\n".join(texts(at)).replace("\\", "")
    assert "orders_export_1.csv" in said and "order_claims.csv" in said
    at = open_page("attribution", client=loaded, **DAYS)
    for what in ("claims", "orders", "several"):
        at.button(key=f"source_{what}").click().run()
        no_exception(at)


def test_days_without_an_order_offer_the_days_that_have_some(loaded: int) -> None:
    at = open_page("attribution", client=loaded, **{"from": "2020-01-01", "to": "2020-01-31"})
    no_exception(at)
    assert any("The orders lie between" in text for text in texts(at))
    at.button(key="show_order_days").click().run()
    no_exception(at)
    assert shown(at)["Real orders"] == "1,119"


def test_orders_without_touches_and_claims_are_shown_and_what_is_missing_is_said(own_settings: None, owner: Actor, samples: object) -> None:
    client = ensure_client(stores().crm, "Fernwick Outdoors", owner)
    take_file(stores(), client, (SAMPLES / "fernwick" / "orders_export_1.csv").read_bytes(), "orders_export_1.csv")
    at = open_page("attribution", client=client, **DAYS)
    no_exception(at)
    assert shown(at)["Real orders"] == "1,119"
    assert shown(at)["Claimed by platforms"] == "–"
    assert any("no touchpoint log" in text for text in texts(at))
    for tab in ("models", "claims", "paths", "review"):
        no_exception(open_page("attribution", client=client, tab=tab, **DAYS))


def test_with_empty_books_the_page_says_what_to_bring_and_takes_a_file(own_settings: None) -> None:
    at = open_page("attribution")
    no_exception(at)
    assert any("three files" in text for text in texts(at))
    assert len(at.file_uploader) == 1


def test_a_table_of_paths_is_answered_by_every_model_with_its_proof(own_settings: None) -> None:
    at = open_page("attribution")
    at.file_uploader(key="own_file").upload(
        "paths.csv", b"path,total_conversions,total_null\nsearch > mail,3,10\nmail,1,20\nsocial > search,2,30\n"
    ).run()
    no_exception(at)
    assert shown(at)["Orders"] == "6" and shown(at)["Journeys without an order"] == "60"
    proof = next(table.value for table in at.dataframe if "value_difference" in table.value)
    assert set(proof["order_difference"]) == {"0.00"} and set(proof["orders"]) == {"6.00"}
    at = open_page("attribution")
    at.file_uploader(key="own_file").upload("holiday.csv", b"a,b\n1,2\n").run()
    assert not at.exception and "holiday.csv" in "\n".join(one.value for one in at.error)


def test_all_clients_of_the_small_world_are_answered_in_one_currency(small_world: SmallWorld) -> None:
    at = open_page("attribution", period="90")
    no_exception(at)
    assert int(shown(at)["Real orders"]) > 0


def test_a_lift_test_is_kept_calibrates_a_model_and_is_taken_back(loaded: int) -> None:
    at = open_page("attribution", client=loaded, tab="believe", **DAYS)
    no_exception(at)
    channel = at.selectbox(key="lift_channel").options[0]
    at.selectbox(key="lift_channel").select(channel)
    for name, value in (("effect", 20.0), ("low", 10.0), ("high", 30.0)):
        at.number_input(key=f"lift_{name}").set_value(value)
    at.button(key="FormSubmitter:lift_form-Keep the test").click().run()
    no_exception(at)
    assert any("Calibrated by your tests" in text for text in texts(at))
    at = open_page("attribution", client=loaded, tab="models", model="lift_calibrated", **DAYS)
    no_exception(at)
    assert at.selectbox(key="a_model").value == "lift_calibrated"
    at = open_page("attribution", client=loaded, tab="believe", **DAYS)
    next(button for button in at.button if (button.key or "").startswith("lift_remove_")).click().run()
    no_exception(at)
    assert not any("Calibrated by your tests" in text for text in texts(at))
    at.button(key="undo_button_lift").click().run()
    no_exception(at)
    assert any("Calibrated by your tests" in text for text in texts(at))


def test_an_interval_that_does_not_hold_the_effect_is_refused_and_what_was_typed_stays(loaded: int) -> None:
    at = open_page("attribution", client=loaded, tab="believe", **DAYS)
    at.selectbox(key="lift_channel").select(at.selectbox(key="lift_channel").options[0])
    for name, value in (("effect", 50.0), ("low", 10.0), ("high", 30.0)):
        at.number_input(key=f"lift_{name}").set_value(value)
    at.button(key="FormSubmitter:lift_form-Keep the test").click().run()
    assert not at.exception and "does not hold the effect" in at.error[0].value
    assert at.number_input(key="lift_effect").value == 50.0


@pytest.mark.parametrize("columns", ["campaign", "country", "product", "channel"])
def test_a_cut_by_any_pair_draws_or_says_why_not(loaded: int, columns: str) -> None:
    at = open_page("attribution", client=loaded, tab="cuts", columns=columns, model="linear", **DAYS)
    no_exception(at)
    assert len(at.dataframe) == 1 or any(
        "say nothing of" in text or "two different" in text for text in [*texts(at), *(one.value for one in at.info)]
    )


def test_of_many_names_the_models_that_take_seconds_are_asked_on_a_button(loaded: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attribution_data, "MOST_AT_ONCE", 2)
    at = open_page("attribution", client=loaded, tab="models", by="campaign", model="linear", **DAYS)
    no_exception(at)
    wide = next(table.value for table in at.dataframe if "linear" in table.value)
    assert "markov" not in wide and "shapley" in wide
    at.button(key="ask_every").click().run()
    no_exception(at)
    wide = next(table.value for table in at.dataframe if "linear" in table.value)
    assert "markov" in wide and "data_driven" in wide and address(at, "all") == "yes"


def test_orders_that_name_no_currency_are_credited_without_a_sign(own_settings: None, owner: Actor) -> None:
    client = ensure_client(stores().crm, "Fernwick", owner)
    noon = datetime(2026, 11, 3, 12)
    order = {"order_key": "A-1", "person_key": "p", "ordered_at": noon, "day": noon.date(), "status": "paid", "net_value": Decimal(10)}
    touch = {"person_key": "p", "at": noon - timedelta(hours=2), "day": noon.date(), "kind": "click", "channel": "Google Ads"}
    with stores().facts.write() as writer:
        for table, row in (("orders", order), ("touchpoints", touch)):
            kinds = SCHEMAS[table].to_pyarrow()
            given = row | {"client_id": client}
            writer.insert(table, pa.Table.from_pylist([{field.name: given.get(field.name) for field in kinds}], schema=kinds))
        index_steps(writer, [client])
    for tab in ("credit", "models", "paths", "cuts", "claims"):
        no_exception(open_page("attribution", client=client, tab=tab, measure="value", **DAYS))
    assert shown(open_page("attribution", client=client, **DAYS))["Real orders"] == "1"


@pytest.mark.parametrize(("file", "said"), [("touchpoints.csv", "Real orders"), ("meta_order_claims.csv", "No orders yet")])
def test_touches_alone_give_their_own_conversions_and_claims_alone_ask_for_orders(
    file: str, said: str, own_settings: None, owner: Actor, samples: object
) -> None:
    client = ensure_client(stores().crm, "Fernwick Outdoors", owner)
    take_file(stores(), client, (SAMPLES / "fernwick" / file).read_bytes(), file)
    at = open_page("attribution", client=client, **DAYS)
    no_exception(at)
    assert said in "\n".join([*texts(at), *shown(at)])
    for tab in ("models", "claims", "paths", "cuts", "review", "believe"):
        no_exception(open_page("attribution", client=client, tab=tab, **DAYS))


def test_networks_that_no_touch_is_named_after_are_said_and_the_way_leads_to_their_rules(loaded: int) -> None:
    at = open_page("attribution", **DAYS)
    said = [one.value for one in at.caption if "No touch here is called" in one.value]
    assert len(said) == 1 and all(name in said[0] for name in ("ShareASale", "CJ Affiliate", "Rakuten Advertising")) and "Google" not in said[0]
    at.button(key="to_groups").click().run()
    no_exception(at)
    assert address(at, "tab") == "groups"
