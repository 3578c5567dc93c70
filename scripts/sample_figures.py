"""Made-up figures, and what a correct import finds in them: shared by the scripts that make data/samples."""

import csv
import io
import random
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

FIRST_DAY, DAYS = date(2026, 10, 1), 21
Row = dict[str, Any]


def figures(seed: int, entities: Sequence[str], cents_a_click: int) -> list[Row]:
    """One row a day and entity; every fifteenth without any delivery."""
    chance = random.Random(seed)
    rows: list[Row] = []
    for i in range(DAYS):
        for entity in entities:
            impressions = 0 if chance.random() < 1 / 15 else chance.randint(400, 9000)
            clicks = impressions * chance.randint(8, 45) // 1000
            conversions = sum(chance.random() < 0.04 for _ in range(clicks))
            cost = Decimal(clicks * chance.randint(cents_a_click * 8 // 10, cents_a_click * 12 // 10)) / 100
            value = Decimal(conversions * chance.randint(3000, 12000)) / 100
            day = (FIRST_DAY + timedelta(days=i)).isoformat()
            rows.append(
                {"day": day, "entity": entity, "impressions": impressions, "clicks": clicks, "cost": cost, "conversions": conversions, "value": value}
            )
    return rows


def expected(rows: list[Row], platform: str, currency: str, *, value: bool = True, **more: Any) -> dict[str, Any]:
    names = {"impressions": "impressions", "clicks": "clicks", "cost": "cost", "conversions": "conversions"} | (
        {"conversion_value": "value"} if value else {}
    )
    sums = {fact: str(sum(Decimal(str(row[key])) for row in rows)) for fact, key in names.items()}
    return {"platform": platform, "currency": currency, "rows": len(rows), "sums": sums, **more}


def delimited(lines: Iterable[Sequence[object]], delimiter: str = ",", end: str = "\n") -> str:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=delimiter, lineterminator=end).writerows(lines)
    return buffer.getvalue()


def rate(part: object, whole: object, missing: str = " --") -> str:
    return f"{Decimal(str(part)) / Decimal(str(whole)):.2%}" if whole else missing
