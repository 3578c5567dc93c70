"""Exchange rates of the made-up agency: two pairs on working days, drawn by seed and named as made up wherever a figure is converted.

They come into the books only where these hold no rates at all, so that no real client's figures are converted at them.
"""

from decimal import Decimal

import numpy as np
import pyarrow as pa

from adcrm.demo.files import log_entry
from adcrm.demo.world import World
from adcrm.imports import archive
from adcrm.rates.model import REPORT
from adcrm.warehouse import Writer
from adcrm.warehouse.tables import EXCHANGE_RATES, IMPORTS

SOURCE = "demo"
PAIRS = {"CNY": 7.85, "USD": 1.09}  # one euro, as central banks quote it
DAILY, PULL = 0.003, 0.03  # standard deviation of a day's change, and how strongly a rate goes back to its mean
DAYS_BEFORE = 10


def load_rates(writer: Writer, world: World) -> None:
    """Insert the rates with an import of their own, unless there are rates already."""
    if writer.query("SELECT count(*) AS n FROM exchange_rates")["n"][0].as_py():
        return
    days = np.arange(np.datetime64(world.first_day) - DAYS_BEFORE, np.datetime64(world.end_day) + 1)
    days = days[np.is_busday(days)]
    rows = []
    for number, (quote, mean) in enumerate(PAIRS.items()):
        steps = world.dice(number, 80).normal(0, DAILY, len(days))
        away = 0.0
        for day, step in zip(days.tolist(), steps, strict=True):
            away = away * (1 - PULL) + float(step)
            rows.append({"day": day, "base": "EUR", "quote": quote, "rate": Decimal(f"{mean * np.exp(away):.4f}")})
    rows.sort(key=lambda row: (row["day"], row["quote"]))
    text = "".join(f"{row['day']},{row['base']},{row['quote']},{row['rate']}\n" for row in rows)
    data = ("day,base,quote,rate\n" + text).encode()
    number = writer.next_import_id()
    made = [row | {"source": SOURCE, "import_id": number, "source_line": line} for line, row in enumerate(rows, start=2)]
    writer.insert("exchange_rates", pa.Table.from_pylist(made, EXCHANGE_RATES.to_pyarrow()))
    entry = log_entry(world, "demo_exchange_rates.csv", data, len(rows)) | {"import_id": number, "report": REPORT, "platform": SOURCE}
    entry |= {"account": ", ".join(f"EUR/{quote}" for quote in PAIRS), "date_start": rows[0]["day"], "date_end": rows[-1]["day"]}
    archive.keep(str(entry["sha256"]), data)
    writer.insert("imports", pa.Table.from_pylist([entry], IMPORTS.to_pyarrow()))
