"""Upload: drop a file, see what it is and what it would change, load it, take it back; in both languages."""

import io
import zipfile
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from adcrm.imports.clients import ensure_client
from adcrm.imports.load import load
from adcrm.imports.mapping import remember
from adcrm.imports.model import TableMapping
from adcrm.imports.read import read
from adcrm.settings import ROOT
from adcrm.ui.import_state import examples
from adcrm.ui.stores import actor, stores
from adcrm.warehouse.tables import ad_performance, imports
from tests.app.harness import no_exception, open_page, texts
from tests.imports.worlds import report, row

SAMPLES = ROOT / "data" / "samples"
WORDS = {
    "en": {"load": "Load", "undo": "Undo", "recognised": "Recognised: Google Ads · Campaign report by day", "agrees": "The rows add up"},
    "zh": {"load": "导入", "undo": "撤销", "recognised": "识别为：Google Ads", "agrees": "各行之和与文件自带合计一致"},
}


def _drop(at: AppTest, *names: str) -> None:
    at.file_uploader[0].set_value([(name, (SAMPLES / name).read_bytes(), "text/csv") for name in names]).run()


def _choose_client(at: AppTest, name: str) -> None:
    at.selectbox(key="import_client").set_value(name).run()


def _button(at: AppTest, start: str) -> Any:
    return next(button for button in at.button if (button.key or "").startswith(start))


def _said(at: AppTest) -> str:
    return "\n".join([*(element.value for element in at.markdown), *texts(at)]).replace("\\", "")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_dropped_file_is_previewed_loaded_and_undone(language: str) -> None:
    words = WORDS[language]
    ensure_client(stores().crm, "Fernwick Outdoors", actor())
    at = open_page("channel_data", language)
    _drop(at, "google_campaigns.csv")
    no_exception(at)
    said = _said(at)
    assert words["recognised"] in said and words["agrees"] in said
    assert "7,549" in said and "4,640.61" in said
    assert _button(at, "load_").disabled  # nobody knows yet whose file it is
    _choose_client(at, "Fernwick Outdoors")
    assert _button(at, "load_").label == words["load"]
    _button(at, "load_").click().run()
    no_exception(at)
    entry = stores().facts.query(imports).to_pylist()[0]
    assert (entry["file_name"], entry["rows_loaded"], entry["undone_at"]) == ("google_campaigns.csv", 63, None)
    undo = _button(at, "undo_")
    assert undo.label == words["undo"]
    undo.click().run()
    no_exception(at)
    assert len(stores().facts.query(ad_performance)) == 0


def test_several_files_are_loaded_at_once() -> None:
    ensure_client(stores().crm, "Fernwick Outdoors", actor())
    at = open_page("channel_data")
    _drop(at, "google_campaigns.csv", "meta_campaigns.csv", "tencent_广告日报.csv")
    _choose_client(at, "Fernwick Outdoors")
    _button(at, "load_all").click().run()
    no_exception(at)
    assert sorted(stores().facts.query(imports)["file_name"].to_pylist()) == ["google_campaigns.csv", "meta_campaigns.csv", "tencent_广告日报.csv"]


def test_a_zip_of_several_platforms_comes_to_the_page_file_by_file() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name in ("google_campaigns.csv", "meta_campaigns.csv"):
            archive.write(SAMPLES / name, name)
        archive.writestr("read me.pdf", b"%PDF-1.7")
    at = open_page("channel_data")
    at.file_uploader[0].set_value([("July.zip", made.getvalue(), "application/zip")]).run()
    assert not at.exception
    held = {sheet.name: sheet for sheet in at.session_state["import_sheets"].values()}
    assert sorted(held) == ["google_campaigns.csv", "meta_campaigns.csv", "read me.pdf"]
    assert held["google_campaigns.csv"].is_ready and held["meta_campaigns.csv"].is_ready
    assert held["read me.pdf"].refused is not None
    assert "2 ready to load · 1 not taken" in _said(at)


def test_a_load_says_what_it_did_to_the_total() -> None:
    client = ensure_client(stores().crm, "Fernwick Outdoors", actor())
    at = open_page("channel_data")
    _drop(at, "google_campaigns.csv")
    held = next(iter(at.session_state["import_sheets"].values())).report.rows.to_pylist()
    by_hour = [{**one, "breakdown": "hour", "hour": 3} for one in held]
    load(stores(), report(*by_hour), client, actor(), b"by hour")
    _choose_client(at, "Fernwick Outdoors")
    _button(at, "load_").click().run()
    no_exception(at)
    assert "Cost on Google Ads in all totals stays €4,640.61" in _said(at)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_rows_set_aside_and_a_table_of_nobodys_are_shown(language: str) -> None:
    at = open_page("channel_data", language)
    _drop(at, "google_bad_rows.csv", "unknown_sponsor_sheet.csv")
    no_exception(at)
    assert any(len(table.value) and table.value.shape[1] == 4 for table in at.dataframe)
    assert any((button.key or "").startswith("map_") for button in at.button)
    assert len(stores().facts.query(imports)) == 0


def test_a_refused_file_says_what_to_do_and_can_be_put_away() -> None:
    at = open_page("channel_data")
    at.file_uploader[0].set_value([("picture.csv", b"\x89PNG\r\n\x1a\n", "text/csv")]).run()
    assert not at.exception and "picture" in at.error[0].value
    _button(at, "discard_").click().run()
    no_exception(at)


def test_the_preview_shows_what_would_change() -> None:
    at = open_page("channel_data")
    client = ensure_client(stores().crm, "Fernwick Outdoors", actor())
    _drop(at, "google_campaigns.csv")
    held = next(iter(at.session_state["import_sheets"].values())).report.rows.to_pylist()
    first = {**held[0], "cost": held[0]["cost"] + 1, "conversions": held[0]["conversions"] + 5}
    load(stores(), report(first), client, actor(), b"earlier")
    _choose_client(at, "Fernwick Outdoors")
    said = _said(at)
    assert "62 new rows · 1 row with other figures" in said
    assert "Conversions, Oct 1, 2026: 7 → 2" in said


def test_an_account_of_nobody_is_assigned() -> None:
    at = open_page("channel_data")
    client = ensure_client(stores().crm, "Kanaalhuis Software", actor())
    load(stores(), report(row(1, 5, account="Kanaalhuis EU")), None, actor(), b"file")
    at.run()
    assert at.selectbox(key="assign_google_ads_Kanaalhuis EU").value == client  # offered, because the name says so
    at.button(key="assign_button_google_ads_Kanaalhuis EU").click().run()
    no_exception(at)
    assert stores().facts.query(ad_performance)["client_id"].to_pylist() == [client]


def test_the_examples_are_offered_on_a_first_visit_only() -> None:
    at = open_page("channel_data")
    button = next(button for button in at.button if "examples" in button.label)
    button.click().run()
    assert not at.exception
    assert len(at.session_state["import_sheets"]) == len(examples())


HEAD = "Day,Account,Campaign,Impr.,Clicks,Currency code,Cost\n"


def _export(first: int, days: int, unit: int = 1) -> bytes:
    rows = [f"2026-06-{day:02d},Fernwick EU,Brand,2500,100,EUR,{80 * unit}" for day in range(first, first + days)]
    return (HEAD + "\n".join(rows) + "\n").encode()


def _put(at: AppTest, name: str, data: bytes) -> None:
    at.file_uploader[0].set_value([(name, data, "text/csv")]).run()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_amounts_in_another_unit_are_asked_about_before_the_load_and_remembered(language: str) -> None:
    client = ensure_client(stores().crm, "Fernwick EU", actor())
    known = _export(1, 9)
    load(stores(), read("known.csv", known), client, actor(), known)
    at = open_page("channel_data", language)
    _choose_client(at, "Fernwick EU")
    _put(at, "micros.csv", _export(10, 3, 1_000_000))
    no_exception(at)
    assert "1,000,000" in at.warning[0].value and _button(at, "load_").disabled
    _button(at, "unit_").click().run()
    no_exception(at)
    assert not at.warning and "240.00" in _said(at)
    _button(at, "load_").click().run()
    no_exception(at)
    _button(at, "clear_all").click().run()
    _put(at, "more.csv", _export(13, 3, 1_000_000))
    no_exception(at)
    assert not at.warning and "1,000,000" in _said(at) and not _button(at, "load_").disabled


def test_a_person_corrects_how_a_file_is_read_and_is_remembered() -> None:
    ensure_client(stores().crm, "Fernwick EU", actor())
    at = open_page("channel_data")
    _choose_client(at, "Fernwick EU")
    _put(at, "june.csv", _export(1, 3))
    next(box for box in at.text_input if (box.key or "").startswith("c_attribution_")).set_value("7-day click")
    next(box for box in at.selectbox if (box.key or "").startswith("c_zone_")).set_value("Europe/Berlin")
    _button(at, "c_read_").click().run()
    no_exception(at)
    _button(at, "load_").click().run()
    no_exception(at)
    assert set(stores().facts.query(ad_performance)["attribution"].to_pylist()) == {"7-day click"}
    _button(at, "clear_all").click().run()
    _put(at, "july.csv", _export(4, 3))
    no_exception(at)
    assert "As last time: Time zone: Europe/Berlin, Attribution setting: 7-day click." in _said(at)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_rows_that_wait_are_listed_where_data_is_loaded(language: str) -> None:
    client = ensure_client(stores().crm, "Fernwick Outdoors", actor())
    data = (SAMPLES / "google_bad_rows.csv").read_bytes()
    load(stores(), read("bad.csv", data), client, actor(), data)
    at = open_page("channel_data", language)
    no_exception(at)
    assert any("5" in head.value for head in at.subheader) and "bad.csv" in _said(at)


def test_files_that_wait_for_a_hand_stand_before_those_that_are_loaded() -> None:
    ensure_client(stores().crm, "Fernwick Outdoors", actor())
    at = open_page("channel_data")
    _drop(at, "google_campaigns.csv", "unknown_sponsor_sheet.csv")
    _choose_client(at, "Fernwick Outdoors")
    _button(at, "load_").click().run()
    no_exception(at)
    said = _said(at)
    assert "1 waits for an answer · 1 done" in said
    assert said.index("**unknown_sponsor_sheet.csv**") < said.index("**google_campaigns.csv**")


SPONSORED = b"Tag,Zeitung,Gesehen,Preis\n2026-10-01,Kurier,1000,50\n2026-10-02,Kurier,1200,60\n"


def test_what_was_said_of_columns_is_changed_where_the_file_stands() -> None:
    ensure_client(stores().crm, "Fernwick Outdoors", actor())
    at = open_page("channel_data")
    mapping = TableMapping("Kurier", {"day": "Tag", "impressions": "Gesehen"})
    remember(stores().crm, ("Tag", "Zeitung", "Gesehen", "Preis"), mapping, actor())
    at.file_uploader[0].set_value([("kurier.csv", SPONSORED, "text/csv")]).run()
    no_exception(at)
    assert "Columns left out: Zeitung, Preis." in _said(at)  # said, because a cost was forgotten
    _button(at, "remap_").click().run()
    columns = {box.label: box for box in at.selectbox if (box.key or "").startswith("map_column_")}
    assert {label: box.value for label, box in columns.items()} == {"Tag": "day", "Zeitung": None, "Gesehen": "impressions", "Preis": None}


def test_columns_that_were_mistaken_for_days_are_no_dead_end() -> None:
    at = open_page("channel_data")
    remember(stores().crm, ("Tag", "Zeitung", "Gesehen", "Preis"), TableMapping("Kurier", {"day": "Zeitung", "impressions": "Gesehen"}), actor())
    at.file_uploader[0].set_value([("kurier.csv", SPONSORED, "text/csv")]).run()
    assert not at.exception and at.error
    _button(at, "remap_").click().run()
    assert any((box.key or "").startswith("map_column_") for box in at.selectbox)


def test_everything_that_was_loaded_from_the_page_is_undone_at_once() -> None:
    ensure_client(stores().crm, "Fernwick Outdoors", actor())
    at = open_page("channel_data")
    _drop(at, "google_campaigns.csv", "meta_campaigns.csv")
    _choose_client(at, "Fernwick Outdoors")
    _button(at, "load_all").click().run()
    at.button(key="take_all_back").click().run()
    no_exception(at)
    assert len(stores().facts.query(ad_performance)) == 0
    assert all(sheet.is_undone for sheet in at.session_state["import_sheets"].values())
    assert not any(button.key == "take_all_back" for button in at.button)


def test_an_undone_file_is_ready_to_be_loaded_for_another_client() -> None:
    ensure_client(stores().crm, "Fernwick Outdoors", actor())
    right = ensure_client(stores().crm, "Kanaalhuis Software", actor())
    at = open_page("channel_data")
    _drop(at, "google_campaigns.csv")
    _choose_client(at, "Fernwick Outdoors")
    _button(at, "load_").click().run()
    _button(at, "undo_").click().run()
    no_exception(at)
    assert "Undone: the books are as they were before this file." in _said(at)
    _choose_client(at, "Kanaalhuis Software")
    _button(at, "load_").click().run()
    no_exception(at)
    assert set(stores().facts.query(ad_performance)["client_id"].to_pylist()) == {right}
    assert "Undone: the books" not in _said(at)
