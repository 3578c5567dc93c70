"""The review queue and the editor of channel rules, each as a page of its own: decided, taken back, in both languages."""

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from adcrm.attribution import overclaim
from adcrm.attribution.channel_rules import current_rules, current_version, versions
from adcrm.attribution.claim_decisions import decisions
from adcrm.attribution.claims import match
from adcrm.books import books
from tests.app.harness import no_exception, open_page, texts
from tests.attribution.claim_worlds import GOOGLE, TOUCHES, claims, fernwick, google, shop
from tests.imports.record_worlds import shop_order, take_file

REVIEW = "from adcrm.ui.claim_review import review_part\nreview_part({client})"
GROUPS = "from adcrm.ui.channel_groups import groups_part\ngroups_part({client})"


def open_part(script: str, language: str, client: int) -> AppTest:
    st.session_state["language"] = language
    at = AppTest.from_string(script.format(client=client), default_timeout=60)
    at.session_state["language"] = language
    return at.run()


def queued() -> int:
    """Two claims wait: one near to order 101, one near to none."""
    client = fernwick(books())
    shop(books(), client, shop_order(101, "10.00"), shop_order(102, "20.00"))
    claims(books(), client, GOOGLE, google("WEB-101"), google("", "77.00"), google("102", "20.00"))
    return client


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_claim_is_given_its_order_and_the_decision_is_taken_back(own_settings: None, language: str) -> None:
    client = queued()
    at = open_part(REVIEW, language, client)
    no_exception(at)
    assert "101" in " ".join(texts(at))
    (accept,) = [button for button in at.button if str(button.key).startswith("accept_")]
    accept.click().run()
    no_exception(at)
    (said,) = decisions(books().crm, client)
    assert (said.word, said.order_key, said.snapshot["reasons"]) == ("accepted", "101", ["prefix", "value"])
    assert overclaim.summary(match(books(), client).within()).claims == 2
    at.button(key="undo_button_claim").click().run()
    no_exception(at)
    assert decisions(books().crm, client) == ()


def test_several_claims_are_given_their_orders_at_once(own_settings: None) -> None:
    client = queued()
    at = open_part(REVIEW, "en", client)
    at.slider(key="review_least").set_value(0.8).run()
    at.button(key="review_many").click().run()
    no_exception(at)
    assert [(one.word, one.order_key) for one in decisions(books().crm, client)] == [("accepted", "101")]
    at.button(key="undo_button_claim").click().run()
    assert decisions(books().crm, client) == ()


def test_a_number_is_typed_in_and_one_that_is_nobodys_is_refused_in_words(own_settings: None) -> None:
    client = queued()
    at = open_part(REVIEW, "en", client)
    keyless = next(str(one.key) for one in at.text_input if str(one.key).startswith("typed_")).removeprefix("typed_")
    at.text_input(key=f"typed_{keyless}").set_value("555").run()
    at.button(key=f"give_{keyless}").click().run()
    assert not at.exception and "no order 555" in at.error[0].value
    at.button(key=f"reject_{keyless}").click().run()
    assert [one.word for one in decisions(books().crm, client)] == ["rejected"]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_merge_is_put_into_the_rules_kept_and_taken_back(own_settings: None, language: str) -> None:
    client = fernwick(books())
    lines = [f"v_1,2026-07-0{n}T01:00:00Z,{name},,click,," for n, name in enumerate(("Facebook", "Facebook", "FB", "Podcast"), start=1)]
    take_file(books(), client, "\n".join([TOUCHES, *lines, ""]).encode(), "touches.csv", currency="USD")
    at = open_part(GROUPS, language, client)
    no_exception(at)
    before = current_rules(books().crm)
    assert not [button for button in at.button if button.key == "groups_save"]
    at.button(key="take_merge_0").click().run()
    no_exception(at)
    assert current_version(books().crm).number == 0  # proposed and shown, not kept
    moves = at.dataframe[-1].value
    assert {tuple(row) for row in moves.iloc[:, :3].to_numpy().tolist()} == {("FB", 1, 0), ("Facebook", 2, 3)}
    at.text_input(key="groups_note").set_value("One Facebook").run()
    at.button(key="groups_save").click().run()
    no_exception(at)
    assert (current_rules(books().crm)[0].channel, current_rules(books().crm)[1:]) == ("Facebook|FB", before)
    at.button(key="undo_button_groups").click().run()
    no_exception(at)
    assert current_rules(books().crm) == before and [one.restores for one in versions(books().crm)] == [0, None, None]


def test_a_tab_that_is_pressed_is_drawn_and_stands_in_the_address(own_settings: None) -> None:
    client = queued()
    at = open_page("attribution", client=str(client), period="365")
    no_exception(at)
    at.session_state["a_tab_name"] = "To review"  # what the browser sends for a pressed tab
    at.run()
    no_exception(at)
    assert at.query_params["tab"] == "review" and "2 claims wait for you" in texts(at)
    at.session_state["a_tab_name"] = "Channel groups"
    at.run()
    assert at.query_params["tab"] == "groups" and "Rules" in texts(at)
    linked = open_page("attribution", client=str(client), tab="review")
    assert "2 claims wait for you" in texts(linked)


def test_books_without_claims_or_touches_say_so(own_settings: None) -> None:
    client = fernwick(books())
    for script in (REVIEW, GROUPS):
        no_exception(open_part(script, "en", client))
