"""``adcrm demo`` without a browser."""

import json

import pytest
from click.testing import CliRunner

from adcrm.books import _open
from adcrm.cli import adcrm
from adcrm.demo.prepare import load_and_prepare
from tests.demo.worlds import SMALL


@pytest.fixture(autouse=True)
def small_world(monkeypatch: pytest.MonkeyPatch) -> None:
    """The command loads the whole agency; six weeks of it are enough here."""
    monkeypatch.setitem(load_and_prepare.__kwdefaults__, "scale", SMALL)


def test_the_command_loads_says_so_and_clears() -> None:
    run = CliRunner()
    loaded = json.loads(run.invoke(adcrm, ["demo", "--json", "--end", "2026-11-21", "--seed", "3"]).output)
    assert (loaded["clients"], loaded["leads"], loaded["was_there"], loaded["end_day"]) == (16, 2000, False, "2026-11-21")
    again = run.invoke(adcrm, ["demo", "--end", "2026-11-21", "--seed", "3"])
    assert "was there already" in again.output
    assert json.loads(run.invoke(adcrm, ["demo", "--clear", "--json"]).output) == {"cleared_clients": 16}
    assert run.invoke(adcrm, ["demo", "--clear"]).output == "Cleared 0 made-up clients.\n"
    _open.cache_clear()


def test_a_day_that_is_none_is_wrong_usage() -> None:
    assert CliRunner().invoke(adcrm, ["demo", "--end", "soon"]).exit_code == 2
