"""Deciding only the days that a write touched gives every flag that deciding everything gives."""

import random
from typing import Any

import pytest

from adcrm.books import Books
from adcrm.imports import totals
from adcrm.imports.clients import ensure_client
from adcrm.imports.undo import undo
from tests.imports.worlds import OWNER, current, row, take

STEPS = 9


def flags(books: Books) -> list[tuple[Any, ...]]:
    """The flags of every current row."""
    return [(one["row_key"], one["in_total"], one["in_split"]) for one in current(books)]


def some_report(chance: random.Random) -> list[dict[str, Any]]:
    """Rows of one kind of report: by ids or by names, of an account that is named in one of several ways, over some days."""
    level, breakdown = chance.choice(["account", "campaign", "campaign", "ad_group"]), chance.choice(["none", "none", "none", "hour", "device"])
    account = chance.choice([{"account": "Fernwick US"}, {"account_id": "1", "account": "Fernwick US"}, {"account": ""}, {"account": "Fernwick CA"}])
    more = {"currency": chance.choice(["USD", "USD", "USD", "EUR", ""])} | account | {"level": level, "breakdown": breakdown}
    first, days, by_id = chance.randrange(1, 20), chance.choice([1, 2, 5]), chance.random() < 0.3
    made = []
    for day in range(first, first + days):
        when: Any = (day, day + 3) if chance.random() < 0.03 else day
        for part in range(chance.choice([1, 2])):
            names: dict[str, Any] = {"campaign": "" if level == "account" else f"C{part}"}
            if by_id and chance.random() < 0.8:
                names["campaign_id"] = str(part)
            if level == "ad_group":
                names["ad_group"] = "g"
            if breakdown != "none":
                names |= {"hour": part} if breakdown == "hour" else {"device": f"d{part}"}
            figures = row(when, chance.choice([5, 10, 20]), **{**more, **names})
            made.append(figures | {"cost": None} if more["currency"] == "" else figures)
    return made


@pytest.mark.parametrize("seed", range(40))
def test_deciding_the_touched_days_is_deciding_everything(books: Books, seed: int) -> None:
    chance = random.Random(seed)
    client = ensure_client(books.crm, "Fernwick", OWNER)
    live: list[int] = []
    for step in range(STEPS):
        if live and chance.random() < 0.3:
            undo(books, live.pop(chance.randrange(len(live))), OWNER)
        elif (made := take(books, client, *some_report(chance), name=str(step)).import_id) is not None:
            live.append(made)
        decided = flags(books)
        with books.facts.write() as writer:
            totals.settle(writer, client, "google_ads")
        assert flags(books) == decided


def test_a_load_beside_a_year_of_rows_decides_its_own_days(books: Books) -> None:
    client = ensure_client(books.crm, "Fernwick", OWNER)
    take(books, client, *(row(day, 5) for day in range(1, 300)))
    with books.facts.write() as writer:
        before = totals.standing(writer, client, "google_ads", "SELECT DATE '2026-07-03' AS date_start")
        writer.execute("UPDATE ad_performance SET in_total = FALSE")
        totals.settle(writer, client, "google_ads", before)
        assert writer.query("SELECT date_start FROM ad_performance WHERE in_total")["date_start"].to_pylist() == [before.first]  # type: ignore[union-attr]
