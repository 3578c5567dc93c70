"""The main path in a real browser: upload an export, look at what it brings, load it, find its sum on the dashboard, open the suggestions."""

import csv
import io
from datetime import timedelta

from playwright.sync_api import FilePayload, expect

from tests.browser.conftest import Site
from tests.worlds import LAST_DAY

CLIENT = "Elderflower & Co"
DAYS, COST = 10, "123.40"
TOTAL = "1,234"
HEAD, ROW = 35, 35  # heights in a table, in pixels


def meta_export() -> FilePayload:
    """A report of Meta by campaign and day, as its Ads Reporting exports it, with the row that sums it up first."""
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(
        [
            "Campaign name",
            "Day",
            "Impressions",
            "Clicks (all)",
            "Amount spent (CNY)",
            "Purchases",
            "Purchases conversion value",
            "Reporting starts",
            "Reporting ends",
        ]
    )
    first = LAST_DAY - timedelta(days=DAYS - 1)
    rows.writerow(["", "", 1000 * DAYS, 40 * DAYS, TOTAL.replace(",", ""), 2 * DAYS, 300 * DAYS, first, LAST_DAY])
    for back in range(DAYS):
        day = LAST_DAY - timedelta(days=back)
        rows.writerow(["Elderflower winter", day, 1000, 40, COST, 2, 300, day, day])
    return {"name": "Elderflower-ads.csv", "mimeType": "text/csv", "buffer": text.getvalue().encode("utf-8-sig")}


def test_an_export_is_uploaded_checked_loaded_and_found_on_the_dashboard(site: Site) -> None:
    page = site.open("/channel_data")
    client = page.get_by_role("combobox", name="Whose reports are they?")
    client.fill(CLIENT)
    client.press("Enter")
    site.idle()
    page.locator("input[type=file]").set_input_files(meta_export())
    expect(page.get_by_text("Recognised: Meta Ads")).to_be_visible(timeout=30_000)
    site.idle()
    expect(page.get_by_text("The rows add up to the file’s own total.")).to_be_visible()
    expect(page.get_by_test_id("stMetricValue").filter(has_text=TOTAL)).to_be_visible()

    page.get_by_role("button", name="Load", exact=True).click()
    site.idle()
    expect(page.get_by_test_id("stMain").get_by_text("10 new rows").first).to_be_visible(timeout=30_000)

    page.get_by_role("button", name="Dashboards").click()
    page.get_by_role("menuitem", name="Overview").click()
    page.wait_for_url("**/overview*")
    site.idle()
    chosen = page.locator(".st-key-f_client").get_by_role("combobox")
    chosen.click()
    page.get_by_role("option", name=CLIENT).click()
    site.idle()
    expect(page.get_by_test_id("stMetric").filter(has_text="Cost").first).to_contain_text(TOTAL)

    page.get_by_role("link", name="Suggestions").click()
    page.wait_for_url("**/suggestions*")
    site.idle()
    expect(page.get_by_role("heading", name="Suggestions").first).to_be_visible()


def test_a_file_that_is_no_report_is_refused_in_a_sentence(site: Site) -> None:
    page = site.open("/channel_data")
    page.locator("input[type=file]").set_input_files({"name": "holiday.csv", "mimeType": "text/csv", "buffer": b""})
    expect(page.get_by_text("Not taken")).to_be_visible(timeout=30_000)
    expect(page.get_by_test_id("stAlert")).to_contain_text("holiday.csv")


def test_the_list_of_clients_is_filtered_and_a_client_opens(site: Site) -> None:
    page = site.open("/clients")
    table = page.get_by_test_id("stDataFrame").first
    expect(table).to_be_visible()
    search = page.get_by_role("searchbox", name="Search")
    search.fill("Harbour")
    search.press("Enter")
    site.idle()
    expect(page.get_by_test_id("stMain").get_by_text("1 client", exact=False).first).to_be_visible()
    table.click(position={"x": 16, "y": HEAD + ROW / 2})  # the box before the row; cells are painted, not elements
    site.idle()
    drawer = page.get_by_role("dialog")
    expect(drawer).to_contain_text("Harbour Tea Ltd")
    drawer.get_by_role("link", name="Open the full page").click()
    page.wait_for_url("**/client?*")
    site.idle()
    expect(page.get_by_role("heading", name="Harbour Tea Ltd")).to_be_visible()
