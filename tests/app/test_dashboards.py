"""The dashboards show the figures of the books, in both languages, and lead from a figure to its lines."""

from datetime import date

import pytest
from streamlit.typing import DataframeState

from adcrm.store.session import now
from adcrm.store.tables import Client
from adcrm.ui.stores import stores
from tests.app.harness import no_exception, open_page, path_of, texts
from tests.metrics.worlds import fill, row
from tests.worlds import SmallWorld

PAGES = ["overview", "campaigns", "time"]
# Words that stand on the page whenever its figures do.
WORDS = {
    "en": {"overview": "ROAS", "campaigns": "Channel", "time": "Hour and weekday"},
    "zh": {"overview": "投产比", "campaigns": "渠道", "time": "小时与星期"},
}


def card(at, label: str) -> str:  # type: ignore[no-untyped-def]
    return next(metric.value for metric in at.metric if metric.label == label)


def test_the_cost_on_the_overview_is_that_of_the_books(small_world: SmallWorld) -> None:
    at = open_page("overview", currency="USD", period="365")
    no_exception(at)
    assert card(at, "Cost") == f"${small_world.cost(currency='USD'):,.0f}"


def test_commissions_that_are_not_approved_yet_make_a_figure_a_range() -> None:
    with stores().crm.write() as session:
        session.add(Client(id=1, name="Harbour Tea", created_at=now(), updated_at=now()))
    open_part = row(platform="affiliate:awin", currency="USD", status="pending", cost="1000", conversion_value="9000")
    fill(stores().facts, row(platform="affiliate:awin", currency="USD", status="approved", cost="500", conversion_value="4000"), open_part)
    at = open_page("overview", client=1, currency="USD", **{"from": "2026-11-01", "to": "2026-11-01"})
    no_exception(at)
    said = {metric.label: metric.help.replace("\\", "") for metric in at.metric}
    assert card(at, "Cost") == "$1,500"
    assert "in the end it lies between $500.00 and $1,500.00" in said["Cost"]
    assert "may be taken back (Conversion value $9,000.00, Cost $1,000.00)" in said["ROAS"]


def test_a_client_in_the_address_narrows_every_figure(small_world: SmallWorld) -> None:
    name = "云杉家居"
    at = open_page("overview", client=small_world.client_ids[name], period="365")
    no_exception(at)
    assert card(at, "Cost") == f"CN¥{small_world.cost(client=name):,.0f}"


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("page", PAGES)
def test_a_dashboard_speaks_the_readers_language(small_world: SmallWorld, page: str, language: str) -> None:
    at = open_page(page, language)
    no_exception(at)
    assert any(WORDS[language][page] in text for text in [*texts(at), *(tab.label for tab in at.tabs)])
    if language == "zh":
        assert not [text for text in texts(at) if text in ("Cost", "Clicks", "Conversions", "Where from?", "Download CSV")]


@pytest.mark.parametrize("page", PAGES)
def test_without_data_a_dashboard_says_why_and_what_to_do(page: str) -> None:
    at = open_page(page)
    no_exception(at)
    assert not at.metric
    assert any("No channel data yet" in text for text in texts(at))


def test_a_selection_billed_in_another_currency_is_one_click_away(small_world: SmallWorld) -> None:
    name = "云杉家居"
    at = open_page("overview", client=small_world.client_ids[name], currency="USD", period="365")
    no_exception(at)
    assert not at.metric
    at.button(key="show_CNY").click().run()
    no_exception(at)
    assert card(at, "Cost") == f"CN¥{small_world.cost(client=name):,.0f}"


def test_days_without_rows_are_explained(small_world: SmallWorld) -> None:
    at = open_page("overview", period="custom", **{"from": "2026-11-21", "to": "2026-11-22"})
    no_exception(at)
    assert not at.metric
    assert "Nothing in this selection" in texts(at)


def test_a_link_older_than_the_books_shows_its_days_and_no_error(small_world: SmallWorld) -> None:
    for start, end in (("2020-01-01", "2020-02-01"), ("2026-09-01", "2026-10-31"), ("2026-11-01", "2027-03-01")):
        at = open_page("overview", period="custom", **{"from": start, "to": end})
        no_exception(at)
        assert [day.isoformat() for day in at.date_input(key="f_days").value] == [start, end]


def test_an_address_typed_by_hand_is_no_error(small_world: SmallWorld) -> None:
    for page, query in (
        ("overview", {"client": "²"}),
        ("overview", {"client": "9" * 5000}),
        ("overview", {"client": "777"}),
        ("overview", {"period": "custom", "from": "0001-01-01", "to": "9999-12-31"}),
        ("overview", {"period": "custom", "from": "soon", "to": ""}),
        ("overview", {"channel": "nowhere", "currency": "XXX", "figure": "luck"}),
        ("campaigns", {"platform": "google_ads", "owner": "²", "campaign": "x"}),
        ("campaigns", {"platform": "google_ads", "owner": "9" * 5000, "campaign": "x"}),
        ("client", {"id": "²"}),
    ):
        at = open_page(page, **query)
        no_exception(at)
        if page == "overview":
            assert at.selectbox(key="f_client").value == 0
            assert at.selectbox(key="f_period").value == "28"


def test_a_link_to_a_client_that_is_gone_shows_all_clients(small_world: SmallWorld) -> None:
    at = open_page("overview", client=small_world.client_ids["云杉家居"])
    at.query_params["client"] = "777"
    at.run()
    no_exception(at)
    assert at.selectbox(key="f_client").value == 0


def test_a_period_is_not_compared_with_days_before_the_books_begin(small_world: SmallWorld) -> None:
    at = open_page("overview", period="90")
    no_exception(at)
    cost = next(metric for metric in at.metric if metric.label == "Cost")
    assert not cost.delta
    assert "The data begins on Sep 22, 2026" in cost.help
    assert next(metric for metric in open_page("overview", period="28").metric if metric.label == "Cost").delta


def test_the_newest_week_has_no_change_of_conversions_yet(small_world: SmallWorld) -> None:
    at = open_page("overview", period="7")
    no_exception(at)
    cards = {metric.label: metric for metric in at.metric}
    assert cards["Cost"].delta and not cards["Conversions"].delta
    assert "cannot be compared with the period before yet" in cards["Conversions"].help


def test_every_figure_of_the_charts_can_be_chosen(small_world: SmallWorld) -> None:
    at = open_page("overview")
    for figure in ("cost", "impressions", "clicks", "conversions", "cost_per_conversion", "roas"):
        at.segmented_control(key="figure").set_value(figure).run()
        no_exception(at)


def test_a_figure_opens_its_formula_and_the_lines_behind_it(small_world: SmallWorld) -> None:
    at = open_page("overview", currency="USD")
    at.button(key="source_roas").click().run()
    no_exception(at)
    rows = small_world.ads[(small_world.ads["currency"] == "USD") & (small_world.ads["day"] > small_world.last_day.replace(month=10, day=23))]
    said = [one.value for one in at.markdown]
    assert "**Return on ad spend (ROAS)** = Conversion value ÷ cost" in [one.replace("\\", "") for one in said]
    assert any(f"**{len(rows)} rows**" in one for one in said)
    table = next(table.value for table in at.dataframe if "line" in table.value)
    assert len(table) == 25
    assert table["file"].str.endswith(".csv").all()


def test_a_row_opens_the_level_below_and_the_way_back_leads_up(small_world: SmallWorld) -> None:
    at = open_page("campaigns")
    levels = []
    for key in ("level___", "level_tencent_ads__"):
        table = next(table.value for table in at.dataframe if "name" in table.value)
        levels.append(set(table["name"]))
        wanted = list(table["name"]).index("Tencent Ads") if not levels[1:] else 0
        at.session_state[key] = DataframeState({"selection": {"rows": [wanted], "columns": [], "cells": []}})
        at.run()
        no_exception(at)
    assert levels[0] == {"Tencent Ads", "Baidu Search", "Google Ads"}
    assert levels[1] == {"tencent_ads brand", "tencent_ads season"}
    assert at.query_params["platform"] == "tencent_ads"
    assert at.query_params["campaign"].startswith("tencent_ads")
    at.button(key="up_0").click().run()
    no_exception(at)
    assert "platform" not in at.query_params
    assert set(next(table.value for table in at.dataframe if "name" in table.value)["name"]) == levels[0]


def test_a_link_to_a_campaign_reopens_it(small_world: SmallWorld) -> None:
    owner = small_world.client_ids["云杉家居"]
    at = open_page("campaigns", platform="tencent_ads", owner=owner, campaign="tencent_ads brand", period="365")
    no_exception(at)
    assert card(at, "Cost") == f"CN¥{small_world.cost(client='云杉家居', campaign='tencent_ads brand'):,.0f}"


def test_a_link_to_nothing_is_an_empty_page_and_no_error(small_world: SmallWorld) -> None:
    at = open_page("campaigns", platform="tencent_ads", campaign="gone")
    no_exception(at)
    assert "Nothing in this selection" in texts(at)


def test_two_amounts_in_dollars_are_no_formula(small_world: SmallWorld) -> None:
    at = open_page("time", currency="USD", period="365")
    no_exception(at)
    ends = [one.value for one in at.caption if one.value.startswith("Pale") and "$" in one.value]
    assert ends and all(one.count("$") == one.count("\\$") == 2 for one in ends)


def test_a_table_whose_cost_nobody_knows_has_no_bar_without_end(small_world: SmallWorld) -> None:
    fill(stores().facts, row(day=small_world.last_day, client_id=small_world.client_ids["云杉家居"], platform="sms", clicks=5))
    at = open_page("campaigns", platform="sms", client=small_world.client_ids["云杉家居"])
    no_exception(at)
    (table,) = [table for table in at.dataframe if "name" in table.value]
    assert list(table.value["clicks"]) == [5]
    assert "NaN" not in table.proto.columns


def test_a_client_whose_only_report_is_longer_than_the_period_has_an_empty_page_and_no_error(small_world: SmallWorld) -> None:
    with stores().crm.write() as session:
        client = Client(name="Month only", created_at=now(), updated_at=now())
        session.add(client)
        session.flush()
        number = client.id
    fill(stores().facts, row(day=date(2026, 10, 1), to=date(2026, 10, 31), client_id=number, cost="10"))
    at = open_page("client", id=number)
    at.session_state["client_tab"] = "Campaigns and results"
    at.run()
    no_exception(at)
    assert "No campaign ran in this period." in texts(at)


def test_regions_add_up_to_what_their_reports_cover(small_world: SmallWorld) -> None:
    at = open_page("time", period="365")
    at.session_state["time_tab"] = "Region"
    at.run()
    no_exception(at)
    table = next(table.value for table in at.dataframe if "region" in table.value)
    assert abs(table["cost"].sum() - float(small_world.cost(currency="CNY"))) <= len(table)  # cells are rounded to whole units


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_overview_opens_to_six_charts(small_world: SmallWorld, language: str) -> None:
    at = open_page("overview", language, period="365")
    assert len(at.get("vega_lite_chart")) == 4
    at.session_state["regions_and_funnel"] = True
    at.run()
    no_exception(at)
    assert len(at.get("vega_lite_chart")) == 6


def test_leaving_and_coming_back_keeps_the_filter(small_world: SmallWorld) -> None:
    at = open_page("overview", currency="USD", period="90")
    shown = card(at, "Cost")
    assert shown == f"${small_world.cost(currency='USD'):,.0f}"
    at.switch_page(path_of("time")).run()
    at.switch_page(path_of("overview")).run()
    no_exception(at)
    assert card(at, "Cost") == shown


def test_the_chosen_figure_is_kept_on_the_way_back(small_world: SmallWorld) -> None:
    at = open_page("overview")
    at.segmented_control(key="figure").set_value("roas").run()
    at.switch_page(path_of("time")).run()
    at.switch_page(path_of("overview")).run()
    no_exception(at)
    assert at.segmented_control(key="figure").value == "roas"


def test_a_link_to_another_figure_wins_over_the_one_chosen_before(small_world: SmallWorld) -> None:
    at = open_page("overview")
    at.segmented_control(key="figure").set_value("roas").run()
    assert at.query_params["figure"] == "roas"
    at.query_params["figure"] = "cost"  # a link, or the browser's way back
    at.run()
    no_exception(at)
    assert at.segmented_control(key="figure").value == "cost"
    at.segmented_control(key="figure").set_value("clicks").run()
    assert at.query_params["figure"] == "clicks"
    del at.query_params["figure"]  # back to the address from before any choice
    at.run()
    no_exception(at)
    assert at.segmented_control(key="figure").value == "conversions"


def test_another_client_in_the_filter_leaves_the_opened_campaign(small_world: SmallWorld) -> None:
    owner, other = small_world.client_ids["云杉家居"], small_world.client_ids["Harbour Tea Ltd"]
    at = open_page("campaigns", platform="tencent_ads", owner=owner, campaign="tencent_ads brand", period="365")
    at.selectbox(key="f_client").set_value(other).run()
    no_exception(at)
    assert "campaign" not in at.query_params
    assert at.query_params["platform"] == "tencent_ads"
    assert card(at, "Cost") == f"CN¥{small_world.cost(client='Harbour Tea Ltd', platform='tencent_ads'):,.0f}"
    at.multiselect(key="f_channels").set_value(["google_ads"]).run()
    no_exception(at)
    assert "platform" not in at.query_params
    assert card(at, "Cost") == f"CN¥{small_world.cost(client='Harbour Tea Ltd', platform='google_ads'):,.0f}"
