"""Takes the README's pictures: starts a server on a fresh demo agency and photographs the pages in Chromium.

    .venv/bin/python scripts/screenshots.py [--all FOLDER]

Without arguments it writes docs/pictures/*.png. With ``--all`` it writes every page in both languages and both themes, on the demo agency
and on empty stores, into FOLDER, to be looked at.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.browser import chromium
from tests.browser.server import server

ROOT = Path(__file__).resolve().parents[1]
PAGES = (
    "",
    "clients",
    "client?id=1",
    "leads",
    "lead_model",
    "suggestions",
    "overview",
    "campaigns",
    "attribution",
    "time",
    "channel_data",
    "records",
    "campaign_mapping",
    "import_history",
    "settings",
)
PARTS = (
    *(f"attribution?period=90&tab={tab}" for tab in ("models", "claims", "review", "paths", "cuts", "believe", "groups", "own")),
    "attribution?period=90&by=campaign&measure=value",
    "import_history?import=1",
    *(f"settings?tab={tab}" for tab in ("demo", "rates", "accounts", "mappings", "metrics", "keys", "export", "log")),
)
SETTLE = 1200  # ms after the last run of the script: charts fade in


@dataclass(frozen=True)
class Picture:
    """One picture: where it goes, what is on it."""

    name: str
    path: str
    language: str = "en"
    theme: str = "light"
    height: int = 900


README = (
    Picture("home", ""),
    Picture("overview", "overview?period=90"),
    Picture("overview-zh-dark", "overview?period=90", "zh", "dark"),
    Picture("campaigns", "campaigns?period=90"),
    Picture("attribution", "attribution?period=90"),
    Picture("time", "time?period=90"),
    Picture("clients", "clients"),
    Picture("channel-data", "channel_data"),
    Picture("leads", "leads"),
    Picture("lead-model", "lead_model"),
    Picture("suggestions", "suggestions"),
)


def take(browser: Browser, address: str, picture: Picture, folder: Path) -> None:
    """One picture, in a visitor's session of its own."""
    context = browser.new_context(viewport={"width": 1366, "height": picture.height})
    context.add_cookies([{"name": name, "value": value, "url": address} for name, value in (("lang", picture.language), ("theme", picture.theme))])
    page = context.new_page()
    page.goto(f"{address}/{picture.path}")
    page.locator(chromium.IDLE).wait_for(timeout=120_000)
    page.wait_for_timeout(SETTLE)
    page.locator(chromium.IDLE).wait_for(timeout=120_000)
    page.screenshot(path=folder / f"{picture.name}.png")
    context.close()
    print(folder / f"{picture.name}.png", flush=True)


def main() -> None:
    """Take the README's pictures, or all of them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--all", type=Path, metavar="FOLDER", help="every page, language, theme, full and empty")
    everything = parser.parse_args().all
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as playwright:
        demo, empty = Path(temporary) / "demo", Path(temporary) / "empty"
        environment = {**os.environ, "ADCRM_DATA_DIR": str(demo)}
        subprocess.run([sys.executable, "-m", "adcrm", "demo"], cwd=ROOT, env=environment, check=True)
        browser = playwright.chromium.launch(**chromium.launch_options())
        for folder, pictures in ((demo, every_page("demo") if everything else README), (empty, every_page("empty") if everything else ())):
            target = everything or ROOT / "docs" / "pictures"
            target.mkdir(parents=True, exist_ok=True)
            if pictures:
                with server(folder) as address:
                    for picture in pictures:
                        take(browser, address, picture, target)
        browser.close()


def every_page(stores: str) -> tuple[Picture, ...]:
    """Every page in both languages and both themes, tall enough to show all of it; of full stores their parts too."""
    return tuple(
        Picture(f"{stores}-{re.sub('[?=&]', '-', path) or 'home'}-{language}-{theme}", path, language, theme, 2200)
        for path in (PAGES + PARTS if stores == "demo" else PAGES)
        for language in ("en", "zh")
        for theme in ("light", "dark")
    )


if __name__ == "__main__":
    main()
