"""The message catalogue is complete: every text a person may see is in it, and has a whole Chinese translation."""

import ast
import re
import string
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.catalog import Message as Entry
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from adcrm.settings import ROOT

PO = ROOT / "adcrm" / "locales" / "zh_CN" / "LC_MESSAGES" / "adcrm.po"
KEYWORDS = {"t": None, "tn": (1, 2), "message": None, "plural": (1, 2)}  # the same as in the Makefile
# Calls of Streamlit whose first text a person reads, and keyword arguments that are read wherever they stand.
SPOKEN_CALLS = {
    "title", "header", "subheader", "caption", "markdown", "write", "text", "metric", "button", "download_button", "link_button", "info",
    "warning", "error", "success", "toast", "selectbox", "multiselect", "text_input", "text_area", "number_input", "date_input", "checkbox",
    "toggle", "radio", "slider", "pills", "segmented_control", "file_uploader", "expander", "popover", "status", "spinner", "tabs", "dialog",
    "form_submit_button", "badge", "Page", "menu_button", "Column", "TextColumn", "NumberColumn", "DateColumn", "ProgressColumn",
}  # fmt: skip
SPOKEN_KEYWORDS = {"help", "placeholder", "label", "title", "alt", "delta_description"}
WORD = re.compile(r"[A-Za-z]{2,}")
NOT_WORDS = re.compile(r":material/\w*:?|:?[a-z-]*\[|</?\w+[^>]*>|\{[^}]*\}|&\w+;|(?:YYYY|MM|DD|HH|mm)")
SAME_IN_BOTH = {"AdCRM", "KOL", "CTR", "ROAS", "ROI", "CPA", "CPC", "CPM", "AUC", "SMS", "NPS", "SHA"}


@cache
def translations() -> Catalog:
    with PO.open("rb") as file:
        return read_po(file, locale="zh_CN")


@cache
def extracted() -> frozenset[str]:
    found = set()
    for folder in ("adcrm", "pages"):
        for _, _, text, _, _ in extract_from_dir(ROOT / folder, [("**.py", "python")], keywords=KEYWORDS):
            found.add(text if isinstance(text, str) else text[0])
    return frozenset(found)


def entries() -> list[Entry]:
    return [entry for entry in translations() if entry.id]


def forms(text: str | list[str] | tuple[str, ...]) -> tuple[str, ...]:
    """The one form of a plain entry, both forms of a plural."""
    return (text,) if isinstance(text, str) else tuple(text)


def places(text: str) -> set[str]:
    """The names of the ``{places}`` of a template."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_the_catalogue_holds_every_text_of_the_program_and_no_other() -> None:
    held = {forms(entry.id)[0] for entry in entries()}
    assert sorted(extracted() - held) == [], "run make messages and translate what is new"
    assert sorted(held - extracted()) == [], "run make messages: these are no longer in the program"


def test_every_text_is_translated_and_no_translation_is_a_guess() -> None:
    empty = [forms(entry.id)[0] for entry in entries() if not all(forms(entry.string))]
    guessed = [forms(entry.id)[0] for entry in entries() if entry.fuzzy]
    assert empty == []
    assert guessed == []


def test_a_translation_has_the_places_of_its_source() -> None:
    wrong = {}
    for entry in entries():
        allowed = set().union(*(places(form) for form in forms(entry.id)))
        for form in forms(entry.string):
            missing = places(forms(entry.id)[-1]) - places(form)
            if form and (missing or places(form) - allowed):
                wrong[form] = sorted(allowed)
    assert wrong == {}


def test_a_plural_has_as_many_forms_as_chinese_has() -> None:
    plurals = [entry for entry in entries() if not isinstance(entry.id, str)]
    assert [entry.id for entry in plurals if len(forms(entry.string)) != translations().num_plurals] == []


def test_a_translation_is_chinese() -> None:
    """A sentence that is the same in both languages was forgotten; a name or a sign may be the same."""
    same = [entry.id for entry in entries() if entry.id == entry.string and len(WORD.findall(NOT_WORDS.sub("", str(entry.id)))) > 2]
    assert same == []


def test_the_marks_of_emphasis_are_the_same_in_both_languages() -> None:
    wrong = [form for entry in entries() for form in forms(entry.string) if form and form.count("**") != forms(entry.id)[0].count("**")]
    assert wrong == []


@pytest.mark.parametrize("file", sorted([*(ROOT / "pages").glob("*.py"), *(ROOT / "adcrm" / "ui").glob("*.py")]), ids=lambda file: file.name)
def test_no_text_on_a_page_goes_past_the_catalogue(file: Path) -> None:
    """What is handed to Streamlit as a literal is no word, unless it is the same in both languages."""
    found = []
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        spoken = [keyword.value for keyword in node.keywords if keyword.arg in SPOKEN_KEYWORDS]
        if isinstance(node.func, ast.Attribute) and node.func.attr in SPOKEN_CALLS and ast.unparse(node.func.value) != "log":
            spoken += node.args[:1]
        found += [f"line {node.lineno}: {text}" for value in spoken for text in literals(value) if says_something(text)]
    assert found == []


def literals(value: ast.expr) -> list[str]:
    """The literal pieces of an argument; what stands inside a call (as ``t("...")``) is that call's business."""
    if isinstance(value, ast.Constant):
        return [value.value] if isinstance(value.value, str) else []
    if isinstance(value, ast.Call | ast.Subscript | ast.Compare | ast.Lambda):
        return []
    if isinstance(value, ast.FormattedValue):  # its format is no text
        return literals(value.value)
    return [text for child in ast.iter_child_nodes(value) if isinstance(child, ast.expr) for text in literals(child)]


def says_something(text: str) -> bool:
    return any(word not in SAME_IN_BOTH for word in WORD.findall(NOT_WORDS.sub(" ", text)))
