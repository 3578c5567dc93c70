"""What is fetched is what the platform holds, to the cent, whatever it does on the way; nothing twice, and no key is ever seen."""

import logging
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from adcrm.actors import Actor
from adcrm.books import Books
from adcrm.imports.intake import take_in
from adcrm.imports.undo import undo
from adcrm.settings import ROOT, settings
from adcrm.sync.run import Fetched, fetch
from adcrm.sync.sources import SyncError, chosen
from adcrm.sync.state import stands
from tests.sync.conftest import LAST, NAMES, facts
from tests.sync.platforms import KEY, Platforms

OWNER = Actor("owner")
TODAY = LAST + timedelta(1)
ALL = pytest.mark.parametrize("name", list(NAMES.values()))
Secrets = Callable[..., Path]


def run(books: Books, name: str, today: date = TODAY) -> Fetched:
    (source,) = chosen((name,))
    (found,) = fetch(books, source, OWNER, today)
    return found


def sums(books: Books) -> tuple[int, int, Decimal, Decimal, Decimal]:
    """Impressions, clicks, cost, conversions and value of all rows that count in a total."""
    with books.facts.write() as writer:
        found = writer.query(
            "SELECT sum(impressions) AS i, sum(clicks) AS k, sum(cost) AS c, sum(conversions) AS n, sum(conversion_value) AS v "
            "FROM ad_performance WHERE in_total"
        ).to_pylist()[0]
    return int(found["i"] or 0), int(found["k"] or 0), *(Decimal(found[x] or 0) for x in "cnv")


def held(platforms: Platforms) -> tuple[int, int, Decimal, Decimal, Decimal]:
    """The same of what the platform holds."""
    all_facts = platforms.facts
    return (
        sum(f.impressions for f in all_facts),
        sum(f.clicks for f in all_facts),
        sum((f.cost for f in all_facts), Decimal()),
        sum((f.conversions for f in all_facts), Decimal()),
        sum((f.value for f in all_facts), Decimal()),
    )


def imports(books: Books) -> int:
    with books.facts.write() as writer:
        return int(writer.query("SELECT count(*) AS n FROM imports")["n"][0].as_py())


@ALL
def test_a_first_run_brings_every_day_to_the_cent_and_a_second_one_nothing(name: str, books: Books, platforms: Platforms, secrets: Secrets) -> None:
    found = run(books, name)
    assert found.error is None
    assert [(week.first, week.last, week.outcome) for week in found.weeks] == [
        (date(2026, 6, 22), date(2026, 6, 28), "loaded"),
        (date(2026, 6, 29), date(2026, 7, 5), "loaded"),
        (date(2026, 7, 6), date(2026, 7, 12), "loaded"),
        (date(2026, 7, 13), LAST, "loaded"),
    ]
    assert sum(week.rows for week in found.weeks) == len(platforms.facts) == 69
    assert sums(books) == held(platforms)
    again = run(books, name)
    assert again.error is None
    assert {week.outcome for week in again.weeks} == {"unchanged"}
    assert (sums(books), imports(books)) == (held(platforms), 4)


@ALL
def test_conversions_that_came_later_are_seen_and_can_be_taken_back(name: str, books: Books, platforms: Platforms, secrets: Secrets) -> None:
    run(books, name)
    before = sums(books)
    late = next(fact for fact in platforms.facts if fact.day == date(2026, 7, 8))
    late.conversions, late.value = late.conversions + 37, late.value + 900
    platforms.facts += facts(TODAY, TODAY)
    found = run(books, name, TODAY + timedelta(1))
    outcomes = {week.first: week.outcome for week in found.weeks}
    assert outcomes[date(2026, 7, 6)] == outcomes[date(2026, 7, 13)] == "loaded"
    assert {outcome for first, outcome in outcomes.items() if first < date(2026, 7, 6)} <= {"unchanged"}
    assert sums(books) == held(platforms)
    assert imports(books) == 6
    for week in found.weeks:
        if week.import_id:
            undo(books, week.import_id, OWNER)
    assert sums(books) == before


def test_a_week_that_reads_again_as_it_did_before_last_is_taken_back_to_that(books: Books, platforms: Platforms, secrets: Secrets) -> None:
    name = next(iter(NAMES.values()))
    run(books, name)
    odd = next(fact for fact in platforms.facts if fact.day == date(2026, 7, 8))
    odd.conversions += 37
    run(books, name)
    odd.conversions -= 37
    run(books, name)
    assert sums(books) == held(platforms)


@ALL
def test_limits_and_faults_on_the_way_are_waited_out(name: str, books: Books, platforms: Platforms, secrets: Secrets) -> None:
    platforms.next = ["limit", "down", "", "limit", "limit"]
    found = run(books, name)
    assert found.error is None
    assert platforms.next == []
    assert sums(books) == held(platforms)


@ALL
def test_a_run_that_breaks_off_goes_on_where_it_stopped(name: str, books: Books, platforms: Platforms, secrets: Secrets) -> None:
    pages = {"search": 1, "bing": 1}.get(name, 11)  # answers that the first week of 21 rows takes
    platforms.next = [""] * pages + ["half"]
    found = run(books, name)
    assert found.error is not None
    assert "broke off" in str(found.error)
    assert [week.outcome for week in found.weeks] == ["loaded"]
    (stand,) = stands(books.crm).values()
    assert (stand.last_day, stand.next_day) == (date(2026, 6, 28), date(2026, 6, 29))
    assert "broke off" in str(stand.error)
    platforms.asked.clear()
    assert run(books, name).error is None
    assert min(first for first, _ in platforms.asked) == date(2026, 6, 29)
    assert (sums(books), imports(books)) == (held(platforms), 4)
    (stand,) = stands(books.crm).values()
    assert (stand.last_day, stand.next_day, stand.error) == (LAST, None, None)


@pytest.mark.parametrize("columns", [("Account name", "Customer ID"), ("Account name",), ("Customer ID",), ()], ids=str)
@pytest.mark.parametrize("is_first", [True, False], ids=["export first", "fetched first"])
def test_a_downloaded_report_of_the_same_days_counts_once(
    columns: tuple[str, ...], is_first: bool, books: Books, platforms: Platforms, secrets: Secrets
) -> None:
    named = {"Account name": "Fernwick", "Customer ID": "123-456-7890"}
    lines = [",".join(["Day", *columns, "Campaign", "Campaign ID", "Currency code", "Impr.", "Clicks", "Cost", "Conversions", "Conv. value"])]
    for fact in platforms.facts:
        figures = (fact.impressions, fact.clicks, fact.cost, fact.conversions, fact.value)
        lines.append(",".join(map(str, [fact.day, *(named[column] for column in columns), fact.name, fact.number, "EUR", *figures])))
    if not is_first:
        run(books, "search")
    assert take_in(books, "report.csv", "\n".join(lines).encode(), "Fernwick", OWNER)["outcome"] in ("loaded", "unchanged")
    if is_first:
        run(books, "search")
    assert sums(books) == held(platforms)


@pytest.mark.parametrize("columns", [("Account name", "Account number"), ("Account name",)], ids=str)
def test_a_downloaded_report_of_microsoft_counts_once_too(columns: tuple[str, ...], books: Books, platforms: Platforms, secrets: Secrets) -> None:
    named = {"Account name": "Fernwick", "Account number": "F119AB7C"}
    heads = ["Gregorian date", *columns, "Campaign name", "Campaign ID", "Currency code", "Impressions", "Clicks", "Spend", "Conversions", "Revenue"]
    lines = [",".join(heads)]
    for fact in platforms.facts:
        figures = (fact.impressions, fact.clicks, fact.cost, fact.conversions, fact.value)
        lines.append(",".join(map(str, [fact.day, *(named[column] for column in columns), fact.name, fact.number, "EUR", *figures])))
    taken = take_in(books, "report.csv", "\n".join(lines).encode(), "Fernwick", OWNER)
    assert (taken["outcome"], taken["platform"]) == ("loaded", "microsoft_ads")
    run(books, "bing")
    assert sums(books) == held(platforms)


@ALL
def test_odd_names_come_as_they_are(name: str, books: Books, platforms: Platforms, secrets: Secrets) -> None:
    odd = ['Sommer, "neu"; 50%', "夏季促销 | 新客", "=1+1", "Ünïcode\ttab"]
    platforms.facts = [fact for fact in facts(LAST, LAST) for _ in odd][: len(odd)]
    for at, words in enumerate(odd):
        platforms.facts[at] = replace(platforms.facts[at], number=f"60{at}", name=words)
    assert run(books, name).error is None
    entity = "campaign" if name in ("search", "bing") else "ad"
    with books.facts.write() as writer:
        assert {row["name"] for row in writer.query(f"SELECT {entity} AS name FROM ad_performance").to_pylist()} == set(odd)
    assert sums(books) == held(platforms)


@ALL
def test_a_run_that_is_killed_in_the_middle_leaves_whole_weeks_and_goes_on(name: str, books: Books, platforms: Platforms, secrets: Secrets) -> None:
    (source,) = chosen((name,))

    def kill(account: str, first: date, last: date, share: float) -> None:
        if first == date(2026, 7, 6):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fetch(books, source, OWNER, TODAY, progress=kill)
    whole = [fact for fact in platforms.facts if fact.day < date(2026, 7, 6)]
    assert sums(books)[2] == sum((fact.cost for fact in whole), Decimal())
    found = run(books, name)
    assert [week.first for week in found.weeks] == [date(2026, 7, 6), date(2026, 7, 13)]
    assert (sums(books), imports(books)) == (held(platforms), 4)


@ALL
def test_an_answer_in_an_unknown_form_stops_the_account_in_words(name: str, books: Books, platforms: Platforms, secrets: Secrets) -> None:
    platforms.next = ["odd"]
    found = run(books, name)
    assert "form that is not known" in str(found.error)
    assert sums(books)[0] == 0


@ALL
@pytest.mark.parametrize("level", ["campaign", "ad_group", "ad"])
def test_every_level_brings_the_same_sums(name: str, level: str, books: Books, platforms: Platforms, secrets: Secrets) -> None:
    secrets(**{name: {"level": level}})
    platforms.facts = facts(date(2026, 7, 13), LAST)
    found = run(books, name)
    assert found.error is None
    assert [week.outcome for week in found.weeks] == ["empty", "empty", "empty", "loaded"]
    assert sums(books) == held(platforms)
    with books.facts.write() as writer:
        assert writer.query("SELECT DISTINCT level FROM ad_performance").to_pylist() == [{"level": level}]


def test_a_source_is_fetched_by_one_at_a_time(books: Books, platforms: Platforms, secrets: Secrets) -> None:
    (source,) = chosen(("search",))

    def meanwhile(*_: object) -> None:
        with pytest.raises(SyncError, match="being fetched already"):
            fetch(books, source, OWNER, TODAY)

    (found,) = fetch(books, source, OWNER, TODAY, progress=meanwhile)
    assert found.error is None
    assert run(books, "search").error is None


def test_where_an_account_stands_is_the_same_on_both_engines(every_books: Books, platforms: Platforms, secrets: Secrets) -> None:
    platforms.next = ["", "half"]
    assert run(every_books, "search").error
    assert run(every_books, "search").error is None
    assert (sums(every_books), imports(every_books)) == (held(platforms), 4)
    (stand,) = stands(every_books.crm).values()
    assert (stand.last_day, stand.next_day, stand.error) == (LAST, None, None)


@pytest.mark.parametrize("name", ["search", "bing"])
def test_a_token_that_runs_out_is_made_anew(name: str, books: Books, platforms: Platforms, secrets: Secrets) -> None:
    platforms.expire_after = 2
    assert run(books, name).error is None
    assert len(platforms.tokens) == 2
    assert sums(books) == held(platforms)


@ALL
def test_a_wrong_key_is_said_without_being_shown(name: str, books: Books, platforms: Platforms, secrets: Secrets) -> None:
    wrong = {"refresh_token": "wr0ng-key-secret"} if name in ("search", "bing") else {"access_token": "wr0ng-key-secret"}
    secrets(**{name: wrong})
    found = run(books, name)
    assert found.error is not None
    assert "token" in str(found.error).casefold()
    assert "wr0ng" not in str(found.error)
    assert "credentials" in str(found.remedy)


def test_a_limit_that_does_not_end_is_a_reason_and_not_a_loop(books: Books, platforms: Platforms, secrets: Secrets) -> None:
    platforms.next = ["limit"] * 50
    found = run(books, "social")
    assert str(found.error) == "Meta Ads answers: User request limit reached"
    assert "hour" in str(found.remedy)
    assert len(platforms.next) == 44


@ALL
def test_no_key_is_in_a_log_or_a_store(name: str, platforms: Platforms, secrets: Secrets, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    from adcrm.books import books as own_books

    caplog.set_level(logging.DEBUG)
    platforms.next = ["limit", "", "down"]
    own = own_books()
    assert run(own, name).error is None
    platforms.next = ["half"]
    assert run(own, name).error
    own.facts.close()
    own.crm.close()
    kept = b"".join(file.read_bytes() for file in settings().data_dir.rglob("*") if file.is_file())
    assert b"Campaign 1" in kept
    for secret in (*KEY.values(), *platforms.tokens):
        assert secret not in caplog.text
        assert secret.encode() not in kept
    assert KEY["access_token"] not in repr(chosen(()))


def test_nothing_of_the_client_is_loaded_before_something_is_fetched() -> None:
    code = "import sys, adcrm.cli.sync; assert 'dlt' not in sys.modules and 'requests' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True, timeout=120)


def test_the_client_opens_no_connection_of_its_own_and_leaves_no_file(platforms: Platforms, tmp_path: Path) -> None:
    code = (
        "import socket, threading\n"
        "def no(*_): raise SystemExit('a connection was opened')\n"
        "socket.socket.connect = no\n"
        "import adcrm.sync.google_ads, adcrm.sync.meta_ads, adcrm.sync.microsoft_ads, adcrm.sync.tiktok_ads\n"
        "from dlt.common.runtime.telemetry import is_telemetry_started\n"
        "assert not is_telemetry_started() and threading.active_count() == 1\n"
    )
    here = {"PYTHONPATH": str(ROOT), "HOME": str(tmp_path), "PATH": ""}
    subprocess.run([sys.executable, "-c", code], check=True, timeout=120, cwd=tmp_path, env=here)
    assert not list(tmp_path.iterdir())


@ALL
def test_a_key_is_never_sent_on_to_another_address(name: str, books: Books, platforms: Platforms, secrets: Secrets) -> None:
    platforms.next = ["elsewhere"]
    assert str(run(books, name).error).endswith("answers: HTTP 307")


@ALL
def test_a_row_that_the_platform_no_longer_lists_is_said_and_leaves_the_figures(
    name: str, books: Books, platforms: Platforms, secrets: Secrets
) -> None:
    run(books, name)
    before = sums(books)
    gone = next(fact for fact in platforms.facts if fact.day == date(2026, 7, 8))
    other = next(fact for fact in platforms.facts if fact.day == date(2026, 7, 8) and fact is not gone)
    platforms.facts.remove(gone)
    other.clicks += 1
    found = run(books, name, TODAY + timedelta(1))
    said = {week.first: [note.text for note in week.warnings] for week in found.weeks}
    assert "no longer listed" in "".join(said.pop(date(2026, 7, 6)))
    assert not any(said.values())
    assert sums(books) == held(platforms)
    assert {week.outcome for week in run(books, name, TODAY + timedelta(1)).weeks} <= {"unchanged", "empty"}
    (made,) = [week.import_id for week in found.weeks if week.import_id]
    assert made is not None
    undo(books, made, OWNER)
    assert sums(books) == before


@ALL
def test_a_row_that_moves_to_another_campaign_is_not_counted_in_both(name: str, books: Books, platforms: Platforms, secrets: Secrets) -> None:
    run(books, name)
    moved = next(fact for fact in platforms.facts if fact.day == date(2026, 7, 8))
    moved.number, moved.name = "990", "Campaign new"
    run(books, name)
    assert sums(books) == held(platforms)


@ALL
def test_an_empty_answer_where_the_books_hold_rows_is_an_error_and_takes_nothing_away(
    name: str, books: Books, platforms: Platforms, secrets: Secrets
) -> None:
    run(books, name)
    before = sums(books)
    platforms.facts = [fact for fact in platforms.facts if not date(2026, 6, 29) <= fact.day <= date(2026, 7, 12)]
    found = run(books, name)
    assert [week.outcome for week in found.weeks].count("empty") == 2
    assert "no row for 2 weeks (Jun 29, 2026 to Jul 12, 2026)" in str(found.error)
    assert "undo the imports" in str(found.remedy)
    assert sum("access was lost" in str(note) for week in found.weeks for note in week.warnings) == 2
    (stand,) = stands(books.crm).values()
    assert (stand.last_day, stand.next_day, stand.error) == (LAST, None, found.error)
    assert sums(books) == before
