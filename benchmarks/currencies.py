"""What one reporting currency costs: the same questions over books of several currencies, converted and as billed.

``python -m benchmarks.currencies FOLDER [FACTS]`` prints the median time of each and the ratio.
"""

import sys
import time
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from statistics import median

import pyarrow as pa

from adcrm.metrics.currency import prepare
from adcrm.metrics.maturity import Maturity
from adcrm.metrics.queries import compared, groups, totals
from adcrm.metrics.scope import Scope
from adcrm.warehouse import Warehouse, open_warehouse
from adcrm.warehouse.tables import SCHEMAS
from benchmarks.facts import DAYS, LAST_DAY, fill

TIMES = 7
RATES = {"USD": "7.1", "EUR": "7.8", "HKD": "0.91"}


def mix(facts: Warehouse) -> None:
    """Let half of the clients bill in other currencies, and publish a rate for every working day."""
    rows = [
        {"day": day, "base": code, "quote": "CNY", "rate": Decimal(rate) + Decimal(n) / 10_000, "source": "pboc", "import_id": 9, "source_line": n}
        for n in range(DAYS + 10)
        if (day := LAST_DAY - timedelta(days=n)).weekday() < 5
        for code, rate in RATES.items()
    ]
    with facts.write() as writer:
        writer.execute("UPDATE ad_performance SET currency = CASE client_id % 6 WHEN 1 THEN 'USD' WHEN 3 THEN 'EUR' WHEN 5 THEN 'HKD' ELSE 'CNY' END")
        writer.insert("exchange_rates", pa.Table.from_pylist(rows, schema=SCHEMAS["exchange_rates"].to_pyarrow()))


def main(folder: Path, number: int) -> None:
    """Fill the books once, then ask."""
    is_new = not (folder / "warehouse.duckdb").exists()
    if is_new:
        fill(folder, number)
    facts = open_warehouse(f"duckdb:///{folder / 'warehouse.duckdb'}")
    if is_new:
        mix(facts)
    start = time.perf_counter()
    prepare(facts, "CNY")
    print(f"factors made ready in {time.perf_counter() - start:.3f} s")
    for days in (28, DAYS):
        first = LAST_DAY - timedelta(days=days - 1)
        plain, converted = Scope(first, LAST_DAY), Scope(first, LAST_DAY, currency="CNY", converted=True)
        questions: dict[str, Callable[[Scope], object]] = {
            "total": lambda scope: totals(facts, scope),
            "by channel and day, two periods": lambda scope: compared(facts, scope, Maturity(None)),
            "by campaign": lambda scope: groups(facts, scope, ["client", "campaign"]),
            "by ad, two periods": lambda scope: compared(facts, scope, Maturity(None), ("client_id", "platform", "ad_id", "ad")),
        }
        for name, ask in questions.items():
            billed, shown = _time(ask, plain), _time(ask, converted)
            print(f"{days} days, {name}: {billed:.3f} s as billed, {shown:.3f} s converted, ratio {shown / billed:.2f}")
    facts.close()


def _time(ask: Callable[[Scope], object], scope: Scope) -> float:
    taken = []
    for _ in range(TIMES):
        start = time.perf_counter()
        ask(scope)
        taken.append(time.perf_counter() - start)
    return median(taken)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 10_000_000)
