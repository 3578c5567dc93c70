"""Real pages in real Chromium: one server for the run, a fresh browser context for each test.

``site`` is a :class:`Site`: it opens pages, waits until they are at rest, and at the end of every test fails it for an error in
the browser's console or for a request to any host but the app. Without Chromium these tests fail, unless ADCRM_SKIP_BROWSER=1.
"""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, expect

from tests.browser import chromium
from tests.browser.server import server
from tests.worlds import SmallWorld

LOCAL = ("localhost", "127.0.0.1", None)
SLOWEST = 30_000  # ms for a page on a busy build machine


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.browser)


@dataclass
class Site:
    """The app in one browser page."""

    address: str
    page: Page
    outside: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def open(self, path: str = "/") -> Page:
        """Go to ``path`` and wait until everything on it is drawn."""
        self.page.goto(self.address + path)
        self.idle()
        return self.page

    def idle(self) -> None:
        """Wait until the page's script has run and nothing is waiting to be drawn."""
        self.page.locator(chromium.IDLE).wait_for(timeout=SLOWEST)
        expect(self.page.get_by_test_id("stSkeleton")).to_have_count(0, timeout=SLOWEST)

    def choose(self, path: str, back_to: str = "/") -> None:
        """Take a choice of language or theme, as ``/lang/zh``, and come back."""
        self.open(f"{path}?next={back_to}")

    def widest(self) -> int:
        """By how many pixels the page is wider than the window."""
        script = (
            "() => Math.max(document.documentElement.scrollWidth, document.querySelector('[data-testid=stMain]').scrollWidth) - window.innerWidth"
        )
        return int(self.page.evaluate(script))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    if os.environ.get("ADCRM_SKIP_BROWSER") == "1":
        pytest.skip("ADCRM_SKIP_BROWSER=1")
    if chromium.executable() is None:
        pytest.fail("Chromium is not installed: install it (Debian: apt-get install chromium), or set ADCRM_SKIP_BROWSER=1", pytrace=False)
    return {**browser_type_launch_args, **chromium.launch_options()}


@pytest.fixture(scope="module")
def address(small_world_files: tuple[Path, SmallWorld], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app on a copy of the small world, the same for all tests of a file."""
    folder = tmp_path_factory.mktemp("browser") / "data"
    shutil.copytree(small_world_files[0], folder)
    with server(folder) as url:
        yield url


@pytest.fixture
def site(address: str, browser: Browser, viewport: dict[str, int]) -> Iterator[Site]:
    """The app in English on a desk-sized screen."""
    context = browser.new_context(viewport=viewport, locale="en-US")  # type: ignore[arg-type]
    page = context.new_page()
    opened = Site(address, page)

    def note_request(request: Request) -> None:
        if urlsplit(request.url).hostname not in LOCAL and not request.url.startswith(("data:", "blob:")):
            opened.outside.append(request.url)

    def note_console(message: ConsoleMessage) -> None:
        # From an address below the root, Streamlit's client asks there for its server first and gets a 404.
        searching = "/_stcore/" in message.location.get("url", "")
        if message.type == "error" and not searching:
            opened.complaints.append(message.text)

    page.on("request", note_request)
    page.on("console", note_console)
    page.on("pageerror", lambda error: opened.complaints.append(str(error)))
    yield opened
    context.close()
    assert opened.outside == [], "a page asked another host"
    assert opened.complaints == [], "the browser complained"


@pytest.fixture
def viewport() -> dict[str, int]:
    """The size of the window; a test file may give another."""
    return {"width": 1366, "height": 768}
