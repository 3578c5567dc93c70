"""The worlds that tests stand in: real stores of each engine, empty at the start of every test."""

import json
import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from adcrm.actors import Actor
from adcrm.books import Books
from adcrm.settings import settings
from adcrm.store import Store, open_store
from adcrm.warehouse import Warehouse, open_warehouse
from tests import postgres
from tests.worlds import SmallWorld, build_small_world

SAMPLES = Path(__file__).parents[2] / "shared" / "samples"
ENGINES = ["embedded", "postgresql"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with slow tests go first: at the end, one worker would run them alone while the others have nothing left."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """URL of a PostgreSQL server started for this run."""
    if postgres.binaries() is None:
        pytest.skip("PostgreSQL is not installed; make test installs it")
    with postgres.server() as url:
        yield url


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """URL of an empty PostgreSQL database."""
    with postgres.database(postgres_server, f"t{uuid.uuid4().hex}") as url:
        yield url


@pytest.fixture(scope="session")
def empty_crm_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A CRM database with its tables and nothing in them, made once; copy it, never open it."""
    file = tmp_path_factory.mktemp("empty") / "crm.sqlite"
    open_store(f"sqlite:///{file}").close()
    return file


@pytest.fixture(scope="session")
def postgres_template(postgres_server: str) -> Iterator[str]:
    """Name of a PostgreSQL database with the tables of both stores and nothing in them, to be copied."""
    with postgres.database(postgres_server, "empty_books") as url:
        Books(open_store(url), open_warehouse(url)).close()
        yield "empty_books"


@pytest.fixture
def crm(tmp_path: Path, empty_crm_file: Path) -> Iterator[Store]:
    """An empty CRM database on SQLite."""
    shutil.copy(empty_crm_file, tmp_path / "crm.sqlite")
    opened = open_store(f"sqlite:///{tmp_path / 'crm.sqlite'}")
    yield opened
    opened.close()


@pytest.fixture
def facts() -> Iterator[Warehouse]:
    """An empty warehouse on DuckDB, in memory."""
    opened = open_warehouse("duckdb:///:memory:")
    yield opened
    opened.close()


@pytest.fixture
def books(crm: Store, facts: Warehouse) -> Books:
    """Both embedded stores, empty."""
    return Books(crm, facts)


@pytest.fixture(params=ENGINES)
def every_books(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Books]:
    """Both stores, empty, once embedded and once on PostgreSQL."""
    if request.param == "embedded":
        shutil.copy(request.getfixturevalue("empty_crm_file"), tmp_path / "crm.sqlite")
        opened = Books(open_store(f"sqlite:///{tmp_path / 'crm.sqlite'}"), open_warehouse("duckdb:///:memory:"))
        yield opened
        opened.close()
        return
    template = request.getfixturevalue("postgres_template")
    with postgres.database(request.getfixturevalue("postgres_server"), f"t{uuid.uuid4().hex}", template) as url:
        opened = Books(open_store(url), open_warehouse(url))
        yield opened
        opened.close()


@pytest.fixture
def owner() -> Actor:
    """Who acts in tests."""
    return Actor("owner")


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every test has a data folder of its own, so nothing of the developer's is touched."""
    monkeypatch.setenv("ADCRM_DATA_DIR", str(tmp_path / "data"))
    for name in ("ADCRM_DATABASE_URL", "ADCRM_WAREHOUSE_URL"):
        monkeypatch.delenv(name, raising=False)
    settings.cache_clear()
    yield
    settings.cache_clear()


@pytest.fixture(scope="session")
def small_world_files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, SmallWorld]:
    """A data folder with the small world in it, made once for the whole run; copy it, never open it."""
    folder = tmp_path_factory.mktemp("small_world")
    opened = Books(open_store(f"sqlite:///{folder / 'crm.sqlite'}"), open_warehouse(f"duckdb:///{folder / 'warehouse.duckdb'}"))
    world = build_small_world(opened)
    opened.facts.close()
    opened.crm.close()
    return folder, world


@pytest.fixture
def small_world(small_world_files: tuple[Path, SmallWorld], own_settings: None) -> SmallWorld:
    """Three clients, 60 days of facts, 240 leads (tests/worlds.py) in the stores that this test's settings name."""
    folder, world = small_world_files
    shutil.copytree(folder, settings().data_dir)
    return world


@pytest.fixture(scope="session")
def samples() -> Path:
    """The folder of made-up platform exports, where the checkout has it beside it."""
    if not SAMPLES.exists():
        pytest.skip("the shared samples are not beside this checkout")
    return SAMPLES


def expected() -> dict[str, Any]:
    """What ``expected.json`` says of the shared samples; without a file and without a bad one where they are not beside this checkout."""
    path = SAMPLES / "expected.json"
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {"files": {}, "bad": {}}
    return found
