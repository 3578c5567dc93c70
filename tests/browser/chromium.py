"""Which Chromium drives the pages, and how it is kept from talking to anybody but the app."""

import shutil
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = [
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--no-default-browser-check",
    "--no-sandbox",  # build machines run as root, where Chromium refuses its sandbox; it opens nothing but the app
]
IDLE = "[data-testid=stApp][data-test-script-state=notRunning]"


def executable() -> str | None:
    """Path of the installed Chromium, ``None`` where there is none."""
    return next((path for path in map(shutil.which, NAMES) if path), None)


def launch_options() -> dict[str, Any]:
    """What Playwright needs to start it."""
    return {"executable_path": executable(), "args": QUIET}
