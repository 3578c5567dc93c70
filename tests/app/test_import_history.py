"""Import history: every import stands there with its outcome, and the filter finds it."""

import pytest

from adcrm.imports.clients import ensure_client
from adcrm.imports.load import load
from adcrm.imports.model import SetAside
from adcrm.imports.undo import undo
from adcrm.messages import message
from adcrm.ui.stores import actor, stores
from tests.app.harness import no_exception, open_page
from tests.imports.worlds import report, row

WORDS = {"en": ["undone", "loaded in part", "loaded"], "zh": ["已撤销", "部分入账", "已入账"]}


def _three_imports() -> int:
    client = ensure_client(stores().crm, "Fernwick Outdoors", actor())
    load(stores(), report(row(1, 1), name="first.csv"), client, actor(), b"1")
    aside = SetAside("", 9, "Clicks", message("Clicks cannot be below zero."), {"Clicks": "-4"})
    load(stores(), report(row(2, 2), name="second.csv", set_aside=(aside,)), client, actor(), b"2")
    last = load(stores(), report(row(3, 3), name="third.csv"), client, actor(), b"3")
    assert last.import_id is not None
    undo(stores(), last.import_id, actor())
    return client


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_import_stands_in_the_table_with_its_outcome(language: str) -> None:
    _three_imports()
    at = open_page("import_history", language)
    no_exception(at)
    table = at.dataframe[0].value
    assert table["file"].tolist() == ["third.csv", "second.csv", "first.csv"]
    assert table["outcome"].tolist() == WORDS[language]
    assert table["client"].tolist() == ["Fernwick Outdoors"] * 3


def test_the_table_can_be_narrowed() -> None:
    client = _three_imports()
    other = ensure_client(stores().crm, "Kanaalhuis", actor())
    at = open_page("import_history")
    at.segmented_control(key="log_shown").set_value("aside").run()
    assert at.dataframe[0].value["file"].tolist() == ["second.csv"]
    at.segmented_control(key="log_shown").set_value("all").run()
    at.selectbox(key="log_client").set_value(other).run()
    no_exception(at)
    assert not at.dataframe
    at.selectbox(key="log_client").set_value(client).run()
    assert len(at.dataframe[0].value) == 3
