"""Every page, in both languages, on empty stores and on the small world: it runs, and Chinese stays Chinese."""

import re
from functools import cache

import pytest
from babel.messages.pofile import read_po
from sqlalchemy import select

from adcrm.settings import ROOT
from adcrm.store.tables import Base
from adcrm.ui.stores import stores
from tests.app.harness import PAGES, no_exception, open_page, texts
from tests.worlds import SmallWorld

PO = ROOT / "adcrm" / "locales" / "zh_CN" / "LC_MESSAGES" / "adcrm.po"
SENTENCE = re.compile(r"[A-Za-z][a-z]+(?:[ ,]+[a-z]{2,}){2,}")  # three English words in a row
MARKS = re.compile(r":material/\w+:|[*#`\\]")


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_runs_on_empty_stores(name: str, language: str) -> None:
    no_exception(open_page(name, language))


@pytest.mark.parametrize("name", PAGES)
def test_a_page_runs_in_english_on_the_small_world(name: str, small_world: SmallWorld) -> None:
    no_exception(open_page(name))


@pytest.mark.parametrize("name", PAGES)
def test_a_page_runs_in_chinese_on_the_small_world_without_a_word_of_english(name: str, small_world: SmallWorld) -> None:
    at = open_page(name, "zh")
    no_exception(at)
    own = typed_by_people()
    left = {plain for text in texts(at) for plain in [MARKS.sub("", text).strip()] if plain not in own and is_english(plain, own)}
    assert left == set()


def is_english(text: str, own: set[str]) -> bool:
    """A text of the catalogue that was not translated, or three English words in a row that nobody typed in."""
    for typed in sorted(own, key=len, reverse=True):
        if len(typed) > 3:
            text = text.replace(typed, "")
    return text in english_texts() or bool(SENTENCE.search(text))


@cache
def english_texts() -> frozenset[str]:
    """Every text of the catalogue that reads differently in Chinese."""
    with PO.open("rb") as file:
        entries = [entry for entry in read_po(file, locale="zh_CN") if entry.id and isinstance(entry.id, str)]
    return frozenset(MARKS.sub("", entry.id).strip() for entry in entries if entry.id != entry.string and re.search("[A-Za-z]{2}", entry.id))


def typed_by_people() -> set[str]:
    """Names, notes and subjects in the CRM database, and names of campaigns and ads, which stay as they were typed."""
    with stores().crm.read() as session:
        typed = {value for table in Base.metadata.sorted_tables for row in session.execute(select(table)) for value in row if isinstance(value, str)}
    for column in ("account", "campaign", "ad_group", "ad"):
        typed |= set(stores().facts.sql(f"SELECT DISTINCT {column} AS name FROM ad_performance")["name"].to_pylist())
    return typed - english_texts()
