"""``adcrm suggest`` prints what the pages show, and refuses with a sentence."""

import json

import pytest
from click.testing import CliRunner

from adcrm import books as opening
from adcrm.books import Books
from adcrm.cli import adcrm
from tests.recommend.worlds import add_client, agency


@pytest.fixture
def own_books(own_settings: None) -> Books:
    """The books that the command line opens, with one agency."""
    opened = opening.books()
    agency(opened.facts, add_client(opened, "Harbour Tea"), days=260)
    yield opened
    opened.facts.close()
    opened.crm.close()
    opening._open.cache_clear()


def _run(*arguments: str) -> dict:
    result = CliRunner().invoke(adcrm, ["suggest", "--json", *arguments], catch_exceptions=False)
    assert result.exit_code == 0
    return json.loads(result.output)


def test_the_document_has_evidence_and_record_for_each_suggestion(own_books: Books) -> None:
    document = _run()
    assert {one["kind"] for one in document["suggestions"]} == {"budget", "creative", "timing"}
    for one in document["suggestions"]:
        assert one["client"] == "Harbour Tea"
        assert float(one["effect"]["low"]) < float(one["effect"]["point"]) < float(one["effect"]["high"])
        assert float(one["effect"]["low"]) > 0
        assert set(one["record"]) == {"fired", "right", "median_gain", "worst"}
    assert document["as_of"] == "2026-09-24"


def test_kinds_clients_and_days_narrow_it(own_books: Books) -> None:
    assert {one["kind"] for one in _run("--kind", "timing", "--client", "harbour tea")["suggestions"]} == {"timing"}
    assert _run("--as-of", "2026-08-31")["as_of"] == "2026-08-24"


def test_an_unknown_client_or_kind_is_refused(own_books: Books) -> None:
    for arguments in (["--client", "Nobody"], ["--kind", "colour"]):
        result = CliRunner().invoke(adcrm, ["suggest", *arguments])
        assert result.exit_code == 1
        assert result.exception is not None


def test_without_facts_nothing_is_suggested(own_settings: None) -> None:
    opening._open.cache_clear()
    assert _run() == {"suggestions": [], "cannot_tell": [], "as_of": None}
    opening.books().facts.close()
    opening.books().crm.close()
    opening._open.cache_clear()
