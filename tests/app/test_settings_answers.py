"""Settings: what was said about an account's files is shown and can be forgotten."""

import pytest

from adcrm.errors import InputError
from adcrm.imports.clients import ensure_client
from adcrm.imports.load import load
from adcrm.imports.model import Answers
from adcrm.store.remembered import answers, forget_answers, put_back
from adcrm.ui.stores import actor, stores
from tests.app.harness import no_exception, open_page
from tests.imports.worlds import report, row


@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_was_said_is_shown_and_forgotten(language: str) -> None:
    client = ensure_client(stores().crm, "Fernwick Outdoors", actor())
    load(stores(), report(row(1, 5), answers=Answers(time_zone="Europe/Berlin")), client, actor(), b"1")
    at = open_page("settings", language)
    at.session_state["settings_tab"] = "Ad accounts" if language == "en" else "广告账户"
    at.run()
    no_exception(at)
    (one,) = answers(stores().crm)
    assert any("Europe/Berlin" in caption.value for caption in at.caption)
    at.button(key=f"forget_said_{one.id}").click().run()
    no_exception(at)
    assert answers(stores().crm) == ()
    at.button(key="undo_button_answers").click().run()
    no_exception(at)
    assert [again.answers for again in answers(stores().crm)] == [one.answers]


def test_what_was_answered_anew_is_not_overwritten_by_what_was_forgotten() -> None:
    client = ensure_client(stores().crm, "Fernwick Outdoors", actor())
    load(stores(), report(row(1, 5), answers=Answers(time_zone="Europe/Berlin")), client, actor(), b"1")
    gone = forget_answers(stores().crm, answers(stores().crm)[0].id, actor())
    load(stores(), report(row(2, 5), answers=Answers(time_zone="Asia/Tokyo")), client, actor(), b"2")
    with pytest.raises(InputError, match="answered anew"):
        put_back(stores().crm, gone, actor())
    assert [one.answers["time_zone"] for one in answers(stores().crm)] == ["Asia/Tokyo"]
