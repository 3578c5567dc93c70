"""The suggestions page: cards with evidence, decisions with undo, the cannot-tell list; both languages."""

import pytest
from streamlit.testing.v1 import AppTest

from adcrm.channels.platforms import platform_name
from adcrm.messages import message
from adcrm.recommend import decisions
from adcrm.recommend.record import records
from adcrm.ui.stores import stores
from adcrm.ui.suggestion_words import say
from tests.app.harness import no_exception, open_page, texts
from tests.recommend.worlds import add_client, agency


@pytest.fixture
def client(own_settings: None) -> int:
    """The books that pages open, with one agency whose truth all three rules find."""
    opened = stores()
    client = add_client(opened, "Harbour *Tea*")
    agency(opened.facts, client, days=260)
    records(opened.facts)
    return client


@pytest.mark.parametrize(("language", "word"), [("en", "Move"), ("zh", "调到")])
def test_cards_say_what_to_change_how_sure_and_on_what_basis(client: int, language: str, word: str) -> None:
    at = open_page("suggestions", language)
    no_exception(at)
    said = "\n".join(texts(at))
    assert word in said
    assert "80%" in said
    assert ("Record: right" if language == "en" else "历史战绩") in said
    assert "Harbour \\*Tea\\*" in said


def test_a_channel_called_in_markdown_stands_as_it_was_typed(own_settings: None) -> None:
    said = say(message("On {channel}, nothing.", channel=platform_name("Radio [here](http://x) *now*")))
    assert said == "On Radio \\[here\\](http\\://x) \\*now\\*, nothing."
    assert say(message("On {channel}.", channel=platform_name("*a*")), plain=True) == "On *a*."


def test_accepting_takes_the_card_away_and_undo_brings_it_back(client: int) -> None:
    at = open_page("suggestions")
    before = _open(at)
    at.button(key=before[0]).click().run()
    no_exception(at)
    (decided,) = decisions.decisions(stores().crm)
    assert decided.status == "accepted"
    assert before[0] not in _open(at)
    at.button(key="undo_button_suggestion").click().run()
    assert decisions.decisions(stores().crm) == []
    assert _open(at) == before


def test_dismissing_keeps_the_reason(client: int) -> None:
    at = open_page("suggestions")
    key = _open(at)[0].removeprefix("accept_")
    at.button(key=f"dismiss_{key}").click().run()
    no_exception(at)
    (decided,) = decisions.decisions(stores().crm)
    assert (decided.status, decided.reason) == ("dismissed", "The client does not want it")
    assert any("The client does not want it" in text for text in texts(at))


def test_the_evidence_opens_for_every_kind(client: int) -> None:
    at = open_page("suggestions")
    for button in [one.key for one in at.button if str(one.key).startswith("open_")]:
        at.button(key=button).click().run()
        no_exception(at)
        assert any("What would change our mind" in text.value for text in at.subheader)


def test_the_channel_filter_narrows_the_cards(client: int) -> None:
    at = open_page("suggestions", client=client, channel="meta_ads", period=28)
    said = "\n".join(texts(at))
    assert "On Meta Ads" in said
    assert "On Google Ads" not in said


@pytest.mark.parametrize("language", ["en", "zh"])
def test_thin_data_says_what_is_missing(language: str, small_world) -> None:
    at = open_page("suggestions", language)
    no_exception(at)
    assert at.table[0].value.shape[0] >= 3


def _open(at: AppTest) -> list[str]:
    return [str(button.key) for button in at.button if str(button.key).startswith("accept_")]
