"""One small agency, loaded once, for the tests that only look at it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from adcrm.actors import Actor
from adcrm.books import Books
from adcrm.demo import DemoResult
from adcrm.settings import settings
from adcrm.store import open_store
from adcrm.warehouse import open_warehouse
from tests.demo.worlds import load_small


@dataclass(frozen=True)
class Agency:
    """The embedded stores with the agency in them, and the folder of its files and truth. To be read only."""

    books: Books
    folder: Path
    result: DemoResult


@pytest.fixture(scope="package")
def agency(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Agency]:
    """A small agency that is there already."""
    folder = tmp_path_factory.mktemp("agency")
    opened = Books(open_store(f"sqlite:///{folder / 'crm.sqlite'}"), open_warehouse("duckdb:///:memory:"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ADCRM_DATA_DIR", str(folder))
        settings.cache_clear()
        result = load_small(opened, Actor("owner"))
    settings.cache_clear()
    yield Agency(opened, folder, result)
    opened.facts.close()
    opened.crm.close()
