"""The list of clients, one client and the settings, as a visitor sees them in both languages."""

import pytest

from adcrm.clients.changes import undo_edit
from adcrm.clients.editing import add_client
from adcrm.clients.profile import client_profile, timeline
from adcrm.store.log import latest_events
from adcrm.store.remembered import accounts, forget_mapping, mappings
from adcrm.store.session import now
from adcrm.store.tables import ColumnMapping
from adcrm.ui.stores import actor, stores
from tests.app.harness import no_exception, open_page, texts
from tests.worlds import SmallWorld

LANGUAGES = ["en", "zh"]


def names(at: object) -> list[str]:
    return list(at.dataframe[0].value["name"])  # type: ignore[attr-defined]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_list_shows_every_client_with_its_figures(small_world: SmallWorld, language: str) -> None:
    at = open_page("clients", language)
    no_exception(at)
    table = at.dataframe[0].value
    assert sorted(table["name"]) == sorted(small_world.client_ids)
    assert not table["spend"].str.contains("–").any()
    assert (table["health"] > 0).all()


def test_an_empty_book_says_what_to_do_next() -> None:
    at = open_page("clients")
    no_exception(at)
    assert "No clients yet" in texts(at)
    assert not at.dataframe


def test_chips_and_search_narrow_the_list_and_stand_in_the_address(small_world: SmallWorld) -> None:
    at = open_page("clients")
    at.pills(key="cl_size").set_value(["large"]).run()
    assert names(at) == ["Harbour Tea Ltd"]
    assert at.query_params["size"] == "large"
    at.pills(key="cl_size").set_value([]).run()
    at.text_input(key="cl_text").set_value("云杉").run()
    assert names(at) == ["云杉家居"]
    assert at.query_params["q"] == "云杉"
    at.button(key="clear_clients").click().run()
    assert len(names(at)) == 3
    assert "q" not in at.query_params


def test_a_link_opens_the_same_view(small_world: SmallWorld) -> None:
    at = open_page("clients", industry="home|retail", sort="name")
    no_exception(at)
    assert names(at) == ["Northfell Outdoor", "云杉家居"]
    assert at.multiselect(key="cl_industry").value == ["home", "retail"]


def test_a_link_with_unknown_values_shows_everybody(small_world: SmallWorld) -> None:
    at = open_page("clients", industry="magic", state="happy", sort="luck", size="huge")
    no_exception(at)
    assert len(names(at)) == 3


def test_nobody_matching_is_said_with_a_way_out(small_world: SmallWorld) -> None:
    at = open_page("clients", q="nobody at all")
    no_exception(at)
    assert "No client matches" in texts(at)
    assert at.button(key="clear_clients")


def test_more_than_a_page_of_clients_has_pages(small_world: SmallWorld) -> None:
    for number in range(30):
        add_client(stores().crm, actor(), name=f"Client {number:02d}")
    at = open_page("clients", sort="name")
    assert len(names(at)) == 25
    at.session_state["cl_page"] = 2
    at.run()
    no_exception(at)
    assert len(names(at)) == 8


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("tab", range(7))
def test_every_tab_of_a_client_opens(small_world: SmallWorld, language: str, tab: int) -> None:
    at = open_page("client", language, id=small_world.client_ids["云杉家居"])
    at.session_state["client_tab"] = at.tabs[tab].label
    at.run()
    no_exception(at)
    assert at.title[0].value == "云杉家居"


@pytest.mark.parametrize("asked", ["999", "abc", "-1", "9" * 40])
def test_an_unknown_client_is_said_with_a_way_back(small_world: SmallWorld, asked: str) -> None:
    at = open_page("client", id=asked)
    no_exception(at)
    assert "This client is not here" in texts(at)


def test_a_note_is_added_and_taken_back(small_world: SmallWorld) -> None:
    client = small_world.client_ids["Harbour Tea Ltd"]
    before = timeline(stores(), client, 100)
    at = open_page("client", id=client)
    at.session_state["client_tab"] = "Timeline"
    at.run()
    at.text_area[0].set_value("Asked for the winter plan")
    next(button for button in at.button if button.label == "Add to the timeline").click().run()
    no_exception(at)
    assert timeline(stores(), client, 1)[0].text == "Asked for the winter plan"
    at.button(key="undo_button_client").click().run()
    no_exception(at)
    assert timeline(stores(), client, 100) == before


def test_a_refused_note_says_why_and_keeps_what_was_typed(small_world: SmallWorld) -> None:
    at = open_page("client", id=small_world.client_ids["Harbour Tea Ltd"])
    at.session_state["client_tab"] = "Timeline"
    at.run()
    at.text_area[0].set_value("   ")
    next(button for button in at.button if button.label == "Add to the timeline").click().run()
    assert "What was said is empty" in at.error[0].value
    assert at.text_area[0].value == "   "


def test_a_tag_is_put_on_and_taken_off(small_world: SmallWorld) -> None:
    client = small_world.client_ids["Harbour Tea Ltd"]
    at = open_page("client", id=client)
    at.multiselect(key=f"tags_{client}").set_value([]).run()
    no_exception(at)
    assert client_profile(stores().crm, client).tags == ()
    at.button(key="undo_button_client").click().run()
    assert client_profile(stores().crm, client).tags == ("VIP",)


def test_an_open_case_is_answered_from_its_card(small_world: SmallWorld) -> None:
    at = open_page("client", id=small_world.client_ids["Harbour Tea Ltd"])
    at.session_state["client_tab"] = "Cases"
    at.run()
    next(button for button in at.button if button.label == "First answer given").click().run()
    no_exception(at)
    assert latest_events(stores().crm, 1)[0].action == "case.answer"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("tab", range(6))
def test_every_tab_of_the_settings_opens(small_world: SmallWorld, language: str, tab: int) -> None:
    at = open_page("settings", language)
    at.session_state["settings_tab"] = at.tabs[tab].label
    at.run()
    no_exception(at)


def test_accounts_are_listed_with_their_client(small_world: SmallWorld) -> None:
    at = open_page("settings")
    at.session_state["settings_tab"] = "Ad accounts"
    at.run()
    assert sorted(at.dataframe[0].value["Account"]) == sorted(one.account for one in accounts(stores().crm))


def test_a_remembered_mapping_can_be_forgotten(small_world: SmallWorld) -> None:
    with stores().crm.write() as session:
        row = ColumnMapping(header_sha256="a" * 64, name="kol", mapping={"columns": {"cost": "Fee"}}, created_at=now(), created_by="owner")
        session.add(row)
    at = open_page("settings")
    at.session_state["settings_tab"] = "Column mappings"
    at.run()
    assert "Fee → Cost" in texts(at)
    at.button(key=f"forget_{row.id}").click().run()
    no_exception(at)
    assert mappings(stores().crm) == ()
    assert latest_events(stores().crm, 1)[0].action == "column_mapping.forget"
    at.button(key="undo_button_mapping").click().run()
    no_exception(at)
    (back,) = mappings(stores().crm)
    assert (back.name, back.mapping) == ("kol", {"columns": {"cost": "Fee"}})
    assert latest_events(stores().crm, 1)[0].action == "column_mapping.remember"


def test_the_log_names_what_was_changed(small_world: SmallWorld) -> None:
    done = add_client(stores().crm, actor(), name="New one")
    undo_edit(stores(), done.audit_id, actor())
    at = open_page("settings")
    at.session_state["settings_tab"] = "Change log"
    at.run()
    log = at.dataframe[0].value
    assert list(log["What"])[:2] == ["Client added, taken back", "Client added"]
    assert list(log["About"])[:2] == ["New one", "New one"]


def test_a_mapping_that_is_gone_is_said(small_world: SmallWorld) -> None:
    with pytest.raises(LookupError):
        forget_mapping(stores().crm, 99, actor())
