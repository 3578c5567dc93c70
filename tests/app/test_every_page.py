"""Every page, in both languages, on an empty store and on the small world: it runs, and Chinese stays Chinese."""

import pytest

from tests.app.harness import PAGES, no_exception, open_page
from tests.worlds import SmallWorld


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_runs_on_empty_stores(name: str, language: str) -> None:
    no_exception(open_page(name, language))


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_runs_on_the_small_world(name: str, language: str, small_world: SmallWorld) -> None:
    no_exception(open_page(name, language))
