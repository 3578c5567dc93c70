"""One reporting currency on the pages: converted figures, a refusal that leads to the missing rates, and the way back to a rate."""

from datetime import timedelta
from decimal import Decimal

import pytest
from streamlit.typing import DataframeState

from adcrm.actors import Actor
from adcrm.books import books
from adcrm.metrics.lineage import rows_behind
from adcrm.metrics.queries import totals
from adcrm.metrics.scope import Scope
from adcrm.rates.load import load_rates, type_in
from adcrm.rates.read import read_rates
from tests.app.harness import no_exception, open_page, texts
from tests.metrics.worlds import DAY, fill, row
from tests.worlds import SmallWorld


def card(at, label: str) -> str:  # type: ignore[no-untyped-def]
    return next(metric.value for metric in at.metric if metric.label == label)


def dollars(rate: str, days: int = 400) -> None:
    """Type in what a dollar is worth, over all days of the small world."""
    last = books().facts.sql("SELECT max(date_end) AS last FROM ad_performance")["last"][0].as_py()
    type_in(books(), "USD", "CNY", Decimal(rate), last - timedelta(days=days), last, Actor("owner"))


@pytest.mark.parametrize("page", ["home", "overview", "campaigns", "time", "suggestions"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_page_shows_all_accounts_in_the_reporting_currency(small_world: SmallWorld, page: str, language: str) -> None:
    dollars("7")
    at = open_page(page, language, currency="all", period="365")
    no_exception(at)
    assert at.selectbox(key="f_currency").value == "all"


def test_the_cost_of_all_accounts_is_that_of_both_currencies_at_their_rates(small_world: SmallWorld) -> None:
    dollars("7")
    at = open_page("overview", currency="all", period="365")
    no_exception(at)
    assert card(at, "Cost") == f"CN¥{(small_world.cost(currency='CNY') + 7 * small_world.cost(currency='USD')) / 1000:,.0f}K"
    assert "All, in CNY" in texts(at)
    assert any("at the rate of their own day" in text for text in texts(at))


@pytest.mark.parametrize("page", ["home", "overview", "campaigns", "time"])
def test_a_missing_rate_is_refused_with_a_link_to_the_rates(small_world: SmallWorld, page: str) -> None:
    at = open_page(page, currency="all", period="365")
    assert not at.exception
    assert any("There is no exchange rate from USD to CNY" in error.value for error in at.error)
    assert any(link.proto.label == "Add exchange rates" for link in at.get("page_link"))
    assert page == "home" or not at.metric


def test_the_rates_of_the_period_before_may_be_missing(small_world: SmallWorld) -> None:
    dollars("7", days=8)
    at = open_page("overview", currency="all", period="7")
    no_exception(at)
    assert not [metric for metric in at.metric if metric.delta]


def test_the_drawer_leads_from_a_converted_figure_to_its_rate_and_both_amounts_leave(small_world: SmallWorld) -> None:
    dollars("7.1012")
    at = open_page("overview", currency="all", period="365")
    at.button(key="source_cost").click().run()
    no_exception(at)
    table = next(frame for frame in at.dataframe if "rate" in frame.value)
    dollar_rows = table.value[table.value["currency"] == "USD"]
    assert set(dollar_rows["rate"]) <= {7.1012}
    scope = Scope(DAY - timedelta(days=400), DAY + timedelta(days=400), currency="CNY", converted=True)
    rows = rows_behind(books().facts, scope, 100_000)
    assert float(totals(books().facts, scope).measure("cost") or 0) == pytest.approx(rows["cost_converted"].sum())
    assert rows.loc[rows["currency"] == "USD", "cost_converted"].sum() == pytest.approx(7.1012 * rows.loc[rows["currency"] == "USD", "cost"].sum())


def test_a_chosen_row_says_how_its_rate_was_made() -> None:
    fill(books().facts, row(cost="10", currency="USD"), row(cost="3", currency="USD", day=DAY + timedelta(days=1)))
    type_in(books(), "USD", "CNY", Decimal("7.1012"), DAY, DAY, Actor("owner"))
    at = open_page("overview", currency="all", period="7")
    at.session_state["source_of"] = "cost"
    at.session_state["source_rows"] = DataframeState({"selection": {"rows": [0], "columns": [], "cells": []}})
    at.run()
    no_exception(at)
    assert any("1 USD = 7.1012 CNY · Nov 1, 2026 · Typed in" in one.value for one in at.caption)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_settings_list_what_is_missing_and_take_a_typed_rate(small_world: SmallWorld, language: str) -> None:
    at = open_page("settings", language, tab="rates")
    no_exception(at)
    assert [frame.value.iloc[0, 0] for frame in at.dataframe] == ["USD"]
    next(field for field in at.text_input if field.proto.placeholder == "7.1012").set_value("7.1")
    next(button for button in at.button if button.proto.label in ("Add the rate", "添加汇率")).click().run()
    no_exception(at)
    assert len(at.success) == 2  # it is loaded, and nothing is missing any more
    assert at.dataframe[-1].value["days"].tolist()[0] > 50


def test_the_reporting_currency_is_changed_on_the_settings_page(small_world: SmallWorld) -> None:
    at = open_page("settings", tab="rates")
    next(box for box in at.selectbox if box.label == "Reporting currency").set_value("EUR")
    next(button for button in at.button if button.proto.label == "Save").click().run()
    no_exception(at)
    assert "All, in EUR" in texts(open_page("overview"))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_file_of_rates_has_its_page_in_the_history(language: str) -> None:
    data = b"day,base,quote,rate\n2026-11-01,USD,CNY,7.1\n2026-11-02,USD,CNY,seven\n"
    loaded = load_rates(books(), read_rates("rates.csv", data), Actor("owner"), data)
    no_exception(open_page("import_history", language))
    at = open_page("import_history", language, **{"import": loaded.import_id})
    no_exception(at)
    assert any("seven" in str(frame.value.to_numpy()) or "seven" in " ".join(texts(at)) for frame in at.dataframe)


def test_books_of_one_currency_need_no_rate() -> None:
    fill(books().facts, row(cost="10"))
    at = open_page("settings", tab="rates")
    no_exception(at)
    assert any("no rate is needed" in one.value for one in at.info)
    assert not [box for box in open_page("overview").selectbox if box.key == "f_currency"]


def test_the_open_tab_of_the_settings_stays_in_the_address(small_world: SmallWorld) -> None:
    at = open_page("settings", tab="rates")
    assert "".join(at.query_params["tab"]) == "rates"  # a text before the first run of its own, a list after
    at.session_state["settings_tab"] = "Change log"  # what the browser sends for a pressed tab
    at.run()
    no_exception(at)
    assert "".join(at.query_params["tab"]) == "log"
