"""Takes rates into the books, as an import like any other: one transaction, an entry in the log, undone by its number.

Every version of a rate is kept; of two with the same day, pair and source the one of the newest live import counts. So an undo,
which takes an import's rows away, brings back what stood before, in whatever order imports are undone.
"""

import csv
import io
import json
from datetime import date, timedelta
from decimal import Decimal

import pyarrow as pa

from adcrm.actors import Actor, require
from adcrm.books import Books
from adcrm.channels.declare import currency_codes
from adcrm.errors import InputError
from adcrm.imports import archive
from adcrm.imports.model import LoadResult, SetAside
from adcrm.imports.notes import pack
from adcrm.messages import message
from adcrm.metrics.exchange import TYPED
from adcrm.rates.model import PLACES, REPORT, RateFile
from adcrm.rates.read import LARGEST, read_rates
from adcrm.store.session import now
from adcrm.warehouse import Writer
from adcrm.warehouse.tables import EXCHANGE_RATES, IMPORTS, QUARANTINE

MOST_DAYS = 3660  # ten years typed in at once are a slip of the hand


def load_rates(books: Books, file: RateFile, actor: Actor, data: bytes) -> LoadResult:
    """Load a file of rates; ``data`` are its bytes, which are kept.

    Returns
    -------
    outcome ``unchanged`` (nothing written) where the books say all of it already; ``quarantined`` where cells were set aside.

    Raises
    ------
    PermissionRefusedError
    """
    require(actor, "imports.load")
    archive.keep(file.sha256, data)
    try:
        with books.facts.write() as writer:
            _stage(writer, file)
            new, changed, same = _difference(writer)
            if not new and not changed:
                raise _NothingNewError
            number = writer.next_import_id()
            columns = ", ".join(EXCHANGE_RATES.names)
            writer.execute(f"INSERT INTO exchange_rates ({columns}) SELECT {columns.replace('import_id', str(number))} FROM staged_rates")
            writer.execute("DROP TABLE staged_rates")
            result = LoadResult("quarantined" if file.set_aside else "loaded", number, new, changed, same)
            _log(writer, file, result, actor)
    except _NothingNewError:
        return LoadResult("unchanged", None, 0, 0, len(file.rates))
    return result


def type_in(books: Books, base: str, quote: str, rate: Decimal, first: date, last: date, actor: Actor) -> LoadResult:
    """Note that one ``base`` is worth ``rate`` of ``quote`` on every day from ``first`` to ``last``; it comes before published rates.

    What was typed is kept as a small table of its own, so that a figure can be walked back to it.

    Raises
    ------
    PermissionRefusedError, InputError
    """
    require(actor, "imports.load")
    base, quote = base.strip().upper(), quote.strip().upper()
    if not {base, quote} <= currency_codes() or base == quote:
        raise InputError(
            message("“{base}” and “{quote}” are no pair of currencies.", base=base, quote=quote),
            message("Use the three letters of two different currencies, such as USD and CNY."),
        )
    if not 0 < rate < LARGEST or rate != rate.quantize(PLACES):
        raise InputError(
            message("“{value}” is no exchange rate.", value=format(rate, "f")), message("Type a number above zero with at most twelve decimals.")
        )
    if not 0 <= (last - first).days < MOST_DAYS:
        raise InputError(
            message("These days cannot be a period: {first} to {last}.", first=first, last=last),
            message("Choose at most ten years, the first day first."),
        )
    text = io.StringIO(newline="")
    table = csv.writer(text, lineterminator="\n")
    table.writerow(("day", "base", "quote", "rate"))
    table.writerows((first + timedelta(days=n), base, quote, format(rate, "f")) for n in range((last - first).days + 1))
    data = text.getvalue().encode()
    return load_rates(books, read_rates(f"{base}-{quote}-{first}-{last}.csv", data, source=TYPED), actor, data)


class _NothingNewError(Exception):
    """Ends the transaction without a trace: the books say all of this already."""


def _stage(writer: Writer, file: RateFile) -> None:
    rows = [
        {"day": row.day, "base": row.base, "quote": row.quote, "rate": row.rate, "source": file.source, "import_id": 0, "source_line": row.line}
        for row in file.rates
    ]
    writer.stage("staged_rates", pa.Table.from_pylist(rows, schema=EXCHANGE_RATES.to_pyarrow()))


def _difference(writer: Writer) -> tuple[int, int, int]:
    """How many staged rates are new, differ from the one that counts, and say the same."""
    key = ("day", "base", "quote", "source")
    held, newest = (" AND ".join(f"{name}.{column} = s.{column}" for column in key) for name in ("h", "n"))
    found = writer.query(
        f"WITH newest AS (SELECT h.day, h.base, h.quote, h.source, max(h.import_id) AS import_id FROM exchange_rates AS h"
        f" JOIN staged_rates AS s ON {held} GROUP BY 1, 2, 3, 4)"
        " SELECT count(*) AS rows, count(h.rate) AS met, sum(CASE WHEN h.rate = s.rate THEN 1 ELSE 0 END) AS same FROM staged_rates AS s"
        f" LEFT JOIN newest AS n ON {newest} LEFT JOIN exchange_rates AS h ON h.import_id = n.import_id AND {held}"
    ).to_pylist()[0]
    rows, met, same = (int(found[name] or 0) for name in ("rows", "met", "same"))
    return rows - met, met - same, same


def _log(writer: Writer, file: RateFile, result: LoadResult, actor: Actor) -> None:
    entry = dict.fromkeys(IMPORTS.names) | {
        "import_id": result.import_id,
        "created_at": now(),
        "actor": actor.name,
        "file_name": file.file_name,
        "sha256": file.sha256,
        "size_bytes": file.size_bytes,
        "platform": file.source,
        "account": ", ".join(f"{base}/{quote}" for base, quote in file.pairs[:8]),
        "report": REPORT,
        "level": "",
        "breakdown": "none",
        "currency": "",
        "date_start": file.date_start,
        "date_end": file.date_end,
        "rows_read": len(file.rates) + len(file.set_aside),
        "rows_loaded": len(file.rates),
        "rows_quarantined": len(file.set_aside),
        "rows_new": result.rows_new,
        "rows_changed": result.rows_changed,
        "rows_same": result.rows_same,
        "sums": "",
        "stated_total": "",
        "warnings": "",
        "is_demo": False,
    }
    writer.insert("imports", pa.Table.from_pylist([entry], schema=IMPORTS.to_pyarrow()))
    if file.set_aside:
        rows = [_aside(result.import_id, row, actor) for row in file.set_aside]
        writer.insert("quarantine", pa.Table.from_pylist(rows, schema=QUARANTINE.to_pyarrow()))


def _aside(import_id: int | None, row: SetAside, actor: Actor) -> dict[str, object]:
    """A cell that holds no rate is readable and waits for nobody: the rate can be typed in."""
    return dict.fromkeys(QUARANTINE.names) | {
        "import_id": import_id,
        "source_part": row.part,
        "source_line": row.line,
        "column_name": row.column,
        "reason": pack(row.reason),
        "raw": json.dumps(row.raw, ensure_ascii=False),
        "state": "left_out",
        "note": "",
        "decided_at": now(),
        "decided_by": actor.name,
    }
