"""The frame around every page in a real browser: it draws, stays on this machine, switches language and theme, fits a phone."""

import pytest
from playwright.sync_api import expect

from adcrm.settings import ROOT
from tests.browser.conftest import Site

PAGES = ["", *sorted(file.stem for file in (ROOT / "pages").glob("*.py") if file.stem not in ("client", "home"))]


@pytest.mark.parametrize("name", PAGES, ids=lambda name: name or "home")
def test_a_page_draws_without_a_complaint_and_without_another_host(site: Site, name: str) -> None:
    page = site.open(f"/{name}")
    expect(page.get_by_test_id("stMain").get_by_role("heading").first).to_be_visible()
    expect(page.get_by_test_id("stException")).to_have_count(0)
    expect(page.get_by_test_id("stAlertContentError")).to_have_count(0)


def test_the_language_switches_and_the_page_stays(site: Site) -> None:
    page = site.open("/clients")
    assert page.evaluate("document.documentElement.lang") == "en-US"
    page.get_by_text("简体中文").click()
    page.wait_for_url("**/clients*")
    site.idle()
    expect(page.get_by_role("heading", name="客户").first).to_be_visible()
    assert page.evaluate("document.documentElement.lang") == "zh-CN"
    assert page.evaluate("navigator.language") == "zh-CN"
    page.get_by_text("English", exact=True).click()
    site.idle()
    expect(page.get_by_role("heading", name="Clients").first).to_be_visible()


def test_the_theme_switches_and_stays(site: Site) -> None:
    background = "getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor"
    site.choose("/theme/light")
    light = site.page.evaluate(background)
    site.choose("/theme/dark")
    dark = site.page.evaluate(background)
    assert (light, dark) == ("rgb(255, 255, 255)", "rgb(15, 23, 32)")
    site.open("/clients")
    assert site.page.evaluate(background) == dark


@pytest.mark.parametrize("name", PAGES, ids=lambda name: name or "home")
def test_a_page_fits_a_phone(site: Site, name: str) -> None:
    site.page.set_viewport_size({"width": 390, "height": 844})
    site.open(f"/{name}")
    assert site.widest() <= 0


def test_a_link_to_another_page_starts_at_its_top_and_names_the_tab(site: Site) -> None:
    site.page.set_viewport_size({"width": 1000, "height": 420})
    page = site.open("/overview")
    expect(page).to_have_title("Overview · AdCRM")
    main = page.get_by_test_id("stMain")
    main.evaluate("place => place.scrollTo(0, 500)")
    assert main.evaluate("place => place.scrollTop") > 0
    page.get_by_role("link", name="All channels and campaigns").click()
    page.wait_for_url("**/campaigns*")
    site.idle()
    expect(page).to_have_title("Channels and campaigns · AdCRM")
    assert main.evaluate("place => place.scrollTop") == 0
