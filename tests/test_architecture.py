"""The walls of the house, as docs/architecture.md draws them: who may import whom, how long a file may be, what a page may hold."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from adcrm.settings import ROOT

LONGEST = 400
FOUNDATION = {"documents", "settings", "errors", "messages", "actors"}
STORES = {"store", "warehouse", "books", "metrics"}
DOMAIN = {
    *("access", "channels", "imports", "clients", "segments", "campaigns"),
    *("leads", "scoring", "attribution", "recommend", "exports", "demo", "rates", "sync"),
}
# What each part of adcrm may import from the rest of it; a part always knows itself.
MAY_KNOW = {
    **dict.fromkeys(FOUNDATION, FOUNDATION),
    "store": FOUNDATION,
    "warehouse": FOUNDATION,
    "books": FOUNDATION | {"store", "warehouse"},
    "metrics": FOUNDATION | STORES,
    **dict.fromkeys(DOMAIN, FOUNDATION | STORES),
    "status": FOUNDATION | STORES,
    "web": FOUNDATION | STORES | DOMAIN,
    "ui": FOUNDATION | STORES | DOMAIN | {"status"},
    "cli": FOUNDATION | STORES | DOMAIN | {"status"},
    "__init__": set(),
    "__main__": {"cli"},
}
# Plain data that a domain room hands to the others: facts and frozen dataclasses, no behaviour.
PLAIN_DATA = {"channels.platforms", "imports.model", "imports.keys", "clients.classes", "leads.kinds", "recommend.model"}
# Rooms whose work is to drive others: the import room reads through the channels; the rates read their files and note them in the log
# of imports through the import room; sync hands over what it fetched as a file; the demo fills the books like a person would;
# attribution reads somebody's own journeys by the import room's readers of tables, figures and times.
DRIVES = {
    "imports": {"channels", "campaigns"},
    "rates": {"imports", "channels"},
    "sync": {"imports"},
    "demo": DOMAIN,
    "attribution": {"imports", "channels"},
}
SQL = re.compile(r"^\s*(SELECT\s.+\sFROM|INSERT\s+INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM)\s", re.IGNORECASE | re.DOTALL)


def sources(*folders: str) -> list[Path]:
    return sorted(file for folder in folders for file in (ROOT / folder).rglob("*.py"))


@cache
def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"), str(file))


def imported(file: Path) -> set[str]:
    """Every module that a file imports, wherever the import stands; ``from a import b`` as ``a.b``."""
    found = set()
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def part_of(file: Path) -> str:
    return file.relative_to(ROOT / "adcrm").parts[0].removesuffix(".py")


def name_of(file: Path) -> str:
    return str(file.relative_to(ROOT))


@pytest.mark.parametrize("file", sources("adcrm"), ids=name_of)
def test_a_room_knows_only_the_rooms_below_it(file: Path) -> None:
    part = part_of(file)
    assert part in MAY_KNOW, f"adcrm/{part} is a new room: say in this test what it may know"
    allowed = MAY_KNOW[part] | DRIVES.get(part, set()) | {part}
    strangers = set()
    for module in imported(file):
        if not module.startswith("adcrm."):
            continue
        inside = module.removeprefix("adcrm.")
        if inside.split(".")[0] not in allowed and not any(inside == plain or inside.startswith(plain + ".") for plain in PLAIN_DATA):
            strangers.add(module)
    assert not strangers, f"adcrm/{part} must not import {sorted(strangers)}"


@pytest.mark.parametrize("file", [file for file in sources("adcrm") if part_of(file) != "ui"], ids=name_of)
def test_only_pages_and_ui_import_streamlit(file: Path) -> None:
    assert not {module for module in imported(file) if module.split(".")[0] == "streamlit"}


@pytest.mark.parametrize("file", sources("adcrm", "pages", "tests", "benchmarks", "scripts"), ids=name_of)
def test_a_file_is_one_room_of_at_most_400_lines(file: Path) -> None:
    lines = file.read_text(encoding="utf-8").count("\n")
    assert lines <= LONGEST, f"{lines} lines: look for the two rooms in it"


@pytest.mark.parametrize("file", sources("adcrm", "pages", "benchmarks", "scripts"), ids=name_of)
def test_a_file_says_first_what_it_is_for(file: Path) -> None:
    text = ast.get_docstring(tree(file))
    assert text, "the first line of a file says what it is for"
    assert text.strip().lower() != "placeholder"


@pytest.mark.parametrize("file", sources("pages"), ids=name_of)
def test_a_page_holds_no_query(file: Path) -> None:
    modules = {module.split(".")[0] for module in imported(file)}
    assert not modules & {"ibis", "duckdb", "sqlalchemy", "psycopg"}, "a page calls a domain function, which asks the store"
    texts = [node.value for node in ast.walk(tree(file)) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    assert not [text for text in texts if SQL.search(text)]


@pytest.mark.parametrize("file", sources("pages"), ids=name_of)
def test_a_page_does_not_hide_the_translation(file: Path) -> None:
    """A page is one namespace: a loop variable named ``t`` would replace the function that translates."""
    stored = {node.id for node in ast.walk(tree(file)) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    assert not stored & {"t", "tn", "tr"}


@pytest.mark.parametrize("file", sources("adcrm", "pages"), ids=name_of)
def test_only_the_settings_read_the_environment(file: Path) -> None:
    if file.name == "settings.py" and file.parent.name == "adcrm":
        return
    read = [node for node in ast.walk(tree(file)) if isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv")]
    assert not read, f"line {[node.lineno for node in read]}: settings.py is the one place"
