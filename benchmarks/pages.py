"""How fast the dashboards repaint on one and on ten million facts, beside the bare DuckDB time of the same queries in the same run.

    python benchmarks/pages.py [--facts 1000000,10000000] [--repeats 5] [--json]

Every page is opened in real Chromium on a real server that was started for it, so nothing is cached but what the page itself cached;
then the period is changed, and for each change are noted: the server's time (from the browser's message to the end of the script),
the time until the last chart was painted, and the bytes that came. The SQL of the bare time is what the page sent to the warehouse
for the same change: the expressions of adcrm.metrics, compiled.
"""

import argparse
import base64
import json
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
from playwright.sync_api import Page, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.facts import fill
from benchmarks.queries import sql_of_changes
from tests.browser import chromium
from tests.browser.server import server

PAGES = ("overview", "campaigns", "time")
PERIODS = ("7", "90", "365")  # a page opens with 28
ALLOWED = (2.0, 400.0)  # a repaint may take this many times the bare time, and this many ms
LARGEST = 10**6  # bytes
QUIET = 400  # ms without a painted stroke, after which a page counts as painted

# Notes when anything in the page's body was last painted: a canvas drawn on, an element changed.
WATCH = """
window.painted = 0;
for (const kind of [CanvasRenderingContext2D]) for (const name of ['clearRect', 'fillText', 'stroke', 'fill', 'fillRect']) {
  const draw = kind.prototype[name];
  kind.prototype[name] = function (...rest) { window.painted = performance.now(); return draw.apply(this, rest); };
}
new MutationObserver(changes => {
  if (changes.some(change => change.target.parentElement?.closest('[data-testid=stMain]'))) window.painted = performance.now();
}).observe(document, {childList: true, subtree: true, characterData: true});
document.addEventListener('click', () => { window.clicked = performance.now(); }, true);
"""


@dataclass
class Measured:
    """Medians over the repeats of one page at one number of facts; times in ms."""

    page: str
    facts: int
    queries: int
    bare: float = 0.0
    server: float = 0.0
    painted: float = 0.0
    size: float = 0.0
    first_size: float = 0.0
    samples: list[dict[str, float]] = field(default_factory=list)

    @property
    def ratio(self) -> float:
        """How many times the bare time a repaint takes."""
        return self.painted / self.bare

    @property
    def passes(self) -> bool:
        """Whether the repaint keeps within what is allowed."""
        return self.painted <= ALLOWED[0] * self.bare + ALLOWED[1] and max(self.size, self.first_size) < LARGEST


class Wire:
    """What goes over the network of one browser page, as Chromium sees it."""

    def __init__(self, page: Page):
        self.sent: list[float] = []
        self.received: list[tuple[float, int]] = []
        self.loaded = 0
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.webSocketFrameSent", lambda event: self.sent.append(event["timestamp"]))
        session.on("Network.webSocketFrameReceived", self._frame)
        session.on("Network.loadingFinished", self._loaded)

    def reset(self) -> None:
        """Forget what came so far."""
        self.sent, self.received, self.loaded = [], [], 0

    def _frame(self, event: dict[str, Any]) -> None:
        content = event["response"]["payloadData"]
        size = len(base64.b64decode(content)) if event["response"]["opcode"] == 2 else len(content)
        self.received.append((event["timestamp"], size))

    def _loaded(self, event: dict[str, Any]) -> None:
        self.loaded += int(event["encodedDataLength"])


def measure(folder: Path, facts: int, name: str, repeats: int) -> Measured:
    """One page on the facts in ``folder``."""
    texts = sql_of_changes(folder, name, PERIODS)
    found = Measured(name, facts, round(statistics.mean(len(batch) for batch in texts.values())))
    bare = bare_times(folder, texts, repeats)
    for _ in range(repeats):
        with server(folder) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(**chromium.launch_options())
            page = browser.new_page(viewport={"width": 1366, "height": 900})
            page.add_init_script(WATCH)
            wire = Wire(page)
            page.goto(f"{address}/{name}")
            _settled(page)
            first = sum(size for _, size in wire.received)
            for period in PERIODS:
                found.samples.append({"period": float(period), "bare": bare[period], "first_size": first, **_change(page, wire, period)})
            browser.close()
    for column in ("bare", "server", "painted", "size", "first_size"):
        setattr(found, column, statistics.median(sample[column] for sample in found.samples))
    return found


def bare_times(folder: Path, texts: dict[str, list[str]], repeats: int) -> dict[str, float]:
    """Median ms of DuckDB alone for each period's queries, one after another on one connection, results fetched."""
    times: dict[str, list[float]] = {period: [] for period in texts}
    with duckdb.connect(str(folder / "warehouse.duckdb"), read_only=True) as connection:
        for _ in range(repeats + 1):  # the first round reads the file into memory and does not count
            for period, batch in texts.items():
                start = time.perf_counter()
                for sql in batch:
                    connection.execute(sql).to_arrow_table()
                times[period].append((time.perf_counter() - start) * 1000)
    return {period: statistics.median(taken[1:]) for period, taken in times.items()}


def _change(page: Page, wire: Wire, period: str) -> dict[str, float]:
    """Choose another period and wait until it is painted."""
    page.locator(".st-key-f_period [data-baseweb=select], .st-key-f_period [role=combobox]").first.click()
    option = page.get_by_role("option", name=f"Last {period} days", exact=True)
    option.wait_for()
    wire.reset()
    option.click()
    page.wait_for_function(f"() => location.search.includes('period={period}&') || location.search.endsWith('period={period}')")
    _settled(page)
    asked = wire.sent[0]
    return {
        "server": (max(at for at, _ in wire.received) - asked) * 1000,
        "painted": float(page.evaluate("() => window.painted - window.clicked")),
        "size": float(sum(size for _, size in wire.received) + wire.loaded),
    }


def _settled(page: Page) -> None:
    page.locator(chromium.IDLE).wait_for(timeout=120_000)
    page.wait_for_function(
        f"""() => document.querySelector("{chromium.IDLE}") && !document.querySelector("[data-testid=stSkeleton]")
            && window.painted && performance.now() - window.painted > {QUIET}""",
        timeout=120_000,
    )


def main() -> int:
    """Measure, print a table or JSON; 0 when everything keeps within what is allowed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--facts", default="1000000,10000000", help="numbers of facts, separated by commas")
    parser.add_argument("--repeats", type=int, default=3, help="servers started for each page")
    parser.add_argument("--pages", default=",".join(PAGES), help="which dashboards")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    asked = parser.parse_args()
    found = []
    for facts in (int(part) for part in asked.facts.split(",")):
        with tempfile.TemporaryDirectory(prefix="adcrm-bench-") as folder:
            start = time.perf_counter()
            there = fill(Path(folder), facts)
            print(f"{there:,} facts made in {time.perf_counter() - start:.1f} s", file=sys.stderr)
            for name in asked.pages.split(","):
                found.append(measure(Path(folder), there, name, asked.repeats))
                _print_row(found[-1])
    if asked.json:
        columns = ("page", "facts", "queries", "bare", "server", "painted", "ratio", "size", "first_size", "passes", "samples")
        print(json.dumps([{column: getattr(row, column) for column in columns} for row in found], indent=2))
    return 0 if all(row.passes for row in found) else 1


def _print_row(row: Measured) -> None:
    verdict = "ok" if row.passes else f"over {ALLOWED[0]:.0f} x bare + {ALLOWED[1]:.0f} ms, or {LARGEST // 1000} kB"
    print(
        f"{row.facts:>11,} facts  {row.page:<10} {row.queries:>2} queries  bare DuckDB {row.bare:7.0f} ms  server {row.server:7.0f} ms  "
        f"painted {row.painted:7.0f} ms  ratio {row.ratio:4.1f}  "
        f"sent {row.size / 1000:6.0f} kB (first visit {row.first_size / 1000:.0f} kB)  {verdict}",
        file=sys.stderr if "--json" in sys.argv else sys.stdout,
        flush=True,
    )


if __name__ == "__main__":
    sys.exit(main())
