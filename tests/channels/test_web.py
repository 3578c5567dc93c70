"""Web analytics: Google's reports and explorations, Adobe's freeform tables; several tables in a file, users never added up."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from adcrm.actors import Actor
from adcrm.books import Books
from adcrm.imports.clients import ensure_client
from adcrm.imports.history import original_lines
from adcrm.imports.load import load
from adcrm.imports.read import read
from adcrm.imports.undo import undo
from tests.conftest import SAMPLES, expected
from tests.imports.record_worlds import held, take_file
from tests.imports.worlds import OWNER

EXPECTED = expected()["files"]
FILES = [name for name, about in EXPECTED.items() if about["platform"] in ("ga4", "adobe_analytics")]
GA4 = "# ----------------------------------------\n# {title}\n# Account: A\n# Property: Shop - GA4\n# ----------------------------------------\n# \n"
STACKED = (
    GA4.format(title="Reports snapshot")
    + "# All Users\n# Start date: 20260701\n# End date: 20260707\nNth day,Active users\n0000,10\n0001,12\n0006,9\n"
    + "\n# New users by channel\n# Start date: 20260601\n# End date: 20260607\n"
    + "First user primary channel group (Default Channel Group),New users\nDirect,7\n(not set),1\n"
    + "\n# Conversions by platform\n# Start date: 20260701\n# End date: 20260707\nPlatform,Conversions\n"
    + "\n# Cohorts\nDate,Week 0,Week 1\nApr 9 - Apr 15,100,-1\n"
)


@pytest.mark.parametrize("name", FILES)
def test_each_sample_reads_exactly(name: str) -> None:
    about: dict[str, Any] = EXPECTED[name]
    report = read(name, (SAMPLES / name).read_bytes())
    assert (report.platform, report.kind, report.rows_read) == (about["platform"], about["kind"], about["rows"])
    assert {fact: report.sums[fact] for fact in about["sums"]} == {fact: Decimal(number) for fact, number in about["sums"].items()}
    assert (str(report.date_start), str(report.date_end), report.is_daily) == (about["date_start"], about["date_end"], about["has_day"])
    assert (report.header_line, report.set_aside) == (about.get("header_row", report.header_line), ())
    assert "users" not in report.sums


def test_every_table_of_adobe_has_its_own_sums_and_lines(samples: Path) -> None:
    name = next(name for name in FILES if "lantu" in name)
    report = read(name, (samples / name).read_bytes())
    tables = {table["title"]: table for table in EXPECTED[name]["tables"]}
    assert {part.name: part.rows for part in report.parts} == {title: table["rows"] for title, table in tables.items()}
    for part in report.parts:
        said = {fact: Decimal(number) for fact, number in tables[part.name]["sums"].items()}
        assert {fact: part.sums[fact] for fact in said} == said
    kept = ["source_line", "dimension", "dimension_value", "date_start", "date_end", "visits"]
    assert next(row for row in report.rows.select(kept).to_pylist() if row["dimension"]) == {
        "source_line": 127,
        "dimension": "Segments",
        "dimension_value": "Paid Search",
        "date_start": date(2026, 7, 1),
        "date_end": date(2026, 7, 31),
        "visits": 8139,
    }


def test_stacked_tables_of_google_have_their_own_columns_and_days() -> None:
    report = read("data-export.csv", STACKED.encode())
    assert [(part.name, part.rows) for part in report.parts] == [("Reports snapshot", 3), ("New users by channel", 2)]
    rows = report.rows.to_pylist()
    assert [(row["date_start"], row["users"]) for row in rows[:3]] == [(date(2026, 7, 1), 10), (date(2026, 7, 2), 12), (date(2026, 7, 7), 9)]
    assert [(row["channel_group"], row["new_users"], row["date_start"], row["date_end"]) for row in rows[3:]] == [
        ("Direct", 7, date(2026, 6, 1), date(2026, 6, 7)),
        ("(not set)", 1, date(2026, 6, 1), date(2026, 6, 7)),
    ]
    assert {note.text for note in report.warnings} == {"“{part}” has no rows.", "“{part}” is no report that AdCRM knows and was left out."}


def test_a_web_report_is_kept_apart_from_ad_facts_and_leads_back_to_its_line(every_books: Books, owner: Actor) -> None:
    client = ensure_client(every_books.crm, "Fernwick Outdoors", owner)
    made = take_file(every_books, client, STACKED.encode(), "data-export.csv")
    assert load(every_books, read("again.csv", STACKED.encode()), client, OWNER, STACKED.encode()).outcome == "unchanged"
    assert held(every_books, "ads") == []
    row = next(row for row in held(every_books, "web") if row["channel_group"] == "Direct")
    assert original_lines(every_books, made.import_id or 0, row["source_part"], [row["source_line"]]) == [(row["source_line"], "Direct,7")]
    undo(every_books, made.import_id or 0, OWNER)
    assert held(every_books, "web") == []


def test_the_total_of_an_exploration_is_compared_and_not_added() -> None:
    rule = "# ----------------------------------------\n"
    head = f"{rule}# Shop - GA4\n# Channels-Free form 1\n# 20260701-20260702\n{rule}\n"
    rows = "Date,Session source / medium,Sessions,Total users\n,,31,20,Grand total\n20260701,google / cpc,10,9\n20260702,(direct) / (none),20,15\n"
    report = read("download.csv", (head + rows).encode())
    assert (report.sums["sessions"], report.stated_total, report.rows_read) == (30, {"sessions": Decimal(31)}, 2)
    assert report.account == "Shop - GA4"
    assert any("own total" in note.text for note in report.warnings)
    assert report.rows.select(["source", "medium"]).to_pylist()[1] == {"source": "(direct)", "medium": "(none)"}


def test_segments_may_stand_above_the_metrics_and_all_visits_are_everybody() -> None:
    head = '#=====\n# Freeform\n# Report suite: RS\n"# Date: Jul 27, 2026 - Aug 2, 2026"\n#=====\n\n##########\n# Freeform table (4)\n##########\n'
    rows = "Marketing Channel,100,10,40\nEmail,60,6,20\nPaid Search,40,4,20\n"
    for heads in (",All Visits,All Visits,Mobile\n,Visits,Orders,Visits\n", ",Visits,Orders,Visits\n,All Visits,All Visits,Mobile\n"):
        report = read("x", f"{head}{heads}{rows}".encode())
        assert (report.platform, report.rows["channel_group"].to_pylist()) == ("adobe_analytics", ["Email", "Paid Search"])
        assert {name: int(value) for name, value in report.sums.items()} == {"visits": 100, "orders": 10}
        assert report.left_out == ("Visits: Mobile",)
