"""Fifty people at once on the demo agency, and what one rerun costs: an empty page, every page of the menu (the overview
with all of its parts open).

    python benchmarks/people.py [--people 50] [--seconds 60] [--think 2] [--json]

Each person is a WebSocket client that speaks Streamlit's protocol: opens a page, thinks, follows a link of the menu or changes the period,
thinks again. A run takes from sending to "script finished". Nothing but the server started here is spoken to.
"""

import argparse
import asyncio
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.visitor import Run, Visitor
from tests.browser.server import server

ROOT = Path(__file__).resolve().parents[1]
# How often people go where: mostly to dashboards and lists.
MIX = {"": 15, "clients": 15, "leads": 15, "overview": 25, "campaigns": 12, "time": 8, "suggestions": 10}
UNFOLDED = {"overview": ("regions_and_funnel",)}  # with this part the overview has all of its six charts
DASHBOARDS = ("overview", "campaigns", "time")
EMPTY_PAGE, SIX_CHARTS, SLOWEST = 15.0, 40.0, 1000.0  # ms allowed: empty page, dashboard beside its queries, 95th percentile of fifty people
REPEATS = 40


async def person(address: str, number: int, think: float, until: float, seen: list[tuple[str, Run]], faults: list[str]) -> None:
    """One person, from the first page to the end of the time."""
    chance = random.Random(number)
    visitor = Visitor(address, "zh" if number % 2 else "en")
    await asyncio.sleep(chance.random() * think)
    try:
        where = _next(chance)
        seen.append(("open", await visitor.open(where)))
        while time.monotonic() < until:
            await asyncio.sleep(chance.uniform(0.5, 1.5) * think)
            if "f_period" in visitor.choices and chance.random() < 0.4:
                run = await visitor.choose("f_period", chance.randrange(4))
                seen.append((f"{where or 'home'}: other period", run))
            else:
                where = _next(chance)
                run = await visitor.go(where)
                seen.append((where or "home", run))
            faults += run.faults
        await visitor.close()
    except (OSError, TimeoutError) as error:
        faults.append(f"{type(error).__name__}: {error}")


async def crowd(address: str, people: int, seconds: float, think: float) -> dict[str, Any]:
    """All of them at once; runs during the first tenth, while they come in, do not count."""
    seen: list[tuple[str, Run]] = []
    faults: list[str] = []
    until = time.monotonic() + seconds
    tasks = [asyncio.create_task(person(address, number, think, until, seen, faults)) for number in range(people)]
    await asyncio.sleep(seconds / 10)
    seen.clear()
    await asyncio.gather(*tasks)
    times = sorted(run.ms for _, run in seen)
    places = Counter(place for place, _ in seen)
    by_page = {name: round(statistics.median(run.ms for place, run in seen if place == name), 1) for name, _ in places.most_common()}
    return {
        "people": people,
        "runs": len(times),
        "runs_per_second": round(len(times) / (seconds * 0.9), 1),
        "p50": round(statistics.median(times), 1),
        "p95": round(times[int(len(times) * 0.95)], 1),
        "slowest": round(times[-1], 1),
        "errors": len(faults),
        "error_texts": sorted(set(faults))[:10],
        "median_by_page": by_page,
    }


async def alone(address: str, pages: list[str]) -> dict[str, dict[str, float]]:
    """Median ms of a rerun of each page with nobody else there and every query answered by the cache, and its charts."""
    found = {}
    for page in pages:
        visitor = Visitor(address)
        await visitor.open(page)
        for part in UNFOLDED.get(page, ()):
            if part in visitor.parts:  # empty stores have nothing to open
                await visitor.unfold(part)
        runs = [await visitor.again() for _ in range(REPEATS)]
        found[page or "home"] = {"ms": round(statistics.median(run.ms for run in runs[5:]), 1), "charts": runs[-1].charts, "bytes": runs[-1].size}
        await visitor.close()
    return found


def main() -> int:
    """Measure, print; 0 when all keeps within what is allowed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60.0, help="how long they stay")
    parser.add_argument("--think", type=float, default=2.0, help="seconds between an answer and the next step, on average")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="adcrm-bench-") as folder:
        empty, demo = Path(folder) / "empty", Path(folder) / "demo"
        with server(empty) as address:
            empty_page = asyncio.run(alone(address, ["overview"]))["overview"]
        demo.mkdir()
        subprocess.run(
            [sys.executable, "-m", "adcrm", "demo"],
            cwd=ROOT,
            env={**os.environ, "ADCRM_DATA_DIR": str(demo)},
            check=True,
            stdout=sys.stderr,
        )
        with server(demo) as address:
            single = asyncio.run(alone(address, list(MIX)))
            together = asyncio.run(crowd(address, asked.people, asked.seconds, asked.think))
    passes = {
        "empty_page": empty_page["ms"] < EMPTY_PAGE,
        "dashboards": all(single[page]["ms"] < SIX_CHARTS for page in DASHBOARDS),
        "crowd": together["p95"] < SLOWEST and together["errors"] == 0,
    }
    found = {"empty_page": empty_page, "pages": single, "crowd": together, "passes": passes}
    if asked.json:
        print(json.dumps(found, indent=2, ensure_ascii=False))
    else:
        _print(found)
    return 0 if all(passes.values()) else 1


def _next(chance: random.Random) -> str:
    return chance.choices(list(MIX), list(MIX.values()))[0]


def _print(found: dict[str, Any]) -> None:
    crowd_found, sign = found["crowd"], {True: "ok", False: "OVER"}
    print(f"empty page      {found['empty_page']['ms']:7.1f} ms a rerun (allowed {EMPTY_PAGE:.0f})  {sign[found['passes']['empty_page']]}")
    for name, page in found["pages"].items():
        verdict = f"(allowed {SIX_CHARTS:.0f})  {sign[page['ms'] < SIX_CHARTS]}" if name in DASHBOARDS else ""
        print(f"{name:<15} {page['ms']:7.1f} ms a rerun, {page['charts']:.0f} charts, {page['bytes'] / 1000:.0f} kB {verdict}")
    print(
        f"{crowd_found['people']} people       p50 {crowd_found['p50']:.0f} ms, p95 {crowd_found['p95']:.0f} ms (allowed {SLOWEST:.0f}), "
        f"{crowd_found['runs']} runs, {crowd_found['runs_per_second']} a second, {crowd_found['errors']} errors  {sign[found['passes']['crowd']]}"
    )
    for text in crowd_found["error_texts"]:
        print(f"  error: {text}")


if __name__ == "__main__":
    sys.exit(main())
