"""Loading and clearing the made-up agency on every engine."""

import json
from collections import Counter
from datetime import date, datetime
from pathlib import Path

import pyarrow as pa
import pytest
from sqlalchemy import func, select

from adcrm.actors import Actor
from adcrm.books import Books
from adcrm.demo import clear_demo, demo_clients, load_demo
from adcrm.errors import PermissionRefusedError
from adcrm.imports import archive
from adcrm.imports.keys import key_uuid
from adcrm.imports.totals import settle
from adcrm.imports.undo import undo
from adcrm.settings import settings
from adcrm.store import open_store
from adcrm.store.log import latest_events
from adcrm.store.tables import AdAccount, Case, Client, Contact, Contract, Interaction, Lead, Survey, Tag
from adcrm.warehouse import open_warehouse
from adcrm.warehouse.tables import AD_PERFORMANCE, IMPORTS
from tests.demo.conftest import Agency
from tests.demo.worlds import END, SMALL, TABLES, counts, fingerprint, load_small, rows_of

OWN_FILE = b"Day,Cost\n2026-11-01,10\n"
MEASURES = ("impressions", "clicks", "cost", "conversions", "conversion_value")


def test_the_agency_is_loaded_whole_into_both_stores_of_every_engine(every_books: Books, owner: Actor) -> None:
    result = load_small(every_books, owner)
    assert (result.clients, result.leads, result.end_day, result.was_there) == (16, 2000, END, False)
    assert result.facts == counts(every_books)["ad_performance"] > 50_000
    with every_books.crm.read() as session:
        assert session.scalar(select(func.count()).select_from(Client)) == 16
        for table in (Contact, Interaction, Case, Survey, Contract, AdAccount):
            having = set(session.scalars(select(table.client_id)))
            assert len(having) == 16, table
    per_set = rows_of(
        every_books,
        "SELECT platform, account_id, date_start, count(*) AS sets, count(DISTINCT cost) AS costs, "
        "count(DISTINCT impressions) AS impressions, count(DISTINCT clicks) AS clicks, count(DISTINCT links) AS links, "
        "count(DISTINCT conversions) AS conversions, count(DISTINCT value) AS worth "
        "FROM (SELECT platform, account_id, date_start, breakdown, sum(cost) AS cost, sum(impressions) AS impressions, sum(clicks) AS clicks, "
        "coalesce(sum(link_clicks), -1) AS links, sum(conversions) AS conversions, sum(conversion_value) AS value "
        "FROM ad_performance GROUP BY 1, 2, 3, 4) sets GROUP BY 1, 2, 3",
    )
    assert {row["sets"] for row in per_set} == {1, 3}  # by ad alone, or by ad, hour and region
    for measure in ("costs", "impressions", "clicks", "links", "conversions", "worth"):
        assert {row[measure] for row in per_set} == {1}, f"{measure} differ between the sets of an account's day"
    assert rows_of(every_books, "SELECT count(*) - count(DISTINCT row_key) AS n FROM ad_performance") == [{"n": 0}]
    assert rows_of(every_books, "SELECT count(*) AS n FROM ad_performance WHERE clicks > impressions OR conversions > clicks") == [{"n": 0}]
    clear_demo(every_books, owner)
    assert counts(every_books) == dict.fromkeys(TABLES, 0)
    assert demo_clients(every_books) == 0
    assert Counter(event.action for event in latest_events(every_books.crm, 100)) == {"demo.load": 16, "demo.clear": 16}


def test_the_flags_are_those_that_the_import_room_would_set(every_books: Books, owner: Actor) -> None:
    load_small(every_books, owner)
    flags = "SELECT breakdown, in_total, in_split, count(*) AS n FROM ad_performance GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"
    before = rows_of(every_books, flags)
    assert [(row["breakdown"], row["in_total"], row["in_split"]) for row in before] == [
        ("hour", False, True),
        ("none", True, False),
        ("region", False, True),
    ]
    pairs = rows_of(every_books, "SELECT DISTINCT client_id, platform FROM ad_performance ORDER BY 1, 2")
    with every_books.facts.write() as writer:
        for pair in pairs:
            settle(writer, int(str(pair["client_id"])), str(pair["platform"]))
    assert rows_of(every_books, flags) == before


def test_the_same_seed_and_end_day_give_the_same_data_bit_for_bit(tmp_path: Path, owner: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    prints = []
    for run, seed in enumerate((7, 7, 8)):
        monkeypatch.setenv("ADCRM_DATA_DIR", str(tmp_path / f"run{run}"))
        settings.cache_clear()
        made = Books(open_store(f"sqlite:///{tmp_path / f'run{run}.sqlite'}"), open_warehouse("duckdb:///:memory:"))
        load_small(made, owner, seed)
        tables = {name: fingerprint(made, name) for name in TABLES}
        with made.crm.read() as session:
            for table in (Client, Contact, Interaction, Case, Survey, Contract, Lead, Tag):
                rows = session.execute(select(*table.__table__.columns).order_by(table.__table__.c.id)).all()
                tables[table.__tablename__] = repr([tuple(row) for row in rows])
        truth = settings().data_dir / "demo_truth"
        tables |= {file.name: file.read_bytes().hex() for file in sorted(truth.iterdir())}
        prints.append(tables)
        made.facts.close()
        made.crm.close()
    first, again, other = prints
    assert [name for name in first if first[name] != again[name]] == []
    assert first["ad_performance"] != other["ad_performance"]
    assert first["leads"] != other["leads"]


def test_loading_twice_is_loading_once(books: Books, owner: Actor) -> None:
    load_small(books, owner)
    before, version = counts(books), books.facts.version()
    again = load_small(books, owner)
    assert (again.was_there, again.leads, again.facts) == (True, 2000, before["ad_performance"])
    assert (counts(books), books.facts.version()) == (before, version)


def test_another_seed_takes_the_place_of_the_agency_that_was_there(books: Books, owner: Actor) -> None:
    load_small(books, owner)
    first = rows_of(books, "SELECT sum(cost) AS cost FROM ad_performance WHERE in_total")
    assert load_small(books, owner, seed=8).was_there is False
    assert demo_clients(books) == 16
    assert rows_of(books, "SELECT sum(cost) AS cost FROM ad_performance WHERE in_total") != first
    assert rows_of(books, "SELECT count(*) AS n FROM ad_performance WHERE import_id NOT IN (SELECT import_id FROM imports)") == [{"n": 0}]


def test_a_load_that_was_killed_between_the_stores_is_made_good_by_the_next(books: Books, owner: Actor) -> None:
    load_small(books, owner)
    whole = counts(books)
    with books.crm.write() as session:  # as if the CRM database had not committed
        for client in session.scalars(select(Client)):
            session.delete(client)
    again = load_small(books, owner)
    assert again.was_there is False
    assert counts(books) == whole
    assert demo_clients(books) == 16


def test_clearing_leaves_what_is_the_users_own(every_books: Books, owner: Actor) -> None:
    with every_books.crm.write() as session:
        mine = Client(name="Mine Ltd", created_at=datetime(2026, 1, 1), updated_at=datetime(2026, 1, 1), tags=[Tag(name="VIP"), Tag(name="keep")])
        session.add(mine)
        session.flush()
        session.add(Lead(client_id=mine.id, person_key="me", name="A", captured_at=datetime(2026, 1, 2)))
        own = mine.id
    own_import = _import_own_row(every_books, own, "google_ads")
    load_small(every_books, owner)
    with every_books.crm.read() as session:
        theirs = session.scalar(select(Client.id).where(Client.is_demo).order_by(Client.id))
    assert theirs is not None
    uploaded = _import_own_row(every_books, theirs, "tencent_ads")
    own_files = {path.name for path in settings().files_dir.iterdir()}
    clear_demo(every_books, owner)
    with every_books.crm.read() as session:
        assert list(session.scalars(select(Client.name))) == ["Mine Ltd"]
        assert sorted(session.scalars(select(Tag.name))) == ["VIP", "keep"]
        assert session.scalar(select(func.count()).select_from(Lead)) == 1
    assert rows_of(every_books, "SELECT import_id, client_id, in_total FROM ad_performance ORDER BY 1") == [
        {"import_id": own_import, "client_id": own, "in_total": True},
        {"import_id": uploaded, "client_id": None, "in_total": False},
    ]
    assert rows_of(every_books, "SELECT import_id, client_id FROM imports ORDER BY 1") == [
        {"import_id": own_import, "client_id": own},
        {"import_id": uploaded, "client_id": None},
    ]
    keys = rows_of(every_books, f"SELECT count(*) AS n FROM ad_performance WHERE row_key <> {key_uuid()}")
    assert keys == [{"n": 0}], "a row that lost its client must be found again by its key"
    assert {path.name for path in settings().files_dir.iterdir()} < own_files
    assert len(list(settings().files_dir.iterdir())) == 1
    assert not (settings().data_dir / "demo_truth").exists()


def test_a_figure_can_be_walked_back_to_its_line_in_the_kept_file(agency: Agency) -> None:
    row = rows_of(
        agency.books,
        "SELECT f.*, i.sha256 FROM ad_performance f JOIN imports i ON i.import_id = f.import_id WHERE f.breakdown = 'hour' "
        "AND f.platform = 'tencent_ads' AND f.source_line = 100 ORDER BY f.import_id LIMIT 1",
    )[0]
    lines = (agency.folder / "files" / str(row["sha256"])).read_text("utf-8").splitlines()
    cells = dict(zip(lines[0].replace('"', "").split(","), lines[99].replace('"', "").split(","), strict=True))
    assert cells["Day"] == str(row["date_start"])
    assert (int(cells["Hour"]), int(cells["Impressions"]), int(cells["Clicks"])) == (row["hour"], row["impressions"], row["clicks"])
    assert f"{float(cells['Cost']):.2f}" == f"{float(str(row['cost'])):.2f}"


def test_the_log_says_of_each_file_what_its_rows_say(agency: Agency) -> None:
    told = rows_of(agency.books, "SELECT import_id, sums, rows_loaded, date_start, date_end, created_at FROM imports WHERE level <> '' ORDER BY 1")
    sums = ", ".join(f"sum({measure}) AS {measure}" for measure in MEASURES)
    found = rows_of(
        agency.books,
        f"SELECT import_id, {sums}, count(*) AS n, min(date_start) AS first, max(date_start) AS last FROM ad_performance GROUP BY 1 ORDER BY 1",
    )
    assert len(told) == len(found)
    for entry, actual in zip(told, found, strict=True):
        assert {name: float(value) for name, value in json.loads(str(entry["sums"])).items()} == {m: float(str(actual[m])) for m in MEASURES}
        assert (entry["rows_loaded"], entry["date_start"], entry["date_end"]) == (actual["n"], actual["first"], actual["last"])
        assert entry["created_at"].date() > actual["last"]  # type: ignore[attr-defined, operator]


def test_an_import_of_the_demo_can_be_undone(books: Books, owner: Actor) -> None:
    load_small(books, owner)
    touches = rows_of(books, "SELECT import_id FROM imports WHERE report = 'touchpoints'")[0]["import_id"]
    undo(books, int(str(touches)), owner)
    assert counts(books)["touchpoints"] == 0


def test_one_who_may_not_load_is_refused(books: Books) -> None:
    for action in (load_demo, clear_demo):
        with pytest.raises(PermissionRefusedError):
            action(books, Actor("guest", "viewer"))
    assert demo_clients(books) == 0


def test_scale_shortens_the_time_and_the_people_only(agency: Agency) -> None:
    assert (agency.result.end_day - agency.result.first_day).days + 1 == round(426 * SMALL)


def _import_own_row(books: Books, client_id: int, platform: str) -> int:
    """One row and its log entry, as an import of the user's own would leave them."""
    sha256 = "own-file"
    archive.keep(sha256, OWN_FILE)
    with books.facts.write() as writer:
        number = writer.next_import_id()
        day = date(2026, 11, 1)
        row = dict.fromkeys(AD_PERFORMANCE.names)
        row |= {"import_id": number, "source_part": "", "source_line": 2, "client_id": client_id, "platform": platform, "account": "Mine"}
        row |= {"account_id": "1", "date_start": day, "date_end": day, "level": "campaign", "breakdown": "none", "campaign": "Own"}
        row |= {"currency": "CNY", "impressions": 5, "is_additive": True, "in_total": True, "in_split": False}
        writer.stage("own", pa.Table.from_pylist([row], AD_PERFORMANCE.to_pyarrow()).drop_columns("row_key"))
        names = [name for name in AD_PERFORMANCE.names if name != "row_key"]
        writer.execute(f"INSERT INTO ad_performance (row_key, {', '.join(names)}) SELECT {key_uuid()}, {', '.join(names)} FROM own")
        writer.execute("DROP TABLE own")
        entry = dict.fromkeys(IMPORTS.names) | {"import_id": number, "client_id": client_id, "platform": platform, "sha256": sha256, "is_demo": False}
        writer.insert("imports", pa.Table.from_pylist([entry], IMPORTS.to_pyarrow()))
    return number
