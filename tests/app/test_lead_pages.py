"""The lead pages on a trained book, on one with too few wins, and on nothing; in both languages."""

import shutil
from pathlib import Path

import pytest

from adcrm.actors import Actor
from adcrm.books import Books
from adcrm.scoring import train_and_score
from adcrm.settings import settings
from adcrm.store import open_store
from adcrm.store.tables import Lead
from adcrm.ui.stores import stores
from adcrm.warehouse import open_warehouse
from tests.app.harness import no_exception, open_page, texts
from tests.lead_worlds import build_lead_world

LANGUAGES = ["en", "zh"]


def _made(folder: Path, level: float, trained: bool) -> Path:
    books = Books(open_store(f"sqlite:///{folder / 'crm.sqlite'}"), open_warehouse(f"duckdb:///{folder / 'warehouse.duckdb'}"))
    build_lead_world(books, leads=1600, level=level)
    if trained:
        train_and_score(books, Actor("owner"))
    books.facts.close()
    books.crm.close()
    return folder


@pytest.fixture(scope="module")
def trained_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _made(tmp_path_factory.mktemp("trained"), -1.8, True)


@pytest.fixture(scope="module")
def poor_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _made(tmp_path_factory.mktemp("poor"), -6.0, False)


@pytest.fixture
def trained(trained_files: Path) -> None:
    shutil.copytree(trained_files, settings().data_dir)


@pytest.fixture
def poor(poor_files: Path) -> None:
    shutil.copytree(poor_files, settings().data_dir)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_list_is_ranked_and_says_how_honest_the_score_was(trained: None, language: str) -> None:
    at = open_page("leads", language)
    no_exception(at)
    table = at.dataframe[0].value
    assert len(table) == 25
    assert table["score"].is_monotonic_decreasing
    assert table["why"].str.contains("▲").any()
    assert any(("**100**" in text and ("expected" in text or "预期" in text)) for text in texts(at))


def test_a_link_reopens_the_same_view(trained: None) -> None:
    at = open_page("leads", status="won", owner="Ling", channel="google_ads")
    no_exception(at)
    assert at.selectbox("ld_status").value == "won"
    table = at.dataframe[0].value
    assert set(table["owner"]) == {"Ling"}
    assert set(table["campaign"]) == {"google_ads brand"}
    assert set(table["status"]) == {"Won"}
    at.selectbox("ld_status").select("lost").run()
    assert at.query_params["status"] in ("lost", ["lost"])
    assert set(at.dataframe[0].value["status"]) == {"Lost"}


def test_an_odd_number_in_the_address_is_no_client(trained: None) -> None:
    at = open_page("leads", client="²")
    no_exception(at)
    assert at.selectbox("ld_client").value is None


def test_a_search_that_finds_nobody_offers_to_clear_the_filters(trained: None) -> None:
    at = open_page("leads", q="nobody has this name")
    no_exception(at)
    assert not at.dataframe
    at.button("clear_leads").click().run()
    assert len(at.dataframe[0].value) == 25


@pytest.mark.parametrize("language", LANGUAGES)
def test_choosing_a_row_opens_the_lead(trained: None, language: str) -> None:
    at = open_page("leads", language)
    name = at.dataframe[0].value["name"].iloc[3]
    at.session_state["leads_0"] = {"selection": {"rows": [3], "columns": [], "cells": []}}
    at.run()
    no_exception(at)
    with stores().crm.read() as session:
        lead = session.query(Lead).filter(Lead.name == name).one()
    assert at.selectbox(f"lead_status_{lead.id}").value == lead.status
    assert any("%" in metric.value for metric in at.metric)
    assert any("10" in text or "Ten points" in text for text in texts(at))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_model_page_shows_what_was_promised_and_what_came(trained: None, language: str) -> None:
    at = open_page("lead_model", language)
    no_exception(at)
    assert len(at.metric) == 4
    assert at.success or at.warning


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_a_model_the_page_trains_one_and_says_when_wins_are_too_few(poor: None, language: str) -> None:
    at = open_page("leads", language)
    no_exception(at)
    at.button("train_leads").click().run()
    no_exception(at)
    assert any("not a chance" in text or "不是概率" in text for text in texts(at))
    table = at.dataframe[0].value
    assert table["score"].is_monotonic_decreasing
    at = open_page("lead_model", language)
    no_exception(at)
    assert at.info
    assert not at.metric


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", ["leads", "lead_model"])
def test_an_empty_book_says_how_leads_get_in(page: str, language: str) -> None:
    at = open_page(page, language)
    no_exception(at)
    assert any("No leads yet" in text or "还没有线索" in text for text in [element.value for element in at.subheader])
