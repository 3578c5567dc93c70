"""Makes data/samples/journeys: the same made-up journeys as a table of paths, with a step in each column, and as a log of events.

``make_samples.py`` calls it; the same seed gives the same bytes. ``sums.json`` beside them says what is in each of them.
"""

import json
import random
from collections import Counter
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

from sample_figures import delimited

CHANNELS = ("Meta Ads", "Google Ads", "Organic Search", "Email", "Direct", "Affiliate")
MOST_STEPS = 5


def write_journeys(folder: Path) -> None:
    """Write the three files and what they hold."""
    folder.mkdir(parents=True, exist_ok=True)
    journeys = _journeys()
    files = {"paths.csv": _paths(journeys), "steps_触点.csv": _steps(journeys), "events_日志.csv": _events(journeys)}
    for name, content in files.items():
        (folder / name).write_bytes(content)
    bought = [(steps, value) for steps, value in journeys if value is not None]
    first, last = (Counter(steps[place] for steps, _ in bought) for place in (0, -1))
    sums = {
        "orders": len(bought),
        "value": str(sum(value for _, value in bought)),
        "journeys_without_order": len(journeys) - len(bought),
        "first": dict(sorted(first.items())),
        "last": dict(sorted(last.items())),
    }
    (folder / "sums.json").write_text(json.dumps(sums, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _journeys() -> list[tuple[tuple[str, ...], Decimal | None]]:
    """Steps of each person, and what the order is worth, ``None`` without one."""
    dice = random.Random(51)
    made: list[tuple[tuple[str, ...], Decimal | None]] = []
    for _ in range(260):
        steps = tuple(dice.choices(CHANNELS, (5, 6, 3, 2, 3, 1), k=dice.choice((1, 1, 2, 2, 3, 4, MOST_STEPS))))
        buys = dice.random() < (0.45 if "Email" in steps else 0.2)
        made.append((steps, Decimal(dice.randint(1500, 22000)) / 100 if buys else None))
    return made


def _paths(journeys: list[tuple[tuple[str, ...], Decimal | None]]) -> bytes:
    """One row a path, as R and Python packages for attribution read it."""
    rows: dict[tuple[str, ...], list[Decimal | None]] = {}
    for steps, value in journeys:
        rows.setdefault(steps, []).append(value)
    table: list[list[object]] = [["path", "total_conversions", "total_conversion_value", "total_null"]]
    for steps, values in rows.items():
        bought = [value for value in values if value is not None]
        table.append([" > ".join(steps), len(bought), sum(bought, Decimal(0)), len(values) - len(bought)])
    return delimited(table).encode()


def _steps(journeys: list[tuple[tuple[str, ...], Decimal | None]]) -> bytes:
    """One row a journey, a step in each column: Chinese heads, GBK, as a spreadsheet saves it."""
    table: list[list[object]] = [[*(f"触点{i}" for i in range(1, MOST_STEPS + 1)), "是否转化", "转化金额"]]
    for steps, value in journeys:
        table.append([*steps, *[""] * (MOST_STEPS - len(steps)), "否" if value is None else "是", "" if value is None else f"{value:,}"])
    return delimited(table).encode("gb18030")


def _events(journeys: list[tuple[tuple[str, ...], Decimal | None]]) -> bytes:
    """One row an event, in no order; the last touch before an order is marked."""
    dice = random.Random(52)
    table: list[list[object]] = []
    for number, (steps, value) in enumerate(journeys):
        at = datetime(2026, 10, 1) + timedelta(minutes=dice.randint(0, 20_000))
        for place, step in enumerate(steps):
            at += timedelta(minutes=dice.randint(30, 3_000))
            buys = value is not None and place == len(steps) - 1
            table.append([step, f"u{number:04d}", at.strftime("%Y/%m/%d %H:%M"), int(buys), value if buys else ""])
    dice.shuffle(table)
    return ("\ufeff" + delimited([["渠道", "用户ID", "时间", "是否转化", "订单金额"], *table])).encode()
