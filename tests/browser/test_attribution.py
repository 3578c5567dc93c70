"""Attribution in a real browser: three small files are uploaded, and the page says what was claimed, what is true, and proves every credit."""

import csv
import io
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import FilePayload, expect

from tests.browser.conftest import Site

CLIENT = "Elderflower Attribution"
ORDERS, CLAIMS = 12, 18  # six orders are claimed twice
FIRST = datetime(2026, 11, 2, 9, 0)


def table(name: str, head: list[str], rows: list[list[object]]) -> FilePayload:
    """A file of comma-separated values."""
    text = io.StringIO()
    csv.writer(text).writerows([head, *rows])
    return {"name": name, "mimeType": "text/csv", "buffer": text.getvalue().encode("utf-8-sig")}


def at(day: int, hour: int = 0) -> str:
    """A moment some days and hours after the first."""
    return (FIRST + timedelta(days=day, hours=hour)).strftime("%Y-%m-%d %H:%M:%S")


def files() -> list[FilePayload]:
    """Twelve orders of 100 each, two touches before each, and claims by two platforms, Meta's to half of the orders."""
    orders = [[f"E-{n:03d}", at(n % 10, 6), "paid", "USD", "100.00", f"p{n}"] for n in range(ORDERS)]
    touches = [[f"p{n}", at(n % 10, hour), channel, "click"] for n in range(ORDERS) for hour, channel in ((0, "Google Ads"), (2, "Meta Ads"))]
    google = [[f"gc{n}", at(n % 10, 7), "100.00", "USD", f"E-{n:03d}"] for n in range(ORDERS)]
    meta = [["Purchase", at(n % 10, 7), f"E-{n:03d}", "100.00", "USD", "7-day click"] for n in range(CLAIMS - ORDERS)]
    return [
        table("elder-orders.csv", ["Order ID", "Created At", "Financial Status", "Currency", "Total", "Visitor ID"], orders),
        table("elder-touchpoints.csv", ["visitor_id", "timestamp", "channel", "type"], touches),
        table("elder-google-claims.csv", ["Google Click ID", "Conversion Time", "Conversion Value", "Conversion Currency", "Order ID"], google),
        table("elder-meta-claims.csv", ["event_name", "event_time", "order_id", "value", "currency", "attribution_window"], meta),
    ]


def test_small_files_are_uploaded_and_every_order_gets_one_credit(site: Site) -> None:
    page = site.open("/channel_data")
    client = page.get_by_role("combobox", name="Whose reports are they?")
    client.fill(CLIENT)
    client.press("Enter")
    site.idle()
    page.locator("input[type=file]").set_input_files(files())
    expect(page.get_by_role("button", name="Load all", exact=False)).to_be_visible(timeout=60_000)
    site.idle()
    page.get_by_role("button", name="Load all", exact=False).click()
    expect(page.get_by_role("button", name="Load all", exact=False)).to_have_count(0, timeout=60_000)
    site.idle()

    page.get_by_role("button", name="Dashboards").click()
    page.get_by_role("menuitem", name="Attribution").click()
    page.wait_for_url("**/attribution*")
    site.idle()
    page.locator(".st-key-f_client").get_by_role("combobox").click()
    page.get_by_role("option", name=CLIENT).click()
    site.idle()
    for name, figure in (("Claimed by platforms", "18"), ("Real orders", "12"), ("Over-claim ratio", "1.50")):
        expect(page.get_by_test_id("stMetric").filter(has_text=name)).to_contain_text(figure, timeout=30_000)
    page.get_by_role("tab", name="All models").click()
    page.wait_for_url("**tab=models*")
    site.idle()
    expect(page.get_by_text("Every model shares out exactly 12 orders worth $1,200.00: difference 0.00.")).to_be_visible()

    page.reload()
    site.idle()
    expect(page.get_by_role("tab", name="All models")).to_have_attribute("aria-selected", "true")
    page.get_by_role("tab", name="Platform claims").click()
    site.idle()
    expect(page.get_by_text("6 orders are claimed more than once")).to_be_visible()


@pytest.mark.parametrize("tab", ["credit", "models", "claims", "paths", "cuts", "believe"])
def test_no_tab_is_wider_than_a_phone(site: Site, tab: str) -> None:
    site.page.set_viewport_size({"width": 390, "height": 844})
    site.open(f"/attribution?period=90&tab={tab}")
    assert site.widest() <= 0
