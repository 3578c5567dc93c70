"""Import history: every import stands there with its outcome, and the filter finds it."""

import pytest

from adcrm.imports.clients import ensure_client
from adcrm.imports.corrections import leave_out, retry
from adcrm.imports.load import load
from adcrm.imports.model import SetAside
from adcrm.imports.read import read
from adcrm.imports.undo import undo
from adcrm.messages import message
from adcrm.settings import ROOT
from adcrm.ui.stores import actor, stores
from tests.app.harness import no_exception, open_page
from tests.imports.worlds import report, row

BAD_ROWS = ROOT / "data" / "samples" / "google_bad_rows.csv"
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


def _bad_rows() -> int:
    client = ensure_client(stores().crm, "Fernwick Outdoors", actor())
    data = BAD_ROWS.read_bytes()
    made = load(stores(), read("bad.csv", data), client, actor(), data)
    assert made.import_id is not None
    return made.import_id


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_page_of_an_import_shows_its_rows_and_what_became_of_them(language: str) -> None:
    number = _bad_rows()
    retry(stores(), number, {("", 9): {"Clicks": "112"}}, actor())
    leave_out(stores(), number, [("", 24)], "No day of the report", actor())
    at = open_page("import_history", language, **{"import": number})
    no_exception(at)
    decided = next(table.value for table in at.dataframe if table.value.shape == (2, 5))
    told = decided.iloc[:, 2].tolist()
    assert "Clicks: -4 → 112" in told[0] and "No day of the report" in told[1]
    assert any("3" in head.value for head in at.subheader)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_an_import_changed_stays_on_its_page(language: str) -> None:
    client = ensure_client(stores().crm, "Fernwick Outdoors", actor())
    load(stores(), report(row(1, 10), row(2, 20), name="first.csv"), client, actor(), b"1")
    made = load(stores(), report(row(1, 11), row(2, 26), row(3, 5), name="second.csv"), client, actor(), b"2")
    at = open_page("import_history", language, **{"import": made.import_id})
    no_exception(at)
    said = "\n".join(element.value for element in at.markdown).replace("\\", "")
    assert "30.00 → " in said and "37.00" in said


def test_an_import_of_no_number_says_so() -> None:
    _three_imports()
    at = open_page("import_history", **{"import": 99})
    assert not at.exception and "99" in at.error[0].value


def test_the_file_of_an_undone_import_comes_to_the_upload_page_again() -> None:
    client = ensure_client(stores().crm, "Fernwick Outdoors", actor())
    data = BAD_ROWS.read_bytes()
    made = load(stores(), read("bad.csv", data), client, actor(), data)
    assert made.import_id is not None
    undo(stores(), made.import_id, actor())
    at = open_page("import_history", **{"import": str(made.import_id)})
    at.button(key=f"again_{made.import_id}").click().run()
    assert not at.exception
    (sheet,) = at.session_state["import_sheets"].values()
    assert (sheet.name, sheet.is_ready, at.session_state["import_client"]) == ("bad.csv", True, "Fernwick Outdoors")
